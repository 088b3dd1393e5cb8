"""Why revenue differs from plan: the bridge from one side to the other, bar by bar and channel by channel.

The causes that work on each other - how much is spent, on which channels, when, what media cost, and where
Setup knows them own prices and currency rates - share their effect by Shapley's rule. What merely adds -
sales without media, and what channels brought beyond their curves - is its own difference, which is its
Shapley value too; sales without media share theirs with prices, promotions and rates in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from planner.analysis.bridge_values import Bar, Bridge, Cause, ChannelBridge, Side
from planner.analysis.shapley import shapley
from planner.analysis.surroundings import Surroundings, plain
from planner.analysis.years import MeasuredYear, YearTable, planned_year, settled, spend_so_far
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel

__all__ = [
    "Bar",
    "Bridge",
    "Cause",
    "ChannelBridge",
    "Side",
    "measured_side",
    "planned_side",
    "revenue_bridge",
]

INTERACTING = (Cause.VOLUME, Cause.MIX, Cause.TIMING, Cause.MEDIA_COST)
SALES = (Cause.PRICE, Cause.CURRENCY)
"""Causes that move sales of channels and sales without media alike."""


def planned_side(plan: YearTable, around: Surroundings | None = None) -> Side:
    """The plan: its spend at the reference price, bringing what the curves give."""
    spend, revenue = plan[Metric.SPEND][:-1], plan[Metric.REVENUE]
    return Side(spend, np.ones(spend.shape), revenue[:-1], revenue[-1], around)


def measured_side(
    model: ResponseModel,
    company: Company,
    measured: MeasuredYear,
    plan_spend: FloatArray,
    price: FloatArray | None = None,
    around: Surroundings | None = None,
) -> Side:
    """What was measured; a cell nobody reported is what the curves give for its spend: it explains nothing.

    price  (C, M) from `media_prices`; None: nothing is known of media cost
    """
    spend = spend_so_far(measured, plan_spend)
    price = np.ones(spend.shape) if price is None else np.where(np.isfinite(price), price, 1.0)
    modelled = planned_year(model, company, spend / price)
    if around is not None:
        expected = modelled[Metric.REVENUE]
        revenue = np.vstack([expected[:-1] * around.sales, around.without_media(expected[-1])])
        modelled = replace(modelled, values={**modelled.values, Metric.REVENUE: revenue})
    table = settled(measured, modelled)
    return Side(spend, price, table[Metric.REVENUE][:-1], table[Metric.REVENUE][-1], around)


def revenue_bridge(model: ResponseModel, before: Side, after: Side, months: Sequence[Month]) -> Bridge:
    """The bridge of revenue over `months` of the model's year."""
    columns = np.isin(np.array(model.horizon.labels), [str(month) for month in months])
    nothing = np.zeros(len(model.channels))
    around = [side.around or plain(columns.size) for side in (before, after)]
    # Only what differs takes part: each cause more doubles the work.
    sales = [
        c for c in SALES if not np.array_equal(_sales(around[0], c, columns), _sales(around[1], c, columns))
    ]

    def media(spend: FloatArray, price: FloatArray, factor: FloatArray | float = 1.0) -> FloatArray:
        found: FloatArray = (respond(model, spend / price).media[:, columns] * factor).sum(axis=1)
        return found

    def value(setting: Mapping[str, Any]) -> FloatArray:
        outside, flight = setting[Cause.TIMING]
        spend = outside.copy()
        spend[:, columns] = setting[Cause.VOLUME] * setting[Cause.MIX][:, None] * flight
        return media(spend, setting[Cause.MEDIA_COST], prod([setting[cause] for cause in sales], start=1.0))

    settings = _settings(before, after, columns)
    for setting, one in zip(settings, around, strict=True):
        setting.update({cause: _sales(one, cause, columns) for cause in sales})
    parts = shapley(value, *settings, (*INTERACTING, *sales))
    curved = np.array([_has_curve(model, i) for i in range(len(model.channels))])
    beyond = (after.revenue - before.revenue)[:, columns].sum(axis=1) - (
        value(settings[1]) - value(settings[0])
    )
    parts[Cause.EFFICIENCY] = np.where(curved, beyond, 0.0)
    parts[Cause.UNEXPLAINED] = np.where(curved, 0.0, beyond)
    without = _without_media(before, after, around, columns)
    bars = [
        Bar(
            cause, without.get(cause, 0.0) + float(parts.get(cause, nothing).sum()), parts.get(cause, nothing)
        )
        for cause in Cause
        if cause in parts or cause in without
    ]
    start, end = (side.revenue[:, columns].sum(axis=1) for side in (before, after))
    return Bridge(
        months=tuple(months),
        channels=model.channels,
        start=float(start.sum() + before.baseline[columns].sum()),
        end=float(end.sum() + after.baseline[columns].sum()),
        bars=tuple(bars),
        by_channel=tuple(
            ChannelBridge(
                channel=name,
                before=float(start[i]),
                after=float(end[i]),
                spend=float(parts[Cause.VOLUME][i] + parts[Cause.MIX][i]),
                timing=float(parts[Cause.TIMING][i]),
                media_cost=float(parts[Cause.MEDIA_COST][i]),
                efficiency=float(beyond[i]),
                price=float(parts.get(Cause.PRICE, nothing)[i]),
                currency=float(parts.get(Cause.CURRENCY, nothing)[i]),
            )
            for i, name in enumerate(model.channels)
        ),
        has_media_cost=bool((before.price != 1).any() or (after.price != 1).any()),
    )


