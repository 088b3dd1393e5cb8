"""Pictures of customers: what the next one costs by channel beside what one is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled


def chart_height(channels: int) -> int:
    """Room for the bars of that many channels, axis included."""
    return 80 + 25 * max(channels, 4)


def next_customer_cost(
    frame: pd.DataFrame,
    marks: Sequence[tuple[str, float]],
    title: str,
    unit: str,
    colours: Palette,
    *,
    words: Sequence[str],
) -> Any:
    """Bars by channel, dearest last, with rules at what a customer is worth.

    frame  columns name, cost (currency), text, pays (bool); marks: name and value of each rule
    words  "pays", "costs more than it is worth": the two colours' names
    """
    shown = frame.assign(kind=frame["pays"].map({True: words[0], False: words[1]}))
    # Room for the amount beside the longest bar, on a phone too.
    top = max([*frame["cost"], *(value for _name, value in marks)]) * 1.28
    y = alt.Y("name:N", sort=list(frame["name"]), axis=alt.Axis(title=None, labelLimit=170, grid=False))
    x = alt.X(
        "cost:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(title=unit, format=",.0f", tickCount=5, grid=True),
    )
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(words), range=[colours.accent, colours.bad]),
        legend=None,
    )
    bars = (
        alt.Chart(shown)
        .mark_bar(size=14)
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("text:N", title=unit)],
        )
    )
    layers = [bars]
    if marks:
        lines = pd.DataFrame([{"value": value, "label": name} for name, value in marks])
        rules = alt.Chart(lines).mark_rule(color=colours.ink, strokeWidth=1.6, strokeDash=[5, 3])
        at = alt.X("value:Q", scale=alt.Scale(domain=[0, top], nice=False))
        layers.append(rules.encode(x=at))
        # The lower mark is named to its left, the higher one to its right, so that they never meet.
        named = lines.sort_values("value").reset_index(drop=True)
        for row, on_left in ((named.iloc[:1], True), (named.iloc[1:], False)):
            text = alt.Chart(row).mark_text(
                align="right" if on_left else "left",
                baseline="bottom",
                dx=-5 if on_left else 5,
                dy=-4,
                fontSize=12,
                fontWeight=600,
                color=colours.ink,
            )
            layers.append(text.encode(x=at, y=alt.value(0), text="label:N"))
    # A halo keeps an amount readable where a rule runs through it.
    for halo in (True, False):
        paint = {"stroke": colours.surface, "strokeWidth": 4} if halo else {"color": colours.ink}
        labels = alt.Chart(shown).mark_text(align="left", dx=4, fontSize=12, **paint)
        layers.append(labels.encode(x=x, y=y, text="text:N"))
    return titled(alt.layer(*layers), title, colours, height=chart_height(len(frame)))
