"""The department's people: what they can do and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.domain.calendar import Month
from planner.domain.money import FloatArray, IntArray
from planner.domain.planning.checks import check_cents, check_count, check_days, check_name, check_texts

WORKING_DAYS = 18.0
"""Days a month that a full post can give to planned work, after leave, meetings and the unplanned."""


@dataclass(frozen=True)
class Person:
    """A post, filled or to be filled.

    direction     key of the direction; "" for the whole department
    cents         cost a month, all included
    days          days of planned work a month
    start, until  first and last day; None: the whole year
    """

    name: str
    role: str = ""
    direction: str = ""
    head: bool = False
    cents: int = 0
    days: float = WORKING_DAYS
    start: date | None = None
    until: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.role, self.direction, self.note)
        check_cents(self.name, self.cents)
        check_count(self.name, self.days)
        check_days(self.name, self.start, self.until)

    def presence(self, months: Sequence[Month]) -> FloatArray:
        """Share of each month that the post is filled, shape (M,), by days."""
        stop = None if self.until is None else self.until + timedelta(days=1)
        shares = []
        for month in months:
            first = month.start if self.start is None else max(month.start, self.start)
            last = month.stop if stop is None else min(month.stop, stop)
            shares.append(max((last - first).days, 0) / month.days)
        return np.array(shares)


def capacity_by_month(people: Sequence[Person], months: Sequence[Month]) -> FloatArray:
    """Days of planned work the people can give, shape (M,)."""
    return np.sum([p.days * p.presence(months) for p in people], axis=0) if people else np.zeros(len(months))


def payroll_by_month(people: Sequence[Person], months: Sequence[Month]) -> IntArray:
    """Cost of the people in cents, shape (M,); a part of a month is rounded to the cent."""
    if not people:
        return np.zeros(len(months), np.int64)
    each = [np.rint(p.cents * p.presence(months)).astype(np.int64) for p in people]
    total: IntArray = np.sum(each, axis=0)
    return total
