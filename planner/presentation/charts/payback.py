"""Money earned so far against money spent so far, month by month."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import AMOUNT, Palette, titled


def payback(frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, earned: str, spent: str) -> Any:
    """Bars of what was earned, a line of what was spent.

    frame          columns month (in order), earned, spent, in display units, both summed up to the month
    earned, spent  their names
    """
    x = alt.X("month:N", sort=list(frame["month"]), axis=alt.Axis(title=None, labelAngle=0))
    axis = alt.Axis(title=unit, format=AMOUNT, tickCount=5)
    bars = (
        alt.Chart(frame.assign(kind=earned))
        .mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
        .encode(
            x=x,
            y=alt.Y("earned:Q", axis=axis),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=[earned, spent], range=[colours.soft, colours.ink]),
                # Side by side the two names are wider than a phone in some languages.
                legend=alt.Legend(columns=alt.ExprRef("windowSize()[0] < 600 ? 1 : 0")),
            ),
            tooltip=[
                alt.Tooltip("month:N", title=" "),
                alt.Tooltip("earned:Q", format=",.2~f", title=earned),
                alt.Tooltip("spent:Q", format=",.2~f", title=spent),
            ],
        )
    )
    line = (
        alt.Chart(frame.assign(kind=spent))
        .mark_line(strokeWidth=2.2, point=alt.OverlayMarkDef(size=26, filled=True))
        .encode(x=x, y=alt.Y("spent:Q", axis=axis), color=alt.Color("kind:N"))
    )
    return titled(alt.layer(bars, line), title, colours, height=280)
