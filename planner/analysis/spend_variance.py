"""Why spend differs from plan: price, volume and mix of the units it bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.media_price import UNITS, unit_price
from planner.analysis.years import MeasuredYear
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class SpendVariance:
    """Spend actual minus plan = price + volume + mix, each summed over lines that share one unit.

    price_by_line, mix_by_line  (n,) parts of each line
    """

    plan: float
    actual: float
    volume: float
    price_by_line: FloatArray
    mix_by_line: FloatArray

    @property
    def price(self) -> float:
        """Units cost more or less than planned."""
        return float(self.price_by_line.sum())

    @property
    def mix(self) -> float:
        """Units were bought on dearer or cheaper lines."""
        return float(self.mix_by_line.sum())

    @property
    def difference(self) -> float:
        """Actual minus plan."""
        return self.actual - self.plan


def spend_variance(
    plan_spend: FloatArray, plan_units: FloatArray, spend: FloatArray, units: FloatArray
) -> SpendVariance:
    """Price-volume-mix of lines bought in the same unit, each argument of shape (n,).

    price = sum (pA - pB) uA, volume = (UA - UB) SB / UB, mix = sum pB (uA - UA uB / UB), with p = spend /
    units, B the plan, A the actual. A line without planned units has no planned price: the actual one
    stands in, so that its money is mix, or all volume where nothing at all was planned.
    Spend without units on the same side would have no price: BadDocument.
    Source: the price-volume-mix analysis of management accounting.
    """
    for money, bought in ((plan_spend, plan_units), (spend, units)):
        if ((bought <= 0) & (money != 0)).any() or (bought < 0).any():
            raise BadDocument(say("A line has spend and no units, so it has no price; leave it out."))
    actual_price = np.divide(spend, units, out=np.zeros(spend.shape), where=units > 0)
    plan_price = np.divide(plan_spend, plan_units, out=actual_price.copy(), where=plan_units > 0)
    price = np.where(units > 0, (actual_price - plan_price) * units, 0.0)
    all_planned, all_bought = float(plan_units.sum()), float(units.sum())
    at_plan_price = plan_price * units
    if all_planned > 0:
        volume = (all_bought - all_planned) * float(plan_spend.sum()) / all_planned
        mix = plan_price * (units - all_bought * plan_units / all_planned)
    else:
        volume, mix = float(at_plan_price.sum()), np.zeros(spend.shape)
    return SpendVariance(float(plan_spend.sum()), float(spend.sum()), volume, price, mix)


def spend_causes(
    company: Company,
    measured: MeasuredYear,
    reference: MeasuredYear,
    plan_spend: FloatArray,
    months: Sequence[Month],
) -> dict[Metric, tuple[tuple[str, ...], SpendVariance]]:
    """Price-volume-mix of the channels bought in one unit, by unit: impressions, clicks.

    plan_spend  (C, M); planned units are planned spend at the same month's price of `reference`, last year
    Returns the channels in the analysis beside it. A channel that lacks spend, units or last year's price
    in a compared month has no planned price and is left out.
    """
    table, columns = measured.table, [measured.table.months.index(month) for month in months]
    found: dict[Metric, tuple[tuple[str, ...], SpendVariance]] = {}
    for unit in dict.fromkeys(UNITS.values()):
        lines: list[tuple[str, FloatArray]] = []
        for i, name in enumerate(table.channels):
            if UNITS.get(company.channel(name).unit_metric) != unit or name not in reference.table.channels:
                continue
            k = reference.table.channels.index(name)
            price = unit_price(reference.table[Metric.SPEND][k], reference.table[unit][k])[columns]
            spend, units = table[Metric.SPEND][i, columns], table[unit][i, columns]
            if np.isfinite(price + spend + units).all() and ((units > 0) | (spend == 0)).all():
                planned = plan_spend[i, columns]
                lines.append(
                    (
                        name,
                        np.array([planned.sum(), (planned / price).sum(), spend.sum(), units.sum()]),
                    )
                )
        if lines and columns:
            found[unit] = (
                tuple(name for name, _ in lines),
                spend_variance(*np.array([sums for _, sums in lines]).T),
            )
    return found
