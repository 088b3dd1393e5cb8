"""Key figures of a plan, computed from its forecast in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.company import Company, CostLine, Customers, Ownership, all_marketing
from planner.domain.customer_base import lifetime_value
from planner.domain.forecast import Forecast
from planner.domain.kpis import KPIS, Kpi
from planner.domain.money import FloatArray


@dataclass(frozen=True)
class Figure:
    """A key figure of one plan: the expected value, its range P10 to P90, and its full-effect reading.

    `missing` names the inputs of Setup without which it cannot be answered; then the rest is None.
    """

    kpi: Kpi
    value: float | None
    low: float | None = None
    high: float | None = None
    full: float | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class KeyFigures:
    """All key figures of a plan, its draws of revenue and profit, and each channel's own figures."""

    figures: Mapping[str, Figure]
    revenue_draws: FloatArray
    by_channel: Mapping[str, ChannelFigures]

    def __getitem__(self, key: str) -> Figure:
        return self.figures[key]

    def chance_of_revenue(self, target: float) -> float | None:
        """Share of draws that reach `target` revenue; None where no draws stand behind the curves."""
        if self.revenue_draws.size < 2:
            return None
        return float((self.revenue_draws >= target).mean())


@dataclass(frozen=True)
class ChannelFigures:
    """One channel in a plan: yearly money, outcome in-year and full, average and next unit's return."""

    spend: float
    revenue: float
    full: float
    low: float
    high: float
    next_unit: float
    next_unit_full: float
    new_customers: float | None
    cac_marginal: float | None
    beyond_seen: bool

    @property
    def roas(self) -> float | None:
        """Media revenue per unit of spend; None without spend."""
        return self.revenue / self.spend if self.spend > 0 else None


def customer_value(customers: Customers, margin: float) -> tuple[float, float]:
    """CLV with the first margin now, and after a year, currency per customer, without a horizon."""
    yearly = customers.frequency * customers.average_sale * margin
    return lifetime_value(yearly, customers.retention, customers.discount_rate)


def key_figures(
    forecast: Forecast,
    company: Company,
    lines: Sequence[CostLine],
    marginal: FloatArray,
    marginal_full: FloatArray,
) -> KeyFigures:
    """Every figure of the register for one forecast.

    marginal, marginal_full  (C, D) outcome of one more unit in each cell, from `marginal_outcome`
    """
    channels = _channel_figures(forecast, company, marginal, marginal_full)
    margin, customers = company.margin, company.customers
    media = float(forecast.spend.sum())
    marketing = all_marketing(media, lines)
    base, in_year, full = float(forecast.baseline.sum()), forecast.outcome(), forecast.outcome("full")
    # What a counted brand adds stays out of the full effect: the long-term multipliers hold it already.
    plain = base - float(forecast.lifted.sum())
    revenue_draws = forecast.total_draws()
    given = {"margin": margin is not None, "customers": customers is not None, "baseline": base > 0}
    ranged = forecast.has_ranges
    values: dict[str, tuple[float | None, FloatArray | None, float | None]] = {
        "revenue": (base + in_year, revenue_draws, plain + full),
        "media_revenue": (in_year, forecast.media_draws.sum(axis=0), full),
        "media": (media, None, None),
        "marketing": (marketing, None, None),
        "roas": (_ratio(in_year, media), None, _ratio(full, media)),
        "roas_marginal": (
            _spread_like(forecast.spend, marginal),
            None,
            _spread_like(forecast.spend, marginal_full),
        ),
        "marketing_share": (_ratio(marketing, base + in_year), None, None),
    }
    if margin is not None:
        values["contribution"] = (margin * (base + in_year), margin * revenue_draws, margin * (plain + full))
        values["profit"] = (
            margin * (base + in_year) - marketing,
            margin * revenue_draws - marketing,
            margin * (plain + full) - marketing,
        )
    if customers is not None:
        values |= _customer_values(forecast, company, customers, marketing, marginal)
        if margin is not None:
            now, later = None, None
            if customers.retention < 1 + customers.discount_rate:  # else their value has no end
                now, later = customer_value(customers, margin)
            cac = values["cac_blended"][0]
            monthly = customers.frequency * customers.average_sale * margin / 12
            values["clv"], values["clv_later"] = (now, None, None), (later, None, None)
            values["clv_to_cac"] = (_ratio(later, cac), None, None)
            values["payback"] = (_ratio(cac, monthly), None, None)
    drawn = {key: draws for key, (_, draws, _) in values.items() if draws is not None and ranged}
    ends = np.percentile(np.array([*drawn.values()]), [10, 90], axis=1).T.tolist() if drawn else []
    ranges = dict(zip(drawn, ends, strict=True))
    figures = {}
    for key, kpi in KPIS.items():
        missing = tuple(need for need in kpi.needs if not given[need])
        if missing:
            figures[key] = Figure(kpi, None, missing=missing)
            continue
        value, _, in_full = values[key]
        low, high = ranges.get(key, (None, None))
        figures[key] = Figure(kpi, value, low, high, in_full)
    return KeyFigures(figures, revenue_draws, channels)


