"""Simulated markets with known truth: a history, what each channel brought, what a better split would.

Six kinds, all seeded: plain, S-shaped, delayed carry-over, spend that follows demand, a short history of
eight channels, a structural change with autocorrelated noise. They are made with formulas of their own, apart
from the planner's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, minimize

from planner.domain.calendar import Horizon
from planner.domain.history import History
from planner.domain.money import FloatArray

KINDS = ("plain", "s_shaped", "delayed", "demand", "short", "change")
START = date(2023, 1, 2)
HOLDOUT = 26
MEMORY = 40


@dataclass(frozen=True, eq=False)
class Truth:
    """How one channel works: hill of (kernel * spend), times `strength` over time."""

    kernel: FloatArray
    half: float
    shape: float
    ceiling: float
    strength: FloatArray

    def outcome(self, spend: FloatArray, before: FloatArray, strength: FloatArray) -> FloatArray:
        """Outcome per week of spend (P,) after the spends `before`, oldest first."""
        lived = np.concatenate([before[-(MEMORY - 1) :], spend])
        adstock = np.convolve(lived, self.kernel)[before[-(MEMORY - 1) :].size :][: spend.size]
        powered = adstock**self.shape
        made: FloatArray = strength * self.ceiling * powered / (powered + self.half**self.shape)
        return made


@dataclass(frozen=True, eq=False)
class Market:
    """A history and its truth; `expected` (P,) is the outcome but for the noise of single weeks."""

    kind: str
    seed: int
    history: History
    truths: tuple[Truth, ...]
    before: FloatArray
    contributions: FloatArray
    expected: FloatArray

    @property
    def roas(self) -> FloatArray:
        """True outcome per unit of spend over the history, shape (C,)."""
        found: FloatArray = self.contributions.sum(axis=1) / self.history.spend.sum(axis=1)
        return found

    def last_year(self) -> FloatArray:
        """Spend of the last 52 weeks, shape (C, 52)."""
        return self.history.spend[:, -52:]

    def next_year(self, multiples: FloatArray) -> float:
        """True media outcome of the last year's spend repeated, each channel's times its multiple."""
        spend = self.last_year()
        return float(
            sum(
                truth.outcome(factor * row, past, np.full(52, truth.strength[-1])).sum()
                for truth, factor, row, past in zip(
                    self.truths, multiples, spend, self.history.spend, strict=True
                )
            )
        )

    def attainable(self, low: float = 0.3, high: float = 2.0) -> float:
        """The most that a split of the same total earns beyond last year's, from several starts."""
        totals = self.last_year().sum(axis=1)
        shares = totals / totals.sum()
        rng = np.random.default_rng(1)
        best = 0.0
        kept = self.next_year(np.ones(totals.size))

        def loss(multiples: FloatArray) -> float:
            return -self.next_year(multiples) / kept

        for start in [np.ones(totals.size), *rng.uniform(low, high, (7, totals.size))]:
            found = minimize(
                loss,
                start,
                method="SLSQP",
                bounds=Bounds(low, high),
                constraints=LinearConstraint(shares[None], 1.0, 1.0),
            )
            if abs(shares @ found.x - 1.0) < 1e-6:
                best = max(best, self.next_year(np.clip(found.x, low, high)) - kept)
        return best


