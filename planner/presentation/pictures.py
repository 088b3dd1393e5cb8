"""The picture of an answer as values in currency units: the finding and what is drawn, without colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planner.domain.money import FloatArray

MOST_ROWS = 12
"""Rows that a picture beside the board can carry."""

Unit = Literal["money", "ratio", "share"]


@dataclass(frozen=True)
class Dumbbell:
    """Money of a year by channel, now and as advised; the largest changes, the largest first.

    rows   channel, now, advised
    other  how many smaller changes are not drawn
    """

    title: str
    rows: tuple[tuple[str, float, float], ...]
    other: int = 0


@dataclass(frozen=True, eq=False)
class Shifts:
    """Money that changes its month: channels x months, above 0 where a month takes."""

    title: str
    channels: tuple[str, ...]
    months: tuple[str, ...]
    amounts: FloatArray

    def __post_init__(self) -> None:
        if self.amounts.shape != (len(self.channels), len(self.months)):
            raise ValueError(f"shifts of shape {self.amounts.shape}")


@dataclass(frozen=True)
class Ranges:
    """Amounts with what eight cases of ten lie within: name, low, middle, high."""

    title: str
    rows: tuple[tuple[str, float, float, float], ...]
    axis: str


@dataclass(frozen=True)
class Steps:
    """From one amount over signed steps to another."""

    title: str
    start: tuple[str, float]
    steps: tuple[tuple[str, float], ...]
    end: tuple[str, float]
    axis: str


@dataclass(frozen=True)
class Bars:
    """One bar a channel, the words beside it, and what kind it is of.

    rows   name, length, label, kind (one of `kinds`)
    kinds  good, middling and bad in this order: their colours
    level  the length to be judged by; None: none is
    """

    title: str
    rows: tuple[tuple[str, float, str, str], ...]
    kinds: tuple[str, ...]
    axis: str
    level: float | None = None


@dataclass(frozen=True, eq=False)
class Curves:
    """One or two lines over a common x, and the points that the answer is about.

    lines  name and values, each as long as `x`
    marks  name, x, y: here first, then the advised
    level  a height that is aimed at, with its name
    """

    title: str
    x: FloatArray
    lines: tuple[tuple[str, FloatArray], ...]
    marks: tuple[tuple[str, float, float], ...]
    axes: tuple[str, str]
    units: tuple[Unit, Unit] = ("money", "money")
    level: tuple[str, float] | None = None

    def __post_init__(self) -> None:
        if any(values.shape != self.x.shape for _name, values in self.lines):
            raise ValueError("a line of another length than its x")


Picture = Dumbbell | Shifts | Ranges | Steps | Bars | Curves


def largest(changes: Sequence[tuple[str, float, float]]) -> tuple[tuple[tuple[str, float, float], ...], int]:
    """Rows (channel, now, advised) that change, the largest first, and how many of them are left out."""
    moved = [row for row in changes if abs(row[2] - row[1]) >= 0.5]
    moved.sort(key=lambda row: -abs(row[2] - row[1]))
    return tuple(moved[:MOST_ROWS]), max(0, len(moved) - MOST_ROWS)
