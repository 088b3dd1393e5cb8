"""The question buttons of the Simulator, the answer panel, and what can be done with an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from planner.domain.errors import PlannerError
from planner.plan import questions
from planner.plan.advice import Band, Move
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk, Proposal
from planner.presentation import formats, narrative
from planner.presentation.language import _, told
from planner.ui import asking, sandbox, state
from planner.ui.context import Context
from planner.ui.onscreen import desk
from planner.ui.sandbox import Sandbox

MOST_MOVES = 7


@dataclass(frozen=True, eq=False)
class Shown:
    """An answer on screen: its sentences, and the plan it proposes (None: nothing to apply)."""

    version_id: int
    title: str
    sentences: tuple[str, ...]
    proposal: Proposal | None = None
    moves: tuple[Move, ...] = ()
    desk: Desk | None = None
    bands: tuple[Band, ...] = ()


@st.fragment
def buttons(context: Context) -> None:
    """The row of questions; each answers in the panel. The page is drawn anew only when one was asked."""
    state.speak()
    plan = context.evaluation().grid.total
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="questions"):
        if st.button(_("−10 %"), help=_("What if we cut 10 % of working media?")):
            _ask(
                context,
                _("Cut 10 %"),
                lambda desk: asking.changed(context, desk, -0.1 * desk.plan.grid.total),
            )
        more = formats.compact(_more(plan), context.company)
        if st.button(f"+{more}", help=_("Where do the next {amount} go?").format(amount=more)):
            _ask(
                context,
                _("Add {amount}").format(amount=more),
                lambda desk: asking.changed(context, desk, _more(plan)),
            )
        with st.popover(_("Reach …"), key=f"reach_{_asked()}"):
            _reach_form(context)
        with st.popover(_("Without …"), key=f"without_{_asked()}"):
            _without_form(context)
        if st.button(_("Best split"), type="primary", help=_("The same money, split best within ±50 %")):
            _ask_for_moves(context, _("Best split"))
        if st.button(_("Best timing"), help=_("Each channel's money over the months, within ±50 % a month")):
            _ask(context, _("Best timing"), lambda desk: asking.timing(context, desk))
        if st.button(_("How sure?"), help=_("The range behind these numbers")):
            _ask(context, _("How sure?"), lambda desk: asking.sure(context, desk.plan))
        _more_questions(context)


def _asked() -> int:
    """How many questions this tab has asked: part of the popovers' keys, so that they close on an answer."""
    return int(st.session_state.get("_asked", 0))


def _more_questions(context: Context) -> None:
    """The rarer questions, behind one button."""
    rare = {
        "total": (_("Best total"), lambda desk: asking.best_total(context, desk)),
        "prices": (_("Media prices +10 %"), lambda desk: asking.media_prices(context, desk, 0.1)),
        "brand": (_("Brand or performance?"), lambda desk: asking.brand_share(context, desk)),
        "stop": (_("What should stop?"), lambda desk: asking.verdicts(context, desk)),
    }
    if not context.with_margins:
        rare = {key: question for key, question in rare.items() if key not in ("total", "stop")}
    picked = st.menu_button(_("More"), list(rare), format_func=lambda key: rare[key][0], key="more_questions")
    if picked in rare:
        _ask(context, *rare[picked])


def _more(total: float) -> float:
    """About a tenth of the plan in one round figure: 100k of 1,080k."""
    if total <= 0:
        return 100_000.0
    power = 10.0 ** np.floor(np.log10(total / 10))
    return float(max(1.0, np.floor(total / 10 / power)) * power)


def panel(context: Context, box: Sandbox, saved: Evaluation, now: Evaluation) -> None:
    """The last answer with its actions, or the plan's own confidence."""
    shown: Shown | None = st.session_state.get("_answer")
    with st.container(border=True):
        if shown is None or shown.version_id != context.version_id:
            st.markdown(f"**{_('This split')}**")
            if now is not saved:
                st.markdown(narrative.effect(saved, now, context.company))
            st.markdown(narrative.confidence(now, context.company))
            return
        st.markdown(f"**{shown.title}**")
        for sentence in shown.sentences:
            st.markdown(sentence)
        taken = _how_many(context, shown)
        with st.container(horizontal=True, gap="small"):
            if shown.proposal is not None:
                st.button(
                    _("Apply"), type="primary", key="apply_answer", on_click=_apply, args=(box, shown, taken)
                )
            st.button(_("Close"), key="close_answer", on_click=_close)