def make_market(kind: str, seed: int, unrest: float = 1.0) -> Market:
    """One market; the same for the same kind, seed and unrest.

    unrest  of spend, season, peaks, demand, price, level and noise of the weeks, relative to the markets that
            the fit was developed on; at 0.5 repeating last year's weeks misses by about 8 %
    """
    rng = np.random.default_rng([KINDS.index(kind), seed, 4])
    short = kind == "short"
    channels, weeks = (8, 104) if short else (6, int(rng.choice([130, 156])))
    t = np.arange(weeks)
    angle = 2 * np.pi * t / 52.18
    level = 1_000_000.0
    season = 1 + unrest * (
        0.12 * np.sin(angle + rng.uniform(0, 6)) + 0.05 * np.sin(2 * angle + rng.uniform(0, 6))
    )
    season = season * (1 + unrest * rng.uniform(-0.04, 0.10) * t / 52)
    days = [START + timedelta(days=7 * int(i)) for i in t]
    for week, lift in ((47, rng.uniform(0.2, 0.4)), (51, rng.uniform(0.15, 0.3))):
        season = season * (1 + unrest * lift * np.array([day.isocalendar().week == week for day in days]))
    demand = _wave(rng, weeks, 0.8) * 0.08 * unrest
    spend, before = _spend(
        rng, channels, weeks, season / season.mean(), demand if kind == "demand" else None, unrest
    )
    truths = tuple(_truth(rng, kind, row, weeks) for row in spend)
    wanted = np.exp(rng.uniform(np.log(0.6), np.log(3.5), channels))
    raw = _contributions(truths, spend, before)
    truths = tuple(
        Truth(one.kernel, one.half, one.shape, roas * row.sum() / part.sum(), one.strength)
        for one, roas, row, part in zip(truths, wanted, spend, raw, strict=True)
    )
    media = _contributions(truths, spend, before)
    # Media bring 40 % of revenue.
    factor = 0.4 / 0.6 * 0.6 * level * weeks / media.sum()
    spend, before, media = spend * factor, before * factor, media * factor
    truths = tuple(
        Truth(one.kernel, one.half * factor, one.shape, one.ceiling * factor, one.strength) for one in truths
    )
    price = np.round(1 + 0.05 * unrest * _wave(rng, weeks, 0.9), 4)
    base = 0.6 * level * season / season.mean() * price**-1.0
    if kind == "demand":
        base = base * np.exp(demand)
    if kind == "change":
        base = base * (1 + unrest * rng.choice([-0.12, 0.12]) * (t >= int(weeks * rng.uniform(0.35, 0.6))))
    sd = unrest * rng.uniform(0.04, 0.09)
    noise = sd * (_wave(rng, weeks, 0.6) if kind == "change" else rng.standard_normal(weeks))
    expected = base + media.sum(axis=0)
    revenue = np.maximum(expected + noise * (base.mean() + media.sum(axis=0).mean()), 1.0)
    history = History(
        Horizon(START, weeks, "week"),
        tuple(f"channel {i + 1}" for i in range(channels)),
        np.round(spend, 2),
        {"price": price},
        np.round(revenue, 2),
    )
    return Market(kind, seed, history, truths, before, media, expected)


def _wave(rng: np.random.Generator, weeks: int, persistence: float) -> FloatArray:
    """AR(1) of standard deviation 1."""
    made = np.empty(weeks)
    level = rng.standard_normal()
    for i in range(weeks):
        level = persistence * level + np.sqrt(1 - persistence**2) * rng.standard_normal()
        made[i] = level
    return made


def _spend(
    rng: np.random.Generator,
    channels: int,
    weeks: int,
    season: FloatArray,
    demand: FloatArray | None,
    unrest: float,
) -> tuple[FloatArray, FloatArray]:
    """Weekly spend (C, weeks) and that of the weeks before: always on or in flights, some with the season."""
    whole = weeks + MEMORY - 1
    shares = rng.dirichlet(np.full(channels, 4.0))
    rows = []
    for c in range(channels):
        pace = np.exp(unrest * (0.25 * rng.standard_normal(whole) + 0.25 * _wave(rng, whole, 0.85)))
        if rng.random() < 0.35:
            on = np.repeat(rng.random(whole // 3 + 1) < 0.5, 3)[:whole]
            pace = pace * np.where(on, 1.0, rng.choice([0.0, 0.1]))
        pace[MEMORY - 1 :] *= season ** rng.choice([0.0, 1.0])
        if demand is not None and rng.random() < 0.7:
            pace[MEMORY - 1 :] *= np.exp(rng.uniform(2.0, 4.0) * demand)
        rows.append(shares[c] * pace / pace.mean())
    made = np.array(rows)
    return made[:, MEMORY - 1 :], made[:, : MEMORY - 1]


def _truth(rng: np.random.Generator, kind: str, spend: FloatArray, weeks: int) -> Truth:
    lags = np.arange(MEMORY)
    retention = rng.uniform(0.1, 0.8)
    kernel = retention**lags
    if kind == "delayed" and rng.random() < 0.7:
        kernel = np.where(lags < 13, rng.uniform(0.6, 0.85) ** ((lags - rng.integers(2, 6)) ** 2), 0.0)
    shape = rng.uniform(1.8, 3.0) if kind == "s_shaped" else rng.uniform(0.9, 1.3)
    strength = np.ones(weeks)
    if kind == "change" and rng.random() < 0.3:
        strength = np.where(np.arange(weeks) < weeks // 2, 1.0, rng.uniform(0.6, 0.8))
    active = spend[spend > 0].mean()
    return Truth(kernel / kernel.sum(), active * rng.uniform(0.5, 2.0), shape, 1.0, strength)


def _contributions(truths: tuple[Truth, ...], spend: FloatArray, before: FloatArray) -> FloatArray:
    return np.array(
        [
            truth.outcome(row, past, truth.strength)
            for truth, row, past in zip(truths, spend, before, strict=True)
        ]
    )
