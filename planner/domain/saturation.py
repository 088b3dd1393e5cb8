"""Saturation of many channels at once: outcome and slope at an adstock, channels x draws x periods.

Parameters have shape (n, S or 1, 1), so that one expression serves the plain curve and all draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.domain.curves import Table
from planner.domain.money import FloatArray

TINY = 1e-9
"""Share of half_spend below which a slope is taken: curves with shape below 1 rise without bound at zero."""


@dataclass(frozen=True, eq=False)
class HillBank:
    """Hill curves; the power is taken through logarithms, which numpy runs several times faster."""

    ceiling: FloatArray
    half_spend: FloatArray
    shape: FloatArray

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Outcome per period; no adstock earns exactly nothing."""
        with np.errstate(divide="ignore", over="ignore"):
            away = np.log(self.half_spend) - np.log(adstock)
            reached: FloatArray = self.ceiling / (1.0 + np.exp(self.shape * away))
        return reached

    def slope(self, adstock: FloatArray) -> FloatArray:
        """d outcome / d adstock, finite everywhere."""
        held = np.maximum(adstock, TINY * self.half_spend)
        with np.errstate(over="ignore"):
            share = 1.0 / (1.0 + np.exp(self.shape * (np.log(self.half_spend) - np.log(held))))
        slope: FloatArray = self.ceiling * share * (1.0 - share) * self.shape / held
        return slope

    def outcome_and_slope(self, adstock: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Both, for little more than the price of one."""
        if bool((adstock < TINY * self.half_spend).any()):
            return self.outcome(adstock), self.slope(adstock)
        with np.errstate(over="ignore"):
            share = np.exp(self.shape * (np.log(self.half_spend) - np.log(adstock)))
        share += 1.0
        np.reciprocal(share, out=share)
        outcome: FloatArray = self.ceiling * share
        np.subtract(1.0, share, out=share)
        share *= self.shape
        share /= adstock
        return outcome, outcome * share


@dataclass(frozen=True, eq=False)
class LogisticBank:
    """Logistic curves, written as the hyperbolic tangent they equal."""

    ceiling: FloatArray
    rate: FloatArray

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Outcome per period."""
        return self.ceiling * np.tanh(self.rate * adstock / 2)

    def slope(self, adstock: FloatArray) -> FloatArray:
        """d outcome / d adstock."""
        reached = np.tanh(self.rate * adstock / 2)
        return self.ceiling * self.rate / 2 * (1.0 - reached * reached)

    def outcome_and_slope(self, adstock: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Both at once."""
        reached = np.tanh(self.rate * adstock / 2)
        return self.ceiling * reached, self.ceiling * self.rate / 2 * (1.0 - reached * reached)


@dataclass(frozen=True, eq=False)
class TableBank:
    """Monotone cubics through measured points; `scale` carries the draws."""

    tables: tuple[Table, ...]
    scale: FloatArray

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Outcome per period, flat beyond the last point."""
        return self.scale * self._each(adstock, 0)

    def slope(self, adstock: FloatArray) -> FloatArray:
        """d outcome / d adstock, 0 beyond the last point."""
        return self.scale * self._each(adstock, 1)

    def outcome_and_slope(self, adstock: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Both."""
        return self.outcome(adstock), self.slope(adstock)

    def _each(self, adstock: FloatArray, derivative: int) -> FloatArray:
        values = np.empty_like(adstock)
        for i, (cubic, last) in enumerate(self._cubics):
            if cubic is None:
                values[i] = 0.0
                continue
            found = cubic(np.minimum(adstock[i], last), derivative)
            values[i] = np.where(adstock[i] > last, 0.0, found) if derivative else found
        return values

    @cached_property
    def _cubics(self) -> list[tuple[Callable[[FloatArray, int], FloatArray] | None, float]]:
        """Each table's curve and last point; no curve where one point alone says nothing."""
        # Loaded with the first table: it takes half a second that no other company waits for.
        from scipy.interpolate import PchipInterpolator  # noqa: PLC0415

        found: list[tuple[Callable[[FloatArray, int], FloatArray] | None, float]] = []
        for table in self.tables:
            spend, outcome = np.array(table.spend), np.array(table.outcome)
            if spend[0] > 0:
                spend, outcome = np.insert(spend, 0, 0.0), np.insert(outcome, 0, 0.0)
            # The inverse of a rise next to nothing overflows; the slope is 0 there, as it should be.
            with np.errstate(over="ignore"):
                cubic = PchipInterpolator(spend, outcome) if spend.size > 1 else None
            found.append((cubic, float(spend[-1])))
        return found


Saturation = HillBank | LogisticBank | TableBank
