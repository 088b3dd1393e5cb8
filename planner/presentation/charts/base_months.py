"""The customer base by month: who came, who left, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled


def flows(
    frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str], height: int = 270
) -> Any:
    """Stacked bars by month: what adds above the line, who leaves below it.

    frame  columns month (label, in order), kind (one of `words`), amount (customers; below 0: lost)
    words  in stacking order; the last is the lost
    """
    domain = list(words)
    order = {word: place for place, word in enumerate(domain)}
    shown = frame.assign(order=frame["kind"].map(order))
    colour = alt.Color(
        "kind:N",
        sort=domain,
        scale=alt.Scale(domain=domain, range=[colours.accent, colours.good, colours.soft, colours.bad]),
        legend=alt.Legend(columns=alt.ExprRef("width < 480 ? 2 : 4")),
    )
    bars = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=alt.X(
                "month:N", sort=list(dict.fromkeys(frame["month"])), axis=alt.Axis(title=None, labelAngle=0)
            ),
            y=alt.Y("amount:Q", axis=alt.Axis(title=unit, format=",.0f", tickCount=5)),
            color=colour,
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("month:N", title=" "),
                alt.Tooltip("kind:N", title="  "),
                alt.Tooltip("amount:Q", format=",.0f", title=unit),
            ],
        )
    )
    return titled(bars, title, colours, height=height)


def shares(frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str]) -> Any:
    """Two shares of each name as bars side by side. frame: name, kind (one of `words`), value (per cent)."""
    y = alt.Y("name:N", sort=list(dict.fromkeys(frame["name"])), axis=alt.Axis(title=None, labelLimit=170))
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[0, float(frame["value"].max()) * 1.18], nice=False),
        axis=alt.Axis(title=unit, tickCount=5, grid=True),
    )
    offset = alt.YOffset("kind:N", sort=list(words))
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=x,
            y=y,
            yOffset=offset,
            color=alt.Color(
                "kind:N",
                sort=list(words),
                scale=alt.Scale(domain=list(words), range=[colours.accent, colours.faint]),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("kind:N", title="  "),
                alt.Tooltip("value:Q", format=".1f", title=unit),
            ],
        )
    )
    text = (
        alt.Chart(frame)
        .mark_text(align="left", dx=4, fontSize=12, color=colours.ink)
        .encode(x=x, y=y, yOffset=offset, text=alt.Text("value:Q", format=".0f"))
    )
    height = 90 + 54 * frame["name"].nunique()
    return titled(bars + text, title, colours, height=height)
