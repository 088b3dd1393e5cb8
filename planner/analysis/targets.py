"""Key figures against the register's targets: by month, to date and for the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.analysis.outlook import Outlook
from planner.analysis.outlook_figures import FIGURES
from planner.analysis.variance import Comparison, Judged, compare
from planner.analysis.years import MonthState, YearTable
from planner.domain.actuals import Metric
from planner.domain.company import Company, CostLine, Thresholds
from planner.domain.kpi_targets import KpiTarget
from planner.domain.kpis import KPIS, Unit
from planner.domain.money import FloatArray, from_cents, to_cents

PHASED_BY = {
    "revenue": Metric.REVENUE,
    "media_revenue": Metric.REVENUE,
    "contribution": Metric.REVENUE,
    "profit": Metric.REVENUE,
    "media": Metric.SPEND,
    "marketing": Metric.SPEND,
    "orders": Metric.CONVERSIONS,
    "new_customers": Metric.NEW_CUSTOMERS,
}
"""Whose months a year's target follows; profit follows sales, as its costs are planned for the year."""


def by_month(target: KpiTarget, plan: YearTable) -> FloatArray | None:
    """The target of each month, (M,): as typed, else the year's spread as the plan is phased, to the cent.

    A figure whose months do not add up has the year's target in each of them. None without a target.
    """
    if target.target is None:
        return None
    if target.months is not None:
        return np.array(target.months)
    months = len(plan.months)
    if not target.adds_up:
        return np.full(months, target.target)
    metric = PHASED_BY.get(target.key)
    phase = np.ones(months) if metric is None else np.nan_to_num(plan[metric]).sum(axis=0)
    if (phase < 0).any() or phase.sum() <= 0:
        phase = np.ones(months)
    spread = abs(target.target) * phase / phase.sum()
    return float(np.sign(target.target)) * from_cents(to_cents(spread, round(abs(target.target) * 100)))


@dataclass(frozen=True)
class TargetStanding:
    """Where a figure of the register stands.

    to_date  the actual months against their targets; plan and actual None where not known
    year     where the year lands, or what the plan promises, against the year's target
    """

    target: KpiTarget
    to_date: Comparison
    year: Comparison


def standing_of(
    target: KpiTarget,
    thresholds: Thresholds,
    *,
    promised: float | None,
    outlook: Outlook | None = None,
) -> TargetStanding:
    """A target against the outlook of its year, or against `promised` by a plan where there is none yet."""
    kpi = KPIS[target.key]
    better, judged = FIGURES.get(target.key, (kpi.better, _judged(target.key)))
    own = _own(thresholds, target, judged)
    nothing = Comparison(None, None, better)
    if outlook is None or target.key not in outlook.figures:
        return TargetStanding(target, nothing, compare(target.target, promised, better, judged, own))
    figure = outlook[target.key]
    year = compare(target.target, figure.year.actual, better, judged, own)
    months = by_month(target, outlook.plan)
    actual = np.array([state is MonthState.ACTUAL for state in outlook.states])
    if months is None or not actual.any():
        return TargetStanding(target, nothing, year)
    due = float(months[actual].sum()) if target.adds_up else target.target
    return TargetStanding(target, compare(due, figure.to_date.actual, better, judged, own), year)


def _judged(key: str) -> Judged:
    unit = KPIS[key].unit
    if KPIS[key].better == 0:
        return Judged.SPEND
    return Judged.RESULT if unit is Unit.MONEY else Judged.MARKETING


def _own(thresholds: Thresholds, target: KpiTarget, judged: Judged) -> Thresholds:
    """Setup's thresholds with the figure's own in their place."""
    if target.green is None or target.amber is None:
        return thresholds
    if judged is Judged.SPEND:
        return replace(thresholds, spend_green=target.green, spend_amber=target.amber)
    name = "result" if judged is Judged.RESULT else "marketing"
    limits = {f"{name}_green": 1 - target.green, f"{name}_amber": 1 - target.amber}
    return replace(thresholds, **limits)


def months_of(key: str, table: YearTable, company: Company, lines: Sequence[CostLine]) -> FloatArray | None:
    """A figure by month in a year's table, (M,): money in currency units; None where it has no months.

    Yearly cost lines fall evenly on the months, as in the outlook.
    """
    months = len(table.months)
    media: FloatArray = table[Metric.SPEND].sum(axis=0)
    revenue: FloatArray = table[Metric.REVENUE].sum(axis=0)
    fixed = sum(line.cost(0.0) for line in lines if line.amount is not None) / months
    marketing: FloatArray = media + fixed + np.array([_shared(lines, float(v)) for v in media])
    match key:
        case "revenue":
            return revenue
        case "media":
            return media
        case "marketing":
            return marketing
        case "contribution" | "profit" if company.margin is not None:
            earned: FloatArray = company.margin * revenue
            return earned if key == "contribution" else earned - marketing
        case "orders" | "new_customers" if company.customers is not None:
            metric = Metric.CONVERSIONS if key == "orders" else Metric.NEW_CUSTOMERS
            counted: FloatArray = table[metric].sum(axis=0)
            return counted
    return None


def _shared(lines: Sequence[CostLine], media: float) -> float:
    return sum(line.cost(media) for line in lines if line.amount is None)
