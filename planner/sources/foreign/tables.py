"""A CSV with a header as columns of text, and columns as numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan

import numpy as np

from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray

_MISSING = {"", "na", "nan", "null", "none", "<na>"}
MAX_COLUMNS = 5_000


@dataclass(frozen=True, eq=False)
class Columns:
    """A table of text by column, all of one length; the first column of `name` may be an unnamed index."""

    name: str
    cells: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(next(iter(self.cells.values()), ()))

    def __contains__(self, column: str) -> bool:
        return column in self.cells

    def texts(self, column: str) -> Sequence[str]:
        """A column as it is written. Raises BadFile where it is not there."""
        if column not in self.cells:
            raise BadFile(say('"{name}" has no column "{column}".', name=self.name, column=column))
        return self.cells[column]

    def numbers(self, column: str) -> FloatArray:
        """A column as finite numbers. Raises BadFile naming row and column."""
        values = self.known(column)
        if not np.isfinite(values).all():
            row = int(np.flatnonzero(~np.isfinite(values))[0]) + 2
            raise BadFile(
                say(
                    '"{name}", row {row}, column "{column}": no number.',
                    name=self.name,
                    row=row,
                    column=column,
                )
            )
        return values

    def known(self, column: str) -> FloatArray:
        """A column as numbers, NaN where nothing is known. Raises BadFile for other text."""
        found = np.empty(len(self))
        for i, text in enumerate(self.texts(column)):
            if text.strip().lower() in _MISSING:
                found[i] = nan
                continue
            try:
                found[i] = float(text)
            except ValueError:
                raise BadFile(
                    say(
                        '"{name}", row {row}, column "{column}": "{text}" is not a number.',
                        name=self.name,
                        row=i + 2,
                        column=column,
                        text=text[:40],
                    )
                ) from None
        return found

    def where(self, column: str, value: str) -> Columns:
        """The rows in which `column` says `value`."""
        keep = [i for i, text in enumerate(self.texts(column)) if text == value]
        return Columns(self.name, {name: [texts[i] for i in keep] for name, texts in self.cells.items()})


def read_columns(data: bytes, name: str) -> Columns:
    """A comma- or semicolon-separated file with a header. Raises BadFile."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(say('"{name}" is no UTF-8 text; save it as CSV UTF-8.', name=name)) from None
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as problem:
        raise BadFile(say('"{name}" is no CSV table: {problem}.', name=name, problem=problem)) from None
    return from_rows(rows, name)


def from_rows(rows: Sequence[Sequence[str]], name: str) -> Columns:
    """Rows of text under a header as columns. Raises BadFile for rows of another length."""
    if len(rows) < 2:
        raise BadFile(say('"{name}" holds no table: a header and at least one row are needed.', name=name))
    header = [cell.strip() for cell in rows[0]]
    if len(header) > MAX_COLUMNS:
        raise BadFile(
            say(
                '"{name}" has {count:,} columns; the limit is {max_columns:,}.',
                name=name,
                count=len(header),
                max_columns=MAX_COLUMNS,
            )
        )
    for i, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise BadFile(
                say(
                    '"{name}", row {row} has {cells} cells under a header of {columns}.',
                    name=name,
                    row=i,
                    cells=len(row),
                    columns=len(header),
                )
            )
    named = [column for column in header if column]
    if len(set(named)) != len(named):
        twice = next(column for column in named if named.count(column) > 1)
        raise BadFile(say('"{name}" has the column "{twice}" twice.', name=name, twice=twice))
    columns = zip(*rows[1:], strict=True)
    return Columns(
        name, {title or f"#{i}": cells for i, (title, cells) in enumerate(zip(header, columns, strict=True))}
    )


def finite(value: object, what: str) -> float:
    """A number out of parsed JSON. Raises BadFile naming `what`."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise BadFile(say("{what} is no number: {value}.", what=what, value=str(value)[:40]))
    return float(value)
