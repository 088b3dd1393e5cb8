"""Where the posterior is high: several starts, each climbed with the linear parts solved exactly inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from planner.analysis.fit.model import Data, Layout, Profile
from planner.analysis.fit.priors import Priors
from planner.domain.money import FloatArray

FIRST_SD, FIRST_RHO = 0.05, 0.2
CLIMB_STEPS = 120
CARRYOVERS = ((1.4, 0.0), (2.5, 1.2), (3.0, 2.4), (4.0, 2.4), (5.0, 2.8), (6.0, 2.8))
"""Mean weeks and log form of the carry-overs that are tried on each channel."""
WORTH_CLIMBING = 3.0
"""Log density by which a start may lie below the top so far."""
FAR = 5.0
"""Prior standard deviations beyond which no climb goes: a trial step there would only overflow."""


@dataclass(frozen=True, eq=False)
class Peak:
    """A top of the posterior.

    state      (D,) of `Layout`
    value      log density of the shapes at the noise given, linear parts integrated out
    residuals  (T,) that it leaves
    """

    state: FloatArray
    value: float
    residuals: FloatArray


def search(
    data: Data,
    priors: Priors,
    rng: np.random.Generator,
    *,
    starts: int = 6,
    power: float = 1.0,
    peaks_of_their_own: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> list[Peak]:
    """Peaks from several starts, the best first, all at one noise level; `power` as in `Posterior`."""
    sd, rho = FIRST_SD, FIRST_RHO
    layout = Layout(data.channels, data.columns.shape[1])
    profile = Profile.at(data, priors, sd, rho, power)
    tops = [_climb(profile, start, layout, tick) for start in _starts(data, priors, rng, starts)]
    for _ in range(2):
        best = min(tops, key=lambda top: top[1])
        _, residuals = profile.linear(best[0], sd, rho)
        sd, rho = _noise_of(residuals, data.columns.shape[1])
        profile = Profile.at(data, priors, sd, rho, power)
        tops = [_climb(profile, top[0], layout, tick) for top in tops]
        tops = _distinct(tops, layout.shapes)
    if peaks_of_their_own:
        tops = _distinct([*tops, *_with_other_kinds(profile, tops[0], layout, tick)], layout.shapes)
    peaks = []
    for shapes, value in tops:
        linear, residuals = profile.linear(shapes, sd, rho)
        state = np.concatenate([shapes, linear, [np.log(sd), np.arctanh(rho)]])
        peaks.append(Peak(state, -value, residuals))
    return peaks


def _starts(data: Data, priors: Priors, rng: np.random.Generator, count: int) -> list[FloatArray]:
    """The priors' middle with each carry-over kind, then chance around them."""
    c = data.channels
    found = []
    for i in range(count):
        kind = priors.kinds[i % len(priors.kinds)]
        stray = 0.0 if i < len(priors.kinds) else 1.0
        parts = np.stack(
            [
                np.full(c, priors.roas_middle.mean) + stray * 0.4 * rng.standard_normal(c),
                priors.lag.mean + kind.later.mean + stray * 0.6 * rng.standard_normal(c),
                np.full(c, kind.form.mean),
                priors.half.mean + stray * 0.5 * rng.standard_normal(c),
                priors.shape.mean + stray * 0.3 * rng.standard_normal(c),
            ]
        )
        if stray:
            kinds = rng.integers(0, len(priors.kinds), c)
            parts[2] = [priors.kinds[k].form.mean for k in kinds]
        found.append(np.concatenate([parts.ravel(), [priors.roas_middle.mean, priors.roas_spread.mean]]))
    return found


def _climb(
    profile: Profile, start: FloatArray, layout: Layout, tick: Callable[[], None]
) -> tuple[FloatArray, float]:
    """The top above `start`, within reach of the priors; the common spread keeps off its funnel at 0."""
    tick()
    c, priors = layout.channels, profile.priors
    kinds = [kind.form for kind in priors.kinds]
    form = (kinds[0].mean - FAR * kinds[0].sd, kinds[-1].mean + FAR * kinds[-1].sd)
    around = [
        (prior.mean - FAR * prior.sd, prior.mean + FAR * prior.sd)
        for prior in (priors.roas_middle, priors.lag, priors.half, priors.shape)
    ]
    roas, lag, half, shape = around
    free = [*[roas] * c, *[lag] * c, *[form] * c, *[half] * c, *[shape] * c, roas]
    found = minimize(
        profile,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[*free, (np.log(0.2), np.log(1.5))],
        options={"maxiter": CLIMB_STEPS, "maxcor": 20},
    )
    return np.asarray(found.x, float), float(found.fun)


def _with_other_kinds(
    profile: Profile, best: tuple[FloatArray, float], layout: Layout, tick: Callable[[], None]
) -> list[tuple[FloatArray, float]]:
    """Higher tops than `best` that another carry-over of single channels leads to.

    Starts give all channels one kind or chance ones; whether this channel is delayed and that one is not has
    too many answers to start from each. So channel by channel, the best of a grid of carry-overs is climbed.
    """
    found = []
    count = layout.channels
    for c in range(count):
        state, value = best
        tried = []
        for weeks, form in CARRYOVERS:
            other = state.copy()
            other[count + c] = profile.priors.lag.mean + np.log(weeks / CARRYOVERS[0][0])
            other[2 * count + c] = form
            tried.append((profile(other)[0], other))
        top = min(tried, key=lambda one: one[0])
        if top[0] > value + WORTH_CLIMBING:
            continue
        climbed = _climb(profile, top[1], layout, tick)
        if np.abs(climbed[0] - state)[: layout.shapes].max() > 0.15 and climbed[1] < value + WORTH_CLIMBING:
            found.append(climbed)
        if climbed[1] < value:
            best = climbed
    return found


def _noise_of(residuals: FloatArray, columns: int) -> tuple[float, float]:
    """Innovations' standard deviation and autocorrelation, with the parameters counted."""
    rho = float(residuals[1:] @ residuals[:-1] / (residuals @ residuals + 1e-12))
    rho = float(np.clip(rho, -0.2, 0.85))
    inner = residuals[1:] - rho * residuals[:-1]
    freedom = max(inner.size - columns, inner.size // 3)
    return max(float(np.sqrt(inner @ inner / freedom)), 1e-4), rho


def _distinct(tops: list[tuple[FloatArray, float]], shapes: int) -> list[tuple[FloatArray, float]]:
    """Tops in order of height, without repeats."""
    kept: list[tuple[FloatArray, float]] = []
    for top in sorted(tops, key=lambda one: one[1]):
        if all(np.abs(top[0][:shapes] - other[0][:shapes]).max() > 0.15 for other in kept):
            kept.append(top)
    return kept
