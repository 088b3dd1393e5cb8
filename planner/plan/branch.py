"""Proof and better plans: prices found by column generation, gaps closed by branch and bound.

A master linear programme mixes the channel plans seen so far; its prices ask every channel for its best plan
(`Oracle`), which gives a bound and new columns (Dantzig and Wolfe 1960). Where the
mix splits a channel between plans, a spend is branched on and both halves are searched, best bound first.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.columns import Columns, Mix, kicked, mixed, trimmed
from planner.plan.halving import Halving
from planner.plan.oracle import Bounds, Oracle
from planner.plan.search import Search

ROUNDS_AT_ROOT = 40
ROUNDS = 3
WIDENED = 0.5
"""Share of the first box of prices that a new branch has at least."""
PATIENCE = 6
"""Rounds without visible progress after which a branch's prices are left as they are."""
LOOKS = (0, 2, 5, 10, 20)
"""Rounds after which the mix is climbed from for a better plan."""
COARSE = 0.2
"""Share of the gap that grids may miss at the root; more, and they become finer."""
SHARE = 0.25
"""Share of the time left that a pricing on finer grids may take."""
CLOSE = 0.0004
"""Gap above which other plans are tried at random between branches."""
WIDE = 0.005
"""Gap from which they get all of their share of the time."""
KICKED = 6
CELLS = 3000
"""Plans tried at once, and spends of all of them together."""
FIRST_LUCK = 0.5
LEAST_LUCK = 0.5
"""Share of the time for other plans that stays however long none was better."""
SEED = 20270101
EAGER = 12
"""Branches each climbed from; later ones seldom give a better plan, so only every third is."""


@dataclass(order=True)
class Node:
    """A branch; the heap pops the largest bound first."""

    key: float
    number: int
    bound: float = field(compare=False)
    bounds: Bounds = field(compare=False)
    prices: FloatArray = field(compare=False)
    radius: FloatArray = field(compare=False)


