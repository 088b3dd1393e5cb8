"""Draws from the posterior: Laplace around each peak, then refined by Hamiltonian Monte Carlo.

Many short chains walk at once, as rows of one array; they start from the Laplace approximation of the peaks,
in proportion to the peaks' evidence (its square root, so that no kind is missed), and are scaled by the
curvature at the best peak. The Laplace alone is poor where a parameter is known only to be "not small"
(half-saturation, shape), which is the usual case. Source: Neal (2011), MCMC using Hamiltonian dynamics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.analysis.fit.model import Posterior
from planner.analysis.fit.search import Peak
from planner.domain.money import FloatArray

CHAINS = 100
WARM_UP = 30
FEWEST_STEPS, STEPS_A_DRAW = 30, 0.15
"""Steps of each walk that are kept: so many that a draw is one of fifteen states."""
LEAPS = 8
WANTED_ACCEPTANCE = 0.8


METHOD = "Laplace approximation at each peak, refined by an ensemble of short Hamiltonian walks"


@dataclass(frozen=True, eq=False)
class Draws:
    """States (S, D) drawn from the posterior, and how well the walk went.

    acceptance  mean share of accepted moves
    agreement   largest split R-hat over the shapes: near 1 where the chains agree
    """

    states: FloatArray
    acceptance: float
    agreement: float


@dataclass(frozen=True, eq=False)
class Curvature:
    """Laplace approximation at a peak.

    root   (D, D) with root @ root.T the covariance
    log_volume  log of the covariance's root determinant
    """

    root: FloatArray
    log_volume: float


def curvature(posterior: Posterior, state: FloatArray, scale: FloatArray) -> Curvature:
    """Covariance from the gradient's central differences, in steps of 0.01 of each parameter's `scale`."""
    size = state.size
    step = 0.01 * scale
    around = np.concatenate([state + np.diag(step), state - np.diag(step)])
    _, gradient = posterior(around)
    hessian = -(gradient[:size] - gradient[size:]) / (2 * step[:, None])
    hessian = hessian * scale[:, None] * scale[None, :]
    values, vectors = np.linalg.eigh(0.5 * (hessian + hessian.T))
    # No direction is taken as wider than the prior's own scale: beyond it the approximation says nothing.
    values = np.maximum(values, 1.0)
    root = scale[:, None] * (vectors / np.sqrt(values))
    return Curvature(root, -0.5 * float(np.log(values).sum()))


def draw(
    posterior: Posterior,
    peaks: list[Peak],
    scale: FloatArray,
    count: int,
    rng: np.random.Generator,
    tick: Callable[[], None] = lambda: None,
) -> Draws:
    """`count` draws; `scale` (D,) holds the parameters' prior standard deviations."""
    bends = [curvature(posterior, peak.state, scale) for peak in peaks]
    evidence = np.array([peak.value + bend.log_volume for peak, bend in zip(peaks, bends, strict=True)])
    share = np.exp(0.5 * (evidence - evidence.max()))
    chosen = rng.choice(len(peaks), CHAINS, p=share / share.sum())
    noise = rng.standard_normal((CHAINS, scale.size))
    start = np.stack([peaks[j].state + bends[j].root @ z for j, z in zip(chosen, noise, strict=True)])
    root = bends[int(evidence.argmax())].root
    # A leap may end where numbers overflow; such a move is refused.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        walked, acceptance = _walk(posterior, start, root, steps_for(count), rng, tick)
    kept = walked.reshape(-1, scale.size)
    agreement = _split_rhat(walked[:, :, : posterior.layout.shapes])
    picked = kept[np.linspace(0, kept.shape[0] - 1, count).round().astype(int)]
    return Draws(picked, acceptance, agreement)


def steps_for(draws: int) -> int:
    """Steps of each walk that are kept for so many draws."""
    return max(FEWEST_STEPS, round(STEPS_A_DRAW * draws))


def _walk(
    posterior: Posterior,
    start: FloatArray,
    root: FloatArray,
    steps: int,
    rng: np.random.Generator,
    tick: Callable[[], None],
) -> tuple[FloatArray, float]:
    """States (kept steps, chains, D) after a warm-up in which the step is fitted to the acceptance."""
    state = start
    value, gradient = posterior(state)
    step, kept, accepted = 0.25, [], []
    for turn in range(WARM_UP + steps):
        tick()
        momentum = rng.standard_normal(state.shape)
        size = step * rng.uniform(0.7, 1.3, (state.shape[0], 1))
        moved, push = state, momentum + 0.5 * size * (gradient @ root)
        for leap in range(LEAPS):
            moved = moved + size * (push @ root.T)
            new_value, new_gradient = posterior(moved)
            push = push + (0.5 if leap == LEAPS - 1 else 1.0) * size * (new_gradient @ root)
        energy = value - 0.5 * (momentum**2).sum(axis=1)
        new_energy = new_value - 0.5 * (push**2).sum(axis=1)
        rise = np.where(np.isfinite(new_energy), new_energy, -np.inf) - energy
        chance = np.exp(np.minimum(rise, 0.0))
        take = rng.random(state.shape[0]) < chance
        state = np.where(take[:, None], moved, state)
        value = np.where(take, new_value, value)
        gradient = np.where(take[:, None], new_gradient, gradient)
        if turn < WARM_UP:
            step *= float(np.exp(0.4 * (chance.mean() - WANTED_ACCEPTANCE)))
        else:
            kept.append(state)
            accepted.append(float(chance.mean()))
    return np.stack(kept), float(np.mean(accepted))


def _split_rhat(walked: FloatArray) -> float:
    """Largest potential scale reduction over parameters. Source: Gelman et al., BDA, 11.4."""
    steps = walked.shape[0]
    within = walked.var(axis=0, ddof=1).mean(axis=0)
    between = walked.mean(axis=0).var(axis=0, ddof=1)
    ratio = (within * (steps - 1) / steps + between) / within
    return float(np.sqrt(ratio.max()))
