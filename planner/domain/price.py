"""Prices, promotions, market, season, currency: what moves revenue beside media, where somebody wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.domain import checks
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray

ELASTICITY = -2.62
"""Mean price elasticity of 1,851 studies. Source: Bijmolt, van Heerde and Pieters (2005)."""


class RateVersion(StrEnum):
    """Whose rate it is: fixed with the budget, revised with a forecast, or what it really was."""

    BUDGET = "budget"
    FORECAST = "forecast"
    ACTUAL = "actual"


def _months(
    where: str, version: RateVersion, months: tuple[float, ...], *, least: float | None = 0.0
) -> None:
    check = checks.so_far if version is RateVersion.ACTUAL else checks.twelve
    check(where, months, least=least)


@dataclass(frozen=True)
class Rates:
    """Value of one unit of a foreign currency in the company's, by month of a fiscal year and version.

    months  twelve; of actual rates as many as are known, from the year's first month
    """

    currency: str
    version: RateVersion
    year: int
    months: tuple[float, ...]

    def __post_init__(self) -> None:
        checks.name(say("A rate"), self.currency, 3)
        _months(
            say(
                "The {version} rate of {currency} {year}",
                version=self.version,
                currency=self.currency,
                year=self.year,
            ),
            self.version,
            self.months,
        )
        if min(self.months) <= 0:
            raise BadDocument(
                say(
                    "A rate of {currency} in {year} is 0; a rate is above 0.",
                    currency=self.currency,
                    year=self.year,
                )
            )


@dataclass(frozen=True)
class PriceYear:
    """What a fiscal year's prices, promotions, market and season are, planned or as they came.

    index      own price level by month, 1.0 the level of the budget
    promotion  revenue by month that promotions add beyond what they take from other months
    market     demand of the whole market by month, 1.0 what the budget expected
    season     demand by weather, holidays and their dates by month, 1.0 what the budget expected
    All hold twelve months; actual ones as many as are known, from the year's first month.
    """

    year: int
    version: RateVersion
    index: tuple[float, ...] | None = None
    promotion: tuple[float, ...] | None = None
    market: tuple[float, ...] | None = None
    season: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        for word, demand in (("market", self.market), ("season", self.season)):
            if demand is not None:
                _months(say("The {word} index of {year}", word=word, year=self.year), self.version, demand)
                if min(demand) <= 0:
                    raise BadDocument(
                        say(
                            "The {word} index of {year} is 0; 1 is what was expected.",
                            word=word,
                            year=self.year,
                        )
                    )
        if self.index is not None:
            _months(say("The price index of {year}", year=self.year), self.version, self.index)
            if min(self.index) <= 0:
                raise BadDocument(
                    say("A price index of {year} is 0; 1 is the budget's price.", year=self.year)
                )
        if self.promotion is not None:
            _months(
                say("The promotion revenue of {year}", year=self.year),
                self.version,
                self.promotion,
                least=None,
            )


@dataclass(frozen=True)
class Pricing:
    """How customers answer prices, and what prices, promotions and rates were.

    elasticity      per cent of volume that one per cent of price costs, below 0
    foreign_shares  currency and the share of revenue that is earned in it
    """

    elasticity: float = ELASTICITY
    years: tuple[PriceYear, ...] = ()
    foreign_shares: tuple[tuple[str, float], ...] = ()
    rates: tuple[Rates, ...] = ()

    def __post_init__(self) -> None:
        if not -20 <= self.elasticity <= 0:
            raise BadDocument(
                say(
                    "The price elasticity is from -20 to 0, not {value}; about -2.6 is usual.",
                    value=self.elasticity,
                )
            )
        checks.once(say("Prices of"), (f"{one.year} {one.version}" for one in self.years))
        checks.once(say("Rate"), (f"{one.currency} {one.year} {one.version}" for one in self.rates))
        checks.once(say("Currency"), (currency for currency, _share in self.foreign_shares))
        for currency, part in self.foreign_shares:
            checks.share(say("The share of revenue in {currency}", currency=currency), part)
        if sum(part for _currency, part in self.foreign_shares) > 1 + 1e-9:
            raise BadDocument(say("More than 100 % of revenue would be earned abroad; correct the shares."))

    def year(self, year: int, version: RateVersion) -> PriceYear | None:
        """Prices and promotions of that year and version."""
        return next((one for one in self.years if (one.year, one.version) == (year, version)), None)

    def rate(self, currency: str, year: int, version: RateVersion) -> Rates | None:
        """The rates of that currency, year and version."""
        known = (currency, year, version)
        return next((one for one in self.rates if (one.currency, one.year, one.version) == known), None)

    def revenue_factor(self, index: FloatArray) -> FloatArray:
        """Revenue at price level `index` relative to level 1, any shape: index^(1 + elasticity)."""
        factor: FloatArray = np.asarray(index, float) ** (1 + self.elasticity)
        return factor


@dataclass(frozen=True)
class PriceMove:
    """What another price does to a year: shares of one, amounts in currency units.

    contribution  None without a margin
    """

    change: float
    volume: float
    revenue: float
    contribution: float | None


def price_move(revenue: float, margin: float | None, elasticity: float, change: float) -> PriceMove:
    """All prices moved by `change` (0.01: one per cent dearer) on `revenue` of a year at `margin`.

    Volume answers by (1 + change)^elasticity; a unit costs what it did, so its margin takes the whole change.
    """
    volume = (1 + change) ** elasticity
    moved = revenue * volume * (1 + change)
    contribution = None
    if margin is not None:
        contribution = moved - revenue * volume * (1 - margin) - revenue * margin
    return PriceMove(change, volume - 1, moved - revenue, contribution)
