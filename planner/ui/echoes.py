"""Widgets that people and the script both move: which changes a person made, and which are echoes.

When one slider moves, the script moves others. Until the browser has drawn that, whatever is touched next
sends their old values along, and to Streamlit they look moved by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import streamlit as st

REMEMBERED = 16
"""Values that a widget may still be about to echo."""
QUICK = 0.5
"""Seconds within which a single change back to the value before is taken for an echo, not for a person's."""


def settle(key: str, value: object) -> None:
    """Show `value` in a widget that may hold another one."""
    shown = st.session_state.get(key)
    if shown == value:  # setting it again would undo a newer move that is on its way
        return
    past = _past().setdefault(key, [])
    past += [(shown, monotonic()), (value, monotonic())]
    del past[:-REMEMBERED]
    st.session_state[key] = value
    if st.session_state.get("_hand_on") == key:
        del st.session_state["_hand_on"]


def changed(key: str, act: Callable[[Any], None]) -> None:
    """The callback of such a widget: `act` gets its value once `act_on_changes` finds it made by hand."""
    st.session_state.setdefault("_changed", {})[key] = (st.session_state[key], act)


def act_on_changes() -> None:
    """Carry out what a person changed since the last run, in order, passing over echoes."""
    changes: dict[str, tuple[Any, Callable[[Any], None]]] = st.session_state.pop("_changed", {})
    for key, (value, act) in changes.items():
        if not _is_echo(key, value, alone=len(changes) == 1):
            st.session_state["_hand_on"] = key
            act(value)


def _is_echo(key: str, value: object, *, alone: bool) -> bool:
    if st.session_state.get("_hand_on") == key:  # moved last, and the script has not touched it since
        return False
    times = [at for shown, at in _past().get(key, ()) if shown == value]
    return bool(times) and (not alone or monotonic() - times[-1] < QUICK)


def _past() -> dict[str, list[tuple[object, float]]]:
    found: dict[str, list[tuple[object, float]]] = st.session_state.setdefault("_past", {})
    return found
