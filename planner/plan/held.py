"""Channels whose whole year is limited, at given prices: the best of all totals that the limit allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.channel_totals import ChannelTotals
from planner.plan.course import course, node_distance
from planner.plan.dynamic import Dynamic
from planner.plan.yearly import OwnLimits

SAME = 1e-12
FINER = 4


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
        self, number: int, cost: FloatArray, low: FloatArray, scale: FloatArray | None
    ) -> tuple[float, FloatArray] | None:
        """Upper bound and a plan (T,) of the limit `number`; None where its channel cannot be followed."""
        found = self._solved(number, cost - cost[0], low, scale)
        if found is None:
            return None
        least = max(float(self.limits.least[number]), float(found.totals[0]))
        most = max(float(self.limits.most[number]), least)
        inside = (found.totals > least) & (found.totals < most)
        totals = np.concatenate([[least], found.totals[inside], [most]])
        worth = np.interp(totals, found.totals, found.upper) - cost[0] * totals
        best = int(worth.argmax())
        return float(worth[best]), found.plan(float(totals[best]))

    def _solved(
        self, number: int, cost: FloatArray, low: FloatArray, scale: FloatArray | None
    ) -> ChannelTotals | None:
        """Costs that differ from those before by the same in all periods need no new programme."""
        if not self.whole[number]:
            return None
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
