"""A year's response of one channel, its months kept in proportion: what a slider walks along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.forecast import Measure
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel


@dataclass(frozen=True, eq=False)
class YearCurve:
    """Points of equal length: yearly spend, expected outcome and its P10 and P90, currency units."""

    spend: FloatArray
    outcome: FloatArray
    low: FloatArray
    high: FloatArray


def year_curve(
    model: ResponseModel,
    spend: FloatArray,
    channel: str,
    top: float,
    *,
    measure: Measure = "in_year",
    points: int = 25,
) -> YearCurve:
    """Response of `channel` from 0 to `top` a year; `spend` (C, D) gives the flight (even where empty)."""
    row = model.channels.index(channel)
    held = spend[row].sum()
    flight = spend[row] / held if held > 0 else np.full(spend.shape[1], 1 / spend.shape[1])
    amounts = np.linspace(0.0, top, points)
    drawn = np.empty((points, model.draws))
    trial = spend.copy()
    for i, amount in enumerate(amounts):
        trial[row] = amount * flight
        forecast = respond(model, trial)
        drawn[i] = (forecast.media_draws if measure == "in_year" else forecast.full_draws)[row]
    low, high = np.percentile(drawn, [10, 90], axis=1)
    return YearCurve(amounts, drawn.mean(axis=1), low, high)
