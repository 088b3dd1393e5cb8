"""The plan book: one frozen value with everything of a version that is not money by channel and month."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from planner.domain.calendar import moved_day
from planner.domain.errors import say
from planner.domain.planning.checks import check_distinct, check_length
from planner.domain.planning.funds import Fund
from planner.domain.planning.goals import CompanyGoal, Direction, Programme, Target
from planner.domain.planning.launches import Launch
from planner.domain.planning.lines import BudgetLine
from planner.domain.planning.milestones import Milestone
from planner.domain.planning.notes import PlanNote
from planner.domain.planning.people import Person
from planner.domain.planning.risks import PlannedRisk, TestCard, TestStatus
from planner.domain.planning.tasks import Task, TaskStatus

TITLES = {
    "goals": say("Goals"),
    "targets": say("Targets"),
    "directions": say("Directions"),
    "programmes": say("Programmes"),
    "tasks": say("Tasks"),
    "people": say("People"),
    "funds": say("Funds"),
    "lines": say("Lines"),
    "launches": say("Launches"),
    "milestones": say("Milestones"),
    "risks": say("Risks"),
    "tests": say("Tests"),
    "notes": say("Notes"),
}
"""The book's lists by what a refusal calls them."""

DISTINCT = {
    "goals": "name",
    "targets": "name",
    "directions": "key",
    "programmes": "name",
    "funds": "name",
    "launches": "name",
    "risks": "name",
}
"""Lists in which no name may stand twice, and the field that holds it."""


@dataclass(frozen=True)
class PlanBook:
    """Lists in the order in which they were written. Where one refers to another it does so by name."""

    goals: tuple[CompanyGoal, ...] = ()
    targets: tuple[Target, ...] = ()
    directions: tuple[Direction, ...] = ()
    programmes: tuple[Programme, ...] = ()
    tasks: tuple[Task, ...] = ()
    people: tuple[Person, ...] = ()
    funds: tuple[Fund, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    launches: tuple[Launch, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    risks: tuple[PlannedRisk, ...] = ()
    tests: tuple[TestCard, ...] = ()
    notes: tuple[PlanNote, ...] = ()

    def __post_init__(self) -> None:
        for part, title in TITLES.items():
            rows = getattr(self, part)
            check_length(title, len(rows))
            if name := DISTINCT.get(part):
                check_distinct(title, (getattr(row, name) for row in rows))

    @property
    def is_empty(self) -> bool:
        """Whether nobody has written in it yet."""
        return self == PlanBook()

    def moved(self, months: int) -> PlanBook:
        """The book for another year: days moved by whole months, work to be done again, money states cleared.

        Launches keep their day: a product goes on sale once, and may still be selling up.
        """
        if not months:
            return self
        return replace(
            self,
            targets=tuple(replace(t, by=later(t.by, months)) for t in self.targets),
            tasks=tuple(
                replace(_moved(t, months, "start", "end"), status=TaskStatus.OPEN)
                for t in self.tasks
                if t.status is not TaskStatus.DROPPED
            ),
            people=tuple(_moved(p, months, "start", "until") for p in self.people),
            lines=tuple(
                replace(line, cancel_by=later(line.cancel_by, months), order="", **_NOTHING_YET)
                for line in self.lines
            ),
            milestones=tuple(_moved(m, months, "day", "until") for m in self.milestones),
            risks=tuple(replace(r, review=later(r.review, months)) for r in self.risks),
            tests=tuple(_moved(t, months, "start", "end") for t in self.tests if t.status is TestStatus.IDEA),
        )


_NOTHING_YET: dict[str, Any] = {"committed": 0, "accrued": 0, "invoiced": 0, "paid": 0}


def later(day: date | None, months: int) -> date | None:
    """The same day some months later; no day stays none."""
    return None if day is None else moved_day(day, months)


def _moved(row: Any, months: int, *days: str) -> Any:
    return replace(row, **{name: later(getattr(row, name), months) for name in days})


def parts() -> tuple[str, ...]:
    """Names of the book's lists."""
    return tuple(part.name for part in fields(PlanBook))
