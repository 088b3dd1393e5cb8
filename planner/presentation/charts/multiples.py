"""Small charts of channels beside each other, and the two ways of scaling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pandas as pd

from planner.presentation.charts.base import Palette, titled

Scaling = Literal["own", "same"]
"""own: each chart fits its channel, and a line of one return in all of them says which earns more; same: one
scale of spend and of outcome, so that a longer line is more money."""


@dataclass(frozen=True)
class Domain:
    """The right and the upper end of a small chart, in display units."""

    spend: float
    outcome: float


def domains(ends: Mapping[str, tuple[float, float]], scaling: Scaling) -> dict[str, Domain]:
    """The charts' domains from each channel's largest spend and outcome."""
    if scaling == "own" or not ends:
        return {name: Domain(1.02 * spend, max(1.06 * top, 1e-9)) for name, (spend, top) in ends.items()}
    width = 1.02 * max(spend for spend, _ in ends.values())
    height = 1.04 * max(top for _, top in ends.values())
    return dict.fromkeys(ends, Domain(width, max(height, 1e-9)))


def small_multiple(
    curve: pd.DataFrame,
    points: pd.DataFrame,
    title: str,
    subtitle: str,
    domain: Domain,
    axes: Sequence[str],
    colours: Palette,
    *,
    before: pd.DataFrame | None = None,
    mean: float | None = None,
    chosen: bool = False,
) -> Any:
    """One channel of a set: the seen range shaded and solid, the rest dashed, plans as points.

    curve   columns spend, outcome, low, high (display units), seen (bool)
    points  columns spend, outcome, name, colour
    before  another curve of the channel to compare with, columns spend, outcome, low, high
    mean    return for each unit of spend that all charts draw as a line from the corner
    """
    x = alt.X(
        "spend:Q",
        scale=alt.Scale(domain=[0, domain.spend], nice=False, clamp=True),
        axis=alt.Axis(title=None, format=_form(domain.spend), tickCount=3),
    )
    scale = alt.Scale(domain=[0, domain.outcome], nice=False, clamp=True)
    y = alt.Y("outcome:Q", scale=scale, axis=alt.Axis(title=None, format=_form(domain.outcome), tickCount=3))
    layers = []
    inside = curve[curve["seen"]]
    if len(inside):
        edges = pd.DataFrame([{"from": float(inside["spend"].min()), "to": float(inside["spend"].max())}])
        layers.append(
            alt.Chart(edges)
            .mark_rect(color=colours.ink, opacity=0.06)
            .encode(x=alt.X("from:Q", scale=alt.Scale(domain=[0, domain.spend], nice=False)), x2="to:Q")
        )
    if mean is not None and mean > 0:
        reach = min(domain.spend, domain.outcome / mean)
        ends = pd.DataFrame({"spend": [0.0, reach], "outcome": [0.0, mean * reach]})
        layers.append(
            alt.Chart(ends).mark_line(color=colours.ink, opacity=0.45, strokeWidth=1).encode(x=x, y=y)
        )
    if before is not None:
        other = alt.Chart(before)
        layers.append(
            other.mark_area(opacity=0.14, color=colours.ink).encode(x=x, y=_low(scale), y2="high:Q")
        )
        layers.append(other.mark_line(color=colours.ink, strokeWidth=1.4, opacity=0.7).encode(x=x, y=y))
    base = alt.Chart(curve)
    layers.append(base.mark_area(opacity=0.16, color=colours.accent).encode(x=x, y=_low(scale), y2="high:Q"))
    layers.append(base.mark_line(color=colours.accent, strokeWidth=1.4, strokeDash=[3, 3]).encode(x=x, y=y))
    layers.append(
        base.transform_filter("datum.seen")
        .mark_line(color=colours.accent, strokeWidth=3.4 if chosen else 2.6)
        .encode(x=x, y=y)
    )
    layers.append(
        alt.Chart(points)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("colour:N", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("spend:Q", format=",.1f", title=axes[0]),
                alt.Tooltip("outcome:Q", format=",.1f", title=axes[1]),
            ],
        )
    )
    return titled(alt.layer(*layers), title, colours, subtitle=subtitle, height=150)


def _low(scale: alt.Scale) -> alt.Y:
    return alt.Y("low:Q", scale=scale, axis=alt.Axis(title=None))


def _form(top: float) -> str:
    """Decimals that tell the ticks of an axis apart."""
    return ",.0f" if top >= 6 else ",.1f" if top >= 0.6 else ",.2f"
