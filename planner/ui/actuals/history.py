"""One figure's history: which file said what, when, and who took it over."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.domain.actuals import Actuals
from planner.domain.calendar import Month
from planner.presentation import formats
from planner.presentation.actuals.words import amount, channel_word, role_word, state_word
from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.actuals.understood import as_text
from planner.ui.context import Context


def view(context: Context, actuals: Actuals, channels: Sequence[str]) -> None:
    """Choose a figure, see everything that was ever said about it, newest first."""
    with st.expander(_("Where does a figure come from?")):
        with st.container(horizontal=True):
            month = st.selectbox(
                _("Month"),
                list(reversed(actuals.months())),
                format_func=lambda label: formats.month_label(Month.parse(label)),
                width=150,
                key="history_month",
            )
            there = [row for row in actuals if row.month == month]
            have = dict.fromkeys(row.channel for row in there)
            names = [*(name for name in channels if name in have), *(n for n in have if n not in channels)]
            channel = st.selectbox(
                _("Channel"), names, format_func=channel_word, width=240, key="history_channel"
            )
            metrics = [row.metric for row in there if row.channel == channel]
            metric = st.selectbox(
                _("Figure"), metrics, format_func=role_word, width=180, key="history_metric"
            )
        if month is None or channel is None or metric is None:
            return
        lines = [
            {
                _("File"): as_text(said.batch.file_name),
                _("Figure"): amount(metric, said.value, context.company),
                _("Taken over by"): as_text(said.batch.who),
                _("When"): formats.moment_label(said.batch.at),
                _("State"): _("undone")
                if said.batch.is_undone
                else _("counts")
                if said.counts
                else _("replaced"),
            }
            for said in state.store().history(context.slug, month, channel, metric)
        ]
        components.table(pd.DataFrame(lines), alt=_("History of the figure"), height="content")
        _details(context, month, channel, metric)


def _details(context: Context, month: str, channel: str, metric: str) -> None:
    """Days, campaigns and money states of the figure, where a file said so."""
    found = [
        detail
        for detail in state.store().details(context.slug, [month])
        if (detail.channel, detail.metric) == (channel, metric)
    ]
    if not found:
        return
    lines = [
        {
            _("Campaign"): as_text(detail.campaign),
            _("Day"): "" if detail.day is None else formats.day_label(detail.day),
            _("Money is"): state_word(detail.state) if detail.state else "",
            _("Order"): as_text(detail.order),
            _("Invoice"): as_text(detail.invoice),
            _("Figure"): amount(metric, detail.value, context.company),
        }
        for detail in found[:500]
    ]
    frame = pd.DataFrame(lines)
    said = [name for name in frame if frame[name].astype(bool).any()]
    components.table(frame[said], alt=_("The figure by day and campaign"), height="content")
