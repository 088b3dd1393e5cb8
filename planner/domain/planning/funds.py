"""Funds: caps by month and year, what carries over, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.domain.calendar import Month
from planner.domain.money import IntArray
from planner.domain.planning.checks import check_cents, check_name, check_texts
from planner.domain.planning.lines import LineKind


class CarryOver(StrEnum):
    """What becomes of a month's cap that was not used, or was exceeded."""

    NONE = "none"
    UNUSED = "unused"
    BALANCE = "balance"


@dataclass(frozen=True)
class Fund:
    """Money set aside for some kinds of cost of a direction ("" : of the whole department).

    kinds   what is paid from it
    annual  cap of the year in cents; None: no cap
    monthly cap of each month in cents; None: only the year counts
    carry   whether what a month leaves may be used in the next ones
    """

    name: str
    direction: str = ""
    kinds: tuple[LineKind, ...] = (LineKind.MEDIA,)
    annual: int | None = None
    monthly: int | None = None
    carry: CarryOver = CarryOver.UNUSED

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.direction)
        check_cents(self.name, *(cap for cap in (self.annual, self.monthly) if cap is not None))


@dataclass(frozen=True, eq=False)
class Balance:
    """A fund against what is planned from it, cents by month, shape (M,).

    allowed  the month's cap with what was carried in; None without a monthly cap
    """

    fund: Fund
    planned: IntArray
    allowed: IntArray | None

    @property
    def total(self) -> int:
        """Planned in the year."""
        return int(self.planned.sum())

    @property
    def left(self) -> int | None:
        """What the year's cap leaves; below 0 where it is exceeded, None without one."""
        return None if self.fund.annual is None else self.fund.annual - self.total

    def exceeded(self) -> tuple[int, ...]:
        """Indices of months that take more than they are allowed."""
        if self.allowed is None:
            return ()
        return tuple(int(j) for j in np.flatnonzero(self.planned > self.allowed))

    @property
    def is_exceeded(self) -> bool:
        """Whether the year or a month takes more than the fund holds."""
        return (self.left is not None and self.left < 0) or bool(self.exceeded())


Costs = Mapping[tuple[str, LineKind], IntArray]
"""Planned cents by direction and kind, each of shape (M,)."""


def balance(fund: Fund, costs: Costs, months: Sequence[Month]) -> Balance:
    """The fund against the plan's costs."""
    planned = np.zeros(len(months), np.int64)
    for (direction, kind), cents in costs.items():
        if kind in fund.kinds and fund.direction in ("", direction):
            planned = planned + cents
    if fund.monthly is None:
        return Balance(fund, planned, None)
    allowed = np.zeros(len(months), np.int64)
    carried = 0
    for j in range(len(months)):
        allowed[j] = max(fund.monthly + carried, 0)
        rest = int(fund.monthly + carried - planned[j])
        if fund.carry is CarryOver.NONE:
            carried = 0
        else:
            carried = rest if fund.carry is CarryOver.BALANCE else max(rest, 0)
    return Balance(fund, planned, allowed)
