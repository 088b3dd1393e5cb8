"""What is out of order in one list: the sentence, whose it is, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.services.control import Alarm, Alert
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.results import remarks

SHOWN = 8
HERE = "pages/results.py"


def show(context: Context, found: Sequence[Alert]) -> None:
    """The alerts, the largest amount first; what was called timing stands last."""
    lines = len({alert.channel for alert in found})
    words = ngettext("{count} line needs attention", "{count} lines need attention", lines)
    title = words.format(count=lines) if found else _("No line needs attention")
    with st.container(border=True):
        st.markdown(f"**{title}**")
        if not found:
            st.caption(_("Over and under budget, pace, unit cost, unplanned spend: all within their limits."))
        for number, alert in enumerate(found[:SHOWN]):
            _one(context, alert, number)
        if len(found) > SHOWN:
            st.caption(_("and {count} more of smaller amounts").format(count=len(found) - SHOWN))


def _one(context: Context, alert: Alert, number: int) -> None:
    page, step, view = next_step(alert)
    with st.container(gap=None):
        st.markdown(sentence(context, alert))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            owner = _("Owner: {name}").format(name=components.escape(alert.owner or formats.NOTHING))
            st.caption(owner, width="content")
            if page == HERE:  # a link to the page one is on would look like the page that is open
                st.button(
                    step,
                    key=f"alert_{number}_{alert.channel}",
                    type="tertiary",
                    icon=":material/arrow_forward:",
                    on_click=_show,
                    args=(view,),
                )
            else:
                st.page_link(
                    page, label=step, icon=":material/arrow_forward:", width="content", query_params=view
                )


def _show(view: Mapping[str, str]) -> None:
    """Choose another view of this page, over the whole period."""
    for key, value in {**view, "month": None, "period": None}.items():
        state.remember(key, value)


def sentence(context: Context, alert: Alert) -> str:
    """What is out of order, with its amount and what was said about it."""
    words = {
        Alarm.OVERDRAWN: _("■ **{channel}** is overdrawn by {amount}: spent and ordered against the year."),
        Alarm.TWICE: (
            _("■ **{channel}**, {month}: invoice {invoice} stands twice, {amount} too much.")
            if alert.invoice
            else _("■ **{channel}**, {month}: an invoice stands twice, {amount} too much.")
        ),
        Alarm.ELSEWHERE: _(
            "▲ **{channel}**, {month}: invoice {invoice} stands on {others} too, with the same amount; "
            "{amount} may be booked twice."
        ),
        Alarm.UNPLANNED: _("■ **{channel}** spent {amount} without a plan."),
        Alarm.SILENT: _("▲ **{channel}** has a plan of {amount} to date and no reported spend."),
        Alarm.AHEAD: _("{mark} **{channel}** is {amount} ({share}) ahead of its plan to date."),
        Alarm.BEHIND: _("{mark} **{channel}** is {amount} ({share}) behind its plan to date."),
        Alarm.UNIT_COST: (
            _("▲ **{channel}**: {unit} is {share} above last year's, which cost {amount}.")
            if alert.amount > 0
            else _("● **{channel}**: {unit} is {share} below last year's, which saved {amount}.")
        ),
    }[alert.alarm]
    text = words.format(
        mark="■" if alert.red else "▲",
        channel=components.escape(alert.channel),
        amount=formats.money(abs(alert.amount), context.company),
        share=formats.share(abs(alert.share)) if alert.share is not None else formats.NOTHING,
        unit=alert.unit,
        invoice=components.escape(alert.invoice),
        others=components.escape(", ".join(alert.others)),
        month=formats.month_label(alert.month) if alert.month else "",
    )
    return f"{text} {remarks.told(alert.note)}" if alert.note else text


def next_step(alert: Alert) -> tuple[str, str, dict[str, str]]:
    """The page that settles it, what to do there, and the view of it."""
    line = {"results_view": "why", "line": alert.channel}
    plan, actuals = "pages/plan.py", "pages/actuals.py"
    return {
        Alarm.OVERDRAWN: (plan, _("Ask for a supplement, or cancel an order"), {"plan_view": "orders"}),
        Alarm.TWICE: (actuals, _("Check the file, undo it if it is wrong"), {"actuals_view": "batches"}),
        Alarm.ELSEWHERE: (actuals, _("Check the file, undo it if it is wrong"), {"actuals_view": "batches"}),
        Alarm.UNPLANNED: (plan, _("Plan it, or book it elsewhere"), {}),
        Alarm.SILENT: (actuals, _("Ask for the figures"), {"actuals_view": "months"}),
        Alarm.AHEAD: (HERE, _("See why, say what it was"), line),
        Alarm.BEHIND: (HERE, _("See why, say what it was"), line),
        Alarm.UNIT_COST: ("pages/curves.py", _("Negotiate, and check the price in Curves"), {}),
    }[alert.alarm]
