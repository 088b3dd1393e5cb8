"""Months, days and moments as a language writes them."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton

from planner.domain.calendar import Month


def month_text(month: Month, locale: Locale) -> str:
    """A month with its year: "Mar 2027"."""
    return str(format_skeleton("yMMM", datetime(month.year, month.number, 1), locale=locale))


def day_text(day: date, locale: Locale) -> str:
    """A day: "Mar 12, 2027"."""
    return format_date(day, "medium", locale=locale)


def weekday_text(day: date, locale: Locale) -> str:
    """The day of the week: "Friday"."""
    return format_date(day, "EEEE", locale=locale)


def moment_text(moment: datetime, locale: Locale) -> str:
    """A day and time as the moment itself carries them: "Mar 12, 2027, 10:42 UTC" where its zone is known."""
    text = format_datetime(moment.replace(tzinfo=None), "medium", locale=locale)
    # Seconds say nothing to a reader; Babel's medium form has them, its short form cuts the year.
    text = text.replace(moment.strftime(":%M:%S"), moment.strftime(":%M"))
    zone = moment.tzname()
    return f"{text} {zone}" if zone else text
