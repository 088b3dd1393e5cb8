"""Revenue two ways: customers x orders x sale, and baseline + channels; both tie to the plan to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from planner.domain.figures import KeyFigures
from planner.domain.forecast import Forecast
from planner.domain.money import in_whole_units


@dataclass(frozen=True)
class KpiTree:
    """Amounts in cents. customers x frequency x sale + gap = revenue = baseline + the channels.

    by_base    customers x Setup's frequency x average sale
    gap        what the plan's revenue says beyond that: the line that reconciles them
    frequency  as Setup has it; `implied` is what the plan's revenue makes of it
    None where Setup knows no customers.
    """

    revenue: int
    baseline: int
    channels: tuple[tuple[str, int], ...]
    customers: float | None = None
    frequency: float | None = None
    average_sale: float | None = None
    by_base: int | None = None

    @property
    def gap(self) -> int | None:
        """Cents of revenue that customers x frequency x sale do not give."""
        return None if self.by_base is None else self.revenue - self.by_base

    @property
    def implied(self) -> float | None:
        """Orders per customer at which the base gives the plan's revenue exactly."""
        if not self.customers or not self.average_sale:
            return None
        return self.revenue / 100 / self.customers / self.average_sale

    @property
    def media(self) -> int:
        """Cents of all channels."""
        return sum(cents for _name, cents in self.channels)


def kpi_tree(forecast: Forecast, figures: KeyFigures, frequency: float | None, sale: float | None) -> KpiTree:
    """The tree of a forecast; `frequency` and `sale` as Setup has them, None without customers."""
    revenue = float(forecast.baseline.sum()) + forecast.outcome()
    cents = round(revenue * 100)
    parts = np.array([float(forecast.baseline.sum()), *forecast.media.sum(axis=1)]) * 100
    whole = [int(v) for v in in_whole_units(parts, cents)]
    channels = tuple(zip(forecast.channels, whole[1:], strict=True))
    active = figures["active_customers"].value
    if active is None or frequency is None or sale is None:
        return KpiTree(cents, whole[0], channels)
    return KpiTree(cents, whole[0], channels, active, frequency, sale, round(active * frequency * sale * 100))


def log_split(before: Sequence[float], after: Sequence[float]) -> tuple[float, ...]:
    """The difference of two products shared among their factors: they add up to it exactly.

    Each factor gets ln(after_i / before_i) times the logarithmic mean of both products; one that did not
    change gets nothing, and swapping the sides flips the signs. All factors above 0.
    Source: Ang (2004), the logarithmic mean Divisia index.
    """
    a, b = float(np.prod(after)), float(np.prod(before))
    mean = a if abs(a - b) <= 1e-12 * max(a, b) else (a - b) / log(a / b)
    return tuple(mean * log(x / y) for x, y in zip(after, before, strict=True))
