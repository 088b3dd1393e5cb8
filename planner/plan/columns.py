"""Channel plans seen, the best mix of them, and new plans made from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from planner.domain.money import FloatArray
from planner.plan.linear import lowest
from planner.plan.oracle import Bounds, Oracle

KEEP = 60
"""Columns a channel keeps."""


@dataclass
class Columns:
    """Channel plans seen: channel (K,), plan (K, V), figure (K,), row use (K, R)."""

    channel: np.ndarray
    plan: FloatArray
    figure: FloatArray
    use: FloatArray

    def add(self, plans: FloatArray, figures: FloatArray, uses: FloatArray) -> None:
        """One plan a channel; repeated ones do no harm."""
        self.channel = np.concatenate([self.channel, np.arange(plans.shape[0])])
        self.plan = np.concatenate([self.plan, plans])
        self.figure = np.concatenate([self.figure, figures])
        self.use = np.concatenate([self.use, uses])

    def take(self, keep: np.ndarray) -> Columns:
        """The columns `keep` selects."""
        return Columns(self.channel[keep], self.plan[keep], self.figure[keep], self.use[keep])

    def inside(self, box: Bounds, tolerance: float) -> Columns:
        """Those whose plan is allowed in a branch."""
        low, high = box.low[self.channel] - tolerance, box.high[self.channel] + tolerance
        fits = ((self.plan >= low) & (self.plan <= high)).all(axis=1)
        total, near = self.plan.sum(axis=1), tolerance * self.plan.shape[1]
        fits &= (total >= box.least[self.channel] - near) & (total <= box.most[self.channel] + near)
        return self.take(fits)


@dataclass(frozen=True, eq=False)
class Mix:
    """The master's answer: its value, row prices (R,), weight of each column and the mean plan (C, V)."""

    value: float
    prices: FloatArray
    weight: FloatArray
    plan: FloatArray


def mixed(
    columns: Columns, oracle: Oracle, money: float, centre: FloatArray, radius: FloatArray
) -> Mix | None:
    """Best mix of columns, one unit a channel; rows may be broken at the ends of the box of prices.

    money  a scale of figures; centre, radius (R,) of the box
    """
    count, rows = columns.figure.size, oracle.low.size
    channels = oracle.problem.bank.channels
    ends = np.where(np.isfinite(oracle.high), np.abs(oracle.high), np.abs(oracle.low))
    scale = np.maximum(np.abs(columns.use).max(axis=0, initial=0.0), ends)
    scale = np.where(scale > 0, scale, 1.0)
    use = sparse.csr_array((columns.use / scale).T)
    one = sparse.csr_array((np.ones(count), (columns.channel, np.arange(count))), shape=(channels, count))
    eye = sparse.eye_array(rows)
    matrix = sparse.block_array([[one, None, None], [use, eye, -eye]], format="csr")
    fine = np.concatenate([radius - centre, radius + centre]) * np.tile(scale, 2) / money
    cost = np.concatenate([-columns.figure / money, fine])
    low = np.concatenate([np.ones(channels), oracle.low / scale])
    high = np.concatenate([np.ones(channels), oracle.high / scale])
    bounds = np.tile([0.0, np.inf], (cost.size, 1))
    found = lowest(cost, matrix, low, high, bounds, scale=1.0)
    if found.status != "optimal":
        return None
    weight = np.maximum(found.x[:count], 0.0)
    prices = -found.prices[channels:] * money / scale
    plan = np.zeros_like(oracle.problem.low)
    np.add.at(plan, columns.channel, weight[:, None] * columns.plan)
    return Mix(-found.value * money, prices, weight, plan)


def trimmed(columns: Columns, prices: FloatArray, oracle: Oracle) -> Columns:
    """Keep each channel's columns that are worth most at `prices`, and the newest."""
    channels = oracle.problem.bank.channels
    if columns.figure.size <= KEEP * channels:
        return columns
    worth = columns.figure - columns.use @ prices
    rank = np.lexsort((-worth, columns.channel))
    place = np.empty(rank.size, int)
    starts = np.searchsorted(columns.channel[rank], np.arange(channels))
    place[rank] = np.arange(rank.size) - starts[columns.channel[rank]]
    newest = np.arange(rank.size) >= rank.size - 3 * channels
    return columns.take((place < KEEP // 2) | newest)


def kicked(plan: FloatArray, columns: Columns, generator: np.random.Generator) -> FloatArray:
    """`plan` (C, V) changed at random, the money kept: in when, between channels, or one to three anew."""
    start = plan.copy()
    channels, periods = start.shape
    way = generator.integers(5) if periods > 1 else 0
    if way == 3 and channels > 1:
        _swapped(start, generator)
    elif way == 4 and channels > 1:
        source, target = generator.choice(channels, size=2, replace=False)
        when = generator.integers(periods)
        start[target, when] += start[source, when]
        start[source, when] = 0.0
    else:
        count = min(channels, int(generator.integers(1, 4)))
        for c in generator.choice(channels, size=count, replace=False):
            if way == 1:
                _moved(start[c], generator)
            elif way == 2:
                _laid_anew(start[c], generator)
            else:
                start[c] = columns.plan[generator.choice(np.flatnonzero(columns.channel == c))]
    return start


def _swapped(plan: FloatArray, generator: np.random.Generator) -> None:
    """Two channels change places in two periods, so that both periods' sums stay."""
    a, b = generator.choice(plan.shape[0], size=2, replace=False)
    i, j = generator.choice(plan.shape[1], size=2, replace=False)
    amount = min(plan[a, i], plan[b, j])
    plan[[a, b], [i, j]] -= amount
    plan[[a, b], [j, i]] += amount


def _moved(spends: FloatArray, generator: np.random.Generator) -> None:
    """Half or all of one large spend (T,) goes to another period."""
    source = generator.choice(np.flatnonzero(spends >= spends.max() / 2))
    amount = spends[source] * generator.choice([0.5, 1.0])
    spends[source] -= amount
    spends[generator.integers(spends.size)] += amount


def _laid_anew(spends: FloatArray, generator: np.random.Generator) -> None:
    """The sum of spends (T,) laid out at random over some of the periods."""
    weight = generator.exponential(size=spends.size) * (generator.random(spends.size) < generator.uniform())
    if weight.sum() > 0:
        spends[:] = spends.sum() * weight / weight.sum()
