"""What a fit shows for itself: its forecast of weeks it did not see, and what brought the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import DARK, Palette, titled

HUES = ("#2f55c8", "#0f7c73", "#b8500f", "#7a5bb5", "#8a6d00", "#3b93c4", "#a23b72", "#5b6b82")
HUES_DARK = ("#8aa6ff", "#3fb8ac", "#f0914c", "#b79cf0", "#d6b94a", "#7cc4ea", "#e08ab8", "#9dadc4")
"""Channels in a stack, the largest first; what is left over is the last."""
STACKED = len(HUES) - 1
_DAY = "%b %d, %Y"


def hues(colours: Palette) -> tuple[str, ...]:
    """Colours of a stack's channels."""
    return HUES_DARK if colours == DARK else HUES


def held_out(
    frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str], height: int = 280
) -> Any:
    """Actual solid, the forecast dashed inside its range, last year's same weeks light.

    frame  columns day, actual, forecast, low, high and, where known, year_before (display units); actual
           alone for the periods before
    words  names of actual, forecast, year before and the range
    """
    scale = alt.Scale(zero=False, nice=True)
    x = alt.X("day:T", axis=alt.Axis(title=None, tickCount=6, grid=False))
    y_axis = alt.Axis(title=unit, format=",.0f", tickCount=5)
    band = (
        alt.Chart(frame.dropna(subset=["low", "high"]))
        .mark_area(color=colours.accent, opacity=0.16)
        .encode(
            x=x,
            y=alt.Y("low:Q", scale=scale, axis=y_axis),
            y2="high:Q",
            tooltip=[
                alt.Tooltip("day:T", title=" ", format=_DAY),
                alt.Tooltip("low:Q", format=",.0f", title=f"{words[3]} ≥"),
                alt.Tooltip("high:Q", format=",.0f", title=f"{words[3]} ≤"),
            ],
        )
    )
    names = {"actual": words[0], "forecast": words[1], "year_before": words[2]}
    kinds = [kind for kind in names if kind in frame]
    long = frame.melt("day", kinds, "kind", "value").dropna()
    paint = {"actual": colours.ink, "forecast": colours.accent, "year_before": colours.faint}
    dash = {"actual": [1, 0], "forecast": [6, 3], "year_before": [1, 0]}
    lines = (
        alt.Chart(long.assign(kind=long["kind"].map(names)))
        .mark_line(strokeWidth=2)
        .encode(
            x=x,
            y=alt.Y("value:Q", scale=scale, axis=y_axis),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=[names[k] for k in kinds], range=[paint[k] for k in kinds]),
                legend=alt.Legend(
                    symbolType="stroke", symbolSize=300, columns=alt.ExprRef("width < 420 ? 1 : 3")
                ),
            ),
            strokeDash=alt.StrokeDash(
                "kind:N", scale=alt.Scale(domain=[names[k] for k in kinds], range=[dash[k] for k in kinds])
            ),
            tooltip=[
                alt.Tooltip("day:T", title=" ", format=_DAY),
                alt.Tooltip("kind:N", title="  "),
                alt.Tooltip("value:Q", format=",.0f", title=unit),
            ],
        )
    )
    return titled(band + lines, title, colours, height=height)


def contributions(
    frame: pd.DataFrame,
    order: Sequence[str],
    title: str,
    unit: str,
    colours: Palette,
    *,
    actual: str,
    height: int = 300,
) -> Any:
    """What brought the outcome, stacked: the first of `order` at the bottom, the actual as a line on top.

    frame   columns day, part, value (display units), and actual on the rows of one part
    order   parts from the bottom up; the first is what came without media
    actual  name of the line
    """
    shades = [colours.grid, *hues(colours)][: len(order)]
    x = alt.X("day:T", axis=alt.Axis(title=None, tickCount=6, grid=False))
    place = {name: i for i, name in enumerate(order)}
    stacked = (
        alt.Chart(frame.assign(place=frame["part"].map(place)))
        .mark_area(opacity=0.92)
        .encode(
            x=x,
            y=alt.Y("value:Q", stack="zero", axis=alt.Axis(title=unit, format=",.0f", tickCount=5)),
            color=alt.Color(
                "part:N",
                sort=list(order),
                scale=alt.Scale(domain=list(order), range=shades),
                legend=alt.Legend(symbolType="square", columns=alt.ExprRef("width < 420 ? 2 : 4")),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("day:T", title=" ", format=_DAY),
                alt.Tooltip("part:N", title="  "),
                alt.Tooltip("value:Q", format=",.0f", title=unit),
            ],
        )
    )
    line = (
        alt.Chart(frame[frame["part"] == order[0]])
        .mark_line(color=colours.ink, strokeWidth=1.2)
        .encode(
            x=x,
            y="actual:Q",
            tooltip=[
                alt.Tooltip("day:T", title=" ", format=_DAY),
                alt.Tooltip("actual:Q", format=",.0f", title=actual),
            ],
        )
    )
    return titled(stacked + line, title, colours, height=height)


