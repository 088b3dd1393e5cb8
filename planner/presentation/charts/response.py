"""Response curves: one channel with its points, and all channels as small multiples on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from planner.domain.money import FloatArray
from planner.presentation.charts.base import Drawing, Palette, columns, titled, untitled_spec


def response_curve(
    curve: Mapping[str, FloatArray],
    points: Sequence[tuple[str, float, float]],
    title: str,
    axes: Sequence[str],
    colours: Palette,
    *,
    height: int = 200,
) -> Drawing:
    """A year's response of one channel with its range, and where plans stand on it.

    curve   spend, outcome, low, high of equal length (yearly, display units)
    points  name, spend and outcome: this plan, the compared one, the best
    axes    titles of the two axes, with units
    """
    spend, outcome = axes
    names = tuple(name for name, _spend, _outcome in points)
    stand = columns(
        name=list(names),
        spend=np.array([at for _name, at, _outcome in points]),
        outcome=np.array([earned for _name, _spend, earned in points]),
    )
    spec = _response_curve(names, spend, outcome, colours, height)
    return Drawing(title, spec, {"curve": columns(**curve), "points": stand})


@lru_cache(maxsize=64)
def _response_curve(
    names: tuple[str, ...], spend: str, outcome: str, colours: Palette, height: int
) -> dict[str, Any]:
    x = alt.X("spend:Q", axis=alt.Axis(title=spend, format=",.0f", tickCount=6))
    y_axis = alt.Axis(title=outcome, format=",.0f", tickCount=4)
    curve = alt.Chart(alt.NamedData("curve"))
    layers = [
        curve.mark_area(opacity=0.16, color=colours.accent).encode(
            x=x, y=alt.Y("low:Q", axis=y_axis), y2="high:Q"
        ),
        curve.mark_line(color=colours.accent, strokeWidth=2.2).encode(x=x, y="outcome:Q"),
        alt.Chart(alt.NamedData("points"))
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=x,
            y="outcome:Q",
            color=alt.Color(
                "name:N",
                scale=alt.Scale(
                    domain=list(names),
                    range=[colours.accent, colours.ink, colours.good][: len(names)],
                ),
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("spend:Q", format=",.0f", title=spend),
                alt.Tooltip("outcome:Q", format=",.0f", title=outcome),
            ],
        ),
    ]
    return untitled_spec(alt.layer(*layers), colours, height=height)


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
