"""Sheets as grids of cells: what every layout is read from, whatever the file was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error, or a formula whose result the file does not hold."""

    code: str
    uncached: bool = False


Cell = None | bool | int | float | str | date | ErrorValue
Row = list[Cell]
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0, ends included."""


@dataclass(eq=False)
class Sheet:
    """One visible sheet. Rows and columns count from 0; rows may be of different length."""

    name: str
    rows: list[Row]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    marks: dict[tuple[int, int], ErrorValue] = field(default_factory=dict)
    delimited: bool = False
    """Whether it is text whose cells a separator parts, as in a CSV."""

    @property
    def width(self) -> int:
        """Columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell:
        """The cell, None outside the grid."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return None
        return self.rows[row][column]

    def place_marks(self) -> None:
        """Write errors and formulas without a result into the grid, where the fast reader left blanks."""
        for (row, column), mark in self.marks.items():
            while len(self.rows) <= row:
                self.rows.append([])
            cells = self.rows[row]
            cells.extend([None] * (column + 1 - len(cells)))
            if cells[column] is None:
                cells[column] = mark


@dataclass(frozen=True)
class Book:
    """An opened file: visible sheets in order, names of hidden ones, and how its dates count."""

    filename: str
    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...] = ()
    date1904: bool = False
    format: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    """What an xlsx workbook says about itself, with `lastModifiedBy` and `modified`."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of an xlsx workbook to their addresses."""


def as_cells(rows: Iterable[list[Any]]) -> Iterable[Row]:
    """Rows as the child sends them, dates and errors made of their tuples."""
    for row in rows:
        for column, cell in enumerate(row):
            if cell.__class__ is tuple:
                first = cell[0]
                row[column] = ErrorValue(first) if isinstance(first, str) else date.fromordinal(first)
        yield row


def address(row: int, column: int) -> str:
    """ "C14" for row 13, column 2, both from 0."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """ "C" for column 2, from 0."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
