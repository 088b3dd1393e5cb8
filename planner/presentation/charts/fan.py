"""Where a figure goes: what was, what was planned, and a fan of what may still come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import AMOUNT, Palette, titled

SERIES = ("actual", "forecast", "plan", "last_year")


def fan(
    frame: pd.DataFrame, title: str, unit: str, colours: Palette, *, words: Sequence[str], height: int = 300
) -> Any:
    """Actual solid, forecast dashed inside its fan, plan dotted, last year light.

    frame  columns month (in order), actual, forecast, plan, last_year, low, high, inner_low, inner_high in
           display units, nan where absent; the fan starts at the last actual point
    words  names of actual, forecast, plan and last year, then of the wide and the narrow band
    """
    names = dict(zip(SERIES, words[:4], strict=True))
    order = list(frame["month"])
    x = alt.X("month:N", sort=order, axis=alt.Axis(title=None, labelAngle=0, labelOverlap="greedy"))
    scale = alt.Scale(zero=False, nice=True)
    axis = alt.Axis(title=unit, format=AMOUNT, tickCount=5)
    layers = []
    for low, high, label, strength in (
        ("low", "high", words[4], 0.16),
        ("inner_low", "inner_high", words[5], 0.3),
    ):
        band = frame.dropna(subset=[low, high])
        if len(band) > 1:
            layers.append(
                alt.Chart(band)
                .mark_area(color=colours.accent, opacity=strength)
                .encode(
                    x=x,
                    y=alt.Y(f"{low}:Q", scale=scale, axis=axis),
                    y2=f"{high}:Q",
                    tooltip=[
                        alt.Tooltip("month:N", title=" "),
                        alt.Tooltip(f"{low}:Q", format=AMOUNT, title=f"{label} ≥"),
                        alt.Tooltip(f"{high}:Q", format=AMOUNT, title=f"{label} ≤"),
                    ],
                )
            )
    long = frame.melt("month", [s for s in SERIES if s in frame], "kind", "value").dropna()
    shown = [s for s in SERIES if s in set(long["kind"])]
    long["kind"] = long["kind"].map(names)
    domain = [names[s] for s in shown]
    paint = {
        "actual": colours.accent,
        "forecast": colours.accent,
        "plan": colours.ink,
        "last_year": colours.faint,
    }
    dash = {"actual": [1, 0], "forecast": [6, 4], "plan": [2, 3], "last_year": [1, 0]}
    layers.append(
        alt.Chart(long)
        .mark_line(strokeWidth=2.2, point=alt.OverlayMarkDef(size=26, filled=True))
        .encode(
            x=x,
            y=alt.Y("value:Q", scale=scale, axis=axis),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=domain, range=[paint[s] for s in shown]),
                legend=alt.Legend(
                    symbolType="stroke", symbolSize=300, columns=alt.ExprRef("width < 480 ? 2 : 4")
                ),
            ),
            strokeDash=alt.StrokeDash(
                "kind:N", scale=alt.Scale(domain=domain, range=[dash[s] for s in shown])
            ),
            tooltip=[
                alt.Tooltip("month:N", title=" "),
                alt.Tooltip("kind:N", title="  "),
                alt.Tooltip("value:Q", format=AMOUNT, title=unit),
            ],
        )
    )
    return titled(alt.layer(*layers), title, colours, height=height)
