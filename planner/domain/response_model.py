"""Curves compiled for a horizon: how spend reaches the periods that are lived, and what comes back.

A curves document is compiled once; after that an answer is array arithmetic on channels x draws x periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np

from planner.domain.brand import BrandEffect
from planner.domain.calendar import Horizon, lived_horizon, overlap_share, periods_between
from planner.domain.channel_groups import Group, channel_groups, drawn_values
from planner.domain.curves import CurveSet
from planner.domain.errors import LabelMismatch
from planner.domain.money import FloatArray

NOISE_SEED = 20270101


@dataclass(frozen=True, eq=False)
class ResponseModel:
    """A curve set compiled for a horizon. C channels, D decided periods, P lived periods, S draws.

    spread   (P, D) spend of a decided period -> spend rate of each lived period
    collect  (D, P) share of a lived period's outcome that falls into each decided period
    brand    a counted brand, whose stock lifts the baseline; None where none is counted
    """

    curves: CurveSet
    horizon: Horizon
    lived: Horizon
    spread: FloatArray
    collect: FloatArray
    season: FloatArray
    price: FloatArray
    long_term: FloatArray  # (C, S or 1)
    baseline: FloatArray  # (D,)
    groups: tuple[Group, ...]
    draws: int
    brand: BrandEffect | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """Channel names, the order of every channel axis."""
        return self.curves.names

    @cached_property
    def noise_draws(self) -> FloatArray:
        """Relative error of the total outcome in each draw, shape (S,): evenly spread normal quantiles."""
        if self.draws == 1 or self.curves.noise == 0:
            return np.zeros(self.draws)
        quantiles = [NormalDist().inv_cdf((i + 0.5) / self.draws) for i in range(self.draws)]
        return self.curves.noise * np.random.default_rng(NOISE_SEED).permutation(quantiles)

    def in_order(self, spend: Mapping[str, FloatArray | list[float]]) -> FloatArray:
        """Spend by channel name as an array (C, D). Raises LabelMismatch for unknown or missing channels."""
        missing, extra = set(self.channels) - set(spend), set(spend) - set(self.channels)
        if missing or extra:
            raise LabelMismatch("channel", missing, extra)
        return np.array([np.asarray(spend[name], float) for name in self.channels])

    def rate(self, spend: FloatArray) -> FloatArray:
        """What spend (C, D) buys per lived period at its price, shape (C, P)."""
        return (spend @ self.spread.T) / self.price


def compile_response(curves: CurveSet, horizon: Horizon) -> ResponseModel:
    """Compile `curves` for `horizon`. Raises BadDocument when they cannot serve it."""
    lived = lived_horizon(horizon, curves.period)
    collect = overlap_share(lived, horizon)
    covered = collect.sum(axis=0)
    spread = overlap_share(horizon, lived) / covered[:, None]
    gap = periods_between(curves.origin, horizon.start, curves.period) if curves.origin else 0
    phase = np.arange(lived.count) + gap
    draws = max((len(channel.draws) for channel in curves.channels), default=0) or 1
    baseline = np.zeros(lived.count)
    if curves.baseline:
        baseline = np.array(curves.baseline)[phase % len(curves.baseline)]
    return ResponseModel(
        curves=curves,
        horizon=horizon,
        lived=lived,
        spread=spread,
        collect=collect,
        season=np.array([np.array(c.season)[phase % len(c.season)] for c in curves.channels]),
        price=np.array([np.array(c.price_index)[phase % len(c.price_index)] for c in curves.channels]),
        long_term=drawn_values(curves.channels, "long_term_multiplier", draws),
        baseline=collect @ baseline,
        groups=channel_groups(curves.channels, draws, lived.count, max(gap, 0)),
        draws=draws,
    )
