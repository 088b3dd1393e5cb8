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
from planner.plan.clash import range_of_total
from planner.plan.feasible import Room, find_room
from planner.plan.problem import BUDGET, Problem, compile_problem
from planner.plan.search import Search

ROUNDS = 40
TRIED = 150
SHARE = 0.15
"""Share of the time left that one total may take."""
CLOSE = 1e-9
NEAR = 1e-5
"""Share of a total that may stay undecided once a good part of the time is over."""
EARLY = 0.3
"""That part."""
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
        self.early = perf_counter() + EARLY * max(deadline - perf_counter(), 0.0)
        self.demand = next(d for d in problem.demands if d.owner == BUDGET)
        self.price = float(self.demand.price.max())
        ends = range_of_total(problem)
        assert ends is not None
        self.ends = ends
        self.starts: list[FloatArray] = []

    def climb(self) -> Reached:
        wanted = self.demand.least
        most = self._most()
        best = self.at(most, proven=False)
        if self.figure(best.v) < wanted - CLOSE * abs(wanted):
            best = self.at(most)
        if self.figure(best.v) < wanted - CLOSE * abs(wanted):
            self._refuse(self.figure(best.v), most)
        floor = self.at(self.ends[0]).v if self.ends[0] > 0 else np.zeros_like(best.v)
        if self.figure(floor) >= wanted:
            return Reached(self.problem, best.room, floor, float(floor.sum()), self.ends[0])
        bottom, top, least = float(floor.sum()), most, self.ends[0]
        total = float(np.clip(self._guess(most), bottom + CLOSE * (top - bottom), top))
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
            now = perf_counter()
            if top - bottom <= (CLOSE if now < self.early else NEAR) * top or now > self.deadline:
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

    def _guess(self, most: float) -> float:
        """A total that reaches the target when it is spread evenly, limits apart."""
        totals = most * np.geomspace(1e-8, 1.0, TRIED)
        plans = totals[:, None, None] * np.ones((1, *self.problem.low.shape)) / self.problem.low.size
        figures = self.problem.bank.values(plans, self.demand.scale).sum(axis=1)
        figures -= (self.demand.price * plans).sum(axis=(1, 2))
        reached = np.flatnonzero(figures >= self.demand.least)
        return float(totals[reached[0]]) if reached.size else 0.5 * most

    def at(self, total: float, target: float = np.inf, *, proven: bool = True) -> Search:
        """The best figure with at most `total`; with a target, proof whether it can be reached.

        proven  also look for a bound with prices, and for a better plan on the way
        """
        inner = at_most(compile_problem(self.curves, replace(self.request, goal=SpendExactly(total))))
        until = self.deadline if target < np.inf else self._soon()
        search = Search(inner, find_room(inner), self.demand.scale, until)
        search.first(self.starts, lean=perf_counter() > self.early)
        if proven and search.gap > 1e-6:
            aimed = target + self.price * total
            proof = Proof(search, gap=1e-4, deadline=until, target=aimed)
            if target < np.inf:
                proof.run()
            else:
                proof.run(1)
        self.starts = [search.v * 1.0]
        return search

    def _soon(self) -> float:
        """A deadline that leaves time for further totals."""
        now = perf_counter()
        return now + SHARE * max(self.deadline - now, 0.0)

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
                "No allowed plan reaches {metric} of {target:,.0f}; the best reachable is "
                "{best:,.0f}, {spent}. Lower the target or loosen a limit.",
                metric=metric.replace("_", " "),
                target=self.goal.value,
                best=value,
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
            found = Search(inner, find_room(inner), until=self._soon())
            found.first([])
            Proof(found, gap=1e-4, deadline=self._soon()).run()
            return max(float(found.v.sum()), 1e-6)
        if np.isfinite(self.ends[1]):
            return self.ends[1]
        plans = np.logspace(-2, 14, 120)[:, None, None] * np.ones((1, *self.problem.low.shape))
        by_channel = self.problem.bank.values(plans)
        half = [plans[int(np.argmax(row >= row[-1] / 2)), 0, 0] for row in by_channel.T]
        return max(self.ends[0], ENOUGH * float(max(half)) * self.problem.low.size)


def at_most(problem: Problem) -> Problem:
    """The problem with its budget as a ceiling."""
    rows = problem.rows
    return replace(problem, rows=replace(rows, low=np.where(rows.owner == BUDGET, 0.0, rows.low)))