def _sales(one: Surroundings, cause: Cause, columns: np.ndarray) -> FloatArray:
    """A side's factor on all sales by month of the period."""
    factor: FloatArray = (one.price if cause is Cause.PRICE else one.currency)[columns]
    return factor


def _without_media(
    before: Side, after: Side, around: Sequence[Surroundings], columns: np.ndarray
) -> dict[Cause, float]:
    """The causes of the difference of sales without media; they add up to it.

    Sales are (core x market x season x price + promotion) x currency: what is left when those are taken off
    is the core.
    """
    settings: list[dict[str, FloatArray]] = []
    for side, one in zip((before, after), around, strict=True):
        parts = {
            Cause.BASELINE: one.core(side.baseline),
            Cause.MARKET: one.market,
            Cause.SEASON: one.season,
            Cause.PRICE: one.price,
            Cause.PROMOTION: one.promotion,
            Cause.CURRENCY: one.currency,
        }
        settings.append({cause: values[columns] for cause, values in parts.items()})
    moved = [Cause(c) for c in settings[0] if not np.array_equal(settings[0][c], settings[1][c])]
    if not moved or moved == [Cause.BASELINE]:
        return {Cause.BASELINE: float((after.baseline - before.baseline)[columns].sum())}

    def value(setting: Mapping[str, Any]) -> FloatArray:
        whole = {**settings[0], **setting}
        core = whole[Cause.BASELINE] * whole[Cause.MARKET] * whole[Cause.SEASON] * whole[Cause.PRICE]
        sold = core + whole[Cause.PROMOTION]
        return np.asarray((sold * whole[Cause.CURRENCY]).sum())

    sides: list[dict[str, FloatArray]] = [{cause: one[cause] for cause in moved} for one in settings]
    shared = shapley(value, sides[0], sides[1], moved)
    return {Cause.BASELINE: 0.0, **{cause: float(shared[cause]) for cause in moved}}


def _settings(before: Side, after: Side, columns: np.ndarray) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides' spend as volume x mix x flight, so that each can be switched over by itself.

    A channel without spend on one side has no flight there and takes the other's: its money is new, not
    moved. Likewise a side without any spend takes the other's mix.
    """
    totals = [side.spend[:, columns].sum(axis=1) for side in (before, after)]
    whole = [float(total.sum()) for total in totals]
    months = max(int(columns.sum()), 1)
    settings: list[dict[str, Any]] = []
    for own, other, side in ((0, 1, before), (1, 0, after)):
        mix_of = own if whole[own] > 0 else other
        mix = totals[mix_of] / whole[mix_of] if whole[mix_of] > 0 else np.zeros(totals[own].size)
        flight = np.full((totals[own].size, int(columns.sum())), 1.0 / months)
        for from_side in (other, own):
            spend, total = (before, after)[from_side].spend[:, columns], totals[from_side][:, None]
            np.divide(spend, total, out=flight, where=total > 0)
        settings.append(
            {
                Cause.VOLUME: whole[own],
                Cause.MIX: mix,
                Cause.TIMING: (side.spend, flight),
                Cause.MEDIA_COST: side.price,
            }
        )
    return settings[0], settings[1]


def _has_curve(model: ResponseModel, row: int) -> bool:
    """Whether the curves know anything of a channel; one without a curve compiles to a ceiling of 0."""
    return getattr(model.curves.channels[row].curve, "ceiling", 1.0) > 0
