"""Periods of a history that nobody reported: what stands in for them, and when they are too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.errors import say
from planner.domain.money import FloatArray
from planner.sources.history_table import HistoryTable

LONGEST = {"week": 4, "month": 1}
"""Periods in a row that are bridged; carry-over forgets the spend before a longer gap."""
LARGEST_SHARE = 0.1
NAMED = 4
"""Gaps that a note names one by one."""


def bridged(
    values: FloatArray, place: np.ndarray, count: int, rows: int, *, summed: bool, scaled: bool
) -> tuple[FloatArray, tuple[int, ...]]:
    """Values by period (count,), and the periods that were not fully reported.

    values, place  (R,) figure of each row of the file, nan where blank, and its period, -1 for none
    rows           rows that fill a period: 1, or 7 days
    summed         whether rows add up to the period's figure; otherwise they are averaged
    scaled         whether some days stand for their week
    A period without any row lies between its neighbours.
    """
    inside = (place >= 0) & np.isfinite(values)
    known = np.bincount(place[inside], minlength=count)
    made = np.bincount(place[inside], values[inside], count).astype(float)
    seen = known > 0
    if not summed:
        made[seen] /= known[seen]
    elif scaled:
        made[seen] *= rows / known[seen]
    if not seen.all() and seen.any():
        made = np.interp(np.arange(count), np.flatnonzero(seen), made[seen])
    return made, tuple(np.flatnonzero(known < rows).tolist())


def reported_ends(horizon: Horizon, place: np.ndarray, outcome: FloatArray) -> tuple[Horizon, np.ndarray]:
    """The horizon from the first to the last period with an outcome, and the rows' places in it.

    outcome  (R,) of each row, nan where blank; a history without any is left as it is
    """
    filled = place[(place >= 0) & np.isfinite(outcome)]
    if not filled.size:
        return horizon, place
    first, last = int(filled.min()), int(filled.max())
    cut = Horizon(horizon.starts()[first], last - first + 1, horizon.period)
    return cut, np.where((place >= first) & (place <= last), place - first, -1)


def too_many(missing: Sequence[int], horizon: Horizon) -> bool:
    """Whether a fit should not bridge this much."""
    longest, run, before = 0, 0, -2
    for period in missing:
        run = run + 1 if period == before + 1 else 1
        longest, before = max(longest, run), period
    return longest > LONGEST[horizon.period] or len(missing) > LARGEST_SHARE * horizon.count


def limit_words(horizon: Horizon) -> str:
    """Why a gap stops the reading; goes behind the sentence that names it."""
    if horizon.period == "month":
        return say("at most 1 month at a time and a tenth of all can be bridged")
    return say("at most {count} weeks in a row and a tenth of all can be bridged", count=LONGEST["week"])


def gap_notes(table: HistoryTable, blank: Sequence[int], outcome: int, horizon: Horizon) -> Iterator[str]:
    """What was missing, each with its row, and what was assumed for it.

    blank  places of rows without an outcome
    """
    period = horizon.period
    gaps = [f"Row {table.row(trouble.place)}: {trouble.message}." for trouble, _ in table.skipped]
    gaps += [
        f'Row {table.row(place)}, column "{table.header[outcome]}": the cell is blank.' for place in blank
    ]
    if not gaps:
        return
    yield from gaps[:NAMED]
    if len(gaps) > NAMED:
        yield f"{len(gaps) - NAMED} more rows are missing or blank."
    if table.daily:
        yield (
            "Weeks with a missing day do not count for the fit; its spend is taken to be that of the other "
            "days."
        )
        return
    yield (
        f"{period.capitalize()}s without an outcome do not count for the fit; the spend of one without a row "
        f"is taken to lie between the {period}s around it."
    )
