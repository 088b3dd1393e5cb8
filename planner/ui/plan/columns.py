"""Columns of a list that can be typed into: rows to frame, frame to rows, and what is wrong in a cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from math import isfinite, isnan
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.errors import BadDocument, PlannerError
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.sources.amounts import Decimal, NotANumber, decimal_votes, to_number, typed

ROW = "_row"
"""Hidden column: which row of the saved list this was."""


class Kind(StrEnum):
    """What a column holds. MONEY is cents in the book, SHARE a share; people see units and percent."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"
    SEVERAL = "several"


NAME_WIDTH, TEXT_WIDTH, WIDE_TEXT = 280, 400, 560
"""Pixels for a name, which leaves a phone room for the next column, for a sentence, and for a long one."""


@dataclass(frozen=True)
class Column:
    """A field of the rows.

    words  the choices with what people read; of: what a choice is in the row, where it is no plain text
    empty  stands for a blank cell
    width  pixels; None: as wide as what stands in it
    """

    field: str
    label: str
    kind: Kind = Kind.TEXT
    words: Mapping[str, str] | None = None
    required: bool = False
    empty: Any = ""
    width: int | None = None
    help: str | None = None
    locked: bool = False
    of: type[StrEnum] | None = None


Make = Callable[[Any | None, dict[str, Any]], Any]


def names(known: Collection[str], used: Collection[str] = ()) -> dict[str, str]:
    """Choices of a column that refers to names; a name that is used stays, though nobody knows it."""
    every = dict.fromkeys((*known, *(name for name in used if name)))
    return {name: name[:80] for name in every}


def frame(
    rows: Sequence[Any], columns: Sequence[Column], read_field: Callable[[Any, str], Any] = getattr
) -> pd.DataFrame:
    """The rows as people see them."""
    shown: dict[str, Any] = {ROW: pd.array(range(len(rows)), dtype="Int64")}
    for column in columns:
        given = [read_field(row, column.field) for row in rows]
        values = amounts(given) if column.kind is Kind.MONEY else [_shown(one, column) for one in given]
        dtype: Any = object
        if column.kind in (Kind.NUMBER, Kind.COUNT):
            dtype = float
        elif column.kind is Kind.FLAG:
            dtype = "boolean"  # one that can hold the blank of an added row
        shown[column.field] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(shown)


def read(
    records: Sequence[dict[Any, Any]], rows: Sequence[Any], columns: Sequence[Column], make: Make
) -> tuple[Any, ...]:
    """What stands in the editor as rows. Raises BadDocument naming the row and what is wrong in it."""
    found = []
    for number, record in enumerate(records, 1):
        given = [c for c in columns if c.kind is not Kind.FLAG and not _blank(record.get(c.field))]
        if not given:  # an added row nobody filled
            continue
        missing = [c.label for c in columns if c.required and _blank(record.get(c.field))]
        if missing:
            raise BadDocument(_("Row {row}: fill in {fields}.").format(row=number, fields=", ".join(missing)))
        values = {c.field: _value(record.get(c.field), c, number) for c in columns}
        before = _before(record.get(ROW), rows)
        try:
            found.append(make(before, values))
        except PlannerError as problem:
            raise BadDocument(_("Row {row}: {problem}").format(row=number, problem=told(problem))) from None
    return tuple(found)


def _before(place: Any, rows: Sequence[Any]) -> Any | None:
    """The saved row that a row of the editor was; None for an added one."""
    if _blank(place) or not 0 <= int(place) < len(rows):
        return None
    return rows[int(place)]


def choice(
    field: str, label: str, of: type[StrEnum], words: Mapping[str, str], empty: StrEnum, **more: Any
) -> Column:
    """A column of one of an enumeration's members."""
    return Column(field, label, Kind.CHOICE, words, empty=empty, of=of, **more)


