"""What all charts share: colours for light and dark, title and axis style."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from babel.numbers import get_decimal_symbol, get_group_symbol

from planner.domain.money import FloatArray
from planner.presentation import language

# Altair and Arrow are loaded with the first chart: a page's figures do not wait for them.

P = ParamSpec("P")
R = TypeVar("R")
AMOUNT = ",.2~f"
"""How Vega writes an amount on an axis: a unit of millions needs decimals, one of thousands shows none."""
PADDING = {"left": 0, "top": 0, "right": 6, "bottom": 2}
"""Pixels around a chart: room for the last label of an axis, and none of Streamlit's 20 below."""
PICK = "picked"
"""Name of the selection in charts whose marks can be clicked."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """A chart whose shape was built once: its Vega-Lite spec is shared and only its data are new.

    data  Arrow streams (`columns`) under the names that the spec reads them by
    """

    title: str
    spec: Mapping[str, Any]
    data: Mapping[str, bytes]


def columns(**values: Sequence[str] | FloatArray) -> bytes:
    """Columns of equal length as the Arrow stream that a browser reads: a tenth of a frame's price."""
    import pyarrow as pa  # noqa: PLC0415

    table = pa.table({name: pa.array(column) for name, column in values.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def built_once(make: Callable[P, R]) -> Callable[P, R]:
    """`lru_cache` for specs: people who need one at the same moment wait for it, none builds it again."""
    kept, lock = lru_cache(maxsize=64)(make), Lock()

    @wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> R:
        with lock:
            made: R = kept(*args, **kwargs)  # type: ignore[arg-type]  # what a spec is made of is hashable
            return made

    return found


@dataclass(frozen=True)
class Palette:
    """Colours by role. Good and bad are teal and burnt orange: told apart by colour-blind eyes."""

    ink: str
    accent: str
    soft: str
    faint: str
    good: str
    bad: str
    surface: str
    grid: str


LIGHT = Palette("#17202e", "#2f55c8", "#a9b9ea", "#c9d0db", "#0f7c73", "#b8500f", "#ffffff", "#e6eaf0")
DARK = Palette("#e8edf4", "#8aa6ff", "#45568f", "#465164", "#3fb8ac", "#f0914c", "#10151d", "#28313e")


def palette(theme: str | None) -> Palette:
    """The palette of "light" or "dark"; anything else is light."""
    return DARK if theme == "dark" else LIGHT


def titled(chart: Any, title: str, colours: Palette, *, subtitle: str = "", height: int = 260) -> Any:
    """`chart` with its finding as title, and the house style for axes and legend."""
    import altair as alt  # noqa: PLC0415

    text = alt.TitleParams(
        title,
        subtitle=subtitle or "",
        anchor="start",
        fontSize=15,
        fontWeight=600,
        color=colours.ink,
        subtitleColor=colours.ink,
        subtitleFontSize=12,
        subtitlePadding=4,
        offset=12,
    )
    return (
        chart.properties(title=text, height=height, padding=PADDING)
        .configure(locale={"number": _number_locale(), "time": _time_locale()})
        .configure_view(stroke=None)
        .configure_axis(
            grid=False, domainColor=colours.faint, tickColor=colours.faint, labelFontSize=12, titleFontSize=12
        )
        .configure_axisY(grid=True, gridColor=colours.grid, domain=False, ticks=False)
        .configure_legend(
            orient="top", title=None, labelFontSize=12, labelLimit=240, symbolStrokeWidth=2, offset=4
        )
    )


def _number_locale() -> dict[str, Any]:
    """How Vega writes numbers on axes and labels: the reader's way."""
    reader = language.locale()
    return {
        "decimal": get_decimal_symbol(reader),
        "thousands": get_group_symbol(reader),
        "grouping": [3],
        "currency": ["", ""],
        "percent": str(reader.percent_formats[None].pattern).rpartition("0")[2],  # "%", in Russian "\u00a0%"
    }


def _time_locale() -> dict[str, Any]:
    """How Vega names months and days on axes of dates."""
    reader = language.locale()
    months, days = reader.months["stand-alone"], reader.days["stand-alone"]
    week = (6, 0, 1, 2, 3, 4, 5)  # Vega's weeks begin on Sunday, Babel's on Monday
    return {
        "dateTime": "%x, %X",
        "date": "%Y-%m-%d",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [days["wide"][day] for day in week],
        "shortDays": [days["abbreviated"][day] for day in week],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }


def untitled_spec(chart: Any, colours: Palette, *, height: int) -> dict[str, Any]:
    """The Vega-Lite spec of `chart` in the house style, for a `Drawing`: its title stands outside."""
    spec: dict[str, Any] = titled(chart, "", colours, height=height).properties(title="").to_dict()
    for size in ("continuousWidth", "continuousHeight"):  # Altair's own theme; the page decides on sizes
        spec["config"]["view"].pop(size, None)
    return spec


def text_width(text: str, size: float) -> float:
    """About how many pixels a text takes in a chart; an ideograph is twice as wide as a letter."""
    return sum(1.04 * size if ord(letter) > 0x2E80 else 0.53 * size for letter in text)