def shown_bands(context: Context) -> dict[str, tuple[float, float]]:
    """How far each channel may go and be as good as the answer on screen; empty without such an answer."""
    shown: Shown | None = st.session_state.get("_answer")
    if shown is None or shown.version_id != context.version_id:
        return {}
    return {band.channel: (band.low, band.high) for band in shown.bands}


def _how_many(context: Context, shown: Shown) -> int:
    """The moves in order with what they earn together, and how many of them to take."""
    if len(shown.moves) < 2:
        return len(shown.moves)
    count = min(len(shown.moves), MOST_MOVES)
    options = [*range(1, count), len(shown.moves)]
    taken = st.select_slider(
        _("Take the first moves"),
        options,
        value=len(shown.moves),
        key="first_moves",
        format_func=lambda n: (
            _("all {count}").format(count=n) if n == len(shown.moves) and n > MOST_MOVES else str(n)
        ),
    )
    st.markdown(f"**{narrative.taken(shown.moves, int(taken), context.company)}**")
    lines = []
    for number, move in enumerate(shown.moves[: min(taken, MOST_MOVES)], 1):
        lines.append(f"{number}. " + narrative.move(move, context.company))
    if taken > MOST_MOVES:
        lines.append("\n" + _("and {count} more").format(count=taken - MOST_MOVES))
    st.markdown("\n".join(lines))
    return int(taken)


def _apply(box: Sandbox, shown: Shown, taken: int) -> None:
    assert shown.proposal is not None
    grid = shown.proposal.after.grid
    if shown.desk is not None and shown.moves:
        grid = questions.first_moves(shown.desk, shown.proposal, shown.moves, taken)
    sandbox.take_over(box, grid)
    _close()


def _close() -> None:
    """Put the answer away."""
    st.session_state.pop("_answer", None)


def _ask(context: Context, title: str, answer: Callable[[Desk], asking.Answered]) -> None:
    """Put an answer into the panel; what a person can mend is said there too."""

    def shown(version_id: int, desk: Desk) -> Shown:
        return Shown(version_id, title, *answer(desk))

    _put(context, title, shown)


def _ask_for_moves(context: Context, title: str) -> None:
    """The best split as moves that can be taken in part, with the bands in which it is as good."""

    def shown(version_id: int, desk: Desk) -> Shown:
        found = questions.best_split(desk)
        moves = questions.moves_in_order(desk, found)
        least = context.company.thresholds.least_gain
        sentences = (
            narrative.best_split(found, moves, context.company, least, context.measure),
            *asking.effects(context, found.before, found.after),
            *narrative.proof(found),
        )
        return Shown(version_id, title, sentences, found, moves, desk, questions.as_good(desk, found))

    _put(context, title, shown)


def _put(context: Context, title: str, shown: Callable[[int, Desk], Shown]) -> None:
    assert context.version_id is not None
    with st.spinner(_("Looking for the best answer …")):
        try:
            found = shown(context.version_id, desk(context))
        except PlannerError as problem:
            found = Shown(context.version_id, title, (told(problem),))
    st.session_state["_answer"] = found
    st.session_state.pop("first_moves", None)
    st.session_state["_asked"] = _asked() + 1
    st.rerun()


def _reach_form(context: Context) -> None:
    revenue = context.evaluation().figures["revenue"].value or 0.0
    with st.form("reach", border=False):
        target = st.number_input(
            _("Revenue to reach, {currency}").format(currency=context.company.currency),
            min_value=0,
            value=int(round(revenue * 1.025, -5 if revenue > 1e6 else 0)),
            step=100_000,
        )
        if st.form_submit_button(_("Find the least spend"), type="primary"):
            _ask(context, _("Reach"), lambda desk: asking.reached(context, desk, float(target)))


def _without_form(context: Context) -> None:
    with st.form("without", border=False):
        channel = st.selectbox(_("Channel"), list(context.model().channels))
        if st.form_submit_button(_("What do we lose?"), type="primary"):
            _ask(
                context,
                _("Without {channel}").format(channel=channel),
                lambda desk: asking.dropped(context, desk, channel),
            )
