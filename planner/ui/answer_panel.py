"""The answer panel of the Simulator: the finding, its moves, its picture, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from planner.domain.budget_plan import BudgetGrid
from planner.domain.errors import PlannerError
from planner.plan.advice import Band
from planner.plan.evaluation import Evaluation
from planner.plan.in_part import as_good, first_moves
from planner.plan.questions import Desk, Proposal
from planner.presentation import answer_pictures, move_words, narrative, trust
from planner.presentation.charts.answers import draw
from planner.presentation.language import _, told
from planner.presentation.pictures import Dumbbell
from planner.presentation.reply import Question, Reply
from planner.ui import before_fit, components, keeping, sandbox, state
from planner.ui.context import Context
from planner.ui.curves.proof import proof_of
from planner.ui.looking import EVERY, Looking, start
from planner.ui.onscreen import desk
from planner.ui.sandbox import Sandbox
from planner.ui.stated import Stated, field

MOST_MOVES = 7
ANSWER = "_answer"


@dataclass(frozen=True, eq=False)
class Shown:
    """An answer on screen: what was asked about, and where better ones come from (None: nowhere).

    stated  the amount in the question, which the reader may change; None where it holds none
    """

    version_id: int
    title: str
    ask: Callable[[Desk], Question]
    question: Question
    reply: Reply
    desk: Desk
    bands: tuple[Band, ...] = ()
    looking: Looking | None = None
    number: int = 1
    last: bool = True
    stated: Stated | None = None

    @property
    def months(self) -> Evaluation | None:
        """The plan whose months the answer changes, as a whole; None where it proposes none."""
        proposal = self.reply.proposal
        return self.reply.months or (None if proposal is None else proposal.after)

    def is_about(self, box: Sandbox, now: Evaluation) -> bool:
        """Whether what is on screen is still what was asked about: the same money, the same locks."""
        asked_about = self.desk.plan.grid
        return set(self.desk.locked) == box.locks and np.array_equal(asked_about.cents, now.grid.cents)


def asked() -> int:
    """How many questions this tab has asked: part of the popovers' keys, so that they close on an answer."""
    return int(st.session_state.get(state.ASKED, 0))


def ask(
    context: Context, title: str, question_of: Callable[[Desk], Question], stated: Stated | None = None
) -> None:
    """Put an answer into the panel, the first good one at once; what a person can mend is said there too."""
    assert context.version_id is not None
    close()
    with st.spinner(_("Looking for the best answer …")):
        about = desk(context)
        found = Shown(context.version_id, title, question_of, _NONE, Reply("", 0.0), about, stated=stated)
        try:
            before_fit.refuse(about.model.curves)
            question = question_of(about)
            if question.asked is None:
                found = replace(found, question=question, reply=question.reply())
            else:
                looking = start(question)
                proposal, number, last = looking.look()
                found = replace(found, question=question, looking=looking, number=number, last=last)
                found = _worded(found, proposal)
        except PlannerError as problem:
            found = replace(found, reply=Reply(told(problem), 0.0))
    st.session_state[ANSWER] = found
    st.session_state.pop("first_moves", None)
    st.session_state[state.ASKED] = asked() + 1
    st.rerun()


_NONE = Question(lambda _found: Reply("", 0.0))


def close() -> None:
    """Put the answer away; what was applied of it stays as it was shown."""
    shown: Shown | None = st.session_state.pop(ANSWER, None)
    if shown is not None and shown.looking is not None:
        shown.looking.cancel()


def panel(context: Context, box: Sandbox, saved: Evaluation, now: Evaluation) -> None:
    """The last answer with its actions, or the plan's own confidence."""
    found = shown(context)
    with st.container(border=True, gap="xsmall", key="answer" if found is None else "answered"):
        if found is None:
            said = [f"**{_('This split')}**"]
            if now is not saved:
                said.append(narrative.effect(saved, now, context.company))
            st.markdown("\n\n".join([*said, trust.confidence(now, context.company)]))
        elif found.last:
            _answer(context, box, now, found)
        else:
            st.fragment(_refining, run_every=EVERY)(context, box, now)


