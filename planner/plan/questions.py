"""The questions of a meeting that need the optimiser; each answers with plans, evaluated the one way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Company, CostLine
from planner.domain.errors import PlannerError, say
from planner.domain.goals import BestProfit, Goal, Metric, Reach, SpendExactly, Stop
from planner.domain.limits import Limit
from planner.domain.money import FloatArray
from planner.domain.request import Fixed, Free, Request
from planner.domain.response import Measure, ResponseModel
from planner.plan.advice import Band, Move, indifference, ranked_moves
from planner.plan.evaluation import Evaluation, evaluate
from planner.plan.optimizer import optimize

CHANGE = 0.5
"""Share by which a re-split may move a channel, and by which added money may grow one."""
FURTHEST = 3.0
"""Multiple of its plan up to which a channel may grow when a target has to be reached."""
LEAST = 0.3
SECONDS = 4.0
AS_GOOD = 0.001
"""Share of the outcome within which two splits are called equally good."""


@dataclass(frozen=True, eq=False)
class Desk:
    """What a question is asked about: a model, its company, the plan on screen and what must not move."""

    model: ResponseModel
    company: Company
    lines: Sequence[CostLine]
    plan: Evaluation
    locked: Collection[str] = ()
    measure: Measure = "in_year"

    def evaluate(self, grid: BudgetGrid) -> Evaluation:
        """Another grid on the same desk."""
        return evaluate(self.model, self.company, grid, self.lines)

    @property
    def spend(self) -> FloatArray:
        """The plan on screen, shape (C, M), in the model's channel order."""
        return self.plan.forecast.spend


@dataclass(frozen=True, eq=False)
class Proposal:
    """An answer: the plan it came from, the proposed one, and the plain way of doing the same.

    pro_rata  every unlocked channel moved in proportion; None where there is no such plain way
    binding   limits that hold the answer back, in words
    gap       how far the proposal can be from the best possible plan, as a share; None when not proven
    request   what the optimiser was asked
    """

    before: Evaluation
    after: Evaluation
    pro_rata: Evaluation | None = None
    binding: tuple[str, ...] = ()
    gap: float | None = None
    request: Request | None = None

    def moves(self) -> list[tuple[str, float]]:
        """Channels and what they gain or lose, currency units, largest first."""
        old, new = self.before.grid.by_channel(), self.after.grid.by_channel()
        changed = [(name, new[name] - old.get(name, 0.0)) for name in new]
        return sorted((m for m in changed if abs(m[1]) >= 0.5), key=lambda m: -abs(m[1]))


def best_split(desk: Desk, *, change: float = CHANGE) -> Proposal:
    """The same money split best, each unlocked channel within +/- `change` of its plan."""
    limits = _around(desk, 1 - change, 1 + change)
    return _answer(desk, SpendExactly(desk.plan.grid.total), limits)


def best_timing(desk: Desk, *, change: float = CHANGE) -> Proposal:
    """Each channel's own money over the months best, each cell within +/- `change` of its plan."""
    limits = [
        Limit(channels=(name,), equal=float(row.sum()))
        for name, row in zip(desk.model.channels, desk.spend, strict=True)
    ]
    for name, row in zip(desk.model.channels, desk.spend, strict=True):
        if name not in desk.locked:
            limits += [
                Limit(channels=(name,), periods=(m,), minimum=(1 - change) * v, maximum=(1 + change) * v)
                for m, v in enumerate(row)
            ]
    return _answer(desk, SpendExactly(desk.plan.grid.total), limits, free=True)


def budget_changed(desk: Desk, amount: float, *, change: float = CHANGE) -> Proposal:
    """`amount` less (negative) or more money: pro rata beside the smartest way.

    A cut re-splits within +/- `change`; added money cuts no channel and grows none by more than `change`.
    """
    total = desk.plan.grid.total + amount
    if total <= 0:
        raise PlannerError(
            say(
                "The plan holds {total:,.0f}; {value:,.0f} cannot be cut from it.",
                total=desk.plan.grid.total,
                value=-amount,
            )
        )
    floor = 1 - change if amount < 0 else 1.0
    found = _answer(desk, SpendExactly(total), _around(desk, floor, 1 + change))
    return replace(found, pro_rata=desk.evaluate(_pro_rata(desk, total)))


def reach(desk: Desk, metric: Metric, value: float) -> Proposal:
    """The least money that reaches `value`, channels between half and three times their plan."""
    goal = Reach(metric, value, desk.company.margin if metric == "profit" else None)
    return _answer(desk, goal, _around(desk, 1 - CHANGE, FURTHEST))


def without(desk: Desk, channel: str, *, change: float = CHANGE) -> tuple[Evaluation, Proposal]:
    """The plan with `channel` at nothing, and the best re-use of its money on the others."""
    dropped = desk.plan.grid.scaled_to({channel: 0.0})
    limits = [limit for limit in _around(desk, 1.0, 1 + change) if limit.channels != (channel,)]
    limits.append(Limit(channels=(channel,), equal=0.0))
    room = sum(limit.high for limit in limits)
    total = min(desk.plan.grid.total, room)
    reused = _answer(desk, SpendExactly(total), limits, keep_current=False)
    return desk.evaluate(dropped), reused


