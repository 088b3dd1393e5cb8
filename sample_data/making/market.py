"""The sample's market, its rivals' spend, its brand, and how its customers answer prices."""

from __future__ import annotations

import numpy as np

from planner.domain.brand import Brand, BrandMetric, BrandStock
from planner.domain.calendar import Month
from planner.domain.company import Purpose
from planner.domain.market import Market, RivalSpend
from planner.domain.price import Pricing
from sample_data.making.economy import LAST_MONTH, LINES, PRICE_INDEX, SEASON_INDEX, by_season, rng

SIZES = {2025: 229_000_000, 2026: 234_000_000, 2027: 240_000_000}
RIVALS = {"Northwick": 4_300_000, "Casa Verano": 3_200_000, "Halden & Co": 2_220_000}
"""Media a year at the level of 2026; with ours they make our share of voice about ten per cent."""


def market() -> Market:
    """Market sizes of three years, and what rivals spent by month since 2025."""
    chance = rng(8)
    log = []
    for year, level in ((2025, 0.96), (2026, 1.0)):
        weights = SEASON_INDEX * PRICE_INDEX
        for name, total in RIVALS.items():
            noise = np.exp(0.12 * chance.standard_normal(12))
            spend = np.round(total * level * weights / weights.sum() * noise, -2)
            for number, amount in enumerate(spend, 1):
                month = Month(year, number)
                if month <= LAST_MONTH:
                    log.append(RivalSpend(name, str(month), float(amount), "ad monitor"))
    return Market({year: tuple(by_season(total).tolist()) for year, total in SIZES.items()}, tuple(log))


def brand() -> Brand:
    """Awareness and consideration, held where they are by what the 2027 draft spends on brand media."""
    spend = sum(one.spend[2] for one in LINES if one.purpose is Purpose.BRAND) / 12
    return Brand(
        (
            BrandStock(BrandMetric.AWARENESS, 0.30, 0.46, 6.0, round(spend), 0.46),
            BrandStock(BrandMetric.CONSIDERATION, 0.14, 0.22, 9.0, round(spend), 0.22),
        )
    )


def pricing() -> Pricing:
    """The elasticity of the literature; no prices, promotions or rates beside the plan's."""
    return Pricing()
