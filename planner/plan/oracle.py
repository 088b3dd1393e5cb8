"""What every channel would do at given prices on the shared limits, and the bound that follows.

Limits that tie channels together are priced (Lagrange); what is left falls apart by channel. For any prices,
the channels' best values plus the prices' worth of the limits bound every allowed plan from above.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from planner.domain.adstock import GeometricAdstock
from planner.domain.money import FloatArray
from planner.plan.dynamic import Dynamic, Priced, Windows
from planner.plan.held import FINER, Held, Sum, own_limits
from planner.plan.lattice import Lattice, runs_by_weights
from planner.plan.line import Line
from planner.plan.polish import Aim
from planner.plan.problem import Problem
from planner.plan.tangents import Tangents

MISSED = 1500
"""Times `enough` that the grids of held channels may miss altogether, to begin with."""


@dataclass(frozen=True, eq=False)
class Bounds:
    """What a branch of the search allows: spends (C, V) from low to high, channels' sums (C,) least to most.

    Sums are bounded only where a part holds them (`Oracle.summed`).
    """

    low: FloatArray
    high: FloatArray
    least: FloatArray
    most: FloatArray


@dataclass(frozen=True, eq=False)
class Box(Bounds):
    """The same with what the parts derived from it."""

    windows: dict[int, Windows]


@dataclass(frozen=True, eq=False)
class Quote:
    """At some prices: a bound, and one plan a channel with its figure (C,) and use of the rows (C, R).

    uppers  (C,) bound of each channel's best value at those prices
    """

    bound: float
    uppers: FloatArray
    plans: FloatArray
    figures: FloatArray
    uses: FloatArray


class Oracle:
    """Rows R: the problem's, then demands on outcomes, then one for each plan that repeats itself."""

    def __init__(
        self,
        problem: Problem,
        aim: Aim,
        top: FloatArray,
        nodes: int,
        *,
        hold: bool = False,
        enough: float = 0.0,
        deadline: float = np.inf,
    ) -> None:
        """hold: limits on one channel's sum are kept inside, not priced from outside.

        enough  a gain not worth the work; deadline: the clock after which they are priced nevertheless
        """
        self.problem, self.aim, self.deadline = problem, aim, deadline
        self.held: dict[int, Held] = {}
        self.slowest = 0.0  # seconds that limits on single channels took at most
        self.parts: list[Dynamic | Line | Lattice | Tangents] = []
        steady: list[int] = []
        for number, group in enumerate(problem.model.groups):
            if problem.shares is not None:
                self.parts.append(Line(problem, problem.bank.blocks[number], top))
            elif runs_by_period(problem, number):
                part = Dynamic(problem, group, top, nodes)
                self.parts.append(part)
                limits = own_limits(problem, part) if hold else None
                if limits is not None:
                    missed = MISSED * enough / problem.bank.channels
                    self.held[number] = Held(part, limits, missed)
                if part.steady:
                    steady += part.index.tolist()
            elif runs_by_weights(problem, number):
                self.parts.append(Lattice(problem, aim, group, top))
            else:
                self.parts.append(Tangents(problem, aim, group.index, top))
        self.steady = np.array(steady, int)
        demands = problem.demands
        kept = np.ones(problem.rows.count, bool)
        for own_part in self.held.values():
            kept[own_part.limits.row] = False
        self.kept = np.flatnonzero(kept)
        dense = problem.rows.matrix.toarray().reshape(problem.rows.count, *problem.low.shape)
        self.matrix = dense[self.kept]
        asked, repeated = np.full(len(demands), np.inf), np.zeros(self.steady.size)
        self.low = np.concatenate([problem.rows.low[self.kept], [d.least for d in demands], repeated])
        self.high = np.concatenate([problem.rows.high[self.kept], asked, repeated])
        self.summed = np.zeros(problem.bank.channels, bool)
        for own_part in self.held.values():
            self.summed[own_part.part.index[own_part.limits.at[own_part.whole]]] = True
        unlimited = np.full(problem.bank.channels, np.inf)
        self.root = self.box(Bounds(problem.low, top, -unlimited, unlimited))

    def first_prices(self, v: FloatArray, prices: FloatArray) -> FloatArray:
        """Row prices (R,) to begin with: the limits' own (m,), and the worth of a repeated plan's start."""
        found = np.zeros(self.low.size)
        found[: self.kept.size] = prices[self.kept]
        at = self.low.size - self.steady.size
        for part in self.parts:
            if isinstance(part, Dynamic) and part.steady:
                rows = part.index
                start = (v[rows] / self.problem.model.price[rows]).mean(axis=1)
                step = 1e-3 * np.maximum(start, part.nodes[:, -1] * 1e-3)
                rise = part.worth(v[rows], start + step) - part.worth(v[rows], start)
                found[at : at + rows.size] = self.aim.worth * rise / step
                at += rows.size
        return found

    def limit_prices(self, prices: FloatArray) -> FloatArray:
        """Prices of the problem's rows (m,) among the oracle's; what parts keep inside has none."""
        found = np.zeros(self.problem.rows.count)
        found[self.kept] = prices[: self.kept.size]
        return found

    def row_prices(self, prices: FloatArray) -> FloatArray:
        """Prices (R,) for an oracle that prices every limit from outside; those kept inside cost nothing."""
        found = np.zeros(self.problem.rows.count + self.low.size - self.kept.size)
        found[self.kept] = prices[: self.kept.size]
        found[self.problem.rows.count :] = prices[self.kept.size :]
        return found

    def own_prices(self, prices: FloatArray) -> FloatArray:
        """Those of `prices` (m,) that belong to limits on one channel which a part could keep itself."""
        parts = [part for part in self.parts if isinstance(part, Dynamic)]
        limits = [own_limits(self.problem, part) for part in parts]
        return np.concatenate([np.zeros(0), *[prices[own.row] for own in limits if own is not None]])

    def going_rate(self, v: FloatArray) -> FloatArray:
        """A scale for each row's price (R,): what a unit of it is worth on average."""
        figures, uses = self.account(v)
        earned = float(np.abs(figures).sum()) + float((self.aim.price * v).sum())
        spend = max(float(v.sum()), 1e-300)
        rate = np.full(self.low.size, earned / spend)
        asked = slice(self.kept.size, self.kept.size + len(self.problem.demands))
        rate[asked] = earned / np.maximum(np.abs(uses[:, asked]).sum(axis=0), 1e-300)
        return rate

    def refine(self, missed: float, seconds: float) -> bool:
        """Finer grids where they miss more than a channel's share of `missed`, if there is time for it."""
        share = missed / self.problem.bank.channels
        refined = [part.refine(share, seconds) for part in self.lattices]
        if FINER * self.slowest < seconds:
            for held in self.held.values():
                if held.missed > share:
                    held.refine()
                    refined.append(True)
        self.slowest = 0.0
        return any(refined)

    @property
    def missed(self) -> float:
        """What grids that can be refined miss altogether, by the last prices."""
        return sum(part.missed for part in self.lattices)

    @property
    def lattices(self) -> list[Lattice]:
        """The parts whose grids can be refined."""
        return [part for part in self.parts if isinstance(part, Lattice)]

    def box(self, bounds: Bounds) -> Box:
        """Prepare bounds for pricing."""
        low, high = bounds.low, bounds.high
        windows = {i: part.boxed(low, high) for i, part in enumerate(self.parts) if isinstance(part, Dynamic)}
        return Box(low, high, bounds.least, bounds.most, windows)

    def quote(self, prices: FloatArray, box: Box) -> Quote:
        """Price the rows at `prices` (R,): above 0 for a row that costs, below 0 for one that asks."""
        problem, aim = self.problem, self.aim
        count, asked = self.kept.size, len(problem.demands)
        prices = np.where(np.isfinite(self.high), prices, np.minimum(prices, 0.0))
        prices = np.where(np.isfinite(self.low), prices, np.maximum(prices, 0.0))
        cost = aim.price + np.tensordot(prices[:count], self.matrix, axes=1)
        scale = None if aim.scale is None else aim.worth * aim.scale
        if scale is None and (aim.worth != 1.0 or asked):
            scale = np.full((problem.bank.channels, problem.bank.periods), aim.worth)
        for demand, price in zip(problem.demands, prices[count : count + asked], strict=True):
            assert scale is not None
            scale = scale - price * demand.scale
            cost = cost - price * demand.price
        repeat = np.zeros(problem.bank.channels)
        repeat[self.steady] = prices[count + asked :]
        plans = np.empty(problem.low.shape)
        starts = np.zeros(problem.bank.channels)
        bounds = np.empty(problem.bank.channels)
        for i, part in enumerate(self.parts):
            rows = part.index
            part_scale = None if scale is None else scale[rows]
            if isinstance(part, Dynamic):
                own_scale = None if part_scale is None else part_scale[:, : part.weight.shape[1]]
                own_cost = cost[rows]
                if part.steady:  # the mean of x enters the row of plans that repeat themselves
                    rate = 1.0 / problem.model.price[rows]
                    own_cost = own_cost - repeat[rows, None] * rate / rate.shape[1]
                priced = part.price(
                    own_cost,
                    box.low[rows],
                    box.high[rows],
                    windows=box.windows[i],
                    scale=own_scale,
                    start_price=repeat[rows] if part.steady else None,
                )
                starts[rows] = priced.start
                plans[rows] = priced.plans
                upper = priced.upper
                if i in self.held:
                    upper, begun = upper.copy(), perf_counter()
                    places, uppers, fitted = self._limited(i, priced, own_cost, box, own_scale)
                    self.slowest = max(self.slowest, perf_counter() - begun)
                    upper[places] = np.minimum(upper[places], uppers)
                    plans[rows[places]] = fitted
            else:
                upper, found = part.price(cost[rows], box.low[rows], box.high[rows], part_scale)
                plans[rows] = found
            bounds[rows] = upper
        # Prices of limits: a row costs at its upper end or pays at its lower one.
        ends = np.where(prices > 0, self.high, np.where(prices < 0, self.low, 0.0))
        bound = float(bounds.sum()) + float((prices * ends)[prices != 0].sum())
        figures, uses = self.account(plans, starts)
        return Quote(bound, bounds, plans, figures, uses)

    def _limited(
        self, number: int, priced: Priced, cost: FloatArray, box: Box, scale: FloatArray | None
    ) -> tuple[np.ndarray, FloatArray, FloatArray]:
        """Places in the part, bounds and plans of the channels whose best plan breaks their own limit."""
        held = self.held[number]
        limits = held.limits
        spent = (priced.plans[limits.at] * limits.mask).sum(axis=1)
        rows, whole = held.part.index[limits.at], held.whole
        least = np.where(whole, np.maximum(limits.least, box.least[rows]), limits.least)
        most = np.where(whole, np.minimum(limits.most, box.most[rows]), limits.most)
        slack = 1e-7 * limits.most
        broken = np.flatnonzero((spent < least - slack) | (spent > most + slack))
        uppers, plans, known = [], [], []
        for i in broken:
            if perf_counter() > self.deadline:
                break
            place, row = int(limits.at[i]), rows[i]
            question = Sum(
                cost[place],
                box.low[row],
                box.high[row],
                float(least[i]),
                float(most[i]),
                None if scale is None else scale[place],
            )
            upper, plan = held.price(int(i), question)
            known.append(place)
            uppers.append(upper)
            plans.append(plan)
        shape = (len(known), cost.shape[1])
        return np.array(known, int), np.array(uppers), np.array(plans).reshape(shape)

    def account(self, plans: FloatArray, starts: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
        """Figure (C,) and row use (C, R) of each channel's plan in `plans` (C, V).

        starts  (C,) adstock that plans which repeat themselves began from; None: their own mean, exactly
        """
        problem, aim = self.problem, self.aim
        earned = self._earned(plans, starts, aim.scale)
        figures = aim.worth * earned - (aim.price * plans).sum(axis=1)
        uses = [np.einsum("mcv,cv->cm", self.matrix, plans)]
        for demand in problem.demands:
            asked = self._earned(plans, starts, demand.scale) - (demand.price * plans).sum(axis=1)
            uses.append(asked[:, None])
        if self.steady.size:
            apart = np.zeros((problem.bank.channels, self.steady.size))
            if starts is not None:
                mean = (plans / problem.model.price).mean(axis=1)
                apart[self.steady, np.arange(self.steady.size)] = (starts - mean)[self.steady]
            uses.append(apart)
        return figures, np.concatenate(uses, axis=1)

    def _earned(self, plans: FloatArray, starts: FloatArray | None, scale: FloatArray | None) -> FloatArray:
        earned: FloatArray = self.problem.bank.values(plans[None], scale)[0]
        if starts is None:
            return earned
        for part in self.parts:
            if isinstance(part, Dynamic) and part.steady:
                rows = part.index
                own = None if scale is None else scale[rows][:, : part.weight.shape[1]]
                earned[rows] = part.worth(plans[rows], starts[rows], own)
        return earned


def runs_by_period(problem: Problem, number: int) -> bool:
    """Whether a group's carry-over is one number a period, so that a dynamic programme can follow it."""
    group = problem.model.groups[number]
    return (
        isinstance(group.adstock, GeometricAdstock)
        and group.adstock.retention.shape[1] == 1
        and problem.model.lived == problem.request.horizon
    )
