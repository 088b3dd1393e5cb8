"""Make the sample company's files, the same bytes every time: `python sample_data/make_sample.py`.

The economy is fictional. Its response parameters are the truth for planning (`curves.json`); the weekly
history comes from weekly equivalents of the same economy, and the 2026 actuals from the monthly curves
bent by the year's story, so that variance, bridge and outlook have something true to say.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import xlsxwriter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # run as a script from anywhere

from planner.documents.company import company_document  # noqa: E402
from planner.documents.curves import curves_document  # noqa: E402
from planner.documents.reading import json_bytes, write_whole  # noqa: E402
from planner.domain.calendar import WEEK, WEEKS_PER_MONTH, FiscalYear, Horizon, Month  # noqa: E402
from planner.domain.company import (  # noqa: E402
    Channel,
    Company,
    CostKind,
    CostLine,
    Customers,
    Ownership,
    Purpose,
)
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill, NoCarryover  # noqa: E402
from planner.domain.money import FloatArray, from_cents, in_whole_units, to_cents  # noqa: E402
from planner.domain.response import Forecast, compile_response, respond  # noqa: E402

NAME = "Tarnbrook Home"
AGENCY = "Quillmere Media"
SEED = 20261101
MADE = datetime(2026, 11, 3, 9, 0)  # stands in the workbooks instead of the clock, so that bytes repeat

SEASON = (0.917, 0.878, 1.001, 1.001, 1.054, 0.992, 1.018, 1.031, 0.951, 1.018, 1.020, 1.113)
MEDIA_PRICE = (0.85, 0.88, 0.94, 0.97, 1.0, 1.0, 0.98, 0.99, 1.02, 1.06, 1.17, 1.14)
BASELINE = {2024: 14_000_000, 2025: 14_300_000, 2026: 14_600_000, 2027: 14_783_000}
AVERAGE_SALE = 125.0
NEW_CUSTOMERS = 18_000
DRAWS, DRAW_SPREAD = 200, 0.25
FIRST_MONTH, LAST_MONTH = Month(2023, 10), Month(2026, 10)  # of the spend behind the weekly history
FIRST_WEEK, LAST_WEEK = date(2023, 10, 30), date(2026, 10, 19)


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


# ---------------------------------------------------------------- spend


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
    """The draft 2027, shape (C, 12): every channel phased by season, to the cent."""
    weights = SEASON_INDEX / SEASON_INDEX.sum()
    return from_cents(np.array([to_cents(one.spend[2] * weights, one.spend[2] * 100) for one in LINES]))


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


# ---------------------------------------------------------------- curves and company


def make_curves(seen: FloatArray) -> CurveSet:
    """The printed economy per month, phased from January 2025.

    seen  (C, months) spend of the past, the range the evidence covers
    """
    channels = []
    for i, one in enumerate(LINES):
        spread = np.exp(DRAW_SPREAD * rng(1000, i).standard_normal(DRAWS))
        # Whole numbers whose mean is the ceiling exactly: the expectation over draws is the plain curve.
        ceilings = in_whole_units(one.ceiling * spread / spread.mean(), round(one.ceiling * DRAWS))
        channels.append(
            ChannelCurve(
                name=one.name,
                curve=Hill(float(one.ceiling), float(one.half_spend), one.shape),
                carryover=Geometric(one.retention, normalized=True) if one.retention else NoCarryover(),
                tags=(one.ownership.value, one.purpose.value, one.direction),
                carry_in="steady",
                season=tuple(SEASON_INDEX.tolist()),
                price_index=tuple(PRICE_INDEX.tolist()),
                long_term_multiplier=one.long_term,
                observed=(
                    float(np.floor(seen[i].min() / 100) * 100),
                    float(np.ceil(seen[i].max() / 100) * 100),
                ),
                draws=tuple({"ceiling": int(value)} for value in ceilings),
                new_customer_share=one.new_share,
            )
        )
    return CurveSet(
        period="month",
        currency="USD",
        channels=tuple(channels),
        origin=date(2025, 1, 1),
        baseline=tuple(by_season(BASELINE[2027]).tolist()),
        noise=0.012,
    )


def forecast(curves: CurveSet, year: int, spend: FloatArray) -> Forecast:
    """What a year's spend (C, 12) brings."""
    return respond(compile_response(curves, FiscalYear(year).horizon), spend)


