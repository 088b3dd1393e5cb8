"""Work against the people who do it: days by month as bars, what they can give as a line."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled


def load_and_capacity(
    frame: pd.DataFrame,
    title: str,
    colours: Palette,
    *,
    words: tuple[str, str],
    highest: float,
    height: int = 150,
) -> Any:
    """frame: month (labels, in order), load, capacity in days. Months that ask too much stand out.

    highest  days at the top of the scale, the same for charts that stand side by side
    """
    scale = alt.Scale(domain=[0, max(highest, 1.0)], nice=True)
    months = list(frame["month"])
    x = alt.X("month:N", sort=months, axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True))
    tooltip = [
        alt.Tooltip("month:N", title=" "),
        alt.Tooltip("load:Q", format=",.0f", title=words[0]),
        alt.Tooltip("capacity:Q", format=",.0f", title=words[1]),
    ]
    bars = (
        alt.Chart(frame)
        .mark_bar(cornerRadius=2)
        .encode(
            x=x,
            y=alt.Y("load:Q", scale=scale, axis=alt.Axis(title=None, tickCount=4, format=",.0f")),
            color=alt.condition(
                alt.datum.load > alt.datum.capacity + 0.5, alt.value(colours.bad), alt.value(colours.soft)
            ),
            tooltip=tooltip,
        )
    )
    line = (
        alt.Chart(frame)
        .mark_tick(thickness=2.5, color=colours.ink)
        .encode(x=x, y=alt.Y("capacity:Q", scale=scale), tooltip=tooltip)
    )
    return titled(bars + line, title, colours, subtitle=f"{words[0]}, {words[1]} \N{EM DASH}", height=height)
