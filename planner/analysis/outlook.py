"""Where the year lands: n actual months as they are, m months from curves that the actuals have corrected.

The year is evaluated with actual spend in its actual months, so that their carry-in works in the months to
come, and at the prices, rates and demand that Setup knows of them and forecasts for the rest; then the actual
months give way to what was measured, and the rest is moved by the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from planner.analysis.as_it_comes import as_it_comes
from planner.analysis.evidence import (
    ATTRIBUTION_BIAS,
    BASELINE_PRIOR,
    BASELINE_SCATTER,
    CHANNEL_PRIOR,
    CHANNEL_SCATTER,
    Evidence,
    level,
)
from planner.analysis.outlook_figures import OutlookFigure, outlook_figures
from planner.analysis.spread import drawn_media, media_draws, month_draws, year_draws
from planner.analysis.years import (
    MeasuredYear,
    MonthState,
    YearTable,
    planned_year,
    settled,
    spend_so_far,
)
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company, CostLine
from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel

__all__ = ["Checks", "MonthSeries", "Outlook", "OutlookFigure", "outlook"]


@dataclass(frozen=True, eq=False)
class MonthSeries:
    """A figure by month, each (M,): plan, what was measured (nan elsewhere), outlook, its P10 and P90.

    In actual months outlook and range are the measured figure; the range is nan without draws.
    inner_low, inner_high  P25 and P75
    """

    plan: FloatArray
    actual: FloatArray
    outlook: FloatArray
    low: FloatArray
    high: FloatArray
    inner_low: FloatArray
    inner_high: FloatArray


@dataclass(frozen=True)
class Checks:
    """The year's revenue by cruder roads. None where one cannot be taken.

    plus_plan  year to date + remaining plan
    phased     year's plan x year to date / plan to date
    run_rate   year to date / actual months x all months; fair only for flat business
    """

    plus_plan: float | None
    phased: float | None
    run_rate: float | None


@dataclass(frozen=True, eq=False)
class Outlook:
    """The fiscal year's outlook n+m.

    plan, table    the plan's year; the outlook's year: measured cells, gaps and the rest from the curves
    target         revenue to reach; `chance` of it, None without draws
    required_rate  revenue a month still needed to reach the target; `planned_rate` a month the plan has,
                   `expected_rate` a month the outlook has; None when no month is left
    gaps           cells of actual months that the plan holds spend for and nothing was reported: filled
                   from the plan, to be asked for
    assumed_baseline  no file said what was sold without media: actual months use what Setup expects
    sales_factor   (M,) revenue of channels relative to the curves', by actual and forecast prices and rates
    surroundings   revenue that forecast prices, promotions, demand and rates add to the months to come
    """

    months: tuple[Month, ...]
    states: tuple[MonthState, ...]
    plan: YearTable
    table: YearTable
    figures: Mapping[str, OutlookFigure]
    revenue: MonthSeries
    spend: MonthSeries
    revenue_draws: FloatArray
    target: float
    chance: float | None
    required_rate: float | None
    planned_rate: float | None
    expected_rate: float | None
    spend_rate_left: float | None
    checks: Checks
    evidence: tuple[Evidence, ...]
    gaps: tuple[tuple[str, Month], ...]
    unplanned: tuple[str, ...]
    assumed_baseline: bool
    sales_factor: FloatArray
    surroundings: float

    def __getitem__(self, key: str) -> OutlookFigure:
        return self.figures[key]

    @property
    def actual_months(self) -> int:
        """The n of n+m."""
        return sum(state is MonthState.ACTUAL for state in self.states)

    @property
    def months_left(self) -> int:
        """The m of n+m."""
        return len(self.months) - self.actual_months

    @property
    def label(self) -> str:
        """ "10+2"."""
        return f"{self.actual_months}+{self.months_left}"

    @property
    def holes(self) -> tuple[Month, ...]:
        """Months without full actuals that lie before an actual one."""
        last = max((i for i, s in enumerate(self.states) if s is MonthState.ACTUAL), default=0)
        return tuple(
            m
            for m, s in zip(self.months[:last], self.states[:last], strict=True)
            if s is not MonthState.ACTUAL
        )

    def percentile(self, share: float) -> float | None:
        """The year's revenue that `share` (0 to 1) of the draws stay below; None without draws."""
        if self.revenue_draws.size < 2:
            return None
        return float(np.quantile(self.revenue_draws, share))


