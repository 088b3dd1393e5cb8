"""One channel's path through the periods: what a programme over its adstock has to know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, Saturation, TableBank
from planner.plan.dynamic import Dynamic
from planner.plan.shape import above_chord, chosen, steepest_fall

EVEN = 2.2
"""Adstock up to which nodes lie evenly, in the size at which the curve bends most; wider apart beyond."""
CELLS = 600_000
"""Grid points of one channel at most."""


@dataclass(frozen=True, eq=False)
class Course:
    """One channel's path: T periods decided, L >= T in which it earns.

    saturation   of this channel only, (1, S or 1, 1) parameters; `long` (S or 1,) multiplies each draw
    gain, low, cost   (T,) adstock per money, floor, price of a spend; weight (L,) worth of an outcome
    """

    saturation: Saturation
    long: FloatArray
    retention: float
    gain: FloatArray
    weight: FloatArray
    low: FloatArray
    cost: FloatArray
    start: float
    ended: float

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Outcome (any,) of adstock (any,), averaged over draws."""
        drawn = self.saturation.outcome(adstock.reshape(1, 1, -1))[0]
        mean: FloatArray = (drawn * self.long[:, None]).mean(axis=0).reshape(adstock.shape)
        return mean

    def over(self, nodes: FloatArray) -> FloatArray:
        """How far the curve can rise above its chord between neighbouring nodes (N,), shape (N - 1,)."""
        drawn = above_chord(self.saturation, nodes[None, None, :-1], nodes[None, None, 1:])[0]
        mean: FloatArray = (drawn * self.long[:, None]).mean(axis=0)
        return mean

    def rises(self, nodes: FloatArray) -> FloatArray:
        """How far the worth of all periods from t on may rise above its chord in a bin, (T, N - 1).

        It is a maximum of sums of curves, each shifted by spend and shrunk by what carries over.
        """
        count, length = self.gain.size, self.weight.size
        found, shrink = np.zeros((count, nodes.size - 1)), 1.0
        for lag in range(length):
            left, right = nodes[None, None, :-1] * shrink, nodes[None, None, 1:] * shrink
            drawn = above_chord(self.saturation, left, right, beyond=lag > 0)[0]
            over = (drawn * self.long[:, None]).mean(axis=0)
            late = min(count, length - lag)
            found[:late] += self.weight[lag : lag + late, None] * over
            shrink *= self.retention
            if shrink == 0:
                break
        return found

    @property
    def fall(self) -> float:
        """The largest -f'', averaged over draws, of Hill curves from shape 1 and logistic ones."""
        assert not isinstance(self.saturation, TableBank)
        return float((steepest_fall(self.saturation)[0, :, 0] * self.long).mean())

    @property
    def scale(self) -> float:
        """The adstock at which the curve bends most, or the like."""
        bank = self.saturation
        assert not isinstance(bank, TableBank)
        size = bank.half_spend if isinstance(bank, HillBank) else 2.0 / bank.rate
        return float(size.max())

    @property
    def floor(self) -> float:
        """What the floors take."""
        return float(self.low.sum())


def course(
    part: Dynamic, place: int, cost: FloatArray, low: FloatArray, scale: FloatArray | None
) -> Course | None:
    """The path of the channel at `place` of a part; None where its curve bends too sharply for totals."""
    bank = part.saturation
    if isinstance(bank, TableBank) or (isinstance(bank, HillBank) and bool((bank.shape[place] < 1).any())):
        return None
    return None if part.steady else any_course(part, place, cost, low, scale)


def any_course(
    part: Dynamic, place: int, cost: FloatArray, low: FloatArray, scale: FloatArray | None
) -> Course:
    """The path of any channel that does not repeat itself."""
    weight = part.weight[place] if scale is None else part.weight[place] * scale
    ended = float(part.ended[place]) * (1.0 if scale is None else float(scale[-1]))
    return Course(
        chosen(part.saturation, slice(place, place + 1)),
        part.long[place],
        float(part.retention[place]),
        part.gain[place] * np.ones(part.periods),
        weight,
        low,
        cost,
        float(part.start[place]),
        ended,
    )


def shortfall(path: Course) -> float:
    """What the lifts of all periods add up to for nodes of width 1, about: they grow with its square."""
    periods = np.arange(path.weight.size)
    after = periods - np.arange(path.gain.size)[:, None]
    echo = np.where(after >= 0, path.retention ** np.maximum(after, 0), 0.0)
    return 3 * path.fall / 8 * float((path.weight * echo**2).sum())


def grid_points(path: Course, most: float, width: float) -> float:
    """Grid points, about."""
    end = float(path.gain.max()) * most
    return (min(end, EVEN * path.scale) / width + 60) * (end / width + 2)


def node_distance(path: Course, most: float, short: float) -> float:
    """Distance of nodes at which the grid misses `short`, or as fine as the grid may be."""
    width = min(float(np.sqrt(short / max(shortfall(path), 1e-300))), path.scale / 3)
    while grid_points(path, most, width) > CELLS:
        width *= 1.2
    return width
