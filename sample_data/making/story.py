"""What really happened: years bent away from their plan by a story, times small noise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.money import FloatArray
from sample_data.making.company import forecast, new_by_media
from sample_data.making.economy import AVERAGE_SALE, BASELINE, LINES, PRICE_INDEX, rng, row


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
    revenue = np.round(media * about(0.01), 2)
    bought = spend / (PRICE_INDEX * story.price)
    cpm = np.array([one.cpm for one in LINES])[:, None]
    ctr = np.array([one.ctr for one in LINES])[:, None]
    impressions = np.round(bought / cpm * 1000 * about(0.005))
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
