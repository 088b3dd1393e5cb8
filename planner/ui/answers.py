"""The question buttons of the Simulator: each answers in the panel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from planner.plan.questions import CHANGE, Desk
from planner.presentation import formats, replies, rivals
from planner.presentation.language import _
from planner.presentation.reply import Question
from planner.ui import state
from planner.ui.answer_panel import ask, asked
from planner.ui.context import Context
from planner.ui.onscreen import onscreen
from planner.ui.stated import Stated
from planner.ui.typed import typed_target

TENTH = 0.1
"""The part that is cut, and by which prices rise, until somebody says otherwise."""


@st.fragment
def buttons(context: Context) -> None:
    """The row of questions; each answers in the panel. The page is drawn anew only when one was asked."""
    state.speak()
    plan, margins = context.evaluation().grid.total, context.with_margins
    around = f"±{formats.share(CHANGE, digits=0)}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="questions"):
        tenth = formats.share(TENTH, digits=0)
        if st.button(
            formats.share(-TENTH, digits=0, signed=True),
            help=_("What if we cut {share} of working media?").format(share=tenth),
        ):
            _cut(context, _tenth(context))
        more = formats.compact(_more(plan), context.company)
        if st.button(f"+{more}", help=_("Where do the next {amount} go?").format(amount=more)):
            _add(context, _more(plan))
        with st.popover(_("Reach …"), key=f"reach_{asked()}"):
            _reach_form(context)
        _without(context)
        if st.button(
            _("Best split"),
            type="primary",
            help=_("The same money, split best within {range}").format(range=around),
        ):
            ask(context, _("Best split"), lambda desk: replies.best_split(desk, margins=margins))
        if st.button(
            _("Best timing"),
            help=_("Each channel's money over the months, within {range} a month").format(range=around),
        ):
            ask(context, _("Best timing"), lambda desk: replies.timing(desk, margins=margins))
        if st.button(_("How sure?"), help=_("The range behind these numbers")):
            ask(context, _("How sure?"), replies.sure)
        _more_questions(context)


def _more_questions(context: Context) -> None:
    """The rarer questions, behind one button."""
    margins, saved = context.with_margins, context.evaluation()
    dearer = formats.share(TENTH, digits=0, signed=True)
    rare: dict[str, tuple[str, Callable[[Desk], Question] | None]] = {
        "cuts": (_("Which cuts hurt least?"), None),
        "mix": (_("Better mix or more money?"), lambda desk: replies.mix_or_money(desk, saved)),
        "total": (_("Best total"), lambda desk: replies.best_total(desk, margins=margins)),
        "prices": (
            _("Media prices {change}").format(change=dearer),
            lambda desk: replies.media_prices(desk, TENTH, margins=margins),
        ),
        "brand": (_("Brand or performance?"), lambda desk: replies.brand_share(desk, margins=margins)),
        "rivals": (_("Rivals double their spend"), lambda desk: rivals.doubled(desk, margins=margins)),
        "stop": (_("What should stop?"), replies.verdicts),
    }
    if context.company.market is None or not context.company.market.rivals:
        rare.pop("rivals")
    if not margins:
        rare = {key: question for key, question in rare.items() if key not in ("total", "stop")}
    picked = st.menu_button(_("More"), list(rare), format_func=lambda key: rare[key][0], key="more_questions")
    if picked not in rare:
        return
    title, question = rare[picked]
    if question is None:
        _least_missed(context, _tenth(context))
    else:
        ask(context, title, question)


def _cut(context: Context, amount: float) -> None:
    margins = context.with_margins
    title = _("Cut {amount}").format(amount=formats.compact(amount, context.company))
    ask(context, title, lambda desk: replies.changed(desk, -amount, margins=margins), Stated(amount, _cut))


def _add(context: Context, amount: float) -> None:
    margins = context.with_margins
    title = _("Add {amount}").format(amount=formats.compact(amount, context.company))
    ask(context, title, lambda desk: replies.changed(desk, amount, margins=margins), Stated(amount, _add))


def _least_missed(context: Context, amount: float) -> None:
    margins = context.with_margins
    ask(
        context,
        _("Which cuts hurt least?"),
        lambda desk: replies.least_missed(desk, amount, margins=margins),
        Stated(amount, _least_missed),
    )


def _tenth(context: Context) -> float:
    """A tenth of the money on screen: what is cut until the reader says how much."""
    return TENTH * onscreen(context).now.grid.total


def _more(total: float) -> float:
    """About a tenth of the plan in one round figure: 100k of 1,080k."""
    if total <= 0:
        return 100_000.0
    power = 10.0 ** np.floor(np.log10(total / 10))
    return float(max(1.0, np.floor(total / 10 / power)) * power)


def _reach_form(context: Context) -> None:
    figure = context.evaluation().figures["revenue"]
    revenue = (figure.full if context.measure == "full" else figure.value) or 0.0
    wanted = round(revenue * 1.025, -5 if revenue > 1e6 else 0)
    with st.form("reach", border=False):
        text = st.text_input(
            _("Revenue to reach, {currency}").format(currency=context.company.currency),
            value=formats.count(wanted),
            max_chars=30,
            help=_("An amount, or how much more than the plan brings: +12%"),
        )
        wanted_now = st.form_submit_button(_("Find the least spend"), type="primary")
    if not wanted_now:
        return
    target = typed_target(text, revenue)
    if target is None:
        st.error(_("“{typed}” is no amount; type one like 20m, or how much more: +12%.").format(typed=text))
        return
    margins = context.with_margins
    title = _("Reach {amount} revenue").format(amount=formats.compact(target, context.company))
    ask(context, title, lambda desk: replies.reached(desk, target, margins=margins))


def _without(context: Context) -> None:
    """The plan without one channel: a menu of them, so that the answer is two clicks away."""
    margins, channels = context.with_margins, list(context.model().channels)
    picked = st.menu_button(
        _("Without …"), channels, key="without_channel", help=_("What do we lose without a channel?")
    )
    if picked in channels:
        title = _("Without {channel}").format(channel=picked)
        ask(context, title, lambda desk: replies.dropped(desk, picked, margins=margins))
