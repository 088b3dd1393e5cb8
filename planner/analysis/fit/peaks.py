"""Peaks that come back each year: where they fall, and which of them a history shows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.money import FloatArray


def middles_of(horizon: Horizon) -> list[date]:
    """The middle day of each period."""
    starts = horizon.starts()
    return [day + (after - day) / 2 for day, after in pairwise(starts)]


def event_share(event: str, horizon: Horizon) -> FloatArray:
    """Share of each period that a recurring event covers, 1 for a whole week of it."""
    starts = horizon.starts()
    if event.startswith("week "):
        number = int(event.removeprefix("week "))
        return np.array([float(_iso_week(day) == number) for day in middles_of(horizon)])
    windows = EVENTS[event]
    share = np.zeros(horizon.count)
    for t in range(horizon.count):
        for year in {starts[t].year, starts[t + 1].year}:
            first, last = windows(year)
            days = (min(starts[t + 1], last + timedelta(days=1)) - max(starts[t], first)).days
            share[t] += max(days, 0) / ((last - first).days + 1)
    return share


def _iso_week(day: date) -> int:
    return min(day.isocalendar().week, 52)


def _black_friday(year: int) -> tuple[date, date]:
    friday = next(date(year, 11, n) for n in range(23, 30) if date(year, 11, n).weekday() == 4)
    return friday - timedelta(days=4), friday + timedelta(days=2)


def _before_christmas(year: int) -> tuple[date, date]:
    return date(year, 12, 16), date(year, 12, 24)


def _easter(year: int) -> tuple[date, date]:
    """The week before Easter Sunday. Source: the anonymous Gregorian algorithm (Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    sunday = date(year, month, day + 1)
    return sunday - timedelta(days=6), sunday


EVENTS = {"Black Friday": _black_friday, "before Christmas": _before_christmas, "Easter": _easter}
"""Events that move in the calendar: year -> first and last day."""

USUAL_PEAKS = {*EVENTS, *(f"week {n}" for n in range(47, 53))}
"""Where most consumer trades have a peak: from Black Friday to the year's end, and Easter."""
USUAL_ODDS, OTHER_ODDS = 0.5, 0.01
"""Odds, before the history speaks, that one of these weeks or any other week stands out each year."""


def recurring_peaks(
    horizon: Horizon, residuals: FloatArray, precision: FloatArray, sd: float, most: int = 6
) -> tuple[str, ...]:
    """Events at which `residuals` (P,), the baseline still in them, stand out each year; strongest first.

    The Bayes factor of a column with a normal prior (mean 0, `sd`) is exact for noise of the given
    `precision` (P, P); it is held against the odds that a week is a peak at all, which are better for weeks
    in which most trades have one. Wanted besides: the same sign in each year. What was seen in one year only
    counts in those weeks alone; there a moving event and its week of the calendar cannot be told apart, so
    both get a column and share the peak.
    """
    if horizon.period != "week":
        return ()
    found: list[str] = []
    candidates = {
        event: event_share(event, horizon) for event in [*EVENTS, *(f"week {n}" for n in range(1, 53))]
    }
    while len(found) < most:
        best, score, clean = "", 0.0, precision @ residuals
        for event, share in candidates.items():
            if event in found:
                continue
            usual = event in USUAL_PEAKS
            pulled = precision @ share
            seen = float(share @ pulled)
            size = float(residuals @ pulled)
            inside = share > 0.4
            years = len({day.year for day, here in zip(horizon.starts()[:-1], inside, strict=False) if here})
            if years < (1 if usual else 2) or (years == 1 and size <= 0):
                continue
            if years > 1 and np.min(np.sign(size) * clean[inside]) <= 0:
                continue
            gain = 0.5 * size**2 / (seen + sd**-2) - 0.5 * np.log1p(sd**2 * seen)
            gain += np.log(USUAL_ODDS if usual else OTHER_ODDS)
            if gain > score:
                best, score = event, gain
        if not best:
            break
        for event, share in candidates.items():
            # The same days in this history: itself, and where it was seen once, its twin.
            if event == best or (event in USUAL_PEAKS and np.array_equal(share, candidates[best])):
                found.append(event)
                pulled = precision @ share
                precision = precision - np.outer(pulled, pulled) / (share @ pulled + sd**-2)
    return tuple(found)
