"""A picture as lines without axes: what a wall shows of it in big type."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.company import Company
from planner.presentation.formats import money, ratio
from planner.presentation.pictures import Bars, Dumbbell, Picture, Ranges

MOST_ROWS = 8
"""Lines that can be read from the last row of chairs."""


@dataclass(frozen=True)
class WallRow:
    """A line from `start` to `end`, shares of the whole width, with a dot (None: none) and its amount."""

    name: str
    start: float
    end: float
    dot: float | None
    text: str


def wall_rows(picture: Picture | None, company: Company) -> tuple[WallRow, ...]:
    """The first lines of a picture by channel; nothing for one that needs two axes."""
    rows: list[tuple[str, float, float, float | None, str]]
    match picture:
        case Dumbbell():
            rows = [
                (name, now, advised, advised, money(advised - now, company, signed=True))
                for name, now, advised in picture.rows
            ]
        case Ranges():
            rows = [(name, low, high, mid, money(mid, company)) for name, low, mid, high in picture.rows]
        case Bars():
            rows = [(name, 0.0, length, None, ratio(length)) for name, length, _said, _kind in picture.rows]
        case _:
            return ()
    rows = rows[:MOST_ROWS]
    ends = [0.0, *(end for row in rows for end in row[1:3])]
    low, width = min(ends), (max(ends) - min(ends)) or 1.0

    def share(value: float) -> float:
        return (value - low) / width

    return tuple(
        WallRow(name, share(min(a, b)), share(max(a, b)), None if dot is None else share(dot), text)
        for name, a, b, dot, text in rows
    )
