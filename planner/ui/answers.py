"""The question buttons of the Simulator, the answer panel, and what can be done with an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from planner.domain.errors import PlannerError
from planner.plan.advice import Band
from planner.plan.evaluation import Evaluation
from planner.plan.in_part import as_good, first_moves
from planner.plan.questions import Desk, Proposal
from planner.presentation import formats, narrative, replies, rivals
from planner.presentation.language import _, told
from planner.presentation.replies import Question, Reply
from planner.ui import sandbox, state
from planner.ui.context import Context
from planner.ui.looking import EVERY, Looking, start
from planner.ui.onscreen import desk
from planner.ui.sandbox import Sandbox
from planner.ui.typed import typed_amount

MOST_MOVES = 7
ANSWER = "_answer"


@dataclass(frozen=True, eq=False)
class Shown:
    """An answer on screen: what was asked about, and where better ones come from (None: nowhere)."""

    version_id: int
    title: str
    question: Question
    reply: Reply
    desk: Desk
    bands: tuple[Band, ...] = ()
    looking: Looking | None = None
    number: int = 1
    last: bool = True


@st.fragment
def buttons(context: Context) -> None:
    """The row of questions; each answers in the panel. The page is drawn anew only when one was asked."""
    state.speak()
    plan, margins = context.evaluation().grid.total, context.with_margins
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="questions"):
        if st.button(_("−10 %"), help=_("What if we cut 10 % of working media?")):
            _ask(
                context,
                _("Cut 10 %"),
                lambda desk: replies.changed(desk, -0.1 * desk.plan.grid.total, margins=margins),
            )
        more = formats.compact(_more(plan), context.company)
        if st.button(f"+{more}", help=_("Where do the next {amount} go?").format(amount=more)):
            _ask(
                context,
                _("Add {amount}").format(amount=more),
                lambda desk: replies.changed(desk, _more(plan), margins=margins),
            )
        with st.popover(_("Reach …"), key=f"reach_{_asked()}"):
            _reach_form(context)
        _without(context)
        if st.button(_("Best split"), type="primary", help=_("The same money, split best within ±50 %")):
            _ask(context, _("Best split"), lambda desk: replies.best_split(desk, margins=margins))
        if st.button(_("Best timing"), help=_("Each channel's money over the months, within ±50 % a month")):
            _ask(context, _("Best timing"), lambda desk: replies.timing(desk, margins=margins))
        if st.button(_("How sure?"), help=_("The range behind these numbers")):
            _ask(context, _("How sure?"), replies.sure)
        _more_questions(context)


def _asked() -> int:
    """How many questions this tab has asked: part of the popovers' keys, so that they close on an answer."""
    return int(st.session_state.get("_asked", 0))


def _more_questions(context: Context) -> None:
    """The rarer questions, behind one button."""
    margins, saved = context.with_margins, context.evaluation()
    rare: dict[str, tuple[str, Callable[[Desk], Question]]] = {
        "cuts": (
            _("Which cuts hurt least?"),
            lambda desk: replies.least_missed(desk, 0.1 * desk.plan.grid.total, margins=margins),
        ),
        "mix": (_("Better mix or more money?"), lambda desk: replies.mix_or_money(desk, saved)),
        "total": (_("Best total"), lambda desk: replies.best_total(desk, margins=margins)),
        "prices": (
            _("Media prices +10 %"),
            lambda desk: replies.media_prices(desk, 0.1, margins=margins),
        ),
        "brand": (_("Brand or performance?"), replies.brand_share),
        "rivals": (_("Rivals double their spend"), lambda desk: rivals.doubled(desk, margins=margins)),
        "stop": (_("What should stop?"), replies.verdicts),
    }
    if context.company.market is None or not context.company.market.rivals:
        rare.pop("rivals")
    if not margins:
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
    found = shown(context)
    with st.container(border=True):
        if found is None:
            said = [f"**{_('This split')}**"]
            if now is not saved:
                said.append(narrative.effect(saved, now, context.company))
            st.markdown("\n\n".join([*said, narrative.confidence(now, context.company)]))
        elif found.last:
            _answer(context, box, found)
        else:
            st.fragment(_refining, run_every=EVERY)(context, box)


def _refining(context: Context, box: Sandbox) -> None:
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
    _answer(context, box, found)
    st.caption(_("Still looking for a better one …"))


def _answer(context: Context, box: Sandbox, shown: Shown) -> None:
    st.markdown(f"**{shown.title}**\n\n{shown.reply.sentence}\n\n" + "  \n".join(shown.reply.details))
    taken = _how_many(context, shown)
    with st.container(horizontal=True, gap="small"):
        if shown.reply.proposal is not None and shown.reply.applies:
            st.button(
                _("Apply"), type="primary", key="apply_answer", on_click=_apply, args=(box, shown, taken)
            )
        _case_link(shown)
        st.button(_("Close"), key="close_answer", on_click=_close)


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


