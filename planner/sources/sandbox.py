"""Open a file in a process of its own, under limits of memory, time and cells, and take its sheets over."""

from __future__ import annotations

import io
import marshal
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from planner.domain.errors import BadFile, say
from planner.sources.filetype import kind_of
from planner.sources.grid import Book, ErrorValue, Sheet, as_cells

WALL_SECONDS = 30
"""A machine under load gets this long; the child's own clock stops it after 9 CPU seconds."""
_ROOT = Path(__file__).resolve().parents[2]
_BOOT = """
import os, sys, types
# Bare packages: the real ones may import what a reader of files has no use for.
for name in ("planner", "planner.sources"):
    module = types.ModuleType(name)
    module.__path__ = [os.path.join(sys.argv[1], *name.split("."))]
    sys.modules[name] = module
from planner.sources.child.main import main
main(sys.argv[2])
"""


def open_book(data: bytes, filename: str) -> Book:
    """All visible sheets of `data` with what they hide. Raises BadFile with a sentence; never hangs."""
    name = Path(filename).name or "file"
    kind = kind_of(data, name)
    pieces = _pieces(_run(kind, data, name), name)
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
            raise BadFile(say('"{name}" {piece}', name=name, piece=piece[2]), reason=piece[1])
        elif piece[0] == "end":
            facts = piece[1]
    for sheet in sheets:
        sheet.place_marks()
    return Book(name, tuple(sheets), tuple(hidden), bool(facts.get("date1904")), str(facts.get("format", "")))


def _run(kind: str, data: bytes, name: str) -> bytes:
    environment = {key: os.environ[key] for key in ("SYSTEMROOT", "LD_LIBRARY_PATH") if key in os.environ}
    with subprocess.Popen(
        [sys.executable, "-I", "-c", _BOOT, str(_ROOT), kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as child:
        try:
            out, _ = child.communicate(data, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired as problem:
            child.kill()
            raise BadFile(
                say(
                    '"{name}" takes longer than {wall_seconds} seconds to open. Copy the cells that '
                    "matter into a new workbook.",
                    name=name,
                    wall_seconds=WALL_SECONDS,
                ),
                reason="time",
            ) from problem
        finally:
            child.kill()
    return out


def _pieces(out: bytes, name: str) -> list[tuple[Any, ...]]:
    stream = io.BytesIO(out)
    # A child that was stopped leaves half a piece, or none.
    pieces: list[tuple[Any, ...]] = []
    while stream.tell() < len(out):
        try:
            pieces.append(marshal.load(stream))
        except (EOFError, ValueError, TypeError):
            break
    if not pieces or pieces[-1][0] not in ("end", "refused"):
        raise BadFile(
            say(
                '"{name}" needs more memory or time to open than one upload may use. Copy the cells '
                "that matter into a new workbook, or save it as CSV.",
                name=name,
            ),
            reason="limits",
        )
    return pieces
