"""Find the header of a table under any preamble: the rows whose words and months are known, above figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from planner.sources.amounts import Typed, typed
from planner.sources.grid import Cell, Row, Sheet
from planner.sources.headings import Heading, Headings, is_summary_period, is_unit
from planner.sources.months import Moment
from planner.sources.vocabulary import DEAL_WORDS, METRIC_WORDS
from planner.sources.words import bare

SEARCH_ROWS = 300
_LEVELS = 2
"""Header levels looked for above and below the best row."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column with what its header levels say together. `index` counts from 0.

    A column equals only itself: sheets of 365 days compare columns a hundred thousand times.
    """

    index: int
    heading: Heading


@dataclass(frozen=True)
class Header:
    """Rows from `first` to `last` (from 0, both included) and the columns under them."""

    first: int
    last: int
    columns: tuple[Column, ...]


def find_header(sheet: Sheet, headings: Headings, last_row: int | None) -> Header | None:
    """The table's header, None where no row looks like one.

    last_row  the last header row as the mapping names it, from 0; only levels above are then looked for
    """
    if last_row is None:
        scored = [(_score(sheet, r, headings), -r) for r in range(min(len(sheet.rows), SEARCH_ROWS))]
        best = max(scored, default=(0.0, 0))
        if best[0] < 2:
            return None
        base = -best[1]
    elif last_row < len(sheet.rows):
        base = last_row
    else:
        return None
    first = base
    while first > 0 and base - first < _LEVELS and _is_level(sheet, first - 1, headings, above=True):
        first -= 1
    last = base
    while last_row is None and last - base < _LEVELS and _is_level(sheet, last + 1, headings, above=False):
        last += 1
    if last_row is None and last + 1 < len(sheet.rows) and _multiplies(sheet.rows[last + 1], headings):
        last += 1
    return Header(first, last, _columns(sheet, first, last, headings))


def read_row(row: Row, headings: Headings) -> list[Heading]:
    """Headings of a row; plain numbers that count months (1 to 12, or 202601) mean those months."""
    found = [headings.read(cell) for cell in row]
    counted = _counted_months(row)
    return [replacement or heading for replacement, heading in zip(counted, found, strict=True)]


def _counted_months(row: Row) -> list[Heading | None]:
    numbers = [_whole(cell) for cell in row]
    present = [number for number in numbers if number is not None]
    if len(present) < 3 or len(set(present)) < 3:
        return [None] * len(row)
    steps = {b - a for a, b in pairwise(present)}
    if all(1 <= number <= 12 for number in present) and steps <= {1, 0}:
        return [
            Heading(str(n), month=Moment(None, n, counted="number")) if n is not None else None
            for n in numbers
        ]
    if all(190001 <= number <= 209912 and 1 <= number % 100 <= 12 for number in present):
        return [Heading(str(n), month=Moment(n // 100, n % 100)) if n is not None else None for n in numbers]
    return [None] * len(row)


def _whole(cell: Cell) -> int | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell == int(cell) else None
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit() and len(cell.strip()) <= 6:
        return int(cell)
    return None


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, as a number or as text."""
    if isinstance(cell, str):
        return isinstance(typed(cell), Typed)
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _score(sheet: Sheet, r: int, headings: Headings) -> float:
    row = sheet.rows[r]
    score = 0.0
    known = 0
    for c, (cell, heading) in enumerate(zip(row, read_row(row, headings), strict=True)):
        if cell is None:
            continue
        if heading.known:
            strong = heading.given or heading.role not in ("", "note", "value") or heading.metric is not None
            score += 2.0 if strong and isinstance(cell, str) else 1.0
            known += 1
        elif is_figure(cell):
            score -= 2.0
            continue
        if isinstance(cell, str | date) and any(
            is_figure(sheet.at(below, c)) for below in range(r + 1, r + 6)
        ):
            score += 0.5
    return score if known else 0.0


def _is_level(sheet: Sheet, r: int, headings: Headings, *, above: bool) -> bool:
    if r >= len(sheet.rows):
        return False
    cells = [(c, cell) for c, cell in enumerate(sheet.rows[r]) if cell is not None]
    found = read_row(sheet.rows[r], headings)
    beyond = [(c, cell) for c, cell in cells if c > 0]
    if not beyond:
        return False
    if any(is_figure(cell) and not found[c].known for c, cell in cells):
        return False
    known = sum(found[c].known for c, _ in beyond)
    names_dimension = cells[0][0] == 0 and found[0].role in (
        "channel",
        "time",
        "metric_name",
        "year",
        "scenario",
    )
    if above:
        first = beyond[0][0]
        single = len(beyond) == 1 and (len(cells) > 1 or first < 1)
        return known > 0 and known * 2 >= len(beyond) and not (single and not found[first].known)
    if cells[0][0] == 0 and not names_dimension and not found[0].role:
        # A row of data begins with a label; a further header level leaves that corner empty or names it.
        return False
    return len(beyond) > 1 and (
        known * 2 > len(beyond) or (names_dimension and all(isinstance(x, str) for _, x in beyond))
    )


