"""Robyn's carry-over: geometric without normalisation, Weibull as weights that depend on the series' length.

Source: Robyn's transformation functions; numbers of periods count the whole history, not the window.
"""

from __future__ import annotations

import numpy as np

from planner.domain.curves import Carryover, Geometric, NoCarryover, Weights
from planner.domain.errors import BadFile, say
from planner.domain.money import FloatArray

TRIMMED = 1e-13
"""Share of all weights that may be cut off the end: below what a double can add to the rest."""


def geometric(theta: float) -> Carryover:
    """a_t = x_t + theta a_(t-1)."""
    if not 0 <= theta < 1:
        raise BadFile(
            say("A geometric carry-over keeps from 0 to below 1 of the adstock, not {theta}.", theta=theta)
        )
    return Geometric(theta, normalized=False) if theta > 0 else NoCarryover()


def weibull(kind: str, shape: float, scale: float, periods: int) -> Carryover:
    """Weights over a history of `periods`; `kind` is "weibull_pdf" or "weibull_cdf"."""
    if shape < 0 or not 0 <= scale <= 1:
        raise BadFile(
            say(
                "A Weibull carry-over needs a shape above 0 and a scale of 0 to 1, not {shape}, {scale}.",
                shape=shape,
                scale=scale,
            )
        )
    if shape == 0 or scale == 0 or periods == 1:
        return NoCarryover()
    lag = np.arange(1, periods + 1, dtype=float)
    reach = float(np.round(1 + (periods - 1) * scale))  # quantile(1..n, scale), halves to even as in R
    survival = np.exp(-((lag / reach) ** shape))
    if kind == "weibull_pdf":
        density = shape / reach * (lag / reach) ** (shape - 1) * survival
        low, high = density.min(), density.max()
        weights = (density - low) / (high - low) if high > low else np.eye(1, periods)[0]
    else:
        weights = np.cumprod(np.concatenate([[1.0], survival[:-1]]))
    return Weights(tuple(float(w) for w in _without_tail(weights)))


def _without_tail(weights: FloatArray) -> FloatArray:
    left = np.cumsum(weights[::-1])[::-1]
    kept = np.flatnonzero(left > TRIMMED * weights.sum())
    shortened: FloatArray = weights[: int(kept[-1]) + 1]
    return shortened


def adstock(carry: Carryover, x: FloatArray) -> FloatArray:
    """The adstock of the series x from its first period on, nothing before it."""
    match carry:
        case Geometric(retention):
            found = np.empty_like(x)
            state = 0.0
            for t, value in enumerate(x):
                state = value + retention * state
                found[t] = state
            return found
        case Weights(weights):
            return np.asarray(np.convolve(x, weights)[: x.size], dtype=float)
        case NoCarryover():
            return x
