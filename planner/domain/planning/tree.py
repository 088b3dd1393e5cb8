"""The goal tree: what each goal, target and programme holds of money and work, and which hold nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.planning.book import PlanBook
from planner.domain.planning.goals import CompanyGoal, Programme, Target
from planner.domain.planning.lines import LineKind
from planner.domain.planning.tasks import TaskStatus


class Level(StrEnum):
    """How deep a branch lies."""

    GOAL = "goal"
    TARGET = "target"
    PROGRAMME = "programme"
    LOOSE = "loose"


@dataclass(frozen=True)
class Branch:
    """A row of the tree with everything below it.

    row    the goal, target or programme; None for what belongs to no programme or target
    cents  our money in campaigns (without partners' parts) and in budget lines that are no media
    """

    level: Level
    row: CompanyGoal | Target | Programme | None
    cents: int
    campaigns: int
    tasks: int

    @property
    def name(self) -> str:
        """Its name; "" for what belongs nowhere."""
        return "" if self.row is None else self.row.name

    @property
    def unfunded(self) -> bool:
        """A goal or target that nobody pays for."""
        return self.level in (Level.GOAL, Level.TARGET) and self.cents == 0


def goal_tree(book: PlanBook, campaigns: Sequence[Campaign]) -> tuple[Branch, ...]:
    """Goals with their targets and programmes below them in order; what hangs loose comes last."""
    return tuple(_Tree(book, campaigns).rows())


def unfunded(book: PlanBook, campaigns: Sequence[Campaign]) -> tuple[str, ...]:
    """Goals and targets without money, in the tree's order."""
    return tuple(branch.name for branch in goal_tree(book, campaigns) if branch.unfunded)


class _Tree:
    def __init__(self, book: PlanBook, campaigns: Sequence[Campaign]) -> None:
        self.book = book
        known = {one.name for one in book.programmes}
        self.held: dict[str, list[int]] = {name: [0, 0, 0] for name in ("", *known)}
        running = [c for c in campaigns if c.status is not CampaignStatus.CANCELLED]
        for campaign in running:
            self._add(campaign.details.programme, 0, campaign.own_cents)
        # Lines of one name are one campaign of each programme they serve.
        for programme, _name in dict.fromkeys((c.details.programme, c.name) for c in running):
            self._add(programme, 1, 1)
        for line in book.lines:
            if line.kind is not LineKind.MEDIA:  # media lines detail what campaigns hold
                self._add(line.programme, 0, line.total)
        for task in book.tasks:
            if task.status is not TaskStatus.DROPPED:
                self._add(task.programme, 2, 1)

    def _add(self, programme: str, which: int, much: int) -> None:
        self.held[programme if programme in self.held else ""][which] += much

    def rows(self) -> Iterator[Branch]:
        goals = {one.name for one in self.book.goals}
        targets = {one.name for one in self.book.targets}
        for goal in self.book.goals:
            below = [list(self._target(t)) for t in self.book.targets if t.goal == goal.name]
            yield self._sum(Level.GOAL, goal, [branches[0] for branches in below])
            for branches in below:
                yield from branches
        for target in self.book.targets:
            if target.goal not in goals:
                yield from self._target(target)
        for programme in self.book.programmes:
            if programme.target not in targets:
                yield self._programme(programme)
        if any(self.held[""]):
            yield Branch(Level.LOOSE, None, *self.held[""])

    def _target(self, target: Target) -> Iterator[Branch]:
        below = [self._programme(p) for p in self.book.programmes if p.target == target.name]
        yield self._sum(Level.TARGET, target, below)
        yield from below

    def _programme(self, programme: Programme) -> Branch:
        return Branch(Level.PROGRAMME, programme, *self.held[programme.name])

    @staticmethod
    def _sum(level: Level, row: CompanyGoal | Target, below: Sequence[Branch]) -> Branch:
        return Branch(
            level,
            row,
            sum(b.cents for b in below),
            sum(b.campaigns for b in below),
            sum(b.tasks for b in below),
        )
