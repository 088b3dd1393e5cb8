"""Open a file in a process of its own, under limits of memory, time and cells, and take its sheets over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.domain.errors import BadFile, say
from planner.sources.filetype import kind_of
from planner.sources.grid import Book, ErrorValue, Sheet, as_cells
from planner.sources.guard import Fell, TakesTooLong, guarded

WALL_SECONDS = 30
"""A machine under load gets this long; the child's own clock stops it after 9 CPU seconds."""


def open_book(data: bytes, filename: str) -> Book:
    """All visible sheets of `data` with what they hide. Raises BadFile with a sentence; never hangs."""
    name = Path(filename).name or "file"
    kind = kind_of(data, name)
    pieces = _pieces(kind, data, name)
    sheets: list[Sheet] = []
    hidden: list[str] = []
    facts: dict[str, Any] = {}
    for piece in pieces:
        if piece[0] == "sheet":
            _, title, visible, merges, errors, uncached, hidden_rows = piece
            if not visible:
                hidden.append(title)
                continue
            sheet = Sheet(title, [], tuple(tuple(merge) for merge in merges), frozenset(hidden_rows))
            sheet.marks = {(row, column): ErrorValue(code) for row, column, code in errors}
            sheet.marks |= {(row, column): ErrorValue("", uncached=True) for row, column in uncached}
            sheets.append(sheet)
        elif piece[0] == "rows" and sheets:
            sheets[-1].rows.extend(as_cells(piece[1]))
        elif piece[0] == "refused":
            raise BadFile(say('"{name}" {refusal}', name=name, refusal=piece[2]), reason=piece[1])
        elif piece[0] == "end":
            facts = piece[1]
    for sheet in sheets:
        sheet.place_marks()
        sheet.delimited = facts.get("format") == "text"
    return Book(
        name,
        tuple(sheets),
        tuple(hidden),
        bool(facts.get("date1904")),
        str(facts.get("format", "")),
        facts.get("properties", {}),
        facts.get("names", {}),
    )


def _pieces(kind: str, data: bytes, name: str) -> list[tuple[Any, ...]]:
    try:
        return guarded("planner.sources.child.main", data, kind, seconds=WALL_SECONDS)
    except TakesTooLong as problem:
        raise BadFile(
            say(
                '"{name}" takes longer than {seconds} seconds to open. '
                "Copy the cells that matter into a new workbook.",
                name=name,
                seconds=WALL_SECONDS,
            ),
            reason="time",
        ) from problem
    except Fell as problem:
        raise BadFile(
            say(
                '"{name}" needs more memory or time to open than one upload may use. '
                "Copy the cells that matter into a new workbook, or save it as CSV.",
                name=name,
            ),
            reason="limits",
        ) from problem
