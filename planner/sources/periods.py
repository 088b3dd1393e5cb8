"""A column of dates or months to months; day-month order is decided once for the column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

from planner.sources.grid import Cell
from planner.sources.headings import is_summary_period, is_total
from planner.sources.months import (
    Counted,
    DayOrder,
    Moment,
    day_orders,
    from_serial,
    monday,
    parse_month,
    week_start,
)
from planner.sources.questions import ask_date_order


class NoMonth(Enum):
    """Why a cell of the time column gives no month."""

    SUMMARY = "summary"
    BAD = "bad"


def decide_order(cells: Iterable[Cell], given: DayOrder | None, place: str) -> DayOrder | None:
    """How 03/04/2026 is read in this column. Raises OpenQuestion where every such date is valid both ways."""
    if given:
        return given
    seen: dict[frozenset[str], str] = {}
    for cell in {cell for cell in cells if isinstance(cell, str)}:
        for part in (cell, *cell.split(" - ")):
            if (orders := day_orders(part)) is not None and orders:
                seen.setdefault(orders, cell)
    if not seen:
        return None
    if frozenset({"dmy"}) in seen and frozenset({"mdy"}) not in seen:
        return "dmy"
    if frozenset({"mdy"}) in seen and frozenset({"dmy"}) not in seen:
        return "mdy"
    if len(seen) == 1:
        example = next(iter(seen.values()))
        first, second = _numbers(example)
        if first == second and all(_numbers(text)[0] == _numbers(text)[1] for text in seen.values()):
            return "dmy"
        raise ask_date_order(place, example)
    return None


def _numbers(text: str) -> tuple[str, str]:
    parts = text.replace("-", "/").replace(".", "/").split("/")
    return parts[0].strip().lstrip("0"), parts[1].strip().lstrip("0")


class Calendar:
    """Cells of one time column to months; remembers what it read. `counted`: what a number alone means."""

    def __init__(
        self, order: DayOrder | None, *, date1904: bool, year: int | None, counted: Counted = "number"
    ) -> None:
        self._order: DayOrder | None = order
        self._counted: Counted = counted
        self._date1904 = date1904
        self._year = year
        self._cache: dict[Cell, Moment | NoMonth] = {}

    def read(self, cell: Cell) -> Moment | NoMonth:
        """The cell's month, SUMMARY for totals, quarters and years, BAD for anything else."""
        if (known := self._cache.get(cell)) is None:
            known = self._cache[cell] = self._read(cell)
        return known

    def _read(self, cell: Cell) -> Moment | NoMonth:
        if isinstance(cell, date):
            return Moment(cell.year, cell.month, cell.day)
        if isinstance(cell, str):
            return self._text(cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
            return self._number(int(cell))
        return NoMonth.BAD

    def _text(self, text: str) -> Moment | NoMonth:
        if moment := parse_month(text, self._order):
            return moment
        if text.strip().isdigit() and len(text.strip()) <= 5:
            return self._number(int(text))
        if (week := week_start(text)) and (year := week[0] or self._year) and (day := monday(year, week[1])):
            return Moment(day.year, day.month)
        return NoMonth.SUMMARY if is_total(text) or is_summary_period(text) else NoMonth.BAD

    def _number(self, number: int) -> Moment | NoMonth:
        if 1 <= number <= 12:
            return Moment(None, number, counted=self._counted)
        if 1900 < number < 2100:
            return NoMonth.SUMMARY
        return parse_month(str(number)) or from_serial(number, date1904=self._date1904) or NoMonth.BAD