def residuals(frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, height: int = 180) -> Any:
    """What the fit leaves unexplained, a bar a period: columns day, value (display units)."""
    bars = (
        alt.Chart(frame)
        .mark_bar(color=colours.accent, opacity=0.8)
        .encode(
            x=alt.X("day:T", axis=alt.Axis(title=None, tickCount=6, grid=False)),
            y=alt.Y("value:Q", axis=alt.Axis(title=unit, format=",.0f", tickCount=4)),
            tooltip=[
                alt.Tooltip("day:T", title=" ", format=_DAY),
                alt.Tooltip("value:Q", format=",.0f", title=unit),
            ],
        )
    )
    return titled(bars, title, colours, height=height)


def lags(frame: pd.DataFrame, limit: float, title: str, colours: Palette, *, height: int = 180) -> Any:
    """Autocorrelation by lag (columns lag, value), with the lines that chance alone would stay between."""
    y = alt.Y("value:Q", scale=alt.Scale(domain=[-1, 1]), axis=alt.Axis(title=None, tickCount=5))
    bars = (
        alt.Chart(frame)
        .mark_bar(color=colours.accent, size=8)
        .encode(x=alt.X("lag:O", axis=alt.Axis(title=None, labelAngle=0)), y=y)
    )
    edges = (
        alt.Chart(pd.DataFrame({"value": [-limit, limit]}))
        .mark_rule(color=colours.bad, strokeDash=[4, 3])
        .encode(y=y)
    )
    return titled(bars + edges, title, colours, height=height)


def together(
    frame: pd.DataFrame, order: Sequence[str], title: str, colours: Palette, *, height: int = 300
) -> Any:
    """How alike channels' spends move: columns a, b, value (-1 to 1); dark is hard to tell apart."""
    axis = alt.Axis(title=None, labelLimit=110, labelOverlap=False, grid=False)
    base = alt.Chart(frame).encode(
        x=alt.X("a:N", sort=list(order), axis=axis), y=alt.Y("b:N", sort=list(order), axis=axis)
    )
    cells = base.mark_rect().encode(
        color=alt.Color(
            "value:Q",
            scale=alt.Scale(
                domain=[-1, 0, 1], range=[colours.bad, colours.surface, colours.accent], clamp=True
            ),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("a:N", title=" "),
            alt.Tooltip("b:N", title="  "),
            alt.Tooltip("value:Q", format=".2f", title="r"),
        ],
    )
    text = base.mark_text(fontSize=11, color=colours.ink).encode(text=alt.Text("value:Q", format=".1f"))
    return titled(cells + text, title, colours, height=height)


def beliefs(
    frame: pd.DataFrame,
    title: str,
    axis_title: str,
    colours: Palette,
    *,
    words: Sequence[str],
) -> Any:
    """Ranges side by side, a row a channel: columns name, kind, low, middle, high; kinds as in `words`."""
    order = list(dict.fromkeys(frame["name"]))
    paint = [colours.faint, colours.accent, colours.good][: len(words)]
    y = alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelLimit=150, grid=False))
    shift = alt.YOffset("kind:N", sort=list(words))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(words), range=paint))
    axis = alt.Axis(title=axis_title, tickCount=6, grid=True, gridColor=colours.grid)
    base = alt.Chart(frame)
    rules = base.mark_rule(strokeWidth=3).encode(
        y=y, yOffset=shift, x=alt.X("low:Q", axis=axis), x2="high:Q", color=colour
    )
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=y,
        yOffset=shift,
        x=alt.X("middle:Q", axis=axis),
        color=colour,
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("kind:N", title="  "),
            alt.Tooltip("low:Q", format=".2f", title="P10"),
            alt.Tooltip("middle:Q", format=".2f", title="P50"),
            alt.Tooltip("high:Q", format=".2f", title="P90"),
        ],
    )
    return titled(rules + dots, title, colours, height=28 + 16 * len(words) * max(1, len(order)))
