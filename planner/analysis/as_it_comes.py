"""The year that the curves give, moved from the plan's prices, rates and demand to what came and comes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.analysis.surroundings import Surroundings, surroundings
from planner.analysis.years import MeasuredYear, YearTable
from planner.domain.actuals import Metric
from planner.domain.company import Company
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class AsItComes:
    """What the plan stands in, and what the year comes in: actual prices and rates, then the forecast's.

    Without figures of them in Setup both are the same, and nothing moves.
    """

    planned: Surroundings
    coming: Surroundings

    @property
    def sales(self) -> FloatArray:
        """Revenue of a channel relative to what the curves give at the plan's prices and rates, (M,)."""
        moved: FloatArray = self.coming.sales / self.planned.sales
        return moved

    def __call__(self, table: YearTable, *, without_media: bool) -> YearTable:
        """The table of the curves in these surroundings.

        Orders follow the pieces sold, not what a piece costs. New customers of channels follow their orders;
        those that no channel brings stay as Setup has them.
        without_media  whether sales without media are known at all: where they are not, promotions are not
        """
        values = dict(table.values)
        pieces = self.coming.volume / self.planned.volume
        revenue = table[Metric.REVENUE] * self.sales
        orders = table[Metric.CONVERSIONS] * pieces
        if without_media:
            core = self.planned.core(table[Metric.REVENUE][-1])
            revenue[-1] = self.coming.without_media(core)
            sold = [
                core * one.market * one.season * one.volume + one.promotion
                for one in (self.planned, self.coming)
            ]
            moved = np.divide(sold[1], sold[0], out=np.ones(core.size), where=sold[0] > 0)
            orders[-1] = table[Metric.CONVERSIONS][-1] * moved
        new = table[Metric.NEW_CUSTOMERS] * pieces
        new[-1] = table[Metric.NEW_CUSTOMERS][-1]
        values |= {Metric.REVENUE: revenue, Metric.CONVERSIONS: orders, Metric.NEW_CUSTOMERS: new}
        return replace(table, values=values)


def as_it_comes(company: Company, measured: MeasuredYear) -> AsItComes:
    """What the year of `measured` comes in, by Setup: the same as every bridge to it takes."""
    months = measured.table.months
    year = company.year_of(months[0])
    return AsItComes(
        surroundings(company, year, len(months)),
        surroundings(company, year, len(months), measured=measured.actual),
    )
