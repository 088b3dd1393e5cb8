"""The Setup screen: what is missing, then the chosen view."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.presentation.language import _
from planner.presentation.missing import missing_inputs
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.setup import (
    baseline,
    brand,
    channels,
    company,
    customers,
    lines,
    market,
    people,
    programmes,
    register,
    start,
)

VIEW = "setup_view"
WANTED = "_setup_wanted"


def screen(context: Context) -> None:
    """What is missing on top, a view below; only the chosen one is computed."""
    words = {
        "company": _("Company"),
        "channels": _("Channels"),
        "customers": _("Customers"),
        "programmes": _("Programmes"),
        "brand": _("Brand and surveys"),
        "market": _("Market and prices"),
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
        "programmes": programmes.view,
        "brand": brand.view,
        "market": market.view,
        "baseline": baseline.view,
        "lines": lines.view,
        "register": register.view,
        "people": people.view,
        "start": lambda _context: start.view(),
    }
    wanted = st.session_state.pop(WANTED, None)
    _missing(context)
    if wanted:
        state.remember(VIEW, wanted)
    views[components.view(VIEW, words)](context)


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
            left, right = st.columns([1, 7], vertical_alignment="center", gap="small")
            left.button(
                gap.label, key=f"missing_{gap.need}", on_click=_open, args=(gap.view,), width="stretch"
            )
            right.markdown(f"{_('blocks')} {gap.sentence}")


def _open(view: str) -> None:
    st.session_state[WANTED] = view
