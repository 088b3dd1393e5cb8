"""The sample company's campaigns: each takes a share of what its channel's plan holds on its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.calendar import Month

WHOLE = 100_00
"""Campaigns are booked in whole hundreds (in cents), rounded down so that they never exceed the grid."""


@dataclass(frozen=True)
class Idea:
    """A campaign that comes every year; days are (month, day), both included."""

    name: str
    channel: str
    start: tuple[int, int]
    end: tuple[int, int]
    share: float
    owner: str
    goal: str


IDEAS = (
    Idea("Storage month", "Display", (1, 5), (1, 31), 0.5, "Ines Okafor", "Orders of shelves and boxes"),
    Idea("Spring refresh on TV", "TV", (3, 2), (5, 10), 0.7, "Mara Lind", "Brand recall before the season"),
    Idea("Spring refresh outdoors", "Out of home", (3, 16), (5, 17), 0.7, "Mara Lind", "Shop visits"),
    Idea("Rooms by creators", "Influencers", (4, 6), (6, 14), 0.6, "Jonas Reyes", "New customers under 35"),
    Idea(
        "Members' week", "Email and loyalty", (5, 11), (5, 24), 0.6, "Petra Sand", "Second orders of members"
    ),
    Idea("Summer clearance", "Paid social", (6, 8), (7, 5), 0.5, "Ines Okafor", "Sell the garden range"),
    Idea("Back home on TV", "TV", (8, 10), (9, 6), 0.6, "Mara Lind", "Traffic for the autumn range"),
    Idea("Black week: marketplaces", "Marketplace ads", (11, 9), (11, 29), 0.5, "Ines Okafor", "First place"),
    Idea("Black week: social", "Paid social", (11, 16), (11, 29), 0.6, "Ines Okafor", "2,400 orders"),
    Idea("Black week: search", "Search generic", (11, 16), (11, 29), 0.35, "Ines Okafor", "3,000 orders"),
    Idea("Gift guide", "Online video", (11, 23), (12, 20), 0.6, "Jonas Reyes", "Gifts above 60"),
    Idea("Christmas on air", "Radio and audio", (12, 1), (12, 20), 0.7, "Mara Lind", "Last orders by 20 Dec"),
)


def campaigns(grid: BudgetGrid, year: int, today: date) -> tuple[Campaign, ...]:
    """The ideas as campaigns of `year` inside `grid`, with the status they have on `today`."""
    made = []
    for idea in IDEAS:
        start, end = date(year, *idea.start), date(year, *idea.end)
        cents = int(idea.share * sum(_cents_by_day(grid, idea.channel, start, end)))
        made.append(
            Campaign(
                name=idea.name,
                channel=idea.channel,
                start=start,
                end=end,
                cents=cents // WHOLE * WHOLE,
                status=_status(start, end, today),
                owner=idea.owner,
                goal=idea.goal,
            )
        )
    return tuple(made)


def _cents_by_day(grid: BudgetGrid, channel: str, start: date, end: date) -> Iterator[float]:
    row = grid.channels.index(channel)
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        month = Month.of(date.fromordinal(ordinal))
        yield grid.cents[row, grid.months.index(month)] / month.days


def _status(start: date, end: date, today: date) -> CampaignStatus:
    if start.year > today.year:
        return CampaignStatus.PLANNED
    if end < today:
        return CampaignStatus.DONE
    return CampaignStatus.LIVE if start <= today else CampaignStatus.APPROVED
