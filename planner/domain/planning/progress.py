"""What may still be written into an approved plan: how it goes, what came of it, never what was planned."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.budget_plan import CampaignStatus, PlanVersion
from planner.domain.planning.risks import TestStatus
from planner.domain.planning.tasks import TaskStatus

TASKS = ("status",)
LINES = ("order", "committed", "accrued", "invoiced", "paid")
TESTS = ("status", "finding")
NOTES = ("name", "kind", "author", "day", "value", "ease")
"""Notes as a whole: findings come in all year."""
CAMPAIGNS = ("status", "result", "lesson")
"""And a campaign's result table."""


def only_progress(before: PlanVersion, after: PlanVersion) -> bool:
    """Whether `after` differs from `before`, and in nothing else than in how the plan goes."""
    changed = (before.book, before.campaigns) != (after.book, after.campaigns)
    return changed and _planned(before) == _planned(after)


def _planned(version: PlanVersion) -> tuple[object, ...]:
    """The version without what happens to it."""
    book, grid = version.book, version.grid
    campaigns = tuple(
        replace(
            campaign,
            status=CampaignStatus.PLANNED,
            details=replace(campaign.details, result="", lesson="", measured=None),
        )
        for campaign in version.campaigns
    )
    planned = replace(
        book,
        tasks=tuple(replace(task, status=TaskStatus.OPEN) for task in book.tasks),
        lines=tuple(
            replace(line, order="", committed=0, accrued=0, invoiced=0, paid=0) for line in book.lines
        ),
        tests=tuple(replace(card, status=TestStatus.IDEA, finding="") for card in book.tests),
        notes=(),
    )
    money = (grid.channels, grid.months, grid.cents.tolist())
    rest = (version.year, version.name, version.kind, version.lines, version.locks, version.curves_id)
    return (*rest, version.base_id, money, campaigns, planned)
