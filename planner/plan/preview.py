"""Tables from which a browser previews the year while a slider is dragged, without asking the server.

Channels do not act on each other, and a slider keeps a channel's months in proportion, so a year's outcome is
a sum of one curve per channel. Each curve travels as points with exact slopes; cubic Hermite interpolation
between them is exact to far below a displayed digit (tested), and the server answers exactly on release.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from planner.domain.money import FloatArray
from planner.domain.response import ResponseModel, respond_with_next_unit

NODES = 97
CROWDING = 2.5
"""Points stand at (k / n) ** 2.5 of the top: closest near zero, where S-shaped curves bend most."""


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


def interpolated(nodes: FloatArray, values: FloatArray, slopes: FloatArray, at: float) -> float:
    """Cubic Hermite through points with slopes, as the browser computes it; flat beyond the ends."""
    if at <= nodes[0]:
        return float(values[0])
    if at >= nodes[-1]:
        return float(values[-1])
    k = int(np.searchsorted(nodes, at, side="right")) - 1
    width = nodes[k + 1] - nodes[k]
    t = (at - nodes[k]) / width
    return float(
        (2 * t**3 - 3 * t**2 + 1) * values[k]
        + (t**3 - 2 * t**2 + t) * width * slopes[k]
        + (3 * t**2 - 2 * t**3) * values[k + 1]
        + (t**3 - t**2) * width * slopes[k + 1]
    )
