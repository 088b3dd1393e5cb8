"""Outlooks kept whenever the figures change, and how well the past ones did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from planner.analysis.accuracy import Accuracy, accuracy
from planner.analysis.years import MonthState
from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.services.record_store import RecordStore
from planner.services.results import Results, results_of
from planner.storage.records import KeptMonth, KeptOutlook


@dataclass(frozen=True)
class Scored:
    """An outlook of the past and how it did over the months that have passed since."""

    kept: KeptOutlook
    months: tuple[Month, ...]
    score: Accuracy


def keep_outlooks(
    store: RecordStore, slug: str, months: Collection[str], event: str, who: str, today: date | None = None
) -> list[KeptOutlook]:
    """Keep the outlook of every year that `months` fall into; a year without a plan has none."""
    company = store.company(slug)
    years = {company.year_of(Month.parse(month)) for month in months}
    kept = []
    for year in sorted(years):
        if store.approved(slug, year) is None:
            continue
        try:
            results = results_of(store, slug, year, as_of=today or datetime.now(UTC).date())
        except PlannerError:  # figures are kept even where no outlook can be made of them yet
            continue
        assert results.version.id is not None
        found = store.keep_outlook(
            slug,
            year=year,
            event=event,
            version_id=results.version.id,
            months=_months(results),
            target=results.outlook.target,
            chance=results.outlook.chance,
            who=who,
        )
        if found is not None:
            kept.append(found)
    return kept


def scored(kept: Collection[KeptOutlook], results: Results) -> list[Scored]:
    """Each outlook against the months it forecast that are actual now, oldest first; without one: left out.

    The naive forecast is last year's revenue of the same month.
    """
    outlook = results.outlook
    actual = {
        str(month): float(value)
        for month, value, state in zip(
            outlook.months, outlook.revenue.outlook.tolist(), outlook.states, strict=True
        )
        if state is MonthState.ACTUAL
    }
    naive = dict(zip(map(str, outlook.months), results.last_year_revenue.tolist(), strict=True))
    found = []
    for one in kept:
        ahead = [month for month in one.months if not month.actual and month.month in actual]
        if not ahead:
            continue
        score = accuracy(
            np.array([actual[month.month] for month in ahead]),
            np.array([month.revenue for month in ahead]),
            np.array([naive.get(month.month, np.nan) for month in ahead]),
        )
        found.append(Scored(one, tuple(Month.parse(month.month) for month in ahead), score))
    return found


def inside_range(kept: Collection[KeptOutlook], results: Results) -> tuple[int, int]:
    """How many of the forecast months that are actual now fell into their P10-P90, of how many with one."""
    actual = dict(zip(map(str, results.outlook.months), results.outlook.revenue.actual.tolist(), strict=True))
    hits = total = 0
    for one in kept:
        for month in one.months:
            value = actual.get(month.month, np.nan)
            if month.actual or month.low is None or month.high is None or not np.isfinite(value):
                continue
            total += 1
            hits += month.low <= value <= month.high
    return hits, total


def _months(results: Results) -> tuple[KeptMonth, ...]:
    outlook, series = results.outlook, results.outlook.revenue
    ranged = bool(np.isfinite(series.low).all())
    return tuple(
        KeptMonth(
            str(month),
            state is MonthState.ACTUAL,
            round(float(series.outlook[j]), 2),
            round(float(series.low[j]), 2) if ranged else None,
            round(float(series.high[j]), 2) if ranged else None,
        )
        for j, (month, state) in enumerate(zip(outlook.months, outlook.states, strict=True))
    )
