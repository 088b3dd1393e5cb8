"""Best value of single channels at given prices whose carry-over is a list of weights.

What past spends still bring depends on the last L - 1 of them, so that a dynamic programme carries them all,
on grids. Any plan rounded at random to neighbouring points, with the right mean each, keeps its cost on
average and loses at most the curvature of the response times the variance of its adstock (Jensen). A period's
worth is lifted by that, so that the best plan on the grids bounds all others. Spends that matter less, as
they lie further back, lie on coarser grids, each a part of the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import Saturation
from planner.plan.shape import above_chord, chosen

COARSER = (1, 2, 4, 8)
"""How many times coarser than the first a further grid may be."""
SAMPLES = 16_000
FEWER = 1_000_000
"""Outcomes of all draws together that a line of samples may take; it has 1,000 samples at least."""
SINGLE = 4 * float(np.finfo(np.float32).eps)
"""Rounding of one period's sums, as a share of the largest."""


@dataclass(frozen=True, eq=False)
class Channel:
    """One channel: weights (L,), past spends (L - 1,) newest first, worth (T + after,) of an outcome.

    long (S or 1,) multiplies each draw; ended is what past spends alone earn after the horizon
    """

    place: int
    kernel: FloatArray
    past: FloatArray
    weight: FloatArray
    long: FloatArray
    ended: float


@dataclass(frozen=True, eq=False)
class Question:
    """In units of what spend buys: cost, floors and tops (T,), and the worth of an outcome (T + after,)."""

    cost: FloatArray
    low: FloatArray
    high: FloatArray
    weight: FloatArray


