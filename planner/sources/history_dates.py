"""The date column of a history: how its dates are written, and whether they leave a gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from planner.domain.calendar import WEEK, Horizon, Month, Period
from planner.domain.errors import BadDocument, BadFile, say

FORMATS = ("%Y-%m-%d", "%Y-%m", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y")
"""Tried in this order over the whole column; of 03/04/2026 only a whole column tells day from month."""


@dataclass(frozen=True)
class DateTrouble:
    """What is wrong with the date on one line: its place in the column (0-based), a code and a sentence."""

    place: int
    code: str
    message: str


def parse_dates(texts: Sequence[str], period: Period | None) -> list[date] | list[DateTrouble]:
    """The column's dates in its one way of writing, else the lines that are no dates.

    Where several ways fit, the one whose dates follow one another by whole periods is meant.
    """
    fitting = [days for form in FORMATS if (days := _all(texts, _reader(form))) is not None]
    if fitting:
        return next((days for days in fitting if is_regular(days, period)), fitting[0])
    # The way that most lines are written in; the others are at fault.
    best = max(FORMATS, key=lambda form: sum(_reader(form)(text) is not None for text in texts))
    return [
        DateTrouble(
            i,
            "bad_date",
            say('"{text}" is not a date like 2026-03-09', text=text[:40])
            if text
            else say("there is no date"),
        )
        for i, text in enumerate(texts)
        if _reader(best)(text) is None
    ]


def is_regular(days: Sequence[date], period: Period | None) -> bool:
    """Whether the dates, put in order, follow one another by whole weeks or months."""
    kind = period or period_of(days)
    return kind is not None and not gaps(days, kind)


def period_of(days: Sequence[date]) -> Period | None:
    """Weeks or months, by the commonest step between the dates; None for anything else."""
    ordered = sorted(set(days))
    steps = [(b - a).days for a, b in pairwise(ordered)]
    if not steps:
        return None
    usual = sorted(steps)[len(steps) // 2]
    if usual == WEEK:
        return "week"
    return "month" if 28 <= usual <= 31 else None


def gaps(days: Sequence[date], period: Period) -> list[DateTrouble]:
    """Dates that repeat another, leave one out, or stand beside the step; empty for a full calendar."""
    order = sorted(range(len(days)), key=lambda i: days[i])
    return [
        trouble
        for before, after in pairwise(order)
        if (trouble := _step(before, after, days, period)) is not None
    ]


@dataclass(frozen=True, eq=False)
class Weeks:
    """Days gathered to weeks from Monday.

    place  (days,) which week each day falls into, -1 for days left out
    """

    horizon: Horizon
    place: np.ndarray
    note: str


def is_daily(days: Sequence[date]) -> bool:
    """Whether most of the dates, put in order, are a day apart."""
    ordered = sorted(set(days))
    steps = sorted((b - a).days for a, b in pairwise(ordered))
    return len(steps) > 1 and steps[len(steps) // 2] == 1


def day_gaps(days: Sequence[date]) -> list[DateTrouble]:
    """Days that repeat another or leave some out."""
    found = []
    order = sorted(range(len(days)), key=lambda i: days[i])
    for before, after in pairwise(order):
        steps = (days[after] - days[before]).days
        if steps == 0:
            repeats = say("{day} repeats the day", day=days[after])
            found.append(DateTrouble(max(before, after), "repeated_date", repeats))
        elif steps > 1:
            found.append(_skipped(after, days[after], days[before] + timedelta(days=1), steps - 1))
    return found


def days_to_weeks(days: Sequence[date], *, whole: bool) -> Weeks:
    """Weeks from Monday that days without gaps fill; `whole` leaves out the begun weeks at either end."""
    first, last = min(days), max(days)
    start = first - timedelta(days=first.weekday())
    stop = last + timedelta(days=WEEK - last.weekday())
    if whole:
        start = start if start == first else start + timedelta(days=WEEK)
        stop = stop if last.weekday() == WEEK - 1 else stop - timedelta(days=WEEK)
    count = (stop - start).days // WEEK
    if count < 1:
        raise BadFile(say("The days do not fill one week from Monday to Sunday."))
    place = np.array([(day - start).days // WEEK for day in days])
    place = np.where((place >= 0) & (place < count), place, -1)
    left = int((place < 0).sum())
    tail = f"; {left} days at the ends fill no week and are left out" if left else ""
    return Weeks(Horizon(start, count, "week"), place, f"Days were summed to weeks from Monday{tail}.")


def horizon_of(days: Sequence[date], period: Period) -> Horizon:
    """The horizon from the first of the dates to the last."""
    first = min(days)
    start = first if period == "week" else Month.of(first).start
    return Horizon(start, int(places_of(days, period).max()) + 1, period)


def places_of(days: Sequence[date], period: Period) -> np.ndarray:
    """How many periods after the first each date lies, shape (dates,)."""
    first = min(days)
    if period == "week":
        return np.array([(day - first).days // WEEK for day in days])
    return np.array([Month.of(day) - Month.of(first) for day in days])


def _step(before: int, after: int, days: Sequence[date], period: Period) -> DateTrouble | None:
    early, late = days[before], days[after]
    if period == "month":
        steps, rest = Month.of(late) - Month.of(early), 0
        missing: object = Month.of(early) + 1
    else:
        steps, rest = divmod((late - early).days, WEEK)
        missing = say("the week of {day}", day=early + timedelta(days=WEEK))
    if rest:
        return DateTrouble(
            after,
            "irregular_date",
            say(
                "{late} is {days} days after {early}; weeks follow one another by 7 days",
                late=late,
                days=(late - early).days,
                early=early,
            ),
        )
    if steps == 0:
        repeats = (
            say("{late} repeats the month of {early}", late=late, early=early)
            if period == "month"
            else say("{late} repeats the week of {early}", late=late, early=early)
        )
        return DateTrouble(max(before, after), "repeated_date", repeats)
    return _skipped(after, late, missing, steps - 1) if steps > 1 else None


def _skipped(place: int, day: date, missing: object, count: int) -> DateTrouble:
    """`count` periods are missing before `day`, the first of them named."""
    first = missing if isinstance(missing, str) else str(missing)
    message = (
        say("before {day}, {missing} is missing", day=day, missing=first)
        if count == 1
        else say(
            "before {day}, {missing} and {count} more are missing", day=day, missing=first, count=count - 1
        )
    )
    return DateTrouble(place, "skipped_date", message)


def _reader(form: str) -> Callable[[str], date | None]:
    def read(text: str) -> date | None:
        # Spreadsheets add a time of midnight to dates.
        plain = text.removesuffix(" 00:00:00").removesuffix("T00:00:00")
        try:
            return Month.parse(plain).start if form == "%Y-%m" else datetime.strptime(plain, form).date()
        except (ValueError, BadDocument):
            return None

    return read


def _all(texts: Sequence[str], read: Callable[[str], date | None]) -> list[date] | None:
    days = []
    for text in texts:
        if (day := read(text)) is None:
            return None
        days.append(day)
    return days
