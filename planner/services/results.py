"""Everything that Home and Results show about a year, gathered in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.analysis.bridge import Bridge, measured_side, media_prices, planned_side, revenue_bridge
from planner.analysis.outlook import Outlook, outlook
from planner.analysis.spend_variance import SpendVariance, spend_causes
from planner.analysis.variance import Variance, variance
from planner.analysis.years import MeasuredYear, YearTable, measured_year
from planner.domain.actuals import Actuals, Metric
from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.curves import CurveSet
from planner.domain.errors import NotFound
from planner.domain.response import ResponseModel
from planner.plan.evaluation import Evaluation, evaluate, plan_channels, plan_model
from planner.services.library import Store


@dataclass(frozen=True, eq=False)
class Results:
    """A year's plan, what came in, why it differs, and where the year lands.

    version     the approved plan; without one, the latest draft (see its status)
    model       the plan's curves compiled for the year, for the plan's channels and those only actuals know
    plan        what the plan promises, by channel and month
    measured    what came in; last_year the same of the year before, None without any figure of it
    variance, bridge  over the actual months, or over those that were asked for
    spend_causes      price, volume and mix of spend by unit, against last year's prices
    bridge is None without an actual month in the period
    """

    company: Company
    curves: CurveSet
    version: PlanVersion
    model: ResponseModel
    evaluation: Evaluation
    plan: YearTable
    measured: MeasuredYear
    last_year: MeasuredYear | None
    outlook: Outlook
    variance: Variance
    bridge: Bridge | None
    spend_causes: Mapping[Metric, tuple[tuple[str, ...], SpendVariance]]

    @property
    def through(self) -> Month | None:
        """The last month with full actuals."""
        return self.measured.months[-1] if self.measured.months else None


def results_of(
    store: Store,
    slug: str,
    year: int,
    *,
    months: Sequence[Month] | None = None,
    as_of: date | None = None,
    target: float | None = None,
) -> Results:
    """Gather a year's results. Raises NotFound when the year has no plan.

    months  period of the variance and the bridge; None: every actual month
    as_of   the day the actuals were drawn: the month it falls into is not over; None: all months are
    target  the year's revenue to reach; None: what the plan promises
    """
    version = store.approved(slug, year) or store.latest_draft(slug, year)
    if version is None:
        raise NotFound(f"There is no plan for {year} yet; make or import one first.", year=year)
    return results_from(
        store.company(slug),
        store.curves(slug, version.curves_id),
        version,
        store.actuals(slug),
        closed=frozenset(Month.parse(closed.month) for closed in store.closed_months(slug)),
        months=months,
        as_of=as_of,
        target=target,
    )


def results_from(
    company: Company,
    curves: CurveSet,
    version: PlanVersion,
    actuals: Actuals,
    *,
    closed: frozenset[Month] = frozenset(),
    months: Sequence[Month] | None = None,
    as_of: date | None = None,
    target: float | None = None,
) -> Results:
    """`results_of` for values that are at hand already."""
    grid = version.grid
    channels = _channels(company, curves, grid, actuals)
    model = plan_model(company, curves, version.year, channels)
    evaluation = evaluate(model, company, grid, version.lines)
    spend = evaluation.grid.spend
    measured = measured_year(actuals, channels, grid.months, closed=closed, as_of=as_of)
    before = _last_year(actuals, [month + -12 for month in grid.months])
    found = outlook(model, company, spend, measured, version.lines, target)
    differences = variance(found.plan, measured, company.thresholds, months)
    bridge, causes = None, {}
    if differences.months:
        prices = media_prices(company, measured, before) if before else None
        after = measured_side(model, company, measured, spend, prices)
        bridge = revenue_bridge(model, planned_side(found.plan), after, differences.months)
        if before:
            causes = spend_causes(company, measured, before, spend, differences.months)
    return Results(
        company=company,
        curves=curves,
        version=version,
        model=model,
        evaluation=evaluation,
        plan=found.plan,
        measured=measured,
        last_year=before,
        outlook=found,
        variance=differences,
        bridge=bridge,
        spend_causes=causes,
    )


def _channels(company: Company, curves: CurveSet, grid: BudgetGrid, actuals: Actuals) -> tuple[str, ...]:
    """The plan's channels, then those that only this year's actuals know: their money counts too."""
    planned = plan_channels(company, curves, grid)
    months = {str(month) for month in grid.months}
    seen = dict.fromkeys(row.channel for row in actuals if row.month in months and row.channel != BASELINE)
    return (*planned, *(name for name in seen if name not in planned))


def _last_year(actuals: Actuals, months: Sequence[Month]) -> MeasuredYear | None:
    labels = {str(month) for month in months}
    seen = dict.fromkeys(row.channel for row in actuals if row.month in labels and row.channel != BASELINE)
    found = measured_year(actuals, tuple(seen), months)
    return found if any(np.isfinite(grid).any() for grid in found.table.values.values()) else None
