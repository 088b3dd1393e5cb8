"""Label columns with the blanks of merged and pivot-style labels filled from above."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from planner.sources.grid import Cell, Sheet
from planner.sources.headings import is_starred, is_total
from planner.sources.layout import Layout


def filled_labels(sheet: Sheet, layout: Layout, first: int) -> dict[int, list[Cell]]:
    """Cells of each label column for the rows from `first`; a merged block speaks for all its rows.

    Without merges, blanks are filled only where the column is written pivot-style: a label stands once, above
    the rows it holds, and most labels hold several. Elsewhere a blank is a blank, and its row is rejected.
    """
    columns = (layout.time, layout.year, layout.channel_column, layout.metric_column, layout.scenario_column)
    figures = {figure.index for figure in layout.figures}
    beside = [column.index for column in layout.header.columns if column.index not in figures]
    labels = merged_labels(sheet, columns, first)
    filled: dict[int, list[Cell]] = {}
    for column, cells in labels.items():
        others = [cells for other, cells in labels.items() if other != column]
        filled[column] = _filled_down(sheet, cells, first, others, [c for c in beside if c != column])
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


def _filled_down(
    sheet: Sheet, cells: list[Cell], first: int, others: list[list[Cell]], beside: list[int]
) -> list[Cell]:
    if None not in cells:
        return cells
    rows = [i for i, row in enumerate(sheet.rows[first:]) if any(cell is not None for cell in row)]
    rows = [i for i in rows if not _is_total_row(sheet.rows[first + i])]
    if not rows or cells[rows[0]] is None or all(cells[i] is not None for i in rows):
        return cells
    groups: list[list[int]] = []
    for i in rows:
        if cells[i] is not None:
            groups.append([i])
        elif any(other[i] is not None for other in others):
            groups[-1].append(i)  # a row without any label is no part of the group: often it is the total
    nested = any(other[i] is None for other in others for i in rows)
    if not _are_outlines(sheet, cells, first, groups, beside, nested=nested):
        return cells
    filled = list(cells)
    for group in groups:
        for i in group[1:]:
            filled[i] = cells[group[0]]
    return filled


def _are_outlines(
    sheet: Sheet, cells: list[Cell], first: int, groups: list[list[int]], beside: list[int], *, nested: bool
) -> bool:
    """Whether rows with a label and those under them look like groups, not like rows with a label forgotten.

    nested  another label column has blanks: then a label may come again under the next of its labels
    """
    heads = [cells[group[0]] for group in groups]
    if any(a == b for a, b in pairwise(heads)) or (not nested and len(set(heads)) < len(heads)):
        return False
    if sum(len(group) > 1 for group in groups) * 2 <= len(groups):
        return False
    for group in groups:
        keys = [tuple(sheet.at(first + i, c) for c in beside) for i in group]
        whole = [key for key in keys if None not in key]
        if len(set(whole)) < len(whole):
            return False  # the same month twice under one channel
    return True


def _is_total_row(row: list[Cell]) -> bool:
    first = next((cell for cell in row if cell is not None), None)
    return isinstance(first, str) and (is_total(first) or is_starred(first))
