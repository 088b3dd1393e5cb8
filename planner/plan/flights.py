"""From channel months to campaigns: flights of at least some days and money, steady or before milestones.

Deterministic: the same grid and rules give the same flights, and every cent is either in a flight or said to
be left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

import numpy as np

from planner.domain.allocation import balance
from planner.domain.budget_plan import BudgetGrid, Campaign
from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say
from planner.domain.money import IntArray
from planner.domain.planning.details import CampaignDetails, Flighting
from planner.domain.planning.milestones import Milestone


class Shape(StrEnum):
    """How a channel's money runs.

    MONTHLY  a flight a month, over all its days: the grid stays as it is
    STEADY   one flight over months in a row, even over its days: the grid follows
    BURST    a short flight a month, up to a milestone of the month or from its first day
    """

    MONTHLY = "monthly"
    STEADY = "steady"
    BURST = "burst"


@dataclass(frozen=True)
class FlightRules:
    """What a flight must be.

    least_days   shorter ones are not made
    least_cents  smaller ones are not made
    burst_days   how long a burst lasts
    milestones   days that bursts lead up to
    """

    shape: Shape = Shape.MONTHLY
    least_days: int = 7
    least_cents: int = 0
    burst_days: int = 14
    milestones: tuple[Milestone, ...] = ()

    def __post_init__(self) -> None:
        if not (1 <= self.least_days <= 366 and 1 <= self.burst_days <= 31):
            raise BadDocument(say("A flight lasts at least 1 to 366 days, a burst 1 to 31 days."))
        if self.least_cents < 0:
            raise BadDocument(say("A flight holds at least 0, not less."))


@dataclass(frozen=True, eq=False)
class Flights:
    """New campaigns, the grid that fits them, and cents (C, M) that were too little for a flight."""

    campaigns: tuple[Campaign, ...]
    grid: BudgetGrid
    left: IntArray


Name = Callable[[str, Month, Month], str]


def flights(
    grid: BudgetGrid,
    campaigns: Sequence[Campaign],
    rules: FlightRules,
    channels: Collection[str],
    name: Name,
) -> Flights:
    """Campaigns for the money of `channels` that no campaign holds yet.

    name  (channel, first month, last month) -> what the campaign is called
    """
    unheld = np.maximum(balance(grid, campaigns).unallocated, 0)
    cents, left, made = grid.cents.copy(), np.zeros_like(grid.cents), []
    for row, channel in enumerate(grid.channels):
        if channel not in channels:
            continue
        for run in _runs(unheld[row], rules.shape):
            first, last = grid.months[run[0]], grid.months[run[-1]]
            start, end = _days(first, last, rules)
            total = int(unheld[row, run].sum())
            if total < max(rules.least_cents, 1) or (end - start).days + 1 < rules.least_days:
                left[row, run] = unheld[row, run]
                continue
            flighting = Flighting.BURST if rules.shape is Shape.BURST else Flighting.EVEN
            campaign = Campaign(
                name(channel, first, last),
                channel,
                start,
                end,
                total,
                details=CampaignDetails(flighting=flighting),
            )
            made.append(campaign)
            cents[row, run] += campaign.by_month(grid.months)[run] - unheld[row, run]
    return Flights(tuple(made), BudgetGrid(grid.channels, grid.months, cents), left)


def _runs(unheld: IntArray, shape: Shape) -> list[list[int]]:
    """Months of each flight: single ones, or those in a row."""
    filled = [int(j) for j in np.flatnonzero(unheld)]
    if shape is not Shape.STEADY:
        return [[j] for j in filled]
    rows = groupby(enumerate(filled), key=lambda entry: entry[1] - entry[0])
    return [[j for _place, j in group] for _key, group in rows]


def _days(first: Month, last: Month, rules: FlightRules) -> tuple[date, date]:
    """First and last day of a flight over whole months, or of a burst within one."""
    start, end = first.start, last.stop - timedelta(days=1)
    if rules.shape is not Shape.BURST:
        return start, end
    length = max(rules.burst_days, min(rules.least_days, first.days))
    found = sorted(
        (m for m in rules.milestones if m.day <= end and m.last >= start), key=lambda m: (m.last, m.name)
    )
    until = min(found[0].last, end) if found else start + timedelta(days=length - 1)
    begin = max(until - timedelta(days=length - 1), start)
    return begin, min(begin + timedelta(days=length - 1), end)
