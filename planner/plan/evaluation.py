"""From a plan's money to its forecast and key figures: the one road that every screen and file takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.brand import BrandEffect
from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.domain.calendar import Horizon, periods_between
from planner.domain.company import Company, CostLine, Purpose
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.figures import KeyFigures, key_figures
from planner.domain.forecast import Forecast
from planner.domain.money import FloatArray
from planner.domain.planning.launches import launch_sales
from planner.domain.response import respond_with_next_unit
from planner.domain.response_model import ResponseModel, compile_response


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a grid of money brings. Rows of `grid`, `forecast` and the marginals are the same channels.

    marginal, marginal_full  (C, M) outcome of one more currency unit in each cell
    """

    grid: BudgetGrid
    forecast: Forecast
    figures: KeyFigures
    marginal: FloatArray
    marginal_full: FloatArray

    @property
    def revenue_by_month(self) -> FloatArray:
        """Expected revenue with baseline, shape (M,)."""
        return self.forecast.by_period


def plan_channels(company: Company, curves: CurveSet, grid: BudgetGrid | None = None) -> tuple[str, ...]:
    """Channels of a plan: Setup's active ones, then those that only the grid or the curves know.

    An archived channel stays while the grid holds money on it.
    """
    archived = {channel.name for channel in company.channels if channel.archived}
    names = [channel.name for channel in company.active_channels]
    held = [n for n, total in grid.by_channel().items() if total > 0 or n not in archived] if grid else []
    names += [n for n in held if n not in names]
    names += [n for n in curves.names if n not in names and n not in archived]
    return tuple(names)


def plan_model(company: Company, curves: CurveSet, year: int, channels: Sequence[str]) -> ResponseModel:
    """The curves compiled for a fiscal year and the plan's channels, with Setup's baseline of that year.

    A channel without a curve brings nothing that we know of: its money counts, its outcome is 0.
    """
    known = {channel.name: channel for channel in curves.channels}
    unknown = Hill(0.0, 1.0, 1.0)
    wanted = tuple(known.get(name, ChannelCurve(name, unknown)) for name in channels)
    horizon = company.fiscal_year(year).horizon
    return replace(_compiled(company, curves, year, wanted, horizon), brand=_brand(company, channels))


def _brand(company: Company, channels: Sequence[str]) -> BrandEffect | None:
    """The brand's stock where Setup counts it, fed by the channels that are there for the brand."""
    if company.brand is None or not company.brand.counted:
        return None
    return BrandEffect(company.brand, brand_rows(company, channels))


def brand_rows(company: Company, channels: Sequence[str]) -> np.ndarray:
    """Which channels are brand media, shape (C,)."""
    return np.array([company.channel(name).purpose is Purpose.BRAND for name in channels], bool)


def _compiled(
    company: Company, curves: CurveSet, year: int, wanted: tuple[ChannelCurve, ...], horizon: Horizon
) -> ResponseModel:
    given = company.baselines.get(year)
    if given is None:
        return compile_response(replace(curves, channels=wanted), horizon)
    if curves.period == "month":
        # Kept in the curves, so that whoever asks the optimiser about this model asks about this baseline.
        phase = periods_between(curves.origin, horizon.start, "month") if curves.origin else 0
        baseline = tuple(float(v) for v in np.roll(given, phase % len(given)))
        return compile_response(replace(curves, channels=wanted, baseline=baseline), horizon)
    model = compile_response(replace(curves, channels=wanted), horizon)
    return replace(model, baseline=np.array(given, float))


def version_model(
    company: Company, curves: CurveSet, version: PlanVersion, channels: Sequence[str]
) -> ResponseModel:
    """`plan_model` of a version's year with what its launches sell: their sales come on top of the baseline.

    Where no baseline is known nothing is added either: sales of launches alone would pass for the year's.
    """
    model = plan_model(company, curves, version.year, channels)
    sales = launch_sales(version.book.launches, model.horizon.months)
    if not sales.any() or not model.baseline.any():
        return model
    baseline = model.baseline + sales
    if model.curves.period != "month":
        return replace(model, baseline=baseline)
    # Kept in the curves too: whoever asks the optimiser about this model asks about this baseline.
    phase = periods_between(model.curves.origin, model.horizon.start, "month") if model.curves.origin else 0
    kept = tuple(float(v) for v in np.roll(baseline, phase % len(baseline)))
    return replace(model, baseline=baseline, curves=replace(model.curves, baseline=kept))


def evaluate(
    model: ResponseModel, company: Company, grid: BudgetGrid, lines: Sequence[CostLine]
) -> Evaluation:
    """Forecast and key figures of `grid`; its channels and months must be the model's, in any order."""
    grid = grid.aligned(model.channels)
    spend = grid.spend
    forecast, marginal, marginal_full = respond_with_next_unit(model, spend)
    figures = key_figures(forecast, company, lines, marginal, marginal_full)
    return Evaluation(grid, forecast, figures, marginal, marginal_full)


def evaluate_version(company: Company, curves: CurveSet, version: PlanVersion) -> Evaluation:
    """Forecast and key figures of a saved version."""
    channels = plan_channels(company, curves, version.grid)
    model = version_model(company, curves, version, channels)
    return evaluate(model, company, version.grid, version.lines)