class Proof:
    """Tightens a search's bound and betters its plan until the gap or the deadline is met."""

    def __init__(
        self,
        search: Search,
        *,
        gap: float,
        deadline: float,
        enough: float | None = None,
        patience: float = np.inf,
        target: float = np.inf,
        nodes: int = 320,
        hold: bool = False,
    ) -> None:
        """Work to `gap`, once the clock passes `patience` only to `enough`; or until `target` is decided.

        hold: limits on one channel's sum are kept as they are instead of being priced
        """
        self.search, self.deadline, self.target = search, deadline, target
        self.wished, self.enough, self.patience = gap, gap if enough is None else enough, patience
        self.oracle = Oracle(
            search.problem,
            search.aim,
            search.top,
            nodes,
            hold=hold,
            enough=1e-5 * abs(search.figure),
            deadline=deadline,
        )
        rows = self.oracle.low.size
        self.columns = Columns(
            np.zeros(0, int), np.zeros((0, search.problem.low.shape[1])), np.zeros(0), np.zeros((0, rows))
        )
        self.explored = 0
        self.settled = -np.inf
        self._add_plan(search.v)
        prices = self.oracle.first_prices(search.v, search.bound_prices if hold else search.prices)
        self.rate = self.oracle.going_rate(search.v)
        radius = self._radius(prices)
        self.generator = np.random.default_rng(SEED)
        self.heap = [Node(-search.bound, 0, search.bound, self.oracle.root, prices, radius)]
        self.made = 0
        self.root_prices = prices
        self.luck = FIRST_LUCK
        self.kicking = 0.0  # seconds that trying other plans took last

    def run(self, branches: int = 1_000_000) -> str:
        """What stopped it: "gap" or "seconds" (or no more branches). It can go on later."""
        search, heap = self.search, self.heap
        branches += self.explored
        while heap:
            node = heapq.heappop(heap)
            if self._closed(node.bound):
                heapq.heappush(heap, node)
                self._settle()
                return "gap"
            begun = perf_counter()
            bound, mix, node, columns = self._price(node)
            self.explored += 1
            if self._closed(bound) or mix is None:
                self.settled = max(self.settled, bound)
            else:
                halving = Halving(self.oracle, search, node.bounds, mix, columns)
                for half in halving.halves(node.prices, self._radius(node.prices)):
                    self.made += 1
                    heapq.heappush(
                        heap, replace(node, key=-bound, number=self.made, bound=bound, bounds=half)
                    )
            self._settle()
            if self._closed(search.bound):
                return "gap"
            self._vary(perf_counter() - begun)
            if perf_counter() > self.deadline or self.explored >= branches:
                return "seconds"
        return "gap"

    def _radius(self, prices: FloatArray) -> FloatArray:
        radius: FloatArray = 0.3 * np.abs(prices) + 0.15 * self.rate
        return radius

    def _settle(self) -> None:
        """The bound on all plans is the largest of any branch, open or settled."""
        open_bound = self.heap[0].bound if self.heap else -np.inf
        worst = max(self.settled, open_bound, self.search.figure)
        self.search.take_bound(worst, self.search.bound_prices)

    def _closed(self, bound: float) -> bool:
        """Whether a branch needs no further look: nothing in it betters the plan, or reaches the target."""
        figure = self.search.figure
        if self.target < np.inf:
            return bound < self.target or figure >= self.target
        return bound <= figure + self.gap * abs(figure)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do, or no time to do it."""
        return not self.heap or self._closed(self.search.bound) or perf_counter() > self.deadline

    @property
    def gap(self) -> float:
        """The relative gap worked to at this moment."""
        return self.wished if perf_counter() < self.patience else self.enough

    def _price(self, node: Node) -> tuple[float, Mix | None, Node, Columns]:
        """Bound of a branch, the mix of plans to branch on, and the node with the prices that gave it.

        Prices move inside a box around the best ones so far (box step, Marsten et al. 1975): the first mixes
        know few plans and would send them anywhere.
        """
        box = self.oracle.box(node.bounds)
        best, centre, radius = node.bound, node.prices, node.radius
        columns = self.columns.inside(box, 1e-9 * self.search.room.unit)
        mix: Mix | None = None
        first = node.number == 0
        at = centre
        stalled, quoted = 0, np.inf
        for turn in range(ROUNDS_AT_ROOT if first else ROUNDS):
            before = quoted
            quote = self.oracle.quote(at, box)
            if mix is not None:
                radius = _resized(radius, np.abs(at - centre), quoted - quote.bound, quoted - mix.value)
            if quote.bound < quoted:
                quoted, centre = quote.bound, at
            best = min(best, quoted)
            self.columns.add(quote.plans, quote.figures, quote.uses)
            columns.add(quote.plans, quote.figures, quote.uses)
            if first:
                self.root_prices = centre
                self.search.take_bound(quoted, self.oracle.limit_prices(centre))
            if self._closed(best):
                break
            columns = trimmed(columns, centre, self.oracle)
            mix = mixed(columns, self.oracle, max(abs(self.search.figure), 1e-12), centre, radius)
            if mix is None:
                break
            if turn in LOOKS and self.explored < EAGER:
                self._offer(mix, columns)
            worth = best - self.search.figure
            stalled = 0 if before - quoted > 0.03 * worth else stalled + 1
            inner = (np.abs(mix.prices - centre) < 0.99 * radius).all()
            near = quoted - self.oracle.missed - mix.value <= max(0.05 * worth, 1e-7 * abs(best))
            if (near and (inner or stalled >= 2)) or stalled >= PATIENCE or perf_counter() > self.deadline:
                left = self.deadline - perf_counter()
                if not first or not self.oracle.refine(COARSE * worth, SHARE * left):
                    break
                at, quoted, stalled = centre, np.inf, PATIENCE - 2
                continue
            at = mix.prices
        if mix is not None and not self._closed(best) and (self.explored < EAGER or self.explored % 3 == 0):
            self._offer(mix, columns)
        self.columns = trimmed(self.columns, centre, self.oracle)
        radius = np.maximum(radius, WIDENED * self._radius(centre))
        return best, mix, replace(node, prices=centre, radius=radius), columns

    def _add_plan(self, v: FloatArray) -> None:
        self.columns.add(v, *self.oracle.account(v))

    def _offer(self, mix: Mix, columns: Columns) -> None:
        """Climb from the mix, and from the plan that takes each channel's heaviest column."""
        before = self.search.figure
        starts = [mix.plan]
        heaviest = np.zeros_like(mix.plan)
        order = np.argsort(mix.weight, kind="stable")
        heaviest[columns.channel[order]] = columns.plan[order]
        starts.append(heaviest)
        self.search.improve(starts, centred=0.003)
        if self.search.figure > before:
            self._add_plan(self.search.v)

    def _vary(self, seconds: float) -> None:
        """Where the gap stays wide the plan may be at fault: try others for as long as the proof just took.

        The longer none is better and the closer the bound, the shorter.
        """
        share = self.luck * min(1.0, self.search.gap / WIDE)
        until, before = min(perf_counter() + share * seconds, self.deadline), self.search.figure
        while self.search.gap > CLOSE and perf_counter() + self.kicking / 2 < until:
            begun = perf_counter()
            self._kick()
            self.kicking = perf_counter() - begun
        self.luck = 1.0 if self.search.figure > before else max(LEAST_LUCK, 0.6 * self.luck)

    def _kick(self) -> None:
        """Change a few channels of the plan and climb again."""
        before = self.search.figure
        count = int(np.clip(CELLS // self.search.v.size, 1, KICKED))
        starts = [kicked(self.search.v, self.columns, self.generator) for _ in range(count)]
        self.search.improve(starts, centred=0.003)
        if self.search.figure > before:
            self._add_plan(self.search.v)


def _resized(radius: FloatArray, moved: FloatArray, gained: float, promised: float) -> FloatArray:
    """A box of prices grows where a step to its edge kept its promise, and shrinks where it did not."""
    if gained > 0.3 * promised:
        return np.where(moved >= 0.99 * radius, 2 * radius, radius)
    return radius if gained > 0 else 0.4 * radius
