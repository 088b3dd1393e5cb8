"""The posterior of a fit: outcome = baseline + contributions + autocorrelated noise, in mean outcomes.

State of one parameter set, dimension D: the channels' five shapes (logs of ROAS, M, k, half-saturation and
shape), the channels' common log ROAS and its log spread, the baseline's coefficients, log noise, atanh
autocorrelation.
Two readings of the same model: `Posterior` has every parameter in the state (draws); `Profile` has the linear
parts solved exactly inside (search).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.analysis.fit.kernel import Media, Shapes
from planner.analysis.fit.lift import Tests
from planner.analysis.fit.priors import Kind, Normal, Priors
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class Data:
    """What is fitted, in units of mean outcome and of each channel's typical spend.

    outcome       (T,)
    spend_lagged  (C, T, L) in typical spends; scale (C,) the channel's whole spend in mean outcomes
    columns       (T, p) baseline columns; column_mean, column_sd (p,) prior of their coefficients
    tests         lift tests, None without any
    """

    outcome: FloatArray
    spend_lagged: FloatArray
    scale: FloatArray
    columns: FloatArray
    column_mean: FloatArray
    column_sd: FloatArray
    tests: Tests | None = None

    @property
    def channels(self) -> int:
        """Number of channels."""
        return self.scale.size


@dataclass(frozen=True)
class Layout:
    """Where each parameter stands in the state."""

    channels: int
    columns: int

    @property
    def shapes(self) -> int:
        """Number of shape parameters."""
        return 5 * self.channels

    @property
    def hyper(self) -> slice:
        """Common log ROAS and log spread."""
        return slice(self.shapes, self.shapes + 2)

    @property
    def linear(self) -> slice:
        """Baseline coefficients."""
        return slice(self.shapes + 2, self.shapes + 2 + self.columns)

    @property
    def noise(self) -> int:
        """Log standard deviation of the noise's innovations; the autocorrelation stands after it."""
        return self.shapes + 2 + self.columns

    @property
    def size(self) -> int:
        """D."""
        return self.noise + 2

    def read_shapes(self, state: FloatArray) -> Shapes:
        """Shapes (C, S) of states (S, D)."""
        parts = state[:, : self.shapes].reshape(-1, 5, self.channels).transpose(1, 2, 0)
        return Shapes(*parts)


def _normal(value: FloatArray, prior: Normal) -> tuple[FloatArray, FloatArray]:
    away = (value - prior.mean) / prior.sd
    return -0.5 * away**2, -away / prior.sd


