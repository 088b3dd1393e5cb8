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


def small_multiple(
    curve: pd.DataFrame,
    point: tuple[float, float],
    title: str,
    subtitle: str,
    domain: tuple[float, float],
    axes: Sequence[str],
    colours: Palette,
) -> Any:
    """One channel of a set drawn on one scale: the plan as a point, the seen range solid, the rest dashed.

    curve   columns spend, outcome, low, high (yearly, display units), seen (bool)
    domain  largest spend and outcome of the whole set, so that all its channels compare
    """
    x = alt.X(
        "spend:Q",
        scale=alt.Scale(domain=[0, domain[0]], nice=False),
        axis=alt.Axis(title=None, format=",.0f", tickCount=3),
    )
    scale = alt.Scale(domain=[0, domain[1]], nice=False)
    y = alt.Y("outcome:Q", scale=scale, axis=alt.Axis(title=None, format=",.0f", tickCount=3))
    base = alt.Chart(curve)
    band = base.mark_area(opacity=0.14, color=colours.accent).encode(
        x=x, y=alt.Y("low:Q", scale=scale, axis=alt.Axis(title=None)), y2="high:Q"
    )
    whole = base.mark_line(color=colours.accent, strokeWidth=1.4, strokeDash=[3, 3]).encode(x=x, y=y)
    seen = (
        base.transform_filter("datum.seen").mark_line(color=colours.accent, strokeWidth=2.8).encode(x=x, y=y)
    )
    here = pd.DataFrame([{"spend": point[0], "outcome": point[1]}])
    dot = (
        alt.Chart(here)
        .mark_point(filled=True, size=80, color=colours.ink, opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("spend:Q", format=",.0f", title=axes[0]),
                alt.Tooltip("outcome:Q", format=",.0f", title=axes[1]),
            ],
        )
    )
    return titled(alt.layer(band, whole, seen, dot), title, colours, subtitle=subtitle, height=150)
