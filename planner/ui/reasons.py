"""The way from any number of a channel to the page that says why to believe it."""

from __future__ import annotations

import streamlit as st

from planner.presentation.language import _
from planner.ui.context import Context
from planner.ui.curves.proof import proof_of
from planner.ui.curves.words import badge


def link(context: Context, channel: str) -> None:
    """To the channel's reasons, with the grade of its evidence: the plan's, or of the fit beside it."""
    if context.version_id is None:
        return
    proof = proof_of(context)
    grade = None if proof is None else proof.grades.get(channel)
    channel_link(channel, f"{_('Why believe it?')} {badge(grade)}" if grade else None)


def channel_link(channel: str, label: str | None = None) -> None:
    """To the channel's reasons in the plan that Curves shows."""
    st.page_link(
        "pages/curves.py",
        label=label or _("Why believe it?"),
        icon=":material/fact_check:",
        query_params={"curves_view": "evidence", "channel": channel},
    )
