"""Channels with a limit of their own on a sum of periods, mostly the whole year, at given prices.

Such a limit could be priced like any other, but for an S-shaped curve a price bounds it loosely: the best use
of a year's money jumps where one more flight pays, and a price can only mix both sides of the jump. As the
limit concerns one channel only, the channel is solved for all sums that it allows (`ChannelTotals`; where
single spends are capped or other periods do not count, `Stepped`) and the best of them taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank
from planner.plan.channel_totals import ChannelTotals
from planner.plan.course import any_course, course, node_distance
from planner.plan.dynamic import Dynamic
from planner.plan.problem import Problem
from planner.plan.stepped import Stepped

SAME = 1e-12
ROUNDED = 1e-9
FINER = 4


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
    """The widest limit of each channel that concerns no other channel, where a price would lose by it.

    What a concave channel earns is concave in the sum, so that a price loses nothing.
    """
    if part.steady or problem.shares is not None or isinstance(part.saturation, LogisticBank):
        return None
    dense = problem.rows.matrix.toarray().reshape(problem.rows.count, *problem.low.shape)
    used = (dense != 0).any(axis=2)
    alone = used.sum(axis=1) == 1
    found: list[tuple[int, int]] = []
    for place, channel in enumerate(part.index):
        if isinstance(part.saturation, HillBank) and bool((part.saturation.shape[place] <= 1).any()):
            continue
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


@dataclass(frozen=True, eq=False)
class _Known:
    """What was solved last for a channel, and for which costs beyond a common one, floors and worth."""

    cost: FloatArray
    low: FloatArray
    scale: FloatArray | None
    totals: ChannelTotals


class Held:
    """The channels of `part` whose limit spans all periods; `missed` is what a channel's grid may miss."""

    def __init__(self, part: Dynamic, limits: OwnLimits, missed: float) -> None:
        self.part, self.limits, self.missed = part, limits, missed
        self.known: dict[int, _Known] = {}
        self.whole = [bool(row.all()) for row in limits.mask]

    def refine(self) -> None:
        """Finer grids from now on: half the distance misses a quarter."""
        self.missed, self.known = self.missed / FINER, {}

    def price(
        self, number: int, cost: FloatArray, low: FloatArray, high: FloatArray, scale: FloatArray | None
    ) -> tuple[float, FloatArray]:
        """Upper bound and a plan (T,) of the limit `number`; high (T,) caps single spends."""
        if self.whole[number]:
            totals = self._solved(number, cost - cost[0], low, scale)
            if totals is not None:
                upper, plan = self._best(number, totals, float(cost[0]))
                if (plan <= high * (1 + ROUNDED)).all():  # no cap stands in the way of the best of all plans
                    return upper, plan
        path = any_course(self.part, int(self.limits.at[number]), cost, low, scale)
        most, counts = float(self.limits.most[number]), self.limits.mask[number]
        capped = Stepped(self.part, int(self.limits.at[number]), path, high, counts, most)
        return self._best(number, capped, 0.0)

    def _best(self, number: int, found: ChannelTotals | Stepped, common: float) -> tuple[float, FloatArray]:
        """The best sum the limit allows where a unit of it costs `common` beyond what is solved."""
        least = max(float(self.limits.least[number]), float(found.totals[0]))
        most = max(min(float(self.limits.most[number]), float(found.totals[-1])), least)
        inside = (found.totals > least) & (found.totals < most)
        totals = np.concatenate([[least], found.totals[inside], [most]])
        worth = np.interp(totals, found.totals, found.upper) - common * totals
        best = int(worth.argmax())
        return float(worth[best]), found.plan(float(totals[best]))

    def _solved(
        self, number: int, cost: FloatArray, low: FloatArray, scale: FloatArray | None
    ) -> ChannelTotals | None:
        """Costs that differ from those before by the same in all periods need no new programme."""
        known = self.known.get(number)
        size = SAME * float(np.abs(cost).max(initial=0.0))
        if known is not None and (
            (np.abs(known.cost - cost) <= size).all()
            and np.array_equal(known.low, low)
            and (scale is None or (known.scale is not None and np.array_equal(known.scale, scale)))
        ):
            return known.totals
        path = course(self.part, int(self.limits.at[number]), cost, low, scale)
        if path is None:
            return None
        most = float(self.limits.most[number])
        found = ChannelTotals(path, most, node_distance(path, most, self.missed))
        self.known[number] = _Known(cost, low, scale, found)
        return found
