"""Small pictures with a row a channel: dumbbell, shifts between months, ranges, judged bars."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from planner.domain.company import Company
from planner.presentation import formats
from planner.presentation.charts.base import Drawing, Palette, built_once, columns, untitled_spec
from planner.presentation.language import _
from planner.presentation.pictures import Bars, Dumbbell, Ranges, Shifts

ROW = 15
"""Pixels a channel takes."""
FRAME, LEGEND = 60, 26
"""Pixels of an axis with its title, and of a legend: a height is that of the whole picture."""
LABEL = 11


def dumbbell(picture: Dumbbell, company: Company, colours: Palette) -> Drawing:
    """Now and advised as two dots, joined, the change beside them."""
    divisor = formats.scale(company).divisor
    names = [name for name, _now, _advised in picture.rows]
    now = np.array([row[1] for row in picture.rows]) / divisor
    advised = np.array([row[2] for row in picture.rows]) / divisor
    words = _("Now"), _("Advised")
    text = [formats.money(row[2] - row[1], company, signed=True) for row in picture.rows]
    far = np.maximum(now, advised)
    data = {
        "rows": columns(name=names, now=now, advised=advised, far=far, text=text),
        "dots": columns(
            name=names * 2,
            value=np.concatenate([now, advised]),
            which=[words[0]] * len(names) + [words[1]] * len(names),
        ),
    }
    axis = _("Year, {unit}").format(unit=formats.unit_label(company))
    end = float(far.max()) * 1.22
    return Drawing(picture.title, _dumbbell_spec(tuple(names), words, axis, end, colours), data)


@built_once
def _dumbbell_spec(
    names: tuple[str, ...], words: tuple[str, str], axis: str, end: float, colours: Palette
) -> dict[str, Any]:
    y = _names(names)
    scale = alt.Scale(domain=[0, end], nice=False)
    x_axis = alt.Axis(title=axis, format=",.0f", tickCount=5, grid=True)
    rows = alt.Chart(alt.NamedData("rows"))
    layers = [
        rows.mark_rule(strokeWidth=3, color=colours.faint).encode(
            y=y, x=alt.X("now:Q", scale=scale, axis=x_axis), x2="advised:Q"
        ),
        alt.Chart(alt.NamedData("dots"))
        .mark_point(filled=True, size=75, opacity=1)
        .encode(
            y=y,
            x=alt.X("value:Q", scale=scale, axis=x_axis),
            color=alt.Color(
                "which:N", scale=alt.Scale(domain=list(words), range=[colours.ink, colours.accent])
            ),
            shape=alt.Shape("which:N", scale=alt.Scale(domain=list(words), range=["circle", "diamond"])),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("which:N", title="  "),
                alt.Tooltip("value:Q", format=",.1f", title=axis),
            ],
        ),
        rows.mark_text(align="left", dx=8, fontSize=LABEL, color=colours.ink).encode(
            y=y, x=alt.X("far:Q", scale=scale, axis=x_axis), text="text:N"
        ),
    ]
    return untitled_spec(alt.layer(*layers), colours, height=_height(len(names), legend=True))


def shifts(picture: Shifts, company: Company, colours: Palette) -> Drawing:
    """Months across, channels down: the fuller a cell, the more money comes or goes."""
    amounts = picture.amounts / formats.scale(company).divisor
    count, months = amounts.shape
    peak = float(np.abs(amounts).max()) or 1.0
    digits = 0 if peak >= 9.95 else 1 if peak >= 0.995 else 2
    text = [_cell(value, digits) for value in amounts.ravel()]
    data = {
        "cells": columns(
            channel=[name for name in picture.channels for _month in range(months)],
            month=list(picture.months) * count,
            amount=amounts.ravel(),
            share=amounts.ravel() / peak,
            text=text,
        )
    }
    axis = _("{unit}; blue takes, grey gives").format(unit=formats.unit_label(company))
    return Drawing(picture.title, _shifts_spec(picture.channels, picture.months, axis, colours), data)


def _cell(value: float, digits: int) -> str:
    """An amount in few signs, or nothing where it rounds to nothing: a cell has room for little."""
    text = formats.ratio(value, signed=True, digits=digits)
    return text if any(digit in text for digit in "123456789") else ""


@built_once
def _shifts_spec(
    channels: tuple[str, ...], months: tuple[str, ...], axis: str, colours: Palette
) -> dict[str, Any]:
    x = alt.X(
        "month:N",
        sort=list(months),
        axis=alt.Axis(title=axis, labelAngle=0, labelFlush=False, orient="top", domain=False, ticks=False),
    )
    y = _names(channels, "channel")
    # Blue takes, grey gives: neither is good or bad, and the sign says it too.
    colour = alt.Color(
        "share:Q",
        scale=alt.Scale(
            domain=[-1, 0, 1], range=[colours.faint, colours.surface, colours.accent], interpolate="rgb"
        ),
        legend=None,
    )
    cells = (
        alt.Chart(alt.NamedData("cells"))
        .mark_rect(stroke=colours.grid, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            tooltip=[
                alt.Tooltip("channel:N", title=" "),
                alt.Tooltip("month:N", title="  "),
                alt.Tooltip("amount:Q", format="+,.1f", title=" "),
            ],
        )
    )
    text = (
        alt.Chart(alt.NamedData("cells"))
        .mark_text(fontSize=alt.ExprRef(f"width < 300 ? 0 : {LABEL}"))  # a phone's cells hold no amounts
        .encode(
            x=x,
            y=y,
            text="text:N",
            color=alt.condition("datum.share > 0.6", alt.value(colours.surface), alt.value(colours.ink)),
        )
    )
    return untitled_spec(alt.layer(cells, text), colours, height=_height(len(channels)))


def ranges(picture: Ranges, company: Company, colours: Palette) -> Drawing:
    """What is expected as a dot on what is likely."""
    divisor = formats.scale(company).divisor
    names = tuple(row[0] for row in picture.rows)
    low, middle, high = (np.array([row[i] for row in picture.rows]) / divisor for i in (1, 2, 3))
    text = [formats.money(row[2], company) for row in picture.rows]
    data = {"rows": columns(name=list(names), low=low, middle=middle, high=high, text=text)}
    bounds = min(0.0, float(low.min())), max(0.0, float(high.max()))
    room = 0.16 * (bounds[1] - bounds[0])
    ends = bounds[0], bounds[1] + room
    return Drawing(picture.title, _ranges_spec(names, picture.axis, ends, colours), data)


@built_once
def _ranges_spec(
    names: tuple[str, ...], axis: str, ends: tuple[float, float], colours: Palette
) -> dict[str, Any]:
    y = _names(names)
    scale = alt.Scale(domain=list(ends), nice=False)
    x_axis = alt.Axis(title=axis, format=",.0f", tickCount=5, grid=True)
    rows = alt.Chart(alt.NamedData("rows"))
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        *(alt.Tooltip(f"{key}:Q", format=",.0f", title=word) for key, word in _said_ends()),
    ]
    layers = [
        rows.mark_bar(size=9, cornerRadius=4, color=colours.soft).encode(
            y=y, x=alt.X("low:Q", scale=scale, axis=x_axis), x2="high:Q", tooltip=tooltip
        ),
        rows.mark_point(filled=True, size=70, color=colours.accent, opacity=1).encode(
            y=y, x=alt.X("middle:Q", scale=scale, axis=x_axis), tooltip=tooltip
        ),
        rows.mark_text(align="left", dx=6, fontSize=LABEL, color=colours.ink).encode(
            y=y, x=alt.X("high:Q", scale=scale, axis=x_axis), text="text:N"
        ),
    ]
    return untitled_spec(alt.layer(*layers), colours, height=_height(len(names)))


def _said_ends() -> tuple[tuple[str, str], ...]:
    return ("low", _("Lower end")), ("middle", _("Expected")), ("high", _("Upper end"))


def bars(picture: Bars, colours: Palette) -> Drawing:
    """A bar a channel, its words at the right."""
    names = tuple(row[0] for row in picture.rows)
    length = np.array([row[1] for row in picture.rows])
    data = {
        "rows": columns(
            name=list(names),
            length=length,
            text=[row[2] for row in picture.rows],
            kind=[row[3] for row in picture.rows],
        )
    }
    level = picture.level
    if level is not None:
        data["level"] = columns(at=np.array([level]))
    far = max(float(length.max()), 0.0 if level is None else level)
    ends = min(0.0, float(length.min())), far * 1.75  # the words at the right have room on a phone too
    spec = _bars_spec(names, picture.kinds, picture.axis, ends, level is not None, colours)
    return Drawing(picture.title, spec, data)


@built_once
def _bars_spec(
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    axis: str,
    ends: tuple[float, float],
    judged: bool,
    colours: Palette,
) -> dict[str, Any]:
    y = _names(names)
    x = alt.X(
        "length:Q",
        scale=alt.Scale(domain=list(ends), nice=False),
        axis=alt.Axis(title=axis, titleAnchor="end", format=",.2~f", tickCount=5, grid=True),
    )
    words = [kind for kind in kinds if kind]
    fills = [colours.good, colours.faint, colours.bad] if judged else [colours.soft]
    rows = alt.Chart(alt.NamedData("rows"))
    layers: list[Any] = [
        rows.mark_bar(size=11, cornerRadius=1).encode(
            y=y,
            x=x,
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=words, range=fills[: len(words)]),
                legend=alt.Legend(columns=alt.ExprRef("windowSize()[0] < 600 ? 2 : 0")) if judged else None,
            ),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("text:N", title="  ")],
        ),
        rows.mark_text(align="right", fontSize=LABEL, color=colours.ink).encode(
            y=y, x=alt.value(alt.ExprRef("width")), text="text:N"
        ),
    ]
    if judged:
        level = alt.Chart(alt.NamedData("level"))
        layers.append(level.mark_rule(color=colours.ink, strokeDash=[4, 3]).encode(x="at:Q"))
    return untitled_spec(alt.layer(*layers), colours, height=_height(len(names), legend=judged))


def _height(rows: int, *, legend: bool = False) -> int:
    return FRAME + LEGEND * legend + ROW * rows


def _names(names: tuple[str, ...], field: str = "name") -> Any:
    return alt.Y(
        f"{field}:N",
        sort=list(names),
        axis=alt.Axis(title=None, labelLimit=130, labelOverlap=False, labelFlush=False, grid=False),
    )
