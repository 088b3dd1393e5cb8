"""The Business case view: what an ask is worth, on one screen and as one sheet to print."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.errors import PlannerError
from planner.domain.whole_campaigns import whole_campaigns
from planner.plan.business_case import Ask, Keep, MoreMoney, case
from planner.plan.questions import Desk
from planner.presentation import formats, language
from planner.presentation.board.case import (
    CaseText,
    asked,
    basis,
    headline,
    reasons,
    sheet,
    so_far,
    so_far_title,
    tiles,
)
from planner.presentation.charts.payback import payback
from planner.presentation.language import _, told
from planner.ui import components, state
from planner.ui.context import Context

AMOUNT = "case_amount_input"


def view(context: Context) -> None:
    """The question, then the answer: sentence, tiles, payback, reasons, download."""
    found = _question(context)
    if found is None:
        return
    ask, target = found
    version = context.version()
    desk = Desk(context.model(), context.company, version.lines, context.evaluation(), version.locks)
    try:
        with st.spinner(_("Looking for the best answer …")):
            text = CaseText(
                context.company, version, ask, case(desk, ask), target, with_margins=context.with_margins
            )
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"#### {components.escape(headline(text))}", width="stretch")
        st.download_button(
            _("Case (PDF)"),
            _pdf(text),
            _file_name(text),
            "application/pdf",
            icon=":material/download:",
            on_click="ignore",
            key="download_case",
        )
    shown = tiles(text)
    for column, tile in zip(st.columns(len(shown), gap="small"), shown, strict=True):
        with column, st.container(border=True, gap=None, height="stretch"):
            st.metric(tile["label"], tile["value"])
            notes = [components.escape(part) for part in (tile["change"], tile["range"]) if part]
            st.caption("  \n".join(notes) or "–")
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        _chart(context, text)
    with right:
        for heading, items in ((_("Why"), reasons(text)), (_("What it stands on"), basis(text))):
            st.markdown(f"**{heading}**\n" + "\n".join(f"- {components.escape(item)}" for item in items))
        moves = ", ".join(
            f"{name} {formats.money(amount, context.company, signed=True)}"
            for name, amount in text.case.moves()[:6]
        )
        st.markdown(f"**{_('Where the money goes')}**\n- {components.escape(moves)}")


def _question(context: Context) -> tuple[Ask, float] | None:
    """What is asked; kept in the link, so that a case can be sent and the Simulator can open one."""
    company, version = context.company, context.version()
    kinds = {"total": _("More money"), "channel": _("More for a channel")}
    running = [c for c in version.campaigns if c.status is not CampaignStatus.CANCELLED and c.cents]
    programmes = sorted({c.details.programme for c in running if c.details.programme})
    if running:
        kinds["campaign"] = _("A campaign")
    if programmes:
        kinds["programme"] = _("A programme")
    kind = components.view("case_of", kinds, _("What is asked for"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        ask = _ask(context, kind, running, programmes)
        revenue = context.evaluation().figures["revenue"].value or 0.0
        target = st.number_input(
            _("Revenue target, {currency}").format(currency=company.currency),
            min_value=0.0,
            value=float(round(revenue * 1.025, -5 if revenue > 1e6 else 0)),
            step=100_000.0,
            format="%.0f",
            key="case_target",
            width=190,
        )
    return None if ask is None else (ask, target)


def _ask(context: Context, kind: str, running: list[Campaign], programmes: list[str]) -> Ask | None:
    if kind == "campaign":
        offered = {whole.name: whole for whole in whole_campaigns(running)}
        words = {
            name: f"{name[:60]} ({formats.money(whole.cents / 100, context.company)})"
            for name, whole in offered.items()
        }
        picked = st.selectbox(
            _("Campaign"), list(offered), format_func=lambda name: words[name], key="case_campaign", width=260
        )
        return Keep(offered[picked].lines) if picked is not None else None
    if kind == "programme":
        programme = st.selectbox(_("Programme"), programmes, key="case_programme", width=220)
        return Keep(tuple(c for c in running if c.details.programme == programme))
    channel = None
    if kind == "channel":
        channels = list(context.evaluation().grid.channels)
        channel = st.selectbox(_("Channel"), channels, key="case_channel", width=200)
    amount = st.number_input(
        _("Amount, {currency}").format(currency=context.company.currency),
        min_value=0.0,
        max_value=1e11,
        step=10_000.0,
        format="%.0f",
        key=_amount_key(context),
        on_change=lambda: state.remember("case_amount", f"{st.session_state[AMOUNT]:.2f}"),
        width=190,
    )
    try:
        return MoreMoney(amount, channel)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return None


def _amount_key(context: Context) -> str:
    """The amount's widget, set to what the link says."""
    kept = state.remembered("case_amount")
    try:
        wanted = min(max(float(kept), 0.0), 1e11) if kept else _usual(context)
    except ValueError:
        wanted = _usual(context)
    if not isfinite(wanted):
        wanted = _usual(context)
    if st.session_state.get(AMOUNT) != wanted:
        st.session_state[AMOUNT] = wanted
    state.remember("case_amount", f"{wanted:.2f}")
    return AMOUNT


def _usual(context: Context) -> float:
    """About a tenth of the plan in a round figure."""
    total = context.evaluation().grid.total
    return max(float(f"{total / 10:.0e}"), 1.0) if total > 0 else 100_000.0


def _chart(context: Context, text: CaseText) -> None:
    earned, what = so_far(text)
    title = so_far_title(text)
    scale = formats.scale(context.company).divisor
    frame = pd.DataFrame(
        {
            "month": [formats.month_name(month) for month in text.version.grid.months],
            "earned": earned / scale,
            "spent": text.case.spent / scale,
        }
    )
    figure = payback(
        frame,
        title,
        formats.unit_label(context.company),
        components.colours(),
        earned=what,
        spent=_("Spent so far"),
    )
    components.chart(figure, alt=title)


def _pdf(text: CaseText) -> Callable[[], bytes]:
    # Made on a thread of its own when it is asked for: it brings the language along.
    spoken = language.current()

    def made() -> bytes:
        from planner.presentation.board.page import printed  # noqa: PLC0415

        with language.speaking(spoken):
            return printed(sheet(text))

    return made


def _file_name(text: CaseText) -> str:
    words = "".join(letter if letter.isalnum() else "-" for letter in asked(text))[:40].strip("-")
    return f"{words or 'case'}.pdf"