def new_by_media(media: FloatArray) -> FloatArray:
    """New customers that media revenue, shape (C, ...), brings."""
    share = np.array([one.new_share for one in LINES])
    won: FloatArray = (media.T * share).T / AVERAGE_SALE
    return won


def make_company(curves: CurveSet) -> Company:
    """Setup of the sample: the reference plan wins 18,000 new customers in all."""
    won = float(new_by_media(forecast(curves, 2027, plan_2027()).media).sum())
    return Company(
        name=NAME,
        currency="USD",
        unit="k",
        vat_basis="net",
        first_month=1,
        margin=0.45,
        hurdle=1.0,
        customers=Customers(
            opening=50_000,
            retention=0.68,
            new_without_media=round(NEW_CUSTOMERS - won, 2),
            frequency=3.0,
            average_sale=AVERAGE_SALE,
            discount_rate=0.10,
        ),
        channels=tuple(
            Channel(one.name, one.ownership, one.purpose, one.direction, one.unit, one.new_share)
            for one in LINES
        ),
        lines=(
            CostLine("Production", CostKind.PRODUCTION, amount=154_000),
            CostLine("Agency fees", CostKind.AGENCY, amount=123_000),
            CostLine("Technology and data", CostKind.TECHNOLOGY, amount=77_000),
            CostLine("Research", CostKind.RESEARCH, amount=29_000),
            CostLine("Reserve", CostKind.RESERVE, amount=77_000),
        ),
        baselines={year: tuple(by_season(BASELINE[year]).tolist()) for year in (2025, 2026, 2027)},
        is_sample=True,
    )


# ---------------------------------------------------------------- what really happened


@dataclass(frozen=True, eq=False)
class Story:
    """What bent a year away from its plan, by month; 1 is no change.

    efficiency, price  (C, 12) factors on what a bought unit brings, and on what it costs
    baseline           (12,)   factor on revenue without media
    """

    efficiency: FloatArray
    price: FloatArray
    baseline: FloatArray


QUIET = Story(np.ones((len(LINES), 12)), np.ones((len(LINES), 12)), np.ones(12))


def story_2026() -> Story:
    """Paid social tires from June, video and social media prices rise in August, demand softens in spring."""
    efficiency, price, baseline = (part.copy() for part in (QUIET.efficiency, QUIET.price, QUIET.baseline))
    efficiency[row("Paid social"), 5:10] = (0.88, 0.80, 0.76, 0.75, 0.74)
    price[[row("Online video"), row("Paid social")], 7:10] = 1.06
    baseline[:10] = (0.998, 0.996, 0.993, 0.983, 0.982, 0.980, 0.981, 0.979, 0.980, 0.979)
    return Story(efficiency, price, baseline)


def bent(curves: CurveSet, year: int, story: Story) -> CurveSet:
    """The curves of one year as the story bent them, phased from its January."""
    channels = tuple(
        replace(
            channel,
            season=tuple((np.array(channel.season) * story.efficiency[i]).tolist()),
            price_index=tuple((np.array(channel.price_index) * story.price[i]).tolist()),
            draws=(),
        )
        for i, channel in enumerate(curves.channels)
    )
    return replace(curves, channels=channels, origin=date(year, 1, 1), noise=0.0)


@dataclass(frozen=True, eq=False)
class Happened:
    """A year's truth by month: media figures (C, 12), sales without media (12,)."""

    year: int
    spend: FloatArray
    revenue: FloatArray
    impressions: FloatArray
    clicks: FloatArray
    orders: FloatArray
    new_customers: FloatArray
    baseline: FloatArray
    baseline_new: FloatArray


