"""Revenue by month: actual, plan, forecast with range, and two plans beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from planner.domain.money import FloatArray
from planner.presentation.charts.base import Drawing, Palette, built_once, columns, titled, untitled_spec

LEAST_ROOM = 0.04
"""Share of the highest value that an axis of lines spans at least."""


def monthly_revenue(
    frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str], height: int = 280
) -> Any:
    """Bars for actual, dashed line for plan, light bars with range for forecast.

    frame  columns month (in order), actual, plan, forecast, low, high, display units; nan where absent
    words  names of actual, forecast and plan in the reader's language
    """
    actual, forecast, plan = words
    order = list(frame["month"])
    x = alt.X("month:N", sort=order, axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy"))
    bars = frame.melt("month", ["actual", "forecast"], "kind", "value").dropna()
    bars["kind"] = bars["kind"].map({"actual": actual, "forecast": forecast})
    paint = {actual: colours.accent, forecast: colours.soft, plan: colours.ink}
    found = [kind for kind in paint if kind == plan or kind in set(bars["kind"])]  # no name without a bar
    scale = alt.Scale(domain=found, range=[paint[kind] for kind in found])
    y_title = unit
    drawn = (
        alt.Chart(bars)
        .mark_bar(width=alt.RelativeBandSize(0.5), cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
        .encode(
            x=x,
            y=alt.Y("value:Q", axis=alt.Axis(title=y_title, format=",.0f", tickCount=5)),
            color=alt.Color("kind:N", scale=scale),
            tooltip=[
                alt.Tooltip("month:N", title=" "),
                alt.Tooltip("kind:N", title="  "),
                alt.Tooltip("value:Q", format=",.0f", title=unit),
            ],
        )
    )
    ranged = frame.dropna(subset=["low", "high"])
    spread = (
        alt.Chart(ranged)
        .mark_rule(strokeWidth=1.5, color=colours.ink, opacity=0.75)
        .encode(x=x, y="low:Q", y2="high:Q")
    )
    planned = frame.dropna(subset=["plan"]).assign(kind=plan)
    line = (
        alt.Chart(planned)
        .mark_line(strokeDash=[5, 3], strokeWidth=1.8, point=alt.OverlayMarkDef(size=22, filled=True))
        .encode(x=x, y="plan:Q", color=alt.Color("kind:N", scale=scale))
    )
    return titled(drawn + spread + line, title, colours, height=height)


def two_plans(
    months: Sequence[str],
    this: FloatArray,
    other: FloatArray | None,
    title: str,
    unit: str,
    colours: Palette,
    *,
    words: Sequence[str],
    spread: tuple[FloatArray, FloatArray] | None = None,
    height: int = 200,
) -> Drawing:
    """This plan as a line with its range, the one it is compared with as a dashed line.

    this, other  (M,) display units; nan where a month is not known
    words        names of this and the other plan
    spread       lower and upper end of this plan's range, each (M,)
    """
    lines = [(word, line) for word, line in zip(words, (this, other), strict=True) if line is not None]
    known = [(month, word, value) for word, line in lines for month, value in zip(months, line, strict=True)]
    known = [each for each in known if np.isfinite(each[2])]
    data = {
        "plans": columns(
            month=[month for month, _word, _value in known],
            kind=[word for _month, word, _value in known],
            value=np.array([value for _month, _word, value in known], float),
        )
    }
    data["room"] = columns(value=_room(np.array([value for _month, _word, value in known], float)))
    if spread is not None:
        data["range"] = columns(month=list(months), low=spread[0], high=spread[1])
    names = words[0], words[1]
    spec = _two_plans(tuple(months), spread is not None, unit, colours, *names, height)
    return Drawing(title, spec, data)


def _room(values: FloatArray) -> FloatArray:
    """Lower and upper end that an axis shows at least: next to nothing is not drawn as a great change."""
    if not len(values):
        return np.array([0.0, 1.0])
    low, high = float(np.min(values)), float(np.max(values))
    missing = max(0.0, LEAST_ROOM * abs(high) - (high - low)) / 2
    return np.array([low - missing, high + missing])


@built_once
def _two_plans(
    months: tuple[str, ...], ranged: bool, unit: str, colours: Palette, this: str, other: str, height: int
) -> dict[str, Any]:
    x = alt.X("month:N", sort=list(months), axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy"))
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(title=unit, format=",.6~r", tickCount=4),
    )
    layers = [alt.Chart(alt.NamedData("room")).mark_point(opacity=0).encode(y=y)]
    if ranged:
        layers.append(
            alt.Chart(alt.NamedData("range"))
            .mark_area(opacity=0.18, color=colours.accent)
            .encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(zero=False)), y2="high:Q")
        )
    layers.append(
        alt.Chart(alt.NamedData("plans"))
        .mark_line(strokeWidth=2.2)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=[this, other], range=[colours.accent, colours.ink])
            ),
            strokeDash=alt.StrokeDash(
                "kind:N", scale=alt.Scale(domain=[this, other], range=[[1, 0], [5, 3]])
            ),
            tooltip=[
                alt.Tooltip("month:N", title=" "),
                alt.Tooltip("kind:N", title="  "),
                alt.Tooltip("value:Q", format=",.0f", title=unit),
            ],
        )
    )
    return untitled_spec(alt.layer(*layers), colours, height=height)
