"""Setup, People: the name in the change log, the language, and what was done lately."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.presentation import formats, language
from planner.presentation.deeds import action_words
from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.setup import signers


def view(context: Context) -> None:
    """Who acts in this tab, and the trail."""
    signers.editor(context)
    left, right = st.columns([1, 2], gap="large")
    with left:
        me()
    with right:
        _trail(context)


def me() -> None:
    """Name and language of this tab; both live in the link."""
    name = st.text_input(_("Your name in the change log"), state.who(), key="setup_who", max_chars=80).strip()
    if name and name != state.who():
        state.remember("who", name)
        st.rerun()
    codes = list(language.LANGUAGES)
    now = language.current()
    picked = st.selectbox(
        _("Language"),
        codes,
        index=codes.index(now),
        format_func=lambda code: language.LANGUAGES[code],
        key=f"setup_lang_{now}",
    )
    if picked != now:
        state.remember("lang", picked)
        st.rerun()


def _trail(context: Context) -> None:
    entries = sorted(state.store().audit(context.slug, limit=12), key=lambda entry: entry.at, reverse=True)
    st.markdown(f"**{_('Latest changes')}**")
    components.table(
        pd.DataFrame(
            [
                {
                    _("When"): formats.moment_label(entry.at),
                    _("Who"): entry.who,
                    _("What"): action_words(entry.action),
                    _("On"): ", ".join(
                        _said(key, str(entry.detail[key]))
                        for key in ("name", "channel", "old", "new", "source", "target", "file", "month")
                        if entry.detail.get(key)
                    ),
                }
                for entry in entries
            ]
        ),
        alt=_("Latest changes"),
        height="content",
        column_config={
            _("When"): st.column_config.TextColumn(width=175),
            _("Who"): st.column_config.TextColumn(width=100),
            _("What"): st.column_config.TextColumn(width=140),
            _("On"): st.column_config.TextColumn(width=390),
        },
    )


def _said(key: str, value: str) -> str:
    return formats.month_label(Month.parse(value)) if key == "month" else value
