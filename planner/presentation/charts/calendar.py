"""The year at a glance: money by channel and month as a heat map, campaigns as a Gantt chart."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, text_width, titled


def heat_map(frame: pd.DataFrame, title: str, unit: str, colours: Palette) -> Any:
    """frame: channel, month (labels, in order), amount in display units. Darker is more."""
    channels, months = list(dict.fromkeys(frame["channel"])), list(dict.fromkeys(frame["month"]))
    x = alt.X("month:N", sort=months, axis=alt.Axis(title=None, labelAngle=0, orient="top", domain=False))
    y = alt.Y(
        "channel:N",
        sort=channels,
        axis=alt.Axis(title=None, labelLimit=170, labelOverlap=False, labelFlush=False, grid=False),
    )
    peak = float(frame["amount"].max() or 1)
    digits = 0 if peak >= 50 else 1 if peak >= 5 else 2
    filled = "scale('color', datum.amount)"
    cells = (
        alt.Chart(frame)
        .mark_rect(stroke=colours.surface, strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "amount:Q",
                scale=alt.Scale(range=[colours.grid, colours.accent], domain=[0, peak]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("month:N", title="  "),
                alt.Tooltip("amount:Q", format=",.1f", title=unit),
            ],
        )
    )
    text = (
        alt.Chart(frame)
        # On a phone a cell has room for two figures.
        .transform_calculate(
            said=f"format(datum.amount, width < 480 ? ',.{max(digits - 1, 0)}f' : ',.{digits}f')"
        )
        .mark_text(fontSize=11)
        .encode(
            x=x,
            y=y,
            text="said:N",
            # Whichever reads better on the cell's own fill, in both themes.
            color=alt.condition(
                f"contrast({filled}, '{colours.surface}') > contrast({filled}, '{colours.ink}')",
                alt.value(colours.surface),
                alt.value(colours.ink),
            ),
        )
    )
    return titled(cells + text, title, colours, subtitle=unit, height=27 * len(channels) + 10)


NAMES = alt.ExprRef("windowSize()[0] < 600 ? 150 : 320")
"""Pixels for the names of rows: most of a phone is for the bars."""
SHORTEST = 0.005
"""Share of the year's width that the shortest bar takes."""
LANES = ("campaign", "effect", "done", "late", "milestone", "pre_heat", "launch", "sustain")
"""Kinds of bars, in the order of their colours in `gantt`."""


def gantt(
    frame: pd.DataFrame,
    today: date,
    title: str,
    colours: Palette,
    *,
    today_word: str,
    span: tuple[date, date],
) -> Any:
    """frame: name (rows in order), start, stop (the day after the last), kind (of `LANES`), text, tip.

    `span` is the plan's first day and the day after its last; a line marks today where it lies in it.
    """
    order = list(dict.fromkeys(frame["name"]))
    y = alt.Y(
        "name:N",
        sort=order,
        axis=alt.Axis(title=None, labelLimit=NAMES, labelOverlap=False, labelFlush=False, grid=False),
    )
    x = alt.X(
        "start:T",
        scale=alt.Scale(domain=[day.isoformat() for day in span], clamp=True),
        axis=alt.Axis(title=None, format="%b", tickCount="month", grid=True, labelFlush=False),
    )
    fills = [
        colours.accent,
        colours.soft,
        colours.faint,
        colours.bad,
        colours.faint,
        colours.soft,
        colours.accent,
        colours.soft,
    ]
    first, length = pd.Timestamp(span[0]), pd.Timestamp(span[1]) - pd.Timestamp(span[0])
    # A single day of a year would be a hair: it is drawn as wide as can be seen and pointed at.
    seen = frame["start"] + length * SHORTEST
    bars = (
        alt.Chart(frame.assign(stop=frame["stop"].where(frame["stop"] > seen, seen)))
        .mark_bar(size=16, cornerRadius=3)
        .encode(
            x=x,
            x2="stop:T",
            y=y,
            color=alt.Color("kind:N", scale=alt.Scale(domain=list(LANES), range=fills), legend=None),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("tip:N", title="  ")],
        )
    )
    # A bar that ends late carries its label before it, a long one in it, so that nothing is cut at an edge.
    said = frame[frame["text"] != ""]
    late, early = said["stop"] > first + length * 0.6, said["start"] < first + length * 0.2
    before = (said["start"] - first).dt.days / length.days
    after = (first + length - said["stop"]).dt.days / length.days
    said = said.assign(before=before, inside=1 - before - after, after=after)
    layers: list[Any] = [
        bars,
        _label(said[~late], "stop", "after", y, "left", colours.ink),
        _label(said[late & ~early], "start", "before", y, "right", colours.ink),
        _label(said[late & early], "start", "inside", y, "left", colours.surface),
    ]
    if span[0] <= today < span[1]:
        mark = pd.DataFrame([{"start": pd.Timestamp(today), "word": today_word}])
        layers.append(alt.Chart(mark).mark_rule(color=colours.ink, strokeWidth=1.5).encode(x="start:T"))
        layers.append(
            alt.Chart(mark)
            .mark_text(align="left", dx=4, baseline="top", color=colours.ink, fontSize=11)
            .encode(x="start:T", y=alt.value(0), text="word:N")
        )
    return titled(alt.layer(*layers), title, colours, height=max(160, 26 * len(order)))


def _label(
    frame: pd.DataFrame, at: str, room: str, y: Any, align: Literal["left", "right"], colour: str
) -> Any:
    """Words at a bar, where `room`, a share of the chart's width, holds them: never over a name."""
    needed = [12 + text_width(text, 11) for text in frame["text"]]
    mark = (
        alt.Chart(frame.assign(needed=needed))
        .transform_filter(f"datum.{room} * width >= datum.needed")
        .mark_text(align=align, dx=5 if align == "left" else -5, fontSize=11, color=colour)
    )
    return mark.encode(x=alt.X(f"{at}:T"), y=y, text="text:N")
