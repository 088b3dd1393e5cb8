"""The columns of a history file by name: its dates and its figures, and every fault with its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Literal

import numpy as np

from planner.domain.actuals import RowProblem
from planner.domain.calendar import Period
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray
from planner.sources.amounts import NotANumber, decimal_votes, to_number, typed
from planner.sources.history_dates import DateTrouble, day_gaps, gaps, is_daily, parse_dates, period_of
from planner.sources.history_rows import lines_of

Decimal = Literal[".", ","]


class HistoryTable:
    """A file's header and rows, and the problems found in them so far."""

    def __init__(self, filename: str, header: list[str], rows: list[list[str]], numbers: list[int]) -> None:
        self.filename = filename
        self.header = header
        self.rows = rows
        self._row_numbers = numbers
        self._problems: list[RowProblem] = []
        self.daily = False
        self.skipped: list[tuple[DateTrouble, int]] = []

    @classmethod
    def parse(cls, data: bytes, filename: str) -> HistoryTable:
        """Header and rows of a file of any kind."""
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
                self._add(
                    i,
                    None,
                    "ragged_row",
                    say("has {count} cells, the header {width}", count=len(row), width=width),
                )

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
            say(
                '"{filename}" has no column "{name}"; the nearest is "{near}".',
                filename=self.filename,
                name=name,
                near=near[0],
            )
            if near
            else say(
                '"{filename}" has no column "{name}"; its columns are {names}.',
                filename=self.filename,
                name=name,
                names=", ".join(self.header),
            ),
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
        """The rows' dates, and what they count; what was skipped stays in `self.skipped`."""
        found = parse_dates([row[column] for row in self.rows], period)
        days = [day for day in found if isinstance(day, date)]
        for trouble in found:
            if not isinstance(trouble, date):
                self._add(trouble.place, column, trouble.code, trouble.message)
        self.refuse()
        if is_daily(days) and period != "month":
            self.daily = True
            self._sort_out(day_gaps(days), column)
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
        self._sort_out(gaps(days, kind), column)
        return days, kind

    def _sort_out(self, troubles: Sequence[DateTrouble], column: int) -> None:
        """What is skipped may be bridged, anything else is a problem."""
        for trouble in troubles:
            if trouble.code == "skipped_date":
                self.skipped.append((trouble, column))
            else:
                self._add(trouble.place, column, trouble.code, trouble.message)

    def keep_gaps(self) -> None:
        """Skipped dates are problems: nothing may be bridged here."""
        for trouble, column in self.skipped:
            self._add(trouble.place, column, trouble.code, trouble.message)

    def refuse_gaps(self, blank: Sequence[int], column: int, why: str) -> None:
        """Refuse skipped dates and blank cells of a column; `why` goes behind each sentence."""
        for trouble, dated in self.skipped:
            self._add(
                trouble.place, dated, trouble.code, say("{fault}; {why}", fault=trouble.message, why=why)
            )
        for place in blank:
            self._add(place, column, "blank", say("{fault}; {why}", fault=say("the cell is blank"), why=why))
        self.refuse()

    def decimal(self, columns: Sequence[int]) -> Decimal:
        """The file's decimal mark: a comma only where nothing speaks for the point."""
        point, comma, _ = decimal_votes(row[column] for row in self.rows for column in columns)
        return "," if comma and not point else "."

    def row(self, place: int) -> int:
        """Number in the file of the row at a place."""
        return self._row_numbers[place]

    def numbers(
        self, column: int, decimal: Decimal, *, negative: bool = False, blank: bool = False
    ) -> FloatArray:
        """One column as numbers; what is none becomes a problem, a `negative` only where it may not be.

        blank  whether a blank cell is nan, and no problem
        """
        values = np.full(len(self.rows), math.nan)
        for i, row in enumerate(self.rows):
            if blank and not row[column]:
                continue
            value = _number(row[column], decimal)
            if isinstance(value, str):
                if not row[column] and not negative:
                    value = say("the cell is blank; write 0 where nothing was spent")
                self._add(i, column, "not_a_number" if row[column] else "blank", value)
            elif value < 0 and not negative:
                self._add(
                    i,
                    column,
                    "negative_spend",
                    say("{amount} is negative; spend is 0 or more", amount=row[column]),
                )
            else:
                values[i] = value
        return values

    def _add(self, place: int, column: int | None, code: str, fault: str) -> None:
        row = self._row_numbers[place]
        cell = "" if column is None else f"{_letters(column)}{row}"
        message = (
            say('"{file}", row {row}: {fault}.', file=self.filename, row=row, fault=fault)
            if column is None
            else say(
                '"{file}", row {row}, column "{column}": {fault}.',
                file=self.filename,
                row=row,
                column=self.header[column],
                fault=fault,
            )
        )
        self._problems.append(RowProblem("", cell, row, code, message, "rejected"))

    def refuse(self) -> None:
        """Raise BadFile when a problem was found."""
        if not self._problems:
            return
        first, more = self._problems[0].message, len(self._problems) - 1
        message: str = first
        if more == 1:
            message = say("{first} There is 1 more problem.", first=first)
        elif more:
            message = say("{first} There are {count} more problems.", first=first, count=more)
        raise BadFile(message, problems=tuple(self._problems))


def _number(text: str, decimal: Decimal) -> float | str:
    """A finite number, or a sentence why not."""
    if not text:
        return say("the cell is blank")
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
        return say('"{text}" is not a number', text=text[:40])
    return value


def _letters(column: int) -> str:
    """Spreadsheet name of a 0-based column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
