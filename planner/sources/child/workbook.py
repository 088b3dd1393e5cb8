"""Workbooks to rows of plain values, by python-calamine."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from planner.sources.child.refusal import Refusal
from planner.sources.child.sheet_xml import Hidden

MAX_SHEETS = 200
MAX_TEXT = 500
Value = None | bool | int | float | str | tuple[int] | tuple[str]
"""A date travels as (proleptic ordinal,), an error as (code,): the wire knows numbers, text and tuples."""


@dataclass
class RawSheet:
    """One sheet on its way to the parent; `rows` starts with the sheet's first row and column."""

    name: str
    rows: Iterator[list[Value]]
    visible: bool = True
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: Hidden = field(default_factory=Hidden)


def open_workbook(data: bytes) -> CalamineWorkbook:
    """Open any workbook calamine knows. Raises Refusal for passwords and damage."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as problem:
        raise Refusal(
            "password", "is protected by a password. Save it without one and send it again."
        ) from problem
    except (CalamineError, OSError, ValueError, KeyError) as problem:
        raise Refusal(
            "damaged",
            f"cannot be opened as a workbook ({_short(problem)}). Save it again as xlsx and send it.",
        ) from problem


def sheets(
    book: CalamineWorkbook, hidden: dict[str, Hidden], in_order: Sequence[Hidden] = ()
) -> Iterator[RawSheet]:
    """Worksheets in order, hidden ones without rows; findings come by name or in order. Raises Refusal."""
    metadata = book.sheets_metadata
    if len(metadata) > MAX_SHEETS:
        raise Refusal("too_many_sheets", f"has {len(metadata):,} sheets; the limit is {MAX_SHEETS}.")
    for index, meta in enumerate(metadata):
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        if meta.visible is not SheetVisibleEnum.Visible:
            yield RawSheet(meta.name, iter(()), visible=False)
            continue
        try:
            sheet = book.get_sheet_by_index(index)
            merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            rows = (_row(row) for row in sheet.iter_rows())
        except (CalamineError, OSError, ValueError, KeyError) as problem:
            raise Refusal(
                "damaged", f'has a damaged sheet "{meta.name[:80]}" ({_short(problem)}).'
            ) from problem
        found = hidden.get(meta.name) or (in_order[index] if len(in_order) == len(metadata) else Hidden())
        yield RawSheet(meta.name, rows, True, merges, found)


def _row(cells: Iterable[object]) -> list[Value]:
    row = [_value(cell) for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return row


def _value(cell: object) -> Value:
    if cell.__class__ is float:
        return cell if cell - cell == 0 else ("#NUM!",)
    if cell.__class__ is bool or cell.__class__ is int:
        return cell
    if cell.__class__ is str:
        return cell[:MAX_TEXT] or None
    if isinstance(cell, dt.datetime | dt.date):
        return (cell.toordinal(),)
    return None if cell is None else str(cell)[:MAX_TEXT]


def _short(problem: BaseException) -> str:
    return " ".join(str(problem).split())[:120] or type(problem).__name__
