"""The budget plan: whole cents per channel and month, its campaigns, and the version that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np

from planner.domain.calendar import Horizon, Month
from planner.domain.company import CostLine
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray, IntArray, from_cents, grid_to_cents, in_whole_units
from planner.domain.planning.book import PlanBook
from planner.domain.planning.details import CampaignDetails

LARGEST_CELL = 10**13
"""Cents: a hundred billion a month is a slip of the finger."""


@dataclass(frozen=True, eq=False)
class BudgetGrid:
    """Working media, integer cents, shape (n_channels, n_months); sums of integers agree both ways."""

    channels: tuple[str, ...]
    months: tuple[Month, ...]
    cents: IntArray

    def __post_init__(self) -> None:
        if self.cents.shape != (len(self.channels), len(self.months)):
            raise BadDocument(
                say(
                    "The grid has shape {shape}, not {channels} channels x {months} months.",
                    shape=self.cents.shape,
                    channels=len(self.channels),
                    months=len(self.months),
                )
            )
        if len(set(self.channels)) != len(self.channels):
            raise BadDocument(say("A channel stands twice in the grid."))
        if (self.cents < 0).any() or (self.cents > LARGEST_CELL).any():
            row, column = np.argwhere((self.cents < 0) | (self.cents > LARGEST_CELL))[0]
            raise BadDocument(
                say(
                    "{channels} in {months} must be between 0 and 100 billion, not {cents:,.2f}.",
                    channels=self.channels[row],
                    months=self.months[column],
                    cents=self.cents[row, column] / 100,
                )
            )
        self.cents.setflags(write=False)

    @classmethod
    def from_spend(cls, channels: Iterable[str], months: Iterable[Month], spend: FloatArray) -> BudgetGrid:
        """Round spend (C, M) in currency units to cents whose rows, columns and total agree."""
        return cls(tuple(channels), tuple(months), grid_to_cents(spend))

    @property
    def spend(self) -> FloatArray:
        """Currency units, shape (C, M)."""
        return from_cents(self.cents)

    @property
    def total(self) -> float:
        """The year's working media, currency units."""
        return int(self.cents.sum()) / 100

    @property
    def horizon(self) -> Horizon:
        """The months as a horizon."""
        return Horizon(self.months[0].start, len(self.months), "month")

    def by_channel(self) -> dict[str, float]:
        """Year totals, currency units."""
        return {
            name: int(total) / 100 for name, total in zip(self.channels, self.cents.sum(axis=1), strict=True)
        }

    def aligned(self, channels: Iterable[str]) -> BudgetGrid:
        """The same money under `channels` in their order: new ones get 0, ones with money must stay."""
        wanted = tuple(channels)
        rows = {name: self.cents[i] for i, name in enumerate(self.channels)}
        lost = [name for name, row in rows.items() if name not in wanted and row.any()]
        if lost:
            raise BadDocument(
                say(
                    '"{lost}" still holds money in the plan; move it before you drop the channel.',
                    lost=lost[0],
                )
            )
        empty = np.zeros(len(self.months), np.int64)
        return BudgetGrid(
            wanted, self.months, np.array([rows.get(n, empty) for n in wanted]).reshape(-1, len(self.months))
        )

    def with_cell(self, channel: str, month: Month, cents: int) -> BudgetGrid:
        """The grid with one cell changed."""
        changed = self.cents.copy()
        changed[self.channels.index(channel), self.months.index(month)] = cents
        return BudgetGrid(self.channels, self.months, changed)

    def with_moved(self, channel: str, before: IntArray, after: IntArray) -> BudgetGrid:
        """The grid with a channel's money moved from months to months, both cents of shape (n_months,).

        What a month does not hold cannot leave it: as much arrives as leaves, in the proportions of `after`.
        """
        if channel not in self.channels or not after.any():
            return self
        cents = self.cents.copy()
        row = cents[self.channels.index(channel)]
        taken = np.minimum(before, row)
        row -= taken
        share = after.astype(np.float64) / int(after.sum())
        row += in_whole_units(share * int(taken.sum()), int(taken.sum()))
        return BudgetGrid(self.channels, self.months, cents)

    def scaled_to(self, totals: Mapping[str, float]) -> BudgetGrid:
        """Each named channel's year brought to its total (currency units), its months in the same proportion.

        A channel without spend so far is spread evenly.
        """
        spend = self.spend
        for i, name in enumerate(self.channels):
            if name in totals:
                row = spend[i].sum()
                flight = spend[i] / row if row > 0 else np.full(len(self.months), 1 / len(self.months))
                spend[i] = totals[name] * flight
        return BudgetGrid.from_spend(self.channels, self.months, spend)


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    IDEA = "idea"
    PLANNED = "planned"
    APPROVED = "approved"
    LIVE = "live"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Campaign:
    """What runs, when, on which channel, for how much. Both days are included."""

    name: str
    channel: str
    start: date
    end: date
    cents: int
    status: CampaignStatus = CampaignStatus.PLANNED
    owner: str = ""
    goal: str = ""
    id: int | None = None
    details: CampaignDetails = field(default_factory=CampaignDetails)

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 5000:
            raise BadDocument(say("A campaign needs a name of 1 to 5,000 characters."))
        if self.end < self.start:
            raise BadDocument(
                say(
                    'Campaign "{name}" ends on {end}, before it starts on {start}.',
                    name=self.name[:60],
                    end=self.end,
                    start=self.start,
                )
            )
        if not 0 <= self.cents <= LARGEST_CELL:
            raise BadDocument(
                say('The budget of campaign "{name}" must be between 0 and 100 billion.', name=self.name[:60])
            )

    def by_month(self, months: Iterable[Month]) -> IntArray:
        """Its cents spread evenly over its days, by month, shape (M,); they add up to the cent.

        Days outside of `months` hold their share too, which is then missing here.
        """
        stop = self.end + timedelta(days=1)
        days = np.array([max((min(stop, m.stop) - max(self.start, m.start)).days, 0) for m in months], float)
        return in_whole_units(days * (self.cents / (stop - self.start).days))

    @property
    def own_cents(self) -> int:
        """What we pay ourselves: the budget without a partner's part."""
        return self.cents - round(self.cents * self.details.partner_share)


class VersionKind(StrEnum):
    """What a version is for."""

    BUDGET = "budget"
    FORECAST = "forecast"
    SCENARIO = "scenario"


class VersionStatus(StrEnum):
    """How far it has come; an approved or superseded version never changes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, eq=False)
class PlanVersion:
    """One version of a year's plan, or a named scenario beside it.

    base_id   the version this one was made from
    revision  counts saves: a save that does not know the latest revision is refused
    """

    year: int
    name: str
    kind: VersionKind
    status: VersionStatus
    grid: BudgetGrid
    curves_id: int
    lines: tuple[CostLine, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    reason: str = ""
    author: str = ""
    created: datetime | None = None
    base_id: int | None = None
    id: int | None = None
    revision: int = 0
    locks: frozenset[str] = field(default_factory=frozenset)
    book: PlanBook = field(default_factory=PlanBook)

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 120:
            raise BadDocument(say("A plan or scenario needs a name of 1 to 120 characters."))

    @property
    def is_frozen(self) -> bool:
        """Whether nobody may edit it: what is submitted goes back to draft first, what is approved never."""
        return self.status is not VersionStatus.DRAFT
