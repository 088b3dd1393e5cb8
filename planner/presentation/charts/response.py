"""Response curve of one channel with its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from planner.domain.money import FloatArray
from planner.presentation.charts.base import Drawing, Palette, built_once, columns, untitled_spec


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


@built_once
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
