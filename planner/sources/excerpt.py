"""The part of a file that shows how it was understood: what was read, what was rejected, what was a total."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from planner.domain.actuals import ReadResult, RowProblem
from planner.sources.amounts import NotANumber, typed
from planner.sources.grid import Book, Cell, ErrorValue, Sheet, address, letters
from planner.sources.headings import is_total
from planner.sources.words import bare

Kind = Literal["", "header", "label", "read", "rejected", "total", "empty", "left", "doubt"]
LABELS = ("month", "channel", "campaign", "state", "order", "invoice")
MOST_COLUMNS = 24
MOST_NOTED = 8
_LEVELS = 5


@dataclass(frozen=True)
class ExcerptCell:
    """A cell as the file shows it, and what became of it."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Excerpt:
    """Rows of one sheet with their numbers in the file (from 1); `roles`: what each column was read as."""

    sheet: str
    letters: tuple[str, ...]
    roles: tuple[str | None, ...]
    rows: tuple[tuple[int, tuple[ExcerptCell, ...]], ...]


def excerpts(book: Book, result: ReadResult, left: Collection[str] = ()) -> tuple[Excerpt, ...]:
    """One excerpt a sheet that was read, in the file's order; `left` are labels left out by an answer."""
    read = [sheet for sheet in book.sheets if sheet.name in result.facts.header_rows]
    labels = {bare(label) for label in left}
    return tuple(_excerpt(sheet, result, labels) for sheet in read)


def plain_sheets(book: Book) -> list[tuple[str, list[list[object]]]]:
    """Every visible sheet with errors as the text they show: for writing the file again."""
    return [(sheet.name, [[_plain(cell) for cell in row] for row in sheet.rows]) for sheet in book.sheets]


def _excerpt(sheet: Sheet, result: ReadResult, left: Collection[str]) -> Excerpt:
    header = result.facts.header_rows[sheet.name]
    width = min(sheet.width, MOST_COLUMNS)
    roles = tuple(_role(sheet, header, column, result.facts.columns) for column in range(width))
    rejected = [problem for problem in result.rejected if problem.sheet == sheet.name]
    totals = {total.cell for total in result.facts.totals if total.sheet == sheet.name}
    warned = [problem for problem in result.warnings if problem.sheet == sheet.name and problem.cell]
    doubtful = {problem.cell for problem in warned} - totals
    whole = {problem.row for problem in rejected if not problem.cell}
    cells = {problem.cell for problem in rejected if problem.cell}
    left_out = {problem.row for problem in rejected if problem.code not in ("error_cell", "no_result")}
    rows = []
    for number in sorted(set(_chosen(sheet, header, rejected, warned, totals))):
        kinds: Iterable[Kind] = _kinds(sheet, number, header, roles, whole, cells, left_out)
        if number > header and _is_left(sheet, number, roles, left):
            kinds = ["left" if kind in ("label", "read", "empty") else kind for kind in kinds]
        shown = tuple(
            ExcerptCell(
                _shown(sheet.at(number - 1, column)),
                "doubt" if kind == "read" and address(number - 1, column) in doubtful else kind,
            )
            for column, kind in enumerate(kinds)
        )
        rows.append((number, shown))
    return Excerpt(sheet.name, tuple(letters(column) for column in range(width)), roles, tuple(rows))


def _chosen(
    sheet: Sheet,
    header: int,
    rejected: Sequence[RowProblem],
    warned: Sequence[RowProblem],
    totals: set[str],
) -> Iterator[int]:
    """Numbers of the rows worth showing: the title, the header, some figures, faults, doubts, the totals."""
    last = len(sheet.rows)
    yield from range(max(1, header - 5), min(last, header + 5) + 1)
    for problems in (rejected, warned):
        noted = list(dict.fromkeys(problem.row for problem in problems if problem.row is not None))
        yield from (row for row in noted[:MOST_NOTED] if row <= last)
    yield from [int("".join(filter(str.isdigit, cell))) for cell in sorted(totals)][:2]
    yield from range(max(1, last - 1), last + 1)


def _kinds(
    sheet: Sheet,
    number: int,
    header: int,
    roles: Sequence[str | None],
    whole: set[int | None],
    cells: set[str],
    left_out: set[int | None],
) -> Iterator[Kind]:
    values = [sheet.at(number - 1, column) for column in range(len(roles))]
    total = number > header and any(isinstance(value, str) and is_total(value) for value in values)
    for column, (value, role) in enumerate(zip(values, roles, strict=True)):
        if value is None:
            yield ""
        elif number == header:
            yield "header"
        elif address(number - 1, column) in cells or number in whole:
            yield "rejected"
        elif number < header or role is None or number in left_out:
            yield ""
        elif total:
            yield "total"
        elif role not in LABELS and isinstance(value, str) and typed(value) is NotANumber.MISSING:
            yield "empty"
        else:
            yield "label" if role in LABELS else "read"


def _is_left(sheet: Sheet, number: int, roles: Sequence[str | None], left: Collection[str]) -> bool:
    """Whether a row carries a label that somebody chose to leave out."""
    cells = (sheet.at(number - 1, c) for c, role in enumerate(roles) if role == "channel")
    return any(isinstance(cell, str) and bare(cell) in left for cell in cells)


def _role(sheet: Sheet, header: int, column: int, columns: Mapping[str, str | None]) -> str | None:
    """What the column was read as; header levels are joined as the reader joins them."""
    texts: list[str] = []
    for row in range(header - 1, max(-1, header - 1 - _LEVELS), -1):
        value = sheet.at(row, column)
        if value is None and row < header - 1:  # an upper level reaches over the columns to its right
            value = next(
                (left for c in range(column - 1, -1, -1) if (left := sheet.at(row, c)) is not None), None
            )
        text = _shown(value).strip()
        if text and text not in texts:
            texts.insert(0, text)
        role = columns.get(" / ".join(texts))
        if role:
            return str(role)
    return None


def _plain(cell: Cell) -> object:
    if isinstance(cell, ErrorValue):
        return cell.code or "#N/A"
    return cell


def _shown(cell: Cell) -> str:
    if isinstance(cell, ErrorValue):
        return cell.code or "?"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return "" if cell is None else str(cell)
