"""Money divided between channels: each earns along a piecewise linear line of its total, S-shaped or not.

A linear programme mixes points of every line's concave hull within the limits on sums of totals. Where it
stands above a channel's own line, that channel's total is branched on. Few channels ever do: as many as there
are limits (Shapley and Folkman), so that few branches close the gap.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from scipy import sparse

from planner.domain.money import FloatArray
from planner.plan.linear import lowest

BRANCHES = 400
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Line:
    """What a channel earns at most with each total: straight lines between points (K,), totals rising."""

    totals: FloatArray
    upper: FloatArray

    def at(self, total: float) -> float:
        """Value at a total inside."""
        return float(np.interp(total, self.totals, self.upper))

    def hull(self, low: float, high: float) -> Line:
        """The least concave line above this one from `low` to `high`."""
        inside = (self.totals > low) & (self.totals < high)
        ends = np.interp([low, high], self.totals, self.upper)
        totals = np.concatenate([[low], self.totals[inside], [high]])
        upper = np.concatenate([ends[:1], self.upper[inside], ends[1:]])
        kept = [0]
        for i in range(1, totals.size):
            while len(kept) > 1:
                a, b = kept[-2], kept[-1]
                if (upper[b] - upper[a]) * (totals[i] - totals[a]) > (upper[i] - upper[a]) * (
                    totals[b] - totals[a]
                ):
                    break
                kept.pop()
            kept.append(i)
        if high <= low:
            kept = [0]
        return Line(totals[kept], upper[kept])


@dataclass(frozen=True, eq=False)
class Sums:
    """low <= member (R, C) @ totals <= high."""

    member: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Division:
    """Totals (C,), what they are worth by channel (C,) on the hulls, and the prices of the sums (R,)."""

    value: float
    totals: FloatArray
    worth: FloatArray
    prices: FloatArray


@dataclass(order=True)
class _Branch:
    key: float
    number: int
    low: FloatArray = field(compare=False)
    high: FloatArray = field(compare=False)
    found: Division = field(compare=False)


class Split:
    """`bound` on any division; the best one met is `totals` (C,) with `figure` along the lines."""

    def __init__(self, lines: list[Line], sums: Sums, low: FloatArray, high: FloatArray) -> None:
        """low, high (C,) of each channel's total."""
        self.lines, self.sums = lines, sums
        self.hulls: dict[tuple[int, float, float], Line] = {}
        self.low, self.high = low, high
        self.figure, self.totals = -np.inf, low
        self.bound = np.inf
        self.root = self.relaxed(low, high)

    def relaxed(self, low: FloatArray, high: FloatArray) -> Division | None:
        """The best mix of points on the hulls; None where nothing fits."""
        hulls = [self._hull(c, float(a), float(b)) for c, (a, b) in enumerate(zip(low, high, strict=True))]
        channel = np.concatenate([np.full(h.totals.size, c) for c, h in enumerate(hulls)])
        totals = np.concatenate([h.totals for h in hulls])
        upper = np.concatenate([h.upper for h in hulls])
        count, sums = totals.size, self.sums
        ends = np.where(np.isfinite(sums.high), np.abs(sums.high), np.abs(sums.low))
        scale = np.where(ends > 0, ends, max(float(totals.max()), 1e-300))
        one = sparse.csr_array((np.ones(count), (channel, np.arange(count))), shape=(low.size, count))
        use = sparse.csr_array(sums.member[:, channel] * totals / scale[:, None])
        money = max(float(np.abs(upper).max()), 1e-300)
        ones = np.ones(low.size)
        found = lowest(
            -upper / money,
            sparse.vstack([one, use], format="csr"),
            np.concatenate([ones, sums.low / scale]),
            np.concatenate([ones, sums.high / scale]),
            np.tile([0.0, np.inf], (count, 1)),
            scale=1.0,
        )
        if found.status != "optimal":
            return None
        weight = np.maximum(found.x, 0.0)
        divided, worth = np.zeros(low.size), np.zeros(low.size)
        np.add.at(divided, channel, weight * totals)
        np.add.at(worth, channel, weight * upper)
        return Division(
            -found.value * money,
            np.clip(divided, low, high),
            worth,
            -found.prices[low.size :] * money / scale,
        )

    def run(self, gap: float, deadline: float) -> None:
        """Branch until the bound is within `gap` (a share) of the best division met."""
        if self.root is None:
            return
        self._meet(self.root)
        heap = [_Branch(-self.root.value, 0, self.low, self.high, self.root)]
        made = 0
        self.bound = self.root.value
        while heap:
            self.bound = max(-heap[0].key, self.figure)
            enough = self.figure + gap * abs(self.figure)
            if self.bound <= enough or made > BRANCHES or perf_counter() > deadline:
                return
            branch = heapq.heappop(heap)
            found = branch.found
            apart = found.worth - self.along(found.totals)
            channel = int(apart.argmax())
            for half in range(2):
                low, high = branch.low, branch.high
                if half:
                    low = low.copy()
                    low[channel] = found.totals[channel]
                else:
                    high = high.copy()
                    high[channel] = found.totals[channel]
                inner = self.relaxed(low, high)
                made += 1
                if inner is not None:
                    self._meet(inner)
                    heapq.heappush(heap, _Branch(max(branch.key, -inner.value), made, low, high, inner))
        self.bound = self.figure

    def along(self, totals: FloatArray) -> FloatArray:
        """What totals (C,) earn on each channel's own line."""
        return np.array([line.at(float(b)) for line, b in zip(self.lines, totals, strict=True)])

    def narrowed(self, figure: float) -> tuple[FloatArray, FloatArray]:
        """Ends (C,) of each channel's total outside which no division earns more than `figure`.

        At the prices found, a channel that stands below its best by more than the room between bound and
        figure cannot be part of a better division.
        """
        low, high = self.low.copy(), self.high.copy()
        if self.root is None:
            return low, high
        price = self.root.prices @ self.sums.member
        room = (self.root.value - figure) + ROUNDING * abs(figure)
        for c, line in enumerate(self.lines):
            hull = self._hull(c, float(low[c]), float(high[c]))
            best = float((hull.upper - price[c] * hull.totals).max())
            inside = (line.totals >= low[c]) & (line.totals <= high[c])
            totals = np.concatenate([[low[c]], line.totals[inside], [high[c]]])
            near = np.interp(totals, line.totals, line.upper) - price[c] * totals >= best - room
            at = np.flatnonzero(near)
            if at.size:
                low[c] = totals[max(at[0] - 1, 0)]
                high[c] = totals[min(at[-1] + 1, totals.size - 1)]
        return low, high

    def _hull(self, channel: int, low: float, high: float) -> Line:
        key = channel, low, high
        if key not in self.hulls:
            self.hulls[key] = self.lines[channel].hull(low, high)
        return self.hulls[key]

    def _meet(self, found: Division) -> None:
        figure = float(self.along(found.totals).sum())
        if figure > self.figure:
            self.figure, self.totals = figure, found.totals
