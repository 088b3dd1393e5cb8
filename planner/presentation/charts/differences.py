"""Pictures of differences: a bridge that adds up, bars of variance, and a dumbbell of two plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import altair as alt
import pandas as pd

from planner.presentation.charts.base import AMOUNT, PICK, Palette, text_width, titled
from planner.presentation.formats import ratio

READABLE = 0.1
"""From this share of the highest end on, steps are drawn over a scale from zero: no end is cut."""


class Mood(StrEnum):
    """What a signed bar means: good or bad news, neither, or neither but worth a look."""

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"
    NOTED = "noted"

    @classmethod
    def of(cls, favourable: bool | None) -> Mood:
        """Good or bad; plain where it is neither."""
        return cls.PLAIN if favourable is None else cls.GOOD if favourable else cls.BAD


def bridge(
    start: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: tuple[str, float],
    title: str,
    unit: str,
    colours: Palette,
    *,
    height: int = 300,
    judged: bool = True,
    digits: int | None = None,
) -> Any:
    """A waterfall from `start` over signed `steps` to `end`, amounts in display units, adding exactly.

    Where the steps are small beside the ends these are cut: each shows a break and its amount, no scale.
    judged  whether a step up is good and one down bad; not so in an account, where costs are as planned
    digits  decimals of the unit, as sentences beside the chart write it; None: as many as tell bars apart
    """
    rows = [_end(start, digits)]
    level = start[1]
    for (name, amount), text in zip(steps, _signed((amount for _name, amount in steps), digits), strict=True):
        rows.append(
            {
                "step": name,
                "low": min(level, level + amount),
                "high": max(level, level + amount),
                "kind": "up" if amount >= 0 else "down",
                "text": text,
            }
        )
        level += amount
    rows.append(_end(end, digits))
    frame = pd.DataFrame(rows)
    changes = frame.iloc[1:-1]
    floor = min([start[1], end[1], *changes["low"]]) if len(changes) else min(start[1], end[1])
    ceiling = max([start[1], end[1], *changes["high"]]) if len(changes) else max(start[1], end[1])
    # A bridge of a few percent is unreadable from zero: its ends are cut, and marked as cut.
    room = max(ceiling - floor, abs(ceiling) * 0.01, 1e-9)
    bottom = max(0.0, floor - 0.6 * room) if floor > 0 else floor - 0.2 * room
    if floor > 0 and room >= READABLE * ceiling:
        bottom = 0.0
    is_cut = bottom > 0
    frame.loc[frame["kind"] == "total", "low"] = bottom
    order = list(frame["step"])
    # Words stand under one another, askew where the longest has no room: every bar keeps its name.
    needed = len(order) * max(4 + text_width(word, 12) for name in order for word in name.split())
    labels = alt.Axis(
        title=None,
        labelAngle=alt.ExprRef(f"width < {needed} ? -50 : 0"),
        labelAlign=alt.ExprRef(f"width < {needed} ? 'right' : 'center'"),
        labelBaseline=alt.ExprRef(f"width < {needed} ? 'middle' : 'top'"),
        labelExpr=f"width < {needed} ? datum.label : split(datum.label, ' ')",
        labelLimit=150,
        labelPadding=6,
        labelOverlap=False,
    )
    x = alt.X("step:N", sort=order, axis=labels)
    scale = alt.Scale(domain=[bottom, ceiling + 0.18 * room], nice=False)
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(
            domain=["total", "up", "down"],
            range=[colours.faint, *((colours.good, colours.bad) if judged else (colours.accent,) * 2)],
        ),
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
                axis=alt.Axis(title=unit, format=AMOUNT, tickCount=5, labels=not is_cut, grid=not is_cut),
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
    frame: pd.DataFrame,
    title: str,
    unit: str,
    colours: Palette,
    *,
    words: Mapping[Mood, str],
    digits: int | None = None,
) -> Any:
    """Signed bars by channel; colour says good or bad or neither, length says how much.

    frame  columns name, amount (display units), mood; with a column `key` its bars can be picked, and those
           not `chosen` stand back
    words  what the colours of the moods are called
    digits  decimals of the unit, as sentences beside the chart write it; None: as many as tell bars apart
    """
    shown = _said(frame, words, digits)
    y = alt.Y(
        "name:N",
        sort=list(frame["name"]),
        axis=alt.Axis(title=None, labelLimit=160, labelOverlap=False, labelFlush=False, grid=False),
    )
    x = alt.X(
        "amount:Q",
        scale=_with_room(frame["amount"]),
        axis=alt.Axis(title=unit, format=AMOUNT, tickCount=5, grid=True),
    )
    colour = _colour(shown, words, colours)
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


def _said(frame: pd.DataFrame, words: Mapping[Mood, str], digits: int | None) -> pd.DataFrame:
    """The frame with its mood and its amount in words."""
    return frame.assign(kind=frame["mood"].map(words), text=_signed(frame["amount"], digits))


def _with_room(amounts: pd.Series[float]) -> Any:
    """A scale from the lowest to the highest amount and zero, with room for the words at the bars' ends."""
    edge = 0.18 * max(float(amounts.abs().max()), 1e-9)
    ends = [min(0.0, float(amounts.min()) - edge), max(0.0, float(amounts.max())) + edge]
    return alt.Scale(domain=ends, nice=False)


