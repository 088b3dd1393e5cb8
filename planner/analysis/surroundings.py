"""What moves revenue beside media, as far as Setup knows it: prices, promotions, market, season, rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.domain.price import Pricing, RateVersion

PLANNED = (RateVersion.BUDGET,)
FORECAST = (RateVersion.FORECAST, RateVersion.BUDGET)
MEASURED = (RateVersion.ACTUAL, RateVersion.FORECAST, RateVersion.BUDGET)
"""Versions in the order in which they are asked; the first that knows a month answers."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """One side's year by month, each (M,).

    price      revenue at this side's own prices relative to the budget's price, a factor
    promotion  revenue that promotions add, before currency
    currency   worth of the revenue at this side's rates relative to the reference rates, a factor
    market, season  demand of sales without media relative to what was expected, factors
    volume     pieces sold at this side's own prices relative to the budget's price, a factor
    """

    price: FloatArray
    promotion: FloatArray
    currency: FloatArray
    market: FloatArray
    season: FloatArray
    volume: FloatArray

    @property
    def sales(self) -> FloatArray:
        """Price and currency together, (M,)."""
        both: FloatArray = self.price * self.currency
        return both

    def without_media(self, core: FloatArray) -> FloatArray:
        """Sales without media (M,) from their core: (core x demand x price + promotion) x currency."""
        whole: FloatArray = (core * self.market * self.season * self.price + self.promotion) * self.currency
        return whole

    def core(self, sales: FloatArray) -> FloatArray:
        """The core (M,) of sales without media: what is left when these surroundings are taken off."""
        left: FloatArray = (sales / self.currency - self.promotion) / (self.price * self.market * self.season)
        return left


def plain(months: int) -> Surroundings:
    """Nothing beside media moves anything."""
    one = np.ones(months)
    return Surroundings(one, np.zeros(months), one, one, one, one)


def surroundings(
    company: Company,
    year: int,
    months: int,
    *,
    measured: np.ndarray | None = None,
    forecast: bool = False,
    reference_year: int | None = None,
) -> Surroundings:
    """The surroundings of a year as a plan expects them, or as they came in its `measured` months (M,).

    forecast        months that were not measured take forecast rates and prices where there are some
    reference_year  whose budget rates are 1; None: the year's own. Both sides of a bridge take the same.
    What nobody wrote down is the budget's: a price of 1, no promotion, the rate of the reference.
    """
    pricing = company.pricing
    if pricing is None:
        return plain(months)
    came = np.zeros(months, bool) if measured is None else measured
    expected = FORECAST if forecast or measured is not None else PLANNED

    def series(known: dict[RateVersion, Sequence[float] | None], otherwise: FloatArray) -> FloatArray:
        ahead, past = (_first(known, order, months) for order in (expected, MEASURED))
        found = np.where(came, past, ahead)
        return np.where(np.isfinite(found), found, otherwise)

    years = {version: pricing.year(year, version) for version in RateVersion}

    def of_year(name: str, otherwise: float) -> FloatArray:
        known = {v: getattr(one, name) if one else None for v, one in years.items()}
        return series(known, np.full(months, otherwise))

    factor = np.ones(months)
    for currency, share in pricing.foreign_shares:
        reference = _reference(pricing, currency, year if reference_year is None else reference_year, months)
        if reference is None:
            continue
        rates = {v: pricing.rate(currency, year, v) for v in RateVersion}
        rate = series({v: one.months if one else None for v, one in rates.items()}, reference)
        factor = factor + share * (rate / reference - 1)
    index = of_year("index", 1.0)
    return Surroundings(
        price=pricing.revenue_factor(index),
        promotion=of_year("promotion", 0.0),
        currency=factor,
        market=of_year("market", 1.0),
        season=of_year("season", 1.0),
        volume=index**pricing.elasticity,
    )


def _first(
    known: dict[RateVersion, Sequence[float] | None], order: Sequence[RateVersion], months: int
) -> FloatArray:
    """Of each month the first version that knows it, (M,); nan where none does."""
    found = np.full(months, np.nan)
    for version in order:
        values = known[version]
        if values is not None:
            own = np.full(months, np.nan)
            own[: len(values)] = values[:months]
            found = np.where(np.isfinite(found), found, own)
    return found


def _reference(pricing: Pricing, currency: str, year: int, months: int) -> FloatArray | None:
    """The rates that count as 1: the budget's, else the first that is known; None without any."""
    rates = {version: pricing.rate(currency, year, version) for version in RateVersion}
    found = _first({v: r.months if r else None for v, r in rates.items()}, tuple(RateVersion), months)
    if not np.isfinite(found).any():
        return None
    # Months that no version knows keep the last rate that is.
    return found[np.maximum.accumulate(np.where(np.isfinite(found), np.arange(months), 0))]


@dataclass(frozen=True)
class RateGap:
    """A currency whose rates of a version are missing, so that its effect cannot be told apart."""

    currency: str
    version: RateVersion


def rate_gaps(company: Company, year: int) -> tuple[RateGap, ...]:
    """Currencies of Setup that lack their budget or their actual rates of a year."""
    pricing = company.pricing
    if pricing is None:
        return ()
    return tuple(
        RateGap(currency, version)
        for currency, share in pricing.foreign_shares
        for version in (RateVersion.BUDGET, RateVersion.ACTUAL)
        if share > 0 and pricing.rate(currency, year, version) is None
    )
