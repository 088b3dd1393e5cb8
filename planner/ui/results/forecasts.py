"""What is said where somebody moves the money of a forecast: its measured months stay as they came."""

from __future__ import annotations

import streamlit as st

from planner.domain.budget_plan import VersionKind
from planner.presentation.language import _
from planner.ui import cached
from planner.ui.context import Context


def note(context: Context) -> None:
    """On a forecast with measured months: that these cannot move, and the way to plan the others."""
    if context.version_id is None or context.info(context.version_id).kind is not VersionKind.FORECAST:
        return
    label = cached.stands(context.slug, context.version_id).label
    if not label:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            _(
                "This is a forecast {label}: months that were spent cannot move, the sliders here move whole "
                "years. To plan the months that are left, re-plan them."
            ).format(label=label),
            width="content",
        )
        st.page_link(
            "pages/results.py",
            label=_("Re-plan the rest of the year"),
            icon=":material/tune:",
            query_params={"results_view": "outlook", "replan": "1"},
        )
