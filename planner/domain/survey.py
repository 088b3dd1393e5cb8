"""Survey results: a share, or promoters less detractors, with the error that asking a few leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from planner.domain import checks
from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say

SURE = 1.959964
"""Standard errors either side that hold the truth 95 times in 100."""


class Asked(StrEnum):
    """What a wave measured; `RETENTION` and `REACTIVATION` may come from a customer file's sample."""

    AWARENESS = "awareness"
    CONSIDERATION = "consideration"
    NPS = "nps"
    RETENTION = "retention"
    REACTIVATION = "reactivation"


@dataclass(frozen=True)
class Wave:
    """One wave of a survey.

    month        "2027-03"
    respondents  how many were asked
    yes          share that knows, considers, stays; of an NPS the promoters
    no           of an NPS the detractors, else 0
    """

    asked: Asked
    month: str
    respondents: int
    yes: float
    no: float = 0.0
    source: str = ""

    def __post_init__(self) -> None:
        checks.month(self.month)
        checks.share(say("The share of a survey"), self.yes)
        checks.share(say("The share of detractors"), self.no)
        if self.respondents < 1:
            raise BadDocument(
                say("A survey of {month} needs at least one respondent.", month=Month.parse(self.month))
            )
        if self.yes + self.no > 1:
            raise BadDocument(
                say(
                    "Promoters and detractors of {month} are more than everybody asked.",
                    month=Month.parse(self.month),
                )
            )
        if self.asked is not Asked.NPS and self.no:
            raise BadDocument(
                say("Only an NPS has detractors; leave them out of {month}.", month=Month.parse(self.month))
            )

    @property
    def value(self) -> float:
        """The share; of an NPS promoters less detractors, -1 to 1."""
        return self.yes - self.no

    @property
    def variance(self) -> float:
        """Of `value`, by sampling alone. Source: binomial; for a score of +1, 0 and -1 p + q - (p - q)^2."""
        return (self.yes + self.no - self.value**2) / self.respondents

    @property
    def margin(self) -> float:
        """What `value` may be off by either side, 95 times in 100."""
        return SURE * sqrt(self.variance)


def least_change(one: Wave, other: Wave) -> float:
    """How far two waves must lie apart before their difference is more than chance, 95 times in 100."""
    return SURE * sqrt(one.variance + other.variance)
