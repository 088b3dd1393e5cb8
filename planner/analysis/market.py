"""Our place in the market: share of sales, share of voice, and what the one does to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.calendar import Month
from planner.domain.market import Market
from planner.domain.money import FloatArray

YEARS_BACK = 10
"""How old a rival's figure may be to stand in for a month nobody logged: beyond, it is another market."""


@dataclass(frozen=True, eq=False)
class MarketYear:
    """A year of the market by month (M,); nan where nobody knows.

    size      sales of all suppliers; revenue, spend: ours
    rivals    (R, M) spend of each rival, named in `names`
    assumed   months whose rival spend is that of the year before, for want of their own
    """

    months: tuple[Month, ...]
    names: tuple[str, ...]
    size: FloatArray
    revenue: FloatArray
    spend: FloatArray
    rivals: FloatArray
    assumed: np.ndarray

    @property
    def share(self) -> FloatArray:
        """Share of the market's sales by month."""
        return _ratio(self.revenue, self.size)

    @property
    def share_of_year(self) -> float | None:
        """Share of the market over the months whose size is known."""
        return _of(self.revenue, self.size)

    @property
    def voice(self) -> FloatArray:
        """Share of voice by month: our media of ours and all rivals'."""
        return _ratio(self.spend, self.spend + self.rivals.sum(axis=0))

    @property
    def voice_of_year(self) -> float | None:
        """Share of voice over the months whose rival spend is known."""
        return _of(self.spend, self.spend + self.rivals.sum(axis=0))

    @property
    def excess(self) -> float | None:
        """Excess share of voice: share of voice less share of market."""
        voice, share = self.voice_of_year, self.share_of_year
        return None if voice is None or share is None else voice - share

    def voices(self) -> dict[str, float]:
        """Share of voice of each rival over the months that are known."""
        known = np.isfinite(self.rivals).all(axis=0)
        whole = float((self.spend + self.rivals.sum(axis=0))[known].sum())
        found = self.rivals[:, known].sum(axis=1)
        return {n: float(v) / whole for n, v in zip(self.names, found, strict=True)} if whole > 0 else {}


def market_year(
    market: Market, year: int, months: Sequence[Month], revenue: FloatArray, spend: FloatArray
) -> MarketYear:
    """The market in a year of ours; `revenue` and `spend` (M,) are what we sell and spend on media.

    A month that nobody logged takes what the rivals spent in the same month of an earlier year; a rival
    without a figure in a month that others have one of spent nothing.
    """
    names = tuple(dict.fromkeys(one.rival for one in market.rivals))
    logged: dict[str, dict[str, float]] = {}
    for one in market.rivals:
        logged.setdefault(one.month, {})[one.rival] = one.amount
    spent = np.full((len(names), len(months)), np.nan)
    assumed = np.zeros(len(months), bool)
    for j, month in enumerate(months):
        known = month
        for _back in range(YEARS_BACK):
            if str(known) in logged or known.year <= 1:
                break
            known = known + -12
        if str(known) not in logged:
            continue
        assumed[j] = known != month
        spent[:, j] = [logged[str(known)].get(name, 0.0) for name in names]
    if not names:
        spent = np.full((1, len(months)), np.nan)[:0]
    size = market.sizes.get(year)
    return MarketYear(
        months=tuple(months),
        names=names,
        size=np.full(len(months), np.nan) if size is None else np.array(size, float),
        revenue=revenue,
        spend=spend,
        rivals=spent,
        assumed=assumed,
    )


def drift(market: Market, excess: float) -> float:
    """Change of market share a year, as a share, that an excess share of voice goes with.

    Source: IPA and Nielsen: ten points of excess about half a point a year, weakening.
    """
    return market.drift * excess


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    found = np.full(above.shape, np.nan)
    np.divide(above, below, out=found, where=np.isfinite(below) & (below > 0))
    return found


def _of(above: FloatArray, below: FloatArray) -> float | None:
    known = np.isfinite(below) & np.isfinite(above)
    whole = float(below[known].sum())
    return float(above[known].sum()) / whole if whole > 0 else None
