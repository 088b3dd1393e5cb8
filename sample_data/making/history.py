"""The weekly history, from weekly equivalents of the monthly economy."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from planner.domain.calendar import WEEK, WEEKS_PER_MONTH, Horizon, Month
from planner.domain.curves import CurveSet, Geometric, Hill
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response
from sample_data.making.booking import weekly_spend
from sample_data.making.economy import BASELINE, NAMES, PRICE_INDEX, SEASON_INDEX, rng
from sample_data.making.story import Story

FIRST_WEEK, LAST_WEEK = date(2023, 10, 30), date(2026, 10, 19)


def days_of(first: date, count: int) -> list[date]:
    """`count` days from `first`."""
    return [first + timedelta(days=i) for i in range(count)]


def smooth(index: FloatArray, days: list[date]) -> FloatArray:
    """A monthly index as a smooth one by week: each month's value stands at its middle."""
    place = np.array([day.timetuple().tm_yday / 365.25 * 12 for day in days])
    by_day = np.interp(place, np.arange(12) + 0.5, index, period=12)
    by_week: FloatArray = by_day.reshape(-1, WEEK).mean(axis=1)
    return by_week


def stepped(factors: FloatArray, year: int, days: list[date]) -> FloatArray:
    """Factors (..., 12) of one year by week, 1 in other years."""
    by_day = np.stack(
        [factors[..., d.month - 1] if d.year == year else np.ones(factors.shape[:-1]) for d in days], axis=-1
    )
    by_week: FloatArray = by_day.reshape(*by_day.shape[:-1], -1, WEEK).mean(axis=-1)
    return by_week


def weekly_curves(curves: CurveSet, days: list[date], spend: FloatArray, story: Story) -> CurveSet:
    """Weekly equivalents of the monthly economy, indices written out week by week."""
    efficiency, price = (stepped(part, 2026, days) for part in (story.efficiency, story.price))
    channels = []
    for i, channel in enumerate(curves.channels):
        curve, carry = channel.curve, channel.carryover
        assert isinstance(curve, Hill)
        channels.append(
            replace(
                channel,
                curve=Hill(curve.ceiling / WEEKS_PER_MONTH, curve.half_spend / WEEKS_PER_MONTH, curve.shape),
                carryover=Geometric(carry.retention ** (1 / WEEKS_PER_MONTH), normalized=True)
                if isinstance(carry, Geometric)
                else carry,
                carry_in=(float(spend[i, :8].mean()),),
                season=tuple((smooth(SEASON_INDEX, days) * efficiency[i]).tolist()),
                price_index=tuple((smooth(PRICE_INDEX, days) * price[i]).tolist()),
                draws=(),
            )
        )
    return replace(curves, period="week", channels=tuple(channels), origin=days[0], baseline=())


@dataclass(frozen=True, eq=False)
class Controls:
    """What else moved sales, by week: own price level, promotion weeks, competitors' pressure."""

    price_index: FloatArray
    promotion: FloatArray
    competitor: FloatArray

    @property
    def effect(self) -> FloatArray:
        """Factor on revenue without media: price elasticity -1.2, a promotion +7 %, competitors -0.05."""
        pull: FloatArray = (
            self.price_index**-1.2 * (1 + 0.07 * self.promotion) * np.exp(-0.05 * (self.competitor - 1))
        )
        return pull


def make_controls(weeks: int) -> Controls:
    """Price list changes now and then, eight promotions a year, competitors in slow waves."""
    chance = rng(6)
    steps = np.where(chance.random(weeks) < 0.06, 0.015 * chance.standard_normal(weeks), 0.0)
    price = 1 + np.cumsum(steps) - np.cumsum(steps).mean()
    competitor = np.empty(weeks)
    level = 0.0
    for t in range(weeks):
        level = 0.8 * level + 0.12 * chance.standard_normal()
        competitor[t] = 1 + level
    promotion = (chance.random(weeks) < 8 / 52).astype(float)
    return Controls(np.round(price, 4), promotion, np.round(competitor, 4))


def weekly_baseline(days: list[date], story: Story) -> FloatArray:
    """Revenue without media by week: trend, season, Black Friday and the week before Christmas."""
    middle = np.array([d.toordinal() for d in days]).reshape(-1, WEEK).mean(axis=1)
    years = (2024, 2025, 2026)
    level = np.interp(
        middle,
        [date(y, 7, 1).toordinal() for y in years],
        [BASELINE[y] for y in years],
    )
    peaks = np.ones(len(days))
    for i, day in enumerate(days):
        friday = next(date(day.year, 11, n) for n in range(23, 30) if date(day.year, 11, n).weekday() == 4)
        if -4 <= (day - friday).days <= 2:
            peaks[i] = 1.16
        elif date(day.year, 12, 15) <= day <= date(day.year, 12, 24):
            peaks[i] = 1.10
    weekly_peaks = peaks.reshape(-1, WEEK).mean(axis=1)
    by_day = level * smooth(SEASON_INDEX, days) * weekly_peaks / weekly_peaks.mean() / 365.25
    by_week: FloatArray = by_day * WEEK * stepped(story.baseline, 2026, days)
    return by_week


def weekly_noise(weeks: int) -> FloatArray:
    """AR(1) with 1.3 % standard deviation: weeks resemble their neighbours."""
    chance, persistence, deviation = rng(7), 0.4, 0.013
    noise = np.empty(weeks)
    level = deviation * chance.standard_normal()
    for t in range(weeks):
        level = persistence * level + deviation * np.sqrt(1 - persistence**2) * chance.standard_normal()
        noise[t] = level
    return noise


@dataclass(frozen=True, eq=False)
class Weeks:
    """Three years as they were: spend (C, weeks), revenue (weeks,), controls; `model` is the truth."""

    days: list[date]
    spend: FloatArray
    revenue: FloatArray
    controls: Controls
    model: ResponseModel


def make_weeks(curves: CurveSet, months: dict[Month, FloatArray], story: Story) -> Weeks:
    """Spend booked by week, and the revenue it brought with everything else that moved it."""
    count = (LAST_WEEK - FIRST_WEEK).days // WEEK + 1
    days = days_of(FIRST_WEEK, count * WEEK)
    spend = weekly_spend(months, days)
    model = compile_response(weekly_curves(curves, days, spend, story), Horizon(FIRST_WEEK, count, "week"))
    controls = make_controls(count)
    base = weekly_baseline(days, story) * controls.effect / controls.effect.mean()
    revenue = (base + respond(model, spend).media.sum(axis=0)) * (1 + weekly_noise(count))
    return Weeks(days, spend, revenue, controls, model)


def history_csv(made: Weeks) -> bytes:
    """One row a week: date (Monday), revenue, spend by channel, controls."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["date", "revenue", *NAMES, "price_index", "promotion", "competitor"])
    for t, revenue in enumerate(made.revenue):
        table.writerow(
            [
                made.days[t * WEEK].isoformat(),
                f"{revenue:.2f}",
                *(f"{amount:.2f}" for amount in made.spend[:, t]),
                f"{made.controls.price_index[t]:.4f}",
                f"{made.controls.promotion[t]:.0f}",
                f"{made.controls.competitor[t]:.4f}",
            ]
        )
    return out.getvalue().encode()
