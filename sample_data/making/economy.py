"""The fictional economy: its channels, indices and levels. Every other module of the sample starts here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.calendar import Month
from planner.domain.company import Ownership, Purpose
from planner.domain.money import FloatArray, in_whole_units

NAME = "Tarnbrook Home"
SEED = 20261101

SEASON = (0.917, 0.878, 1.001, 1.001, 1.054, 0.992, 1.018, 1.031, 0.951, 1.018, 1.020, 1.113)
MEDIA_PRICE = (0.85, 0.88, 0.94, 0.97, 1.0, 1.0, 0.98, 0.99, 1.02, 1.06, 1.17, 1.14)
BASELINE = {2024: 14_000_000, 2025: 14_300_000, 2026: 14_600_000, 2027: 14_783_000}
AVERAGE_SALE = 125.0
NEW_CUSTOMERS = 18_000
DRAWS, DRAW_SPREAD = 200, 0.25
FIRST_MONTH, LAST_MONTH = Month(2023, 10), Month(2026, 10)
"""The spend behind the weekly history."""


@dataclass(frozen=True)
class Line:
    """One channel of the economy: yearly spend, curve per month, and what its units cost.

    spend       currency in 2025, in the 2026 plan and in the 2027 draft
    cpm, ctr    price of a thousand impressions at price index 1, and clicks per impression (0: none)
    flight      how unevenly months and weeks are booked: 0 always on, 1 in bursts
    """

    name: str
    spend: tuple[int, ...]
    retention: float
    shape: float
    half_spend: int
    ceiling: int
    long_term: float
    new_share: float
    cpm: float
    ctr: float
    flight: float
    ownership: Ownership
    purpose: Purpose
    direction: str
    unit: str


def line(
    name: str,
    spend_k: tuple[int, int, int],
    retention: float,
    shape: float,
    half_spend_k: float,
    ceiling_k: float,
    *rest: float,
) -> Line:
    """A row of the table below, which counts money in thousands as its source does."""
    long_term, new_share, cpm, ctr, flight = rest
    ownership, purpose, direction, unit = KINDS[name].split()
    return Line(
        name,
        tuple(1000 * amount for amount in spend_k),
        retention,
        shape,
        round(1000 * half_spend_k),
        round(1000 * ceiling_k),
        long_term,
        new_share,
        cpm,
        ctr,
        flight,
        Ownership(ownership),
        Purpose(purpose),
        direction,
        unit,
    )


KINDS = {
    # who owns it, what it is for, the department's direction, what a unit of it costs
    "TV": "paid brand A CPM",
    "Online video": "paid brand A CPM",
    "Search generic": "paid performance A CPC",
    "Search brand": "paid performance A CPC",
    "Paid social": "paid performance A CPC",
    "Display": "paid performance A CPM",
    "Marketplace ads": "paid performance A CPC",
    "Out of home": "paid brand A CPM",
    "Radio and audio": "paid brand A CPM",
    "Influencers": "paid brand C CPM",
    "Email and loyalty": "owned performance B CVR",
    "Content and SEO": "owned brand A CPC",
}
# fmt: off
LINES = (
    # name, (2025, 2026, 2027), carry-over, shape, half spend, ceiling, long term, new share, cpm, ctr, flight
    line("TV", (160, 170, 180), .300, 1.3, 15.0, 116.4, 3.26, .35, 14, 0, .9),
    line("Online video", (98, 110, 120), .134, 1.1, 11.0, 79.6, 2.30, .35, 18, .004, .5),
    line("Search generic", (180, 185, 190), 0, 1, 14.2, 153.0, 1.54, .40, 170, .066, .1),
    line("Search brand", (54, 52, 50), 0, 1, 1.5, 37.5, 1.10, .15, 90, .180, .1),
    line("Paid social", (172, 180, 190), .007, 1, 12.7, 102.5, 1.98, .35, 11, .012, .3),
    line("Display", (74, 68, 60), .001, 1, 3.0, 26.7, 1.56, .15, 5, .003, .3),
    line("Marketplace ads", (74, 82, 90), 0, 1, 7.5, 66.6, 1.30, .40, 45, .020, .3),
    line("Out of home", (44, 42, 40), .049, 1.2, 4.0, 19.8, 2.34, .30, 6, 0, .9),
    line("Radio and audio", (26, 27, 30), .049, 1.1, 3.5, 31.2, 2.02, .30, 13, 0, .7),
    line("Influencers", (40, 46, 50), .023, 1, 3.8, 28.1, 2.00, .40, 20, .015, .7),
    line("Email and loyalty", (36, 38, 40), 0, 1, 1.3, 46.7, 1.20, .05, 4, .022, .2),
    line("Content and SEO", (42, 40, 40), .778, 1, 4.0, 25.9, 2.50, .40, 22, .050, .2),
)
# fmt: on
NAMES = tuple(one.name for one in LINES)


def row(name: str) -> int:
    """Place of a channel in the order of every channel axis."""
    return NAMES.index(name)


def mean_one(index: tuple[float, ...]) -> FloatArray:
    """An index normalised to mean 1, six digits."""
    values = np.array(index)
    rounded: FloatArray = np.round(values / values.mean(), 6)
    return rounded


SEASON_INDEX, PRICE_INDEX = mean_one(SEASON), mean_one(MEDIA_PRICE)


def rng(*key: int) -> np.random.Generator:
    """One stream of chance for each purpose, so that a change in one leaves the others' figures alone."""
    return np.random.default_rng((SEED, *key))


def by_season(total: float) -> FloatArray:
    """A yearly amount over twelve months by season, whole currency units."""
    split = in_whole_units(total * SEASON_INDEX / SEASON_INDEX.sum(), round(total))
    return split.astype(float)
