"""Editable tables of Setup: cells of words, numbers and per cents in, values or a sentence out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.calendar import FiscalYear
from planner.domain.errors import BadDocument, say
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui.setup.opened import Opened

LIMITS = "min_value", "max_value"
MONTHS = tuple(f"m{number}" for number in range(1, 13))


def editor(
    form: Opened,
    name: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Any],
    *,
    alt: str,
    numbers: Sequence[str] = (),
    fixed: bool = False,
    disabled: Sequence[str] = (),
    height: int | None = None,
) -> list[dict[str, Any]]:
    """A table of `rows` under `columns` (Streamlit's column settings by key); the rows as they are now.

    numbers  keys of columns that hold numbers; fixed: rows can neither be added nor deleted
    height   pixels of a table that scrolls; None: as high as its rows
    """
    frame = pd.DataFrame(
        {
            key: pd.Series([row.get(key) for row in rows], dtype="float64" if key in numbers else "string")
            for key in columns
        }
    )
    edited = st.data_editor(
        frame,
        key=form.key(name),
        hide_index=True,
        num_rows="fixed" if fixed else "dynamic",
        placeholder="",
        height=height or "content",
        alt=alt,
        disabled=list(disabled),
        column_config={key: _unlimited(column) for key, column in columns.items()},
    )
    found = []
    for row in edited.to_dict("records"):
        plain = {str(key): None if pd.isna(value) else value for key, value in row.items()}
        if any(value not in (None, "") for value in plain.values()):
            found.append(plain)
    beyond = next(_beyond(found, columns), None)
    form.wrong.pop(name, None)
    if beyond is not None:
        form.wrong[name] = beyond
    return found


def _unlimited(column: Any) -> Any:
    """A column without its limits: the browser would drop what is beyond them without a word."""
    if column is None:  # not shown
        return None
    kind = {key: value for key, value in column["type_config"].items() if key not in LIMITS}
    return {**column, "type_config": kind}


def _beyond(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any]) -> Iterator[BadDocument]:
    """What is wrong with numbers beyond the limits of their columns."""
    for row in rows:
        for key, column in columns.items():
            if column is None:
                continue
            least, most = (column["type_config"].get(limit) for limit in LIMITS)
            value = row.get(key)
            if not isinstance(value, int | float):
                continue
            named = next((str(text) for text in row.values() if isinstance(text, str)), "")
            where = f"{named}, {column['label']}" if named else str(column["label"])
            if least is not None and value < least:
                yield BadDocument(
                    say(
                        "{where}: {value} is too little; give at least {least}.",
                        where=where,
                        value=value,
                        least=least,
                    )
                )
            if most is not None and value > most:
                yield BadDocument(
                    say(
                        "{where}: {value} is too much; give at most {most}.",
                        where=where,
                        value=value,
                        most=most,
                    )
                )


def text(row: Mapping[str, Any], key: str) -> str:
    """What is written in a cell, "" where nothing is."""
    value = row.get(key)
    return "" if value is None else str(value).strip()


def number(row: Mapping[str, Any], key: str, where: str) -> float:
    """The number of a cell. Raises BadDocument naming `where` it is missing."""
    value = row.get(key)
    if value is None:
        raise BadDocument(say("{where}: a number is missing; fill it in.", where=where))
    return float(value)


def share(row: Mapping[str, Any], key: str, where: str) -> float:
    """The per cents of a cell as a share of one. Raises BadDocument naming `where` they are missing."""
    return round(number(row, key, where) / 100, 10)


def optional(row: Mapping[str, Any], key: str, divisor: float = 1.0) -> float | None:
    """The number of a cell over `divisor`; None where it is empty."""
    value = row.get(key)
    return None if value is None else round(float(value) / divisor, 10)


def per_cent(value: float | None) -> float | None:
    """A share of one as it is typed: 0.155 is 15.5."""
    return None if value is None else round(100 * value, 8)


def month_columns(first_month: int, *, least: float | None = 0.0) -> dict[str, Any]:
    """Twelve columns named by the months of the fiscal year."""
    months = FiscalYear(2027, first_month).months
    return {
        key: st.column_config.NumberColumn(formats.month_name(month), min_value=least, format="localized")
        for key, month in zip(MONTHS, months, strict=True)
    }


def in_months(values: Sequence[float] | None) -> dict[str, Any]:
    """Up to twelve values as cells."""
    return dict(zip(MONTHS, values, strict=False)) if values is not None else {}


def months_of(row: Mapping[str, Any], where: str, *, so_far: bool = False) -> tuple[float, ...] | None:
    """The twelve values of a row; None where all are empty. Raises BadDocument for a part of them.

    so_far  the year's first months are enough, without a gap
    """
    values = [row.get(key) for key in MONTHS]
    given = [value for value in values if value is not None]
    if not given:
        return None
    if so_far and values[: len(given)] == given:
        return tuple(float(value) for value in given)
    if len(given) < 12:
        raise BadDocument(
            say("{where} has {given} of 12 months; fill in the others.", where=where, given=len(given))
        )
    return tuple(float(value) for value in given)


def year_column() -> Any:
    """A column of fiscal years."""
    return st.column_config.NumberColumn(
        _("Fiscal year"), min_value=1, max_value=9998, step=1, format="%d", pinned=True
    )


def percent_column(label: str, *, help_text: str | None = None) -> Any:
    """A column of per cents from 0 to 100."""
    return st.column_config.NumberColumn(
        label, min_value=0, max_value=100, format="localized", help=help_text
    )
