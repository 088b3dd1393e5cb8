"""From the company's goals to what pays for them: goal, target, direction, programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isfinite

from planner.domain.errors import BadDocument, say
from planner.domain.planning.checks import check_name, check_texts


@dataclass(frozen=True)
class CompanyGoal:
    """What the company wants of the year."""

    name: str
    owner: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.owner, self.note)


@dataclass(frozen=True)
class Target:
    """What a company goal asks of marketing.

    goal    name of the company goal
    figure  key of the figure in the register that measures it; "" where it is measured outside of the planner
    value   what is to be reached, in the figure's own unit (a share as 0.05)
    """

    name: str
    goal: str = ""
    figure: str = ""
    value: float | None = None
    owner: str = ""
    by: date | None = None

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.goal, self.figure, self.owner)
        if self.value is not None and not isfinite(self.value):
            raise BadDocument(say('The value of target "{name}" must be a number.', name=self.name[:60]))


@dataclass(frozen=True)
class Direction:
    """A direction of the department; `key` is what channels, tasks and people refer to.

    audience, stage  whom it speaks to, and at which stage of the customer's way
    units, tools     what it counts and works with
    results          where its results are registered
    minimum_staff    people it needs at least, its head not counted
    """

    key: str
    name: str
    head: str = ""
    audience: str = ""
    stage: str = ""
    units: str = ""
    tools: str = ""
    results: str = ""
    minimum_staff: int = 0

    def __post_init__(self) -> None:
        check_name(self.key)
        check_name(self.name)
        check_texts(self.name, self.head, self.audience, self.stage, self.units, self.tools, self.results)
        if not 0 <= self.minimum_staff <= 10_000:
            raise BadDocument(say('The minimum staff of "{name}" must be a count.', name=self.name[:60]))


@dataclass(frozen=True)
class Programme:
    """Campaigns and work of a direction that serve one target."""

    name: str
    direction: str = ""
    target: str = ""
    owner: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.direction, self.target, self.owner, self.note)
