"""Campaigns against the budget grid, in whole cents: campaigns + unallocated = grid, in every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.calendar import Month
from planner.domain.money import FloatArray, IntArray

SETTLED = (CampaignStatus.LIVE, CampaignStatus.DONE)
"""Campaigns whose money nobody can change any more by moving a plan."""
STAYING = (*SETTLED, CampaignStatus.CANCELLED)
"""Campaigns that fitting leaves as they are."""


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
    def over_channels(self) -> tuple[str, ...]:
        """Channels with a month in which campaigns hold more than the grid."""
        return tuple(
            name for name, row in zip(self.grid.channels, self.unallocated, strict=True) if row.min() < 0
        )

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
    """The campaigns cut until no month of a channel holds more than its cell; none is ever raised.

    Live, done and cancelled ones stay; the others share what the live and done ones leave. Those that reach
    an overrun month are cut by the share it lacks, the tightest month first, and a campaign over several
    months by its tightest one: its days stay even. Where live and done ones alone hold more than a cell,
    that much stays over. Fitting twice is fitting once.
    """
    settled = _held(grid, [c for c in campaigns if c.status in SETTLED])
    left = np.maximum(grid.cents - settled, 0)
    new: dict[int, Campaign] = {}
    for row, channel in enumerate(grid.channels):
        ours = [i for i, c in enumerate(campaigns) if c.channel == channel and c.status not in STAYING]
        cut = _cut([campaigns[i] for i in ours], left[row], grid.months)
        new |= dict(zip(ours, cut, strict=True))
    return tuple(new.get(i, campaign) for i, campaign in enumerate(campaigns))


def _cut(campaigns: Sequence[Campaign], left: IntArray, months: Sequence[Month]) -> list[Campaign]:
    """One channel's campaigns, cut to `left` cents by month, shape (M,)."""
    parts = np.array([c.by_month(months) for c in campaigns]).reshape(-1, len(months))
    if (parts.sum(axis=0) <= left).all():
        return list(campaigns)
    cut = [
        replace(c, cents=min(int(c.cents * factor), c.cents)) if factor < 1 else c
        for c, factor in zip(campaigns, _factors(parts, left), strict=True)
    ]
    parts = np.array([c.by_month(months) for c in cut])
    # A campaign's months are rounded to cents, so a month may still be some cents over, or under.
    while (over := parts.sum(axis=0) - left).max() > 0:
        column = int(over.argmax())
        touched = np.array([c.cents < was.cents for c, was in zip(cut, campaigns, strict=True)])
        inside = parts[:, column] > 0
        most = int(np.where(inside & (touched | ~(inside & touched).any()), parts[:, column], 0).argmax())
        cut[most] = replace(cut[most], cents=cut[most].cents - 1)
        parts[most] = cut[most].by_month(months)
    for i, was in enumerate(campaigns):
        if cut[i].cents < was.cents:
            more = replace(cut[i], cents=cut[i].cents + 1)
            held = more.by_month(months)
            if (parts.sum(axis=0) - parts[i] + held <= left).all():
                cut[i], parts[i] = more, held
    return cut


def _factors(parts: IntArray, left: IntArray) -> FloatArray:
    """The share of its money that each campaign keeps, shape (N,): the largest equal share a month allows.

    Filled from the tightest month on: what the campaigns of a tight month give up in their other months is
    there for the campaigns that are not in it.
    """
    factors = np.ones(len(parts))
    waiting = parts.any(axis=1)
    room = left.astype(float)
    while waiting.any():
        held = parts[waiting].sum(axis=0)
        shares = np.divide(room, held, out=np.full(len(room), np.inf), where=held > 0)
        column = int(shares.argmin())
        if shares[column] >= 1:
            break
        tight = waiting & (parts[:, column] > 0)
        factors[tight] = max(shares[column], 0.0)
        room -= (factors[tight, None] * parts[tight]).sum(axis=0)
        waiting &= ~tight
    return factors


def _held(grid: BudgetGrid, campaigns: Iterable[Campaign]) -> IntArray:
    held = np.zeros_like(grid.cents)
    rows = {name: i for i, name in enumerate(grid.channels)}
    for campaign in campaigns:
        row = rows.get(campaign.channel)
        if row is not None and campaign.status is not CampaignStatus.CANCELLED:
            held[row] += campaign.by_month(grid.months)
    return held
