"""A formula and its value, computed side by side.

Excel recalculates the formula; previews, phones and readers that do not calculate show the value. Both grow
from the same operands here, so they cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from planner.presentation.formats import NOTHING


@dataclass(frozen=True)
class Live:
    """`text` is the formula without its "="; `value` None shows "–".

    atom  whether the text may stand beside * and / without parentheses
    """

    text: str
    value: float | None
    atom: bool = True

    def __add__(self, other: Live) -> Live:
        return self._joined("+", other, _add(self.value, other.value))

    def __sub__(self, other: Live) -> Live:
        return self._joined("-", other, _add(self.value, None if other.value is None else -other.value))

    def __mul__(self, other: Live) -> Live:
        value = None if self.value is None or other.value is None else self.value * other.value
        return Live(f"{self._factor}*{other._factor}", value, atom=False)

    def __truediv__(self, other: Live) -> Live:
        """The ratio; "–" where nothing stands below the line."""
        missing = self.value is None or not other.value
        value = None if missing else (self.value or 0.0) / (other.value or 1.0)
        return Live(f'IFERROR({self._factor}/{other._factor},"{NOTHING}")', value)

    @property
    def _factor(self) -> str:
        return self.text if self.atom else f"({self.text})"

    def _joined(self, sign: str, other: Live, value: float | None) -> Live:
        right = other._factor if sign == "-" else other.text
        text = f"{self.text}{sign}{right}"
        # Where an operand reads "–" the sum has to read "–" too, not #VALUE!.
        if self.value is None or other.value is None:
            return Live(f'IFERROR({text},"{NOTHING}")', None)
        return Live(text, value, atom=False)


def number(value: float) -> Live:
    """A constant inside a formula."""
    return Live(repr(int(value)) if float(value).is_integer() else repr(float(value)), float(value))


def twelfth(whole: Live, index: int, count: int, digits: int) -> Live:
    """Part `index` (from 0) of `count` even ones of an amount of 0 or more; rounded parts add up to it."""
    scale = 10.0**digits

    def until(parts: int) -> float:
        return floor((whole.value or 0.0) * parts / count * scale + 0.5) / scale

    ends = [f"ROUND({whole._factor}*{parts}/{count},{digits})" for parts in (index + 1, index)]
    value = None if whole.value is None else round(until(index + 1) - until(index), digits)
    return Live("-".join(ends), value, atom=False)


def _add(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a + b
