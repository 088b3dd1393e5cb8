"""Label columns with the blanks of merged and pivot-style labels filled from above."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from planner.sources.grid import Cell, Sheet
from planner.sources.headings import is_starred, is_total
from planner.sources.layout import Layout


def filled_labels(sheet: Sheet, layout: Layout, first: int) -> dict[int, list[Cell]]:
    """Cells of each label column for the rows from `first`; a merged block speaks for all its rows.

    Without merges, blanks are filled only where the column is written pivot-style: no label ever repeats on
    the next row, and blanks are many. Elsewhere a blank is a blank, and the row is rejected by its number.
    """
    columns = (layout.time, layout.year, layout.channel_column, layout.metric_column, layout.scenario_column)
    filled: dict[int, list[Cell]] = {}
    for column, cells in merged_labels(sheet, columns, first).items():
        others = [other for other in columns if other is not None and other != column]
        filled[column] = _filled_down(sheet, cells, first, others)
    return filled


def merged_labels(sheet: Sheet, columns: Iterable[int | None], first: int) -> dict[int, list[Cell]]:
    """Cells of columns whose blanks are blanks, except where a merged block speaks for its rows."""
    merged = _merged_cells(sheet, first)
    found: dict[int, list[Cell]] = {}
    for column in columns:
        if column is None:
            continue
        cells = found[column] = [row[column] if column < len(row) else None for row in sheet.rows[first:]]
        for r, source in merged.get(column, {}).items():
            if r - first < len(cells) and cells[r - first] is None:
                cells[r - first] = sheet.at(source, column)
    return found


def _merged_cells(sheet: Sheet, first: int) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for top, left, bottom, _ in sheet.merges:
        if bottom > top and bottom >= first:
            found.setdefault(left, {}).update(dict.fromkeys(range(max(top + 1, first), bottom + 1), top))
    return found


def _filled_down(sheet: Sheet, cells: list[Cell], first: int, others: list[int]) -> list[Cell]:
    rows = [i for i, row in enumerate(sheet.rows[first:]) if any(cell is not None for cell in row)]
    rows = [i for i in rows if not _is_total_row(sheet.rows[first + i])]
    blank = sum(cells[i] is None for i in rows)
    if blank * 4 < len(rows) or blank == len(rows):
        return cells
    labels = [(cells[i], cells[j]) for i, j in pairwise(rows)]
    if any(a is not None and a == b for a, b in labels) or cells[rows[0]] is None:
        return cells
    filled = list(cells)
    current: Cell = None
    for i in rows:
        if cells[i] is not None:
            current = cells[i]
        elif any(sheet.at(first + i, other) is not None for other in others):
            filled[i] = current  # a row without any label is no part of the group: often it is the total
    return filled


def _is_total_row(row: list[Cell]) -> bool:
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and (is_total(first) or is_starred(first))