def _colour(shown: pd.DataFrame, words: Mapping[Mood, str], colours: Palette) -> Any:
    """Colour by mood; the legend names those that occur."""
    paint = {
        Mood.GOOD: colours.good,
        Mood.BAD: colours.bad,
        Mood.PLAIN: colours.soft,
        Mood.NOTED: colours.accent,
    }
    found = [mood for mood in words if mood in set(shown["mood"])]
    return alt.Color(
        "kind:N",
        scale=alt.Scale(domain=[words[mood] for mood in found], range=[paint[mood] for mood in found]),
        # Three names in a row are wider than a phone.
        legend=alt.Legend(columns=alt.ExprRef("windowSize()[0] < 600 ? 2 : 0")),
    )


def _signed(amounts: Iterable[float], digits: int | None) -> list[str]:
    """ "+57", "−0.4" of amounts side by side: what is small keeps a decimal, where all are small two.

    With the `digits` of their unit they are written as `formats.money` writes them.
    """
    found = list(amounts)
    if digits is not None:
        return [ratio(value, digits=digits + (0 < abs(value) < 9.95), signed=True) for value in found]
    small = 1 if max(map(abs, found), default=0.0) >= 0.995 else 2
    return [ratio(value, digits=0 if abs(value) >= 9.95 else small, signed=True) for value in found]


def _end(of: tuple[str, float], digits: int | None) -> dict[str, Any]:
    name, value = of
    return {"step": name, "low": 0.0, "high": value, "kind": "total", "text": _whole(value, digits)}


def _whole(value: float, digits: int | None) -> str:
    """An end of a bridge: "15,808"; in millions of a small year "15.81"."""
    if digits is not None:
        return ratio(value, digits=digits + (0 < abs(value) < 9.95))
    return ratio(value, digits=0 if abs(value) >= 995 else 1 if abs(value) >= 99.5 else 2)


def month_bars(
    frame: pd.DataFrame,
    title: str,
    unit: str,
    colours: Palette,
    *,
    words: Mapping[Mood, str],
    digits: int | None = None,
) -> Any:
    """Signed bars by month that can be picked.

    frame  columns key, month (in order), amount (display units), mood, chosen (bool)
    words  what the colours of the moods are called
    digits  as in `variance_bars`
    """
    shown = _said(frame, words, digits)
    x = alt.X("month:N", sort=list(frame["month"]), axis=alt.Axis(title=None, labelAngle=0, offset=2))
    y = alt.Y(
        "amount:Q", scale=_with_room(frame["amount"]), axis=alt.Axis(title=unit, format=AMOUNT, tickCount=4)
    )
    bars = _pickable(
        alt.Chart(shown)
        .mark_bar(cornerRadius=1, cursor="pointer")
        .encode(
            x=x,
            y=y,
            color=_colour(shown, words, colours),
            tooltip=[alt.Tooltip("month:N", title=" "), alt.Tooltip("text:N", title=unit)],
        )
    )
    text = (
        alt.Chart(shown)
        .mark_text(fontSize=11, color=colours.ink, dy=alt.ExprRef("datum.amount < 0 ? 10 : -8"))
        .encode(x=x, y=y, text="text:N")
    )
    return titled(bars + text, title, colours, height=190)


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
    x_axis = alt.Axis(title=unit, format=AMOUNT, tickCount=6, grid=True)
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
                alt.Tooltip("value:Q", format=AMOUNT, title=unit),
            ],
        )
    )
    return titled(joined + dots, title, colours, height=max(150, 60 + 17 * len(frame)))
