"""Closing a month: the ledger beside what was read, who closed it and when, and why it was opened again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from planner.domain.actuals import Actuals, Metric
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.actuals.closing_words import closing_words
from planner.presentation.language import _
from planner.services.actuals_doubts import not_ended
from planner.services.completeness import Completeness
from planner.services.library import ClosedMonth
from planner.ui import cached, components, state
from planner.ui.context import Context

_TRAIL = 500


def view(context: Context, found: Completeness, actuals: Actuals, closed: Mapping[str, ClosedMonth]) -> None:
    """Close the next month, then the list of closed ones and of those opened again."""
    st.markdown(f"**{_('Close a month')}**")
    st.caption(_("A closed month is final: its figures cannot change, and re-plans build on it."))
    _close(context, found, actuals, closed)
    shown = [closed[str(month)] for month in reversed(found.months) if str(month) in closed]
    if shown:
        with st.expander(_("Closed months ({count})").format(count=len(shown))):
            for entry in shown:
                _closed(context, entry)
    _trail(context, found)


def _close(
    context: Context, found: Completeness, actuals: Actuals, closed: Mapping[str, ClosedMonth]
) -> None:
    open_months = [label for label in found.reported if label not in closed]
    if not open_months:
        st.info(
            _("Every month with figures is closed.") if found.reported else _("No month has figures yet."),
            icon=":material/lock:" if found.reported else ":material/upload:",
        )
        return
    spend = dict.fromkeys(open_months, 0.0)
    for row in actuals:
        if row.metric == Metric.SPEND and row.month in spend:
            spend[row.month] += row.value
    company = context.company
    with st.container(horizontal=True, vertical_alignment="bottom"):
        month = st.selectbox(
            _("Month"),
            open_months,
            width=150,
            format_func=lambda label: formats.month_label(Month.parse(label)),
        )
        ledger = st.number_input(
            _("Spend in the ledger, {currency}").format(currency=company.currency),
            value=None,
            format="%.2f",
            width=200,
            placeholder=_("optional"),
            key=f"ledger_{month}",
        )
        note = st.text_input(
            _("Note: where a difference comes from, or that it is accepted"),
            width=360,
            max_chars=500,
            key=f"close_note_{month}",
        )
        early = bool(not_ended([month], cached.today()))
        pressed = st.button(_("Close month"), disabled=early, type="primary")
    if early:
        said = _("{month} has not ended yet; it can be closed when it has.")
        st.info(said.format(month=formats.month_label(Month.parse(month))), icon=":material/event_upcoming:")
    _beside(spend[month], ledger, note, context)
    if pressed:
        store = state.store()
        _do(lambda: store.close_month(context.slug, month, state.who(), note, ledger=ledger), _("Closed"))


def _exact(value: float | None, company: Company, *, signed: bool = False) -> str:
    return components.escape(formats.exact(value, company, signed=signed, currency=True))


def _beside(read: float, ledger: float | None, note: str, context: Context) -> None:
    """The two totals, and what is still to be said about their difference."""
    company = context.company
    text = _("In the files: {read}").format(read=_exact(read, company))
    if ledger is None:
        st.caption(text)
        return
    difference = round(ledger - read, 2)
    text += "  ·  " + _("Ledger: {ledger}").format(ledger=_exact(ledger, company))
    if difference == 0:
        st.success(text + "  ·  " + _("they agree"), icon=":material/check:")
        return
    text += "  ·  " + _("Difference: {difference}").format(
        difference=_exact(difference, company, signed=True)
    )
    if note.strip():
        st.info(text)
    else:
        st.warning(text + ". " + _("Explain or accept it in the note."), icon=":material/warning:")


def _closed(context: Context, entry: ClosedMonth) -> None:
    company = context.company
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        text = _("**{month}** closed by {who} on {when}.").format(
            month=formats.month_label(Month.parse(entry.month)),
            who=components.escape(entry.who),
            when=formats.moment_label(entry.at),
        )
        if entry.ledger is not None and entry.read is not None:
            text += " " + _("Ledger {ledger}, read {read}, difference {difference}.").format(
                ledger=_exact(entry.ledger, company),
                read=_exact(entry.read, company),
                difference=_exact(entry.difference, company, signed=True),
            )
        if entry.note:
            text += f" {components.escape(entry.note)}"
        st.markdown(text, width="content")
        with st.popover(_("Reopen")):
            why = st.text_input(_("Why is it opened again?"), max_chars=500, key=f"why_{entry.month}")
            if st.button(_("Reopen the month"), key=f"reopen_{entry.month}"):
                store = state.store()
                reopen = partial(store.reopen_month, context.slug, entry.month, state.who(), why)
                _do(reopen, _("Opened again"))


def _trail(context: Context, found: Completeness) -> None:
    """Who opened a closed month again, and why."""
    labels = {str(month) for month in found.months}
    opened = [
        entry
        for entry in state.store().audit(context.slug, _TRAIL)
        if entry.action == "month.reopened" and entry.detail.get("month") in labels
    ]
    for entry in opened:
        text = _("{month} was opened again by {who} on {when}: {why}").format(
            month=formats.month_label(Month.parse(str(entry.detail["month"]))),
            who=entry.who,
            when=formats.moment_label(entry.at),
            why=entry.detail.get("note") or formats.NOTHING,
        )
        st.caption(components.escape(text))


def _do(action: Callable[[], object], said: str) -> None:
    try:
        action()
    except PlannerError as problem:
        st.error(components.escape(closing_words(problem)), icon=":material/error:")
        return
    state.say_after_rerun(said)
    st.rerun()
