"""The small pictures beside the board: one of each kind, drawn from values; only their data change."""

from __future__ import annotations

from typing import Any, Literal

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
_SIDES: tuple[tuple[str, Literal["left", "center", "right"], int, bool | None], ...] = (
    ("left", "right", -6, True),
    ("right", "left", 6, False),
    ("over", "center", 0, None),
)
"""Where a mark stands, how its name is set, and whether above a rising line (None: above any)."""


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
    digits = formats.scale(company).digits
    return bridge(start, steps, end, picture.title, picture.axis, colours, height=210, digits=digits)


def _curves(picture: Curves, company: Company, colours: Palette) -> Drawing:
    across, up = (_shown(unit, company) for unit in picture.units)
    lines = picture.lines
    xs = [x for _name, x, _y in picture.marks]
    data = {
        "lines": columns(
            x=np.concatenate([picture.x / across[0]] * len(lines)),
            y=np.concatenate([values / up[0] for _name, values in lines]),
            line=[name for name, values in lines for _value in values],
        ),
        "marks": columns(
            name=[name for name, _x, _y in picture.marks],
            x=np.array(xs) / across[0],
            y=np.array([y for _name, _x, y in picture.marks]) / up[0],
            side=["over" if max(xs) == min(xs) else "left" if x == min(xs) else "right" for x in xs],
        ),
    }
    if picture.level is not None:
        word, height = picture.level
        data["level"] = columns(y=np.array([height / up[0]]), word=[word])
    first = lines[0][1]
    spec = _curves_spec(
        tuple(name for name, _values in lines),
        tuple(dict.fromkeys(name for name, _x, _y in picture.marks)),
        picture.axes,
        (across[1], up[1]),
        _ends(picture, up[0]),
        picture.level is not None,
        float(first[-1]) > float(first[0]),
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
    rising: bool,
    colours: Palette,
) -> dict[str, Any]:
    x = alt.X(
        "x:Q",
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(title=axes[0], format=forms[0], tickCount=5),
    )
    # The legend says what a single line is, and its axis need not say it again.
    y_axis = alt.Axis(title=None if lines == axes[1:] else axes[1], format=forms[1], tickCount=4)
    y_scale = alt.Scale(domain=list(ends), nice=False)
    y = alt.Y("y:Q", scale=y_scale, axis=y_axis)
    colour = alt.Scale(domain=list(lines), range=[colours.accent, colours.good][: len(lines)])
    fill = alt.Scale(domain=list(marks), range=[colours.ink, colours.accent][: len(marks)])
    shape = alt.Scale(domain=list(marks), range=["circle", "diamond"][: len(marks)])
    marked = alt.Chart(alt.NamedData("marks"))
    layers: list[Any] = [
        alt.Chart(alt.NamedData("lines"))
        .mark_line(strokeWidth=2.4, interpolate="monotone")
        .encode(x=x, y=y, color=alt.Color("line:N", scale=colour)),
        marked.mark_point(filled=True, size=95, opacity=1).encode(
            x=x,
            y=y,
            color=alt.Color("name:N", scale=fill, legend=None),
            shape=alt.Shape("name:N", scale=shape, legend=None),
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
    # Beside its mark, on the side where the line is not, and away from the other mark.
    for side, align, off, above in _SIDES:
        here = marked.transform_filter(alt.datum.side == side).encode(x=x, y=y, text="name:N")
        place: dict[str, Any] = {"align": align, "dx": off, "dy": -12 if above in (rising, None) else 14}
        behind = {"stroke": colours.surface, "strokeWidth": 4, "color": colours.surface}
        layers += [
            here.mark_text(fontSize=LABEL, **place, **look) for look in (behind, {"color": colours.ink})
        ]
    drawn = alt.layer(*layers).resolve_scale(color="independent")
    return untitled_spec(drawn, colours, height=180)
