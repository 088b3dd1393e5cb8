"""What an ask is worth: the plan with it against the plan without it, in money, doubt and months.

Every figure is a difference of two evaluations; nothing is estimated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.domain.allocation import balance
from planner.domain.budget_plan import BudgetGrid, Campaign
from planner.domain.errors import PlannerError, say
from planner.domain.money import FloatArray
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk, budget_changed


@dataclass(frozen=True)
class MoreMoney:
    """`amount` of working media more: on `channel`, or None: where it earns most and nothing is cut."""

    amount: float
    channel: str | None = None

    def __post_init__(self) -> None:
        if not 0 < self.amount <= 1e11:
            raise PlannerError(say("Ask for an amount above 0."))


@dataclass(frozen=True)
class Keep:
    """Campaigns of the plan that have to prove their money: one, or those of a programme."""

    campaigns: tuple[Campaign, ...]


Ask = MoreMoney | Keep


@dataclass(frozen=True)
class Range:
    """Expected, P10 and P90; `chance` of being above 0. Without draws low and high are None."""

    value: float
    low: float | None
    high: float | None
    chance: float | None


@dataclass(frozen=True, eq=False)
class Case:
    """The plan without and with what is asked for.

    media, cost         what the ask takes: working media, and all marketing that comes with it
    revenue...          what it brings in the year and in full
    profit...           that revenue x margin - cost; None where no margin is known
    earned, spent       contribution and marketing so far by month, shape (M,); earned None without a margin
    payback             months from its first spend until contribution has earned the whole cost; None: not
                        within the year
    """

    without: Evaluation
    with_it: Evaluation
    media: float
    cost: float
    revenue: Range
    revenue_full: Range
    profit: Range | None
    profit_full: Range | None
    spent: FloatArray
    earned: FloatArray | None
    payback: float | None

    def chances(self, target: float) -> tuple[float | None, float | None]:
        """Chance of `target` revenue without and with the ask; None where the curves carry no draws."""
        return (
            self.without.figures.chance_of_revenue(target),
            self.with_it.figures.chance_of_revenue(target),
        )

    def moves(self) -> list[tuple[str, float]]:
        """Where the money goes, largest first."""
        old, new = self.without.grid.by_channel(), self.with_it.grid.by_channel()
        found = [(name, new[name] - old.get(name, 0.0)) for name in new]
        return sorted((m for m in found if abs(m[1]) >= 0.005), key=lambda m: -abs(m[1]))


def case(desk: Desk, ask: Ask) -> Case:
    """The case of `ask`. Raises PlannerError where there is nothing to judge."""
    if isinstance(ask, MoreMoney):
        without, with_it = desk.plan, _more(desk, ask)
    else:
        without, with_it = _without(desk, ask.campaigns), desk.plan
    return _compared(desk, without, with_it)


def _more(desk: Desk, ask: MoreMoney) -> Evaluation:
    if ask.channel is None:
        return budget_changed(desk, ask.amount).after
    held = desk.plan.grid.by_channel()
    if ask.channel not in held:
        raise PlannerError(say('"{channel}" is no channel of this plan.', channel=ask.channel))
    return desk.evaluate(desk.plan.grid.scaled_to({ask.channel: held[ask.channel] + ask.amount}))


def _without(desk: Desk, campaigns: Sequence[Campaign]) -> Evaluation:
    grid = desk.plan.grid
    held = np.minimum(balance(grid, campaigns).held, grid.cents)
    if not held.any():
        raise PlannerError(say("These campaigns hold no money of the grid."))
    return desk.evaluate(BudgetGrid(grid.channels, grid.months, grid.cents - held))


def _compared(desk: Desk, without: Evaluation, with_it: Evaluation) -> Case:
    def gained(key: str, *, full: bool = False) -> float:
        old, new = (
            (e.figures[key].full if full else e.figures[key].value) or 0.0 for e in (without, with_it)
        )
        return new - old

    old, new = without.forecast, with_it.forecast
    cost, margin = gained("marketing"), desk.company.margin
    ranged = new.has_ranges
    # Draws are compared one by one: the same curve stands behind both plans.
    drawn = (new.media_draws - old.media_draws).sum(axis=0)
    drawn_full = (new.full_draws - old.full_draws).sum(axis=0)
    in_year, full = gained("revenue"), gained("revenue", full=True)
    drawn, drawn_full = drawn + (in_year - drawn.mean()), drawn_full + (full - drawn_full.mean())
    media_by_month = new.spend.sum(axis=0) - old.spend.sum(axis=0)
    total = float(media_by_month.sum())
    spent = np.cumsum(media_by_month * (cost / total if total else 0.0))
    earned = None if margin is None else np.cumsum(margin * (new.by_period - old.by_period))

    def profit(value: float, draws: FloatArray) -> Range | None:
        return None if margin is None else _range(margin * value - cost, margin * draws - cost, ranged)

    return Case(
        without=without,
        with_it=with_it,
        media=total,
        cost=cost,
        revenue=_range(in_year, drawn, ranged),
        revenue_full=_range(full, drawn_full, ranged),
        profit=profit(in_year, drawn),
        profit_full=profit(full, drawn_full),
        spent=spent,
        earned=earned,
        payback=None if earned is None else payback_months(earned, media_by_month, cost),
    )


def payback_months(earned: FloatArray, spend: FloatArray, cost: float) -> float | None:
    """Months from the first month with `spend` until `earned`, contribution so far, reaches `cost`.

    earned, spend  by month, shape (M,). Within a month money comes in evenly. None: not within these months.
    """
    started = np.flatnonzero(spend > 0)
    reached = np.flatnonzero(earned >= cost)
    if not started.size or not reached.size:
        return None
    month = int(reached[0])
    before = float(earned[month - 1]) if month else 0.0
    gained = float(earned[month]) - before
    part = (cost - before) / gained if gained > 0 else 1.0
    return float(month + part - int(started[0]))


def _range(value: float, draws: FloatArray, ranged: bool) -> Range:
    if not ranged:
        return Range(value, None, None, None)
    low, high = np.percentile(draws, [10, 90])
    return Range(value, float(low), float(high), float((draws > 0).mean()))
