"""Best plan of single channels that have a limit of their own on a sum of periods, mostly the whole year.

Such a limit could be priced like any other, but for an S-shaped curve a price bounds it loosely: the best use
of a year's money jumps where one more flight pays, and a price can only mix both sides of the jump. As the
limit concerns one channel only, the dynamic programme carries what was spent so far as a second state: in
whole steps, each spend rounded down, so that no allowed plan is lost. What rounding down lets through is
charged at the limit's price, separately for each number of steps, so that it costs little. The largest value
over all numbers is an upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.dynamic import Dynamic
from planner.plan.peaks import Peaks
from planner.plan.problem import Problem

NEVER = -1e200
"""Value of what no plan can do; finite, so that it may be added to."""
EDGE = 1e-9
PASSES = 4
AT_ONCE = 120_000
"""Values held at once for each period, so that they stay near the processor."""
TRIES = np.array([0.0, -1.0, 1.0])
"""Prices tried at once: the best so far and one to either side, in units of a channel's stride."""


@dataclass(frozen=True, eq=False)
class OwnLimits:
    """Limits (n,) of channels on a sum of their own periods: least <= sum of mask (n, T) x spend <= most.

    row  (n,) the problem's row each stems from; at  (n,) places of the channels in their part
    """

    at: np.ndarray
    row: np.ndarray
    mask: np.ndarray
    least: FloatArray
    most: FloatArray


def own_limits(problem: Problem, part: Dynamic) -> OwnLimits | None:
    """The widest limit of each channel that concerns no other channel, where the programme can follow it."""
    if part.steady or problem.shares is not None:
        return None
    dense = problem.rows.matrix.toarray().reshape(problem.rows.count, *problem.low.shape)
    used = (dense != 0).any(axis=2)
    alone = used.sum(axis=1) == 1
    found: list[tuple[int, int]] = []
    for place, channel in enumerate(part.index):
        rows = [
            int(i)
            for i in np.flatnonzero(alone & used[:, channel])
            if np.isin(dense[i, channel], (0.0, 1.0)).all() and np.isfinite(problem.rows.high[i])
        ]
        if rows:
            found.append((place, max(rows, key=lambda i: (dense[i, channel] > 0).sum())))
    if not found:
        return None
    at, row = np.array(found).T
    mask = dense[row, part.index[at]] > 0
    return OwnLimits(at, row, mask, problem.rows.low[row], problem.rows.high[row])