def _are_units(row: Row) -> bool:
    """Whether a row says in what the columns are counted ("EUR k", "#"), and nothing else."""
    return all(cell is None or (isinstance(cell, str) and is_unit(cell)) for cell in row)


def _multiplies(row: Row, headings: Headings) -> bool:
    """Whether a row of units names a factor: then it belongs to the header, otherwise it changes nothing."""
    return _are_units(row) and any(headings.read(cell).unit for cell in row)


def _columns(sheet: Sheet, first: int, last: int, headings: Headings) -> tuple[Column, ...]:
    width = sheet.width
    levels: list[list[Heading]] = []
    for r in range(first, last + 1):
        row = sheet.rows[r] + [None] * (width - len(sheet.rows[r]))
        level = read_row(row, headings)
        if r > first and _are_units(row):
            level = [Heading(h.text, unit=h.unit, currency=h.currency, vat=h.vat) for h in level]
        elif last > first:
            level = _channel_level(row, level)
        levels.append(_filled(sheet, r, row, level) if r < last else level)
    return _in_its_trade([Column(c, _merged([level[c] for level in levels])) for c in range(width)])


def _in_its_trade(columns: list[Column]) -> tuple[Column, ...]:
    """In a list of deals "Amount" is what was sold, elsewhere what was spent."""
    if not any(bare(column.heading.text) in DEAL_WORDS for column in columns):
        return tuple(columns)
    return tuple(
        replace(column, heading=replace(column.heading, metric="revenue"))
        if column.heading.metric == "spend" and column.heading.metric_rank == 3 and not column.heading.given
        else column
        for column in columns
    )


def _channel_level(row: Row, level: list[Heading]) -> list[Heading]:
    """A level introduced by "Channel" holds channel names, known or not, where it holds nothing else."""
    beyond = level[1:]
    if not level or level[0].role != "channel" or any(h.known and not h.channel for h in beyond):
        return level
    named = [
        Heading(h.text, channel=h.text) if isinstance(cell, str) else h
        for cell, h in zip(row[1:], beyond, strict=True)
    ]
    return [level[0], *named]


def _filled(sheet: Sheet, r: int, row: Row, level: list[Heading]) -> list[Heading]:
    merges = [merge for merge in sheet.merges if merge[0] <= r <= merge[2] and merge[3] > merge[1]]
    filled = list(level)
    if merges:
        for _, left, _, right in merges:
            for c in range(left + 1, min(right + 1, len(filled))):
                filled[c] = level[left]
        return filled
    current: Heading | None = None
    for c, cell in enumerate(row):
        if cell is not None:
            current = level[c] if not level[c].role else None
        elif current is not None:
            filled[c] = current
    return filled


def _holds_months(level: int, stack: list[Heading]) -> bool:
    """Whether a level is a quarter or half above its months: those are no sums."""
    return is_summary_period(stack[level].text) and any(lower.month for lower in stack[level + 1 :])


def _merged(stack: list[Heading]) -> Heading:
    """One meaning from header levels, the lower level first where both speak of the same thing."""
    if len(stack) == 1:
        return stack[0]
    upward = stack[::-1]

    def first(name: str) -> Any:
        return next(
            (value for heading in upward if (value := getattr(heading, name)) not in (None, "")), None
        )

    texts = list(dict.fromkeys(heading.text.strip() for heading in stack if heading.text.strip()))
    ranked = next((heading for heading in upward if heading.metric), upward[0])
    if joined := METRIC_WORDS.get(bare(" ".join(texts))):
        ranked = Heading("", metric=joined[1], metric_rank=joined[0])
    role = next((heading for heading in upward if heading.role), upward[0])
    own = upward[0]
    return Heading(
        text=" / ".join(texts),
        role=role.role if not (own.metric or own.month) or own.given else own.role,
        rank=role.rank,
        metric=ranked.metric,
        metric_rank=ranked.metric_rank,
        month=first("month"),
        year=first("year"),
        scenario=first("scenario"),
        channel=first("channel"),
        total=any(heading.total and not _holds_months(i, stack) for i, heading in enumerate(stack)),
        ratio=any(heading.ratio for heading in stack),
        unit=first("unit"),
        currency=first("currency"),
        vat=first("vat"),
        given=any(heading.given for heading in stack),
    )
