"""Channels with a limit of their own on a sum of periods, mostly the whole year, at given prices.

Such a limit could be priced like any other, but for an S-shaped curve a price bounds it loosely: the best use
of a year's money jumps where one more flight pays, and a price can only mix both sides of the jump. As the
limit concerns one channel only, the channel is solved for all sums that it allows (`ChannelTotals`; where
single spends are capped or other periods do not count, `Stepped`) and the best of them taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank
from planner.plan.channel_totals import ChannelTotals
from planner.plan.course import any_course, course, node_distance
from planner.plan.dynamic import Dynamic
from planner.plan.problem import Problem
from planner.plan.stepped import STEPS, Stepped

SAME = 1e-12
ROUNDED = 1e-9
FINER = 4
MOST_STEPS = 192
NEARLY = 0.95


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
class Sum:
    """A question: costs, floors, caps (T,) of spends, ends of their sum, worth (T + after,) of outcomes."""

    cost: FloatArray
    low: FloatArray
    high: FloatArray
    least: float
    most: float
    scale: FloatArray | None


@dataclass(frozen=True, eq=False)
class _Known:
    """What was solved last for a channel, and for which question but for a common cost and the sum's ends."""

    asked: Sum
    found: ChannelTotals | Stepped


class Held:
    """The channels of `part` with limits of their own; `missed` is what a channel's grid may miss."""

    def __init__(self, part: Dynamic, limits: OwnLimits, missed: float) -> None:
        self.part, self.limits, self.missed, self.steps = part, limits, missed, STEPS
        self.known: dict[tuple[int, bool], _Known] = {}
        self.whole: np.ndarray = np.asarray(limits.mask.all(axis=1))
        self.touched = np.zeros(limits.at.size, bool)  # whose best plan met a cap last time

    def refine(self) -> None:
        """Finer grids from now on: half the distance misses a quarter."""
        self.missed, self.known = self.missed / FINER, {}
        self.steps = min(2 * self.steps, MOST_STEPS)

    def price(self, number: int, asked: Sum) -> tuple[float, FloatArray]:
        """Upper bound and a plan (T,) of the limit `number`."""
        counts = self.limits.mask[number]
        # A cost that all periods share is the same for all plans of a sum.
        common = float(asked.cost[0]) if self.whole[number] else 0.0
        question = replace(asked, cost=asked.cost - common)
        free = self.whole[number] and not self.touched[number]
        found = self._solved(number, question, capped=False) if free else None
        if found is not None:
            upper, plan = _best(asked, found, common)
            if (plan <= asked.high * (1 + ROUNDED)).all():  # no cap stands in the way of the best plan
                return upper, _fitted(asked, plan, counts)
        capped = self._solved(number, question, capped=True)
        assert capped is not None
        upper, plan = _best(asked, capped, common)
        self.touched[number] = bool((plan >= NEARLY * asked.high).any())
        return upper, _fitted(asked, plan, counts)

    def _solved(self, number: int, asked: Sum, *, capped: bool) -> ChannelTotals | Stepped | None:
        """All sums of a channel, known from before or anew; None where they cannot be followed uncapped."""
        known = self.known.get((number, capped))
        if known is not None and _same(known.asked, asked, capped):
            return known.found
        place, most = int(self.limits.at[number]), float(self.limits.most[number])
        found: ChannelTotals | Stepped
        if capped:
            path = any_course(self.part, place, asked.cost, asked.low, asked.scale)
            counts = self.limits.mask[number]
            found = Stepped(self.part, place, path, asked.high, counts, most, self.steps)
        else:
            smooth = course(self.part, place, asked.cost, asked.low, asked.scale)
            if smooth is None:
                return None
            found = ChannelTotals(smooth, most, node_distance(smooth, most, self.missed))
        self.known[number, capped] = _Known(asked, found)
        return found


def _same(one: Sum, other: Sum, capped: bool) -> bool:
    size = SAME * float(np.abs(other.cost).max(initial=0.0))
    return (
        bool((np.abs(one.cost - other.cost) <= size).all())
        and np.array_equal(one.low, other.low)
        and (not capped or np.array_equal(one.high, other.high))
        and (other.scale is None or (one.scale is not None and np.array_equal(one.scale, other.scale)))
    )


def _best(asked: Sum, found: ChannelTotals | Stepped, common: float) -> tuple[float, FloatArray]:
    """The best sum that is allowed where a unit of it costs `common` beyond what is solved."""
    least = max(asked.least, float(found.totals[0]))
    most = max(min(asked.most, float(found.totals[-1])), least)
    inside = (found.totals > least) & (found.totals < most)
    totals = np.concatenate([[least], found.totals[inside], [most]])
    worth = np.interp(totals, found.totals, found.upper) - common * totals
    best = int(worth.argmax())
    return float(worth[best]), found.plan(float(totals[best]))


def _fitted(asked: Sum, plan: FloatArray, counts: np.ndarray) -> FloatArray:
    """A plan (T,) of whole steps brought within caps and limit, in proportion to what may give."""
    found = np.clip(plan, asked.low, asked.high)
    total = float(found[counts].sum())
    wished = float(np.clip(total, asked.least, asked.most))
    spare = np.where(counts, found - asked.low if wished < total else asked.high - found, 0.0)
    if wished != total and spare.sum() > 0:
        found += spare * np.clip((wished - total) / spare.sum(), -1.0, 1.0)
    return found
