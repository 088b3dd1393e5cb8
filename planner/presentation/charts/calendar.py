"""The year at a glance: money by channel and month as a heat map, campaigns as a Gantt chart."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled


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
        .mark_text(fontSize=11)
        .encode(
            x=x,
            y=y,
            text=alt.Text("amount:Q", format=",.0f"),
            color=alt.condition(
                alt.datum.amount > 0.55 * peak, alt.value(colours.surface), alt.value(colours.ink)
            ),
        )
    )
    return titled(cells + text, title, colours, subtitle=unit, height=27 * len(channels) + 10)


def gantt(frame: pd.DataFrame, today: date, title: str, colours: Palette, *, today_word: str) -> Any:
    """frame: name, start, stop (the day after the last), text beside the bar. A line marks today."""
    order = list(frame.sort_values(["start", "name"])["name"])
    y = alt.Y(
        "name:N",
        sort=order,
        axis=alt.Axis(title=None, labelLimit=220, labelOverlap=False, labelFlush=False, grid=False),
    )
    x = alt.X(
        "start:T", axis=alt.Axis(title=None, format="%b", tickCount="month", grid=True, labelFlush=False)
    )
    bars = (
        alt.Chart(frame)
        .mark_bar(size=16, cornerRadius=3, color=colours.accent)
        .encode(
            x=x,
            x2="stop:T",
            y=y,
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("text:N", title="  ")],
        )
    )
    # A bar that starts late carries its label before it, so that nothing is cut at the right edge.
    middle = frame["start"].min() + (frame["stop"].max() - frame["start"].min()) * 0.6
    late = frame["start"] > middle
    early_text = (
        alt.Chart(frame[~late])
        .mark_text(align="left", dx=5, fontSize=11, color=colours.ink)
        .encode(x="stop:T", y=y, text="text:N")
    )
    late_text = (
        alt.Chart(frame[late])
        .mark_text(align="right", dx=-5, fontSize=11, color=colours.ink)
        .encode(x="start:T", y=y, text="text:N")
    )
    layers: list[Any] = [bars, early_text, late_text]
    if frame["start"].min() <= pd.Timestamp(today) <= frame["stop"].max():
        mark = pd.DataFrame([{"start": pd.Timestamp(today), "word": today_word}])
        layers.append(alt.Chart(mark).mark_rule(color=colours.bad, strokeWidth=1.5).encode(x="start:T"))
        layers.append(
            alt.Chart(mark)
            .mark_text(align="left", dx=4, baseline="top", color=colours.bad, fontSize=11)
            .encode(x="start:T", y=alt.value(0), text="word:N")
        )
    return titled(alt.layer(*layers), title, colours, height=max(160, 28 * len(frame)))
