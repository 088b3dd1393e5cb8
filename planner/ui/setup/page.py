"""The Setup screen: what is missing, then the chosen view."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.presentation.language import _
from planner.presentation.missing import missing_inputs
from planner.ui import state
from planner.ui.context import Context
from planner.ui.setup import baseline, channels, company, customers, lines, people, register, start

VIEW = "setup_view"


def screen(context: Context) -> None:
    """What is missing on top, a view below; only the chosen one is computed."""
    words = {
        "company": _("Company"),
        "channels": _("Channels"),
        "customers": _("Customers"),
        "baseline": _("Baseline"),
        "lines": _("Cost lines"),
        "register": _("KPI register"),
        "people": _("People"),
        "start": _("Start my company"),
    }
    views: dict[str, Callable[[Context], None]] = {
        "company": company.view,
        "channels": channels.view,
        "customers": customers.view,
        "baseline": baseline.view,
        "lines": lines.view,
        "register": register.view,
        "people": people.view,
        "start": lambda _context: start.view(),
    }
    _missing(context)
    chosen = st.segmented_control(
        _("View"),
        list(words),
        default="company",
        required=True,
        format_func=lambda view: words[view],
        label_visibility="collapsed",
        key=VIEW,
        bind="query-params",
    )
    views[str(chosen or "company")](context)


def first_company() -> None:
    """The screen of somebody who has no company yet."""
    st.subheader(_("Start my company"))
    start.view()
    people.me()


def _missing(context: Context) -> None:
    gaps = missing_inputs(
        context.company,
        context.year,
        has_curves=bool(state.store().curves_list(context.slug)),
        has_plan=bool(context.versions),
    )
    if not gaps:
        st.caption(f":material/check: {_('Nothing is missing: every key figure can be answered.')}")
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('What is missing')}**")
        for gap in gaps:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.button(gap.label, key=f"missing_{gap.need}", on_click=_open, args=(gap.view,), width=170)
                st.markdown(_("blocks {what}").format(what=gap.sentence), width="stretch")


def _open(view: str) -> None:
    st.session_state[VIEW] = view
