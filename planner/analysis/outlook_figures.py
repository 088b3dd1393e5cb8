"""The key figures of an outlook: the year and the actual months against plan, with their ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.spread import new_customer_draws
from planner.analysis.variance import Comparison, Judged, compare
from planner.analysis.years import YearTable
from planner.domain.actuals import Metric
from planner.domain.company import Company, CostLine
from planner.domain.money import FloatArray

FIGURES: Mapping[str, tuple[int, Judged]] = {
    "revenue": (1, Judged.RESULT),
    "profit": (1, Judged.RESULT),
    "media": (0, Judged.SPEND),
    "marketing": (0, Judged.SPEND),
    "orders": (1, Judged.MARKETING),
    "new_customers": (1, Judged.MARKETING),
    "cac_blended": (-1, Judged.MARKETING),
    "roas": (1, Judged.MARKETING),
}
"""Keys of the KPI register that the outlook answers."""


@dataclass(frozen=True)
class OutlookFigure:
    """One key figure: the year's outlook against the year's plan, and the actual months against theirs.

    low, high  P10 and P90 of the outlook; None where no draws stand behind the curves
    """

    key: str
    year: Comparison
    to_date: Comparison
    low: float | None = None
    high: float | None = None


def outlook_figures(
    company: Company,
    lines: Sequence[CostLine],
    plan: YearTable,
    table: YearTable,
    actual: np.ndarray,
    revenue_draws: FloatArray,
    drawn: FloatArray,
) -> dict[str, OutlookFigure]:
    """Each figure of FIGURES: the year's outlook and the actual months against plan, with its range."""
    everything = np.ones(actual.size, bool)
    year = _sums(company, lines, plan, everything), _sums(company, lines, table, everything)
    to_date = _sums(company, lines, plan, actual), _sums(company, lines, table, actual)
    ranges: dict[str, FloatArray] = {}
    marketing = year[1]["marketing"] or 0.0
    if revenue_draws.size > 1:
        ranges["revenue"] = revenue_draws
        if company.margin is not None:
            ranges["profit"] = company.margin * revenue_draws - marketing
        if media := year[1]["media"]:
            ranges["roas"] = drawn.sum(axis=(0, 1)) / media
        new = new_customer_draws(company, table, drawn)
        if new is not None:
            ranges["new_customers"] = new
            ranges["cac_blended"] = marketing / np.maximum(new, 1e-9)
    figures = {}
    for key, (better, judged) in FIGURES.items():
        low, high = np.percentile(ranges[key], [10, 90]).tolist() if key in ranges else (None, None)
        figures[key] = OutlookFigure(
            key,
            compare(year[0][key], year[1][key], better, judged, company.thresholds),
            compare(to_date[0][key], to_date[1][key], better, judged, company.thresholds)
            if actual.any()
            else Comparison(None, None, better),
            low,
            high,
        )
    return figures


def _sums(
    company: Company, lines: Sequence[CostLine], table: YearTable, months: np.ndarray
) -> dict[str, float | None]:
    """Key figures of some months of a year; yearly cost lines fall evenly on the months."""
    media = float(table[Metric.SPEND][:, months].sum())
    whole = float(table[Metric.SPEND].sum())
    fixed = sum(line.cost(whole) for line in lines if line.amount is not None)
    shared = sum(line.cost(media) for line in lines if line.amount is None)
    marketing = media + shared + fixed * float(months.mean())
    revenue = float(table[Metric.REVENUE][:, months].sum())
    orders = float(table[Metric.CONVERSIONS][:, months].sum())
    new = float(table[Metric.NEW_CUSTOMERS][:, months].sum())
    known = company.customers is not None
    return {
        "revenue": revenue,
        "profit": None if company.margin is None else company.margin * revenue - marketing,
        "media": media,
        "marketing": marketing,
        "orders": orders if known else None,
        "new_customers": new if known else None,
        "cac_blended": marketing / new if known and new > 0 else None,
        "roas": float(table[Metric.REVENUE][:-1, months].sum()) / media if media else None,
    }
