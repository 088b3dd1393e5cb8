"""Curves against evidence: channels whose actuals left the range of the forecast, and what to do about it."""

from __future__ import annotations

import streamlit as st

from planner.analysis.evidence import Evidence
from planner.domain.company import BASELINE
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import reasons
from planner.ui.context import Context
from planner.ui.results.words import chance_words


def notices(context: Context, results: Results) -> None:
    """One sentence for each level that left its range, the least likely first, and the way to a refit."""
    found = results.surprises
    if not found:
        return
    with st.container(border=True):
        st.markdown(f"**{_('Outside the range of the forecast')}**")
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(sentence(one), width="content")
                if one.name != BASELINE:
                    reasons.channel_link(one.name)
        st.caption(
            _(
                "Single lines leave their range now and then by chance. The outlook has moved toward the "
                "actuals already; the approved plan stays as it is."
            )
        )
        st.page_link(
            "pages/curves.py",
            label=_("Fit the curves again"),
            icon=":material/refresh:",
            query_params={"curves_view": "fit"},
        )


def sentence(one: Evidence) -> str:
    """ "TV brought 28% less than its curve says; a gap this wide has a 4% chance if the curve is right." """
    assert one.ratio is not None
    assert one.surprise is not None
    words = (
        _(
            "**{name}** brought {share} less than its curve says over {months} months; a gap this wide has a "
            "chance of {chance} if the curve is right."
        )
        if one.ratio < 1
        else _(
            "**{name}** brought {share} more than its curve says over {months} months; a gap this wide has a "
            "chance of {chance} if the curve is right."
        )
    )
    return words.format(
        name=_("Sales without media") if one.name == BASELINE else one.name,
        share=formats.share(abs(one.ratio - 1)),
        months=one.months,
        chance=chance_words(one.surprise),
    )
