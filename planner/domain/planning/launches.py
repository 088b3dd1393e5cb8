"""Launches: pre-heat, launch, sustain, and the sales they bring, which move when the date does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from planner.domain.calendar import Month, moved_day
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray
from planner.domain.planning.checks import check_cents, check_name, check_texts

MONTH_DAYS = 365 / 12
LONGEST_PHASE = 3 * 366


@dataclass(frozen=True)
class Launch:
    """A product that goes on sale on `day`; phases are lengths in days.

    at_launch  sales a month in the launch phase beyond the baseline, cents; afterwards `sustained` a month
    """

    name: str
    day: date
    product: str = ""
    pre_heat: int = 28
    launch: int = 28
    sustain: int = 180
    at_launch: int = 0
    sustained: int = 0
    owner: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.product, self.owner)
        check_cents(self.name, self.at_launch, self.sustained)
        if any(not 0 <= days <= LONGEST_PHASE for days in (self.pre_heat, self.launch, self.sustain)):
            raise BadDocument(
                say('The phases of launch "{name}" must be 0 to 1,098 days.', name=self.name[:60])
            )

    @property
    def first_day(self) -> date:
        """First day of the pre-heat."""
        return self.day - timedelta(days=self.pre_heat)

    @property
    def launched(self) -> date:
        """First day after the launch phase."""
        return self.day + timedelta(days=self.launch)

    @property
    def over(self) -> date:
        """First day after the sustain phase: from then on its sales are part of the baseline."""
        return self.launched + timedelta(days=self.sustain)

    def moved(self, months: int) -> Launch:
        """The launch some months later, on the same day of the month where there is one."""
        return replace(self, day=moved_day(self.day, months))


def launch_sales(launches: Sequence[Launch], months: Sequence[Month]) -> FloatArray:
    """Sales that launches add to the baseline, currency units by month, shape (M,).

    Each day of a phase brings 12/365 of the phase's sales a month; the pre-heat sells nothing yet.
    """
    sales = np.zeros(len(months))
    for one in launches:
        for start, stop, cents in (
            (one.day, one.launched, one.at_launch),
            (one.launched, one.over, one.sustained),
        ):
            days = [max((min(stop, m.stop) - max(start, m.start)).days, 0) for m in months]
            sales += np.array(days) * (cents / 100 / MONTH_DAYS)
    return sales


def moved_sales(
    before: Sequence[Launch], after: Sequence[Launch], months: Sequence[Month]
) -> FloatArray | None:
    """What `after` sells more or less than `before`, currency units by month, shape (M,); None: the same."""
    change = launch_sales(after, months) - launch_sales(before, months)
    return change if change.any() else None
