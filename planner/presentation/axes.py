"""Axes of amounts in files: where they end, how they step, how a spreadsheet program writes them.

Cells and chart data keep whole currency units; only what stands beside an axis is shortened.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from babel.numbers import format_decimal

from planner.presentation.formats import NBSP
from planner.presentation.language import current, locale

_STEPS: dict[str, tuple[tuple[float, str, str], ...]] = {
    "en": ((1e9, ",,,", "B"), (1e6, ",,", "M"), (1e3, ",", "k")),
    "ru": ((1e9, ",,,", NBSP + "млрд"), (1e6, ",,", NBSP + "млн"), (1e3, ",", NBSP + "тыс.")),
}
"""From which amount on, the commas that divide by it in a number format, and its word."""
# No comma divides by ten thousand: it is a thousandth with its point set by hand before the last digit.
_CHINESE = ((1e8, r"0\.00,,", "亿"), (1e4, r"0\.0,", "万"))


def axis(highest: float) -> tuple[float, float]:
    """Top of an axis from 0 that holds `highest`, and its step."""
    highest = max(highest, 1.0)
    power = 10.0 ** np.floor(np.log10(highest))
    step = next(part * power for part in (0.2, 0.25, 0.5, 1.0, 2.0) if part * power * 5 >= highest)
    return float(np.ceil(highest / step) * step), float(step)


def axis_format(highest: float, step: float = 0.0, *, signed: bool = False) -> str:
    """Number format, as spreadsheet programs spell it, of an axis up to `highest`: "1.5M", "150万"."""
    pattern = "#,##0"
    if current() == "zh_CN":
        found = next(((code, word) for least, code, word in _CHINESE if highest >= least), None)
        pattern = pattern if found is None else f'{found[0]}"{found[1]}"'
    else:
        for least, commas, word in _STEPS[current()]:
            if highest >= least:
                pattern = f'0{_decimals(step / least)}{commas}"{word}"'
                break
    return f'+{pattern};"−"{pattern};0' if signed else f'{pattern};"−"{pattern};0'


def ticks(top: float, step: float) -> list[tuple[float, str]]:
    """The amounts of an axis from 0 with what stands beside them, all in one unit: 0, "0.5M", "1.0M"."""
    steps = [(1.0, "")]
    if current() == "zh_CN":
        steps = [*((least, word) for least, _code, word in _CHINESE), *steps]
    else:
        steps = [*((least, word) for least, _commas, word in _STEPS[current()]), *steps]
    least, word = next((least, word) for least, word in steps if top >= least or least == 1)
    pattern = "#,##0" + _decimals(step / least)
    amounts = [step * index for index in range(round(top / step) + 1)]
    said = (format_decimal(amount / least, format=pattern, locale=locale()) + word for amount in amounts[1:])
    return list(zip(amounts, ["0", *said], strict=True))


def for_amounts(highest: float) -> dict[str, Any]:
    """`values` and `step` of an axis from 0 that has to hold `highest`."""
    top, step = axis(highest)
    return {"values": axis_format(top, step), "step": step}


def _decimals(step: float) -> str:
    """As many as tell two steps apart."""
    for digits in (0, 1):
        if abs(step * 10**digits - round(step * 10**digits)) < 1e-9:
            return "." + "0" * digits if digits else ""
    return ".00"
