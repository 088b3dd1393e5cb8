"""Plan against actual: differences, whether they are good, and how serious, by channel and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

import numpy as np

from planner.analysis.years import MeasuredYear, YearTable
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.company import Thresholds
from planner.domain.errors import NotFound, say
from planner.domain.money import FloatArray

EDGE = 1e-9
"""Arithmetic dust: a figure that is exactly at a threshold is on its better side."""


DUST = 0.005
"""Half a cent: a difference below it is none."""


class Status(StrEnum):
    """How a figure stands; shown with a symbol beside the colour."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


class Judged(StrEnum):
    """Which thresholds of Setup apply: financial results, marketing figures, or money on both sides."""

    RESULT = "result"
    MARKETING = "marketing"
    SPEND = "spend"


@dataclass(frozen=True)
class Comparison:
    """One figure against its plan. `better` is +1 when more is better, -1 when less is, 0 for spend.

    plan, actual  None where unknown; `actual` may be an outlook
    """

    plan: float | None
    actual: float | None
    better: int
    status: Status = Status.UNKNOWN

    @property
    def difference(self) -> float | None:
        """Actual minus plan."""
        return None if self.plan is None or self.actual is None else self.actual - self.plan

    @property
    def share(self) -> float | None:
        """Actual as a share of plan; None without a plan above 0."""
        if self.plan is None or self.actual is None or self.plan <= 0:
            return None
        return self.actual / self.plan

    @property
    def favourable(self) -> bool | None:
        """Whether the difference is good; None without one, and for money, which is neither."""
        if not self.better or not self.difference:
            return None
        return self.difference * self.better > 0


METRICS_COMPARED: Mapping[Metric, tuple[int, Judged]] = {
    Metric.SPEND: (0, Judged.SPEND),
    Metric.REVENUE: (1, Judged.RESULT),
    Metric.NEW_CUSTOMERS: (1, Judged.MARKETING),
    Metric.CONVERSIONS: (1, Judged.MARKETING),
}


def compare(
    plan: float | None, actual: float | None, better: int, judged: Judged, thresholds: Thresholds
) -> Comparison:
    """Judge `actual` against `plan`. Nothing is divided by a plan of zero.

    Attainment is 1 + better x difference / |plan|, so a loss that grew is judged rightly too. Spend is
    judged by its distance on both sides. Against a plan of zero any spend is red and a result is judged by
    its sign. Source: attainment as controllers' reports have it; the rules for zero and for spend are ours.
    """
    plan = plan if plan is not None and isfinite(plan) else None
    actual = actual if actual is not None and isfinite(actual) else None
    if plan is None or actual is None:
        return Comparison(plan, actual, better)
    status = _status(plan, actual, better, judged, thresholds)
    return Comparison(plan, actual, better, status)


def _status(plan: float, actual: float, better: int, judged: Judged, thresholds: Thresholds) -> Status:
    if plan == 0:
        good = actual == 0 or (better != 0 and actual * better > 0)
        return Status.GREEN if good else Status.RED
    relative = (actual - plan) / abs(plan)
    if judged is Judged.SPEND:
        green, amber, worse = thresholds.spend_green, thresholds.spend_amber, abs(relative)
    elif judged is Judged.RESULT:
        green, amber, worse = 1 - thresholds.result_green, 1 - thresholds.result_amber, -better * relative
    else:
        green, amber = 1 - thresholds.marketing_green, 1 - thresholds.marketing_amber
        worse = -better * relative
    if worse <= green + EDGE:
        return Status.GREEN
    return Status.AMBER if worse <= amber + EDGE else Status.RED


@dataclass(frozen=True, eq=False)
class MetricVariance:
    """One metric over a period. Rows are the channels, then sales without media; columns the months.

    plan, actual   (R, M), nan where unknown
    by_row, by_month, total   like for like: the plan of cells without an actual is left out on both sides
    missing        cells that the plan holds something for and no actual was reported
    """

    metric: Metric
    rows: tuple[str, ...]
    months: tuple[Month, ...]
    plan: FloatArray
    actual: FloatArray
    by_row: tuple[Comparison, ...]
    by_month: tuple[Comparison, ...]
    total: Comparison
    missing: tuple[tuple[str, Month], ...]
    thresholds: Thresholds

    def row(self, name: str) -> Comparison:
        """The comparison of one channel. Raises NotFound for one that is not in the table."""
        if name not in self.rows:
            raise NotFound(say('"{name}" is not in the comparison.', name=name))
        return self.by_row[self.rows.index(name)]

    def cell(self, name: str, month: Month) -> Comparison:
        """One channel in one month."""
        i, j = self.rows.index(name), self.months.index(month)
        better, judged = METRICS_COMPARED[self.metric]
        return compare(float(self.plan[i, j]), float(self.actual[i, j]), better, judged, self.thresholds)

    def ranked(self, least_share: float = 0.0, least_amount: float = 0.0) -> tuple[str, ...]:
        """Rows by size of their difference, largest first, without those below both materiality floors.

        least_share   of the row's plan; least_amount  in the metric's unit; a row must pass both
        """
        sized = []
        for name, found in zip(self.rows, self.by_row, strict=True):
            if not found.difference or abs(found.difference) < DUST:
                continue
            size, plan = abs(found.difference), abs(found.plan or 0.0)
            if size >= least_amount and (plan == 0 or size / plan >= least_share):
                sized.append((size, name))
        return tuple(name for _, name in sorted(sized, key=lambda pair: -pair[0]))


