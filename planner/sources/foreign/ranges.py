"""A mean with its range as draws: scales around 1 that reproduce mean and both ends."""

from __future__ import annotations

import zlib

import numpy as np
from scipy.stats import norm

from planner.domain.money import FloatArray

DRAWS = 200


def scales(name: str, low: float, high: float, level: float) -> FloatArray:
    """Draws of a factor with mean 1 whose central `level` reaches from `low` to `high`, shape (DRAWS,).

    Two halves of a normal joined at their median m: with z the quantile of the upper end and half the
    mean deviation k = 1 / (z sqrt(2 pi)), the mean is m + k (high + low - 2 m), solved for mean 1.
    Channels are shuffled apart by their name: nothing is known of how they move together.
    """
    z = float(norm.ppf(0.5 + level / 2))
    k = 1 / (z * np.sqrt(2 * np.pi))
    middle = (1 - k * (high + low)) / (1 - 2 * k) if abs(1 - 2 * k) > 1e-6 else 1.0
    middle = min(max(middle, low), high)
    away = norm.ppf((np.arange(DRAWS) + 0.5) / DRAWS) / z
    drawn = middle + np.where(away > 0, away * (high - middle), away * (middle - low))
    drawn = np.maximum(drawn, 0.0)
    drawn /= drawn.mean()
    order = np.random.default_rng(zlib.crc32(name.encode())).permutation(DRAWS)
    shuffled: FloatArray = drawn[order]
    return shuffled
