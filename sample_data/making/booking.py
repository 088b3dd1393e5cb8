"""How the months' money was booked week by week: flights, dark weeks, budget tests of what is always on."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.calendar import WEEK, Month
from planner.domain.money import FloatArray
from sample_data.making.economy import LINES, rng

FLIGHTED = 0.5
"""`flight` from which a channel is bought in bursts; the others are always on."""
BURST, PAUSE = (2, 5), (1, 4)
"""Weeks of a burst and of the pause after it: the shortest, and one more than the longest."""
PACE = 0.10
"""Log spread of ordinary weeks."""
AT_ONCE = 2
"""Always-on channels under test in a month."""


def weekly_spend(months: dict[Month, FloatArray], days: list[date]) -> FloatArray:
    """Monthly spend laid on days and summed to weeks, shape (C, weeks); months keep their sums."""
    pace = np.repeat(paces(len(days) // WEEK), WEEK, axis=1)
    spend = np.zeros_like(pace)
    held = held_back(list(months))
    for month, amounts in months.items():
        inside = np.flatnonzero([Month.of(day) == month for day in days])
        for channel, first_half in held[month] if inside.size == month.days else ():
            half = [i for i in inside if (days[i].day <= 15) == first_half]
            pace[channel, half] = 0.0
        if inside.size:
            weight = pace[:, inside] / pace[:, inside].sum(axis=1, keepdims=True)
            spend[:, inside] = amounts[:, None] * weight * (inside.size / month.days)
    by_week: FloatArray = np.round(spend.reshape(len(LINES), -1, WEEK).sum(axis=2), 2)
    return by_week


def paces(weeks: int) -> FloatArray:
    """Relative pace of each channel's weeks (C, weeks) before any test: bursts and pauses, or always on."""
    chance = rng(5)
    pace = np.exp(PACE * chance.standard_normal((len(LINES), weeks)))
    for i, one in enumerate(LINES):
        if one.flight < FLIGHTED:
            continue
        week, on = int(chance.integers(0, 3)), True
        while week < weeks:
            length = int(chance.integers(*(BURST if on else PAUSE)))
            if not on:
                pace[i, week : week + length] = 0.0
            week, on = week + length, not on
    return pace


def held_back(months: list[Month]) -> dict[Month, list[tuple[int, bool]]]:
    """Each month's budget tests: the channel, and whether the first half of the month is held back.

    Always-on channels take turns. Half of the month's weeks run on nothing and the other half on
    about twice the usual: the month costs what was planned, and its weeks show what the channel brings.
    """
    steady = [i for i, one in enumerate(LINES) if one.flight < FLIGHTED]
    chance = rng(11)
    found: dict[Month, list[tuple[int, bool]]] = {}
    turn = 0
    for month in months:
        first_half = bool(chance.integers(2))
        found[month] = [(steady[(turn + j) % len(steady)], first_half) for j in range(AT_ONCE)]
        turn += AT_ONCE
    return found