def built(cls: type[Any]) -> Make:
    """Rows of a class: what the table does not show of a row stays."""
    return lambda before, values: cls(**values) if before is None else replace(before, **values)


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two frames say the same; a blank is a blank however it is written."""
    if len(one) != len(other):
        return False
    return all(
        _equal(a, b)
        for field in other.columns
        for a, b in zip(one[field].tolist(), other[field].tolist(), strict=True)
    )


def _equal(a: Any, b: Any) -> bool:
    if _blank(a) or _blank(b):
        return _blank(a) and _blank(b)
    if isinstance(a, date) or isinstance(b, date):
        return bool(pd.Timestamp(a) == pd.Timestamp(b))
    return bool(a == b)


def _blank(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return not value
    return (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or value == ""
        or (isinstance(value, float) and isnan(value))
    )


def amounts(cents: Sequence[int | None]) -> list[str | None]:
    """Money as texts: where cells are numbers the browser reads a pasted "3000,5" as 30,005."""
    digits = 2 if any(one is not None and one % 100 for one in cents) else 0
    return [None if one is None else formats.ratio(one / 100, digits=digits) for one in cents]


def _shown(value: Any, column: Column) -> Any:
    if value is None:
        return "" if column.kind is Kind.CHOICE else None
    if column.kind is Kind.SHARE:
        return _percent(value)
    if column.kind is Kind.SEVERAL:
        return [str(one) for one in value]
    return str(value) if column.kind is Kind.CHOICE else value


def _percent(share: float) -> str:
    """A share in per cent as a text, like money, with its true minus and no more decimals than it has."""
    percent = round(100 * share, 6)
    digits = next(n for n in range(7) if n == 6 or round(percent, n) == percent)
    return formats.ratio(percent, digits=digits)


def _value(value: Any, column: Column, number: int) -> Any:
    if _blank(value):
        return False if column.kind is Kind.FLAG else column.empty
    kind = column.kind
    if kind in (Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.SHARE):
        given = value
        if kind in (Kind.MONEY, Kind.SHARE) and isinstance(value, str):
            value = read_amount(value.replace("%", "").replace("％", "") if kind is Kind.SHARE else value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise BadDocument(
                _("Row {row}: {value} is no number for {field}.").format(
                    row=number, value=str(given)[:40], field=column.label
                )
            )
        if kind is Kind.MONEY and value < 0:
            raise BadDocument(
                _("Row {row}: {field} cannot be below 0; {value} stands there.").format(
                    row=number, value=str(given)[:40], field=column.label
                )
            )
        scale = {Kind.MONEY: 100.0, Kind.SHARE: 0.01}.get(kind, 1.0)
        exact = kind not in (Kind.MONEY, Kind.COUNT) or abs(value) > 1e13
        return value * scale if exact else round(value * scale)
    if kind is Kind.DAY:
        try:
            return value if type(value) is date else pd.Timestamp(value).date()
        except (ValueError, TypeError):
            raise BadDocument(
                _("Row {row}: {value} is no date.").format(row=number, value=str(value)[:40])
            ) from None
    if kind is Kind.FLAG:
        return bool(value)
    if kind is Kind.SEVERAL:
        return tuple(_chosen(one, column, number) for one in value)
    return _chosen(value, column, number) if kind is Kind.CHOICE else str(value)


def _chosen(value: Any, column: Column, number: int) -> Any:
    if column.words is not None and str(value) not in column.words:
        raise BadDocument(
            _("Row {row}: “{value}” is not known for {field}.").format(
                row=number, value=str(value)[:40], field=column.label
            )
        )
    return str(value) if column.of is None else column.of(str(value))


def config(columns: Sequence[Column]) -> dict[str, Any]:
    """What the editor needs to know of each column."""
    return {ROW: None} | {column.field: _config(column) for column in columns}


def _config(column: Column) -> Any:
    words = column.words or {}
    makers: dict[Kind, Callable[..., Any]] = {
        Kind.MONEY: partial(st.column_config.TextColumn, alignment="right"),
        Kind.NUMBER: partial(st.column_config.NumberColumn, format="localized"),
        Kind.COUNT: partial(st.column_config.NumberColumn, min_value=0, step=1, format="localized"),
        Kind.SHARE: partial(st.column_config.TextColumn, alignment="right"),
        Kind.DAY: partial(st.column_config.DateColumn, format="localized"),
        Kind.FLAG: partial(st.column_config.CheckboxColumn, default=False),
        Kind.CHOICE: partial(
            st.column_config.SelectboxColumn,
            width=choice_width(column.label, words),
            # A blank can be chosen too, but where the column must be filled in.
            options=[*(() if column.required or column.of else ("",)), *words],
            format_func=lambda value: words.get(str(value), str(value)),
        ),
        Kind.SEVERAL: partial(
            st.column_config.MultiselectColumn,
            options=list(words),
            format_func=lambda value: words.get(str(value), str(value)),
        ),
        Kind.TEXT: partial(st.column_config.TextColumn, width=column.width),
    }
    return makers[column.kind](
        column.label, required=column.required, help=column.help, disabled=column.locked
    )


def choice_width(label: str, words: Mapping[str, str]) -> int:
    """Pixels for the longest choice: the editor itself measures what is stored, not what people read."""
    longest = max((len(word) for word in (label, *words.values())), default=0)
    return min(max(longest * 8 + 24, 90), 220)


def read_amount(text: str) -> float | None:
    """ "1 234,56", "1,234.56", "1.2k": the mark that can only be decimal is; else the reader's own."""
    found = typed(text) if text.strip() else NotANumber.MISSING
    if isinstance(found, NotANumber):
        return 0.0 if found is NotANumber.MISSING else None
    dots, commas, _both = decimal_votes([text])
    reader: Decimal = "," if formats.ratio(0.5, digits=1)[1] == "," else "."
    mark: Decimal = reader if dots == commas else "." if dots > commas else ","
    return to_number(found, mark)
