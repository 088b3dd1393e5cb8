"""Lift tests: what changing one channel's spend for a while was measured to bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from planner.domain.errors import BadDocument, say


@dataclass(frozen=True)
class Experiment:
    """One test of one channel.

    start, end      first and last day; both belong to it
    spend_change    currency more (or, negative, less) than the history's spend over these days, in all
    lift            outcome more (or less) over these days than without the change
    standard_error  of the lift
    """

    channel: str
    start: date
    end: date
    spend_change: float
    lift: float
    standard_error: float

    @property
    def end_after(self) -> date:
        """The day after the last."""
        return self.end + timedelta(days=1)

    def __post_init__(self) -> None:
        where = f'Experiment on "{self.channel}" from {self.start}'
        if self.end < self.start:
            raise BadDocument(say("{where}: it ends on {end}, before it starts.", where=where, end=self.end))
        if not (isfinite(self.spend_change) and self.spend_change != 0):
            raise BadDocument(say("{where}: the spend change must be an amount other than 0.", where=where))
        if not isfinite(self.lift):
            raise BadDocument(say("{where}: the lift must be a number.", where=where))
        if not (isfinite(self.standard_error) and self.standard_error > 0):
            raise BadDocument(say("{where}: the standard error must be a number above 0.", where=where))
