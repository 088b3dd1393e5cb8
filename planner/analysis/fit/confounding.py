"""Spend that follows demand: what the channels' spends have in common beyond trend, season and events.

Where budgets rise with demand (search terms, retargeting, "spend what it brings"), sales and spend move
together although the spend did not cause them. Demand is not seen, but when it moves several channels at once
their common movement betrays it. That movement enters the baseline as a column of its own, with a prior small
enough to be overruled; media keep what only their carry-over and saturation explain. In a later spend file
the column holds only how the channels rise and fall together around the file's own level: a plan that
spends more everywhere is not taken for a sign of demand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.analysis.fit.design import BaselineForm
from planner.analysis.fit.prepare import Scaled
from planner.domain.money import FloatArray

ALWAYS_ON = 0.9
"""Share of periods with spend from which a channel's ups and downs are decisions, not flights."""
FLOOR = 0.05
"""Spend, in shares of the mean, below which a fall no longer counts as one (logarithms)."""
FEWEST_BEYOND = 8
"""Periods of a later spend file from which its ups and downs are read."""
FURTHEST = 2.0
"""Standard deviations at which the column of a later file is cut."""
FOLLOWS = 0.4
"""Correlation with the common movement from which a channel counts as moving with it."""
TRIES = 199


@dataclass(frozen=True, eq=False)
class CommonMovement:
    """What spends have in common.

    series   (T,) over the history, standardised
    names    channels it is read from, n of them; mean (n,) their spend; weight (n,) in the series
    season   (n, columns) what season and events explain of each log spend
    chance   how often unrelated channels move together as much
    followers  channels that move with it -> correlation
    """

    series: FloatArray
    names: tuple[str, ...]
    mean: FloatArray
    weight: FloatArray
    season: FloatArray
    chance: float
    followers: Mapping[str, float]

    def beyond(self, columns: FloatArray, spend: Mapping[str, FloatArray]) -> FloatArray:
        """The column for another spend, (P,), from its season and event `columns` (P, columns)."""
        periods = columns.shape[0]
        if periods < FEWEST_BEYOND:
            return np.zeros(periods)
        logs = _logs(np.stack([spend[name] for name in self.names]), self.mean)
        left = logs - self.season @ columns.T
        left = left - left.mean(axis=1, keepdims=True)
        found: FloatArray = np.clip(self.weight @ left, -FURTHEST, FURTHEST)
        return found

    def document(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "series": [round(float(v), 5) for v in self.series],
            "names": list(self.names),
            "mean": self.mean.tolist(),
            "weight": self.weight.tolist(),
            "season": self.season.tolist(),
            "chance": self.chance,
            "followers": dict(self.followers),
        }

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> CommonMovement:
        """From plain values. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            series=np.array(value["series"], float),
            names=tuple(str(name) for name in value["names"]),
            mean=np.array(value["mean"], float),
            weight=np.array(value["weight"], float),
            season=np.array(value["season"], float).reshape(len(value["names"]), -1),
            chance=float(value["chance"]),
            followers={str(name): float(r) for name, r in value["followers"].items()},
        )


def season_columns(form: BaselineForm, columns: FloatArray) -> FloatArray:
    """The season's and the events' columns among those of a baseline."""
    groups = form.groups()
    return np.concatenate([columns[:, groups["season"]], columns[:, groups["events"]]], axis=1)


def common_movement(units: Scaled, form: BaselineForm) -> CommonMovement | None:
    """The first principal component of the channels' log spend; None with fewer than two steady channels."""
    steady = [
        i
        for i, row in enumerate(units.spend)
        if (row > 0).mean() >= ALWAYS_ON and row.std() > 1e-3 * row.mean()
    ]
    if len(steady) < 2:
        return None
    mean = units.spend[steady].mean(axis=1)
    logs = _logs(units.spend[steady], mean)
    columns = form.columns(units.history.horizon, units.history.controls)
    seasonal = season_columns(form, columns)
    plain = np.concatenate([columns[:, :2], seasonal], axis=1)
    taken = np.linalg.lstsq(plain, logs.T, rcond=None)[0]
    left = logs - (plain @ taken).T
    spread = np.maximum(left.std(axis=1), 1e-3)
    scaled = left / spread[:, None]
    values, vectors = np.linalg.eigh(scaled @ scaled.T / scaled.shape[1])
    top = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0 else -1.0)
    series = top @ scaled
    size = float(series.std())
    together = scaled @ series / (size * series.size)
    names = tuple(units.history.channels[int(units.active[i])] for i in steady)
    return CommonMovement(
        series=series / size,
        names=names,
        mean=mean,
        weight=top / spread / size,
        season=taken[2:].T,
        chance=_chance(scaled, float(values[-1])),
        followers={name: float(r) for name, r in zip(names, together, strict=True) if r > FOLLOWS},
    )


def _logs(spend: FloatArray, mean: FloatArray) -> FloatArray:
    found: FloatArray = np.log(np.maximum(spend / mean[:, None], FLOOR))
    return found


def _chance(left: FloatArray, top: float) -> float:
    """How often channels shifted against one another, so unrelated, move together as much as these."""
    rng = np.random.default_rng(5)
    periods = left.shape[1]
    reached = 0
    for _ in range(TRIES):
        moved = np.stack([np.roll(row, int(rng.integers(periods // 10, periods))) for row in left])
        reached += float(np.linalg.eigvalsh(moved @ moved.T / periods)[-1]) >= top
    return (reached + 1) / (TRIES + 1)
