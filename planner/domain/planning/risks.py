"""What could go wrong, how likely, and what it would do to the model; and money kept for trying things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

from planner.domain.errors import BadDocument, say
from planner.domain.planning.checks import check_cents, check_days, check_name, check_share, check_texts


class StressKind(StrEnum):
    """What a risk changes."""

    EFFECT = "effect"
    PRICE = "price"
    BASELINE = "baseline"


@dataclass(frozen=True)
class PlannedRisk:
    """A risk and its stress: what of the model changes by `change` (-0.2: a fifth less) if it happens.

    channel      the channel that EFFECT or PRICE hits; "" : all
    probability  of it happening within the plan's year
    """

    name: str
    probability: float = 0.0
    stress: StressKind = StressKind.EFFECT
    channel: str = ""
    change: float = 0.0
    owner: str = ""
    response: str = ""
    review: date | None = None

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.channel, self.owner, self.response)
        check_share(self.name, self.probability)
        if not (isfinite(self.change) and -0.99 <= self.change <= 5):
            raise BadDocument(
                say('The change of risk "{name}" must be from -99 % to +500 %.', name=self.name[:60])
            )


class TestStatus(StrEnum):
    """Where a test stands."""

    __test__ = False  # no test case, whatever its name

    IDEA = "idea"
    RUNNING = "running"
    WORKED = "worked"
    FAILED = "failed"


@dataclass(frozen=True)
class TestCard:
    """An experiment paid from the reserve: what would we learn, for how much?"""

    __test__ = False  # no test case, whatever its name

    name: str
    question: str = ""
    channel: str = ""
    cents: int = 0
    start: date | None = None
    end: date | None = None
    status: TestStatus = TestStatus.IDEA
    finding: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.question, self.channel, self.finding)
        check_cents(self.name, self.cents)
        check_days(self.name, self.start, self.end)
