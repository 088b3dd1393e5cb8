"""Seeded planning problems, and their outcome in plain numpy, apart from the planner's own code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill, Weights
from planner.domain.goals import SpendExactly, Stop
from planner.domain.limits import Limit
from planner.domain.money import FloatArray
from planner.domain.request import Free, Request


@dataclass(frozen=True, eq=False)
class Market:
    """C channels of hill curves with geometric carry-over over P periods, and what they may spend.

    ceiling, half, shape, retention  (C,); season (C, P)
    groups                           channels -> the most they may spend together
    """

    ceiling: FloatArray
    half: FloatArray
    shape: FloatArray
    retention: FloatArray
    season: FloatArray
    total: float
    groups: tuple[tuple[tuple[int, ...], float], ...]
    weekly: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Channels and periods."""
        channels, periods = self.season.shape
        return channels, periods

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the channels."""
        return tuple(f"Channel {i + 1}" for i in range(self.size[0]))

    def adstock(self, x: FloatArray) -> FloatArray:
        """a_t = (1 - retention) x_t + retention a_(t-1), along the last axis."""
        kept = np.empty_like(x)
        state = np.zeros(x.shape[:-1])
        for t in range(x.shape[-1]):
            state = (1 - self.retention) * x[..., t] + self.retention * state
            kept[..., t] = state
        return kept

    def earned(self, x: FloatArray) -> FloatArray:
        """Outcome by channel (..., C) of spend (..., C, P)."""
        powered = self.adstock(x) ** self.shape[:, None]
        share = powered / (powered + (self.half**self.shape)[:, None])
        by_channel: FloatArray = (self.ceiling[:, None] * self.season * share).sum(axis=-1)
        return by_channel

    def outcome(self, x: FloatArray) -> float:
        """Outcome of spend (C, P)."""
        return float(self.earned(x).sum())

    def gradient(self, x: FloatArray) -> FloatArray:
        """What the next unit brings in each cell, shape (C, P)."""
        adstock = np.maximum(self.adstock(x), 1e-12)
        shape, half = self.shape[:, None], self.half[:, None]
        powered, knee = adstock**shape, half**shape
        slope = self.ceiling[:, None] * self.season * shape * adstock ** (shape - 1) * knee
        slope = slope / (powered + knee) ** 2
        gradient, state = np.empty_like(x), np.zeros(x.shape[0])
        for t in range(x.shape[1] - 1, -1, -1):
            state = slope[:, t] + self.retention * state
            gradient[:, t] = (1 - self.retention) * state
        return gradient

    def curves(self) -> CurveSet:
        """The market as the planner's curves."""
        rows = zip(self.names, self.ceiling, self.half, self.shape, self.retention, self.season, strict=True)
        return CurveSet(
            "week" if self.weekly else "month",
            "EUR",
            tuple(
                ChannelCurve(
                    name,
                    Hill(float(ceiling), float(half), float(shape)),
                    Geometric(float(retention), normalized=True),
                    season=tuple(season.tolist()),
                )
                for name, ceiling, half, shape, retention, season in rows
            ),
        )

    def request(self, seconds: float, gap: float = 0.001, held: tuple[Limit, ...] = ()) -> Request:
        """Spend the total in the best cells within the groups' limits and those of `held`."""
        start = date(2027, 1, 4) if self.weekly else date(2027, 1, 1)
        return Request(
            horizon=Horizon(start, self.size[1], "week" if self.weekly else "month"),
            goal=SpendExactly(self.total),
            timing=Free(),
            limits=tuple(
                Limit(channels=tuple(self.names[i] for i in members), maximum=most)
                for members, most in self.groups
            )
            + held,
            stop=Stop(gap=gap, seconds=seconds),
        )


def concave(channels: int = 12, periods: int = 12, seed: int = 1) -> Market:
    """Curves without a threshold (shape 0.6 to 1) and money for half of what they could take."""
    return _market(channels, periods, seed, shapes=(0.6, 1.0), scarcity=0.5, grouped=False)


def steep(channels: int = 12, periods: int = 12, seed: int = 1) -> Market:
    """The hard case: thresholds (shape 2 to 5), groups that share a limit, money for a third of the cells."""
    return _market(channels, periods, seed, shapes=(2.0, 5.0), scarcity=0.35, grouped=True)


def year_limits(market: Market, spread: float, seed: int = 1) -> tuple[Limit, ...]:
    """Every channel held to within `spread` of a drawn year, as a re-split of a plan asks for."""
    generator = np.random.default_rng([seed, *market.size])
    years = market.half * generator.uniform(0.5, 1.5, market.size[0])
    years *= market.total / years.sum()
    return tuple(
        Limit(channels=(name,), minimum=(1 - spread) * float(year), maximum=(1 + spread) * float(year))
        for name, year in zip(market.names, years, strict=True)
    )


def with_weights(curves: CurveSet, seed: int = 1) -> CurveSet:
    """The same channels with carry-over as a drawn list of 2 to 4 weights, some of them late."""
    generator = np.random.default_rng([seed, len(curves.channels)])
    lengths = generator.integers(2, 5, len(curves.channels))
    return replace(
        curves,
        channels=tuple(
            replace(channel, carryover=Weights(tuple(generator.dirichlet(np.ones(length)).tolist())))
            for channel, length in zip(curves.channels, lengths, strict=True)
        ),
    )


def quarter_limits(market: Market, share: float = 0.35) -> tuple[Limit, ...]:
    """No quarter of the year takes more than `share` of the total."""
    quarters = np.array_split(np.arange(market.size[1]), 4)
    return tuple(
        Limit(periods=tuple(int(p) for p in quarter), maximum=share * market.total) for quarter in quarters
    )


def month_limits(market: Market, share: float = 0.13) -> tuple[Limit, ...]:
    """No period takes more than `share` of the total."""
    return tuple(Limit(periods=(period,), maximum=share * market.total) for period in range(market.size[1]))


def _market(
    channels: int, periods: int, seed: int, *, shapes: tuple[float, float], scarcity: float, grouped: bool
) -> Market:
    generator = np.random.default_rng([seed, channels, periods])
    half = 10_000 * np.exp(0.6 * generator.standard_normal(channels))
    worth = generator.uniform(2.0, 6.0, channels)
    phase = generator.uniform(0, 2 * np.pi, channels)
    season = 1 + 0.25 * np.cos(2 * np.pi * np.arange(periods) / periods - phase[:, None])
    full = half * periods
    groups = []
    if grouped:
        for start in range(0, channels, 3):
            members = tuple(range(start, min(start + 3, channels)))
            groups.append((members, float(0.42 * full[list(members)].sum())))
    return Market(
        ceiling=half * worth,
        half=half,
        shape=generator.uniform(*shapes, channels),
        retention=generator.uniform(0.0, 0.7, channels),
        season=season,
        total=float(scarcity * full.sum()),
        groups=tuple(groups),
        weekly=periods > 12,
    )
