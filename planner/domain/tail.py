"""What the last adstock of a horizon still brings after it, for Hill curves whose carry-over never ends.

After the horizon the adstock shrinks by its retention r a period, a_k = a r^k, so that the odds of a Hill
curve, (half / a_k)^shape, grow by the fixed factor r^-shape a period. The factors are kept; a period then
costs a product and a reciprocal in place of a logarithm and an exponential.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.adstock import GeometricAdstock
from planner.domain.money import FloatArray
from planner.domain.saturation import TINY, HillBank

LARGEST = 1e300
"""Growth is cut here: a reached share of 1e-300 is nothing."""


@dataclass(frozen=True, eq=False)
class HillTail:
    """The periods after the horizon of n channels; parameters (n, S or 1), `growth` (n, S or 1, K)."""

    ceiling: FloatArray
    half_spend: FloatArray
    shape: FloatArray
    growth: FloatArray

    @classmethod
    def of(cls, saturation: HillBank, adstock: GeometricAdstock, periods: int) -> HillTail:
        """The tail over `periods` further periods."""
        shape = saturation.shape[:, :, 0]
        with np.errstate(divide="ignore", over="ignore"):
            a_period = -shape * np.log(adstock.retention)
            growth = np.minimum(np.exp(a_period[:, :, None] * np.arange(1, periods + 1)), LARGEST)
        return cls(saturation.ceiling[:, :, 0], saturation.half_spend[:, :, 0], shape, growth)

    def outcome(self, last: FloatArray) -> FloatArray:
        """Outcome of all periods together (n, S or 1) from the last adstock (n, S or 1)."""
        reached: FloatArray = self.ceiling * self._sums(last)[0]
        return reached

    def outcome_and_slope(self, last: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The same, and d outcome / d last adstock, finite everywhere.

        d s_k / d a = shape s_k (1 - s_k) / a for the share s_k reached k periods later, whatever k is.
        """
        held = np.maximum(last, TINY * self.half_spend)
        reached, squared = self._sums(held)
        slope: FloatArray = self.ceiling * self.shape / held * (reached - squared)
        exact = self.ceiling * reached if bool((held == last).all()) else self.outcome(last)
        return exact, slope

    def _sums(self, last: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Shares reached and their squares, each summed over the periods, (n, S or 1)."""
        with np.errstate(divide="ignore", over="ignore"):
            odds = np.exp(self.shape * (np.log(self.half_spend) - np.log(last)))
        draws = max(odds.shape[1], self.growth.shape[1])
        shares, squares = np.empty((len(odds), draws)), np.empty((len(odds), draws))
        for i, against in enumerate(odds):  # a channel at a time stays in the processor's cache
            with np.errstate(over="ignore"):
                share = against[:, None] * self.growth[i]
            share += 1.0
            np.reciprocal(share, out=share)
            shares[i] = share.sum(axis=1)
            squares[i] = np.einsum("sk,sk->s", share, share)
        return shares, squares
