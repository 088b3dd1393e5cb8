"""Scorecards: what a channel and a campaign cost and brought, and how that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.domain.actuals import ActualDetail, Metric, delivered
from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.figures import ChannelFigures
from planner.services.replanning import campaign_cells
from planner.services.results import Results

RUNS = (CampaignStatus.APPROVED, CampaignStatus.LIVE, CampaignStatus.DONE)


class Known(StrEnum):
    """How a result is known.

    MEASURED   files report it
    MODELLED   the curves give it for the money spent
    ALLOCATED  a campaign's share of its channel's result, by spend and flight
    """

    MEASURED = "measured"
    MODELLED = "modelled"
    ALLOCATED = "allocated"


class Verdict(StrEnum):
    """What the next unit's margin says against the hurdle: cleared in-year, in full effect only, or never."""

    SCALE = "scale"
    KEEP = "keep"
    STOP = "stop"


@dataclass(frozen=True)
class Score:
    """Cost and result to date. The full result adds what is still to come of it, by the curves.

    next_unit, next_full  revenue that one more unit of money brings, in-year and in full
    """

    name: str
    channel: str
    cost: float
    result: float
    full: float
    known: Known
    next_unit: float
    next_full: float
    owner: str = ""

    @property
    def average(self) -> float | None:
        """Result per unit of cost; None without cost."""
        return self.result / self.cost if self.cost > 0 else None

    @property
    def average_full(self) -> float | None:
        """Full result per unit of cost; None without cost."""
        return self.full / self.cost if self.cost > 0 else None

    def verdict(self, margin: float, hurdle: float) -> Verdict:
        """Scale, keep or stop adding."""
        if margin * self.next_unit >= hurdle:
            return Verdict.SCALE
        return Verdict.KEEP if margin * self.next_full >= hurdle else Verdict.STOP


def channel_scores(results: Results) -> tuple[Score, ...]:
    """A score per channel of the plan, over the actual months."""
    columns = [results.plan.months.index(month) for month in results.measured.months]
    table = results.outlook.table
    found = []
    for name, figures in results.evaluation.figures.by_channel.items():
        i = table.channels.index(name)
        cost = float(table[Metric.SPEND][i, columns].sum())
        result = float(table[Metric.REVENUE][i, columns].sum())
        seen = results.measured.known(Metric.REVENUE)[i, columns]
        known = Known.MEASURED if seen.size and seen.all() else Known.MODELLED
        found.append(_score(name, name, cost, result, known, figures))
    return tuple(found)


def campaign_scores(results: Results, details: Sequence[ActualDetail]) -> tuple[Score, ...]:
    """A score per campaign that has run in the actual months, the dearest first.

    A campaign on several channels has a score on each. It is measured where files name it there with revenue.
    Else it is taken to have spent its share of what its channel spent in each month of its flight, and to
    have brought that share of the month's result.
    """
    named = _measured(results, details)
    found = []
    ran = [c for c in results.version.campaigns if c.status in RUNS and c.channel in results.plan.channels]
    for campaign in ran:
        figures = results.evaluation.figures.by_channel[campaign.channel]
        cost, result = named.get((campaign.name, campaign.channel), (0.0, None))
        if result is not None:
            known = Known.MEASURED
        else:
            cost, result = _allocated(results, campaign, [c for c in ran if c.channel == campaign.channel])
            known = Known.ALLOCATED
        if cost > 0:
            found.append(
                _score(campaign.name, campaign.channel, cost, result, known, figures, campaign.owner)
            )
    return tuple(sorted(found, key=lambda score: -score.cost))


def _allocated(results: Results, campaign: Campaign, others: Sequence[Campaign]) -> tuple[float, float]:
    """Cost and revenue to date of one of `others`, all the campaigns on its channel."""
    i = results.plan.channels.index(campaign.channel)
    (money,) = campaign_cells([campaign], [campaign.channel], results.plan.months)
    (booked,) = campaign_cells(others, [campaign.channel], results.plan.months)
    whole = np.maximum(results.plan[Metric.SPEND][i], booked)  # campaigns may hold more than the grid
    share = np.divide(money, whole, out=np.zeros(money.shape), where=whole > 0)
    share = np.where(results.measured.actual, share, 0.0)
    table = results.outlook.table
    return float(share @ table[Metric.SPEND][i]), float(share @ table[Metric.REVENUE][i])


def _measured(
    results: Results, details: Sequence[ActualDetail]
) -> dict[tuple[str, str], tuple[float, float | None]]:
    """Cost and revenue to date by campaign and channel where files name the campaign; None: no revenue."""
    months = {str(month) for month in results.measured.months}
    named: dict[tuple[str, str, str, str], list[ActualDetail]] = {}
    for one in details:
        if one.campaign and one.month in months:
            named.setdefault((one.campaign, one.channel, one.metric, one.month), []).append(one)
    sums: dict[tuple[str, str, str], float] = {}
    for (name, channel, metric, _month), stages in named.items():
        sums[name, channel, metric] = sums.get((name, channel, metric), 0.0) + delivered(stages)
    return {
        (name, channel): (
            sums.get((name, channel, Metric.SPEND), 0.0),
            sums.get((name, channel, Metric.REVENUE)),
        )
        for name, channel, _metric in sums
    }


def _score(
    name: str,
    channel: str,
    cost: float,
    result: float,
    known: Known,
    figures: ChannelFigures,
    owner: str = "",
) -> Score:
    longer = figures.full / figures.revenue if figures.revenue > 0 else 1.0
    return Score(
        name=name,
        channel=channel,
        cost=cost,
        result=result,
        full=result * longer,
        known=known,
        next_unit=figures.next_unit,
        next_full=figures.next_unit_full,
        owner=owner,
    )
