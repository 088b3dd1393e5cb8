"""Which months buy media dear: what a unit costs in each, with the plan's own mix of channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel

DEAR = 1.05
"""From which price, against the year's average, a month counts as dear."""


@dataclass(frozen=True, eq=False)
class MonthPrices:
    """price: of a unit of media by month, 1.0 is the year's average, shape (M,); spend: money by month."""

    price: FloatArray
    spend: FloatArray

    @property
    def dear(self) -> tuple[int, ...]:
        """Indices of months with money in which media cost clearly more than on average."""
        return tuple(int(j) for j in np.flatnonzero((self.price >= DEAR) & (self.spend > 0)))

    @property
    def dear_share(self) -> float:
        """Share of the year's money that buys in dear months."""
        total = float(self.spend.sum())
        return float(self.spend[list(self.dear)].sum()) / total if total else 0.0


def month_prices(model: ResponseModel, spend: FloatArray) -> MonthPrices:
    """Media prices by month for `spend` (C, M); a month without money counts as average."""
    bought = model.rate(spend).sum(axis=0) @ model.collect.T
    money = spend.sum(axis=0)
    plain = np.ones(len(money))
    each = np.divide(money, bought, out=plain.copy(), where=bought > 0)
    mean = money.sum() / bought.sum() if bought.sum() > 0 else 1.0
    return MonthPrices(np.where(money > 0, each / mean, plain), money)
