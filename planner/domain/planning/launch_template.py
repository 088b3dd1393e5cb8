"""What a launch usually needs: a campaign for each of its phases, and the work before them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.budget_plan import Campaign
from planner.domain.calendar import Month
from planner.domain.planning.details import CampaignDetails, CampaignKind, Flighting
from planner.domain.planning.launches import Launch
from planner.domain.planning.tasks import Task

LONGEST_SUSTAIN = 90
"""Days of media in the sustain phase that are proposed: its sales outlast them."""
LEAD = timedelta(days=21)
"""Days before a phase in which its work is done."""


@dataclass(frozen=True)
class Support:
    """Proposed campaigns, without money yet, and tasks."""

    campaigns: tuple[Campaign, ...]
    tasks: tuple[Task, ...]


def launch_support(
    launch: Launch, channel: str, months: Sequence[Month], named: Callable[[str], str]
) -> Support:
    """A campaign on `channel` for each phase that touches the plan's months, each with a task done before it.

    named  says "pre-heat", "launch", "sustain" and the tasks' names in the reader's language
    """
    first, stop = months[0].start, months[-1].stop
    sustain = min(launch.sustain, LONGEST_SUSTAIN)
    phases = (
        ("pre-heat", launch.first_day, launch.day, Flighting.EVEN, "Teaser and waiting list"),
        ("launch", launch.day, launch.launched, Flighting.BURST, "Film, pages and stock ready"),
        (
            "sustain",
            launch.launched,
            launch.launched + timedelta(days=sustain),
            Flighting.EVEN,
            "Reviews and offers",
        ),
    )
    campaigns, tasks = [], []
    for phase, begins, ends, flighting, work in phases:
        start, end = max(begins, first), min(ends, stop)
        if start >= end:
            continue
        details = CampaignDetails(
            CampaignKind.MEDIA, launch=launch.name, product=launch.product, flighting=flighting
        )
        name = f"{launch.name}: {named(phase)}"[:5000]
        last = end - timedelta(days=1)
        campaigns.append(Campaign(name, channel, start, last, 0, owner=launch.owner, details=details))
        tasks.append(_before(name, start, f"{launch.name}: {named(work)}"[:5000], launch.owner, first))
    return Support(tuple(campaigns), tuple(tasks))


def _before(campaign: str, start: date, name: str, owner: str, first: date) -> Task:
    begun = max(start - LEAD, first)
    done = max(start - timedelta(days=1), begun)
    return Task(name, begun, done, campaign=campaign, owner=owner, effort=5.0)
