"""A plan's contribution account: from revenue over what it costs to make and market it to profit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.company import CostLine
from planner.domain.errors import PlannerError, say
from planner.domain.figures import KeyFigures
from planner.domain.forecast import Measure
from planner.domain.money import in_whole_units


@dataclass(frozen=True)
class ProfitAndLoss:
    """Cents. revenue - variable = contribution; contribution - media - the lines = profit."""

    revenue: int
    contribution: int
    media: int
    lines: tuple[tuple[str, int], ...]

    @property
    def variable(self) -> int:
        """What the goods sold cost: revenue that is not contribution."""
        return self.revenue - self.contribution

    @property
    def marketing(self) -> int:
        """Media and all lines."""
        return self.media + sum(cents for _name, cents in self.lines)

    @property
    def profit(self) -> int:
        """Profit after marketing."""
        return self.contribution - self.marketing


def profit_and_loss(
    figures: KeyFigures, lines: Sequence[CostLine], measure: Measure = "in_year"
) -> ProfitAndLoss:
    """The account of a plan's key figures, in-year or in full effect; it says what they say, in whole cents.

    Raises PlannerError where the margin or the baseline is not known.
    """
    revenue, contribution = figures["revenue"], figures["contribution"]
    full = measure == "full"
    sold = revenue.full if full else revenue.value
    earned = contribution.full if full else contribution.value
    media, marketing = figures["media"].value, figures["marketing"].value
    if sold is None or earned is None or media is None or marketing is None:
        raise PlannerError(
            say("The profit account needs the margin and the sales without media; give them in Setup.")
        )
    costs = np.array([media, *(line.cost(media) for line in lines)]) * 100
    cents = [int(v) for v in in_whole_units(costs, round(marketing * 100))]
    return ProfitAndLoss(
        revenue=round(sold * 100),
        contribution=round(earned * 100),
        media=cents[0],
        lines=tuple((line.name, amount) for line, amount in zip(lines, cents[1:], strict=True)),
    )