def moves_in_order(desk: Desk, proposal: Proposal) -> tuple[Move, ...]:
    """The proposal as transfers between channels, the one that earns most first."""
    before, after = proposal.before.forecast.spend, proposal.after.forecast.spend
    return ranked_moves(desk.model, before, after, desk.measure)


def first_moves(desk: Desk, proposal: Proposal, moves: Sequence[Move], count: int) -> BudgetGrid:
    """The plan with only the first `count` of the proposal's moves made; all of them are the proposal."""
    if count >= len(moves):
        return proposal.after.grid
    names = desk.model.channels
    before, after = proposal.before.forecast.spend, proposal.after.forecast.spend
    taken = dict.fromkeys(names, 0.0)
    for move in moves[:count]:
        for name in (move.source, move.target):
            if name in taken:
                taken[name] += move.amount
    spend = before.copy()
    for i, name in enumerate(names):
        whole = abs(float(after[i].sum() - before[i].sum()))
        if whole > 0:
            spend[i] += (after[i] - before[i]) * min(1.0, taken[name] / whole)
    return BudgetGrid.from_spend(names, desk.plan.grid.months, np.maximum(spend, 0.0))


def as_good(desk: Desk, proposal: Proposal, share: float = AS_GOOD) -> tuple[Band, ...]:
    """How far each channel may go while the outcome stays within `share` of the proposal's."""
    assert proposal.request is not None
    return indifference(desk.model.curves, proposal.request, proposal.after.forecast.spend, share)


def best_total(desk: Desk) -> Proposal:
    """The budget after which the next unit no longer earns the hurdle, channels 0.3 to 3 times their plan.

    Raises PlannerError without a margin: what money earns cannot be judged then.
    """
    if desk.company.margin is None:
        raise PlannerError(say("The best total needs the margin; give it in Setup."))
    goal = BestProfit(desk.company.margin, desk.company.hurdle or 1.0)
    return _answer(desk, goal, _around(desk, LEAST, FURTHEST))


def spend_exactly(desk: Desk, total: float) -> Proposal:
    """Another total split best, channels 0.3 to 3 times their share of it."""
    scale = total / desk.plan.grid.total if desk.plan.grid.total > 0 else 1.0
    return _answer(desk, SpendExactly(total), _around(desk, LEAST * scale, FURTHEST * scale))


def _around(desk: Desk, low: float, high: float) -> list[Limit]:
    limits = []
    for name, row in zip(desk.model.channels, desk.spend, strict=True):
        held = float(row.sum())
        if name in desk.locked or held == 0:
            limits.append(Limit(channels=(name,), equal=held))
        else:
            limits.append(Limit(channels=(name,), minimum=low * held, maximum=high * held))
    return limits


def _answer(
    desk: Desk, goal: Goal, limits: list[Limit], *, free: bool = False, keep_current: bool = True
) -> Proposal:
    names = desk.model.channels
    flights = {
        name: tuple(float(v) for v in row) if row.sum() > 0 else (1.0,) * row.size
        for name, row in zip(names, desk.spend, strict=True)
    }
    current = {name: tuple(float(v) for v in row) for name, row in zip(names, desk.spend, strict=True)}
    comparable = (
        keep_current and isinstance(goal, SpendExactly) and abs(goal.total - desk.plan.grid.total) < 0.01
    )
    customers = desk.company.customers
    request = Request(
        horizon=desk.model.horizon,
        goal=goal,
        timing=Free() if free else Fixed(flights),
        limits=tuple(limits),
        measure=desk.measure,
        current=current if comparable else None,
        stop=Stop(seconds=SECONDS),
        average_sale=customers.average_sale if customers else None,
    )
    answer = optimize(desk.model.curves, request)
    allocation = np.maximum(np.asarray(answer.allocation, float), 0.0)
    grid = BudgetGrid.from_spend(names, desk.plan.grid.months, allocation)
    cents = grid.cents.copy()
    for i, name in enumerate(names):
        if name in desk.locked:  # rounding moves no locked cent
            cents[i] = desk.plan.grid.cents[i]
    after = desk.evaluate(BudgetGrid(names, desk.plan.grid.months, cents))
    return Proposal(desk.plan, after, None, tuple(answer.binding), answer.gap, request)


def _pro_rata(desk: Desk, total: float) -> BudgetGrid:
    held = {n: v for n, v in desk.plan.grid.by_channel().items() if n not in desk.locked}
    free = sum(held.values())
    fixed = desk.plan.grid.total - free
    if free <= 0 or total < fixed:
        raise PlannerError(say("The locked channels hold more than the new total; unlock one."))
    scale = (total - fixed) / free
    return desk.plan.grid.scaled_to({name: value * scale for name, value in held.items()})
