"""Carry-over of spend in time, forward and backward, for many channels and draws at once.

Arrays are channels x draws x periods; the draws axis has length 1 where no draw changes the carry-over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class GeometricAdstock:
    """a_t = gain x_t + retention a_(t-1).

    gain, retention  shape (n, S or 1)
    start            a_0, shape (n, 1); `steady` (n,) True replaces it by the plan's own mean x
    """

    gain: FloatArray
    retention: FloatArray
    start: FloatArray
    steady: np.ndarray

    def forward(self, x: FloatArray, after: int) -> FloatArray:
        """Adstock of x, shape (n, P), over its P periods and `after` further ones without spend."""
        n, periods = x.shape
        before = np.where(self.steady, x.mean(axis=1), self.start[:, 0])[:, None]
        # Periods lie outermost in memory: each step then writes one piece.
        stepped = np.empty((periods + after, n, self.retention.shape[1]))
        adstock: FloatArray = np.moveaxis(stepped, 0, 2)
        state: FloatArray = np.broadcast_to(before, self.retention.shape)
        for t in range(periods):
            np.multiply(self.retention, state, out=stepped[t])
            stepped[t] += self.gain * x[:, t, None]
            state = stepped[t]
        if after:
            np.multiply(state[:, :, None], self._powers(after), out=adstock[:, :, periods:])
        return adstock

    def _powers(self, count: int) -> FloatArray:
        """retention^1 .. retention^count, shape (n, S or 1, count); kept: a model asks for one count."""
        kept: dict[int, FloatArray] = self.__dict__.setdefault("_kept_powers", {})
        if count not in kept:
            kept[count] = np.power(self.retention[:, :, None], np.arange(1, count + 1))
        return kept[count]

    def backward(self, slope: FloatArray, periods: int) -> FloatArray:
        """Gradient in x, shape (n, S or 1, P), from the gradient in adstock (n, S or 1, P + after)."""
        n, draws, length = slope.shape
        stepped = np.empty((periods, n, draws))
        gradient: FloatArray = np.moveaxis(stepped, 0, 2)
        weight = np.zeros((n, draws))
        if length > periods:  # what the last lived adstock still does after the horizon
            weight = (slope[:, :, periods:] * self._powers(length - periods)).sum(axis=2)
        for t in range(periods - 1, -1, -1):
            carried = weight if t == periods - 1 else self.retention * weight
            weight = slope[:, :, t] + carried
            np.multiply(self.gain, weight, out=stepped[t])
        if self.steady.any():
            gradient += np.where(self.steady[:, None], self.retention * weight, 0.0)[:, :, None] / periods
        return gradient

    def last_by_spend(self, periods: int) -> FloatArray:
        """d last adstock / d x, shape (n, S or 1, P): what a period's spend still is at the end; kept."""
        kept: dict[int, FloatArray] = self.__dict__.setdefault("_kept_last", {})
        if periods not in kept:
            kept[periods] = self.gain[:, :, None] * np.power(
                self.retention[:, :, None], np.arange(periods)[::-1]
            )
        return kept[periods]


@dataclass(frozen=True, eq=False)
class KernelAdstock:
    """a_t = sum of kernel_l x_(t-l) over a finite memory.

    kernel  shape (n, S or 1, L), zero beyond a channel's own length
    past    x before the first period, oldest first, shape (n, L - 1); `steady` as above
    """

    kernel: FloatArray
    past: FloatArray
    steady: np.ndarray

    def forward(self, x: FloatArray, after: int) -> FloatArray:
        """Adstock of x, shape (n, P), over its P periods and `after` further ones without spend."""
        n, periods = x.shape
        memory = self.kernel.shape[2]
        past = np.where(self.steady[:, None], x.mean(axis=1)[:, None], self.past)
        lived = np.concatenate([past, x, np.zeros((n, after))], axis=1)[:, None, :]
        adstock = np.zeros((n, self.kernel.shape[1], periods + after))
        for lag in range(memory):
            begin = memory - 1 - lag
            adstock += self.kernel[:, :, lag, None] * lived[:, :, begin : begin + periods + after]
        return adstock

    def backward(self, slope: FloatArray, periods: int) -> FloatArray:
        """Gradient in x, shape (n, S or 1, P), from the gradient in adstock (n, S or 1, P + after)."""
        n, draws, length = slope.shape
        memory = self.kernel.shape[2]
        lived = np.zeros((n, draws, memory - 1 + length))
        for lag in range(memory):
            begin = memory - 1 - lag
            lived[:, :, begin : begin + length] += self.kernel[:, :, lag, None] * slope
        gradient = lived[:, :, memory - 1 : memory - 1 + periods]
        shared = np.where(self.steady[:, None], lived[:, :, : memory - 1].sum(axis=2), 0.0) / periods
        return gradient + shared[:, :, None]


Adstock = GeometricAdstock | KernelAdstock