def outlook(
    model: ResponseModel,
    company: Company,
    plan_spend: FloatArray,
    measured: MeasuredYear,
    lines: Sequence[CostLine] = (),
    target: float | None = None,
    to_come: FloatArray | None = None,
    moved: FloatArray | None = None,
) -> Outlook:
    """The outlook of a year.

    model       compiled for the fiscal year in months; its channels are those of `plan_spend` and `measured`
    plan_spend  (C, M) currency units, the approved plan
    target      revenue of the year to reach; None: what the plan promises
    to_come     (C, M) spend of the months that are not actual, where it is no longer the plan's
    moved       (M,) sales without media beyond the plan's, where launches have moved since
    """
    plan = planned_year(model, company, plan_spend)
    spend = spend_so_far(measured, plan_spend if to_come is None else to_come)
    now = model if moved is None else replace(model, baseline=model.baseline + moved)
    comes = as_it_comes(company, measured)
    at_plan = planned_year(now, company, spend)
    expected = comes(at_plan, without_media=bool(now.baseline.any()))
    draws = media_draws(model, spend) * comes.sales[None, :, None]
    evidence = _evidence(model, measured, expected, draws)
    factors = np.array([found.factor for found in evidence])
    corrected = _scaled(expected, factors)
    table = settled(measured, corrected)
    actual = measured.actual
    drawn = drawn_media(draws, evidence[:-1], measured, table)
    monthly = month_draws(model, table, drawn, evidence[-1], measured)
    revenue = _revenue_series(plan, table, actual, monthly)
    landing = year_draws(model, table, drawn, evidence[-1], actual)
    figures = outlook_figures(company, lines, plan, table, actual, landing, drawn)
    goal = plan.total(Metric.REVENUE) if target is None else target
    ranged = model.draws > 1
    left = int((~actual).sum())
    to_date = float(table[Metric.REVENUE][:, actual].sum())
    planned = plan[Metric.REVENUE].sum(axis=0)
    spent = table[Metric.SPEND].sum(axis=0)
    reported = measured.table[Metric.SPEND]
    missing = np.isnan(reported[:-1]) & (plan_spend > 0) & actual
    new = (np.nansum(np.where(actual, reported[:-1], np.nan), axis=1) != 0) & (plan_spend.sum(axis=1) == 0)
    return Outlook(
        months=plan.months,
        states=measured.states,
        plan=plan,
        table=table,
        figures=figures,
        revenue=revenue,
        spend=MonthSeries(
            plan_spend.sum(axis=0),
            np.where(actual, spent, np.nan),
            spent,
            *(np.full((4, spent.size), np.nan)),
        ),
        revenue_draws=landing,
        target=goal,
        chance=float((landing >= goal - 1e-6).mean()) if ranged else None,
        required_rate=(goal - to_date) / left if left else None,
        planned_rate=float(planned[~actual].sum()) / left if left else None,
        expected_rate=float(table[Metric.REVENUE][:, ~actual].sum()) / left if left else None,
        spend_rate_left=(float(plan_spend.sum()) - float(spent[actual].sum())) / left if left else None,
        checks=_checks(planned, to_date, actual),
        evidence=evidence,
        gaps=tuple((plan.rows[i], plan.months[j]) for i, j in np.argwhere(missing)),
        unplanned=tuple(name for name, extra in zip(plan.channels, new.tolist(), strict=True) if extra),
        assumed_baseline=bool(actual.any()) and not measured.baseline_reported,
        sales_factor=comes.sales,
        surroundings=float((expected[Metric.REVENUE] - at_plan[Metric.REVENUE])[:, ~actual].sum()),
    )


def _evidence(
    model: ResponseModel, measured: MeasuredYear, expected: YearTable, draws: FloatArray
) -> tuple[Evidence, ...]:
    """One per channel, then the sales without media."""
    seen = measured.known(Metric.REVENUE) & measured.actual
    real = np.where(seen, measured.table[Metric.REVENUE], np.nan)
    whole = expected[Metric.REVENUE].sum()
    found = []
    for i, name in enumerate(expected.channels):
        prior = CHANNEL_PRIOR
        if model.draws > 1 and seen[i].any():
            sums = draws[i][seen[i]].sum(axis=0)
            prior = float(sums.std() / sums.mean()) if sums.mean() > 0 else CHANNEL_PRIOR
        found.append(
            level(
                name,
                real[i],
                expected[Metric.REVENUE][i],
                prior=prior,
                scatter=CHANNEL_SCATTER,
                bias=ATTRIBUTION_BIAS,
            )
        )
    base = expected[Metric.REVENUE][-1]
    # Half of the year's unexplained variance is taken for a level, half for strays of single months.
    stated = model.curves.noise / sqrt(2) * (whole / base.sum() if base.sum() > 0 else 0.0)
    hidden = [expected.channels.index(name) for name in measured.unmeasured]
    own = real[-1] - expected[Metric.REVENUE][hidden].sum(axis=0)
    found.append(
        level(
            BASELINE,
            own,
            base,
            prior=max(stated, BASELINE_PRIOR),
            scatter=stated * sqrt(len(expected.months)) or BASELINE_SCATTER,
        )
    )
    return tuple(found)


def _scaled(expected: YearTable, factors: FloatArray) -> YearTable:
    """The curves' year with each row's revenue, and what follows from it, moved to its level."""
    values = dict(expected.values)
    values[Metric.REVENUE] = expected[Metric.REVENUE] * factors[:, None]
    values[Metric.CONVERSIONS] = expected[Metric.CONVERSIONS] * factors[:, None]
    new = np.append(factors[:-1], 1.0)
    values[Metric.NEW_CUSTOMERS] = expected[Metric.NEW_CUSTOMERS] * new[:, None]
    return YearTable(expected.channels, expected.months, values)


def _revenue_series(
    plan: YearTable, table: YearTable, actual: np.ndarray, monthly: FloatArray
) -> MonthSeries:
    total = table[Metric.REVENUE].sum(axis=0)
    low, high, inner_low, inner_high = np.full((4, total.size), np.nan)
    if monthly.shape[1] > 1:
        low, high, inner_low, inner_high = np.percentile(monthly, [10, 90, 25, 75], axis=1)
    measured = np.where(actual, total, np.nan)
    planned = plan[Metric.REVENUE].sum(axis=0)
    return MonthSeries(planned, measured, total, low, high, inner_low, inner_high)


def _checks(planned: FloatArray, to_date: float, actual: np.ndarray) -> Checks:
    if not actual.any():
        return Checks(None, None, None)
    to_date_plan = float(planned[actual].sum())
    return Checks(
        plus_plan=to_date + float(planned[~actual].sum()),
        phased=float(planned.sum()) * to_date / to_date_plan if to_date_plan > 0 else None,
        run_rate=to_date / int(actual.sum()) * actual.size,
    )