def happened(curves: CurveSet, company: Company, year: int, spend: FloatArray, story: Story) -> Happened:
    """Draw what `spend` brought in `year`: the bent curves times small noise."""
    chance = rng(4, year)
    shape = spend.shape

    def about(deviation: float, size: tuple[int, ...] = shape) -> FloatArray:
        return np.exp(deviation * chance.standard_normal(size))

    media = forecast(bent(curves, year, story), year, spend).media
    revenue = np.round(media * about(0.015), 2)
    bought = spend / (PRICE_INDEX * story.price)
    cpm = np.array([one.cpm for one in LINES])[:, None]
    ctr = np.array([one.ctr for one in LINES])[:, None]
    impressions = np.round(bought / cpm * 1000 * about(0.02))
    baseline = np.array(company.baselines[year]) * story.baseline * about(0.004, (12,))
    assert company.customers is not None
    without = company.customers.new_without_media * baseline / BASELINE[2027]
    return Happened(
        year=year,
        spend=spend,
        revenue=revenue,
        impressions=impressions,
        clicks=np.round(impressions * ctr * about(0.03)),
        orders=np.round(revenue / AVERAGE_SALE * about(0.01)),
        new_customers=np.round(new_by_media(revenue) * about(0.02)),
        baseline=np.round(baseline, 2),
        baseline_new=np.round(without * about(0.02, (12,))),
    )


# ---------------------------------------------------------------- weekly history


def days_of(first: date, count: int) -> list[date]:
    """`count` days from `first`."""
    return [first + timedelta(days=i) for i in range(count)]


def weekly_spend(months: dict[Month, FloatArray], days: list[date]) -> FloatArray:
    """Monthly spend laid on days in bursts and summed to weeks, shape (C, weeks); months keep their sums."""
    chance = rng(5)
    weeks = len(days) // WEEK
    flight = np.array([one.flight for one in LINES])[:, None]
    # Two or three strong weeks, then a quieter stretch; steepest where a channel is bought in flights.
    wave = np.cumsum(chance.standard_normal((len(LINES), weeks)), axis=1)
    wave = wave - np.array([np.convolve(path, np.ones(7) / 7, mode="same") for path in wave])
    burst = np.exp((0.12 + 0.55 * flight) * wave + 0.08 * chance.standard_normal((len(LINES), weeks)))
    on_day = np.repeat(burst, WEEK, axis=1)
    spend = np.zeros_like(on_day)
    of_month = np.array([day.year * 12 + day.month - 1 for day in days])
    for month, amounts in months.items():
        inside = of_month == month.year * 12 + month.number - 1
        if inside.any():
            weight = on_day[:, inside] / on_day[:, inside].sum(axis=1, keepdims=True)
            spend[:, inside] = amounts[:, None] * weight * (inside.sum() / month.days)
    by_week: FloatArray = np.round(spend.reshape(len(LINES), weeks, WEEK).sum(axis=2), 2)
    return by_week


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
    """AR(1) with 4 % standard deviation: weeks resemble their neighbours."""
    chance, persistence, deviation = rng(7), 0.4, 0.04
    noise = np.empty(weeks)
    level = deviation * chance.standard_normal()
    for t in range(weeks):
        level = persistence * level + deviation * np.sqrt(1 - persistence**2) * chance.standard_normal()
        noise[t] = level
    return noise


def history_csv(curves: CurveSet, months: dict[Month, FloatArray], story: Story) -> bytes:
    """Three years of weeks: date (Monday), revenue, spend by channel, controls."""
    weeks = (LAST_WEEK - FIRST_WEEK).days // WEEK + 1
    days = days_of(FIRST_WEEK, weeks * WEEK)
    spend = weekly_spend(months, days)
    model = compile_response(weekly_curves(curves, days, spend, story), Horizon(FIRST_WEEK, weeks, "week"))
    controls = make_controls(weeks)
    base = weekly_baseline(days, story) * controls.effect / controls.effect.mean()
    revenue = (base + respond(model, spend).media.sum(axis=0)) * (1 + weekly_noise(weeks))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["date", "revenue", *NAMES, "price_index", "promotion", "competitor"])
    for t in range(weeks):
        table.writerow(
            [
                days[t * WEEK].isoformat(),
                f"{revenue[t]:.2f}",
                *(f"{amount:.2f}" for amount in spend[:, t]),
                f"{controls.price_index[t]:.4f}",
                f"{controls.promotion[t]:.0f}",
                f"{controls.competitor[t]:.4f}",
            ]
        )
    return out.getvalue().encode()