def _customer_values(
    forecast: Forecast, company: Company, customers: Customers, marketing: float, marginal: FloatArray
) -> dict[str, tuple[float | None, FloatArray | None, float | None]]:
    known = [company.channel(name) for name in forecast.channels]
    share = np.array([channel.new_customer_share for channel in known])
    paid = np.array([channel.ownership is Ownership.PAID for channel in known])
    sale = customers.average_sale
    won = forecast.media.sum(axis=1) / sale * share
    new = float(won.sum()) + customers.new_without_media
    new_draws = (forecast.media_draws / sale * share[:, None]).sum(axis=0) + customers.new_without_media
    next_new = _spread_like(forecast.spend, marginal * share[:, None] / sale)
    orders_draws = forecast.total_draws() / sale
    return {
        "orders": ((float(forecast.baseline.sum()) + forecast.outcome()) / sale, orders_draws, None),
        "new_customers": (new, new_draws, None),
        "active_customers": (customers.opening * customers.retention + new, None, None),
        "cac_blended": (
            _ratio(marketing, new),
            None if new <= 0 else marketing / np.maximum(new_draws, 1e-9),
            None,
        ),
        "cac_paid": (_ratio(float(forecast.spend[paid].sum()), float(won[paid].sum())), None, None),
        "cac_marginal": (_ratio(1.0, next_new), None, None),
    }


def _channel_figures(
    forecast: Forecast, company: Company, marginal: FloatArray, marginal_full: FloatArray
) -> dict[str, ChannelFigures]:
    sale = company.customers.average_sale if company.customers else None
    found = {}
    lows, highs = np.percentile(forecast.media_draws, [10, 90], axis=1)
    for i, name in enumerate(forecast.channels):
        revenue = float(forecast.media[i].sum())
        next_unit = _spread_like(forecast.spend[i : i + 1], marginal[i : i + 1]) or 0.0
        share = company.channel(name).new_customer_share
        found[name] = ChannelFigures(
            spend=float(forecast.spend[i].sum()),
            revenue=revenue,
            full=float(forecast.full[i]),
            low=float(lows[i]),
            high=float(highs[i]),
            next_unit=next_unit,
            next_unit_full=_spread_like(forecast.spend[i : i + 1], marginal_full[i : i + 1]) or 0.0,
            new_customers=revenue / sale * share if sale else None,
            cac_marginal=_ratio(1.0, next_unit * share / sale) if sale else None,
            beyond_seen=bool(forecast.beyond_seen[i].any()),
        )
    return found


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _spread_like(spend: FloatArray, marginal: FloatArray) -> float | None:
    """Outcome of one more unit spread over the cells as `spend` is; evenly where there is none."""
    total = float(spend.sum())
    weight = spend / total if total > 0 else np.full(spend.shape, 1 / spend.size)
    return float((weight * marginal).sum())
