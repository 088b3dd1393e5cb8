"""Dates of another tool's rows: the kind of period they follow one another by, and where the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from planner.domain.calendar import WEEK, Month, Period
from planner.domain.errors import BadFile, say


def as_day(text: object, where: str) -> date:
    """The day that a cell begins with. Raises BadFile."""
    try:
        return date.fromisoformat(str(text).strip()[:10])
    except ValueError:
        raise BadFile(
            say(
                '{where}: "{text}" is not a date; it should be written as 2026-03-02.',
                where=where,
                text=str(text)[:40],
            )
        ) from None


def period_of(days: Sequence[date], filename: str) -> Period:
    """Weeks or months. Raises BadFile for days, and for dates without a rhythm."""
    steps = {(b - a).days for a, b in pairwise(days)}
    if not steps:
        raise BadFile(
            say('"{filename}" has a single date, so its periods cannot be told.', filename=filename)
        )
    if min(steps) <= 0:
        raise BadFile(say('The dates of "{filename}" do not rise from row to row.', filename=filename))
    if steps == {WEEK}:
        return "week"
    if steps <= {28, 29, 30, 31}:
        return "month"
    if steps == {1}:
        raise BadFile(
            say(
                '"{filename}" was fitted on days; the planner knows weeks and months. Fit it on weeks.',
                filename=filename,
            ),
            reason="daily",
        )
    raise BadFile(
        say('The dates of "{filename}" follow one another neither by weeks nor by months.', filename=filename)
    )


def after(last: date, period: Period) -> date:
    """First day of the period after the one that begins on `last`."""
    return last + timedelta(days=WEEK) if period == "week" else (Month.of(last) + 1).start


def a_year(period: Period) -> int:
    """Periods that a yearly pattern takes."""
    return 52 if period == "week" else 12