# ---------------------------------------------------------------- workbooks


class Sheet:
    """One worksheet of a workbook whose bytes do not depend on the clock."""

    def __init__(self, name: str, title: str) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"title": title, "author": NAME, "created": MADE})
        self.sheet = self._book.add_worksheet(name)
        self.bold = self._book.add_format({"bold": True})
        self.head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.money = self._book.add_format({"num_format": "#,##0.00"})
        self.count = self._book.add_format({"num_format": "#,##0"})
        self.total = self._book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        self.grey = self._book.add_format({"italic": True, "font_color": "#666666"})

    def save(self, name: str) -> None:
        """Write the file beside this script."""
        self._book.close()
        write_whole(HERE / name, self._bytes.getvalue())


def write_plan(name: str, title: str, basis: str, year: int, spend: FloatArray) -> None:
    """A budget as a planner would keep it: channel x month with totals as live formulas."""
    book = Sheet(f"Budget {year}", title)
    sheet = book.sheet
    sheet.write(0, 0, title, book.bold)
    sheet.write(1, 0, basis, book.grey)
    top, last = 3, 3 + len(LINES)
    sheet.write_row(
        top, 0, ["Channel", *(f"{m.start:%b} {m.year}" for m in FiscalYear(year).months)], book.head
    )
    sheet.write(top, 13, "Total", book.head)
    for i, one in enumerate(LINES):
        at = top + 1 + i
        sheet.write(at, 0, one.name)
        sheet.write_row(at, 1, spend[i].tolist(), book.money)
        sheet.write_formula(at, 13, f"=SUM(B{at + 1}:M{at + 1})", book.money, round(float(spend[i].sum()), 2))
    sheet.write(last + 1, 0, "Total", book.total)
    for column, amount in enumerate([*spend.sum(axis=0).tolist(), float(spend.sum())], 1):
        letter = chr(ord("A") + column)
        sheet.write_formula(
            last + 1, column, f"=SUM({letter}{top + 2}:{letter}{last + 1})", book.total, round(amount, 2)
        )
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 13, 13)
    sheet.freeze_panes(top + 1, 1)
    book.save(name)


MEASURES = ("Spend", "Impressions", "Clicks", "Orders", "New customers", "Revenue")


def month_rows(truth: Happened, month: int, baseline_name: str) -> list[list[object]]:
    """Rows of one month: name, then the six measures; blank where a channel has no such figure."""
    rows: list[list[object]] = []
    for i, one in enumerate(LINES):
        figures = [
            truth.spend[i, month],
            truth.impressions[i, month],
            truth.clicks[i, month] if one.ctr else None,
            truth.orders[i, month],
            truth.new_customers[i, month],
            truth.revenue[i, month],
        ]
        rows.append([one.name, *figures])
    orders = round(float(truth.baseline[month]) / AVERAGE_SALE)
    rows.append([baseline_name, None, None, None, orders, truth.baseline_new[month], truth.baseline[month]])
    return rows


def write_rows(book: Sheet, at: int, month: str, cells: list[object]) -> None:
    """One row of a long table; columns as `MEASURES`."""
    book.sheet.write(at, 0, month)
    for column, value in enumerate(cells, 1):
        if value is not None:
            book.sheet.write(at, column, value, book.money if column in (2, 7) else book.count)


def write_actuals_2025(truth: Happened) -> None:
    """Last year as the company's own export: a plain long table."""
    book = Sheet("Actuals 2025", f"{NAME}: actuals 2025")
    book.sheet.write_row(0, 0, ["Month", "Channel", *MEASURES], book.head)
    at = 1
    for m, month in enumerate(FiscalYear(2025).months):
        for cells in month_rows(truth, m, "Baseline"):
            write_rows(book, at, str(month), cells)
            at += 1
    book.sheet.set_column(0, 7, 16)
    book.sheet.freeze_panes(1, 0)
    book.save("actuals_2025.xlsx")


