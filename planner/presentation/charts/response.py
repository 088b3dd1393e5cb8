"""Response curves: one channel with its points, and all channels as small multiples on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled


def response_curve(
    curve: pd.DataFrame,
    points: pd.DataFrame,
    seen: tuple[float, float] | None,
    title: str,
    axes: Sequence[str],
    colours: Palette,
    *,
    height: int = 200,
) -> Any:
    """A year's response of one channel with its range, and where plans stand on it.

    curve   columns spend, outcome, low, high (yearly, display units)
    points  columns spend, outcome, name: this plan, the compared one, the best
    seen    lowest and highest yearly spend that the evidence covers, shaded
    axes    titles of the two axes, with units
    """
    x = alt.X("spend:Q", axis=alt.Axis(title=axes[0], format=",.0f", tickCount=6))
    y_axis = alt.Axis(title=axes[1], format=",.0f", tickCount=4)
    layers = []
    if seen is not None:
        band = pd.DataFrame([{"spend": seen[0], "to": min(seen[1], float(curve["spend"].max()))}])
        layers.append(alt.Chart(band).mark_rect(opacity=0.45, color=colours.grid).encode(x=x, x2="to:Q"))
    layers += [
        alt.Chart(curve)
        .mark_area(opacity=0.16, color=colours.accent)
        .encode(x=x, y=alt.Y("low:Q", axis=y_axis), y2="high:Q"),
        alt.Chart(curve).mark_line(color=colours.accent, strokeWidth=2.2).encode(x=x, y="outcome:Q"),
        alt.Chart(points)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=x,
            y="outcome:Q",
            color=alt.Color(
                "name:N",
                scale=alt.Scale(
                    domain=list(points["name"]),
                    range=[colours.accent, colours.ink, colours.good][: len(points)],
                ),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("spend:Q", format=",.0f", title=axes[0]),
                alt.Tooltip("outcome:Q", format=",.0f", title=axes[1]),
            ],
        ),
    ]
    return titled(alt.layer(*layers), title, colours, height=height)


def small_multiples(
    curves: pd.DataFrame, points: pd.DataFrame, title: str, axes: Sequence[str], colours: Palette
) -> Any:
    """All channels on one scale, each with this year's plan as a point and the seen range drawn solid.

    curves  columns channel, spend, outcome, seen (bool); points: channel, spend, outcome
    """
    order = list(dict.fromkeys(curves["channel"]))
    x = alt.X("spend:Q", axis=alt.Axis(title=None, format=",.0f", tickCount=3))
    y = alt.Y("outcome:Q", axis=alt.Axis(title=None, format=",.0f", tickCount=3))
    joined = pd.concat([curves.assign(point=False), points.assign(point=True, seen=True)])
    base = alt.Chart(joined)
    whole = (
        base.transform_filter("!datum.point")
        .mark_line(color=colours.accent, strokeWidth=1.4, strokeDash=[3, 3])
        .encode(x=x, y=y)
    )
    seen = (
        base.transform_filter("!datum.point && datum.seen")
        .mark_line(color=colours.accent, strokeWidth=2.6)
        .encode(x=x, y=y)
    )
    dots = (
        base.transform_filter("datum.point")
        .mark_point(filled=True, size=70, color=colours.ink, opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("spend:Q", format=",.0f", title=axes[0]),
                alt.Tooltip("outcome:Q", format=",.0f", title=axes[1]),
            ],
        )
    )
    chart = (
        alt.layer(whole, seen, dots)
        .properties(width=230, height=110)
        .facet(
            facet=alt.Facet("channel:N", sort=order, title=None, header=alt.Header(labelFontSize=12)),
            columns=4,
        )
    )
    return (
        chart.properties(
            title=alt.TitleParams(
                title,
                subtitle=f"{axes[0]}  ·  {axes[1]}",
                anchor="start",
                fontSize=15,
                fontWeight=600,
                color=colours.ink,
                subtitleColor=colours.ink,
                offset=10,
            )
        )
        .configure_view(stroke=None)
        .configure_axis(
            grid=True,
            gridColor=colours.grid,
            domain=False,
            ticks=False,
            labelFontSize=11,
        )
    )
