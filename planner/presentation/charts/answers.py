"""The small pictures beside the board: one of each kind, drawn from values; only their data change."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.presentation import formats
from planner.presentation.charts import answer_rows as rows
from planner.presentation.charts.base import Drawing, Palette, built_once, columns, untitled_spec
from planner.presentation.charts.differences import bridge
from planner.presentation.pictures import Bars, Curves, Dumbbell, Picture, Ranges, Shifts, Steps, Unit

LABEL = 11


def draw(picture: Picture, company: Company, colours: Palette) -> Any:
    """The chart of an answer's picture: a `Drawing`, or an Altair chart where it is rarely drawn."""
    match picture:
        case Dumbbell():
            return rows.dumbbell(picture, company, colours)
        case Shifts():
            return rows.shifts(picture, company, colours)
        case Ranges():
            return rows.ranges(picture, company, colours)
        case Steps():
            return _steps(picture, company, colours)
        case Bars():
            return rows.bars(picture, colours)
        case Curves():
            return _curves(picture, company, colours)


def _steps(picture: Steps, company: Company, colours: Palette) -> Any:
    divisor = formats.scale(company).divisor
    start, end = ((name, amount / divisor) for name, amount in (picture.start, picture.end))
    steps = [(name, amount / divisor) for name, amount in picture.steps]
    return bridge(start, steps, end, picture.title, picture.axis, colours, height=220)


def _curves(picture: Curves, company: Company, colours: Palette) -> Drawing:
    across, up = (_shown(unit, company) for unit in picture.units)
    lines = picture.lines
    data = {
        "lines": columns(
            x=np.concatenate([picture.x / across[0]] * len(lines)),
            y=np.concatenate([values / up[0] for _name, values in lines]),
            line=[name for name, values in lines for _value in values],
        ),
        "marks": columns(
            name=[name for name, _x, _y in picture.marks],
            x=np.array([x for _name, x, _y in picture.marks]) / across[0],
            y=np.array([y for _name, _x, y in picture.marks]) / up[0],
        ),
    }
    if picture.level is not None:
        word, height = picture.level
        data["level"] = columns(y=np.array([height / up[0]]), word=[word])
    spec = _curves_spec(
        tuple(name for name, _values in lines),
        tuple(dict.fromkeys(name for name, _x, _y in picture.marks)),
        picture.axes,
        (across[1], up[1]),
        _ends(picture, up[0]),
        picture.level is not None,
        colours,
    )
    return Drawing(picture.title, spec, data)


def _shown(unit: Unit, company: Company) -> tuple[float, str]:
    """What values of a unit are divided by, and how an axis writes them."""
    if unit == "money":
        return formats.scale(company).divisor, ",.0f"
    return 1.0, ",.2~f" if unit == "ratio" else ".0%"


def _ends(picture: Curves, divisor: float) -> tuple[float, float]:
    """Where the upright axis begins and ends: a line near its top is not drawn from zero."""
    heights: list[FloatArray] = [values for _name, values in picture.lines]
    heights.append(np.array([y for _name, _x, y in picture.marks]))
    if picture.level is not None:
        heights.append(np.array([picture.level[1]]))
    every = np.concatenate(heights)
    low, high = float(every.min()), float(every.max())
    room = max(high - low, 1e-9 * max(abs(high), 1.0))
    return (low - 0.12 * room) / divisor, (high + 0.15 * room) / divisor


@built_once
def _curves_spec(
    lines: tuple[str, ...],
    marks: tuple[str, ...],
    axes: tuple[str, str],
    forms: tuple[str, str],
    ends: tuple[float, float],
    aimed: bool,
    colours: Palette,
) -> dict[str, Any]:
    x = alt.X(
        "x:Q",
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(title=axes[0], format=forms[0], tickCount=5),
    )
    y_axis = alt.Axis(title=axes[1], format=forms[1], tickCount=4)
    y_scale = alt.Scale(domain=list(ends), nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=y_axis)
    domain = [*lines, *marks]
    fills = [*(colours.accent, colours.good)[: len(lines)], *(colours.ink, colours.accent)[: len(marks)]]
    colour, legend = alt.Scale(domain=domain, range=fills), alt.Legend(columns=2)
    layers: list[Any] = [
        alt.Chart(alt.NamedData("lines"))
        .mark_line(strokeWidth=2.4, interpolate="monotone")
        .encode(x=x, y=y, color=alt.Color("line:N", scale=colour, legend=legend)),
        alt.Chart(alt.NamedData("marks"))
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("name:N", scale=colour, legend=legend),
            shape=alt.Shape(
                "name:N", scale=alt.Scale(domain=list(marks), range=["circle", "diamond"]), legend=None
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("x:Q", format=forms[0], title=axes[0]),
                alt.Tooltip("y:Q", format=forms[1], title=axes[1]),
            ],
        ),
    ]
    if aimed:
        level = alt.Chart(alt.NamedData("level"))
        layers.append(level.mark_rule(color=colours.ink, strokeDash=[4, 3]).encode(y=y))
        layers.append(
            level.mark_text(align="left", dx=4, dy=-6, fontSize=LABEL, color=colours.ink).encode(
                x=alt.value(0), y=y, text="word:N"
            )
        )
    return untitled_spec(alt.layer(*layers), colours, height=200)
