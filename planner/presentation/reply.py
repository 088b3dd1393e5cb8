"""A question of a meeting and its answer: a sentence, a number, its range, in-year and full effect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.plan.advice import Move
from planner.plan.evaluation import Evaluation
from planner.plan.optimizer import Going, always
from planner.plan.questions import SECONDS, Asked, Proposal
from planner.presentation.pictures import Picture


@dataclass(frozen=True, eq=False)
class Reply:
    """An answer in words, and the figures it stands on, in currency units.

    sentence       the finding, with its base
    number         the figure that the sentence is about: mostly what happens to revenue, as the desk reads it
    low, high      its range, eight cases of ten; None where no draws stand behind the curves
    in_year, full  the change of revenue in both readings; None where nothing would change
    details        further sentences
    proposal       the plan that the answer is about; None: there is none
    applies        whether that plan can be taken over: not where it stands on an assumption of the question
    moves          the proposal in parts that can be taken by themselves
    picture        what the answer looks like; None: there is nothing to draw
    months         the plan whose months stand beside today's; None: that of the proposal
    """

    sentence: str
    number: float
    low: float | None = None
    high: float | None = None
    in_year: float | None = None
    full: float | None = None
    details: tuple[str, ...] = ()
    proposal: Proposal | None = None
    moves: tuple[Move, ...] = ()
    applies: bool = True
    picture: Picture | None = None
    months: Evaluation | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, the finding first."""
        return (self.sentence, *self.details)


@dataclass(frozen=True, eq=False)
class Question:
    """Something asked: `asked` of the optimiser (None: not needed), and the words for what it proposes."""

    words: Callable[[Proposal | None], Reply]
    asked: Asked | None = None

    def reply(self) -> Reply:
        """The answer, once for good."""
        return self.words(None if self.asked is None else self.asked.best())

    def proposals(self, going: Going = always, seconds: float = SECONDS) -> Iterator[Proposal]:
        """What the optimiser proposes, better and better; nothing where it is not asked."""
        return iter(()) if self.asked is None else self.asked.better(going, seconds)
