"""Months, weeks and fiscal years. A range includes its start and excludes its stop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.domain.errors import BadDocument, say

Period = Literal["month", "week"]
WEEK = 7
WEEKS_PER_MONTH = 4.345
"""Average weeks in a month: 365.25 / 12 / 7, the figure the trade uses to convert carry-over."""


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9998):
            raise BadDocument(
                say(
                    "{year}-{number} is not a month; write it as 2027-03.", year=self.year, number=self.number
                )
            )

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2027-03". Raises BadDocument for anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
        if not found:
            raise BadDocument(say('"{text}" is not a month; write it as 2027-03.', text=text))
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.number, 1)

    @property
    def stop(self) -> date:
        """First day of the next month."""
        return (self + 1).start

    @property
    def days(self) -> int:
        """Days in the month."""
        return (self.stop - self.start).days

    def __add__(self, months: int) -> Month:
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    def __sub__(self, other: Month) -> int:
        return (self.year - other.year) * 12 + self.number - other.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def moved_day(day: date, months: int) -> date:
    """The same day some months later (earlier below 0), or the last of a shorter month."""
    month = Month.of(day) + months
    return month.start.replace(day=min(day.day, month.days))


@dataclass(frozen=True)
class FiscalYear:
    """Twelve months named by the calendar year in which they start."""

    year: int
    first_month: int = 1

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months in order."""
        start = Month(self.year, self.first_month)
        return tuple(start + i for i in range(12))

    @property
    def horizon(self) -> Horizon:
        """The year as a horizon of twelve months."""
        return Horizon(self.months[0].start, 12, "month")


@dataclass(frozen=True)
class Horizon:
    """`count` periods from `start`; months start on the 1st, weeks on any day."""

    start: date
    count: int
    period: Period

    def __post_init__(self) -> None:
        if self.count < 1:
            raise BadDocument(say("The horizon has no period; give it at least one month or week."))
        if self.period == "month" and self.start.day != 1:
            raise BadDocument(say("A horizon of months starts on the 1st, not on {start}.", start=self.start))

    def starts(self) -> tuple[date, ...]:
        """First day of each period, then the day after the last: length count + 1."""
        if self.period == "week":
            return tuple(self.start + timedelta(days=WEEK * i) for i in range(self.count + 1))
        first = Month.of(self.start)
        return tuple((first + i).start for i in range(self.count + 1))

    @property
    def labels(self) -> tuple[str, ...]:
        """ "2027-03" for months, "2027-03-01" (first day) for weeks."""
        days = self.starts()[:-1]
        return tuple(str(Month.of(day)) if self.period == "month" else day.isoformat() for day in days)

    def when(self, index: int) -> Month | date:
        """The month of that place, or the week's first day; -1 is the last."""
        day = self.starts()[:-1][index]
        return Month.of(day) if self.period == "month" else day

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of a monthly horizon; for weeks, the month of each week's first day."""
        return tuple(Month.of(day) for day in self.starts()[:-1])


def overlap_share(decided: Horizon, lived: Horizon) -> NDArray[np.float64]:
    """Share of each decided period's days that falls into each lived period.

    Returns shape (n_lived, n_decided); a column sums to 1 where `lived` covers the decided period.
    A month's spend is spread over its weeks by days: `share @ spend`.
    """
    ours, theirs = decided.starts(), lived.starts()
    share = np.zeros((lived.count, decided.count))
    for j in range(decided.count):
        length = (ours[j + 1] - ours[j]).days
        for i in range(lived.count):
            days = (min(ours[j + 1], theirs[i + 1]) - max(ours[j], theirs[i])).days
            if days > 0:
                share[i, j] = days / length
    return share


def lived_horizon(decided: Horizon, period: Period) -> Horizon:
    """The periods in which a curve of `period` lives through `decided`, starting with it.

    The last week may reach beyond the horizon's end. Raises BadDocument for months inside weeks: a curve
    seen in months says nothing about single weeks.
    """
    if decided.period == period:
        return decided
    if period == "month":
        raise BadDocument(say("These curves were seen in months; plan in months, or fit curves on weeks."))
    starts = decided.starts()
    weeks = -(-(starts[-1] - starts[0]).days // WEEK)
    return Horizon(decided.start, weeks, "week")


def periods_between(origin: date, start: date, period: Period) -> int:
    """Whole periods from `origin` to `start` (negative when `start` is earlier), the phase of indices."""
    if period == "month":
        return Month.of(start) - Month.of(origin)
    return (start - origin).days // WEEK
