"""What spend brings under many parameter sets at once, with exact gradients.

Arrays are channels x sets x periods (C, S, T). Carry-over weights follow a gamma density over lags:
log w_l = (k - 1) log(l + 1/2) - l k / M + constant. k = 1 is the geometric kind with retention e^(-1/M),
larger k the delayed kinds with a peak after the spend; M is the mean time in periods. One family holds all
kinds, so that averaging over them is part of the draws. Source of the delayed form: Jin et al. (2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.money import FloatArray

TINY = 1e-6
"""Adstock, in units of typical spend, below which a channel counts as silent."""


def carry_over_weights(lag: FloatArray, form: FloatArray, lags: int) -> FloatArray:
    """Weights over lags, summing to 1, shape (..., lags), from log M and log k."""
    at = np.arange(lags)
    k = np.exp(form)[..., None]
    exponent = (k - 1.0) * np.log(at + 0.5) - np.exp(form - lag)[..., None] * at
    weights = np.exp(exponent - exponent.max(axis=-1, keepdims=True))
    normed: FloatArray = weights / weights.sum(axis=-1, keepdims=True)
    return normed


def lagged(spend: FloatArray, past: FloatArray, lags: int) -> FloatArray:
    """Spend at each lag, shape (C, T, lags), from spend (C, T) and the spend before it (C, lags - 1)."""
    lived = np.concatenate([past, spend], axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(lived, lags, axis=1)
    return np.ascontiguousarray(windows[:, :, ::-1])


@dataclass(frozen=True, eq=False)
class Shapes:
    """Parameters (C, S) that are not linear in the outcome: logs of ROAS, M, k, half-saturation, shape."""

    roas: FloatArray
    lag: FloatArray
    form: FloatArray
    half: FloatArray
    shape: FloatArray

    def stacked(self) -> FloatArray:
        """All of them, shape (5, C, S)."""
        return np.stack([self.roas, self.lag, self.form, self.half, self.shape])


@dataclass(frozen=True, eq=False)
class Curves:
    """How far saturation is reached, between 0 and 1, under S parameter sets, and what is needed to go back.

    spend_lagged       (C, T, L) in typical spends
    adstock, exponent, reached  (C, S, T)
    """

    spend_lagged: FloatArray
    shapes: Shapes
    weights: FloatArray
    adstock: FloatArray
    exponent: FloatArray
    reached: FloatArray

    @classmethod
    def of(cls, spend_lagged: FloatArray, shapes: Shapes) -> Curves:
        """Saturation reached by the carried-over spend."""
        weights = carry_over_weights(shapes.lag, shapes.form, spend_lagged.shape[2])
        adstock = np.maximum(weights @ spend_lagged.transpose(0, 2, 1), TINY)
        steep = np.exp(shapes.shape)[:, :, None]
        exponent = steep * (np.log(adstock) - shapes.half[:, :, None])
        return cls(spend_lagged, shapes, weights, adstock, exponent, 1.0 / (1.0 + np.exp(-exponent)))

    def back(self, by_exponent: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Gradients (C, S) in lag, form, half-saturation and shape from that in the exponent (C, S, T)."""
        steep = np.exp(self.shapes.shape)
        by_half = -steep * by_exponent.sum(axis=2)
        by_shape = (by_exponent * self.exponent).sum(axis=2)
        by_adstock = by_exponent * steep[:, :, None] / self.adstock
        by_adstock[self.adstock <= TINY] = 0.0
        by_weight = by_adstock @ self.spend_lagged
        by_log = self.weights * (by_weight - (self.weights * by_weight).sum(axis=2, keepdims=True))
        lags = np.arange(self.weights.shape[2])
        speed = np.exp(self.shapes.form - self.shapes.lag)
        by_lag = speed * (by_log @ lags)
        by_form = np.exp(self.shapes.form) * (by_log @ np.log(lags + 0.5)) - by_lag
        return by_lag, by_form, by_half, by_shape


@dataclass(frozen=True, eq=False)
class Media:
    """Channels' contributions under S parameter sets.

    total    (C, S) sum of the saturation reached over the history
    share    (C, S, T) each period's share of the channel's outcome over the history
    outcome  (C, S, T) contributions
    """

    curves: Curves
    total: FloatArray
    share: FloatArray
    outcome: FloatArray

    @classmethod
    def of(cls, spend_lagged: FloatArray, scale: FloatArray, shapes: Shapes) -> Media:
        """Contributions from lagged spend (C, T, L); `scale` (C,) is the channel's spend over the history."""
        curves = Curves.of(spend_lagged, shapes)
        total = curves.reached.sum(axis=2)
        share = curves.reached / total[:, :, None]
        outcome = (scale[:, None] * np.exp(shapes.roas))[:, :, None] * share
        return cls(curves, total, share, outcome)

    def back(self, slope: FloatArray, by_total: FloatArray | None = None) -> FloatArray:
        """Gradient (5, C, S) in the shapes.

        slope     (S, T) gradient in the sum of contributions
        by_total  (C, S) gradient in the log of `total`, where something else depends on it
        """
        pulled = slope[None] * self.outcome
        by_roas = pulled.sum(axis=2)
        # d log share_t = d log reached_t - sum of share * d log reached
        held = by_roas if by_total is None else by_roas - by_total
        by_exponent = (pulled - held[:, :, None] * self.share) * (1.0 - self.curves.reached)
        return np.stack([by_roas, *self.curves.back(by_exponent)])
