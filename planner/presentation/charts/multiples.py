"""Small charts of channels beside each other, and the two ways of scaling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import numpy as np

from planner.domain.money import FloatArray
from planner.presentation import language
from planner.presentation.charts.base import Drawing, Palette, columns, untitled_spec

HEIGHT = 124
"""Pixels of one: three rows of them stand on a laptop's screen."""

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


@dataclass(frozen=True, eq=False)
class Line:
    """A channel's response in display units, (N,) each; `seen`: the part that evidence covers."""

    spend: FloatArray
    outcome: FloatArray
    low: FloatArray
    high: FloatArray
    seen: np.ndarray

    def data(self) -> bytes:
        """As a chart reads it; the seen part has a column of its own, nan elsewhere."""
        return columns(
            spend=self.spend,
            outcome=self.outcome,
            low=self.low,
            high=self.high,
            known=np.where(self.seen, self.outcome, np.nan),
        )


def small_multiple(
    line: Line,
    points: Sequence[tuple[str, float, float]],
    title: str,
    domain: Domain,
    axes: tuple[str, str],
    colours: Palette,
    *,
    before: Line | None = None,
    mean: float | None = None,
    chosen: bool = False,
) -> Drawing:
    """One channel of a set: the seen range shaded and solid, the rest dashed, plans as points.

    points  name, spend and outcome of a plan each; the last one is dark, others are green
    before  the channel's curve in another version
    mean    return for each unit of spend that all charts draw as a line from the corner
    """
    data = {
        "line": line.data(),
        "points": columns(
            name=[name for name, _spend, _outcome in points],
            spend=np.array([spend for _name, spend, _outcome in points], float),
            outcome=np.array([outcome for _name, _spend, outcome in points], float),
            colour=[colours.good] * (len(points) - 1) + [colours.ink] * bool(points),
        ),
    }
    inside = line.spend[line.seen]
    if inside.size:
        data["range"] = columns(first=inside[:1], last=inside[-1:])
    if mean is not None and mean > 0:
        reach = min(domain.spend, domain.outcome / mean)
        data["mean"] = columns(spend=np.array([0.0, reach]), outcome=np.array([0.0, mean * reach]))
    if before is not None:
        data["before"] = before.data()
    spec = _small_multiple(frozenset(data), domain, axes, colours, chosen, language.current())
    return Drawing(title, spec, data)


@lru_cache(maxsize=512)
def _small_multiple(
    parts: frozenset[str],
    domain: Domain,
    axes: tuple[str, str],
    colours: Palette,
    chosen: bool,
    _language: str,
) -> dict[str, Any]:
    wide = alt.Scale(domain=[0, domain.spend], nice=False, clamp=True)
    x = alt.X("spend:Q", scale=wide, axis=alt.Axis(title=None, format=_form(domain.spend), tickCount=3))
    high = alt.Scale(domain=[0, domain.outcome], nice=False, clamp=True)
    axis = alt.Axis(title=None, format=_form(domain.outcome), tickCount=3)
    y, low = alt.Y("outcome:Q", scale=high, axis=axis), alt.Y("low:Q", scale=high, axis=axis)
    known = alt.Y("known:Q", scale=high, axis=axis)

    def drawn(part: str) -> Any:
        return alt.Chart(alt.NamedData(part))

    ink = colours.ink
    layers = []
    if "range" in parts:
        band = alt.X("first:Q", scale=wide)
        layers.append(drawn("range").mark_rect(color=ink, opacity=0.06).encode(x=band, x2="last:Q"))
    if "mean" in parts:
        layers.append(drawn("mean").mark_line(color=ink, opacity=0.45, strokeWidth=1).encode(x=x, y=y))
    if "before" in parts:
        layers += [
            drawn("before").mark_area(opacity=0.14, color=ink).encode(x=x, y=low, y2="high:Q"),
            drawn("before").mark_line(color=ink, strokeWidth=1.4, opacity=0.7).encode(x=x, y=y),
        ]
    layers += [
        drawn("line").mark_area(opacity=0.16, color=colours.accent).encode(x=x, y=low, y2="high:Q"),
        drawn("line").mark_line(color=colours.accent, strokeWidth=1.4, strokeDash=[3, 3]).encode(x=x, y=y),
        drawn("line")
        .mark_line(color=colours.accent, strokeWidth=3.4 if chosen else 2.6)
        .encode(x=x, y=known),
        drawn("points")
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
        ),
    ]
    return untitled_spec(alt.layer(*layers), colours, height=HEIGHT)


def _form(top: float) -> str:
    """Decimals that tell the ticks of an axis apart."""
    return ",.0f" if top >= 6 else ",.1f" if top >= 0.6 else ",.2f"
