"""Pictures of what was asked: survey waves with their error, beside what a model expects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled


def waves(
    frame: pd.DataFrame,
    title: str,
    unit: str,
    colours: Palette,
    *,
    words: Sequence[str],
    path: pd.DataFrame | None = None,
    height: int = 210,
) -> Any:
    """A point a wave with its 95 % bar; with `path` the line that a model expects.

    frame  columns month (date), value, low, high (per cent), text
    path   columns month (date), value; words: survey, model
    """
    values = [frame["low"].min(), frame["high"].max()]
    if path is not None and len(path):
        values += [path["value"].min(), path["value"].max()]
    room = max(max(values) - min(values), 1.0)
    scale = alt.Scale(domain=[min(values) - 0.1 * room, max(values) + 0.15 * room], nice=False)
    # Room beside the first and the last wave, so that their months stand below them.
    x = alt.X(
        "month:T",
        scale=alt.Scale(padding=16),
        axis=alt.Axis(title=None, format="%b %y", labelOverlap=True, tickCount=6),
    )
    y_axis = alt.Axis(title=unit, tickCount=4)
    shown = frame.assign(kind=words[0])
    bars = (
        alt.Chart(shown)
        .mark_rule(strokeWidth=1.6, color=colours.soft)
        .encode(x=x, y=alt.Y("low:Q", scale=scale, axis=y_axis), y2="high:Q")
    )
    points = (
        alt.Chart(shown)
        .mark_point(filled=True, size=55, opacity=1, color=colours.accent)
        .encode(
            x=x,
            y=alt.Y("value:Q", scale=scale, axis=y_axis),
            tooltip=[
                alt.Tooltip("month:T", format="%b %Y", title=" "),
                alt.Tooltip("text:N", title=words[0]),
            ],
        )
    )
    layers: list[Any] = [bars, points]
    if path is not None and len(path):
        line = (
            alt.Chart(path)
            .mark_line(strokeWidth=2, color=colours.ink, strokeDash=[5, 3])
            .encode(x=x, y=alt.Y("value:Q", scale=scale, axis=y_axis))
        )
        name = (
            alt.Chart(path.iloc[-1:].assign(name=words[1]))
            .mark_text(align="right", dy=-9, fontSize=12, color=colours.ink)
            .encode(x=x, y=alt.Y("value:Q", scale=scale, axis=y_axis), text="name:N")
        )
        layers += [line, name]
    return titled(alt.layer(*layers), title, colours, height=height)


def month_line(
    frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, height: int = 210, digits: int = 1
) -> Any:
    """One line over the months. frame: columns month (label, in order), value; unknown months left out."""
    known = frame.dropna(subset=["value"])
    top, bottom = float(known["value"].max()), float(known["value"].min())
    room = max(top - bottom, abs(top) * 0.1, 1e-9)
    scale = alt.Scale(domain=[max(0.0, bottom - 0.6 * room), top + 0.35 * room], nice=False)
    x = alt.X("month:N", sort=list(frame["month"]), axis=alt.Axis(title=None, labelAngle=0))
    y = alt.Y("value:Q", scale=scale, axis=alt.Axis(title=unit, tickCount=4))
    line = alt.Chart(known).mark_line(
        strokeWidth=2.4, color=colours.accent, point=alt.OverlayMarkDef(size=36)
    )
    ends = known.iloc[[0, -1]] if len(known) > 1 else known
    text = (
        alt.Chart(ends)
        .mark_text(dy=-12, fontSize=12, color=colours.ink)
        .encode(x=x, y=y, text=alt.Text("value:Q", format=f".{digits}f"))
    )
    drawn = line.encode(
        x=x,
        y=y,
        tooltip=[alt.Tooltip("month:N", title=" "), alt.Tooltip("value:Q", format=".2f", title=unit)],
    )
    return titled(drawn + text, title, colours, height=height)
