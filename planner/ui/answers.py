"""The question buttons of the Simulator, the answer panel, and what can be done with an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.errors import PlannerError
from planner.plan import questions
from planner.plan.advice import Band, Move
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk, Proposal
from planner.presentation import formats, narrative
from planner.presentation.language import _
from planner.ui import sandbox, state
from planner.ui.context import Context
from planner.ui.sandbox import Sandbox

SHOWN_MOVES = 4
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
            _ask(context, _("Cut 10 %"), lambda: _changed(context, desk, -0.1 * now.grid.total))
        more = formats.compact(_more(now.grid.total), context.company)
        if st.button(f"+{more}", help=_("Where do the next {amount} go?").format(amount=more)):
            _ask(
                context,
                _("Add {amount}").format(amount=more),
                lambda: _changed(context, desk, _more(now.grid.total)),
            )
        with st.popover(_("Reach …")):
            _reach_form(context, desk)
        with st.popover(_("Without …")):
            _without_form(context, desk)
        if st.button(_("Best split"), type="primary", help=_("The same money, split best within ±50 %")):
            _ask_for_moves(context, _("Best split"), desk)
        if st.button(_("Best timing"), help=_("Each channel's money over the months, within ±50 % a month")):
            _ask(context, _("Best timing"), lambda: _timing(context, desk))
        if st.button(_("How sure?"), help=_("The range behind these numbers")):
            _ask(context, _("How sure?"), lambda: _sure(context, now))
        if not box.is_empty:
            st.badge(
                _("Sandbox: not saved in {plan}").format(plan=context.version().name),
                icon=":material/edit:",
                color="orange",
            )


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
    lines = []
    for number, move in enumerate(shown.moves[: min(taken, MOST_MOVES)], 1):
        lines.append(f"{number}. " + narrative.move(move, context.company))
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


def keep_row(context: Context, box: Sandbox, now: Evaluation) -> None:
    """Undo, redo, reset, save as a scenario, send to the draft."""
    version = context.version()
    with st.container(horizontal=True, gap="small", key="keep"):
        for label, back in ((_("Undo"), True), (_("Redo"), False)):
            st.button(
                label,
                on_click=sandbox.step,
                args=(box.version_id, back),
                disabled=not sandbox.can_step(box.version_id, back),
            )
        st.button(
            _("Reset"),
            on_click=sandbox.reset,
            args=(box.version_id,),
            disabled=box.is_empty,
            help=_("Back to the plan as it is saved"),
        )
        with st.popover(_("Save scenario")):
            _scenario_form(context, box, now)
        if st.button(
            _("Save into {plan}").format(plan=version.name),
            disabled=box.is_empty or version.is_frozen,
            help=_("An approved plan does not change; save a scenario instead.")
            if version.is_frozen
            else None,
        ):
            _save_into(context, box, now, version)


def _ask(context: Context, title: str, answer: Callable[[], tuple[tuple[str, ...], Proposal | None]]) -> None:
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
            *_effects(context, found.before, found.after),
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
            found = Shown(context.version_id, title, (str(problem),))
    st.session_state["_answer"] = found
    st.session_state.pop("first_moves", None)


def _effects(context: Context, before: Evaluation, after: Evaluation) -> tuple[str, ...]:
    sentences = [narrative.effect(before, after, context.company)]
    profit = narrative.profit_effect(before, after, context.company)
    if profit and context.with_margins:
        sentences.append(profit)
    return tuple(sentences)


def _moves(context: Context, proposal: Proposal) -> tuple[str, ...]:
    moves = proposal.moves()
    if not moves:
        return ()
    text = narrative.moves_in_words(moves[:SHOWN_MOVES], context.company)
    rest = len(moves) - SHOWN_MOVES
    return (text if rest <= 0 else _("{moves} and {count} smaller").format(moves=text, count=rest),)


def _changed(context: Context, desk: Desk, amount: float) -> tuple[tuple[str, ...], Proposal]:
    found = questions.budget_changed(desk, amount)
    sentences = (
        narrative.budget_changed(found, context.company),
        *_effects(context, found.before, found.after),
        *_moves(context, found),
    )
    return sentences, found


def _timing(context: Context, desk: Desk) -> tuple[tuple[str, ...], Proposal]:
    found = questions.best_timing(desk)
    return _effects(context, found.before, found.after), found


def _sure(context: Context, now: Evaluation) -> tuple[tuple[str, ...], None]:
    return (narrative.confidence(now, context.company), narrative.next_customer(now, context.company)), None


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
            _ask(context, _("Reach"), lambda: _reached(context, desk, float(target)))


def _reached(context: Context, desk: Desk, target: float) -> tuple[tuple[str, ...], Proposal]:
    found = questions.reach(desk, "revenue", target)
    first = narrative.reached(found, context.company, target, found.after.figures.chance_of_revenue(target))
    return (first, *_effects(context, found.before, found.after), *_moves(context, found)), found


def _without_form(context: Context, desk: Desk) -> None:
    with st.form("without", border=False):
        channel = st.selectbox(_("Channel"), list(desk.model.channels))
        if st.form_submit_button(_("What do we lose?"), type="primary"):
            _ask(
                context,
                _("Without {channel}").format(channel=channel),
                lambda: _dropped(context, desk, channel),
            )


def _dropped(context: Context, desk: Desk, channel: str) -> tuple[tuple[str, ...], Proposal]:
    dropped, reused = questions.without(desk, channel)
    first = narrative.without_channel(channel, desk.plan, dropped, reused, context.company)
    return (first, *_effects(context, desk.plan, reused.after)), reused


def _scenario_form(context: Context, box: Sandbox, now: Evaluation) -> None:
    version = context.version()
    with st.form("scenario", border=False, clear_on_submit=True):
        name = st.text_input(_("Name"), max_chars=120)
        note = st.text_input(_("Note"), max_chars=500)
        if not st.form_submit_button(_("Save"), type="primary"):
            return
    if not name.strip():
        st.error(_("Give the scenario a name."))
        return
    scenario = PlanVersion(
        year=version.year,
        name=name.strip(),
        kind=VersionKind.SCENARIO,
        status=VersionStatus.DRAFT,
        grid=now.grid,
        curves_id=version.curves_id,
        lines=version.lines,
        reason=note.strip(),
        base_id=version.id,
        locks=box.locks,
    )
    try:
        saved = state.store().save_version(context.slug, scenario, who=state.who(), reason=note.strip())
    except PlannerError as problem:
        st.error(str(problem))
        return
    state.remember("vs", str(saved.id))
    state.say_after_rerun(_("Saved as scenario “{name}”").format(name=saved.name))
    st.rerun()


def _save_into(context: Context, box: Sandbox, now: Evaluation, version: PlanVersion) -> None:
    changed = replace(version, grid=now.grid, locks=box.locks)
    try:
        state.store().save_version(context.slug, changed, who=state.who(), reason=_("Simulator"))
    except PlannerError as problem:
        st.error(str(problem))
        return
    sandbox.reset(box.version_id)
    state.say_after_rerun(_("Saved into {plan}").format(plan=version.name))
    st.rerun()
