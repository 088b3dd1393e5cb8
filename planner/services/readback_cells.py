"""Cells of a changed workbook to values of the plan, each with what is wrong where it is none."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from planner.domain.budget_plan import LARGEST_CELL
from planner.domain.errors import Sentence, say
from planner.presentation.language import LANGUAGES, speaking
from planner.presentation.workbook.sheet import printable
from planner.sources.grid import Cell, ErrorValue

LONGEST = 499
"""Letters: the reader of files hands on no more than 500, and the whole of a longer text is not known."""


class Wrong(Exception):
    """A cell holds no value of its kind."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why))
        self.why = why


def same(old: Any, new: Any) -> bool:
    """Whether a cell says what the writer put there."""
    if isinstance(old, str) and not isinstance(old, StrEnum):
        return bool(printable(old).strip() == new)
    if isinstance(old, float):
        return math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-9)
    return bool(old == new)


def untouched(old: Any, cell: Cell) -> bool:
    """Whether a text too long for the reader of files begins as it did."""
    return (
        isinstance(old, str)
        and isinstance(cell, str)
        and len(cell) > LONGEST
        and printable(old).startswith(cell)
    )


def text_of(cell: Cell) -> str:
    """Any text, "" for a blank."""
    if isinstance(cell, ErrorValue):
        raise Wrong(say("The cell shows an error, or a formula without a result"))
    if isinstance(cell, float) and cell == int(cell):
        cell = int(cell)
    text = "" if cell is None else str(cell).strip()
    if len(text) > LONGEST:
        raise Wrong(say("Longer than {count} letters", count=LONGEST))
    return text


def name_of(cell: Cell) -> str:
    """A text that must be there."""
    text = text_of(cell)
    if not text:
        raise Wrong(say("A name is missing"))
    return text


def day_of(cell: Cell) -> date:
    """A day."""
    if not isinstance(cell, date):
        raise Wrong(say("Not a date"))
    return cell


def amount_of(cell: Cell) -> float:
    """A number from 0; a blank is 0."""
    if isinstance(cell, ErrorValue):
        raise Wrong(say("The cell shows an error, or a formula without a result"))
    number = 0.0 if cell is None else cell
    if (
        isinstance(number, bool)
        or not isinstance(number, int | float)
        or not 0 <= number * 100 <= LARGEST_CELL
    ):
        raise Wrong(say("Not an amount from 0 to 100 billion"))
    return float(number)


def cents_of(cell: Cell) -> int:
    """Money in cents."""
    return round(amount_of(cell) * 100)


def choice_of(kind: type[StrEnum], said: Callable[[Any], str]) -> Callable[[Cell], Any]:
    """Reader of a state in any language of ours: the file may have been made in another."""
    known: dict[str, Any] = {}
    for language in LANGUAGES:
        with speaking(language):
            known |= {said(one).casefold(): one for one in kind}

    def read(cell: Cell) -> Any:
        found = known.get(text_of(cell).casefold())
        if found is None:
            raise Wrong(say("Not a state that the planner knows"))
        return found

    return read
