"""What the optimiser answers: a plan with its proof, its reasons and what the next unit would bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import Horizon
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class Answer:
    """The best plan found, and how far it can be from the best possible one.

    allocation      (C, D) spend, currency
    outcome         expected media outcome in the asked measure, baseline excluded
    in_year, full   the same plan's outcome in both measures
    figure          what the goal maximises (outcome, profit) or, for reach, the spend it minimises
    bound           no allowed plan has a better figure; None where none is computed (cvar, safe)
    gap             relative distance of figure and bound, at least 0; None without a bound
    binding         limits the plan stands at, in words
    marginal        (C,) outcome of the next unit on a channel, where its plan would put it
    marginal_cells  (C, D) outcome of the next unit in each cell
    beyond_seen     (C, D) True where spend leaves the range the evidence covers
    stopped_by      "gap", "seconds", "exact" (nothing left to decide or to prove) or "search ended"
    started_from    outcome of the plan to beat; None when the request names none
    notes           further sentences, such as why nothing moved
    """

    channels: tuple[str, ...]
    horizon: Horizon
    allocation: FloatArray
    outcome: float
    in_year: float
    full: float
    figure: float
    bound: float | None
    gap: float | None
    binding: tuple[str, ...]
    marginal: FloatArray
    marginal_cells: FloatArray
    beyond_seen: NDArray[np.bool_]
    stopped_by: str
    seconds: float
    started_from: float | None
    notes: tuple[str, ...] = ()

    @property
    def spend(self) -> float:
        """Total spend."""
        return float(self.allocation.sum())

    def spend_by_channel(self) -> dict[str, float]:
        """Total of each channel."""
        return {name: float(row.sum()) for name, row in zip(self.channels, self.allocation, strict=True)}
