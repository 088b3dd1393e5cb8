"""Says on every planning page that a plan still waits for its first fit."""

from __future__ import annotations

import streamlit as st

from planner.domain.curves import CurveSet
from planner.domain.errors import NotFound, say
from planner.presentation.language import _
from planner.services.library import VersionInfo
from planner.services.stand_in import is_stand_in
from planner.ui import cached, components


def refuse(curves: CurveSet) -> None:
    """Raise NotFound where nothing is known of what media brings: any split would look the best there is."""
    if is_stand_in(curves):
        raise NotFound(
            say(
                "This waits for the first fit: what media brings is not known yet, so no split is better or "
                "worse than another. Keep a fit in Curves, then ask again."
            )
        )


def note(slug: str, info: VersionInfo) -> None:
    """One line with the way on, where nothing is known of what media brings."""
    if not is_stand_in(cached.curves(slug, info.curves_id)):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            ":material/hourglass_empty: "
            + _(
                "{plan} expects last year's sales whatever is spent. What media brings is known once a "
                "fit is kept."
            ).format(plan=components.escape(info.name)),
            width="stretch",
        )
        st.page_link(
            "pages/curves.py",
            label=_("Open the fit"),
            icon=":material/arrow_forward:",
            query_params={"curves_view": "fit"},
            width="content",
        )
