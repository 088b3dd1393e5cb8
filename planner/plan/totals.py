"""Proof and plan by channel totals: each channel's best for every total, and the money divided between them.

What ties channels together is mostly a sum over the whole horizon: the budget, a group's share, a channel's
own limits. Such sums speak of channel totals only. So each channel is solved for all its totals
(`ChannelTotals`) and `Split` divides the money; nothing but the grid is lost, and finer grids follow while
time lasts. Other limits (a month's, a ratio) stay priced as the search before left them. Channels whose
response cannot be followed this way (shape below 1, steady, capped months ...) are bounded by prices: best
value at a price plus the price times the total, for every price tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.channel_totals import ChannelTotals
from planner.plan.course import Course, course, grid_points, node_distance
from planner.plan.dynamic import Dynamic
from planner.plan.oracle import Oracle
from planner.plan.search import Search
from planner.plan.split import Line, Split, Sums

SHORT = (0.03, 0.008, 0.002, 0.0005)
"""Shares of the figure that grids may miss, one after another."""
KEPT = 250_000_000
"""Bytes that plans may be read from."""
LADDER = (0.4, 0.7, 0.9, 1.0, 1.1, 1.4, 2.5)
"""Multiples of the prices so far at which channels that are bounded by prices are asked first."""
ROUNDS = 5
"""Times that prices are put in between where the division wants them."""
NEAR = 0.02
"""Share of a total that a plan may be away from it."""
FINER = 0.7
"""Share of the gap that the next grid may miss at most."""
SLOW = 0.01
"""Share of the gap that a grid has to close for finer ones to follow."""
RATE = 2e7
"""Points x periods a second to reckon with before the first grid was timed."""
REACHED = 0.6
"""Share of the time left that the first grid may take."""


@dataclass(frozen=True, eq=False)
class Cut:
    """At a price of money: the best value less what the plan (T,) costs, from above."""

    price: float
    upper: float
    plan: FloatArray

    @property
    def total(self) -> float:
        """Money the plan spends."""
        return float(self.plan.sum())

    @property
    def worth(self) -> float:
        """What that money earns at most."""
        return self.upper + self.price * self.total


@dataclass(frozen=True, eq=False)
class Priced:
    """What limits other than sums of totals cost: prices (R,) of the oracle's rows, and their worth."""

    cost: FloatArray
    scale: FloatArray | None
    worth: float


