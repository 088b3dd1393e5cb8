"""A click that comes twice: a second run begins before the first has ended, and must not do it again.

Streamlit starts a run for every press and only asks the one before to stop. What the first one stored stays
stored; the second knows the page as it was, and would make a second draft or meet its own save as a conflict.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import streamlit as st

from planner.domain.budget_plan import PlanVersion
from planner.ui import state

T = TypeVar("T")
MOMENT = 5.0
"""Seconds in which the same press is the same wish."""
_DONE = "_done_once"
_TURN = Lock()


def once(wish: tuple[Any, ...], act: Callable[[], T]) -> T:
    """What `act` answers; the same wish of this tab a moment ago is answered with what it answered then.

    wish  all that the press asks for: what equals it asks for the same
    """
    with _TURN:
        last: tuple[tuple[Any, ...], float, T] | None = st.session_state.get(_DONE)
        if last is not None and last[0] == wish and time.monotonic() - last[1] < MOMENT:
            return last[2]
        found = act()
        st.session_state[_DONE] = (wish, time.monotonic(), found)
        return found


def save_version(slug: str, changed: PlanVersion, **noted: Any) -> PlanVersion:
    """Store a version as the store does, once a press. Raises PlannerError."""
    content = changed.grid.cents.tobytes(), changed.campaigns, changed.book, changed.lines, changed.locks
    wish = ("save", slug, changed.id, changed.revision, changed.name, changed.reason, content)
    return once(wish, lambda: state.store().save_version(slug, changed, who=state.who(), **noted))
