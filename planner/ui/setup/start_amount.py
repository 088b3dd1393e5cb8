"""An amount as people write it: "15,000,000", "15 000 000" or "15m" in, and shown with its separators."""

from __future__ import annotations

import streamlit as st

from planner.domain.errors import BadDocument, say
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.sources.amounts import Typed, decimal_votes, to_number, typed


def amount_input(label: str, value: float | None, *, key: str, help: str | None = None) -> float | None:
    """A field for currency units of 0 or more; None where nothing is given, or nothing that is an amount."""
    st.session_state.setdefault(key, _written(value))
    with st.container(gap="xsmall"):
        text = st.text_input(
            label,
            key=key,
            help=help,
            placeholder=_("not given"),
            on_change=_tidied,
            args=(key,),
            persist_state="session",
        )
        try:
            return amount_of(text or "")
        except BadDocument as problem:
            st.caption(f":red[{told(problem)}]")
            return None


def amount_of(text: str) -> float | None:
    """The amount that is written; None for nothing. Raises BadDocument for what is no amount of 0 or more."""
    if not text.strip():
        return None
    point, comma, undecided = decimal_votes([text])
    # "600.000" and "600,000" are both six hundred thousand: nobody budgets in thousandths.
    groups = "." if undecided and "." in text else ","
    number = typed(text)
    value = None
    if isinstance(number, Typed):
        value = to_number(number, "," if (comma > point or groups == ".") else ".")
    if value is None or value < 0:
        raise BadDocument(say('"{text}" is no amount; write it like 600,000 or 0.6m.', text=text.strip()))
    return value


def _tidied(key: str) -> None:
    try:
        st.session_state[key] = _written(amount_of(st.session_state[key] or ""))
    except BadDocument:
        return


def _written(value: float | None) -> str:
    return "" if value is None else formats.count(value)
