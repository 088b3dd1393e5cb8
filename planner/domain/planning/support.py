"""Whether support stands before a launch, and what moves when the launch does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.calendar import moved_day
from planner.domain.errors import NotFound, say
from planner.domain.planning.launches import Launch
from planner.domain.planning.tasks import Task
from planner.domain.whole_campaigns import whole_campaigns


class Gap(StrEnum):
    """What is missing for a launch."""

    PRE_HEAT = "pre_heat"
    LAUNCH = "launch"
    UNDECIDED = "undecided"
    LATE_TASK = "late_task"


@dataclass(frozen=True)
class Missing:
    """Something that does not stand in time; `name` is the launch's, campaign's or task's."""

    gap: Gap
    name: str
    by: date


def supporting(launch: Launch, campaigns: Iterable[Campaign]) -> tuple[Campaign, ...]:
    """The campaigns that name the launch and are not cancelled."""
    return tuple(
        c for c in campaigns if c.details.launch == launch.name and c.status is not CampaignStatus.CANCELLED
    )


def missing_support(
    launch: Launch, campaigns: Sequence[Campaign], tasks: Sequence[Task]
) -> tuple[Missing, ...]:
    """What a launch lacks: campaigns in its pre-heat and launch phase, campaigns decided, work done."""
    support = supporting(launch, campaigns)
    found = []
    if launch.pre_heat and not any(c.start < launch.day and c.end >= launch.first_day for c in support):
        found.append(Missing(Gap.PRE_HEAT, launch.name, launch.first_day))
    if launch.launch and not any(c.start < launch.launched and c.end >= launch.day for c in support):
        found.append(Missing(Gap.LAUNCH, launch.name, launch.day))
    found += [Missing(Gap.UNDECIDED, c.name, c.start) for c in support if c.status is CampaignStatus.IDEA]
    starts = {whole.name: whole.start for whole in whole_campaigns(support)}
    found += [
        Missing(Gap.LATE_TASK, task.name, starts[task.campaign])
        for task in tasks
        if task.campaign in starts and task.is_open and task.end > starts[task.campaign]
    ]
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Slip:
    """A version with a launch moved: its campaigns and their tasks move along, and their money.

    stayed  campaigns that would have left the plan's months and therefore stayed
    """

    version: PlanVersion
    launch: Launch
    moved: tuple[str, ...]
    stayed: tuple[str, ...]


def slipped(version: PlanVersion, name: str, months: int) -> Slip:
    """The version with launch `name` some months later (earlier below 0).

    The supporting campaigns' money leaves the months in which they ran and lands in those in which they run
    now; each channel's year stays to the cent.
    """
    launch = next((one for one in version.book.launches if one.name == name), None)
    if launch is None:
        raise NotFound(say('There is no launch "{name}" in this plan.', name=name[:60]))
    support = supporting(launch, version.campaigns)
    first, stop = version.grid.months[0].start, version.grid.months[-1].stop
    moved: dict[int, Campaign] = {}
    stayed = []
    grid = version.grid
    for at, campaign in enumerate(version.campaigns):
        if campaign not in support or campaign.status is CampaignStatus.DONE:
            continue
        there = replace(
            campaign, start=moved_day(campaign.start, months), end=moved_day(campaign.end, months)
        )
        if there.start < first or there.end >= stop or campaign.start < first or campaign.end >= stop:
            stayed.append(campaign.name)
            continue
        moved[at] = there
        grid = grid.with_moved(campaign.channel, campaign.by_month(grid.months), there.by_month(grid.months))
    names = {version.campaigns[at].name for at in moved}
    book = replace(
        version.book,
        launches=tuple(one.moved(months) if one.name == name else one for one in version.book.launches),
        tasks=tuple(
            replace(t, start=moved_day(t.start, months), end=moved_day(t.end, months))
            if t.campaign in names and t.is_open
            else t
            for t in version.book.tasks
        ),
    )
    campaigns = tuple(moved.get(at, c) for at, c in enumerate(version.campaigns))
    return Slip(
        replace(version, grid=grid, campaigns=campaigns, book=book),
        launch.moved(months),
        tuple(names),
        tuple(stayed),
    )
