"""A history or a spend as a file: one row a period or a day, a column for each channel and control."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

import numpy as np

from planner.domain.actuals import RowProblem
from planner.domain.calendar import WEEK, Period
from planner.domain.errors import BadFile, say
from planner.domain.history import History
from planner.domain.money import FloatArray
from planner.sources.amounts import NotANumber, decimal_votes, to_number, typed
from planner.sources.history_dates import (
    day_gaps,
    days_to_weeks,
    gaps,
    horizon_of,
    is_daily,
    parse_dates,
    period_of,
)
from planner.sources.history_rows import lines_of

Decimal = Literal[".", ","]


@dataclass(frozen=True, eq=False)
class HistoryFile:
    """A history as its file has it.

    dates  as written, in the file's order
    place  (rows,) which period of `history` each row of the file is; files need not be in order of time.
           -1 for days left out
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
    Raises BadFile naming the first fault; all of them are in its `params["problems"]` as RowProblem. A row
    cannot be left out of a history: carry-over needs every period.
    """
    table = _Table.parse(data, filename)
    dated = table.date_column(date_column)
    wanted = [*channels, *controls, *([outcome] if outcome is not None else [])]
    columns = {name: table.column(name) for name in wanted}
    days, kind = table.days(dated, period)
    decimal = table.decimal([columns[name] for name in wanted])
    negative_allowed = set(controls) | ({outcome} if outcome is not None else set())
    values = {
        name: table.numbers(column, decimal, name in negative_allowed) for name, column in columns.items()
    }
    table.refuse()
    dates = tuple(row[dated] for row in table.rows)
    if table.daily:
        weeks = days_to_weeks(days, whole=outcome is not None)
        inside = weeks.place >= 0

        def weekly(name: str, mean: bool) -> FloatArray:
            summed = np.bincount(weeks.place[inside], values[name][inside], weeks.horizon.count)
            days_in = np.bincount(weeks.place[inside], minlength=weeks.horizon.count)
            found: FloatArray = summed / days_in if mean else summed.astype(float)
            return found

        history = History(
            horizon=weeks.horizon,
            channels=tuple(channels),
            spend=np.array([weekly(name, False) for name in channels]).reshape(len(channels), -1),
            controls={name: weekly(name, True) for name in controls},
            outcome=None if outcome is None else weekly(outcome, False),
        )
        return HistoryFile(history, dates, weeks.place, 1 / WEEK, (weeks.note,))
    order = np.argsort([day.toordinal() for day in days], kind="stable")
    place = np.empty(len(days), np.int64)
    place[order] = np.arange(len(days))
    history = History(
        horizon=horizon_of(days, kind),
        channels=tuple(channels),
        spend=np.array([values[name][order] for name in channels]).reshape(len(channels), len(days)),
        controls={name: values[name][order] for name in controls},
        outcome=values[outcome][order] if outcome is not None else None,
    )
    return HistoryFile(history, dates, place)


class _Table:
    """A CSV's header and rows, and the problems found in them so far."""

    def __init__(self, filename: str, header: list[str], rows: list[list[str]], numbers: list[int]) -> None:
        self.filename = filename
        self.header = header
        self.rows = rows
        self._row_numbers = numbers
        self._problems: list[RowProblem] = []
        self.daily = False

    @classmethod
    def parse(cls, data: bytes, filename: str) -> _Table:
        filled = lines_of(data, filename)
        header, _ = filled[0]
        if len(filled) == 1:
            raise BadFile(say('"{filename}" has a header but no row below it.', filename=filename))
        table = cls(
            filename, header, [cells for cells, _ in filled[1:]], [number for _, number in filled[1:]]
        )
        table._square()
        return table

    def _square(self) -> None:
        """Rows of one length: short ones get blanks, longer ones are told."""
        width = len(self.header)
        for i, row in enumerate(self.rows):
            if len(row) < width:
                row.extend([""] * (width - len(row)))
            elif any(row[width:]):
                self._add(i, None, "ragged_row", f"has {len(row)} cells, the header {width}")

    def column(self, name: str) -> int:
        """Place of a column by its name."""
        places = [i for i, header in enumerate(self.header) if header == name.strip()]
        if len(places) == 1:
            return places[0]
        if places:
            raise BadFile(
                say(
                    '"{filename}" has {count} columns called "{name}"; keep one.',
                    filename=self.filename,
                    count=len(places),
                    name=name,
                )
            )
        near = get_close_matches(name, self.header, n=1, cutoff=0.5)
        raise BadFile(
            f'"{self.filename}" has no column "{name}"'
            + (f'; the nearest is "{near[0]}".' if near else f"; its columns are {', '.join(self.header)}."),
            column=name,
        )

    def date_column(self, name: str | None) -> int:
        """Place of the date column."""
        if name is not None:
            return self.column(name)
        called = [i for i, header in enumerate(self.header) if header.casefold() == "date"]
        found = called or [
            i
            for i in range(len(self.header))
            if isinstance(parse_dates([row[i] for row in self.rows], None)[0], date)
        ]
        if len(found) != 1:
            raise BadFile(
                say(
                    '"{filename}" has {value} column of dates; call the one to use "date".',
                    filename=self.filename,
                    value="no" if not found else "more than one",
                )
            )
        return found[0]

    def days(self, column: int, period: Period | None) -> tuple[list[date], Period]:
        """The rows' dates, and what they count."""
        found = parse_dates([row[column] for row in self.rows], period)
        days = [day for day in found if isinstance(day, date)]
        for trouble in found:
            if not isinstance(trouble, date):
                self._add(trouble.place, column, trouble.code, trouble.message)
        self.refuse()
        if is_daily(days) and period != "month":
            self.daily = True
            for trouble in day_gaps(days):
                self._add(trouble.place, column, trouble.code, trouble.message)
            return days, "week"
        seen = period_of(days)
        kind = period or seen
        if kind is None:
            raise BadFile(
                say(
                    'The dates of "{filename}" follow one another neither by days, by weeks nor by months.',
                    filename=self.filename,
                )
            )
        if seen is not None and seen != kind:
            raise BadFile(
                say(
                    '"{filename}" has one row a {seen}, but the curves were seen in {kind}s; give one '
                    "row a {kind}.",
                    filename=self.filename,
                    seen=seen,
                    kind=kind,
                )
            )
        for trouble in gaps(days, kind):
            self._add(trouble.place, column, trouble.code, trouble.message)
        return days, kind

    def decimal(self, columns: Sequence[int]) -> Decimal:
        """The file's decimal mark: a comma only where nothing speaks for the point."""
        point, comma, _ = decimal_votes(row[column] for row in self.rows for column in columns)
        return "," if comma and not point else "."

    def numbers(self, column: int, decimal: Decimal, negative_allowed: bool) -> FloatArray:
        """One column as numbers; what is none, or a negative spend, becomes a problem."""
        values = np.full(len(self.rows), math.nan)
        for i, row in enumerate(self.rows):
            value = _number(row[column], decimal)
            if isinstance(value, str):
                zero = "" if row[column] or negative_allowed else "; write 0 where nothing was spent"
                self._add(i, column, "not_a_number" if row[column] else "blank", value + zero)
            elif value < 0 and not negative_allowed:
                self._add(i, column, "negative_spend", f"{row[column]} is negative; spend is 0 or more")
            else:
                values[i] = value
        return values

    def _add(self, place: int, column: int | None, code: str, fault: str) -> None:
        row = self._row_numbers[place]
        where = f"row {row}" if column is None else f'row {row}, column "{self.header[column]}"'
        cell = "" if column is None else f"{_letters(column)}{row}"
        message = f'"{self.filename}", {where}: {fault}.'
        self._problems.append(RowProblem("", cell, row, code, message, "rejected"))

    def refuse(self) -> None:
        """Raise BadFile when a problem was found."""
        if not self._problems:
            return
        more = len(self._problems) - 1
        tail = (
            ""
            if not more
            else " There is 1 more problem."
            if more == 1
            else f" There are {more} more problems."
        )
        raise BadFile(self._problems[0].message + tail, problems=tuple(self._problems))


def _number(text: str, decimal: Decimal) -> float | str:
    """A finite number, or a sentence why not."""
    if not text:
        return "the cell is blank"
    value: float | None = None
    if decimal == ".":
        # What programs write, first: 1.234 is a little more than one, not a thousand.
        try:
            value = float(text)
        except ValueError:
            value = None
    if value is None:
        number = typed(text)
        value = None if isinstance(number, NotANumber) else to_number(number, decimal)
    if value is None or not math.isfinite(value):
        return f'"{text[:40]}" is not a number'
    return value


def _letters(column: int) -> str:
    """Spreadsheet name of a 0-based column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
