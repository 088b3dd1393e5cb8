"""Re-planning a running year: what is promised already, what it aims at, and the version to save."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from planner.analysis.years import MonthState, frozen_months
from planner.domain.actuals import ActualDetail, Metric, MoneyState
from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import Month
from planner.domain.errors import Unreachable
from planner.domain.goals import Goal, Reach, SpendExactly
from planner.domain.money import FloatArray, from_cents
from planner.plan.reforecast import CHANGE, SECONDS, Reforecast, reforecast
from planner.services.results import Results

BOOKED = (CampaignStatus.APPROVED, CampaignStatus.LIVE)
"""Campaigns whose money is promised."""
CLOSE = 1e-7
"""How far below the best that can be reached the plan for it aims, as a share."""


class Aim(StrEnum):
    """What the rest of the year is planned for: the budget of the year, or least money for its target."""

    BUDGET = "budget"
    TARGET = "target"


@dataclass(frozen=True, eq=False)
class Replan:
    """The answer to "re-plan the rest of the year".

    best  None where the aim is met; else the target is out of reach, this is the most that is not,
          and `found` is the plan that earns it
    """

    found: Reforecast
    aim: Aim
    target: float
    best: float | None = None


def promised(results: Results, details: Iterable[ActualDetail], *, campaigns: bool) -> FloatArray:
    """Least spend of each cell to come, shape (C, M): orders and contracts, and booked campaigns.

    details    what files say about money states
    campaigns  count the days to come of approved and live campaigns too

    In a running month what is committed comes on top of what was spent. A campaign's money is inside the
    orders where those are larger.
    """
    channels, months = results.model.channels, results.version.grid.months
    orders = np.zeros((len(channels), len(months)))
    for (channel, month), amount in committed_cells(details).items():
        if channel in channels and month in months:
            orders[channels.index(channel), months.index(month)] = amount
    running = np.array([state is MonthState.RUNNING for state in results.measured.states])
    spent = np.nan_to_num(results.measured.table[Metric.SPEND][:-1])
    orders += np.where(running & (orders > 0), np.maximum(spent, 0.0), 0.0)
    if campaigns:
        booked = [c for c in (results.forecast or results.version).campaigns if c.status in BOOKED]
        orders = np.maximum(orders, campaign_cells(booked, channels, months))
    held: FloatArray = np.where(frozen_months(results.measured), 0.0, orders)
    return held


def committed_cells(details: Iterable[ActualDetail]) -> dict[tuple[str, Month], float]:
    """Committed money by channel and month, currency units."""
    found: dict[tuple[str, Month], float] = {}
    for detail in details:
        if detail.state is MoneyState.COMMITTED and detail.metric == Metric.SPEND:
            key = (detail.channel, Month.parse(detail.month))
            found[key] = found.get(key, 0.0) + detail.value
    return {key: max(amount, 0.0) for key, amount in found.items()}


def campaign_cells(
    campaigns: Iterable[Campaign], channels: Collection[str], months: Collection[Month]
) -> FloatArray:
    """Campaigns' money by channel and month, each spread evenly over its days, shape (C, M), currency units.

    To the cent, as wherever a campaign's months are shown; money of other channels and months is left out.
    """
    places = {name: i for i, name in enumerate(channels)}
    cells = np.zeros((len(channels), len(months)))
    for campaign in campaigns:
        if campaign.channel in places:
            cells[places[campaign.channel]] += from_cents(campaign.by_month(months))
    return cells


def replan(
    results: Results,
    floors: FloatArray,
    aim: Aim,
    *,
    locked: Collection[str] = (),
    change: float = CHANGE,
    seconds: float = SECONDS,
    first: Month | None = None,
) -> Replan:
    """Plan the months that are left; closed months stay as they were spent and `floors` (C, M) are kept.

    first  the first month that can still change; None: every open one

    Raises NoFeasiblePlan when no month, no money or no room is left.
    """
    target = results.outlook.target
    year = (results.forecast or results.version).grid

    def planned(goal: Goal) -> Reforecast:
        return reforecast(
            results.model,
            results.company,
            results.version.grid,
            results.measured,
            lines=results.version.lines,
            goal=goal,
            committed=floors,
            to_come=results.to_come,
            moved=results.moved,
            locked=locked,
            change=change,
            seconds=seconds,
            first=first,
        )

    if aim is Aim.BUDGET:
        return Replan(planned(SpendExactly(year.total)), aim, target)
    try:
        return Replan(planned(Reach("revenue", target)), aim, target)
    except Unreachable as refused:
        best = refused.params["best"]
        assert isinstance(best, float)
        found = planned(Reach("revenue", best - CLOSE * abs(best)))
        return Replan(found, aim, target, best)


def forecast_name(label: str, taken: Collection[str]) -> str:
    """ "Forecast 10+2", with a number where the year has one of that name."""
    name = f"Forecast {label}"
    return next(n for n in (name, *(f"{name} ({i})" for i in range(2, len(taken) + 3))) if n not in taken)


def forecast_version(results: Results, grid: BudgetGrid, name: str, locked: Collection[str]) -> PlanVersion:
    """The new plan as a version to save: a forecast made from the plan in force, its campaigns kept."""
    base = results.forecast or results.version
    held = set(grid.channels)
    return replace(
        base,
        id=None,
        revision=0,
        name=name,
        kind=VersionKind.FORECAST,
        status=VersionStatus.DRAFT,
        grid=grid,
        base_id=base.id,
        reason="",
        author="",
        created=None,
        campaigns=tuple(c for c in base.campaigns if c.channel in held),
        locks=frozenset(locked),
    )
