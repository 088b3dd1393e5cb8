"""Campaigns against the budget grid, in whole cents: campaigns + unallocated = grid, in every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.calendar import Month
from planner.domain.money import IntArray, in_whole_units

SETTLED = (CampaignStatus.LIVE, CampaignStatus.DONE)
"""Campaigns whose money nobody can change any more by moving a plan."""


@dataclass(frozen=True, eq=False)
class Balance:
    """What campaigns hold of a grid; cancelled ones hold nothing.

    held   cents by channel and month, shape (C, M)
    stray  cents of campaigns on other channels or days than the grid's
    """

    grid: BudgetGrid
    held: IntArray
    stray: int

    @property
    def unallocated(self) -> IntArray:
        """Cents that no campaign holds, shape (C, M); negative where campaigns hold more than the grid."""
        return self.grid.cents - self.held

    @property
    def over(self) -> int:
        """Cents that campaigns hold beyond their cells."""
        return int(np.maximum(-self.unallocated, 0).sum())

    @property
    def open(self) -> int:
        """Cents of cells that no campaign holds."""
        return int(np.maximum(self.unallocated, 0).sum())


def balance(grid: BudgetGrid, campaigns: Iterable[Campaign]) -> Balance:
    """The campaigns of a version against its grid."""
    every = [campaign for campaign in campaigns if campaign.status is not CampaignStatus.CANCELLED]
    held = _held(grid, every)
    return Balance(grid, held, sum(campaign.cents for campaign in every) - int(held.sum()))


def follow(grid: BudgetGrid, before: Iterable[Campaign], after: Iterable[Campaign]) -> BudgetGrid:
    """The grid changed by what its campaigns changed; what no campaign held stays, no cell falls below 0."""
    change = balance(grid, after).held - balance(grid, before).held
    return BudgetGrid(grid.channels, grid.months, np.maximum(grid.cents + change, 0))


def raised(grid: BudgetGrid, campaigns: Iterable[Campaign]) -> BudgetGrid:
    """The grid raised to what campaigns hold; what no campaign holds stays."""
    return BudgetGrid(grid.channels, grid.months, np.maximum(grid.cents, balance(grid, campaigns).held))


def fitted(grid: BudgetGrid, campaigns: Sequence[Campaign]) -> tuple[Campaign, ...]:
    """The campaigns scaled until they hold their months' money of the grid.

    Live and done ones stay; the others share what those leave, in their own proportion. A campaign over
    several months spreads evenly over its days again, so its months may differ from the grid while the
    channel's months that campaigns reach agree in sum.
    """
    kept = [c for c in campaigns if c.status in SETTLED or c.channel not in grid.channels]
    left = np.maximum(grid.cents - _held(grid, kept), 0)
    new = {i: 0 for i, c in enumerate(campaigns) if _moves(grid, c)}
    for row, channel in enumerate(grid.channels):
        ours = [i for i in new if campaigns[i].channel == channel]
        parts = np.array([campaigns[i].by_month(grid.months) for i in ours]).reshape(-1, len(grid.months))
        days = np.array([_days(campaigns[i], grid.months) for i in ours]).reshape(parts.shape)
        for column in range(len(grid.months)):
            weights = parts[:, column] if parts[:, column].any() else days[:, column]
            if weights.any():
                total = int(left[row, column])
                shares = np.asarray(weights, float) * (total / int(weights.sum()))
                for i, cents in zip(ours, in_whole_units(shares, total).tolist(), strict=True):
                    new[i] += cents
    return tuple(replace(c, cents=new[i]) if i in new else c for i, c in enumerate(campaigns))


def _moves(grid: BudgetGrid, campaign: Campaign) -> bool:
    """Whether a campaign can be scaled: it lies on the grid, and is neither settled nor cancelled."""
    fixed = (*SETTLED, CampaignStatus.CANCELLED)
    inside = campaign.start >= grid.months[0].start and campaign.end < grid.months[-1].stop
    return campaign.status not in fixed and campaign.channel in grid.channels and inside


def _held(grid: BudgetGrid, campaigns: Iterable[Campaign]) -> IntArray:
    held = np.zeros_like(grid.cents)
    rows = {name: i for i, name in enumerate(grid.channels)}
    for campaign in campaigns:
        row = rows.get(campaign.channel)
        if row is not None and campaign.status is not CampaignStatus.CANCELLED:
            held[row] += campaign.by_month(grid.months)
    return held


def _days(campaign: Campaign, months: Sequence[Month]) -> list[int]:
    """Days of a campaign in each month."""
    return [
        max(
            (min(campaign.end, month.stop - timedelta(days=1)) - max(campaign.start, month.start)).days + 1, 0
        )
        for month in months
    ]
