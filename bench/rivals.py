"""Other ways to split a budget, as one would write them with scipy: each on scaled variables, from one seed.

All answer a spend (C, P) that keeps the limits, and stop after so many seconds of processor time.
"""

from __future__ import annotations

from contextlib import suppress
from time import process_time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, differential_evolution, minimize

from bench.markets import Market
from planner.domain.money import FloatArray

STEPS = 1000
"""Steps in which the greedy way hands the budget out."""


class _TimeIsUp(Exception):
    pass


def slsqp(market: Market, seconds: float, *, exact: bool, starts: int | None = 1) -> FloatArray:
    """SLSQP from `starts` random feasible plans (None: as many as fit), with exact or numeric gradient."""
    generator = np.random.default_rng(7)
    deadline = process_time() + seconds
    best, value = _random(market, generator), -np.inf
    count = 0
    while process_time() < deadline and (starts is None or count < starts):
        found = _climb(market, _random(market, generator), exact, deadline)
        count += 1
        if (earned := market.outcome(found)) > value:
            best, value = found, earned
    return best


def evolution(market: Market, seconds: float) -> FloatArray:
    """Differential evolution on shares that are mended into the limits."""
    deadline = process_time() + seconds
    scale = market.outcome(_even(market))

    best, value = _even(market), -np.inf

    def loss(v: FloatArray) -> float:
        nonlocal best, value
        if process_time() > deadline:
            raise _TimeIsUp
        x = _mended(market, v.reshape(market.size))
        earned = market.outcome(x)
        if earned > value:
            best, value = x, earned
        return -earned / scale

    with suppress(_TimeIsUp):
        differential_evolution(
            loss,
            Bounds(np.zeros(market.season.size), np.ones(market.season.size)),
            popsize=2,
            maxiter=10**6,
            tol=0,
            polish=False,
            rng=7,
        )
    return best


def greedy(market: Market, seconds: float) -> FloatArray:
    """Step by step to the cell that gains most by it, on a grid of a thousandth of the budget."""
    deadline = process_time() + seconds
    channels = market.size[0]
    step = market.total / STEPS
    x = np.zeros(market.size)
    gains = np.array([_gains(market, x, i, step) for i in range(channels)])
    for _ in range(STEPS):
        open_to = np.ones(channels, bool)
        for members, most in market.groups:
            if x[list(members)].sum() + step > most + 1e-9:
                open_to[list(members)] = False
        i, t = np.unravel_index(np.argmax(np.where(open_to[:, None], gains, -np.inf)), gains.shape)
        x[i, t] += step
        gains[i] = _gains(market, x, int(i), step)
        if process_time() > deadline:
            break
    return _mended(market, x)


def _gains(market: Market, x: FloatArray, channel: int, step: float) -> FloatArray:
    """What a step brings in each period of one channel, shape (P,)."""
    periods = x.shape[1]
    only = slice(channel, channel + 1)
    one = Market(
        market.ceiling[only],
        market.half[only],
        market.shape[only],
        market.retention[only],
        market.season[only],
        market.total,
        (),
    )
    tried = np.repeat(x[None, channel : channel + 1], periods + 1, axis=0)
    tried[np.arange(periods), 0, np.arange(periods)] += step
    earned = one.earned(tried)[:, 0]
    return np.asarray(earned[:-1] - earned[-1])


def _climb(market: Market, start: FloatArray, exact: bool, deadline: float) -> FloatArray:
    unit = market.total / start.size
    scale = market.outcome(_even(market))
    best = start

    def loss(v: FloatArray) -> float:
        if process_time() > deadline:
            raise _TimeIsUp
        return -market.outcome(np.maximum(v, 0).reshape(market.size) * unit) / scale

    def slope(v: FloatArray) -> FloatArray:
        x = np.maximum(v, 0).reshape(market.size) * unit
        return np.asarray(-market.gradient(x).ravel() * unit / scale)

    def keep(xk: FloatArray) -> None:
        nonlocal best
        best = xk.reshape(market.size) * unit

    constraints = [LinearConstraint(np.ones((1, start.size)), start.size, start.size)]
    for members, most in market.groups:
        chosen = np.zeros(start.shape)
        chosen[list(members)] = 1
        constraints.append(LinearConstraint(chosen.reshape(1, -1), -np.inf, most / unit))
    with suppress(_TimeIsUp):
        found = minimize(
            loss,
            start.ravel() / unit,
            jac=slope if exact else None,
            method="SLSQP",
            bounds=Bounds(np.zeros(start.size), np.full(start.size, np.inf)),
            constraints=constraints,
            callback=keep,
            options={"maxiter": 300, "ftol": 1e-9},
        )
        keep(found.x)
    return _mended(market, best)


def _even(market: Market) -> FloatArray:
    return _mended(market, np.ones(market.size))


def _random(market: Market, generator: np.random.Generator) -> FloatArray:
    return _mended(market, generator.random(market.size))


def _mended(market: Market, x: FloatArray) -> FloatArray:
    """`x` brought to the total: groups over their limit give, the others take in proportion."""
    x = np.maximum(x, 0) + 1e-12
    x = x * (market.total / x.sum())
    held = np.zeros(x.shape[0], bool)
    for _ in market.groups:
        over = [(m, most) for m, most in market.groups if x[list(m)].sum() > most * (1 + 1e-12)]
        if not over:
            break
        for members, most in over:
            x[list(members)] *= most / x[list(members)].sum()
            held[list(members)] = True
        x[~held] *= (market.total - x[held].sum()) / x[~held].sum()
    return x
