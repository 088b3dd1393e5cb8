"""Which lift test would teach the plan the most, also where nothing was ever measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, sqrt
from statistics import median

import numpy as np

from planner.analysis.fit.priors import Priors
from planner.analysis.fit.record import FitRecord
from planner.domain.budget_plan import BudgetGrid, PlanVersion
from planner.domain.calendar import WEEK
from planner.domain.company import Company
from planner.domain.curves import ChannelCurve, CurveSet, Hill, Logistic, Table
from planner.domain.errors import PlannerError
from planner.domain.experiment import Experiment
from planner.plan.evaluation import plan_channels, plan_model
from planner.plan.learning import LiftTest, best_tests
from planner.services.library import CurvesInfo, Store

USUAL_DOUBT = exp(Priors.roas_spread.mean)
"""Log standard deviation of a return that nobody measured: how far channels differ, by the prior of a fit."""
DRAWS = 200
SEED = 20270104
WORTH_TELLING = 0.05
"""Share of the best test's worth below which another one is not shown."""
PLAIN, FAINT = 2.0, 1.0
"""Standard errors from which a lift stands out of the noise, and below which it drowns in it."""


@dataclass(frozen=True)
class LiftAdvice:
    """Tests by what they are worth, the best first.

    assumed  channels whose doubt was taken from the trade, as nothing measured stands behind them
    like     how many of the company's own tests say how exact the next one will be; 0 where none was made
    """

    tests: tuple[LiftTest, ...]
    assumed: tuple[str, ...]
    like: int = 0


def lift_advice(
    company: Company,
    curves: CurveSet,
    grid: BudgetGrid,
    year: int,
    made: Sequence[Experiment] = (),
    past: int = 0,
) -> LiftAdvice:
    """What to test before the money of `grid` is moved within the year.

    made  the company's lift tests so far: the next one is taken to be as exact as they were
    past  months at the start of the year that are over: what a test is worth is of those that are left
    """
    channels = plan_channels(company, curves, grid)
    doubted = with_usual_doubt(plan_model(company, curves, year, channels).curves)
    held = grid.aligned(channels)
    found = best_tests(
        doubted,
        company.fiscal_year(year).horizon,
        dict(zip(held.channels, held.spend, strict=True)),
        weekly_error=usual_error(made),
        past=past,
    )
    worth = tuple(test for test in found if test.net >= WORTH_TELLING * found[0].net)
    had = {channel.name for channel in curves.channels if channel.draws}
    return LiftAdvice(
        worth, tuple(c.name for c in doubted.channels if c.draws and c.name not in had), len(made)
    )


def proof_curves(
    listed: Sequence[CurvesInfo], planned: int, read: Callable[[int], CurveSet]
) -> tuple[CurvesInfo, CurveSet, FitRecord] | None:
    """The plan's own curves with their fit, else the newest fitted ones that know a channel of the plan.

    planned  number of the plan's curves; None is answered where nothing was ever fitted
    """
    names = set(read(planned).names)
    for info in sorted(listed, key=lambda info: info.id != planned):
        curves = read(info.id)
        record = FitRecord.read(curves)
        if record is not None and names & set(record.channels):
            return info, curves, record
    return None


def next_test(store: Store, slug: str, company: Company, version: PlanVersion) -> LiftTest | None:
    """The test that Curves advises first for a plan; None where none would be told from the noise."""

    def read(curves_id: int) -> CurveSet:
        return store.curves(slug, curves_id)

    proof = proof_curves(store.curves_list(slug), version.curves_id, read)
    curves = read(version.curves_id) if proof is None else proof[1]
    made = [one.experiment for one in store.experiments(slug)]
    try:
        tests = lift_advice(company, curves, version.grid, version.year, made).tests
    except PlannerError:
        return None  # the curves do not fit the plan: nothing can be said of what a test would teach
    return tests[0] if tests and stands_out(tests[0]) >= FAINT else None


def usual_error(made: Sequence[Experiment]) -> float | None:
    """Standard error of a test of one week, by the median of those made: it grows with the root of weeks."""
    if not made:
        return None
    return median(one.standard_error / sqrt((one.end_after - one.start).days / WEEK) for one in made)


def with_usual_doubt(curves: CurveSet) -> CurveSet:
    """The curves with draws where they have none: a level of the same mean, as unsure as channels differ."""
    counts = {len(channel.draws) for channel in curves.channels if channel.draws}
    count = max(counts, default=DRAWS)
    rng = np.random.default_rng(SEED)
    channels = []
    for channel in curves.channels:
        levels = np.exp(USUAL_DOUBT * rng.standard_normal(count))
        levels /= levels.mean()
        drawn = () if channel.draws or _silent(channel) else tuple(_level(channel, float(v)) for v in levels)
        channels.append(replace(channel, draws=drawn) if drawn else channel)
    return replace(curves, channels=tuple(channels))


def stands_out(test: LiftTest) -> float:
    """Standard errors by which the expected lift differs from none."""
    return abs(test.lift) / test.standard_error


def _silent(channel: ChannelCurve) -> bool:
    match channel.curve:
        case Hill(ceiling) | Logistic(ceiling):
            return ceiling <= 0
        case Table(_, outcome):
            return max(outcome) <= 0


def _level(channel: ChannelCurve, factor: float) -> dict[str, float]:
    match channel.curve:
        case Hill(ceiling) | Logistic(ceiling):
            return {"ceiling": ceiling * factor}
        case Table():
            return {"scale": factor}
