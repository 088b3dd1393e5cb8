"""The amount in a question as a field beside its answer: whoever asks may say how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from planner.presentation import formats
from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.typed import typed_part


@dataclass(frozen=True, eq=False)
class Stated:
    """The amount a question was asked with, in currency units, and how it is asked with another."""

    amount: float
    again: Callable[[Context, float], None]


def field(context: Context, stated: Stated, whole: float, key: str) -> None:
    """Ask again where another amount is typed, or a share of `whole`; what is neither is said."""
    label = _("How much, {currency}").format(currency=context.company.currency)
    st.caption(label, width="content")
    before = formats.count(stated.amount)
    text = st.text_input(label, value=before, max_chars=30, key=key, label_visibility="collapsed", width=110)
    if text == before:
        return
    amount = typed_part(text, whole)
    if not amount:
        st.error(_("“{typed}” is no amount; type one like 120000, 120k or 12%.").format(typed=text))
    elif round(amount) != round(stated.amount):
        stated.again(context, amount)
