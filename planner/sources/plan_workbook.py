"""The annual-plan workbook read back: the cells that may be changed, each with its place, as plain values.

The writer names the places (`Budget_grid`, `Campaign_list`, `Task_list`), so that renamed sheets, moved
blocks and rows put in between are followed, whatever language the file is in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.errors import BadFile, say
from planner.sources.grid import Book, Cell, Sheet, address
from planner.sources.sandbox import open_book

FORMAT = "planner-workbook/1"
CAMPAIGN_COLUMNS = ("name", "channel", "start", "end", "", "status", "owner", "goal", "money")
TASK_COLUMNS = ("name", "direction", "programme", "owner", "status", "start", "end", "", "effort")
"""Columns right of the number; "" is a formula."""
_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")


@dataclass(frozen=True)
class Place:
    """A cell of the file: "Budget", "C8"."""

    sheet: str
    cell: str


@dataclass(frozen=True)
class Written:
    """What stands in a cell."""

    place: Place
    value: Cell


@dataclass(frozen=True)
class ListRow:
    """A row of a list by its number there, None for a row somebody added; values by field."""

    number: int | None
    place: Place
    values: dict[str, Written]


@dataclass(frozen=True)
class PlanWorkbook:
    """A workbook of ours as it came back.

    budget     one row a channel: its name, and a cell a month
    campaigns  None where the file holds no list
    who, when  who saved it last, as the file says; "" where it does not
    """

    company: str
    year: int
    version: int
    revision: int
    months: tuple[date, ...]
    budget: tuple[tuple[str, tuple[Written, ...]], ...]
    campaigns: tuple[ListRow, ...] | None
    tasks: tuple[ListRow, ...] | None
    who: str = ""
    when: str = ""


def read_plan_workbook(data: bytes, filename: str) -> PlanWorkbook:
    """Open a changed workbook safely. Raises BadFile where it is none of ours, or was rebuilt."""
    book = open_book(data, filename)
    marks = book.properties
    if marks.get("planner_format") != FORMAT:
        raise BadFile(
            say(
                '"{name}" is no annual-plan workbook of the planner, or lost its marks. Download the plan '
                "as Excel, change it there and upload that file.",
                name=book.filename,
            ),
            reason="not_ours",
        )
    months, budget = _budget(book)
    return PlanWorkbook(
        company=marks.get("planner_company", ""),
        year=_whole(marks.get("planner_year")),
        version=_whole(marks.get("planner_version")),
        revision=_whole(marks.get("planner_revision")),
        months=months,
        budget=budget,
        campaigns=_list(book, "Campaign_list", CAMPAIGN_COLUMNS),
        tasks=_list(book, "Task_list", TASK_COLUMNS),
        who=marks.get("lastModifiedBy", ""),
        when=marks.get("modified", ""),
    )


def _budget(book: Book) -> tuple[tuple[date, ...], tuple[tuple[str, tuple[Written, ...]], ...]]:
    sheet, top, left, bottom, right = _area(book, "Budget_grid")
    heads = [sheet.at(top - 1, column) for column in range(left, right + 1)]
    months = tuple(head for head in heads if isinstance(head, date))
    if left < 1 or top < 1 or len(months) != len(heads):
        raise _changed(book, sheet.name, say("the months above the budget are not there"))
    rows = []
    for r in range(top, bottom + 1):
        name = sheet.at(r, left - 1)
        if not isinstance(name, str):
            raise _changed(book, sheet.name, say("row {row} of the budget names no channel", row=r + 1))
        cells = tuple(_written(sheet, r, column) for column in range(left, right + 1))
        rows.append((name, cells))
    return months, tuple(rows)


def _list(book: Book, name: str, columns: Sequence[str]) -> tuple[ListRow, ...] | None:
    """The rows of a named list above its total; None where the file was written without it."""
    if name not in book.names:
        return None
    sheet, top, left, bottom, right = _area(book, name)
    if right - left != len(columns):
        raise _changed(book, sheet.name, say("columns of the list were added or removed"))
    rows = []
    for r in range(top, bottom):  # the last row is the total
        values = {
            column: _written(sheet, r, left + 1 + offset) for offset, column in enumerate(columns) if column
        }
        number = sheet.at(r, left)
        if number is None and all(one.value is None for one in values.values()):
            continue
        rows.append(ListRow(_number(number), Place(sheet.name, address(r, left)), values))
    return tuple(rows)


def _area(book: Book, name: str) -> tuple[Sheet, int, int, int, int]:
    found = _AREA.fullmatch(book.names.get(name, ""))
    if found is None:
        raise _changed(book, "", say("the place called {name} is gone", name=name))
    title = (found[1] or found[2]).replace("''", "'")
    sheet = next((one for one in book.sheets if one.name == title), None)
    if sheet is None:
        raise _changed(book, title, say("the sheet is gone or hidden"))
    return sheet, int(found[4]) - 1, _column(found[3]), int(found[6]) - 1, _column(found[5])


def _written(sheet: Sheet, row: int, column: int) -> Written:
    return Written(Place(sheet.name, address(row, column)), sheet.at(row, column))


def _changed(book: Book, sheet: str, what: str) -> BadFile:
    where = f'"{sheet}": ' if sheet else ""
    return BadFile(
        say(
            '"{name}" was rebuilt and cannot be read back: {where}{what}. Download the plan again and change '
            "only amounts, campaigns and tasks.",
            name=book.filename,
            where=where,
            what=what,
        ),
        reason="structure",
    )


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _number(cell: Cell) -> int | None:
    """The row's number; None for a blank, which is a new row; -1 for anything else."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        return int(cell)
    return -1


def _whole(text: str | None) -> int:
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return 0
