"""Everything that Home and Results show about a year, gathered in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.analysis.bridge import Bridge, measured_side, planned_side, revenue_bridge
from planner.analysis.evidence import Evidence
from planner.analysis.media_price import media_prices
from planner.analysis.outlook import Outlook, outlook
from planner.analysis.spend_variance import SpendVariance, spend_causes
from planner.analysis.surroundings import surroundings
from planner.analysis.timing import carried_by_channel, carried_spend
from planner.analysis.variance import MetricVariance, Variance, spend_to_date, variance
from planner.analysis.years import MeasuredYear, YearTable, measured_year
from planner.domain.actuals import Actuals, Metric
from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.curves import CurveSet
from planner.domain.errors import NotFound, say
from planner.domain.money import FloatArray
from planner.domain.notes import VarianceNote, notes_on
from planner.domain.planning.launches import moved_sales
from planner.domain.response_model import ResponseModel
from planner.plan.evaluation import Evaluation, evaluate, plan_channels, version_model
from planner.services.record_store import RecordStore

OUTSIDE = 0.2
"""Chance of actuals beyond P10-P90, both sides together, if the curves are right."""


@dataclass(frozen=True, eq=False)
class Results:
    """A year's plan, what came in, why it differs, and where the year lands.

    version     the approved plan; without one, the latest draft (see its status)
    model       the plan's curves compiled for the year, for the plan's channels and those only actuals know
    plan        what the plan promises, by channel and month
    forecast    the approved forecast: it says what the months to come hold; None: the plan does
    to_come     (C, M) spend with the months to come as decided and moved by what was tagged as timing
    moved       (M,) sales of launches that the forecast has in other months than the plan; None: none
    notes       what was said about the year's differences, newest first
    measured    what came in; last_year the same of the year before, None without any figure of it
    variance, bridge  over the actual months, or over those that were asked for
    spend_causes      price, volume and mix of spend by unit, against last year's prices
    without_plan      sales without media that files report and no plan knows, so that nothing counts them
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
    forecast: PlanVersion | None
    to_come: FloatArray
    moved: FloatArray | None
    notes: tuple[VarianceNote, ...]
    without_plan: float = 0.0

    @property
    def through(self) -> Month | None:
        """The last month with full actuals."""
        return self.measured.months[-1] if self.measured.months else None

    @property
    def spend(self) -> MetricVariance:
        """Plan against actual money of every month that is over and reports some, with or without revenue."""
        return spend_to_date(self.plan, self.measured, self.company.thresholds)

    @property
    def carried(self) -> dict[str, float]:
        """Channel to the money that its timing tags move into the months to come; below zero: out of them."""
        decided = (self.forecast or self.version).grid.aligned(self.model.channels).spend
        return carried_by_channel(decided, self.measured, self.notes)

    @property
    def surprises(self) -> tuple[Evidence, ...]:
        """Levels whose actuals left the P10-P90 range of what the curves expect, the least likely first."""
        found = [one for one in self.outlook.evidence if one.surprise is not None]
        outside = [one for one in found if (one.surprise or 0.0) < OUTSIDE]
        return tuple(sorted(outside, key=lambda one: one.surprise or 0.0))

    @property
    def last_year_revenue(self) -> FloatArray:
        """Revenue of the same months a year before, (M,); nan where nothing was reported."""
        if self.last_year is None:
            return np.full(len(self.plan.months), np.nan)
        revenue = self.last_year.table[Metric.REVENUE]
        known: FloatArray = np.where(np.isfinite(revenue).any(axis=0), np.nansum(revenue, axis=0), np.nan)
        return known

    def notes_on(self, channel: str) -> list[VarianceNote]:
        """What was said about a channel in the compared months, newest first."""
        return notes_on(self.notes, channel, self.variance.months)


def results_of(
    store: RecordStore,
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
    target  the year's revenue to reach; None: the register's target, else what the plan promises
    """
    version = store.approved(slug, year) or store.latest_draft(slug, year)
    if version is None:
        raise NotFound(
            say("There is no plan for {year} yet; make or import one first.", year=year), year=year
        )
    return results_from(
        store.company(slug),
        store.curves(slug, version.curves_id),
        version,
        store.actuals(slug),
        closed=frozenset(Month.parse(closed.month) for closed in store.closed_months(slug)),
        months=months,
        as_of=as_of,
        target=target,
        forecast=store.approved_forecast(slug, year),
        notes=store.notes(slug),
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
    forecast: PlanVersion | None = None,
    notes: Sequence[VarianceNote] = (),
) -> Results:
    """`results_of` for values that are at hand already."""
    grid = version.grid
    decided = grid if forecast is None else forecast.grid
    channels = _channels(company, curves, (grid, decided), actuals)
    model = version_model(company, curves, version, channels)
    evaluation = evaluate(model, company, grid, version.lines)
    spend = evaluation.grid.spend
    without_plan = 0.0
    if not model.baseline.any():
        # Media revenue is compared with media revenue: what no plan knows would pass for a success.
        labels = {str(month) for month in grid.months}
        others = [row for row in actuals if row.channel == BASELINE]
        without_plan = sum(r.value for r in others if r.metric == Metric.REVENUE and r.month in labels)
        actuals = Actuals(tuple(row for row in actuals if row.channel != BASELINE))
    measured = measured_year(actuals, channels, grid.months, closed=closed, as_of=as_of)
    before = _last_year(actuals, [month + -12 for month in grid.months])
    said = tuple(note for note in notes if any(map(note.covers, grid.months)))
    to_come = carried_spend(decided.aligned(channels).spend, measured, said)
    if target is None:
        target = promised(company, version.year)
    moved = None
    if forecast is not None and model.baseline.any():
        moved = moved_sales(version.book.launches, forecast.book.launches, grid.months)
    found = outlook(model, company, spend, measured, version.lines, target, to_come, moved)
    differences = variance(found.plan, measured, company.thresholds, months)
    bridge, causes = None, {}
    if differences.months:
        prices = media_prices(company, measured, before) if before else None
        months_of_year = len(grid.months)
        came = surroundings(company, version.year, months_of_year, measured=measured.actual)
        expected = surroundings(company, version.year, months_of_year)
        after = measured_side(model, company, measured, spend, prices, came)
        bridge = revenue_bridge(model, planned_side(found.plan, expected), after, differences.months)
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
        forecast=forecast,
        to_come=to_come,
        moved=moved,
        notes=said,
        without_plan=without_plan,
    )


def promised(company: Company, year: int) -> float | None:
    """The register's revenue target of a year; None where it has none."""
    held = (one.target for one in company.targets if (one.key, one.year) == ("revenue", year))
    return next(held, None)


def _channels(
    company: Company, curves: CurveSet, grids: Sequence[BudgetGrid], actuals: Actuals
) -> tuple[str, ...]:
    """The plans' channels, then those that only this year's actuals know: their money counts too."""
    planned = tuple(dict.fromkeys(name for grid in grids for name in plan_channels(company, curves, grid)))
    months = {str(month) for month in grids[0].months}
    seen = dict.fromkeys(row.channel for row in actuals if row.month in months and row.channel != BASELINE)
    return (*planned, *(name for name in seen if name not in planned))


def _last_year(actuals: Actuals, months: Sequence[Month]) -> MeasuredYear | None:
    labels = {str(month) for month in months}
    seen = dict.fromkeys(row.channel for row in actuals if row.month in labels and row.channel != BASELINE)
    found = measured_year(actuals, tuple(seen), months)
    return found if any(np.isfinite(grid).any() for grid in found.table.values.values()) else None
