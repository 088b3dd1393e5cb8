"""Channels whose carry-over is a list of weights, priced one by one on grids as fine as pays.

Grids (`weight_grid.py`) bound a channel from above. While time lasts they become finer for the channels that
miss most; what was asked last is answered from memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.adstock import KernelAdstock
from planner.domain.channel_groups import Group
from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, Saturation
from planner.plan.polish import Aim
from planner.plan.problem import Problem
from planner.plan.tangents import Tangents
from planner.plan.weight_grid import Channel, Grid, Question

LONGEST = 7
"""Weights of the longest carry-over that is followed."""
CELLS = 30_000
"""Points of all grids together, to begin with."""
MOST_CELLS = 4_000_000
FINER = 8
RATE = 2e8
"""Points x periods a second to reckon with."""
SET_UP = 15
"""Periods' work that goes into setting up a grid."""
WIDER = 1.5
"""How many times wider than needed a grid may be."""


@dataclass(frozen=True, eq=False)
class Solved:
    """What was answered to a question; `missed` is how far the plan stays below `upper`."""

    asked: tuple[bytes, ...]
    upper: float
    plan: FloatArray
    missed: float


class Lattice:
    """The channels `index` of one group."""

    def __init__(self, problem: Problem, aim: Aim, group: Group, top: FloatArray) -> None:
        adstock = group.adstock
        assert isinstance(adstock, KernelAdstock)
        model = problem.model
        self.index, self.saturation = group.index, group.saturation
        self.tangents = Tangents(problem, aim, group.index, top)
        self.rate = model.price[group.index]
        self.periods = self.rate.shape[1]
        full = problem.request.measure == "full"
        self.channels: dict[int, Channel] = {}
        for place, row in enumerate(group.index):
            kernel = np.trim_zeros(adstock.kernel[place, 0], "b")
            if not 0 < kernel.size <= LONGEST or _concave(group.saturation, place):
                continue
            after = kernel.size - 1 if full else 0
            kernel = np.append(kernel, 0.0) if kernel.size == 1 else kernel
            weight = np.ones(self.periods + after)
            weight[: self.periods] = model.season[row] * model.collect.sum(axis=0)
            long = model.long_term[row] if full else np.ones(1)
            ended = float((group.ended[place, :, :after].sum(axis=1) * long).mean()) if after else 0.0
            past = np.append(adstock.past[place][::-1], 0.0)[: kernel.size - 1]
            self.channels[place] = Channel(place, kernel, past, weight, long, ended)
        self.cells = dict.fromkeys(self.channels, CELLS)
        self.grids: dict[int, Grid] = {}
        self.known: dict[int, Solved] = {}

    @property
    def missed(self) -> float:
        """What the grids miss altogether, by the last prices."""
        return sum(known.missed for known in self.known.values())

    def refine(self, missed: float, seconds: float) -> bool:
        """Finer grids from now on where one misses more than `missed`; False where none is to be had."""
        wanted = [
            place
            for place, known in self.known.items()
            if known.missed > missed and self.cells[place] * FINER <= MOST_CELLS
        ]
        wanted.sort(key=lambda place: -self.known[place].missed)
        work = np.cumsum([self.cells[place] * FINER * (SET_UP + self.periods) for place in wanted])
        for place, until in zip(wanted, work, strict=True):
            if until > RATE * seconds:
                break
            self.cells[place] *= FINER
            del self.known[place]
            self.grids.pop(place, None)
        return bool(wanted) and bool(work[0] <= RATE * seconds)

    def price(
        self, cost: FloatArray, low: FloatArray, high: FloatArray, scale: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Upper bound (n,) of scale x outcome - cost . v within the box, and plans (n, T)."""
        high = self.tangents.worthwhile(cost, low, high, scale)
        upper, plans = self.tangents.price(cost, low, high, scale)
        plans = plans.copy()
        for place, channel in self.channels.items():
            rate = self.rate[place]
            weight = channel.weight if scale is None else channel.weight * scale[place, : channel.weight.size]
            ended = channel.ended * (1.0 if scale is None else float(scale[place, -1]))
            if (weight < 0).any():
                continue
            asked = tuple(part.tobytes() for part in (cost[place], low[place], high[place], weight))
            known = self.known.get(place)
            if known is None or known.asked != asked:
                question = Question(cost[place] * rate, low[place] / rate, high[place] / rate, weight)
                most, plan, value = self._priced(channel, question)
                known = Solved(
                    asked, most - ended, plan * rate, min(most - ended, upper[place]) - value + ended
                )
                self.known[place] = known
            upper[place] = min(upper[place], known.upper)
            plans[place] = np.clip(known.plan, low[place], high[place])
        return upper, plans

    def _priced(self, channel: Channel, question: Question) -> tuple[float, FloatArray, float]:
        """Upper bound, a plan and its value."""
        end = float(max(question.high.max(), channel.past.max(initial=0.0)))
        grid = self.grids.get(channel.place)
        if grid is None or not end <= grid.end <= WIDER * end:
            grid = Grid(self.saturation, channel, end * WIDER**0.25 + 1e-12, self.cells[channel.place])
            self.grids[channel.place] = grid
        upper, plan = grid.solve(question)
        return upper, plan, grid.value(question, plan)


def runs_by_weights(problem: Problem, number: int) -> bool:
    """Whether a group's carry-over is a list of weights in the periods that are decided."""
    adstock = problem.model.groups[number].adstock
    return (
        isinstance(adstock, KernelAdstock)
        and adstock.kernel.shape[1] == 1
        and not adstock.steady.any()
        and problem.model.lived == problem.request.horizon
    )


def _concave(saturation: Saturation, place: int) -> bool:
    if isinstance(saturation, HillBank):
        return bool((saturation.shape[place] <= 1).all())
    return isinstance(saturation, LogisticBank)
