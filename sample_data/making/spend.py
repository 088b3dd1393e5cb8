"""Plans of the sample and what was really spent."""

from __future__ import annotations

import numpy as np

from planner.domain.calendar import Month
from planner.domain.money import FloatArray, from_cents, in_whole_units, to_cents
from sample_data.making.economy import FIRST_MONTH, LAST_MONTH, LINES, SEASON_INDEX, rng, row


def plan_2026() -> FloatArray:
    """The approved budget 2026, shape (C, 12): whole hundreds, TV and outdoor in flights."""
    flights = np.ones((len(LINES), 12))
    flights[row("TV")] = (0.7, 0.8, 1.25, 1.2, 1.0, 0.7, 0.6, 1.3, 1.1, 1.15, 1.2, 1.0)
    flights[row("Out of home")] = (0.5, 0.6, 1.2, 1.4, 1.4, 1.2, 0.6, 0.6, 1.2, 1.3, 1.2, 0.8)
    flights[row("Radio and audio")] = (0.8, 0.8, 1.1, 1.1, 1.2, 0.9, 0.8, 1.0, 1.2, 1.1, 1.1, 0.9)
    flights[row("Influencers")] = (0.7, 1.1, 1.0, 1.2, 1.1, 0.9, 0.8, 0.9, 1.1, 1.2, 1.2, 0.8)
    weights = flights * SEASON_INDEX
    weights /= weights.sum(axis=1, keepdims=True)
    hundreds = [
        in_whole_units(one.spend[1] / 100 * part, one.spend[1] // 100)
        for one, part in zip(LINES, weights, strict=True)
    ]
    return np.array(hundreds, float) * 100


def plan_2027() -> FloatArray:
    """The draft 2027, shape (C, 12): every channel phased by season, in whole tens."""
    weights = SEASON_INDEX / SEASON_INDEX.sum()
    tens = [in_whole_units(one.spend[2] / 10 * weights, one.spend[2] // 10) for one in LINES]
    return np.array(tens, float) * 10


def spend_of(year: int, share: float) -> FloatArray:
    """What was spent in a past year, shape (C, 12), to the cent.

    share  of the 2025 level. Months vary with the channel's flights; each channel also had a month of
           a bold test and one of nearly nothing, which is how the company knows its curves.
    """
    chance = rng(1, year)
    spend = np.empty((len(LINES), 12))
    for i, one in enumerate(LINES):
        weights = SEASON_INDEX**1.3 * np.exp((0.10 + 0.15 * one.flight) * chance.standard_normal(12))
        weights[chance.integers(0, 9)] *= 0.45
        weights[chance.integers(8, 12)] *= 1.5
        total = round(one.spend[0] * share * 100)
        spend[i] = from_cents(to_cents(total / 100 * weights / weights.sum(), total))
    return spend


def spend_2026(plan: FloatArray) -> FloatArray:
    """What 2026 really took, shape (C, 12): ten months that happened, then the plan.

    Paid social runs 12 % over since June, the TV flight of August slipped into September, content stays
    a sixth under plan all year; the rest is close.
    """
    pace = 1 + 0.02 * rng(2).standard_normal(plan.shape)
    pace[row("Paid social"), 5:] *= 1.12
    pace[row("Content and SEO")] *= 0.83
    spend = plan * pace
    slipped = 0.65 * plan[row("TV"), 7]
    spend[row("TV"), 7] -= slipped
    spend[row("TV"), 8] += slipped
    spend[:, 10:] = plan[:, 10:]
    return np.round(spend, 2)


def months_spent(by_year: dict[int, FloatArray]) -> dict[Month, FloatArray]:
    """Spend (C,) of each month behind the history, from years of shape (C, 12)."""
    months = [FIRST_MONTH + i for i in range(LAST_MONTH - FIRST_MONTH + 1)]
    return {month: by_year[month.year][:, month.number - 1] for month in months}
