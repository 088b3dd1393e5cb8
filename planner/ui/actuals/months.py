"""Months: what is in, what is missing, and which months are closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from planner.domain.actuals import BASELINE
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.actuals.upload import known_channels
from planner.ui.context import Context


def view(context: Context) -> None:
    """Completeness by channel and month, then closing and reopening."""
    store = state.store()
    months = context.company.fiscal_year(context.year).months
    labels = [str(month) for month in months]
    actuals = store.actuals(context.slug, labels)
    closed = {entry.month: entry for entry in store.closed_months(context.slug)}
    have = {(row.channel, row.month) for row in actuals}
    reported = [label for label in labels if any((c, label) in have for c in actuals.channels())]
    st.subheader(
        _("{year}: {count} of 12 months have figures, {closed} are closed").format(
            year=context.year, count=len(reported), closed=sum(label in closed for label in labels)
        )
    )
    names = [name for name in known_channels(context) if any((name, label) in have for label in labels)]
    if names:
        frame = pd.DataFrame(
            [
                {_("Channel"): _("Sales without media") if name == BASELINE else name}
                | {
                    formats.month_name(month): "●"
                    if (name, str(month)) in have
                    else ("○" if str(month) in reported else "")
                    for month in months
                }
                for name in names
            ]
        )
        components.table(frame, alt=_("Which channel has figures in which month"), height="content")
        st.caption(_("● figures are in   ○ missing in a month that others have"))
    st.markdown(f"**{_('Close a month')}**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        open_months = [label for label in reported if label not in closed]
        month = st.selectbox(_("Month"), open_months, width=160, index=0 if open_months else None)
        note = st.text_input(_("Note, e.g. the ledger's total"), width=320, max_chars=500)
        if st.button(_("Close month"), disabled=month is None, type="primary") and month:
            _do(lambda: store.close_month(context.slug, month, state.who(), note))
    for label in labels:
        if label not in closed:
            continue
        entry = closed[label]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                _("{month} closed by {who} on {when}. {note}").format(
                    month=label, who=entry.who, when=formats.moment_label(entry.at), note=entry.note
                )
            )
            with st.popover(_("Reopen")):
                why = st.text_input(_("Why? The trail keeps it."), key=f"why_{label}", max_chars=500)
                if st.button(_("Reopen the month"), key=f"reopen_{label}"):
                    _do(partial(store.reopen_month, context.slug, label, state.who(), why))


def _do(action: Callable[[], object]) -> None:
    try:
        action()
    except PlannerError as problem:
        st.error(str(problem))
        return
    state.say_after_rerun(_("Saved"))
    st.rerun()
