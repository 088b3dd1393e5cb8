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
from planner.ui import asking, sandbox
from planner.ui.context import Context
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


def buttons(context: Context, box: Sandbox, saved: Evaluation, now: Evaluation) -> None:
    """The row of questions; each answers in the panel."""
    desk = Desk(context.model(), context.company, context.version().lines, now, box.locks, context.measure)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="questions"):
        if st.button(_("−10 %"), help=_("What if we cut 10 % of working media?")):
            _ask(context, _("Cut 10 %"), lambda: asking.changed(context, desk, -0.1 * now.grid.total))
        more = formats.compact(_more(now.grid.total), context.company)
        if st.button(f"+{more}", help=_("Where do the next {amount} go?").format(amount=more)):
            _ask(
                context,
                _("Add {amount}").format(amount=more),
                lambda: asking.changed(context, desk, _more(now.grid.total)),
            )
        with st.popover(_("Reach …")):
            _reach_form(context, desk)
        with st.popover(_("Without …")):
            _without_form(context, desk)
        if st.button(_("Best split"), type="primary", help=_("The same money, split best within ±50 %")):
            _ask_for_moves(context, _("Best split"), desk)
        if st.button(_("Best timing"), help=_("Each channel's money over the months, within ±50 % a month")):
            _ask(context, _("Best timing"), lambda: asking.timing(context, desk))
        if st.button(_("How sure?"), help=_("The range behind these numbers")):
            _ask(context, _("How sure?"), lambda: asking.sure(context, now))
        _more_questions(context, desk)
        if not box.is_empty:
            st.badge(
                _("Sandbox: not saved in {plan}").format(plan=context.version().name),
                icon=":material/edit:",
                color="orange",
            )


def _more_questions(context: Context, desk: Desk) -> None:
    """The rarer questions, behind one button."""
    rare = {
        "total": (_("Best total"), lambda: asking.best_total(context, desk)),
        "prices": (_("Media prices +10 %"), lambda: asking.media_prices(context, desk, 0.1)),
        "brand": (_("Brand or performance?"), lambda: asking.brand_share(context, desk)),
        "stop": (_("What should stop?"), lambda: asking.verdicts(context, desk)),
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
        lines.append(_("and {count} more").format(count=taken - MOST_MOVES))
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


def _ask(context: Context, title: str, answer: Callable[[], asking.Answered]) -> None:
    """Put an answer into the panel; what a person can mend is said there too."""

    def shown(version_id: int) -> Shown:
        return Shown(version_id, title, *answer())

    _put(context, title, shown)


def _ask_for_moves(context: Context, title: str, desk: Desk) -> None:
    """The best split as moves that can be taken in part, with the bands in which it is as good."""

    def shown(version_id: int) -> Shown:
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


def _put(context: Context, title: str, shown: Callable[[int], Shown]) -> None:
    assert context.version_id is not None
    with st.spinner(_("Looking for the best answer …")):
        try:
            found = shown(context.version_id)
        except PlannerError as problem:
            found = Shown(context.version_id, title, (told(problem),))
    st.session_state["_answer"] = found
    st.session_state.pop("first_moves", None)


def _reach_form(context: Context, desk: Desk) -> None:
    revenue = desk.plan.figures["revenue"].value or 0.0
    with st.form("reach", border=False):
        target = st.number_input(
            _("Revenue to reach, {currency}").format(currency=context.company.currency),
            min_value=0,
            value=int(round(revenue * 1.025, -5 if revenue > 1e6 else 0)),
            step=100_000,
        )
        if st.form_submit_button(_("Find the least spend"), type="primary"):
            _ask(context, _("Reach"), lambda: asking.reached(context, desk, float(target)))


def _without_form(context: Context, desk: Desk) -> None:
    with st.form("without", border=False):
        channel = st.selectbox(_("Channel"), list(desk.model.channels))
        if st.form_submit_button(_("What do we lose?"), type="primary"):
            _ask(
                context,
                _("Without {channel}").format(channel=channel),
                lambda: asking.dropped(context, desk, channel),
            )
