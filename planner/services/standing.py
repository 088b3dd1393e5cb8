"""Where a version stands: a plan by its curves, a forecast by what was measured and what the rest brings.

Both are answered in the same words, so that any two versions compare and a bridge leads from one to another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.analysis.bridge import Bridge, Side, measured_side, revenue_bridge
from planner.analysis.media_price import media_prices
from planner.analysis.outlook import Outlook, outlook
from planner.analysis.surroundings import Surroundings, surroundings
from planner.analysis.years import spend_so_far
from planner.domain.actuals import Metric
from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind
from planner.domain.calendar import Horizon, periods_between
from planner.domain.company import Company
from planner.domain.figures import KeyFigures
from planner.domain.money import FloatArray
from planner.domain.planning.launches import moved_sales
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response
from planner.plan.evaluation import Evaluation, evaluate, plan_channels, version_model
from planner.plan.reforecast import evidenced, pinned
from planner.services.library import Store
from planner.services.results import Results, results_of


@dataclass(frozen=True, eq=False)
class Standing:
    """A version with its figures and as one side of a bridge; the rows of the side are `channels`.

    model  what `evaluation` was made with: other money of this version is evaluated with it too
    label  "10+2" where months of it were measured, else ""; `measured` (M,) says which, None: none
    """

    version: PlanVersion
    model: ResponseModel
    evaluation: Evaluation
    channels: tuple[str, ...]
    side: Side
    label: str = ""
    measured: np.ndarray | None = None


def standing(store: Store, slug: str, version: PlanVersion, *, as_of: date | None = None) -> Standing:
    """Where a version stands; a forecast of a year with actuals by these and by what the rest brings."""
    if version.kind is VersionKind.FORECAST:
        results = results_of(store, slug, version.year, as_of=as_of)
        if results.measured.actual.any():
            return forecast_standing(results, version)
    company, curves = store.company(slug), store.curves(slug, version.curves_id)
    channels = plan_channels(company, curves, version.grid)
    model = version_model(company, curves, version, channels)
    found = evaluate(model, company, version.grid, version.lines)
    forecast = found.forecast
    spend = found.grid.spend
    side = Side(spend, spend * 0 + 1.0, forecast.media, forecast.baseline)
    return Standing(version, model, found, channels, side)


def forecast_standing(results: Results, version: PlanVersion) -> Standing:
    """A forecast's outlook: its measured months as they came, its rest from the curves and the evidence."""
    channels = results.model.channels
    spend = version.grid.aligned(channels).spend
    steady = pinned(results.model, spend_so_far(results.measured, results.to_come))
    moved = None
    if steady.baseline.any():
        moved = moved_sales(results.version.book.launches, version.book.launches, steady.horizon.months)
    found = outlook(
        steady,
        results.company,
        results.evaluation.grid.spend,
        results.measured,
        version.lines,
        to_come=spend,
        moved=moved,
    )
    prices = media_prices(results.company, results.measured, results.last_year) if results.last_year else None
    priced = measured_side(steady, results.company, results.measured, spend, prices)
    revenue = found.table[Metric.REVENUE]
    side = Side(priced.spend, priced.price, revenue[:-1], revenue[-1])
    model = _model(results, found, steady.horizon, side.spend)
    evaluation = _evaluation(results, version, found, model, side.spend)
    return Standing(version, model, evaluation, channels, side, found.label, results.measured.actual)


def bridge_between(store: Store, slug: str, before: Standing, after: Standing) -> Bridge:
    """From one version's revenue to the other's, over the months of the first; see `revenue_bridge`.

    Money, mix and timing are valued on the curves of `before`; what other curves or measured months bring
    beyond those is efficiency. Versions of two years are laid month beside month.
    """
    company = store.company(slug)
    channels = tuple(dict.fromkeys((*before.channels, *after.channels)))
    curves = store.curves(slug, before.version.curves_id)
    model = version_model(company, curves, before.version, channels)
    year = min(before.version.year, after.version.year)
    start, end = (_widened(one, channels, _around(company, one, year)) for one in (before, after))
    return revenue_bridge(model, start, end, model.horizon.months)


def _around(company: Company, one: Standing, reference_year: int) -> Surroundings:
    """Prices, promotions and rates of a version: as it expects them, or as they came in measured months."""
    return surroundings(
        company,
        one.version.year,
        len(one.side.baseline),
        measured=one.measured,
        forecast=one.version.kind is VersionKind.FORECAST,
        reference_year=reference_year,
    )


def _widened(one: Standing, channels: tuple[str, ...], around: Surroundings) -> Side:
    rows = [one.channels.index(name) if name in one.channels else None for name in channels]
    months = one.side.spend.shape[1]

    def wide(values: FloatArray, empty: float) -> FloatArray:
        return np.array([np.full(months, empty) if i is None else values[i] for i in rows])

    return Side(
        wide(one.side.spend, 0.0),
        wide(one.side.price, 1.0),
        wide(one.side.revenue, 0.0),
        one.side.baseline,
        around,
    )


def _model(results: Results, found: Outlook, horizon: Horizon, spend: FloatArray) -> ResponseModel:
    """Curves moved by the evidence, above sales that make each month of `spend` the outlook's; (C, M)."""
    model = compile_response(evidenced(results.model, found), horizon)
    base = found.table[Metric.REVENUE].sum(axis=0) - respond(model, spend).media.sum(axis=0)
    curves = model.curves
    if curves.period == "month":
        # Kept in the curves too: whoever asks the optimiser about this model asks about these sales.
        phase = periods_between(curves.origin, horizon.start, "month") if curves.origin else 0
        curves = replace(curves, baseline=tuple(float(v) for v in np.roll(base, phase % base.size)))
    return replace(model, baseline=base, curves=curves)


def _evaluation(
    results: Results, version: PlanVersion, found: Outlook, model: ResponseModel, spend: FloatArray
) -> Evaluation:
    """Key figures and marginal returns of a forecast: the outlook's own wherever it answers."""
    grid = BudgetGrid.from_spend(model.channels, model.horizon.months, spend)
    made = evaluate(model, results.company, grid, version.lines)
    figures = dict(made.figures.figures)
    for key, one in found.figures.items():
        if figures[key].missing or one.year.actual is None:
            continue
        figures[key] = replace(figures[key], value=one.year.actual, low=one.low, high=one.high)
    margin, revenue = results.company.margin, figures["revenue"]
    if margin is not None and revenue.value is not None:
        low, high = (None if v is None else margin * v for v in (revenue.low, revenue.high))
        figures["contribution"] = replace(
            figures["contribution"], value=margin * revenue.value, low=low, high=high
        )
    return replace(made, figures=KeyFigures(figures, found.revenue_draws, made.figures.by_channel))
