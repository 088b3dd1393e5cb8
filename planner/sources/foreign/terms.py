"""What another tool's file does not say about itself, and the planner has to be told or assumes."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from planner.domain.calendar import Period
from planner.domain.errors import BadDocument, say


@dataclass(frozen=True)
class Terms:
    """How to read figures that carry no unit of their own.

    currency  of the spend, and of the outcome where it is revenue
    value     currency units that one unit of the outcome is worth; None: the outcome is revenue already
    periods   how many periods a table of totals covers, with `period` their kind; None: as the file says
    """

    currency: str = "USD"
    value: float | None = None
    periods: int | None = None
    period: Period = "week"

    def __post_init__(self) -> None:
        if self.value is not None and not (isfinite(self.value) and self.value > 0):
            raise BadDocument(
                say("One unit of the outcome must be worth more than 0, not {value}.", value=self.value)
            )
        if self.periods is not None and self.periods < 1:
            raise BadDocument(
                say(
                    "The curves must cover at least one {period}, not {periods}.",
                    period=self.period,
                    periods=self.periods,
                )
            )
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise BadDocument(
                say('"{currency}" is no currency code; write it as USD or EUR.', currency=self.currency)
            )