class Yearly:
    """Prices the channels of `part` that have limits of their own, in `steps` steps."""

    def __init__(
        self,
        part: Dynamic,
        limits: OwnLimits,
        steps: int,
        price: FloatArray,
        rate: float,
        enough: float,
        deadline: float,
    ) -> None:
        """price (n,) of each limit to begin with; rate: what money earns; enough: a gain not worth a pass."""
        self.part, self.limits, self.steps = part, limits, steps
        self.begin = price.copy()
        self.centre = np.full(price.size, np.nan)
        self.stride = 0.25 * np.abs(price) + 0.1 * rate
        self.strides = (0.005 * rate, 2 * rate)
        self.enough, self.deadline = enough, deadline

    def price(
        self,
        chosen: np.ndarray,
        cost: FloatArray,
        low: FloatArray,
        high: FloatArray,
        scale: FloatArray | None,
    ) -> tuple[FloatArray, FloatArray]:
        """Upper bounds (b,) and plans (b, T) of the limits `chosen` (b,); other arrays have a row for each.

        Past the deadline what is left is bounded by infinity.
        """
        upper, plans = np.full(chosen.size, np.inf), low.copy()
        each = TRIES.size * (self.steps + 1) * self.part.nodes.shape[1]
        for rows in np.array_split(np.arange(chosen.size), max(1, chosen.size * each // AT_ONCE)):
            if perf_counter() > self.deadline:
                break
            own_scale = None if scale is None else scale[rows]
            upper[rows], plans[rows] = self._priced(
                chosen[rows], cost[rows], low[rows], high[rows], own_scale
            )
        return upper, plans

    def _priced(
        self,
        chosen: np.ndarray,
        cost: FloatArray,
        low: FloatArray,
        high: FloatArray,
        scale: FloatArray | None,
    ) -> tuple[FloatArray, FloatArray]:
        mask = self.limits.mask[chosen]
        count = chosen.size
        # What counts is the price of the money altogether: where it costs more anyway, its limit costs less.
        outside = (cost * mask).sum(axis=1) / mask.sum(axis=1)
        fresh = np.isnan(self.centre[chosen])
        self.centre[chosen[fresh]] = outside[fresh] + self.begin[chosen[fresh]]
        by_steps = np.full((count, self.steps + 1), np.inf)
        plans = np.empty_like(cost)
        upper = np.full(count, np.inf)
        going = np.arange(count)
        for _ in range(PASSES):
            own = chosen[going]
            prices = (self.centre[own] - outside[going])[:, None] + self.stride[own, None] * TRIES
            own_scale = None if scale is None else scale[going]
            values, run = self._tried(own, prices, cost[going], low[going], high[going], own_scale)
            by_steps[going] = np.minimum(by_steps[going], values.min(axis=1))
            best = by_steps[going].argmax(axis=1)
            each = np.arange(going.size)
            tried = values[each, :, best].argmin(axis=1)
            now = by_steps[going, best]
            gained = upper[going] - now
            upper[going] = now
            found = run.follow(each * TRIES.size + tried, best)
            plans[going] = self._fitted(found, own, low[going], high[going])
            self.centre[own] = outside[going] + prices[each, tried]
            self.begin[own] = prices[each, tried]
            self.stride[own] = np.clip(self.stride[own] * np.where(tried == 0, 0.4, 1.4), *self.strides)
            going = going[gained > self.enough]
            if not going.size or perf_counter() > self.deadline:
                break
        return upper, plans

    def _tried(
        self,
        chosen: np.ndarray,
        prices: FloatArray,
        cost: FloatArray,
        low: FloatArray,
        high: FloatArray,
        scale: FloatArray | None,
    ) -> tuple[FloatArray, _Run]:
        """Bounds (b, tries, steps + 1) by the number of steps spent, at prices (b, tries) of the limits."""
        limits, tries = self.limits, prices.shape[1]
        base = (low * limits.mask[chosen]).sum(axis=1)
        room = np.maximum(limits.most[chosen] - base, 0.0)
        step = room * (1 + EDGE) / self.steps + EDGE * limits.most[chosen] + 1e-300
        many = np.repeat(chosen, tries)
        mask = limits.mask[many]
        full = np.repeat(cost, tries, axis=0) + prices.ravel()[:, None] * mask
        floor, ceiling = np.repeat(low, tries, axis=0), np.repeat(high, tries, axis=0)
        own_scale = None if scale is None else np.repeat(scale, tries, axis=0)
        rows, steps = limits.at[many], self.steps
        run = _Run(self.part, rows, full, floor, ceiling, np.repeat(step, tries), mask, steps, own_scale)
        ends = np.where(prices > 0, limits.most[chosen, None], limits.least[chosen, None])
        values = run.first().reshape(chosen.size, tries, -1) + (prices * ends)[:, :, None]
        # Rounding down loses less than a step a period; too few steps cannot reach the least.
        fewest = np.arange(self.steps + 1) + limits.mask[chosen].sum(axis=1)[:, None]
        short = base[:, None] + fewest * step[:, None] < limits.least[chosen, None]
        return np.where(short[:, None], NEVER, values), run

    def _fitted(self, plans: FloatArray, chosen: np.ndarray, low: FloatArray, high: FloatArray) -> FloatArray:
        """Plans brought within their limits: less above the floors, or more in the room that is left."""
        mask = self.limits.mask[chosen]
        total = (plans * mask).sum(axis=1)
        over = np.maximum(total - self.limits.most[chosen], 0.0)
        lack = np.maximum(self.limits.least[chosen] - total, 0.0)
        above = ((plans - low) * mask).sum(axis=1)
        free = np.where(mask & (plans > low), np.minimum(high, self.limits.most[chosen, None]) - plans, 0.0)
        free = np.where((free.sum(axis=1) < lack)[:, None], (high - plans) * mask, free)
        down = np.where(above > 0, over / np.where(above > 0, above, 1.0), 0.0)
        up = np.where(free.sum(axis=1) > 0, lack / np.maximum(free.sum(axis=1), 1e-300), 0.0)
        fitted = plans - np.minimum(down, 1.0)[:, None] * (plans - low) * mask
        found: FloatArray = fitted + np.minimum(up, 1.0)[:, None] * free
        return found


class _Run:
    """The programme over adstock and steps for b rows of a part (repeated for different prices)."""

    def __init__(
        self,
        part: Dynamic,
        rows: np.ndarray,
        cost: FloatArray,
        low: FloatArray,
        high: FloatArray,
        step: FloatArray,
        mask: np.ndarray,
        steps: int,
        scale: FloatArray | None,
    ) -> None:
        self.part, self.rows, self.low, self.high, self.mask = part, rows, low, high, mask
        self.step, self.steps = step, steps
        self.nodes = part.nodes[rows]
        weight, rise, tail = part.terms(rows, scale)
        value = part.value[rows]
        per_adstock = cost / part.gain[rows]
        count, width = self.nodes.shape
        ahead = np.full((steps + 1, count, width), NEVER)
        ahead[0] = tail
        self.held = np.empty((part.periods, *ahead.shape))
        for t in range(part.periods - 1, -1, -1):
            here = weight[:, t, None] * value - per_adstock[:, t, None] * self.nodes + ahead
            self.held[t] = here
            ahead = self._best(t, here, rise[t])
            ahead += (per_adstock[:, t] * part.retention[rows])[:, None] * self.nodes
        self.ahead = ahead

    def first(self) -> FloatArray:
        """Upper bounds (b, steps + 1) by the number of whole steps spent."""
        at = np.abs(self.nodes - self.part.start[self.rows][:, None]).argmin(axis=1)
        found: FloatArray = self.ahead[:, np.arange(at.size), at].T
        return found

    def _best(self, t: int, here: FloatArray, rise: FloatArray) -> FloatArray:
        """Best value of period t for each number of steps still to be spent, shape (steps + 1, b, N)."""
        flat = (np.arange(here.shape[1]) * here.shape[2])[:, None]
        low, high, step = self.low[:, t], self.high[:, t], self.step
        peaks = Peaks(here, rise)
        best = np.full(here.shape, NEVER)
        masked = self.mask[:, t]
        at, share = self.part.locate(t, low, self.rows)
        left, left_share = at + flat, share
        top = np.where(masked, np.minimum(high - low, self.steps * step), 0.0)
        for j in range(int(np.floor(top / step).max(initial=0)) + 1):
            end = np.where(masked, np.minimum(low + (j + 1) * step, high), high)
            allowed = (low + j * step <= high) & (masked | (j == 0))
            at, share = self.part.locate(t, end, self.rows)
            right, right_share = np.maximum(at + flat, left), share
            found = peaks.best(left, left_share, right, right_share, here.shape[0] - j)
            if not allowed.all():
                found[:, ~allowed] = NEVER
            np.maximum(best[j:], found, out=best[j:])
            left, left_share = right, right_share
        return best

    def follow(self, rows: np.ndarray, left: np.ndarray) -> FloatArray:
        """The plan (len(rows), T) that takes the best node of every window, `left` whole steps in all."""
        part, nodes = self.part, self.nodes[rows]
        gain, kept_share = part.gain[self.rows[rows]], part.retention[self.rows[rows]]
        state = part.start[self.rows[rows]]
        left = left.copy()
        plans = np.empty((rows.size, part.periods))
        for t in range(part.periods):
            low, high, step = self.low[rows, t], self.high[rows, t], self.step[rows]
            masked = self.mask[rows, t]
            kept = kept_share * state
            edges = low[:, None] + step[:, None] * np.arange(self.steps + 1)
            edges = np.concatenate([edges, edges[:, 1:] * (1 - EDGE), high[:, None]], axis=1)
            spends = np.concatenate([(nodes - kept[:, None]) / gain[:, t, None], edges], axis=1)
            used = np.floor((spends - low[:, None]) / step[:, None] * (1 + 1e-12))
            used = np.where(masked[:, None], np.maximum(used, 0.0), 0.0)
            fits = (spends >= low[:, None]) & (spends <= high[:, None]) & (used <= left[:, None])
            steps = np.where(fits, left[:, None] - used, 0).astype(int)
            led = kept[:, None] + gain[:, t, None] * spends
            values = np.where(fits, self._held(t, rows, steps, led), NEVER)
            at = values.argmax(axis=1)
            each = np.arange(rows.size)
            plans[:, t] = np.clip(spends[each, at], low, high)
            left = steps[each, at]
            state = kept + gain[:, t] * plans[:, t]
        return plans

    def _held(self, t: int, rows: np.ndarray, steps: np.ndarray, at: FloatArray) -> FloatArray:
        """Value of leading to `at` (b, M) with so many steps left, read off the line between two nodes."""
        nodes = self.nodes[rows]
        j = np.stack([np.searchsorted(n, a, side="right") for n, a in zip(nodes, at, strict=True)]) - 1
        j = np.clip(j, 0, nodes.shape[1] - 2)
        left, right = np.take_along_axis(nodes, j, 1), np.take_along_axis(nodes, j + 1, 1)
        share = np.clip((at - left) / np.where(right > left, right - left, 1.0), 0.0, 1.0)
        which = np.broadcast_to(rows[:, None], j.shape)
        below, above = self.held[t][steps, which, j], self.held[t][steps, which, j + 1]
        found: FloatArray = below + share * (above - below)
        return found