class Grid:
    """Grids of one channel's spend now and 1 ... L - 1 periods ago, and what a period then earns at most."""

    def __init__(self, saturation: Saturation, channel: Channel, end: float, cells: int) -> None:
        self.channel, self.end = channel, end
        count, coarser = _divided(channel.kernel, cells)
        self.coarser = coarser
        self.nodes = [np.linspace(0.0, end, count // m + 1) for m in coarser]
        gaps = end / count * np.array(coarser)
        self.deviation = float(np.sqrt((channel.kernel**2 * gaps**2).sum() / 4))
        self.reach = float((channel.kernel * gaps).sum())
        self._sample(saturation)
        adstock = np.zeros((1,) * len(coarser))
        for lag, nodes in enumerate(self.nodes):
            shape = [1] * len(coarser)
            shape[lag] = nodes.size
            adstock = adstock + channel.kernel[lag] * nodes.reshape(shape)
        self.adstock = adstock
        self.earned = self._lifted(adstock)
        self.largest = float(self.earned.max())

    def _sample(self, saturation: Saturation) -> None:
        """The response and its lift on a line fine enough to be read between its points."""
        most = self.end * float(self.channel.kernel.sum()) * (1 + 1e-9)
        rows = slice(self.channel.place, self.channel.place + 1)
        curve = chosen(saturation, rows)
        draws = curve.outcome(np.zeros((1, 1, 1))).shape[1]
        line = np.linspace(0.0, most, int(np.clip(FEWER // draws, 1000, SAMPLES)))
        self.curve = curve
        left, right = line[:-1], line[1:]
        own = self._mean(above_chord(curve, left[None, None], right[None, None])[0])
        around = np.maximum(left - self.reach, 0.0)[None, None], (right + self.reach)[None, None]
        own = own + self._mean(above_chord(curve, *around, width=2 * self.deviation)[0])
        over = np.maximum(np.append(own, 0.0), np.append(0.0, own))
        self.line, self.line_value = line, self.outcome(line)
        self.line_lifted = self.line_value + over
        self.line_risen = np.diff(self.line_lifted)

    def _mean(self, drawn: FloatArray) -> FloatArray:
        mean: FloatArray = (drawn * self.channel.long[:, None]).mean(axis=0)
        return mean

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Outcome (any,) of adstock (any,), averaged over draws."""
        return self._mean(self.curve.outcome(adstock[None, None])[0])

    def _lifted(self, adstock: FloatArray) -> FloatArray:
        at = adstock / self.line[1]
        place = np.minimum(at.astype(np.int32), self.line_risen.size - 1)
        at -= place
        at *= self.line_risen[place]
        at += self.line_lifted[place]
        found: FloatArray = at.astype(np.float32)
        return found

    def solve(self, question: Question) -> tuple[float, FloatArray]:
        """The most that any plan earns, from above, and a plan (T,) that earns nearly that."""
        kept: list[FloatArray] = []
        weight, periods = question.weight, question.cost.size
        ahead: FloatArray = np.zeros([nodes.size for nodes in self.nodes[1:]], np.float32)
        rounding = 0.0
        for t in range(weight.size - 1, -1, -1):
            led = ahead
            for lag in range(1, len(self.nodes)):
                led = _finer(led, lag - 1, self.coarser[lag] // self.coarser[lag - 1])
            if t >= periods:
                ahead = np.float32(weight[t]) * self.earned[0] + led[0][..., None]
                continue
            kept.append(ahead)
            ahead = self._best(t, question, led)
            size = weight[t] * self.largest + abs(question.cost[t]) * self.end + float(np.abs(ahead).max())
            rounding += SINGLE * size
        kept.reverse()
        upper = float(_read(ahead, self.nodes[1:], self.channel.past)) + rounding
        return upper, self._follow(question, kept)

    def value(self, question: Question, plan: FloatArray) -> float:
        """What a plan (T,) earns less its cost."""
        size, kernel = question.weight.size, self.channel.kernel
        spent = np.concatenate([self.channel.past[::-1], plan, np.zeros(size - plan.size)])
        adstock = np.convolve(spent, kernel)[kernel.size - 1 : kernel.size - 1 + size]
        return float(question.weight @ self.outcome(adstock) - question.cost @ plan)

    def _best(self, t: int, question: Question, led: FloatArray) -> FloatArray:
        """What periods t, t + 1, ... earn for every past: the best of all points between floor and top."""
        nodes, cost, weight = self.nodes[0], question.cost[t], np.float32(question.weight[t])
        low, high = question.low[t], question.high[t]
        first, last = (int(i) for i in np.searchsorted(nodes, [low, high]))
        last = last + 1 if last < nodes.size and nodes[last] == high else last
        best: FloatArray | None = None
        if first < last:
            priced = led[first:last] - (cost * nodes[first:last]).astype(np.float32).reshape(
                -1, *[1] * (led.ndim - 1)
            )
            choices = weight * self.earned[first:last]
            choices += priced[..., None]
            best = choices.max(axis=0)
        for end in (low, high) if low < high else (low,):
            if first < last and end in (nodes[first], nodes[last - 1]):
                continue
            own = weight * self._lifted(self.adstock[0] + self.channel.kernel[0] * end)
            at, share = _place(nodes, end)
            own += ((1 - share) * led[at] + share * led[at + 1] - np.float32(cost * end))[..., None]
            best = own if best is None else np.maximum(best, own)
        assert best is not None
        return best

    def _follow(self, question: Question, kept: list[FloatArray]) -> FloatArray:
        """The plan that takes the best point of every period, read between the points of its past."""
        past, plan = list(self.channel.past), np.empty(question.cost.size)
        for t, ahead in enumerate(kept):
            low, high = question.low[t], question.high[t]
            nodes = self.nodes[0]
            tried = np.concatenate([[low], nodes[(nodes > low) & (nodes < high)], [high]])
            line = _read(ahead, self.nodes[2:], np.array(past[:-1]), first=1)
            adstock = self.channel.kernel[0] * tried + float(self.channel.kernel[1:] @ past)
            worth = question.weight[t] * np.interp(adstock, self.line, self.line_value)
            worth += np.interp(tried, self.nodes[1], line) - question.cost[t] * tried
            plan[t] = tried[int(worth.argmax())]
            past = [float(plan[t]), *past[:-1]]
        return plan


def _divided(kernel: FloatArray, cells: int) -> tuple[int, tuple[int, ...]]:
    """Intervals of the first grid, and how many times coarser each is, for the least variance."""
    best: tuple[float, int, tuple[int, ...]] | None = None
    for coarser in combinations_with_replacement(COARSER, kernel.size):
        if coarser[0] != 1:
            continue
        unit = coarser[-1]
        count = unit
        while _points(count + unit, coarser) <= cells:
            count += unit
        spread = float((kernel**2 * np.square(coarser)).sum()) / count**2
        if best is None or spread < best[0]:
            best = spread, count, coarser
    assert best is not None
    return best[1], best[2]


def _points(count: int, coarser: tuple[int, ...]) -> int:
    points = 1
    for m in coarser:
        points *= count // m + 1
    return points


def _finer(values: FloatArray, axis: int, times: int) -> FloatArray:
    """Values of a grid along `axis` read on one that is so many times finer."""
    if times == 1:
        return values
    moved = np.moveaxis(values, axis, 0)
    found = np.empty(((moved.shape[0] - 1) * times + 1, *moved.shape[1:]), values.dtype)
    for k in range(times):
        share = np.float32(k / times)
        found[k::times][: moved.shape[0] - 1] = (1 - share) * moved[:-1] + share * moved[1:]
    found[-1] = moved[-1]
    return np.moveaxis(found, 0, axis)


def _place(nodes: FloatArray, at: float) -> tuple[int, np.float32]:
    """The interval of evenly spaced nodes that `at` lies in, and where in it."""
    i = int(np.clip(np.searchsorted(nodes, at, side="right") - 1, 0, nodes.size - 2))
    return i, np.float32(np.clip((at - nodes[i]) / (nodes[i + 1] - nodes[i]), 0.0, 1.0))


def _read(values: FloatArray, nodes: list[FloatArray], at: FloatArray, first: int = 0) -> FloatArray:
    """Values read between grid points, the axes from `first` on at `at`, one number each."""
    for grid, point in zip(nodes, at, strict=True):
        i, share = _place(grid, float(point))
        left, right = np.take(values, i, axis=first), np.take(values, i + 1, axis=first)
        values = (1 - share) * left + share * right
    return values
