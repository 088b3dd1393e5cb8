"""Small charts in their grid: a title, a line of words, the curve."""

from __future__ import annotations

import numpy as np
import streamlit as st

from planner.domain.money import FloatArray
from planner.presentation.charts.base import Drawing
from planner.presentation.charts.multiples import Line
from planner.presentation.language import _
from planner.ui import components


def show(drawn: Drawing, subtitle: str) -> None:
    """The chart with its words above, which wrap on a phone."""
    with st.container(gap=None):
        st.markdown(f"**{components.escape(drawn.title)}**  \n:small[{components.escape(subtitle)}]")
        st.vega_lite_chart(
            {**drawn.spec, "datasets": dict(drawn.data)},
            width="stretch",
            alt=_("Response of {channel}").format(channel=drawn.title),
        )


def line_of(
    spend: FloatArray,
    outcome: FloatArray,
    low: FloatArray,
    high: FloatArray,
    unit: float,
    seen: tuple[float, float] | None,
) -> Line:
    """A response in display units; `seen` in the units of `spend`, None where nothing was."""
    inside = np.zeros(spend.shape, bool)
    if seen is not None and np.isfinite(seen[1]) and seen[1] > 0:
        inside = (spend >= seen[0] * 0.999) & (spend <= seen[1] * 1.001)
    return Line(spend / unit, outcome / unit, low / unit, high / unit, inside)