def _refining(context: Context, box: Sandbox, now: Evaluation) -> None:
    """An answer that may still get better: drawn anew until it is the last, or somebody takes it in hand."""
    state.speak()
    found = shown(context)
    if found is None or found.looking is None:
        st.rerun()
    proposal, number, last = found.looking.look()
    if number != found.number or last:
        found = replace(_worded(found, proposal), number=number, last=last)
        st.session_state[ANSWER] = found
    if last:
        st.rerun()
    _answer(context, box, now, found)
    st.caption(_("Still looking for a better one …"))


def shown(context: Context) -> Shown | None:
    """The answer on screen, if it is one about the version on screen."""
    found: Shown | None = st.session_state.get(ANSWER)
    return None if found is None or found.version_id != context.version_id else found


def months(context: Context, box: Sandbox, now: Evaluation) -> Evaluation | None:
    """The plan whose months the answer on screen changes, with only those of its moves that are taken.

    None without an answer, and for one about another split than that on screen.
    """
    found = shown(context)
    if found is None or not found.is_about(box, now):
        return None
    proposal, moves = found.reply.proposal, found.reply.moves
    taken = st.session_state.get("first_moves", len(moves))
    if proposal is None or len(moves) < 2 or taken >= len(moves):
        return found.months
    return found.desk.evaluate(first_moves(found.desk, proposal, moves, taken))


def shown_bands(context: Context) -> dict[str, tuple[float, float]]:
    """How far each channel may go and be as good as the answer on screen; empty without such an answer."""
    found = shown(context)
    return {} if found is None else {band.channel: (band.low, band.high) for band in found.bands}


def advised(context: Context, now: BudgetGrid) -> BudgetGrid | None:
    """The split that the answer on screen advises for as much money as is on screen; None without one."""
    found = shown(context)
    proposal = None if found is None else found.reply.proposal
    if found is None or proposal is None or not found.reply.moves:
        return None
    grid = proposal.after.grid
    return grid if abs(grid.total - now.total) < 1 else None


def _worded(shown: Shown, proposal: Proposal) -> Shown:
    """The answer with another proposal: its words, and the bands in which other splits are as good."""
    reply = shown.question.words(proposal)
    bands = as_good(shown.desk, proposal) if reply.moves and proposal.settled else ()
    return replace(shown, reply=reply, bands=bands)


def _answer(context: Context, box: Sandbox, now: Evaluation, shown: Shown) -> None:
    reply = shown.reply
    said = [*reply.details, *_evidence(context, reply)]
    details = "  \n".join(components.escape(text) for text in said)
    title = f"**{components.escape(shown.title)}**"
    if shown.stated is not None:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stated"):
            st.markdown(title)
            field(context, shown.stated, shown.desk.plan.grid.total, f"stated_{asked()}")
        title = ""
    if not shown.is_about(box, now):
        st.markdown(f":orange[:small[{_('The split has changed since then.')}]]")
    said_first, count = components.escape(reply.sentence), len(reply.moves)
    if count > 1 and st.session_state.get("first_moves", count) < count:
        said_first = _("All {count} moves: {sentence}").format(count=count, sentence=said_first)
    st.markdown(
        (f"{title}  \n" if title else "") + said_first + (f"  \n:small[{details}]" if details else "")
    )
    grid = _taken(context, shown)
    _actions(context, box, now, shown, grid)
    picture = reply.picture
    if grid is not None and isinstance(picture, Dumbbell) and reply.moves:
        picture = answer_pictures.split(shown.desk.plan.grid, grid, context.company)
    if picture is not None:
        components.chart(
            draw(picture, context.company, components.colours()), alt=picture.title, key="answer_picture"
        )


