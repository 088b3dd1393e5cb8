"""Plan against actual by campaign and by region; money and revenue of no campaign stay without a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.analysis.variance import Comparison, Judged, compare
from planner.domain.actuals import ActualDetail, Metric, delivered
from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.money import FloatArray
from planner.services.replanning import campaign_cells
from planner.services.results import Results

NOWHERE = ""
"""The name of what no campaign holds, and of campaigns without a region."""


@dataclass(frozen=True)
class GroupVariance:
    """A campaign or a region over the compared months. Rows add up to the media lines of the period.

    measured  share of its actual spend that files report by campaign; the rest is a campaign's share of its
              channel by money and flight
    """

    name: str
    spend: Comparison
    revenue: Comparison
    measured: float


def has_regions(results: Results) -> bool:
    """Whether any campaign of the plan names a region."""
    return any(campaign.details.region for campaign in _running(results))


def by_region(results: Results, details: Sequence[ActualDetail]) -> tuple[GroupVariance, ...]:
    """Spend and media revenue by region, the largest plan first; () where no campaign names a region."""
    if not has_regions(results):
        return ()
    return _grouped(results, details, lambda campaign: campaign.details.region)


def by_campaign(results: Results, details: Sequence[ActualDetail]) -> tuple[GroupVariance, ...]:
    """Spend and media revenue by campaign, the largest plan first; () without campaigns."""
    if not _running(results):
        return ()
    return _grouped(results, details, lambda campaign: campaign.name)


def _grouped(
    results: Results, details: Sequence[ActualDetail], name_of: Callable[[Campaign], str]
) -> tuple[GroupVariance, ...]:
    campaigns = _running(results)
    columns = [results.plan.months.index(month) for month in results.variance.months]
    named = _reported(details)
    sums: dict[str, FloatArray] = {}
    for i, channel in enumerate(results.plan.channels):
        own = [campaign for campaign in campaigns if campaign.channel == channel]
        sides = [
            (results.plan[Metric.SPEND][i], results.outlook.table[Metric.SPEND][i], Metric.SPEND),
            (results.plan[Metric.REVENUE][i], results.outlook.table[Metric.REVENUE][i], Metric.REVENUE),
        ]
        cells = [campaign_cells([campaign], [channel], results.plan.months)[0] for campaign in own]
        booked = np.sum(cells, axis=0) if cells else np.zeros(len(results.plan.months))
        whole = np.maximum(sides[0][0], booked)  # campaigns may hold more than the grid
        left = [(planned.copy(), actual.copy()) for planned, actual, _metric in sides]
        for campaign, money in zip(own, cells, strict=True):
            share = np.divide(money, whole, out=np.zeros(money.size), where=whole > 0)
            row = sums.setdefault(name_of(campaign), np.zeros(5))
            for at, (planned, actual, metric) in enumerate(sides):
                parts = np.array(
                    [
                        named.get((campaign.name, channel, str(month), metric), np.nan)
                        for month in results.plan.months
                    ]
                )
                came = np.where(np.isfinite(parts), parts, share * actual)
                row[2 * at] += float((share * planned)[columns].sum())
                row[2 * at + 1] += float(came[columns].sum())
                left[at] = (left[at][0] - share * planned, left[at][1] - came)
                if metric is Metric.SPEND:
                    row[4] += float(np.nansum(parts[columns]))
        row = sums.setdefault(NOWHERE, np.zeros(5))
        for at, (planned, actual) in enumerate(left):
            row[2 * at] += float(planned[columns].sum())
            row[2 * at + 1] += float(actual[columns].sum())
    limits = results.company.thresholds
    found = [
        GroupVariance(
            name,
            compare(float(row[0]), float(row[1]), 0, Judged.SPEND, limits),
            compare(float(row[2]), float(row[3]), 1, Judged.RESULT, limits),
            float(row[4] / row[1]) if row[1] > 0 else 0.0,
        )
        for name, row in sums.items()
        if np.abs(row).max() >= 0.005
    ]
    return tuple(sorted(found, key=lambda one: (one.name == NOWHERE, -(one.spend.plan or 0.0))))


def _running(results: Results) -> list[Campaign]:
    return [c for c in results.version.campaigns if c.status is not CampaignStatus.CANCELLED]


def _reported(details: Sequence[ActualDetail]) -> dict[tuple[str, str, str, str], float]:
    """What files report by campaign, channel, month and metric."""
    stages: dict[tuple[str, str, str, str], list[ActualDetail]] = {}
    for one in details:
        if one.campaign:
            stages.setdefault((one.campaign, one.channel, one.month, str(one.metric)), []).append(one)
    return {key: delivered(found) for key, found in stages.items()}
