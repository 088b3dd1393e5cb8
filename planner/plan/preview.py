"""Tables from which a browser previews the year while a slider is dragged, without asking the server.

Channels do not act on each other, and a slider keeps a channel's months in proportion, so a year's outcome is
a sum of one curve per channel. Each curve travels as points with exact slopes; cubic Hermite interpolation
between them is exact to far below a displayed digit (tested), and the server answers exactly on release.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from planner.domain.forecast import Measure
from planner.domain.money import FloatArray
from planner.domain.response import respond_with_next_unit
from planner.domain.response_model import ResponseModel

NODES = 129
CROWDING = 3.0
"""Points stand at (k / n) ** 3 of the top: closest near zero, where S-shaped curves bend most."""


@dataclass(frozen=True, eq=False)
class PreviewTables:
    """Per channel, shape (C, N): yearly spend, in-year and full outcome, their slopes and curvatures."""

    channels: tuple[str, ...]
    spend: FloatArray
    revenue: FloatArray
    revenue_slope: FloatArray
    full: FloatArray
    full_slope: FloatArray
    revenue_curvature: FloatArray
    full_curvature: FloatArray

    def returns(self, measure: Measure) -> TableReturns:
        """What the next unit brings, as the browser reads it from here."""
        slopes, curvature = (
            (self.full_slope, self.full_curvature)
            if measure == "full"
            else (self.revenue_slope, self.revenue_curvature)
        )
        rows = {
            name: (self.spend[i].tolist(), slopes[i].tolist(), curvature[i].tolist())
            for i, name in enumerate(self.channels)
        }
        return TableReturns(rows)


@dataclass(frozen=True, eq=False)
class TableReturns:
    """Amounts a year, the next unit's return there and its slope, by channel."""

    rows: Mapping[str, tuple[list[float], list[float], list[float]]]

    def next_unit(self, channel: str, amount: float) -> float:
        """Outcome of the next currency unit at `amount` a year."""
        return interpolated(*self.rows[channel], amount)

    def top(self, channel: str) -> float:
        """The largest yearly amount in the table."""
        return self.rows[channel][0][-1]


def preview_tables(
    model: ResponseModel, spend: FloatArray, tops: FloatArray, *, nodes: int = NODES
) -> PreviewTables:
    """Tables from 0 to `tops` (C,) a year; `spend` (C, M) gives each channel's flight (even where empty)."""
    held = spend.sum(axis=1, keepdims=True)
    even = np.full(spend.shape, 1 / spend.shape[1])
    flight = np.divide(spend, held, out=even, where=held > 0)
    steps = np.linspace(0.0, 1.0, nodes) ** CROWDING
    amounts = tops[:, None] * steps
    shape = (len(model.channels), nodes)
    revenue, revenue_slope, full, full_slope = (np.empty(shape) for _ in range(4))
    for k in range(nodes):
        trial = amounts[:, k, None] * flight
        forecast, in_year, in_full = respond_with_next_unit(model, trial)
        revenue[:, k] = forecast.media.sum(axis=1)
        full[:, k] = forecast.full
        revenue_slope[:, k] = (in_year * flight).sum(axis=1)
        full_slope[:, k] = (in_full * flight).sum(axis=1)
    return PreviewTables(
        model.channels,
        amounts,
        revenue,
        revenue_slope,
        full,
        full_slope,
        _curvature(amounts, revenue_slope),
        _curvature(amounts, full_slope),
    )


def _curvature(amounts: FloatArray, slopes: FloatArray) -> FloatArray:
    """Slopes of the slopes, from a spline through them: returns are interpolated like outcomes."""
    return np.array([CubicSpline(x, y)(x, 1) for x, y in zip(amounts, slopes, strict=True)])


def interpolated(
    nodes: Sequence[float], values: Sequence[float], slopes: Sequence[float], at: float
) -> float:
    """Cubic Hermite through points with slopes, sum by sum as in board.js; flat beyond the ends."""
    if at <= nodes[0]:
        return values[0]
    if at >= nodes[-1]:
        return values[-1]
    k = bisect_right(nodes, at) - 1
    width = nodes[k + 1] - nodes[k]
    t = (at - nodes[k]) / width
    t2 = t * t
    t3 = t2 * t
    return (
        (2 * t3 - 3 * t2 + 1) * values[k]
        + (t3 - 2 * t2 + t) * width * slopes[k]
        + (3 * t2 - 2 * t3) * values[k + 1]
        + (t3 - t2) * width * slopes[k + 1]
    )
