"""Rows of a CSV that a separator inside an amount or a name cut: their figures stand in wrong columns."""

from __future__ import annotations

import re
from itertools import pairwise

from planner.sources.grid import Row, Sheet
from planner.sources.header import Header

_HEAD = re.compile(r"[-+(]?[^\d\s.,]{0,3} ?\d{1,3}")
_TAIL = re.compile(r"\d{3}(?:[.,]\d+)?(?: ?[^\d\s.,]{1,3})?")


def cut_rows(sheet: Sheet, header: Header) -> frozenset[int]:
    """Numbers from 0 of the rows below the header that reach beyond its columns because a cell was cut.

    Where most rows do, the file has a column without a head; then only 1,234.50 in two cells shows a cut.
    """
    if not sheet.delimited:
        return frozenset()
    width = 1 + max((column.index for column in header.columns if column.heading.text), default=0)
    rows = range(header.last + 1, len(sheet.rows))
    beyond = [r for r in rows if len(sheet.rows[r]) > width]
    whole = sum(1 < len(sheet.rows[r]) <= width for r in rows)
    return frozenset(beyond if len(beyond) < whole else (r for r in beyond if _holds_halves(sheet.rows[r])))


def _holds_halves(row: Row) -> bool:
    texts = [cell if isinstance(cell, str) else "" for cell in row]
    return any(_HEAD.fullmatch(a) and _TAIL.fullmatch(b) for a, b in pairwise(texts))
