"""Spend against outcome: the best plan for each of a range of totals, each start taken from its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.domain.curves import CurveSet
from planner.domain.errors import NoFeasiblePlan, say
from planner.domain.goals import SpendExactly
from planner.domain.money import FloatArray
from planner.domain.request import Request
from planner.domain.response import respond
from planner.plan.feasible import find_room
from planner.plan.problem import BUDGET, compile_problem
from planner.plan.proving import prove
from planner.plan.search import Search


@dataclass(frozen=True, eq=False)
class FrontierPoint:
    """The best plan at one total.

    allocation     (C, D) spend
    in_year, full  expected media outcome in both measures; low, high: P10 and P90 over draws (asked measure)
    bound          no plan of this total earns more (asked measure)
    next_unit      what the next unit of budget would earn
    """

    total: float
    allocation: FloatArray
    in_year: float
    full: float
    low: float
    high: float
    bound: float
    next_unit: float


def frontier(curves: CurveSet, request: Request, totals: Sequence[float]) -> tuple[FrontierPoint, ...]:
    """Points for `totals` in rising order; totals that the limits do not allow are left out.

    Raises NoFeasiblePlan when none is allowed. The request's goal is replaced; its time is shared evenly.
    """
    points: list[FrontierPoint] = []
    starts: list[FloatArray] = []
    refused: NoFeasiblePlan | None = None
    each = request.stop.seconds / max(len(totals), 1)
    for total in sorted(totals):
        asked = replace(request, goal=SpendExactly(total), current=None)
        problem = compile_problem(curves, asked)
        started = perf_counter()
        try:
            search = Search(problem, find_room(problem))
        except NoFeasiblePlan as problem_found:
            refused = problem_found
            continue
        search.first(starts)
        prove(search, request.stop.gap, started, started + each)
        spend = problem.spend(search.v)
        forecast = respond(problem.exact, spend)
        drawn = forecast.media_draws if request.measure == "in_year" else forecast.full_draws
        low, high = np.percentile(drawn.sum(axis=0), [10, 90])
        points.append(
            FrontierPoint(
                total=total,
                allocation=spend,
                in_year=forecast.outcome("in_year"),
                full=forecast.outcome("full"),
                low=float(low),
                high=float(high),
                bound=search.bound,
                next_unit=float(search.prices[problem.rows.owner == BUDGET][0]),
            )
        )
        starts = [search.v]
    if not points:
        raise refused or NoFeasiblePlan(say("Name at least one total above 0 for the frontier."))
    return tuple(points)
