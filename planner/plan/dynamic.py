"""Best plan of single channels at given prices: a dynamic programme over the adstock, with a rigorous bound.

At prices p on spend, a channel maximises the sum of w_t f(a_t) - p_t x_t with a_t = gain_t x_t + retention
a_(t-1). Written in the adstock that spend leads to, cost is linear, so that a period's best choice is the
largest value in a sliding window of nodes. Between nodes a value function lies above its chord by at most
what the curves can rise above theirs (`above_chord`), because it is a maximum over spends of sums of curves
shifted by that spend; that rise is added, so the value returned is an upper bound of the exact one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.adstock import GeometricAdstock
from planner.domain.channel_groups import Group
from planner.domain.goals import SpendExactly
from planner.domain.money import FloatArray
from planner.plan.peaks import Peaks
from planner.plan.problem import Problem
from planner.plan.shape import above_chord

NODES = 320
REFERENCE = 900
DEPTH = 1e-8
"""Smallest positive node as a share of the largest, for curves that bend without bound at zero."""


@dataclass(frozen=True, eq=False)
class Windows:
    """Where each node's choices lie: flat positions and fractions of both window ends, (n, N) a period."""

    left: list[np.ndarray]
    left_share: list[FloatArray]
    right: list[np.ndarray]
    right_share: list[FloatArray]


@dataclass(frozen=True, eq=False)
class Priced:
    """Upper bounds (n,), plans (n, T), and the adstock each plan was started from (n,)."""

    upper: FloatArray
    plans: FloatArray
    start: FloatArray


