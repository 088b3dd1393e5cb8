"""Several tables in a sheet, under one another or side by side: each has its own header and title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from planner.sources.amounts import NotANumber, typed
from planner.sources.grid import Cell, ErrorValue, Row, Sheet
from planner.sources.header import Header, is_figure, read_row
from planner.sources.headings import Headings
from planner.sources.months import parse_month

_DIMENSIONS = ("time", "channel", "metric_name")
Block = tuple[Sheet, int | None]
"""A sheet that holds one table, all rows at their place in the file, and its header row where it is known."""


def split(sheet: Sheet, header: Header, headings: Headings) -> list[Block]:
    """The tables of a sheet, the first under `header`; one where headers only repeat as on printed pages."""
    counted = any(isinstance(cell, int | float) for cell in sheet.rows[header.last])
    starts = [
        (r, _title_start(sheet, r, header.last))
        for r in range(header.last + 2, len(sheet.rows))
        if _is_header(sheet.rows[r], header, headings, counted=counted)
    ]
    first = sheet.rows[header.last]
    if all(_same(sheet.rows[r], first) and not _titled(sheet, title, r) for r, title in starts):
        return [(sheet, None)]
    edges = [0, *(title for _, title in starts), len(sheet.rows)]
    rows = [None, *(r for r, _ in starts)]
    return [(_part(sheet, edges[i], edges[i + 1]), row) for i, row in enumerate(rows)]


def _is_header(row: Row, header: Header, headings: Headings, *, counted: bool) -> bool:
    """Whether a row names the same dimensions in the same columns as the first header, and no figures.

    counted  whether the first header holds numbers itself (months 1 to 12)
    """
    if len(row) < 2 or (isinstance(row[-1], int | float) and not counted):
        return False  # quick: most rows end in a figure
    roles = {c.index: c.heading.role for c in header.columns if c.heading.role in _DIMENSIONS}
    # The few label columns first: a text file has many rows, and most of their cells are read here only.
    if any(c >= len(row) or headings.read(row[c]).role != role for c, role in roles.items()):
        return False
    filled = [c for c, cell in enumerate(row) if cell is not None]
    if len(filled) < 2 or not all(isinstance(row[c], str | date | int | float) for c in filled):
        return False
    found = read_row(row, headings)
    if any(is_figure(row[c]) and not found[c].known for c in filled):
        return False
    speaking = sum(bool(found[c].month or found[c].metric or found[c].role) for c in filled)
    beyond = sum(bool(found[c].month or found[c].metric) for c in filled if c not in roles)
    return speaking * 2 > len(filled) and beyond >= (1 if roles else 2)


def _title_start(sheet: Sheet, r: int, floor: int) -> int:
    """First row of the title lines right above a header: blank, or text without figures."""
    start = r
    while start - 1 > floor and not _is_data(sheet.rows[start - 1]):
        start -= 1
    return start


def _is_data(row: Row) -> bool:
    """Whether a row holds figures, or would but for an error, a dash or a remark in their place."""
    filled = [cell for cell in row if cell is not None]
    if any(is_figure(cell) or isinstance(cell, ErrorValue) for cell in filled):
        return True
    texts = [cell for cell in filled if isinstance(cell, str)]
    if len(filled) < 2 or any(typed(text) is NotANumber.MISSING for text in texts):
        return len(filled) > 1
    return len(filled) > 2 and isinstance(filled[1], str) and _is_month(filled[0])


def _is_month(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and parse_month(cell) is not None)


def _titled(sheet: Sheet, start: int, r: int) -> bool:
    return any(cell is not None for row in sheet.rows[start:r] for cell in row)


def _same(row: Row, first: Row) -> bool:
    return [cell for cell in row if cell is not None] == [cell for cell in first if cell is not None]


def _part(sheet: Sheet, start: int, stop: int) -> Sheet:
    """The sheet with the rows of other tables blanked, so that addresses stay."""
    blank: list[Row] = [[] for _ in range(start)]
    merges = tuple(merge for merge in sheet.merges if start <= merge[0] < stop)
    return replace(sheet, rows=blank + sheet.rows[start:stop], merges=merges)


def beside(sheet: Sheet, header: Header) -> list[Sheet]:
    """The tables that stand side by side under a header, the sheet itself where there is only one.

    A further one begins behind a blank column, where the header names a dimension again: a second "Channel".
    """
    starts = [0]
    seen: set[str] = set()
    for column in header.columns:
        role = column.heading.role
        if role in _DIMENSIONS and role in seen and _is_blank(sheet, column.index - 1, header.first):
            starts.append(column.index)
            seen = set()
        if role in _DIMENSIONS:
            seen.add(role)
    if len(starts) == 1:
        return [sheet]
    return [_between(sheet, *edges) for edges in pairwise([*starts, sheet.width])]


def _is_blank(sheet: Sheet, column: int, first: int) -> bool:
    return all(sheet.at(r, column) is None for r in range(first, len(sheet.rows)))


def _between(sheet: Sheet, start: int, stop: int) -> Sheet:
    """The sheet with the columns of other tables blanked, so that addresses stay."""
    rows = [[cell if start <= c < stop else None for c, cell in enumerate(row[:stop])] for row in sheet.rows]
    merges = tuple(merge for merge in sheet.merges if start <= merge[1] < stop)
    return replace(sheet, rows=rows, merges=merges)
