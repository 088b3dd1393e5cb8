"""Why revenue differs from plan: the bridge from one side to the other, bar by bar and channel by channel.

The four causes that work on each other - how much is spent, on which channels, when, and what media cost -
share their effect by Shapley's rule. What merely adds - sales without media, and what channels brought beyond
their curves - is its own difference, which is its Shapley value too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from planner.analysis.shapley import shapley
from planner.analysis.years import MeasuredYear, YearTable, planned_year, settled, spend_so_far
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray
from planner.domain.response import ResponseModel, respond


class Cause(StrEnum):
    """What moved revenue.

    BASELINE     sales that no media brings: market, season, price, everything outside the plan's media
    VOLUME       more or less money in all
    MIX          the same money split differently between channels
    TIMING       the same money of a channel in other months, and what earlier months left behind
    MEDIA_COST   the same money buying more or less media
    EFFICIENCY   what channels brought beyond what their curves give for the spend at its price
    UNEXPLAINED  revenue of channels without a curve; never spread over the other causes
    """

    BASELINE = "baseline"
    VOLUME = "volume"
    MIX = "mix"
    TIMING = "timing"
    MEDIA_COST = "media_cost"
    EFFICIENCY = "efficiency"
    UNEXPLAINED = "unexplained"


INTERACTING = (Cause.VOLUME, Cause.MIX, Cause.TIMING, Cause.MEDIA_COST)
UNITS: Mapping[str, Metric] = {"CPM": Metric.IMPRESSIONS, "CPC": Metric.CLICKS}
"""What a channel's unit metric counts."""


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a bridge: a year's spend, its media price, and what it brought. C channels, M months.

    spend     (C, M) currency units, none negative
    price     (C, M) media price relative to the reference, 1.0 where nothing else is known
    revenue   (C, M) by channel; baseline (M,) without media
    """

    spend: FloatArray
    price: FloatArray
    revenue: FloatArray
    baseline: FloatArray

    def __post_init__(self) -> None:
        shape = self.spend.shape
        if self.price.shape != shape or self.revenue.shape != shape or self.baseline.shape != shape[1:]:
            raise BadDocument(
                say("Spend, price, revenue and baseline of one side must cover the same cells.")
            )
        if not (self.price > 0).all():
            raise BadDocument(say("A media price must be above 0."))


@dataclass(frozen=True, eq=False)
class Bar:
    """One cause: its amount, and its part by channel (C,) - zeros for sales without media."""

    cause: Cause
    amount: float
    by_channel: FloatArray


@dataclass(frozen=True)
class ChannelBridge:
    """Why one channel's revenue differs; the four parts add up to `difference`.

    spend  how much was spent on it (volume and mix together)
    """

    channel: str
    before: float
    after: float
    spend: float
    timing: float
    media_cost: float
    efficiency: float

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def cause(self) -> str:
        """The name of the largest part."""
        return max(("spend", "timing", "media_cost", "efficiency"), key=lambda part: abs(getattr(self, part)))


@dataclass(frozen=True, eq=False)
class Bridge:
    """Revenue from `start` to `end` over `months`: start + the bars = end.

    has_media_cost  whether any media price was known on either side
    """

    months: tuple[Month, ...]
    channels: tuple[str, ...]
    start: float
    end: float
    bars: tuple[Bar, ...]
    by_channel: tuple[ChannelBridge, ...]
    has_media_cost: bool

    def __getitem__(self, cause: Cause) -> float:
        return next(bar.amount for bar in self.bars if bar.cause is cause)

    def largest(self, count: int = 3) -> tuple[Bar, ...]:
        """The biggest bars by size; bars of nothing are left out."""
        moved = [bar for bar in self.bars if abs(bar.amount) > 0]
        return tuple(sorted(moved, key=lambda bar: -abs(bar.amount))[:count])

    def reasons(self, count: int = 3) -> tuple[tuple[Cause, str, float], ...]:
        """The biggest single reasons: cause, channel (or "Baseline") and amount, largest first.

        Volume, mix and timing are told as one cause, channel by channel; they say where the money went.
        """
        found = [(Cause.BASELINE, BASELINE, self[Cause.BASELINE])]
        for part in self.by_channel:
            found.append((Cause.VOLUME, part.channel, part.spend + part.timing))
            found.append((Cause.MEDIA_COST, part.channel, part.media_cost))
            found.append((Cause.EFFICIENCY, part.channel, part.efficiency))
        moved = [reason for reason in found if abs(reason[2]) > 0]
        return tuple(sorted(moved, key=lambda reason: -abs(reason[2]))[:count])


def planned_side(plan: YearTable) -> Side:
    """The plan: its spend at the reference price, bringing what the curves give."""
    spend, revenue = plan[Metric.SPEND][:-1], plan[Metric.REVENUE]
    return Side(spend, np.ones(spend.shape), revenue[:-1], revenue[-1])


def measured_side(
    model: ResponseModel,
    company: Company,
    measured: MeasuredYear,
    plan_spend: FloatArray,
    price: FloatArray | None = None,
) -> Side:
    """What was measured; a cell nobody reported is what the curves give for its spend: it explains nothing.

    price  (C, M) from `media_prices`; None: nothing is known of media cost
    """
    spend = spend_so_far(measured, plan_spend)
    price = np.ones(spend.shape) if price is None else np.where(np.isfinite(price), price, 1.0)
    table = settled(measured, planned_year(model, company, spend / price))
    return Side(spend, price, table[Metric.REVENUE][:-1], table[Metric.REVENUE][-1])


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


def revenue_bridge(model: ResponseModel, before: Side, after: Side, months: Sequence[Month]) -> Bridge:
    """The bridge of revenue over `months` of the model's year."""
    columns = np.isin(np.array(model.horizon.labels), [str(month) for month in months])

    def media(spend: FloatArray, price: FloatArray) -> FloatArray:
        found: FloatArray = respond(model, spend / price).media[:, columns].sum(axis=1)
        return found

    def value(setting: Mapping[str, Any]) -> FloatArray:
        outside, flight = setting[Cause.TIMING]
        spend = outside.copy()
        spend[:, columns] = setting[Cause.VOLUME] * setting[Cause.MIX][:, None] * flight
        return media(spend, setting[Cause.MEDIA_COST])

    parts = shapley(value, *_settings(before, after, columns), INTERACTING)
    curved = np.array([_has_curve(model, i) for i in range(len(model.channels))])
    beyond = _beyond(media, after, columns) - _beyond(media, before, columns)
    parts[Cause.EFFICIENCY] = np.where(curved, beyond, 0.0)
    parts[Cause.UNEXPLAINED] = np.where(curved, 0.0, beyond)
    baseline = float(after.baseline[columns].sum() - before.baseline[columns].sum())
    nothing = np.zeros(len(model.channels))
    bars = [Bar(Cause.BASELINE, baseline, nothing)]
    bars += [Bar(cause, float(parts[cause].sum()), parts[cause]) for cause in Cause if cause in parts]
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
            )
            for i, name in enumerate(model.channels)
        ),
        has_media_cost=bool((before.price != 1).any() or (after.price != 1).any()),
    )


def _beyond(media: Any, side: Side, columns: np.ndarray) -> FloatArray:
    """What channels brought beyond their curves, shape (C,)."""
    more: FloatArray = side.revenue[:, columns].sum(axis=1) - media(side.spend, side.price)
    return more


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
