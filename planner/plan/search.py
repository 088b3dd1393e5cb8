"""One problem searched: a first good plan from the concave envelope, then proof and better plans.

The incumbent only ever improves and the bound only ever falls, so the search can be stopped at any time.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.comply import compliant, slack, towards
from planner.plan.envelope import envelope_bank, is_concave, tangent_bound
from planner.plan.feasible import Room
from planner.plan.polish import Aim, Climbed, Field, climb, inside
from planner.plan.problem import Problem
from planner.plan.repair import nearest, repair
from planner.plan.starts import baselines

SAFETY = 1e-7
"""Relative room given to a bound for the rounding of floating point sums and the linear solver, which keeps
rows to 1e-7. What spend costs counts too: a small profit is the difference of large sums."""
HELD = 1e-7
"""Share by which a plan may miss a demand on outcomes: rounding, not a breach."""


class Search:
    """Best plan `v` (C, V) with its `figure`, and `bound` on any allowed plan's figure."""

    def __init__(
        self, problem: Problem, room: Room, scale: FloatArray | None = None, until: float = np.inf
    ) -> None:
        """until: the clock (`perf_counter`) after which climbing is cut short."""
        self.problem, self.room, self.until = problem, room, until
        self.bank = problem.bank
        self.aim = Aim(self.bank, problem.worth, np.full(problem.low.shape, problem.price), scale)
        self.field = Field(problem.low, problem.high, problem.rows, room, problem.demands)
        self.v = room.centre
        self.figure = -np.inf
        self.bound = np.inf
        self.bound_prices = np.zeros(problem.rows.count)
        self.prices = np.zeros(problem.rows.count)
        self.concave = is_concave(self.bank)
        self.anchor = compliant(problem, self.field) if problem.demands else room.centre
        self.top = highest(problem)
        self.starts: list[FloatArray] = []

    @property
    def gap(self) -> float:
        """Relative distance of figure and bound, at least 0."""
        return relative_gap(self.figure, self.bound)

    def first(self, starts: list[FloatArray], *, lean: bool = False) -> None:
        """A good plan and a bound from the concave envelope, then a climb from it and from `starts`.

        lean  from these only, not from plans that anyone would try
        """
        relaxed = self._relaxed()
        candidates = [relaxed, *starts]
        if not self.concave and not lean:
            candidates += [self.room.centre, *baselines(self.aim, relaxed)]
        self.improve(candidates)
        for start in candidates[1:]:  # climbing from a plan may end at a worse one
            self.offer(start)

    def _relaxed(self) -> FloatArray:
        """Optimum of the envelope; also sets the bound and row prices."""
        envelope = self.bank if self.concave else envelope_bank(self.bank, self.problem.low, self.top)
        aim = replace(self.aim, bank=envelope)
        found = climb(
            aim, replace(self.field, demands=()), inside(self.field, self.room.centre[None]), until=self.until
        )
        plan = found.plans[0]
        earned, slope, _ = envelope.model(found.plans, aim.scale)
        value = float(self.problem.worth * earned.sum() - (aim.price * plan).sum())
        gradient: FloatArray = self.problem.worth * slope[0] - aim.price
        bound, prices = tangent_bound(value, gradient, plan, self.problem.low, self.top, self.problem.rows)
        self.take_bound(bound, prices)
        self.prices = found.prices[0]
        return np.asarray(plan)

    def take_bound(self, bound: float, prices: FloatArray) -> None:
        """Take a bound, and its slope in the rows' ends (m,), over if it is tighter."""
        safe = bound + SAFETY * (abs(bound) + self.problem.price * float(np.abs(self.v).sum()))
        if safe < self.bound:
            self.bound, self.bound_prices = safe, prices

    def improve(self, starts: list[FloatArray], centred: float = 0.04) -> Climbed:
        """Climb from each start (C, V) and keep the best plan; a start that breaks limits is first moved."""
        allowed = [self._allowed(start) for start in starts]
        kept = [start for start in allowed if start is not None] or [self.room.centre]
        starts_inside = inside(self.field, np.stack(kept), centred)
        if self.problem.demands:
            starts_inside = np.stack([towards(self.problem, v, self.anchor) for v in starts_inside])
        found = climb(self.aim, self.field, starts_inside, first_mu=1e-3, until=self.until)
        self.offer(found.plans[found.best])
        return found

    def _allowed(self, v: FloatArray) -> FloatArray | None:
        repaired = repair(self.problem, self.room, v)
        return nearest(self.problem, self.room, v) if repaired is None else repaired

    def offer(self, v: FloatArray) -> bool:
        """Take a plan over if, repaired to the cent, it is better."""
        repaired = repair(self.problem, self.room, v)
        if repaired is None:
            return False
        if any(slack(self.bank, demand, repaired) < -HELD for demand in self.problem.demands):
            return False
        figure = float(self.aim.value(repaired[None])[0])
        if figure > self.figure:
            self.v, self.figure = repaired, figure
            return True
        return False


def relative_gap(figure: float, bound: float) -> float:
    """How much better a plan could be, relative to `figure`."""
    if not np.isfinite(bound):
        return float("inf")
    return max(0.0, bound - figure) / max(abs(figure), 1e-12)


def highest(problem: Problem) -> FloatArray:
    """The largest value each variable can take in a plan worth considering, shape (C, V), finite."""
    rows = problem.rows
    low = problem.low.ravel()
    top = problem.high.ravel().copy()
    matrix = rows.matrix.tocoo()
    least = rows.matrix @ low
    lift = np.zeros(low.size)
    for i, j, a in zip(*matrix.coords, matrix.data, strict=True):
        if np.isfinite(rows.high[i]):
            top[j] = min(top[j], (rows.high[i] - least[i]) / a + low[j])
        lift[j] = max(lift[j], rows.low[i] / a)
    if not np.isfinite(top).all():
        # Spend that costs more than its channel can ever earn is better left out: cut it and every limit
        # still holds, as the cell keeps what any limit's minimum asks.
        huge = np.full((1, *problem.low.shape), 1e15)
        earns = problem.bank.values(huge)[0][:, None] * np.ones(problem.low.shape)
        price = max(problem.price, 1e-9)
        top = np.minimum(top, low + lift + 1.01 * problem.worth * earns.ravel() / price)
    return np.maximum(low, top).reshape(problem.low.shape)
