"""The sample company's campaigns: each takes a share of what its channel's plan holds on its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.calendar import Month
from planner.domain.planning.details import CampaignDetails, CampaignKind, Flighting
from planner.services.sample_outcomes import OUTCOMES

WHOLE = 100_00
"""Campaigns are booked in whole hundreds (in cents), rounded down so that they never exceed the grid."""


@dataclass(frozen=True)
class Idea:
    """A campaign that comes every year, or only in year `only`; days are (month, day), both included."""

    name: str
    channel: str
    start: tuple[int, int]
    end: tuple[int, int]
    share: float
    owner: str
    goal: str
    details: CampaignDetails
    only: int | None = None


def _details(kind: CampaignKind, programme: str, audience: str, **more: Any) -> CampaignDetails:
    return CampaignDetails(kind, programme, audience=audience, **more)


_MEDIA, _PROMOTION, _LOYALTY = CampaignKind.MEDIA, CampaignKind.PROMOTION, CampaignKind.LOYALTY
_CODES, _MAILING, _PLACEMENT = CampaignKind.CODES, CampaignKind.MAILING, CampaignKind.PLACEMENT
_SALES, _NEW = "Season sales", "New range"
IDEAS = (
    Idea(
        "Storage month",
        "Display",
        (1, 5),
        (1, 31),
        0.5,
        "Ines Okafor",
        "Orders of shelves and boxes",
        _details(_PROMOTION, _SALES, "Households that moved", offer="15 % off storage", product="Storage"),
    ),
    Idea(
        "Spring refresh on TV",
        "TV",
        (3, 2),
        (5, 10),
        0.7,
        "Mara Lind",
        "Brand recall before the season",
        _details(
            _MEDIA,
            "Brand",
            "Adults 25 to 54",
            also_on=("Online video",),
            figure="Aided awareness",
            target=0.48,
        ),
    ),
    Idea(
        "Spring refresh outdoors",
        "Out of home",
        (3, 16),
        (5, 17),
        0.7,
        "Mara Lind",
        "Shop visits",
        _details(_PLACEMENT, "Brand", "Commuters in ten cities", region="East"),
    ),
    Idea(
        "Rooms by creators",
        "Influencers",
        (4, 6),
        (6, 14),
        0.6,
        "Jonas Reyes",
        "New customers under 35",
        _details(
            CampaignKind.PR, _NEW, "Under 35", effect_days=60, partner_share=0.25, figure="new_customers"
        ),
    ),
    Idea(
        "Members' week",
        "Email and loyalty",
        (5, 11),
        (5, 24),
        0.6,
        "Petra Sand",
        "Second orders of members",
        _details(_LOYALTY, "Members", "Members", offer="Double points"),
    ),
    Idea(
        "Summer clearance",
        "Paid social",
        (6, 8),
        (7, 5),
        0.5,
        "Ines Okafor",
        "Sell the garden range",
        _details(
            _PROMOTION,
            _SALES,
            "Garden owners",
            offer="30 % off garden",
            product="Garden",
            flighting=Flighting.BURST,
        ),
    ),
    Idea(
        "Shelves: coming soon",
        "Online video",
        (8, 9),
        (9, 12),
        0.5,
        "Jonas Reyes",
        "Waiting list of 4,000",
        _details(
            _MEDIA, _NEW, "Flats under 70 square metres", launch="Modular shelves", product="Modular shelves"
        ),
        only=2027,
    ),
    Idea(
        "Back home on TV",
        "TV",
        (8, 10),
        (9, 6),
        0.6,
        "Mara Lind",
        "Traffic for the autumn range",
        _details(_MEDIA, "Brand", "Adults 25 to 54"),
    ),
    Idea(
        "Shelves: launch film",
        "Paid social",
        (9, 13),
        (10, 10),
        0.5,
        "Jonas Reyes",
        "First 1,500 orders of shelves",
        _details(
            _MEDIA,
            _NEW,
            "Flats under 70 square metres",
            launch="Modular shelves",
            product="Modular shelves",
            flighting=Flighting.BURST,
        ),
        only=2027,
    ),
    Idea(
        "Autumn catalogue mailing",
        "Email and loyalty",
        (9, 14),
        (10, 4),
        0.5,
        "Ines Okafor",
        "900 orders from the catalogue",
        _details(
            _MAILING,
            "Invitations",
            "Buyers of the last two years",
            figure="Orders",
            target=900,
            region="North",
        ),
    ),
    Idea(
        "Welcome codes",
        "Email and loyalty",
        (10, 12),
        (11, 8),
        0.5,
        "Petra Sand",
        "Second order within 60 days",
        _details(_CODES, "Members", "New customers", offer="10 off the second order"),
    ),
    Idea(
        "Black week",
        "Marketplace ads",
        (11, 9),
        (11, 29),
        0.5,
        "Ines Okafor",
        "First place",
        _details(_MEDIA, _SALES, "Shoppers on marketplaces"),
    ),
    Idea(
        "Black week",
        "Paid social",
        (11, 16),
        (11, 29),
        0.6,
        "Ines Okafor",
        "2,400 orders",
        _details(_PROMOTION, _SALES, "Followers and lookalikes", offer="20 % off", flighting=Flighting.BURST),
    ),
    Idea(
        "Black week",
        "Search generic",
        (11, 16),
        (11, 29),
        0.35,
        "Ines Okafor",
        "3,000 orders",
        _details(_MEDIA, _SALES, "People who search for furniture", figure="Orders", target=3_000),
    ),
    Idea(
        "Gift guide",
        "Online video",
        (11, 23),
        (12, 20),
        0.6,
        "Jonas Reyes",
        "Gifts above 60",
        _details(_MEDIA, _SALES, "Givers", also_on=("Influencers",)),
    ),
    Idea(
        "Christmas on air",
        "Radio and audio",
        (12, 1),
        (12, 20),
        0.7,
        "Mara Lind",
        "Last orders by 20 Dec",
        _details(_MEDIA, _SALES, "Drivers", region="West"),
    ),
)


def campaigns(grid: BudgetGrid, year: int, today: date) -> tuple[Campaign, ...]:
    """The ideas as campaigns of `year` inside `grid`, with the status they have on `today`."""
    made = []
    for idea in IDEAS:
        if idea.only not in (None, year):
            continue
        start, end = date(year, *idea.start), date(year, *idea.end)
        status = _status(start, end, today)
        details = idea.details
        if status is CampaignStatus.DONE and idea.name in OUTCOMES:
            measured, result, lesson = OUTCOMES[idea.name]
            details = replace(details, measured=measured, result=result, lesson=lesson)
        cents = int(idea.share * sum(_cents_by_day(grid, idea.channel, start, end)))
        made.append(
            Campaign(
                name=idea.name,
                channel=idea.channel,
                start=start,
                end=end,
                cents=cents // WHOLE * WHOLE,
                status=status,
                owner=idea.owner,
                goal=idea.goal,
                details=details,
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
