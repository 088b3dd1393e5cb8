"""A link that opens what is on screen: plan, moves, reading; with hidden margins it opens without them."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from planner.presentation.language import _
from planner.ui import state

ALONE = ("present", "board", "who")
"""Choices of one person at one screen: they stay out of what is shared."""


def link() -> str:
    """The address of what is on screen."""
    place = urlsplit(st.context.url or "")
    kept = {key: value for key, value in state.address().items() if key not in ALONE}
    return urlunsplit((place.scheme, place.netloc, place.path, urlencode(kept), ""))


def button() -> None:
    """The link, made when somebody asks for it: the moves are those of that moment.

    A dialog: a popover opens with nothing in it, where so little has room, and its link would end below the
    window.
    """
    if st.button(_("Share this"), icon=":material/link:", key="share"):
        st.dialog(_("Share this"))(_shared)()


def _shared() -> None:
    state.speak()
    st.code(link(), language=None, wrap_lines=True)
    hidden = state.remembered("margins") == "hidden"
    st.caption(
        _("Opens this plan with its moves, without margins.")
        if hidden
        else _("Opens this plan with its moves, margins included.")
    )