@dataclass(frozen=True, eq=False)
class Variance:
    """Plan against actual for a period, every metric.

    months     the compared months; running and open ones are left out
    skipped    asked-for months that are not compared in full: running, incomplete or without figures
    unplanned  channels with actual spend and none planned in the period
    idle       channels with planned spend and none reported in the period
    """

    months: tuple[Month, ...]
    skipped: tuple[Month, ...]
    metrics: Mapping[Metric, MetricVariance]
    unplanned: tuple[str, ...]
    idle: tuple[str, ...]

    def __getitem__(self, metric: Metric) -> MetricVariance:
        return self.metrics[metric]


def variance(
    plan: YearTable, measured: MeasuredYear, thresholds: Thresholds, months: Sequence[Month] | None = None
) -> Variance:
    """Compare a plan with what was measured over `months` (default: every actual month of the year)."""
    asked = measured.months if months is None else tuple(months)
    compared = tuple(month for month in asked if month in measured.months)
    columns = [plan.months.index(month) for month in compared]
    metrics = {
        metric: _metric(metric, plan, measured.table, columns, thresholds) for metric in METRICS_COMPARED
    }
    unplanned, idle = unplanned_and_idle(metrics[Metric.SPEND])
    return Variance(
        months=compared,
        skipped=tuple(month for month in asked if month not in compared),
        metrics=metrics,
        unplanned=unplanned,
        idle=idle,
    )


def spend_to_date(plan: YearTable, measured: MeasuredYear, thresholds: Thresholds) -> MetricVariance:
    """Money of every month that is over and reports some: to compare it needs no revenue."""
    known = measured.known(Metric.SPEND)[:-1].any(axis=0)
    columns = [int(j) for j in np.flatnonzero(known)]
    return _metric(Metric.SPEND, plan, measured.table, columns, thresholds)


def unplanned_and_idle(spend: MetricVariance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Channels with spend and no plan, and channels with a plan and no spend reported."""
    planned, spent = np.nansum(spend.plan, axis=1), np.nansum(spend.actual, axis=1)
    reported = [bool(np.isfinite(row).any()) for row in spend.actual]
    unplanned = [n for n, p, a in zip(spend.rows, planned, spent, strict=True) if p == 0 and a != 0]
    idle = [n for n, p, seen in zip(spend.rows, planned, reported, strict=True) if p > 0 and not seen]
    return tuple(unplanned), tuple(idle)


def _metric(
    metric: Metric, plan: YearTable, actual: YearTable, columns: list[int], thresholds: Thresholds
) -> MetricVariance:
    planned, real = plan[metric][:, columns], actual[metric][:, columns]
    months = tuple(plan.months[i] for i in columns)
    gap = np.isnan(real)
    missing = tuple(
        (plan.rows[i], months[j]) for i, j in np.argwhere(gap & np.isfinite(planned) & (planned != 0))
    )
    # Where nothing was reported, nothing is compared; where nothing was planned, the plan is zero.
    like = np.where(gap, np.nan, np.where(np.isnan(planned) & _any_plan(planned), 0.0, planned))
    better, judged = METRICS_COMPARED[metric]

    def judge(p: FloatArray, a: FloatArray) -> Comparison:
        return compare(_sum(p), _sum(a), better, judged, thresholds)

    return MetricVariance(
        metric=metric,
        rows=plan.rows,
        months=months,
        plan=planned,
        actual=real,
        by_row=tuple(judge(like[i], real[i]) for i in range(len(plan.rows))),
        by_month=tuple(judge(like[:, j], real[:, j]) for j in range(len(months))),
        total=judge(like.ravel(), real.ravel()),
        missing=missing,
        thresholds=thresholds,
    )


def _any_plan(planned: FloatArray) -> bool:
    return bool(np.isfinite(planned).any())


def _sum(values: FloatArray) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.sum()) if known.size else None
