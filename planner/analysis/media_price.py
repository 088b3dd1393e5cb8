"""What a unit of media costs beside the year before, where files report units."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from planner.analysis.years import MeasuredYear
from planner.domain.actuals import Metric
from planner.domain.company import Company
from planner.domain.money import FloatArray

UNITS: Mapping[str, Metric] = {"CPM": Metric.IMPRESSIONS, "CPC": Metric.CLICKS}
"""What a channel's unit metric counts."""


def media_prices(company: Company, measured: MeasuredYear, reference: MeasuredYear) -> FloatArray | None:
    """Media price of each cell relative to the same month of `reference` (last year), shape (C, M).

    A channel's price is its spend per unit of its unit metric: CPM counts impressions, CPC clicks. nan
    where either year lacks units or spend; None when that is everywhere.
    """
    ratio = np.full((len(measured.table.channels), len(measured.table.months)), np.nan)
    for i, name in enumerate(measured.table.channels):
        unit = UNITS.get(company.channel(name).unit_metric)
        if unit is None or name not in reference.table.channels:
            continue
        k = reference.table.channels.index(name)
        now = unit_price(measured.table[Metric.SPEND][i], measured.table[unit][i])
        then = unit_price(reference.table[Metric.SPEND][k], reference.table[unit][k])
        ratio[i] = now / then
    return ratio if np.isfinite(ratio).any() else None


def unit_price(spend: FloatArray, units: FloatArray) -> FloatArray:
    """Spend per unit, same shape; nan where either is not known or not above 0."""
    price = np.full(spend.shape, np.nan)
    np.divide(spend, units, out=price, where=(spend > 0) & (units > 0))
    return price
