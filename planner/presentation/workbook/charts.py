"""Native charts in the workbook's look: quiet grid, direct titles, no frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from planner.presentation.language import current
from planner.presentation.workbook.styles import FONT, INK, MUTED, RULE

_MONTHS = {"en": "[$-409]mmm", "zh_CN": '[$-804]m"月"', "ru": "[$-419]mmm"}
MANY_NAMES = 20
"""Names down the side of a chart from which on they are written smaller."""
_TEXT = {"name": FONT, "size": 8, "color": MUTED}


def titled(file: Workbook, kind: Mapping[str, str], title: str, *, legend: bool = True) -> Any:
    """A chart of `kind` ({"type": ...}) with its title above the plot at the left."""
    chart: Any = file.add_chart(dict(kind))
    chart.set_title(
        {
            "name": _plain(title),
            "name_font": {"name": FONT, "size": 10, "bold": True, "color": INK},
            "overlay": False,
            "layout": {"x": 0.015, "y": 0.02},
        }
    )
    chart.set_legend({"position": "bottom", "font": _TEXT} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": RULE}, "fill": {"color": "#FFFFFF"}})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def axes(
    chart: Any,
    *,
    values: str = "#,##0",
    months: bool = False,
    value_name: str = "",
    category_name: str = "",
    lowest: float | None = 0,
    highest: float | None = None,
    step: float | None = None,
    bars: bool = False,
    names: int = 0,
) -> None:
    """Quiet axes. `values` is a number format; `months`: the categories are; `bars`: names down the side,
    `names` of them, every one written.

    Bars start at 0; `lowest` None leaves that to the program, for differences.
    """
    name_font = _TEXT | {"bold": False}
    value: dict[str, Any] = {
        "num_format": values,
        "num_font": _TEXT,
        "name_font": name_font,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.5}},
        "min": lowest,
        "max": highest,
        "major_unit": step,
    }
    category = quiet_axis() | {"name_font": name_font}
    if value_name:
        value["name"] = value_name
    if category_name:
        category["name"] = category_name
    if months:
        category |= {"num_format": _MONTHS[current()], "text_axis": True}
    if bars:
        # The writer calls the axis along the bottom x, whatever stands on it.
        chart.set_x_axis(value)
        small = {"num_font": _TEXT | {"size": 6}} if names > MANY_NAMES else {}
        every = {"interval_unit": 1} if names else {}
        chart.set_y_axis(category | small | every | {"reverse": True, "crossing": "max"})
        return
    chart.set_x_axis(category)
    chart.set_y_axis(value)


def _plain(name: str) -> str:
    """A name as text: the writer takes one that begins with "=" for a cell reference."""
    return f" {name}" if name.startswith("=") else name


def quiet_axis(number_format: str = "General") -> dict[str, Any]:
    """An axis along the bottom without ticks or grid."""
    return {
        "num_font": _TEXT,
        "num_format": number_format,
        "line": {"color": RULE},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": False},
        # Bars below zero must not run through the names.
        "label_position": "low",
    }


def series(
    name: str,
    categories: Sequence[Any],
    values: Sequence[Any],
    colour: str,
    *,
    line: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """One series: filled with `colour`, or drawn as a line of it where `line` gives its look."""
    made: dict[str, Any] = {
        "name": _plain(name),
        "categories": list(categories),
        "values": list(values),
        **more,
    }
    if line is None:
        made |= {"fill": {"color": colour}, "border": {"none": True}}
    else:
        made["line"] = {"color": colour, "width": 2} | dict(line)
    return made
