"""Re-planning the rest of a running year: what is spent stays, what is promised is kept, the rest is free."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.analysis.outlook import Outlook, outlook
from planner.analysis.years import MeasuredYear, MonthState, frozen_months, spend_so_far
from planner.domain.actuals import Metric
from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import Month, periods_between
from planner.domain.company import Company, CostLine
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill, Logistic, Table, Weights
from planner.domain.errors import BadDocument, NoFeasiblePlan, say
from planner.domain.goals import Goal, Reach, SpendExactly, Stop
from planner.domain.limits import MONTHS, Limit
from planner.domain.money import FloatArray, IntArray, grid_to_cents
from planner.domain.request import Request
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response

CHANGE = 0.5
"""Share by which a month of a channel may move from its part of the money that is left."""
SECONDS = 4.0
SPENT = "spent already"


@dataclass(frozen=True, eq=False)
class Reforecast:
    """The rest of the year planned anew. Rows of the grids are the model's channels.

    plan           the approved plan with actual spend in its frozen months: what happens without a decision
    grid           the new plan: the same frozen months, the rest best
    frozen         months that cannot change any more
    committed      (C, M) money promised beyond recall, currency units; every cell of `grid` holds it
    before, after  the year's outlook with `plan` and with `grid`; carry-in is fixed as it came into the year
    binding, gap   the optimiser's reasons and the proof: how far the best possible plan can be, as a share
    """

    plan: BudgetGrid
    grid: BudgetGrid
    frozen: tuple[Month, ...]
    committed: FloatArray
    before: Outlook
    after: Outlook
    binding: tuple[str, ...]
    gap: float | None

    @property
    def gain(self) -> float:
        """Expected revenue of the year that the moves add."""
        return self._revenue(self.after) - self._revenue(self.before)

    @property
    def spend_change(self) -> float:
        """Working media more or less than without the moves."""
        return self.grid.total - self.plan.total

    @property
    def gain_draws(self) -> FloatArray:
        """The gain in each draw, shape (S,)."""
        drawn: FloatArray = self.after.revenue_draws - self.before.revenue_draws
        return drawn

    @property
    def gain_range(self) -> tuple[float, float] | None:
        """P10 and P90 of the gain; None without draws."""
        if self.gain_draws.size < 2:
            return None
        low, high = np.percentile(self.gain_draws, [10, 90])
        return float(low), float(high)

    @property
    def chance_better(self) -> float | None:
        """Chance that the moves add revenue; None without draws."""
        return float((self.gain_draws > 0).mean()) if self.gain_draws.size > 1 else None

    def moves(self) -> list[tuple[str, float]]:
        """Channels and what they gain or lose over the rest of the year, currency units, largest first."""
        changed = (self.grid.cents - self.plan.cents).sum(axis=1) / 100
        found = [(name, float(v)) for name, v in zip(self.grid.channels, changed, strict=True)]
        return sorted((move for move in found if abs(move[1]) >= 0.5), key=lambda move: -abs(move[1]))

    @staticmethod
    def _revenue(found: Outlook) -> float:
        return found["revenue"].year.actual or 0.0


def reforecast(
    model: ResponseModel,
    company: Company,
    plan: BudgetGrid,
    measured: MeasuredYear,
    *,
    lines: Sequence[CostLine] = (),
    goal: Goal | None = None,
    committed: FloatArray | None = None,
    to_come: FloatArray | None = None,
    moved: FloatArray | None = None,
    locked: Collection[str] = (),
    change: float = CHANGE,
    seconds: float = SECONDS,
    first: Month | None = None,
) -> Reforecast:
    """Plan the months that are left so that the year reaches its goal.

    goal       SpendExactly(the year's total; default: the plan's) or Reach("revenue", the year's)
    committed  (C, M) least spend of cells to come, from orders and contracts; may exceed the plan
    to_come    (C, M) what the months to come hold without a decision, where it is no longer the plan's
    moved      (M,) sales of launches that moved since the plan, see `outlook`
    locked     channels whose months to come stay as planned
    change     each cell to come stays within +/- this share of its part of the money left
    first      the first month that can still change; open months before it stay as planned; None: every one
    Raises NoFeasiblePlan when no month, no money or no room is left, Unreachable with the year's best value.
    """
    # The rest of this module serves every page; the optimiser and its solver are loaded for this alone.
    from planner.plan.optimizer import optimize  # noqa: PLC0415

    planned = plan.aligned(model.channels)
    spend = spend_so_far(measured, planned.spend if to_come is None else to_come)
    frozen = frozen_months(measured)
    if first is not None:
        frozen = frozen | np.array([month < first for month in planned.months])
    if frozen.all():
        raise NoFeasiblePlan(
            say("Every month of the year is closed or has its actuals; nothing is left to plan.")
        )
    floors = np.zeros(spend.shape) if committed is None else np.maximum(committed, 0.0)
    running = np.array([state is MonthState.RUNNING for state in measured.states])
    reported = np.nan_to_num(measured.table[Metric.SPEND][:-1])
    floors = np.where(frozen, 0.0, np.maximum(floors, np.where(running & ~frozen, reported, 0.0)))
    kept = BudgetGrid(planned.channels, planned.months, _with_rest(spend, spend, frozen))
    fixed = float(kept.cents[:, frozen].sum()) / 100
    total = goal.total if isinstance(goal, SpendExactly) else plan.total
    if total - fixed < 0.01 and not isinstance(goal, Reach):
        raise NoFeasiblePlan(
            say(
                "{fixed:,.0f} is spent already, which leaves nothing of {total:,.0f}; raise the "
                "year's budget.",
                fixed=fixed,
                total=total,
            )
        )
    steady = pinned(model, spend)
    before = outlook(steady, company, planned.spend, measured, lines, to_come=kept.spend, moved=moved)
    limits = _limits(kept, frozen, floors, locked, change, total)
    request = Request(
        horizon=model.horizon,
        goal=_year_goal(goal, total),
        limits=tuple(limits),
        stop=Stop(seconds=seconds),
    )
    answer = optimize(_expected(steady, before, kept.spend), request)
    allocation = np.maximum(np.asarray(answer.allocation, float), floors)
    new = BudgetGrid(planned.channels, planned.months, _with_rest(allocation, spend, frozen))
    after = outlook(steady, company, planned.spend, measured, lines, to_come=new.spend, moved=moved)
    months = tuple(m for m, shut in zip(planned.months, frozen.tolist(), strict=True) if shut)
    binding = tuple(reason for reason in answer.binding if SPENT not in reason)
    return Reforecast(kept, new, months, floors, before, after, binding, answer.gap)


def pinned(model: ResponseModel, spend: FloatArray) -> ResponseModel:
    """The model with "steady" carry-in fixed at what `spend` (C, M) makes of it.

    In a running year what came in from last year does not depend on what is decided now.
    """
    origin, period = model.horizon.start, model.curves.period
    gap = periods_between(model.curves.origin, origin, period) if model.curves.origin else 0
    mean = model.rate(spend).mean(axis=1)
    channels = [
        replace(
            channel,
            carry_in=_carry_in(channel, float(mean[i]), max(gap, 0)),
            season=tuple(model.season[i].tolist()),
            price_index=tuple(model.price[i].tolist()),
        )
        for i, channel in enumerate(model.curves.channels)
    ]
    curves = replace(model.curves, channels=tuple(channels), origin=origin, baseline=())
    return replace(compile_response(curves, model.horizon), baseline=model.baseline, brand=model.brand)


def _carry_in(channel: ChannelCurve, mean: float, gap: int) -> tuple[float, ...]:
    carry = channel.carryover
    finite = isinstance(carry, Weights) or (isinstance(carry, Geometric) and carry.length is not None)
    if channel.carry_in == "steady":
        memory = len(carry.weights) if isinstance(carry, Weights) else getattr(carry, "length", None) or 1
        return (mean,) * (memory if finite else 1)
    past = tuple(float(v) for v in channel.carry_in)
    if finite or not isinstance(carry, Geometric):
        return (*past, *(0.0,) * gap) if finite else past
    return (past[-1] * carry.retention**gap,) if past else ()


def evidenced(model: ResponseModel, found: Outlook) -> CurveSet:
    """The model's curves, each channel moved to the level that the outlook's evidence found; no baseline.

    What forecast prices and rates make of a month's sales is in their season, from the horizon's start on.
    """
    curves, horizon = model.curves, model.horizon
    channels = [
        scaled(channel, evidence.factor)
        for channel, evidence in zip(curves.channels, found.evidence, strict=False)
    ]
    if (found.sales_factor != 1).any():
        phase = periods_between(curves.origin, horizon.start, curves.period) if curves.origin else 0
        season = np.roll(model.season * (found.sales_factor @ model.collect), phase, axis=1)
        channels = [
            replace(channel, season=tuple(row))
            for channel, row in zip(channels, season.tolist(), strict=True)
        ]
    return replace(curves, channels=tuple(channels), baseline=())


def _expected(model: ResponseModel, found: Outlook, spend: FloatArray) -> CurveSet:
    """Curves whose answer for `spend` (C, M), that of the outlook, is the outlook's revenue of the year.

    Each channel is moved to the level the evidence found; what then differs - measured months, and sales
    without media - is a constant of the year and goes into the baseline.
    """
    curves = evidenced(model, found)
    revenue = found.table[Metric.REVENUE]
    rest = float(revenue.sum()) - respond(compile_response(curves, model.horizon), spend).outcome()
    level = rest / float(model.collect.sum())
    return replace(curves, baseline=(level,) * model.lived.count)


def scaled(channel: ChannelCurve, factor: float) -> ChannelCurve:
    """The channel with every outcome times `factor`."""
    curve = channel.curve
    if isinstance(curve, Table):
        return replace(channel, curve=Table(curve.spend, tuple(v * factor for v in curve.outcome)))
    grown: Hill | Logistic = replace(curve, ceiling=curve.ceiling * factor)
    draws = tuple(
        {**draw, "ceiling": draw["ceiling"] * factor} if "ceiling" in draw else draw for draw in channel.draws
    )
    return replace(channel, curve=grown, draws=draws)


def _limits(
    kept: BudgetGrid,
    frozen: np.ndarray,
    floors: FloatArray,
    locked: Collection[str],
    change: float,
    total: float,
) -> list[Limit]:
    """Frozen and locked cells as they are; each other cell around its part of the money that is left."""
    spend = kept.spend
    left, planned = total - spend[:, frozen].sum(), spend[:, ~frozen].sum()
    scale = max(0.0, left / planned) if planned > 0 else 1.0
    names = [say("{month} {year}", month=MONTHS[m.number - 1], year=m.year) for m in kept.months]
    limits = []
    for i, name in enumerate(kept.channels):
        for j, month in enumerate(kept.months):
            value = float(spend[i, j])
            if frozen[j]:
                limits.append(Limit((name,), periods=(j,), equal=value, label=f"{name} in {month}, {SPENT}"))
                continue
            floor = float(floors[i, j])
            if name in locked:
                held = say("{channel} in {month} (left as planned)", channel=name, month=names[j])
                limits.append(Limit((name,), periods=(j,), equal=max(value, floor), label=held))
                continue
            low = max(floor, (1 - change) * min(1.0, scale) * value)
            high = max(low, (1 + change) * max(1.0, scale) * value)
            promised = say("{channel} in {month} (promised)", channel=name, month=names[j])
            label = promised if floor >= low > 0 else ""
            limits.append(Limit((name,), periods=(j,), minimum=low, maximum=high, label=label))
    return limits


def _year_goal(goal: Goal | None, total: float) -> Goal:
    if goal is None or isinstance(goal, SpendExactly):
        return SpendExactly(total)
    if isinstance(goal, Reach) and goal.metric == "revenue":
        return goal
    raise BadDocument(say("The rest of a year is planned for its budget or for a revenue to reach."))


def _with_rest(spend: FloatArray, actual: FloatArray, frozen: np.ndarray) -> IntArray:
    """Cents of `actual` in frozen months and of `spend` in the others, each block rounded by itself."""
    cents = np.zeros(spend.shape, np.int64)
    if frozen.any():
        cents[:, frozen] = grid_to_cents(actual[:, frozen])
    if not frozen.all():
        cents[:, ~frozen] = grid_to_cents(np.round(spend[:, ~frozen], 6))
    return cents
