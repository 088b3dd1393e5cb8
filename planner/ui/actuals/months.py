"""Months: what is in, what is missing, which months are closed, and who said each figure."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.presentation import formats
from planner.presentation.actuals.words import channel_word
from planner.presentation.language import _, ngettext
from planner.services.actuals_intake import known_channels, plan_of
from planner.services.completeness import Completeness, Presence, completeness
from planner.services.library import ClosedMonth
from planner.ui import components, state
from planner.ui.actuals import closing, history
from planner.ui.context import Context

_MARKS = {Presence.IN: "●", Presence.DUE: "○", Presence.OPEN: ""}
NAMED = 6
"""Missing figures named in words; the table shows them all."""


def view(context: Context) -> None:
    """Completeness by channel, month and source, then closing, then the history of a figure."""
    store = state.store()
    months = context.company.fiscal_year(context.year).months
    actuals = store.actuals(context.slug, months)
    closed = {entry.month: entry for entry in store.closed_months(context.slug)}
    found = completeness(
        actuals,
        known_channels(store, context.slug),
        months,
        plan_of(store, context.slug, context.year),
        store.batches(context.slug),
        store.coverage(context.slug),
    )
    labels = [str(month) for month in months]
    st.subheader(
        _("{year}: {count} of 12 months have figures, {closed} are closed").format(
            year=context.year, count=len(found.reported), closed=sum(label in closed for label in labels)
        )
    )
    if found.channels:
        _missing(found)
    closing.view(context, found, actuals, closed)
    if found.channels:
        _tables(found, closed)
    if found.reported:
        history.view(context, actuals, tuple(found.channels))


def _missing(found: Completeness) -> None:
    if found.through is None:
        return
    missing = found.missing
    through = formats.month_label(found.through)
    if not missing:
        st.success(_("Nothing is missing through {month}.").format(month=through), icon=":material/check:")
        return
    named = ", ".join(f"{channel_word(name)} {formats.month_name(month)}" for name, month in missing[:NAMED])
    more = len(missing) - NAMED
    if more > 0:
        named += " " + _("and {count} more").format(count=more)
    text = ngettext(
        "{count} channel month is missing through {month}: {names}",
        "{count} channel months are missing through {month}: {names}",
        len(missing),
    ).format(count=len(missing), month=through, names=named)
    st.warning(components.escape(text), icon=":material/warning:")


def _tables(found: Completeness, closed: dict[str, ClosedMonth]) -> None:
    channels, sources = st.tabs([_("By channel"), _("By source")])
    with channels:
        lines = {channel_word(name): line for name, line in found.channels.items()}
        _table(_("Channel"), lines, found.months, closed, _("Which channel has figures in which month"))
        st.caption(
            _("● figures are in   ○ missing: the plan spends there, or there were figures before   ✓ closed")
        )
    with sources:
        _table(_("Source"), found.sources, found.months, closed, _("Which source reported which month"))
        st.caption(_("Files whose names differ only in dates are one source. ○ it did not report the month"))


def _table(
    title: str,
    lines: dict[str, tuple[Presence, ...]] | object,
    months: tuple[Month, ...],
    closed: dict[str, ClosedMonth],
    alt: str,
) -> None:
    assert isinstance(lines, dict)
    heads = [f"{formats.month_name(month)}{' ✓' if str(month) in closed else ''}" for month in months]
    rows = [
        {title: name} | {head: _MARKS[presence] for head, presence in zip(heads, line, strict=True)}
        for name, line in lines.items()
    ]
    narrow = st.column_config.TextColumn(alignment="center", width=58)
    components.table(
        pd.DataFrame(rows), alt=alt, height="content", column_config=dict.fromkeys(heads, narrow)
    )
