"""Least spend that reaches a target: a monotone search over totals, each split as well as it can be.

More money never earns less, so the best figure g(total) rises; its slope is the budget's price, which
Newton's method uses. A bound on g with its slope bounds the spend from below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.curves import CurveSet
from planner.domain.errors import Unreachable
from planner.domain.goals import BestProfit, Reach, SpendExactly
from planner.domain.money import FloatArray
from planner.domain.request import Request
from planner.plan.feasible import Room, find_room, range_of_total
from planner.plan.problem import BUDGET, Demand, Problem, compile_problem
from planner.plan.search import Search

ROUNDS = 40
CLOSE = 1e-9
ENOUGH = 1e4
"""A total this many times a channel's half spend is as good as any more."""

Solve = Callable[[Problem, Room, FloatArray | None, list[FloatArray]], Search]


@dataclass(frozen=True, eq=False)
class Reached:
    """The cheapest plan found with its spend, and the spend no plan can do with less than."""

    problem: Problem
    room: Room
    v: FloatArray
    spend: float
    least: float


def reach(curves: CurveSet, request: Request, problem: Problem, solve: Solve) -> Reached:
    """Raises Unreachable with the best reachable value."""
    goal = request.goal
    assert isinstance(goal, Reach)
    demand = next(d for d in problem.demands if d.owner == BUDGET)
    find_room(problem)  # the limits by themselves
    ends = range_of_total(problem)
    assert ends is not None
    starts: list[FloatArray] = []

    def at(total: float) -> Search:
        inner = compile_problem(curves, replace(request, goal=SpendExactly(total)))
        found = solve(inner, find_room(inner), demand.scale, starts)
        starts[:] = [found.v * 1.0]
        return found

    def figure(search: Search) -> float:
        return _figure(demand, search.problem, search.v)

    low = max(ends[0], 1e-6)
    high = _most(curves, request, problem, ends, solve)
    best = at(high)
    reached = figure(best)
    if reached < demand.least - CLOSE * abs(demand.least):
        shortfall = demand.least - reached
        value = goal.value - shortfall
        spent = f"with a spend of {high:,.0f}"
        if goal.metric != "profit" and not np.isfinite(ends[1]):
            spent = "however much is spent"
        raise Unreachable(
            f"No allowed plan reaches {goal.metric.replace('_', ' ')} of {goal.value:,.0f}; "
            f"the best reachable is {value:,.0f}, {spent}. Lower the target or loosen a limit.",
            best=value,
            spend=high,
            metric=goal.metric,
        )
    cheapest = at(low)
    if figure(cheapest) >= demand.least:
        v = cheapest.v if ends[0] > 0 else np.zeros_like(cheapest.v)
        return Reached(cheapest.problem, cheapest.room, v, float(v.sum()), ends[0])
    bottom, top = low, high
    total = _secant(bottom, figure(cheapest), top, reached, demand.least)
    least = ends[0]
    for _ in range(ROUNDS):
        search = at(total)
        value = figure(search)
        slope = float(search.prices[search.problem.rows.owner == BUDGET][0]) - _price(demand)
        bound, rise = search.bound - _price(demand) * total, _bound_slope(search) - _price(demand)
        if rise > 0 and total >= least:
            least = max(least, min(total, total - (bound - demand.least) / rise))
        if value >= demand.least:
            top, best = total, search
        else:
            bottom = total
        if value >= demand.least and value - demand.least <= 1e-8 * max(abs(demand.least), 1.0):
            break
        if top - bottom <= 1e-9 * top:
            break
        aimed = demand.least + 3e-9 * max(abs(demand.least), 1.0)
        step = total + (aimed - value) / slope if slope > 0 else -1.0
        total = step if bottom < step < top else (bottom + top) / 2
    return Reached(best.problem, best.room, best.v, float(best.v.sum()), least)


def _figure(demand: Demand, problem: Problem, v: FloatArray) -> float:
    return float(problem.bank.values(v[None], demand.scale).sum() - (demand.price * v).sum())


def _price(demand: Demand) -> float:
    return float(demand.price.max())


def _bound_slope(search: Search) -> float:
    return float(search.bound_prices[search.problem.rows.owner == BUDGET][0])


def _secant(low: float, at_low: float, high: float, at_high: float, wanted: float) -> float:
    share = (wanted - at_low) / max(at_high - at_low, 1e-300)
    return low + min(max(share, 0.02), 0.98) * (high - low) * 0.7


def _most(
    curves: CurveSet, request: Request, problem: Problem, ends: tuple[float, float], solve: Solve
) -> float:
    """The total with the best figure: the most the limits allow, or the most profitable one."""
    goal = request.goal
    assert isinstance(goal, Reach)
    if goal.metric == "profit":
        inner = compile_problem(curves, replace(request, goal=BestProfit(goal.margin or 1.0)))
        found = solve(inner, find_room(inner), None, [])
        return max(float(found.v.sum()), 1e-6)
    if np.isfinite(ends[1]):
        return ends[1]
    plans = np.logspace(-2, 14, 120)[:, None, None] * np.ones((1, *problem.low.shape))
    by_channel = problem.bank.values(plans)
    half = [plans[int(np.argmax(row >= row[-1] / 2)), 0, 0] for row in by_channel.T]
    return max(ends[0], ENOUGH * float(max(half)) * problem.low.size)