def write_actuals_2026(truth: Happened, months: int) -> None:
    """This year as the agency reports it: titles, its own spelling, a total row and a note."""
    spelled = {"Paid social": "Paid Socal"}
    book = Sheet("Performance", f"{AGENCY}: performance report")
    sheet = book.sheet
    sheet.write(0, 0, f"{AGENCY} - media performance report", book.bold)
    sheet.write(1, 0, f"Client: {NAME}")
    sheet.write(2, 0, "Period: January - October 2026")
    sheet.write(3, 0, "Amounts in USD, net of VAT; agency fee not included", book.grey)
    top = 5
    sheet.write_row(top, 0, ["Month", "Channel", *MEASURES], book.head)
    at = top + 1
    for m, month in enumerate(FiscalYear(2026).months[:months]):
        for name, *figures in month_rows(truth, m, "Organic & direct"):
            write_rows(book, at, f"{month.start:%b-%y}", [spelled.get(str(name), name), *figures])
            at += 1
    sheet.write(at, 0, "Total", book.total)
    done = slice(None, months)
    stated = (
        truth.spend[:, done].sum(),
        truth.impressions[:, done].sum(),
        truth.clicks[:, done].sum(),
        truth.orders[:, done].sum() + sum(round(float(v) / AVERAGE_SALE) for v in truth.baseline[done]),
        truth.new_customers[:, done].sum() + truth.baseline_new[done].sum(),
        truth.revenue[:, done].sum() + truth.baseline[done].sum(),
    )
    for column, value in enumerate(stated, 2):
        letter = chr(ord("A") + column)
        sheet.write_formula(
            at, column, f"=SUM({letter}{top + 2}:{letter}{at})", book.total, round(float(value), 2)
        )
    sheet.write(
        at + 2,
        0,
        "Note: October is preliminary; sales are net of returns and attributed by the client's own model.",
        book.grey,
    )
    sheet.set_column(0, 7, 16)
    sheet.freeze_panes(top + 1, 0)
    book.save("actuals_2026.xlsx")


# ---------------------------------------------------------------- all of it


def readable_json(value: object) -> bytes:
    """JSON with innermost lists and objects on one line each, for people who open the file."""
    text = json_bytes(value).decode()
    flat = re.sub(
        r"([\[{])\n\s*([^\[\]{}]*?)\n\s*([\]}])", lambda m: m[1] + " ".join(m[2].split()) + m[3], text
    )
    return flat.encode()


def main() -> None:
    """Write every file of the folder but this one and the README."""
    plan, draft = plan_2026(), plan_2027()
    spent = {2023: spend_of(2023, 0.93), 2024: spend_of(2024, 0.96), 2025: spend_of(2025, 1.0)}
    spent[2026] = spend_2026(plan)
    months = {month: spent[month.year][:, month.number - 1] for month in _months(FIRST_MONTH, LAST_MONTH)}
    curves = make_curves(np.array([months[m] for m in _months(FIRST_MONTH + 1, LAST_MONTH)]).T)
    company = make_company(curves)
    story = story_2026()

    write_whole(HERE / "curves.json", readable_json(curves_document(curves)))
    write_whole(HERE / "company.json", readable_json(company_document(company)))
    write_whole(HERE / "history_weekly.csv", history_csv(curves, months, story))
    basis = "Working media, USD, net of VAT; spend by channel and month"
    write_plan("plan_2026.xlsx", f"{NAME}: approved media budget 2026", basis, 2026, plan)
    write_plan("plan_2027.xlsx", f"{NAME}: draft media budget 2027", basis, 2027, draft)
    write_actuals_2025(happened(curves, company, 2025, spent[2025], QUIET))
    write_actuals_2026(happened(curves, company, 2026, spent[2026], story), LAST_MONTH.number)


def _months(first: Month, last: Month) -> list[Month]:
    return [first + i for i in range(last - first + 1)]


if __name__ == "__main__":
    main()
