"""Least spend that reaches a target: a monotone search over totals, each split as well as it can be.

More money never earns less, so the best figure g(total) rises; its slope is the budget's price, which
Newton's method uses. A bound on g with its slope bounds the spend from below.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.domain.curves import CurveSet
from planner.domain.errors import Unreachable, say
from planner.domain.goals import BestProfit, Reach, SpendExactly
from planner.domain.money import FloatArray
from planner.domain.request import Request
from planner.plan.branch import Proof
from planner.plan.feasible import Room, find_room, range_of_total
from planner.plan.problem import BUDGET, Problem, compile_problem
from planner.plan.search import Search

ROUNDS = 40
MANY = 100_000
CLOSE = 1e-9
ENOUGH = 1e4
"""A total this many times a channel's half spend is as good as any more."""


@dataclass(frozen=True, eq=False)
class Reached:
    """The cheapest plan found with its spend, and the spend no plan can do with less than."""

    problem: Problem
    room: Room
    v: FloatArray
    spend: float
    least: float


def reach(curves: CurveSet, request: Request, problem: Problem, deadline: float) -> Reached:
    """Raises Unreachable with the best reachable value."""
    find_room(problem)  # the limits by themselves
    return _Ladder(curves, request, problem, deadline).climb()


class _Ladder:
    """Totals tried, from the least the limits allow to the most that helps."""

    def __init__(self, curves: CurveSet, request: Request, problem: Problem, deadline: float) -> None:
        assert isinstance(request.goal, Reach)
        self.curves, self.request, self.goal, self.problem = curves, request, request.goal, problem
        self.deadline = deadline
        self.demand = next(d for d in problem.demands if d.owner == BUDGET)
        self.price = float(self.demand.price.max())
        ends = range_of_total(problem)
        assert ends is not None
        self.ends = ends
        self.starts: list[FloatArray] = []

    def climb(self) -> Reached:
        wanted = self.demand.least
        most = self._most()
        best = self.at(most)
        if self.figure(best.v) < wanted - CLOSE * abs(wanted):
            self._refuse(self.figure(best.v), most)
        floor = self.at(self.ends[0]).v if self.ends[0] > 0 else np.zeros_like(best.v)
        if self.figure(floor) >= wanted:
            return Reached(self.problem, best.room, floor, float(floor.sum()), self.ends[0])
        bottom, top, least = float(floor.sum()), most, self.ends[0]
        span = max(self.figure(best.v) - self.figure(floor), 1e-300)
        share = (wanted - self.figure(floor)) / span
        total = bottom + min(max(share, 0.02), 0.98) * (top - bottom) * 0.7
        for _ in range(ROUNDS):
            search = self.at(total)
            value = self.figure(search.v)
            least = max(least, self._floor(search, total))
            if value >= wanted:
                top, best = total, search
                if value - wanted <= 1e-8 * max(abs(wanted), 1.0):
                    break
            else:
                bottom = total
            if top - bottom <= 1e-9 * top:
                break
            slope = self._slope(search.prices, search) - self.price
            step = total + (wanted - value) / slope + 3e-9 * total if slope > 0 else -1.0
            total = step if bottom < step < top else (bottom + top) / 2
        return self._proven(best, least)

    def _proven(self, best: Search, least: float) -> Reached:
        """What prices leave open, branching closes: no plan with a little less reaches it, or one does."""
        gap = self.request.stop.gap
        spend = float(best.v.sum())
        while spend - least > gap * spend and perf_counter() < self.deadline:
            tried = max(least, spend * (1 - 0.9 * gap))
            search = self.at(tried, self.demand.least)
            if self.figure(search.v) >= self.demand.least:
                best, spend = search, float(search.v.sum())
            elif search.bound - self.price * tried < self.demand.least:
                least = tried
            else:
                break
        return Reached(best.problem, best.room, best.v, spend, min(least, spend))

    def at(self, total: float, target: float = np.inf) -> Search:
        """The best figure with at most `total`; with a target, proof whether it can be reached."""
        inner = _at_most(compile_problem(self.curves, replace(self.request, goal=SpendExactly(total))))
        search = Search(inner, find_room(inner), self.demand.scale)
        search.first(self.starts)
        if search.gap > 1e-6:
            aimed = target + self.price * total
            branches = 1 if target == np.inf else MANY
            Proof(search, gap=1e-4, deadline=self.deadline, target=aimed).run(branches)
        self.starts = [search.v * 1.0]
        return search

    def figure(self, v: FloatArray) -> float:
        """The metric of a plan, as the demand counts it."""
        earned = self.problem.bank.values(v[None], self.demand.scale).sum()
        return float(earned - (self.demand.price * v).sum())

    def _floor(self, search: Search, total: float) -> float:
        """A spend that no plan reaching the target does with less than: where the bound's line meets it."""
        rise = self._slope(search.bound_prices, search) - self.price
        if rise <= 0:
            return 0.0
        bound = search.bound - self.price * total
        return min(total, total - (bound - self.demand.least) / rise)

    def _slope(self, prices: FloatArray, search: Search) -> float:
        return float(prices[search.problem.rows.owner == BUDGET][0])

    def _refuse(self, reached: float, most: float) -> None:
        metric = self.goal.metric
        value = self.goal.value - (self.demand.least - reached)
        spent = f"with a spend of {most:,.0f}"
        if metric != "profit" and not np.isfinite(self.ends[1]):
            spent = "however much is spent"
        raise Unreachable(
            say(
                "No allowed plan reaches {replace} of {value:,.0f}; the best reachable is "
                "{value_2:,.0f}, {spent}. Lower the target or loosen a limit.",
                replace=metric.replace("_", " "),
                value=self.goal.value,
                value_2=value,
                spent=spent,
            ),
            best=value,
            spend=most,
            metric=metric,
        )

    def _most(self) -> float:
        """The total with the best figure: the most the limits allow, or the most profitable one."""
        if self.goal.metric == "profit":
            goal = BestProfit(self.goal.margin or 1.0)
            inner = compile_problem(self.curves, replace(self.request, goal=goal))
            found = Search(inner, find_room(inner))
            found.first([])
            Proof(found, gap=1e-4, deadline=self.deadline).run()
            return max(float(found.v.sum()), 1e-6)
        if np.isfinite(self.ends[1]):
            return self.ends[1]
        plans = np.logspace(-2, 14, 120)[:, None, None] * np.ones((1, *self.problem.low.shape))
        by_channel = self.problem.bank.values(plans)
        half = [plans[int(np.argmax(row >= row[-1] / 2)), 0, 0] for row in by_channel.T]
        return max(self.ends[0], ENOUGH * float(max(half)) * self.problem.low.size)


def _at_most(problem: Problem) -> Problem:
    rows = problem.rows
    return replace(problem, rows=replace(rows, low=np.where(rows.owner == BUDGET, 0.0, rows.low)))