def _carryover_prior(
    form: FloatArray, later: FloatArray, kinds: tuple[Kind, ...]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log density of the carry-over's form and time under a mixture of kinds, and its slope in both."""
    forms, times = (
        [_normal(value, prior) for prior in priors]
        for value, priors in ((form, [kind.form for kind in kinds]), (later, [kind.later for kind in kinds]))
    )
    logs = np.stack(
        [
            np.log(kind.chance / (kind.form.sd * kind.later.sd)) + one[0] + other[0]
            for kind, one, other in zip(kinds, forms, times, strict=True)
        ]
    )
    top = logs.max(axis=0)
    share = np.exp(logs - top)
    whole = share.sum(axis=0)
    slopes = [
        np.sum([part * slope for part, (_, slope) in zip(share, found, strict=True)], axis=0) / whole
        for found in (forms, times)
    ]
    return top + np.log(whole), slopes[0], slopes[1]


def shapes_prior(
    parts: FloatArray, hyper: FloatArray, priors: Priors
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Log prior (S,) of shapes (5, C, S) and hyper (2, S), and its gradients."""
    roas, lag, form, half, shape = parts
    middle, spread = hyper
    gradient = np.empty_like(parts)
    sd = np.exp(spread)
    away = (roas - middle) / sd
    value = (-0.5 * away**2 - spread).sum(axis=0)
    gradient[0] = -away / sd
    by_hyper = np.stack([(away / sd).sum(axis=0), (away**2 - 1.0).sum(axis=0)])
    kinds, gradient[2], gradient[1] = _carryover_prior(form, lag - priors.lag.mean, priors.kinds)
    value = value + kinds.sum(axis=0)
    for row, (part, prior) in enumerate(((half, priors.half), (shape, priors.shape)), 3):
        density, gradient[row] = _normal(part, prior)
        value = value + density.sum(axis=0)
    for row, (part, prior) in enumerate(((middle, priors.roas_middle), (spread, priors.roas_spread))):
        density, slope = _normal(part, prior)
        value = value + density
        by_hyper[row] += slope
    return value, gradient, by_hyper


@dataclass(frozen=True, eq=False)
class Posterior:
    """Log posterior and gradient of many states at once."""

    data: Data
    priors: Priors
    power: float = 1.0

    @property
    def layout(self) -> Layout:
        """Where each parameter stands."""
        return Layout(self.data.channels, self.data.columns.shape[1])

    def __call__(self, state: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Log density (S,) and gradient (S, D) of states (S, D)."""
        layout, data = self.layout, self.data
        shapes = layout.read_shapes(state)
        parts = shapes.stacked()
        linear, log_sd, turn = state[:, layout.linear], state[:, layout.noise], state[:, layout.noise + 1]
        value, by_shapes, by_hyper = shapes_prior(parts, state[:, layout.hyper].T, self.priors)
        media = Media.of(data.spend_lagged, data.scale, shapes)
        residual = data.outcome - media.outcome.sum(axis=0) - linear @ data.columns.T
        rho = np.tanh(turn)
        variance = np.exp(2 * log_sd)
        inner = residual[:, 1:] - rho[:, None] * residual[:, :-1]
        first = np.sqrt(1.0 - rho**2) * residual[:, 0]
        squares = (inner**2).sum(axis=1) + first**2
        periods = residual.shape[1]
        fit = -0.5 * squares / variance - periods * log_sd + 0.5 * np.log1p(-(rho**2))
        scaled = self.power * inner / variance[:, None]
        by_residual = np.zeros_like(residual)
        by_residual[:, 1:] -= scaled
        by_residual[:, :-1] += rho[:, None] * scaled
        by_residual[:, 0] -= self.power * (1.0 - rho**2) * residual[:, 0] / variance
        gradient = np.empty_like(state)
        by_total = None
        if data.tests is not None:
            tested, by_tests, by_total = data.tests.density(shapes, media.total)
            value, by_shapes = value + tested, by_shapes + by_tests
        by_shapes = by_shapes + media.back(-by_residual, by_total)
        gradient[:, : layout.shapes] = by_shapes.transpose(2, 0, 1).reshape(state.shape[0], -1)
        gradient[:, layout.hyper] = by_hyper.T
        away = (linear - data.column_mean) / data.column_sd
        gradient[:, layout.linear] = -by_residual @ data.columns - away / data.column_sd
        noise, by_noise = _normal(log_sd, self.priors.noise)
        persistence, by_turn = _normal(turn, self.priors.persistence)
        gradient[:, layout.noise] = by_noise + self.power * (squares / variance - periods)
        by_rho = ((inner * residual[:, :-1]).sum(axis=1) + rho * residual[:, 0] ** 2) / variance - rho / (
            1.0 - rho**2
        )
        gradient[:, layout.noise + 1] = by_turn + self.power * by_rho * (1.0 - rho**2)
        value = value + self.power * fit - 0.5 * (away**2).sum(axis=1) + noise + persistence
        return value, gradient


@dataclass(frozen=True, eq=False)
class Profile:
    """The same posterior at a given noise, with the baseline's coefficients integrated out exactly.

    precision  (T, T) inverse covariance of outcome - contributions
    """

    data: Data
    priors: Priors
    precision: FloatArray
    centre: FloatArray

    @classmethod
    def at(cls, data: Data, priors: Priors, sd: float, rho: float, power: float = 1.0) -> Profile:
        """For innovations of standard deviation `sd` and autocorrelation `rho`."""
        white = whitened(data.columns, rho) / sd * np.sqrt(power)
        rotate = whitening(data.outcome.size, rho) / sd * np.sqrt(power)
        normal = white.T @ white + np.diag(1.0 / data.column_sd**2)
        projected = white.T @ rotate
        precision = rotate.T @ rotate - projected.T @ np.linalg.solve(normal, projected)
        return cls(data, priors, precision, data.outcome - data.columns @ data.column_mean)

    def __call__(self, state: FloatArray) -> tuple[float, FloatArray]:
        """Negative log density of shapes and hyper, shape (5C + 2,), and its gradient."""
        count = self.data.channels
        parts = state[: 5 * count].reshape(5, count, 1)
        value, by_shapes, by_hyper = shapes_prior(parts, state[5 * count :, None], self.priors)
        media = Media.of(self.data.spend_lagged, self.data.scale, Shapes(*parts))
        residual = self.centre - media.outcome.sum(axis=0)[0]
        pulled = self.precision @ residual
        by_total = None
        if self.data.tests is not None:
            tested, by_tests, by_total = self.data.tests.density(Shapes(*parts), media.total)
            value, by_shapes = value + tested, by_shapes + by_tests
        by_shapes = by_shapes + media.back(pulled[None], by_total)
        density = float(value[0]) - 0.5 * float(residual @ pulled)
        return -density, -np.concatenate([by_shapes.ravel(), by_hyper.ravel()])

    def linear(self, state: FloatArray, sd: float, rho: float) -> tuple[FloatArray, FloatArray]:
        """The baseline's coefficients that fit best, and the residuals (T,) they leave."""
        count = self.data.channels
        media = Media.of(
            self.data.spend_lagged, self.data.scale, Shapes(*state[: 5 * count].reshape(5, count, 1))
        )
        left = self.data.outcome - media.outcome.sum(axis=0)[0]
        white = whitened(self.data.columns, rho) / sd
        target = whitened(left[:, None], rho)[:, 0] / sd
        weight = 1.0 / self.data.column_sd**2
        found = np.linalg.solve(
            white.T @ white + np.diag(weight), white.T @ target + weight * self.data.column_mean
        )
        linear: FloatArray = np.asarray(found, float)
        return linear, left - self.data.columns @ linear


def whitening(periods: int, rho: float) -> FloatArray:
    """Matrix (T, T) that turns autocorrelated noise into white noise of the innovations' spread."""
    made = np.eye(periods) - rho * np.eye(periods, k=-1)
    made[0, 0] = np.sqrt(1.0 - rho**2)
    return made


def whitened(columns: FloatArray, rho: float) -> FloatArray:
    """Columns (T, p) as white noise would have them."""
    made = columns.copy()
    made[1:] -= rho * columns[:-1]
    made[0] *= np.sqrt(1.0 - rho**2)
    return made