class Dynamic:
    """The channels of one response group. n channels, T periods, N nodes."""

    def __init__(self, problem: Problem, group: Group, top: FloatArray, nodes: int = NODES) -> None:
        adstock = group.adstock
        assert isinstance(adstock, GeometricAdstock)
        model = problem.model
        self.index = rows = group.index
        self.saturation = group.saturation
        self.retention = adstock.retention[:, 0]
        self.gain = adstock.gain[:, :1] / model.price[rows]
        self.steady = bool(adstock.steady.any())
        self.rate = 1.0 / model.price[rows]
        goal = problem.request.goal
        budget = goal.total if isinstance(goal, SpendExactly) else np.inf
        self.most = budget * self.rate.max(axis=1) / self.rate.shape[1] * (1 + 1e-9)
        self.low, self.high = problem.low[rows], top[rows]
        self.start = adstock.start[:, 0]
        periods = self.gain.shape[1]
        self.periods = periods
        after = group.after if problem.request.measure == "full" else 0
        self.long = model.long_term[rows] if problem.request.measure == "full" else np.ones((rows.size, 1))
        weight = np.ones((rows.size, periods + after))
        weight[:, :periods] = model.season[rows] * model.collect.sum(axis=0)
        self.weight = weight
        self.ended = self._ended(group, after)
        reach = self.gain * self.high
        end = np.maximum(self.start, reach.max(axis=1) / (1 - self.retention)) * (1 + 1e-9) + 1e-12
        self.nodes = self._place(end, nodes)
        self.value = self._mean(self.saturation.outcome(self.nodes[:, None, :]))
        self.over = self._overs(self.nodes, periods + after)
        self.tail = self._tail(after)
        self.flat = np.arange(rows.size)[:, None] * self.nodes.shape[1]
        self.windows = self._windows(self.low, self.high)
        self.rise = self._rises(weight)

    def _ended(self, group: Group, after: int) -> FloatArray:
        if not after:
            return np.zeros(self.index.size)
        left: FloatArray = (group.ended[:, :, :after].sum(axis=2) * self.long).mean(axis=1)
        return left

    def _mean(self, by_draw: FloatArray) -> FloatArray:
        averaged: FloatArray = (by_draw * self.long[:, :, None]).mean(axis=1)
        return averaged

    def _overs(self, nodes: FloatArray, lags: int) -> FloatArray:
        """How far the curve can rise above its chord `lag` periods on, shape (lags, n, N - 1)."""
        left, right = nodes[:, None, :-1], nodes[:, None, 1:]
        found = [self._mean(above_chord(self.saturation, left, right))]
        shrink = np.ones(self.index.size)
        for _ in range(1, lags + 1):
            shrink = shrink * self.retention
            if not shrink.any():
                break
            k = shrink[:, None, None]
            found.append(self._mean(above_chord(self.saturation, left * k, right * k, beyond=True)))
        return np.stack(found)

    def _place(self, end: FloatArray, count: int) -> FloatArray:
        """Nodes from 0 to `end` that share the rise between them evenly, shape (n, N), starts included."""
        reference = np.concatenate([[0.0], np.geomspace(DEPTH, 1.0, REFERENCE)]) * end[:, None]
        overs = self._overs(reference, min(self.periods, 12)).sum(axis=0)
        density = np.sqrt(np.maximum(overs, 0.0))
        density += density.mean(axis=1, keepdims=True) * 0.02
        # Held below the bend of its curve, a channel never rises above a chord: nodes by size alone.
        density[~density.any(axis=1)] = 1.0
        # Some nodes follow the size itself, so that plans read off the nodes are not coarse anywhere.
        density = density / density.sum(axis=1, keepdims=True)
        width = np.diff(reference, axis=1) ** 0.5
        density = 0.75 * density + 0.25 * width / width.sum(axis=1, keepdims=True)
        level = np.concatenate([np.zeros((end.size, 1)), np.cumsum(density, axis=1)], axis=1)
        wanted = np.linspace(0.0, 1.0, count - 2)
        placed = np.stack(
            [np.interp(wanted, lev / lev[-1], ref) for lev, ref in zip(level, reference, strict=True)]
        )
        extra = np.stack([self.start, np.clip(self.gain.max(axis=1) * self.low.min(axis=1), 0, end)], axis=1)
        return np.sort(np.concatenate([placed, extra], axis=1), axis=1)

    def _tail(self, after: int) -> FloatArray:
        """Worth of an adstock after the last period, shape (n, N)."""
        total = np.zeros_like(self.nodes)
        shrink = np.ones(self.index.size)
        for k in range(after):
            shrink = shrink * self.retention
            reached = self.saturation.outcome((self.nodes * shrink[:, None])[:, None, :])
            total += self.weight[:, self.periods + k, None] * self._mean(reached)
        total -= self.ended[:, None] if after else 0.0
        return total

    def _rises(self, weight: FloatArray, rows: np.ndarray | slice = slice(None)) -> FloatArray:
        """How far a bin of period t may rise above its chord, (T + 1, n, N - 1); the last is before t = 0."""
        over = self.over[:, rows]
        lags = over.shape[0]
        found = np.zeros((self.periods + 1, *over.shape[1:]))
        for t in range(self.periods):
            last = min(lags, weight.shape[1] - t)
            found[t] = np.einsum("nk,knj->nj", weight[:, t : t + last], over[:last])
        if self.steady and lags > 1:
            last = min(lags - 1, weight.shape[1])
            found[-1] = np.einsum("nk,knj->nj", weight[:, :last], over[1 : last + 1])
        return found

    def _windows(self, low: FloatArray, high: FloatArray) -> Windows:
        made = Windows([], [], [], [])
        for t in range(self.periods):
            for places, shares, bound in (
                (made.left, made.left_share, low),
                (made.right, made.right_share, high),
            ):
                at, share = self.locate(t, bound[:, t], np.arange(self.index.size))
                places.append(at + self.flat)
                shares.append(share)
        return made

    def locate(self, t: int, bound: FloatArray, rows: np.ndarray) -> tuple[np.ndarray, FloatArray]:
        """Bin and fraction where spending `bound` (len(rows),) leads from each node."""
        nodes = self.nodes[rows]
        led = self.retention[rows, None] * nodes + (self.gain[rows, t] * bound)[:, None]
        led = np.minimum(led, nodes[:, -1:])
        at = np.stack([np.searchsorted(n, x, side="right") for n, x in zip(nodes, led, strict=True)]) - 1
        at = np.clip(at, 0, nodes.shape[1] - 2)
        left = np.take_along_axis(nodes, at, axis=1)
        width = np.take_along_axis(nodes, at + 1, axis=1) - left
        share = np.where(width > 0, (led - left) / np.where(width > 0, width, 1.0), 0.0)
        return at, np.clip(share, 0.0, 1.0)

    def boxed(self, low: FloatArray, high: FloatArray) -> Windows:
        """Windows for other bounds (C, T) of all channels, sharing what did not change."""
        own_low, own_high = low[self.index], np.minimum(high[self.index], self.high)
        made = Windows(*(list(part) for part in _parts(self.windows)))
        changed = (own_low != self.low) | (own_high != self.high)
        for t in np.flatnonzero(changed.any(axis=0)):
            rows = np.flatnonzero(changed[:, t])
            for places, shares, bound in (
                (made.left, made.left_share, own_low),
                (made.right, made.right_share, own_high),
            ):
                at, share = self.locate(int(t), bound[rows, t], rows)
                places[t], shares[t] = places[t].copy(), shares[t].copy()
                places[t][rows], shares[t][rows] = at + self.flat[rows], share
        return made

    def terms(
        self, rows: np.ndarray | slice, scale: FloatArray | None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Weights of `rows`, what a bin may rise (T + 1, n, N - 1), and the worth of the end (n, N).

        scale  (n, T + after) multiplies the outcome's worth
        """
        if scale is None:
            return self.weight[rows], self.rise[:, rows], self.tail[rows]
        weight = self.weight[rows] * scale
        tail = self.tail[rows]
        if weight.shape[1] > self.periods:
            tail = tail * scale[:, self.periods, None]
        return weight, self._rises(weight, rows), tail

    def price(
        self,
        cost: FloatArray,
        low: FloatArray,
        high: FloatArray,
        *,
        windows: Windows | None = None,
        scale: FloatArray | None = None,
        start_price: FloatArray | None = None,
    ) -> Priced:
        """Best value of scale x outcome - cost . x within bounds, from above, and a plan near it.

        cost, low, high  (n, T); scale (n, T + after) multiplies the outcome's worth
        start_price      (n,) price of the starting adstock where the plan repeats itself (steady)
        """
        weight, rise, tail = self.terms(slice(None), scale)
        windows = windows or self.windows
        per_adstock = cost / self.gain
        held = np.empty((self.periods, *self.nodes.shape))
        ahead = tail
        for t in range(self.periods - 1, -1, -1):
            here = weight[:, t, None] * self.value - per_adstock[:, t, None] * self.nodes + ahead
            held[t] = here
            best = Peaks(here, rise[t]).best(
                windows.left[t], windows.left_share[t], windows.right[t], windows.right_share[t]
            )
            ahead = best + (per_adstock[:, t] * self.retention)[:, None] * self.nodes
        if self.steady:
            assert start_price is not None
            ahead = ahead - start_price[:, None] * self.nodes
            # A plan that repeats itself starts from its own mean, which the bounds confine.
            least, most = self.mean_rate(low)[:, None], self.mean_rate(high)[:, None]
            meets = (self.nodes[:, 1:] >= least) & (self.nodes[:, :-1] <= most)
            peaks = np.maximum(ahead[:, :-1], ahead[:, 1:]) + rise[-1]
            upper = np.where(meets, peaks, -np.inf).max(axis=1)
            at = np.where(meets, ahead[:, :-1], -np.inf).argmax(axis=1)
            start = np.clip(self.nodes[np.arange(at.size), at], least[:, 0], most[:, 0])
        else:
            at = np.abs(self.nodes - self.start[:, None]).argmin(axis=1)
            upper = ahead[np.arange(at.size), at]
            start = self.start
        return Priced(upper, self._follow(held, start, low, high), start)

    def mean_rate(self, spend: FloatArray) -> FloatArray:
        """Mean of what spend (n, T) buys, no more than the whole budget could, shape (n,)."""
        mean: FloatArray = np.minimum((spend * self.rate).mean(axis=1), self.most)
        return mean

    def _follow(self, held: FloatArray, start: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
        """The plan that takes the best node of every window, shape (n, T)."""
        rows = np.arange(start.size)
        plans = np.empty((start.size, self.periods))
        state = start
        for t in range(self.periods):
            kept = self.retention * state
            floor, ceiling = kept + self.gain[:, t] * low[:, t], kept + self.gain[:, t] * high[:, t]
            inside = (self.nodes > floor[:, None]) & (self.nodes < ceiling[:, None])
            values = np.where(inside, held[t], -np.inf)
            at = values.argmax(axis=1)
            best, chosen = values[rows, at], self.nodes[rows, at]
            for end in (floor, ceiling):
                found = self._between(held[t], end)
                better = found > best
                best, chosen = np.where(better, found, best), np.where(better, end, chosen)
            plans[:, t] = np.clip((chosen - kept) / self.gain[:, t], low[:, t], high[:, t])
            state = kept + self.gain[:, t] * plans[:, t]
        return plans

    def _between(self, values: FloatArray, at: FloatArray) -> FloatArray:
        rows = np.arange(at.size)
        j = np.clip((self.nodes <= at[:, None]).sum(axis=1) - 1, 0, self.nodes.shape[1] - 2)
        left, right = self.nodes[rows, j], self.nodes[rows, j + 1]
        share = np.where(right > left, (at - left) / np.where(right > left, right - left, 1.0), 0.0)
        share = np.clip(share, 0.0, 1.0)
        found: FloatArray = values[rows, j] * (1 - share) + values[rows, j + 1] * share
        return found

    def worth(self, plans: FloatArray, start: FloatArray, scale: FloatArray | None = None) -> FloatArray:
        """Outcome of plans (n, T) that start from an adstock of their own (n,), shape (n,)."""
        weight = self.weight if scale is None else self.weight * scale
        state, total = start, np.zeros(start.size)
        for t in range(weight.shape[1]):
            spent = self.gain[:, t] * plans[:, t] if t < self.periods else 0.0
            state = self.retention * state + spent
            total += weight[:, t] * self._mean(self.saturation.outcome(state[:, None, None]))[:, 0]
        left = self.ended if scale is None else self.ended * scale[:, -1]
        found: FloatArray = total - left
        return found


def _parts(windows: Windows) -> tuple[list[np.ndarray], list[FloatArray], list[np.ndarray], list[FloatArray]]:
    return windows.left, windows.left_share, windows.right, windows.right_share
