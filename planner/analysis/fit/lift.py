"""Lift tests in the likelihood: the curve's own answer to the tested change against the measured one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.analysis.fit.kernel import Curves, Shapes
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class Tests:
    """E tests, each as the periods it lasted with the change and, again, without it (J rows, padded).

    channel       (E,) place among the fitted channels
    spend_lagged  (E, J, L) in typical spends; sign (E, J) 1 with the change, -1 without, 0 padding
    scale         (E,) the channel's whole spend in mean outcomes
    lift, error   (E,) in mean outcomes
    """

    channel: np.ndarray
    spend_lagged: FloatArray
    sign: FloatArray
    scale: FloatArray
    lift: FloatArray
    error: FloatArray

    def density(self, shapes: Shapes, total: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Log likelihood (S,), its gradient (5, C, S) in the shapes, and (C, S) in the log of `total`.

        total  (C, S) the sum of the reached saturation over the history, which scales a channel's outcome
        """
        rows = self.channel
        own = Shapes(*(part[rows] for part in shapes.stacked()))
        curves = Curves.of(self.spend_lagged, own)
        size = self.scale[:, None] * np.exp(own.roas) / total[rows]
        expected = size * (curves.reached * self.sign[:, None, :]).sum(axis=2)
        away = (self.lift[:, None] - expected) / self.error[:, None]
        slope = away / self.error[:, None]
        by_reached = (slope * size)[:, :, None] * self.sign[:, None, :]
        gradient = np.zeros((5, *shapes.roas.shape))
        by_total = np.zeros_like(shapes.roas)
        np.add.at(gradient[0], rows, slope * expected)
        np.add.at(by_total, rows, -slope * expected)
        for row, part in enumerate(curves.back(by_reached * curves.reached * (1.0 - curves.reached)), 1):
            np.add.at(gradient[row], rows, part)
        return -0.5 * (away**2).sum(axis=0), gradient, by_total
