"""Pictures of differences: a bridge that adds up, bars of variance, and a dumbbell of two plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import PICK, Palette, titled
from planner.presentation.formats import ratio


def bridge(
    start: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: tuple[str, float],
    title: str,
    unit: str,
    colours: Palette,
    *,
    height: int = 300,
) -> Any:
    """A waterfall from `start` over signed `steps` to `end`, amounts in display units, adding exactly.

    Where the steps are small beside the ends these are cut: each shows a break and its amount, no scale.
    """
    rows = [{"step": start[0], "low": 0.0, "high": start[1], "kind": "total", "text": _whole(start[1])}]
    level = start[1]
    for name, amount in steps:
        rows.append(
            {
                "step": name,
                "low": min(level, level + amount),
                "high": max(level, level + amount),
                "kind": "up" if amount >= 0 else "down",
                "text": _signed(amount),
            }
        )
        level += amount
    rows.append({"step": end[0], "low": 0.0, "high": end[1], "kind": "total", "text": _whole(end[1])})
    frame = pd.DataFrame(rows)
    changes = frame.iloc[1:-1]
    floor = min([start[1], end[1], *changes["low"]]) if len(changes) else min(start[1], end[1])
    ceiling = max([start[1], end[1], *changes["high"]]) if len(changes) else max(start[1], end[1])
    # A bridge of a few percent is unreadable from zero: its ends are cut, and marked as cut.
    room = max(ceiling - floor, abs(ceiling) * 0.01, 1e-9)
    bottom = max(0.0, floor - 0.6 * room) if floor > 0 else floor - 0.2 * room
    is_cut = bottom > 0
    frame.loc[frame["kind"] == "total", "low"] = bottom
    order = list(frame["step"])
    # Words stand under one another, on a phone askew: every bar keeps its name.
    labels = alt.Axis(
        title=None,
        labelAngle=alt.ExprRef("width < 480 ? -50 : 0"),
        labelAlign=alt.ExprRef("width < 480 ? 'right' : 'center'"),
        labelBaseline=alt.ExprRef("width < 480 ? 'middle' : 'top'"),
        labelExpr="width < 480 ? datum.label : split(datum.label, ' ')",
        labelLimit=110,
        labelPadding=6,
        labelOverlap=False,
    )
    x = alt.X("step:N", sort=order, axis=labels)
    scale = alt.Scale(domain=[bottom, ceiling + 0.18 * room], nice=False)
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["total", "up", "down"], range=[colours.faint, colours.good, colours.bad]),
        legend=None,
    )
    bars = (
        alt.Chart(frame)
        .mark_bar(width=alt.RelativeBandSize(0.5), cornerRadius=1)
        .encode(
            x=x,
            y=alt.Y(
                "low:Q",
                scale=scale,
                # A scale that does not begin at zero would give the ends' bars a length that means nothing.
                axis=alt.Axis(title=unit, format=",.0f", tickCount=5, labels=not is_cut, grid=not is_cut),
            ),
            y2="high:Q",
            color=colour,
            tooltip=[alt.Tooltip("step:N", title=" "), alt.Tooltip("text:N", title=unit)],
        )
    )
    if is_cut:
        bars += (
            alt.Chart(frame)
            .transform_filter("datum.kind == 'total'")
            .mark_text(text="≈", fontSize=42, fontWeight=700, color=colours.surface, dy=-16)
            .encode(x=x, y=alt.Y("low:Q", scale=scale))
        )
    text = (
        alt.Chart(frame)
        .mark_text(dy=-8, fontSize=12, color=colours.ink, fontWeight=600)
        .encode(x=x, y=alt.Y("high:Q", scale=scale), text="text:N")
    )
    return titled(bars + text, title, colours, height=height)


def variance_bars(
    frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str]
) -> Any:
    """Signed bars by channel; colour says favourable or not, length says how much.

    frame  columns name, amount (display units), favourable (bool); with a column `key` its bars can be
           picked, and those not `chosen` stand back; words: favourable, unfavourable
    """
    shown = frame.assign(
        kind=frame["favourable"].map({True: words[0], False: words[1]}),
        text=frame["amount"].map(_signed),
    )
    y = alt.Y(
        "name:N",
        sort=list(frame["name"]),
        axis=alt.Axis(title=None, labelLimit=160, labelOverlap=False, labelFlush=False, grid=False),
    )
    edge = 0.18 * max(float(frame["amount"].abs().max()), 1e-9)
    ends = [min(0.0, float(frame["amount"].min()) - edge), max(0.0, float(frame["amount"].max())) + edge]
    x = alt.X(
        "amount:Q",
        scale=alt.Scale(domain=ends, nice=False),
        axis=alt.Axis(title=unit, format=",.0f", tickCount=5, grid=True),
    )
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(words), range=[colours.good, colours.bad]))
    bars = (
        alt.Chart(shown)
        .mark_bar(size=13, cursor="pointer" if "key" in frame else "default")
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("text:N", title=unit)],
        )
    )
    if "key" in frame:
        bars = _pickable(bars)
    ahead = (
        alt.Chart(shown)
        .transform_filter("datum.amount >= 0")
        .mark_text(align="left", dx=4, fontSize=12, color=colours.ink)
        .encode(x=x, y=y, text="text:N")
    )
    behind = (
        alt.Chart(shown)
        .transform_filter("datum.amount < 0")
        .mark_text(align="right", dx=-4, fontSize=12, color=colours.ink)
        .encode(x=x, y=y, text="text:N")
    )
    return titled(bars + ahead + behind, title, colours, height=100 + 24 * len(frame))


def _signed(value: float) -> str:
    """ "+57", "−0.4": a bar is there to be seen, so what is small keeps a decimal; what rounds away is 0."""
    return ratio(value, digits=0 if abs(value) >= 9.95 else 1, signed=True)


def _whole(value: float) -> str:
    """An end of a bridge: "15,808"; in millions of a small year "15.8"."""
    return ratio(value, digits=0 if abs(value) >= 99.5 else 1)


def month_bars(frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str]) -> Any:
    """Signed bars by month that can be picked.

    frame  columns key, month (in order), amount (display units), favourable, chosen (bool)
    words  favourable, unfavourable
    """
    shown = frame.assign(
        kind=frame["favourable"].map({True: words[0], False: words[1]}),
        text=frame["amount"].map(_signed),
    )
    x = alt.X("month:N", sort=list(frame["month"]), axis=alt.Axis(title=None, labelAngle=0, offset=2))
    y = alt.Y("amount:Q", axis=alt.Axis(title=unit, format=",.0f", tickCount=4))
    bars = _pickable(
        alt.Chart(shown)
        .mark_bar(cornerRadius=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(words), range=[colours.good, colours.bad])),
            tooltip=[alt.Tooltip("month:N", title=" "), alt.Tooltip("text:N", title=unit)],
        )
    )
    text = (
        alt.Chart(shown)
        .mark_text(fontSize=11, color=colours.ink, dy=alt.ExprRef("datum.amount < 0 ? 10 : -8"))
        .encode(x=x, y=y, text="text:N")
    )
    return titled(bars + text, title, colours, height=230)


def _pickable(bars: Any) -> Any:
    """Bars that answer a click with their `key`; those not `chosen` stand back."""
    return bars.encode(
        opacity=alt.condition("datum.chosen", alt.value(1.0), alt.value(0.55)),
    ).add_params(alt.selection_point(PICK, fields=["key"]))


def dumbbell(frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str]) -> Any:
    """Two plans by channel: a dot each, joined. frame: name, one, two (display units); words: their names."""
    y = alt.Y(
        "name:N",
        sort=list(frame["name"]),
        axis=alt.Axis(title=None, labelLimit=170, labelOverlap=False, labelFlush=False),
    )
    x_axis = alt.Axis(title=unit, format=",.0f", tickCount=6, grid=True)
    joined = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=3, color=colours.faint)
        .encode(y=y, x=alt.X("one:Q", axis=x_axis), x2="two:Q")
    )
    long = frame.melt("name", ["one", "two"], "which", "value")
    long["which"] = long["which"].map({"one": words[0], "two": words[1]})
    dots = (
        alt.Chart(long)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            y=y,
            x=alt.X("value:Q", axis=x_axis),
            color=alt.Color(
                "which:N", scale=alt.Scale(domain=list(words), range=[colours.accent, colours.ink])
            ),
            shape=alt.Shape("which:N", scale=alt.Scale(domain=list(words), range=["circle", "diamond"])),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("which:N", title="  "),
                alt.Tooltip("value:Q", format=",.0f", title=unit),
            ],
        )
    )
    return titled(joined + dots, title, colours, height=max(180, 27 * len(frame)))
