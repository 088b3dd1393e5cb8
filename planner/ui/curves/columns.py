"""Which column of an uploaded history is what: proposed from the file, decided on the page."""

from __future__ import annotations

import streamlit as st

from planner.presentation.language import _
from planner.sources.column_roles import Column, Roles, columns_of
from planner.ui import components


@st.cache_resource(max_entries=4, show_spinner=False, ttl=3600)
def file_columns(name: str, _size: int, file_id: str, _data: bytes) -> tuple[Column, ...]:
    """The columns of an uploaded history, read once."""
    return columns_of(_data, name)


def history_words() -> str:
    """What a history has to hold."""
    return _(
        "A date, the revenue, one column of spend for each channel, and what else moved sales: price, "
        "promotions. CSV, Excel or Parquet; two years of weeks or more are best."
    )


def worth_input(currency: str, *, key: str) -> float | None:
    """What one unit of the outcome is worth; None where it is revenue."""
    return st.number_input(
        _("One unit of the outcome is worth, {currency}").format(currency=currency),
        min_value=0.0,
        value=None,
        placeholder=_("it is revenue"),
        key=key,
        width=300,
        help=_("Leave it empty for revenue; give the worth of an order where the outcome counts orders."),
    )


def column_roles(columns: tuple[Column, ...], found: Roles, *, key: str) -> Roles:
    """Which column is what, with the file's proposal chosen."""
    names = [column.name for column in columns]
    numbers = [column.name for column in columns if column.numbers]
    left, right = st.columns(2)
    day = left.selectbox(
        _("Date"), names, index=_place(names, found.date), key=f"fit_date_{key}", placeholder=_("Choose")
    )
    outcome = right.selectbox(
        _("Outcome"),
        numbers,
        index=_place(numbers, found.outcome),
        key=f"fit_outcome_{key}",
        placeholder=_("Choose"),
    )
    channels = st.multiselect(
        _("Channels: what was spent"),
        numbers,
        default=list(found.channels),
        key=f"fit_channels_{key}",
        placeholder=_("Choose"),
    )
    controls = st.multiselect(
        _("What else moved sales"),
        [name for name in numbers if name not in channels],
        default=[name for name in found.controls if name not in channels],
        key=f"fit_controls_{key}",
        placeholder=_("Choose"),
    )
    taken = {day, outcome}
    left_out = [name for name in numbers if name not in {*taken, *channels, *controls}]
    if left_out:
        st.caption(_("Not read: {columns}").format(columns=", ".join(map(components.escape, left_out))))
    return Roles(
        day,
        outcome,
        tuple(name for name in channels if name not in taken),
        tuple(name for name in controls if name not in taken),
        {},
    )


def _place(names: list[str], name: str | None) -> int | None:
    return names.index(name) if name in names else None