class Totals:
    """Tightens a search's bound and betters its plan by dividing the money between channels."""

    def __init__(self, search: Search, oracle: Oracle, prices: FloatArray, deadline: float) -> None:
        """prices (R,) of the oracle's rows: those of sums of totals are found anew, others stay."""
        self.search, self.oracle, self.deadline = search, oracle, deadline
        problem = search.problem
        matrix = oracle.matrix
        self.sums = np.flatnonzero([bool((row == row[:, :1]).all()) for row in matrix])
        self.prices = np.where(np.isfinite(oracle.high), prices, np.minimum(prices, 0.0))
        self.prices = np.where(np.isfinite(oracle.low), self.prices, np.maximum(self.prices, 0.0))
        self.prices[self.sums] = 0.0
        self.member = matrix[self.sums, :, 0]
        self.low, self.high = self._ends()
        self.given = self._priced()
        self.paths = self._paths()
        self.cuts: dict[int, list[Cut]] = {c: [] for c in range(problem.bank.channels) if c not in self.paths}
        self.rate, self.stages = RATE, 0

    @staticmethod
    def of(search: Search, oracle: Oracle, prices: FloatArray, deadline: float) -> Totals | None:
        """None where there is no money to divide, or no channel that can be followed."""
        if search.problem.shares is not None:
            return None
        found = Totals(search, oracle, prices, deadline)
        fits = found.sums.size and found.paths and np.isfinite(found.high).all()
        return found if fits else None

    @property
    def whole(self) -> bool:
        """Whether nothing but the grids keeps the bound from the truth."""
        return not self.cuts and self.summed

    @property
    def summed(self) -> bool:
        """Whether all limits are sums of totals."""
        return self.sums.size == self.oracle.low.size

    def run(self, gap: float) -> Iterator[None]:
        """Ever finer grids until `gap`, the deadline, or no more help."""
        for short in SHORT:
            if self.search.gap <= gap:
                return
            if short > FINER * self.search.gap and short > SHORT[-1]:
                continue
            before = self.search.bound
            if perf_counter() > self.deadline or not self._stage(short, gap):
                return
            yield
            slow = before - self.search.bound < SLOW * (before - self.search.figure)
            if slow:
                return

    def _ends(self) -> tuple[FloatArray, FloatArray]:
        """Least and largest total of each channel, from its bounds and all sums, shape (C,)."""
        problem, oracle = self.search.problem, self.oracle
        low = problem.low.sum(axis=1)
        high = problem.high.sum(axis=1)
        for row, member in zip(self.sums, self.member, strict=True):
            for c in np.flatnonzero(member):
                others = float(member @ low - member[c] * low[c])
                high[c] = min(high[c], (oracle.high[row] - others) / member[c])
                if (member > 0).sum() == 1:
                    low[c] = max(low[c], oracle.low[row] / member[c])
        return low, np.maximum(low, high)

    def _priced(self) -> Priced:
        problem, aim, oracle = self.search.problem, self.search.aim, self.oracle
        prices, count = self.prices, oracle.kept.size
        cost = aim.price + np.tensordot(prices[:count], oracle.matrix, axes=1)
        scale = None if aim.scale is None else aim.worth * aim.scale
        if scale is None and (aim.worth != 1.0 or problem.demands):
            scale = np.full((problem.bank.channels, problem.bank.periods), aim.worth)
        for demand, price in zip(problem.demands, prices[count:], strict=False):
            assert scale is not None
            scale = scale - price * demand.scale
            cost = cost - price * demand.price
        ends = np.where(prices > 0, oracle.high, np.where(prices < 0, oracle.low, 0.0))
        return Priced(cost, scale, float((prices * ends)[prices != 0].sum()))

    def _paths(self) -> dict[int, Course]:
        found: dict[int, Course] = {}
        problem = self.search.problem
        capped = [bool(np.isfinite(row).any()) for row in problem.high]
        for part in self.oracle.parts:
            if not isinstance(part, Dynamic):
                continue
            for place, channel in enumerate(part.index):
                scale = None
                if self.given.scale is not None:
                    scale = self.given.scale[channel, : part.weight.shape[1]]
                path = course(part, place, self.given.cost[channel], problem.low[channel], scale)
                if path is not None and not capped[channel]:
                    found[int(channel)] = path
        return found

    def _stage(self, short: float, gap: float) -> bool:
        """One grid; False where the time does not reach for it."""
        search, started = self.search, perf_counter()
        widths, work = self._widths(short)
        left = self.deadline - started
        if work / self.rate > left:
            if self.stages:
                return False
            short *= work / self.rate / max(REACHED * left, 1e-3)
            widths, work = self._widths(short)
        followed: dict[int, ChannelTotals] = {}
        lines: dict[int, Line] = {}
        room = float(KEPT)
        for channel, path in self.paths.items():
            if perf_counter() > self.deadline:
                return False
            most = float(self.high[channel])
            room -= 4 * path.gain.size * grid_points(path, most, widths[channel])
            found = ChannelTotals(path, most, widths[channel], keep=room > 0)
            followed[channel] = found
            lines[channel] = Line(found.totals, found.upper)
        self.rate = work / max(perf_counter() - started, 1e-6)
        split = self._divided(lines)
        if split is None or split.root is None:
            return False
        self.stages += 1
        split.run(0.1 * min(gap, short), self.deadline)
        prices = np.zeros(search.problem.rows.count)
        prices[self.oracle.kept] = (self.prices[: self.oracle.kept.size]) * 1.0
        prices[self.oracle.kept[self.sums]] = split.root.prices
        search.take_bound(max(split.bound + self.given.worth, search.figure), prices)
        self._try(split, followed)
        self.low, self.high = split.narrowed(search.figure - self.given.worth)
        return True

    def _widths(self, short: float) -> tuple[dict[int, float], float]:
        """Distance of nodes by channel at which grids miss `short` altogether, and points x periods."""
        share = short * abs(self.search.figure) / self.low.size
        widths = {c: node_distance(path, float(self.high[c]), share) for c, path in self.paths.items()}
        points = [grid_points(p, float(self.high[c]), widths[c]) * p.gain.size for c, p in self.paths.items()]
        return widths, float(sum(points))

    def _divided(self, lines: dict[int, Line]) -> Split | None:
        """A split of all lines, those bounded by prices sharpened where it puts their totals."""
        oracle = self.oracle
        sums = Sums(self.member, oracle.low[self.sums], oracle.high[self.sums])
        if self.cuts and not self.stages:
            for share in LADDER:
                self._cut(share * self.search.bound_prices[oracle.kept[self.sums]])
        for _ in range(ROUNDS):
            for channel, cuts in self.cuts.items():
                lines[channel] = _below(cuts, float(self.low[channel]), float(self.high[channel]))
            split = Split([lines[c] for c in range(len(lines))], sums, self.low, self.high)
            if split.root is None or not self.cuts or perf_counter() > self.deadline:
                return split
            before = [len(cuts) for cuts in self.cuts.values()]
            for channel, cuts in self.cuts.items():
                price = _between(cuts, float(split.root.totals[channel]))
                if price is not None:
                    self._cut(self._priced_at(channel, price, split.root.prices))
            if before == [len(cuts) for cuts in self.cuts.values()]:
                return split
        return split

    def _priced_at(self, channel: int, price: float, prices: FloatArray) -> FloatArray:
        """Prices of the sums (R,) that make a channel's money cost `price`, near `prices`."""
        row = int(self.member[:, channel].argmax())
        found = prices.copy()
        found[row] += (price - float(prices @ self.member[:, channel])) / self.member[row, channel]
        return found

    def _cut(self, own: FloatArray) -> None:
        """Bound the channels that are not followed by their best value at prices (R,) of the sums."""
        prices = self.prices.copy()
        prices[self.sums] = own
        quote = self.oracle.quote(prices, self.oracle.root)
        for channel, cuts in self.cuts.items():
            price = float(own @ self.member[:, channel])
            cuts.append(Cut(price, float(quote.uppers[channel]), quote.plans[channel]))

    def _try(self, split: Split, followed: dict[int, ChannelTotals]) -> None:
        """Climb from the plans that the division leads to."""
        plan = self.search.v.copy()
        for channel, found in followed.items():
            if found.kept:
                plan[channel] = found.plan(float(split.totals[channel]))
            elif plan[channel].sum() > 0:
                plan[channel] *= split.totals[channel] / plan[channel].sum()
        for channel, cuts in self.cuts.items():
            total = float(split.totals[channel])
            nearest = min(cuts, key=lambda cut: abs(cut.total - total))
            plan[channel] = nearest.plan * (total / nearest.total if nearest.total > 0 else 1.0)
        self.search.improve([plan], centred=0.003)
        self.search.offer(plan)


def _below(cuts: list[Cut], low: float, high: float) -> Line:
    """The least of lines upper + price x total from `low` to `high`: concave."""
    price, upper = np.array([cut.price for cut in cuts]), np.array([cut.upper for cut in cuts])
    apart = price[:, None] - price
    meets = ((upper - upper[:, None]) / np.where(apart == 0, np.inf, apart))[apart != 0]
    totals = np.unique(np.clip(np.concatenate([[low, high], meets]), low, high))
    return Line(totals, (upper + price * totals[:, None]).min(axis=1))


def _between(cuts: list[Cut], total: float) -> float | None:
    """The price at which a channel would spend about `total`, from those it spent less and more at."""
    under = max((cut for cut in cuts if cut.total <= total), key=lambda cut: cut.total, default=None)
    over = min((cut for cut in cuts if cut.total > total), key=lambda cut: cut.total, default=None)
    if under is None or over is None:
        return None
    if min(total - under.total, over.total - total) <= NEAR * max(total, over.total - under.total):
        return None
    return (over.worth - under.worth) / (over.total - under.total)
