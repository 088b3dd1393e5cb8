"""What the Simulator shows of a version: its saved money, the moves on top of it, and what both bring."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from planner.plan.evaluation import Evaluation, evaluate
from planner.plan.questions import Desk
from planner.ui import sandbox
from planner.ui.context import Context
from planner.ui.sandbox import Sandbox

_LAST = "_evaluated"


@dataclass(frozen=True, eq=False)
class OnScreen:
    """The moves (`box`), the version as it is saved, and the version with the moves applied."""

    box: Sandbox
    saved: Evaluation
    now: Evaluation


def plan_key(context: Context) -> str:
    """The version on screen as it is saved; messages about another one are stale."""
    assert context.version_id is not None
    info = context.info(context.version_id)
    return f"{context.slug}/{info.id}/{info.revision}/{context.settings}"


def onscreen(context: Context) -> OnScreen:
    """What stands on screen now. The parts of the page ask one after another, so the last answer is kept."""
    assert context.version_id is not None
    version, saved = context.version(), context.evaluation()
    box = sandbox.current(context.version_id, version.locks)
    if box.is_empty:
        return OnScreen(box, saved, saved)
    grid = box.grid(saved.grid)
    # A forecast's model changes with the actuals, whatever its revision.
    key = (plan_key(context), id(context.model()), grid.cents.tobytes())
    known: tuple[object, Evaluation] | None = st.session_state.get(_LAST)
    if known is None or known[0] != key:
        known = key, evaluate(context.model(), context.company, grid, version.lines)
        st.session_state[_LAST] = known
    return OnScreen(box, saved, known[1])


def desk(context: Context) -> Desk:
    """What is on screen, for the questions to be asked about."""
    shown = onscreen(context)
    lines = context.version().lines
    return Desk(context.model(), context.company, lines, shown.now, shown.box.locks, context.measure)
