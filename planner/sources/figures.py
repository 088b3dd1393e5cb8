"""A column of figures to numbers; its decimal mark is decided once, with the rest of the sheet as witness."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum

from planner.domain.actuals import MONEY_METRICS
from planner.sources.amounts import (
    Decimal,
    NotANumber,
    Threes,
    Typed,
    decimal_votes,
    decimals_in,
    lone_mark,
    to_number,
    typed,
)
from planner.sources.grid import Cell, ErrorValue
from planner.sources.questions import ask_decimal, ask_three_digits

_THOUSANDTHS = 3
_CYRILLIC = re.compile(r"[а-яА-Я]")
_ERROR_TEXT = re.compile(r"#[ -~]+|#[\w/]+[!?]?|Err:\d{3}|Ошибка:\d{3}", re.IGNORECASE)
"""An error as text: #REF!, #ДЕЛ/0!, Err:502."""


class NoFigure(Enum):
    """Why a cell gives no number. MISSING is no fault; ERROR and UNCACHED spare the rest of the row."""

    MISSING = "missing"
    ERROR = "error"
    UNCACHED = "uncached"
    TEXT = "text"


def decide_decimal(
    columns: Sequence[tuple[str, str | None, Iterable[str]]],
    given: Decimal | None,
    place: str,
    threes: Threes | None = None,
) -> list[Decimal]:
    """Decimal mark of each column, given as (header, metric, its texts).

    threes  what three digits after a lone mark are, where somebody said so

    Raises OpenQuestion where a column's texts ("1.234") can be read both ways and nothing else decides, or
    where the rest decides for a mark of cents, after which one text has three digits.
    """
    texts = [list(cells) for _, _, cells in columns]
    votes = [decimal_votes(cells) for cells in texts]
    point, comma = sum(vote[0] for vote in votes), sum(vote[1] for vote in votes)
    russian = any(_CYRILLIC.search(header) for header, _, _ in columns)
    custom: Decimal = "," if russian else "."
    decided: list[Decimal] = []
    for (header, metric, _), cells, (own_point, own_comma, undecided) in zip(
        columns, texts, votes, strict=True
    ):
        if given:
            decided.append(given)
        elif own_point != own_comma:
            decided.append("." if own_point > own_comma else ",")
        elif point != comma:
            decided.append("." if point > comma else ",")
        elif not undecided:
            decided.append(custom)
        else:
            decided.append(custom if threes else _undecided(header, metric, cells, custom, place))
    if not given and not threes:
        everything = [text for cells in texts for text in cells]
        for (header, _, _), cells, decimal in zip(columns, texts, decided, strict=True):
            _refuse_odd_threes(header, cells, decimal, everything, place)
    return decided


def _refuse_odd_threes(
    header: str, cells: Sequence[str], decimal: Decimal, everything: Sequence[str], place: str
) -> None:
    """Beside amounts with cents, "8.100" is hardly 8.1; where others show three decimals too, it is."""
    odd = next((text for text in cells if lone_mark(text) == decimal), None)
    if odd is None:
        return
    for witnesses in (cells, everything):
        shown = {text: decimals_in(text, decimal) for text in witnesses}
        if any(shown.values()):
            if max(shown.values()) < _THOUSANDTHS:
                raise ask_three_digits(place, header, odd, max(shown, key=lambda text: shown[text]))
            return


def _undecided(header: str, metric: str | None, cells: list[str], custom: Decimal, place: str) -> Decimal:
    example = next(text for text in cells if _is_undecided(text))
    grouped: Decimal = "," if "." in example else "."
    if other := next((text for text in cells if lone_mark(text) == grouped), None):
        raise ask_three_digits(place, header, example, other)
    # Counts have no thousandths; and marks that group by the custom of the header's language do group.
    if grouped == custom or (metric is not None and metric not in MONEY_METRICS):
        return grouped
    raise ask_decimal(place, header, example)


def _is_undecided(text: str) -> bool:
    return decimal_votes([text])[2] == 1


class Figures:
    """Cells of one column to numbers; remembers texts."""

    def __init__(self, decimal: Decimal, threes: Threes | None = None) -> None:
        self._decimal: Decimal = decimal
        self._threes = threes
        self._cache: dict[str, float | NoFigure] = {}

    def read(self, cell: Cell) -> float | NoFigure:
        """The number, or why there is none."""
        if cell.__class__ is float or cell.__class__ is int:
            return float(cell) if math.isfinite(cell) else NoFigure.ERROR
        if cell is None:
            return NoFigure.MISSING
        if isinstance(cell, str):
            if (known := self._cache.get(cell)) is None:
                known = self._cache[cell] = self._text(cell)
            return known
        if isinstance(cell, ErrorValue):
            if cell.uncached:
                return NoFigure.UNCACHED
            # Spreadsheet programs show errors in their user's language: #Н/Д is #N/A.
            return NoFigure.MISSING if typed(cell.code) is NotANumber.MISSING else NoFigure.ERROR
        return NoFigure.TEXT

    def _text(self, text: str) -> float | NoFigure:
        number = typed(text)
        if isinstance(number, Typed):
            value = to_number(number, self._mark_of(text))
            return value if value is not None and math.isfinite(value) else NoFigure.TEXT
        if number is NotANumber.MISSING:
            return NoFigure.MISSING
        if _ERROR_TEXT.fullmatch(text.strip()):
            return NoFigure.ERROR
        return NoFigure.TEXT

    def _mark_of(self, text: str) -> Decimal:
        """The decimal mark; in "8.100" what was said of three digits goes before what the column decides."""
        lone = lone_mark(text) if self._threes == "thousands" else None
        return self._decimal if lone is None else "," if lone == "." else "."