def shown(context: Context) -> Shown | None:
    """The answer on screen, if it is one about the version on screen."""
    found: Shown | None = st.session_state.get(ANSWER)
    return None if found is None or found.version_id != context.version_id else found


def _worded(shown: Shown, proposal: Proposal) -> Shown:
    """The answer with another proposal: its words, and the bands in which other splits are as good."""
    reply = shown.question.words(proposal)
    bands = as_good(shown.desk, proposal) if reply.moves and proposal.settled else ()
    return replace(shown, reply=reply, bands=bands)


def shown_bands(context: Context) -> dict[str, tuple[float, float]]:
    """How far each channel may go and be as good as the answer on screen; empty without such an answer."""
    found = shown(context)
    return {} if found is None else {band.channel: (band.low, band.high) for band in found.bands}


def _how_many(context: Context, shown: Shown) -> int:
    """The moves in order with what they earn together, and how many of them to take."""
    if len(shown.reply.moves) < 2:
        return len(shown.reply.moves)
    count = min(len(shown.reply.moves), MOST_MOVES)
    options = [*range(1, count), len(shown.reply.moves)]
    taken = st.select_slider(
        _("Take the first moves"),
        options,
        value=len(shown.reply.moves),
        key="first_moves",
        on_change=_settle,
        format_func=lambda n: (
            _("all {count}").format(count=n) if n == len(shown.reply.moves) and n > MOST_MOVES else str(n)
        ),
    )
    st.markdown(f"**{narrative.taken(shown.reply.moves, int(taken), context.company)}**")
    lines = []
    for number, move in enumerate(shown.reply.moves[: min(taken, MOST_MOVES)], 1):
        lines.append(f"{number}. " + narrative.move(move, context.company))
    if taken > MOST_MOVES:
        lines.append("\n" + _("and {count} more").format(count=taken - MOST_MOVES))
    st.markdown("\n".join(lines))
    return int(taken)


def _settle() -> None:
    """Somebody takes the answer in hand: it must not change any more under that hand."""
    shown: Shown | None = st.session_state.get(ANSWER)
    if shown is not None and shown.looking is not None:
        shown.looking.cancel()
        st.session_state[ANSWER] = replace(shown, looking=None, last=True)


def _apply(box: Sandbox, shown: Shown, taken: int) -> None:
    proposal = shown.reply.proposal
    assert proposal is not None
    grid = proposal.after.grid
    if shown.reply.moves:
        grid = first_moves(shown.desk, proposal, shown.reply.moves, taken)
    sandbox.take_over(box, grid)
    _close()


def _close() -> None:
    """Put the answer away; what was applied of it stays as it was shown."""
    shown: Shown | None = st.session_state.pop(ANSWER, None)
    if shown is not None and shown.looking is not None:
        shown.looking.cancel()


def _ask(context: Context, title: str, ask: Callable[[Desk], Question]) -> None:
    """Put an answer into the panel, the first good one at once; what a person can mend is said there too."""
    assert context.version_id is not None
    _close()
    with st.spinner(_("Looking for the best answer …")):
        about = desk(context)
        try:
            question = ask(about)
            if question.asked is None:
                found = Shown(context.version_id, title, question, question.reply(), about)
            else:
                looking = start(question)
                proposal, number, last = looking.look()
                reply = question.words(proposal)
                found = Shown(context.version_id, title, question, reply, about, (), looking, number, last)
                found = _worded(found, proposal)
        except PlannerError as problem:
            refused = Reply(told(problem), 0.0)
            found = Shown(context.version_id, title, Question(lambda _found: refused), refused, about)
    st.session_state[ANSWER] = found
    st.session_state.pop("first_moves", None)
    st.session_state["_asked"] = _asked() + 1
    st.rerun()


def _reach_form(context: Context) -> None:
    revenue = context.evaluation().figures["revenue"].value or 0.0
    wanted = round(revenue * 1.025, -5 if revenue > 1e6 else 0)
    with st.form("reach", border=False):
        text = st.text_input(
            _("Revenue to reach, {currency}").format(currency=context.company.currency),
            value=formats.count(wanted),
            max_chars=30,
        )
        asked = st.form_submit_button(_("Find the least spend"), type="primary")
    if not asked:
        return
    target = typed_amount(text)
    if target is None:
        st.error(_("“{typed}” is no amount; type one like 120000 or 120k.").format(typed=text))
        return
    margins = context.with_margins
    _ask(context, _("Reach"), lambda desk: replies.reached(desk, target, margins=margins))


def _without(context: Context) -> None:
    """The plan without one channel: a menu of them, so that the answer is two clicks away."""
    margins, channels = context.with_margins, list(context.model().channels)
    picked = st.menu_button(
        _("Without …"), channels, key="without_channel", help=_("What do we lose without a channel?")
    )
    if picked in channels:
        title = _("Without {channel}").format(channel=picked)
        _ask(context, title, lambda desk: replies.dropped(desk, picked, margins=margins))
