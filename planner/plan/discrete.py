"""Plans in steps, with flights of nothing or at least so much, and with few channels moved.

Branch and bound over the problem's bounds: each branch is an ordinary problem, its relaxation bounds the
plans inside it, and rounding makes plans that keep the rules. The bound of the root holds for the answer.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from math import gcd
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.domain.curves import CurveSet
from planner.domain.errors import NoFeasiblePlan, Several, say
from planner.domain.goals import SpendExactly
from planner.domain.money import FloatArray
from planner.plan.feasible import find_room
from planner.plan.problem import Problem, selection
from planner.plan.rounding import fill_steps
from planner.plan.search import Search

NEAR = 1e-4
"""Money below which an amount counts as on its step, or as nothing."""


_Found = tuple[FloatArray, FloatArray, FloatArray] | None
"""A plan with the bounds it was rounded in, or nothing."""


@dataclass(frozen=True, eq=False)
class Rules:
    """step, least (C, V): multiples and amounts when on, 0 for none; moves: (channels (C,), how many)."""

    step: FloatArray
    least: FloatArray
    moves: tuple[tuple[np.ndarray, int], ...]
    current: FloatArray

    @property
    def none(self) -> bool:
        """Whether there is nothing to round."""
        return not (self.step.any() or self.least.any() or self.moves)


def rules_of(curves: CurveSet, problem: Problem) -> Rules:
    """Raises NoFeasiblePlan for steps that cannot add up to the budget."""
    request, shape = problem.request, problem.low.shape
    step, least = np.zeros(shape), np.zeros(shape)
    moves: list[tuple[np.ndarray, int]] = []
    for limit in request.limits:
        chosen: NDArray[np.bool_] = selection(curves, request, limit, problem.shares) > 0
        if limit.step is not None:
            step = np.where(chosen, np.maximum(step, limit.step), step)
        if limit.min_when_on is not None:
            least = np.where(chosen, np.maximum(least, limit.min_when_on), least)
        if limit.max_moves is not None:
            moves.append((np.array(chosen.any(axis=1)), limit.max_moves))
    now = request.current_spend(problem.names)
    current = np.zeros(shape) if now is None else problem.variables(now)
    if moves and now is None:
        raise NoFeasiblePlan(
            say("A number of moves counts from the current plan; give the request its current.")
        )
    _check_steps(problem, step)
    return Rules(step, least, tuple(moves), current)


def _check_steps(problem: Problem, step: FloatArray) -> None:
    goal = problem.request.goal
    if not isinstance(goal, SpendExactly) or not (step > 0).all():
        return
    fine = [round(s * 100) for s in np.unique(step)]
    unit = fine[0]
    for other in fine[1:]:
        unit = gcd(unit, other)
    total = round(goal.total * 100)
    if unit and total % unit:
        below = total // unit * unit / 100
        raise NoFeasiblePlan(
            say(
                "Steps of {unit:,.0f} cannot add up to the budget of {total:,.0f}; the nearest "
                "totals are {below:,.0f} and {above:,.0f}.",
                unit=unit / 100,
                total=goal.total,
                below=below,
                above=below + unit / 100,
            ),
            clash=[f"the budget of {goal.total:,.0f}", f"steps of {unit / 100:,.0f}"],
            feasible=(below, below + unit / 100),
        )


@dataclass(order=True)
class _Branch:
    key: float
    number: int
    low: FloatArray = field(compare=False)
    high: FloatArray = field(compare=False)
    moved: frozenset[int] = field(compare=False)
    start: FloatArray = field(compare=False)


class Discrete:
    """Best plan that keeps the rules, `v` with its `figure`; `bound` on all of them."""

    def __init__(self, problem: Problem, rules: Rules, relaxed: Search, gap: float, deadline: float) -> None:
        self.problem, self.rules, self.gap, self.deadline = problem, rules, gap, deadline
        self.v: FloatArray | None = None
        self.figure = -np.inf
        self.bound = relaxed.bound
        self.aim = relaxed.aim
        self.relaxed = relaxed

    def run(self) -> str:
        """What stopped it. Raises NoFeasiblePlan when no plan was found that keeps the rules."""
        low, high = self._snapped(self.problem.low, self.problem.high)
        heap = [_Branch(-self.bound, 0, low, high, frozenset(), self.relaxed.v)]
        number = 0
        stopped = "gap"
        if not self._broken(self.relaxed.v, frozenset()):
            self._offer(self.relaxed.v)
        self._offer_rounded(self.relaxed.v, low, high, frozenset())
        while heap:
            branch = heapq.heappop(heap)
            self.bound = max(min(self.bound, -branch.key), self.figure)
            if -branch.key <= self.figure + self.gap * abs(self.figure):
                break
            if perf_counter() > self.deadline:
                stopped = "seconds"
                break
            search = self._solve(branch.low, branch.high, branch.start)
            if search is None:
                continue
            bound = min(search.bound, -branch.key)
            if bound <= self.figure + self.gap * abs(self.figure):
                continue
            broken = self._broken(search.v, branch.moved)
            if not broken:
                self._offer(search.v)
                if search.gap <= self.gap:
                    continue
            self._offer_rounded(search.v, branch.low, branch.high, branch.moved)
            for child in self._split(branch, search.v, broken):
                number += 1
                heapq.heappush(heap, replace(child, key=-bound, number=number))
        else:
            self.bound = max(self.figure, min(self.bound, self.figure * (1 + self.gap)))
        if self.v is None:
            asks = [
                limit.demands(self.problem.request.horizon)
                for limit in self.problem.request.limits
                if limit.step is not None or limit.min_when_on is not None or limit.max_moves is not None
            ]
            raise NoFeasiblePlan(
                say(
                    "No plan was found that keeps the budget and all of: {asks}. Loosen one of them.",
                    asks=Several(asks),
                ),
                clash=asks,
            )
        return stopped

    def _snapped(self, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        step = self.rules.step
        safe = np.where(step > 0, step, 1.0)
        low = np.where(step > 0, np.ceil((low - NEAR) / safe) * safe, low)
        whole = np.where(np.isfinite(high), np.floor((high + NEAR) / safe), np.inf) * safe
        return low, np.where(step > 0, whole, high)

    def _solve(self, low: FloatArray, high: FloatArray, start: FloatArray) -> Search | None:
        problem = replace(self.problem, low=low, high=high)
        try:
            search = Search(problem, find_room(problem), self.aim.scale)
        except NoFeasiblePlan:
            return None
        search.first([start])
        return search

    def _broken(self, v: FloatArray, moved: frozenset[int]) -> list[tuple[int, int]]:
        """Cells that break a rule, worst first; (channel, -1) for a channel that moves too much."""
        rules = self.rules
        cells = np.zeros(v.shape)
        cells += np.where((v > NEAR) & (v < rules.least - NEAR), np.minimum(v, rules.least - v), 0.0)
        step = np.where(rules.step > 0, rules.step, 1.0)
        away = np.abs(v - np.round(v / step) * step)
        cells = np.maximum(cells, np.where((rules.step > 0) & (away > NEAR), away, 0.0))
        found = [(int(c), int(t)) for c, t in np.argwhere(cells > 0)]
        found.sort(key=lambda at: -cells[at])
        change = np.abs(v - rules.current).max(axis=1)
        for channels, count in rules.moves:
            movers = [c for c in np.flatnonzero(channels & (change > NEAR)) if c not in moved]
            free = count - sum(bool(channels[c]) for c in moved)
            if movers and len(movers) > free:
                found.insert(0, (int(max(movers, key=lambda c: change[c])), -1))
        return found

    def _split(self, branch: _Branch, v: FloatArray, broken: list[tuple[int, int]]) -> list[_Branch]:
        if not broken:
            wide = np.where(np.isfinite(branch.high), branch.high, v + 1) - branch.low
            row, column = divmod(int(np.argmax(wide)), v.shape[1])
            amount = float(v[row, column])
            return self._halves(branch, (row, column), amount, amount, v)
        channel, cell = broken[0]
        rules = self.rules
        if cell < 0:
            frozen_low, frozen_high = branch.low.copy(), branch.high.copy()
            frozen_low[channel] = frozen_high[channel] = rules.current[channel]
            kept = replace(branch, low=frozen_low, high=frozen_high, start=v)
            moved = branch.moved | {channel}
            allowed = all(sum(bool(who[c]) for c in moved) <= count for who, count in rules.moves)
            return [kept, replace(branch, moved=moved, start=v)] if allowed else [kept]
        amount = float(v[channel, cell])
        at = (channel, cell)
        if NEAR < amount < rules.least[at] - NEAR:
            return self._halves(branch, at, 0.0, float(rules.least[at]), v)
        step = float(rules.step[at])
        return self._halves(branch, at, np.floor(amount / step) * step, np.ceil(amount / step) * step, v)

    def _halves(
        self, branch: _Branch, at: tuple[int, int], below: float, above: float, v: FloatArray
    ) -> list[_Branch]:
        halves = []
        high, low = branch.high.copy(), branch.low.copy()
        high[at], low[at] = below, above
        if high[at] >= branch.low[at]:
            halves.append(replace(branch, high=high, start=v))
        if low[at] <= branch.high[at]:
            halves.append(replace(branch, low=low, start=v))
        return halves

    def _offer(self, v: FloatArray) -> None:
        figure = float(self.aim.value(v[None])[0])
        if figure > self.figure:
            self.v, self.figure = v, figure

    def _offer_rounded(self, v: FloatArray, low: FloatArray, high: FloatArray, moved: frozenset[int]) -> None:
        """Round moves, then on and off, then steps, climbing again after each."""
        found = self._few_moves(v, low.copy(), high.copy(), moved)
        found = found and self._on_or_off(*found)
        found = found and self._stepped(*found)
        if found and not self._broken(found[0], frozenset()):
            self._offer(found[0])

    def _few_moves(self, v: FloatArray, low: FloatArray, high: FloatArray, moved: frozenset[int]) -> _Found:
        rules = self.rules
        if not any(t < 0 for _, t in self._broken(v, moved)):
            return v, low, high
        decided = np.isin(np.arange(v.shape[0]), list(moved))
        change = np.abs(v - rules.current).max(axis=1) + 1e30 * decided
        for channels, count in rules.moves:
            order = [c for c in np.argsort(-change, kind="stable") if channels[c]]
            for c in order[count:]:
                low[c] = high[c] = rules.current[c]
        search = self._solve(low, high, v)
        return None if search is None else (search.v, low, high)

    def _on_or_off(self, v: FloatArray, low: FloatArray, high: FloatArray) -> _Found:
        least = self.rules.least
        for _ in range(6):
            partly = (v > NEAR) & (v < least - NEAR)
            if not partly.any():
                break
            on = (partly & (v >= least / 2)) | ((least > 0) & (v >= least - NEAR))
            low = np.where(on, np.maximum(low, least), low)
            high = np.maximum(low, np.where(partly & ~on, low, high))
            search = self._solve(low, high, v)
            if search is None:
                return None
            v = search.v
        return v, low, high

    def _stepped(self, v: FloatArray, low: FloatArray, high: FloatArray) -> _Found:
        rules = self.rules
        if not rules.step.any():
            return v, low, high
        filled = fill_steps(self.problem, self.aim, rules.step, rules.least, v, low, high)
        if filled is None or (rules.step > 0).all():
            return None if filled is None else (filled, low, high)
        held = rules.step > 0
        search = self._solve(np.where(held, filled, low), np.where(held, filled, high), filled)
        return None if search is None else (search.v, low, high)
