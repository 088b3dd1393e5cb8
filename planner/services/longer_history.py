"""The history behind curves, made longer: by a file with the new periods, or by the months that came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.analysis.years import measured_year
from planner.domain.actuals import Actuals, Metric
from planner.domain.calendar import Horizon, Month, periods_between
from planner.domain.company import BASELINE
from planner.domain.errors import BadDocument, say
from planner.domain.history import History

HALF_A_MONTH = 15
"""Days of a month that lie behind the end of a history before the month counts as new."""


@dataclass(frozen=True, eq=False)
class Joined:
    """A longer history, how many of its periods are new, and what was assumed."""

    history: History
    new: int
    notes: tuple[str, ...]


def joined(kept: History, more: History) -> Joined:
    """`kept` with the periods of `more` put behind it; where both speak, `more` counts.

    Raises BadDocument where a gap, another kind of period or another weekday keeps them apart, or where a
    control of the kept history is missing.
    """
    period = kept.horizon.period
    if more.horizon.period != period:
        raise BadDocument(
            say(
                "The kept history counts in {kept}s, the file in {more}s; give one row a {kept}.",
                kept=period,
                more=more.horizon.period,
            )
        )
    if period == "week" and (more.horizon.start - kept.horizon.start).days % 7:
        raise BadDocument(
            say(
                "The file's weeks start on another weekday ({more:%A}) than those of the kept history "
                "({kept:%A}); use the same day.",
                more=more.horizon.start,
                kept=kept.horizon.start,
            )
        )
    at = periods_between(kept.horizon.start, more.horizon.start, period)
    end = kept.horizon.starts()[-1]
    if at > kept.horizon.count:
        raise BadDocument(
            say(
                "The kept history ends before {end}, the file starts on {start}; add the {period}s between.",
                end=end,
                start=more.horizon.start,
                period=period,
            )
        )
    if at < 0:
        raise BadDocument(
            say(
                "The file starts on {start}, before the kept history; fit it by itself.",
                start=more.horizon.start,
            )
        )
    lacking = [name for name in kept.controls if name not in more.controls]
    if lacking:
        raise BadDocument(
            say(
                "The kept history was fitted with {names}; give the column for the new {period}s too.",
                names=", ".join(lacking),
                period=period,
            )
        )
    assert kept.outcome is not None
    assert more.outcome is not None
    names = (*kept.channels, *(name for name in more.channels if name not in kept.channels))
    old, new = kept.by_channel(), more.by_channel()
    before, after = np.zeros(at), np.zeros(more.horizon.count)
    spend = [np.concatenate([old.get(name, before)[:at], new.get(name, after)]) for name in names]
    notes: list[str] = []
    if gone := [name for name in kept.channels if name not in more.channels]:
        notes.append(say("The new rows have no column for {names}: taken as 0.", names=", ".join(gone)))
    if fresh := [name for name in more.channels if name not in kept.channels]:
        notes.append(
            say(
                "Before {start} nothing was spent on {names}.",
                start=more.horizon.start,
                names=", ".join(fresh),
            )
        )
    if dropped := [name for name in more.controls if name not in kept.controls]:
        notes.append(say("{names} left out: the kept history does not hold it.", names=", ".join(dropped)))
    if at < kept.horizon.count:
        notes.append(say("From {start} on the file replaces what was kept.", start=more.horizon.start))
    count = at + more.horizon.count
    return Joined(
        History(
            Horizon(kept.horizon.start, count, period),
            names,
            np.array(spend),
            {name: np.concatenate([row[:at], more.controls[name]]) for name, row in kept.controls.items()},
            np.concatenate([kept.outcome[:at], more.outcome]),
            (*(p for p in kept.missing if p < at), *(p + at for p in more.missing)),
        ),
        count - kept.horizon.count,
        tuple(notes),
    )


@dataclass(frozen=True, eq=False)
class NewMonths:
    """Months of full actuals after a history's end.

    history  made longer by them; None where figures of months cannot do that
    lacking  why not: "weeks" (it counts in weeks), "controls" (it needs columns that actuals do not have),
             "total" (nobody reports sales without media) or "channels" (spend of a channel is missing)
    """

    months: tuple[Month, ...]
    since: date
    history: History | None
    lacking: str = ""


def new_months(kept: History, actuals: Actuals, *, as_of: date | None = None) -> NewMonths | None:
    """What actuals know after the history's end; None where that is nothing.

    A month counts once most of its days lie behind the end: weeks and months seldom end together.
    """
    end = kept.horizon.starts()[-1]
    labels = sorted({row.month for row in actuals if (Month.parse(row.month).stop - end).days > HALF_A_MONTH})
    if not labels:
        return None
    first, last = Month.parse(labels[0]), Month.parse(labels[-1])
    months = tuple(first + i for i in range(last - first + 1))
    channels = tuple(
        dict.fromkeys(
            [
                *kept.channels,
                *(row.channel for row in actuals if row.month in labels and row.channel != BASELINE),
            ]
        )
    )
    measured = measured_year(actuals, channels, months, as_of=as_of)
    known = _unbroken(months, measured.months)
    if not known:
        return None
    places = [months.index(month) for month in known]
    spend = measured.table[Metric.SPEND][:-1][:, places]
    revenue = measured.table[Metric.REVENUE][:, places]
    lacking = (
        "weeks"
        if kept.horizon.period == "week"
        else "controls"
        if kept.controls
        else "total"
        if not np.isfinite(revenue[-1]).all()
        else "channels"
        if not np.isfinite(spend[: len(kept.channels)]).all()
        else ""
    )
    if lacking or kept.horizon.period == "week":
        return NewMonths(known, end, None, lacking)
    more = History(
        Horizon(known[0].start, len(known), "month"),
        channels,
        np.nan_to_num(spend),
        {},
        np.nansum(revenue, axis=0),
    )
    return NewMonths(known, end, joined(kept, more).history)


def _unbroken(months: Sequence[Month], known: Sequence[Month]) -> tuple[Month, ...]:
    """The months from the first on, as far as they are known."""
    found = []
    for month in months:
        if month not in known:
            break
        found.append(month)
    return tuple(found)
