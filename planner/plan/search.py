"""One problem searched: a first good plan from the concave envelope, then proof and better plans.

The incumbent only ever improves and the bound only ever falls, so the search can be stopped at any time.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.envelope import envelope_bank, is_concave, tangent_bound
from planner.plan.feasible import Room
from planner.plan.polish import Aim, Climbed, Field, climb, inside
from planner.plan.problem import Problem

SAFETY = 4e-9
"""Relative room given to a bound for the rounding of floating point sums and the linear solver."""


class Search:
    """Best plan `v` (C, V) with its `figure`, and `bound` on any allowed plan's figure."""

    def __init__(self, problem: Problem, room: Room, scale: FloatArray | None = None) -> None:
        self.problem, self.room = problem, room
        self.bank = problem.bank
        self.aim = Aim(self.bank, problem.worth, np.full(problem.low.shape, problem.price), scale)
        self.field = Field(problem.low, problem.high, problem.rows, room, problem.demands)
        self.v = room.centre
        self.figure = -np.inf
        self.bound = np.inf
        self.bound_prices = np.zeros(problem.rows.count)
        self.prices = np.zeros(problem.rows.count)
        self.concave = is_concave(self.bank)
        self.top = highest(problem)
        self.starts: list[FloatArray] = []

    @property
    def gap(self) -> float:
        """Relative distance of figure and bound, at least 0."""
        return relative_gap(self.figure, self.bound)

    def first(self, starts: list[FloatArray]) -> None:
        """A good plan and a bound from the concave envelope, then a climb from it and from `starts`."""
        relaxed = self._relaxed()
        candidates = [relaxed, *starts]
        if not self.concave:
            candidates.append(self.room.centre)
        self.improve(candidates)

    def _relaxed(self) -> FloatArray:
        """Optimum of the envelope; also sets the bound and row prices."""
        envelope = self.bank if self.concave else envelope_bank(self.bank, self.problem.low, self.top)
        aim = replace(self.aim, bank=envelope)
        found = climb(aim, replace(self.field, demands=()), inside(self.field, self.room.centre[None]))
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
        safe = bound + SAFETY * abs(bound)
        if safe < self.bound:
            self.bound, self.bound_prices = safe, prices

    def improve(self, starts: list[FloatArray], centred: float = 0.04) -> Climbed:
        """Climb from each start (C, V) and keep the best plan; a start that breaks limits is first moved."""
        allowed = [repair(self.problem, self.room, start) for start in starts]
        kept = [start for start in allowed if start is not None] or [self.room.centre]
        found = climb(self.aim, self.field, inside(self.field, np.stack(kept), centred), first_mu=1e-3)
        self.offer(found.plans[found.best])
        return found

    def offer(self, v: FloatArray) -> bool:
        """Take a plan over if, repaired to the cent, it is better."""
        repaired = repair(self.problem, self.room, v)
        if repaired is None:
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


def repair(problem: Problem, room: Room, v: FloatArray) -> FloatArray | None:
    """Put a plan exactly on its bounds and rows where it all but stands there; None if that fails."""
    snap = 1e-6 * room.unit
    snapped = np.where(
        v - problem.low <= snap, problem.low, np.where(problem.high - v <= snap, problem.high, v)
    )
    for start in (snapped, np.clip(v, problem.low, problem.high)):
        found = _on_rows(problem, room, start)
        if found is not None:
            return found
    return None


def _on_rows(problem: Problem, room: Room, v: FloatArray) -> FloatArray | None:
    low, high, rows = problem.low, problem.high, problem.rows
    size = np.maximum(np.where(np.isfinite(rows.high), rows.high, rows.low), room.unit)
    for _ in range(8):
        sums = rows.matrix @ v.ravel()
        lack = np.maximum(rows.low - sums, 0.0) + np.minimum(rows.high - sums, 0.0)
        broken = np.abs(lack) > 1e-13 * size
        if not broken.any():
            return v
        # Least squares over the cells that have room, weighted by it.
        spare = np.minimum(v - low, np.minimum(high - v, room.unit * 10)).ravel() * ~room.fixed.ravel()
        at = np.flatnonzero(broken | room.tight)
        part = rows.matrix[at].toarray()
        weighted = part * spare**2
        solution = np.linalg.lstsq(weighted @ part.T, lack[at], rcond=None)[0]
        v = np.clip(v + (weighted.T @ solution).reshape(v.shape), low, high)
    sums = rows.matrix @ v.ravel()
    worst = float((np.maximum(rows.low - sums, sums - rows.high) / size).max(initial=0.0))
    return v if worst <= 1e-10 and worst * float(size.max()) <= 0.004 else None


def deadline_in(seconds: float) -> float:
    """The clock's reading when `seconds` are over."""
    return perf_counter() + seconds