def _evidence(context: Context, reply: Reply) -> tuple[str, ...]:
    """What stands behind the curves of the channels that the answer moves; nothing where it moves none."""
    if reply.proposal is None:
        return ()
    proof = proof_of(context)
    grades = {} if proof is None else proof.grades
    return (trust.evidence(grades, reply.proposal.touched()),)


def _taken(context: Context, shown: Shown) -> BudgetGrid | None:
    """The plan that taking the answer would make: all of it, or its first moves; None where it has none."""
    proposal = shown.reply.proposal
    if proposal is None:
        return None
    if len(shown.reply.moves) < 2:
        return proposal.after.grid
    return first_moves(shown.desk, proposal, shown.reply.moves, _how_many(context, shown))


def _how_many(context: Context, shown: Shown) -> int:
    """How many of the moves to take, what they earn together, and each of them on demand."""
    moves = shown.reply.moves
    count = min(len(moves), MOST_MOVES)
    options = [*range(1, count), len(moves)]
    words, hand = st.columns([1.4, 1], vertical_alignment="center", gap="small")
    with words.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = st.empty()
        which = st.popover(_("Which?"), type="tertiary")
    taken = int(
        hand.select_slider(
            _("Take the first moves"),
            options,
            value=len(moves),
            key="first_moves",
            label_visibility="collapsed",
            on_change=_settle,
            format_func=lambda n: (
                _("all {count}").format(count=n) if n == len(moves) and n > MOST_MOVES else str(n)
            ),
        )
    )
    said.markdown(f"**{components.escape(move_words.taken(moves, taken, context.company))}**")
    lines = (move_words.move(move, context.company) for move in moves[:taken])
    which.markdown("\n".join(f"{n}. {components.escape(line)}" for n, line in enumerate(lines, 1)))
    return taken


def _settle() -> None:
    """Somebody takes the answer in hand: it must not change any more under that hand."""
    shown: Shown | None = st.session_state.get(ANSWER)
    if shown is not None and shown.looking is not None:
        shown.looking.cancel()
        st.session_state[ANSWER] = replace(shown, looking=None, last=True)


def _actions(context: Context, box: Sandbox, now: Evaluation, shown: Shown, grid: BudgetGrid | None) -> None:
    """Apply, save, compare; where the screen has moved on since, the question is asked again instead."""
    with st.container(horizontal=True, gap="small"):
        if not shown.is_about(box, now):
            if st.button(_("Ask again"), type="primary", key="ask_again"):
                ask(context, shown.title, shown.ask, shown.stated)
        elif grid is not None and shown.reply.applies:
            st.button(
                _("Apply"), type="primary", key="apply_answer", on_click=_apply, args=(context, shown, grid)
            )
            if st.button(_("Save"), key="save_answer", help=_("Keep it as a scenario")):
                keeping.keep_answer(context, box, shown.title, shown.reply.sentence, grid)
            if st.button(_("Compare"), key="compare_answer", help=_("Keep it as a scenario and compare it")):
                keeping.keep_answer(context, box, shown.title, shown.reply.sentence, grid, compare=True)
        _case_link(shown)
        st.button(_("Close"), key="close_answer", on_click=close)


def _apply(context: Context, shown: Shown, grid: BudgetGrid) -> None:
    """Take the answer over, once: a second click of a double one finds it taken."""
    latest: Shown | None = st.session_state.get(ANSWER)
    if latest is None or latest.desk is not shown.desk:
        return
    sandbox.take_over(sandbox.current(shown.version_id, context.version().locks), grid)
    close()


def _case_link(shown: Shown) -> None:
    """From money that an answer adds to its business case."""
    proposal = shown.reply.proposal
    more = 0.0 if proposal is None else proposal.after.grid.total - proposal.before.grid.total
    if more >= 1 and st.button(
        _("Business case"), key="answer_case", help=_("The case of this amount, for the plan as it is saved")
    ):
        state.remember("plan_view", "case")
        state.remember("case_of", "total")
        state.remember("case_amount", f"{more:.2f}")
        st.switch_page("pages/plan.py")
