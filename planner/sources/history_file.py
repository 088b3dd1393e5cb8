"""A history or a spend as a file: one row a period or a day, a column for each channel and control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.calendar import WEEK, Period
from planner.domain.history import History
from planner.sources.history_dates import days_to_weeks, horizon_of, places_of
from planner.sources.history_gaps import bridged, gap_notes, limit_words, reported_ends, too_many
from planner.sources.history_table import HistoryTable


@dataclass(frozen=True, eq=False)
class HistoryFile:
    """A history as its file has it.

    dates  as written, in the file's order
    place  (rows,) which period of `history` each row of the file is; files need not be in order of time.
           -1 for rows left out
    share  what part of its period a row is: 1, for days 1/7
    notes  what was assumed, in sentences
    """

    history: History
    dates: tuple[str, ...]
    place: np.ndarray
    share: float = 1.0
    notes: tuple[str, ...] = ()


def read_history(
    data: bytes,
    filename: str,
    *,
    channels: Sequence[str],
    controls: Sequence[str] = (),
    outcome: str | None = None,
    date_column: str | None = None,
    period: Period | None = None,
) -> HistoryFile:
    """Read the named columns; further ones are left alone. Days are summed to weeks, controls averaged.

    date_column  None: the one called "date", else the only column of dates
    period       None: weeks or months, as the dates follow one another
    Where there is an outcome, single periods may be missing: they are bridged and noted. A spend to judge
    needs every period. Raises BadFile naming the first fault; all of them are in its `params["problems"]` as
    RowProblem.
    """
    table = HistoryTable.parse(data, filename)
    dated = table.date_column(date_column)
    wanted = [*channels, *controls, *([outcome] if outcome is not None else [])]
    columns = {name: table.column(name) for name in wanted}
    days, kind = table.days(dated, period)
    decimal = table.decimal([columns[name] for name in wanted])
    if outcome is None:
        table.keep_gaps()
    values = {
        name: table.numbers(
            column, decimal, negative=name in controls or name == outcome, blank=name == outcome
        )
        for name, column in columns.items()
    }
    table.refuse()
    notes = []
    if table.daily:
        weeks = days_to_weeks(days, whole=outcome is not None)
        horizon, place, rows = weeks.horizon, weeks.place, WEEK
        notes.append(weeks.note)
    else:
        horizon, place, rows = horizon_of(days, kind), places_of(days, kind), 1
    left = place < 0
    if outcome is not None:
        horizon, place = reported_ends(horizon, place, values[outcome])
        if ends := int((place < 0).sum() - left.sum()):
            notes.append(f'{ends} rows before the first or after the last "{outcome}" were left out.')
    read = {
        name: bridged(
            column, place, horizon.count, rows, summed=name not in controls, scaled=outcome is not None
        )
        for name, column in values.items()
    }
    missing: tuple[int, ...] = ()
    if outcome is not None:
        missing = read[outcome][1]
        blank = np.flatnonzero((place >= 0) & np.isnan(values[outcome])).tolist()
        if too_many(missing, horizon):
            table.refuse_gaps(blank, columns[outcome], limit_words(horizon))
        notes += gap_notes(table, blank, columns[outcome], horizon)
    history = History(
        horizon=horizon,
        channels=tuple(channels),
        spend=np.array([read[name][0] for name in channels]).reshape(len(channels), horizon.count),
        controls={name: read[name][0] for name in controls},
        outcome=None if outcome is None else read[outcome][0],
        missing=missing,
    )
    dates = tuple(row[dated] for row in table.rows)
    return HistoryFile(history, dates, place, 1 / rows, tuple(notes))
