"""What the plan says in words: situation, SWOT, positioning, findings, ideas, brand checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.errors import BadDocument, say
from planner.domain.planning.checks import check_name, check_texts


class NoteKind(StrEnum):
    """Under which heading a note is printed."""

    SITUATION = "situation"
    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"
    POSITIONING = "positioning"
    FINDING = "finding"
    MARKET = "market"
    IDEA = "idea"
    BRAND_CHECK = "brand_check"


@dataclass(frozen=True)
class PlanNote:
    """A text of the plan; an idea may carry scores from 1 to 5.

    value, ease  of an idea: what it promises, and how easily it is done
    """

    name: str
    kind: NoteKind = NoteKind.SITUATION
    author: str = ""
    day: date | None = None
    value: int | None = None
    ease: int | None = None

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.author)
        if any(score is not None and not 1 <= score <= 5 for score in (self.value, self.ease)):
            raise BadDocument(say('Scores of "{name}" go from 1 to 5.', name=self.name[:60]))

    @property
    def score(self) -> int | None:
        """Value times ease, 1 to 25; None where one is missing."""
        return None if self.value is None or self.ease is None else self.value * self.ease
