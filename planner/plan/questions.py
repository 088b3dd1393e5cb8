"""The questions of a meeting that need the optimiser; each answers with plans, evaluated the one way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Company, CostLine
from planner.domain.errors import PlannerError, say
from planner.domain.forecast import Measure
from planner.domain.goals import BestProfit, Goal, Metric, Reach, SpendExactly, Stop
from planner.domain.limits import Limit
from planner.domain.money import FloatArray
from planner.domain.request import Fixed, Free, Request
from planner.domain.response_model import ResponseModel
from planner.plan.answer import Answer
from planner.plan.evaluation import Evaluation, evaluate
from planner.plan.optimizer import Going, always, improve, optimize

CHANGE = 0.5
"""Share by which a re-split may move a channel, and by which added money may grow one."""
FURTHEST = 3.0
"""Multiple of its plan up to which a channel may grow when a target has to be reached."""
LEAST = 0.3
ROOM = 1.25
"""Multiple of an even share by which a channel may give or take where the usual limits leave too little."""
SECONDS = 4.0


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
    settled   whether more time would not improve it
    """

    before: Evaluation
    after: Evaluation
    pro_rata: Evaluation | None = None
    binding: tuple[str, ...] = ()
    gap: float | None = None
    request: Request | None = None
    settled: bool = True

    def moves(self) -> list[tuple[str, float]]:
        """Channels and what they gain or lose, currency units, largest first."""
        old, new = self.before.grid.by_channel(), self.after.grid.by_channel()
        changed = [(name, new[name] - old.get(name, 0.0)) for name in new]
        return sorted((m for m in changed if abs(m[1]) >= 0.5), key=lambda m: -abs(m[1]))

    def touched(self) -> list[str]:
        """Channels whose money changes in some month, even where their year does not."""
        old, new = self.before.grid, self.after.grid
        held = dict(zip(old.channels, old.cents, strict=True))
        rows = zip(new.channels, new.cents, strict=True)
        return [name for name, row in rows if not np.array_equal(row, held.get(name, np.zeros_like(row)))]


@dataclass(frozen=True, eq=False)
class Asked:
    """A question for the optimiser: what it is asked, and how its answer becomes a proposal.

    pro_rata  the plain way of doing the same, to be shown beside the best
    """

    desk: Desk
    request: Request
    pro_rata: BudgetGrid | None = None

    def best(self) -> Proposal:
        """The answer at the end of the search."""
        return self.proposal(optimize(self.desk.model.curves, self.request))

    def better(self, going: Going = always, seconds: float = SECONDS) -> Iterator[Proposal]:
        """A first good answer at once, then better ones for `seconds` or as long as `going` says so."""
        request = replace(self.request, stop=replace(self.request.stop, seconds=seconds))
        for answer in improve(self.desk.model.curves, request, going):
            yield self.proposal(answer)

    def proposal(self, answer: Answer) -> Proposal:
        """The plan of an answer, to the cent; rounding moves no locked cent."""
        desk, names = self.desk, self.desk.model.channels
        allocation = np.maximum(np.asarray(answer.allocation, float), 0.0)
        grid = BudgetGrid.from_spend(names, desk.plan.grid.months, allocation)
        cents = grid.cents.copy()
        for i, name in enumerate(names):
            if name in desk.locked:
                cents[i] = desk.plan.grid.cents[i]
        after = desk.evaluate(BudgetGrid(names, desk.plan.grid.months, cents))
        plain = None if self.pro_rata is None else desk.evaluate(self.pro_rata)
        settled = answer.stopped_by != "seconds"
        return Proposal(desk.plan, after, plain, answer.binding, answer.gap, self.request, settled)


def split(desk: Desk, *, change: float = CHANGE) -> Asked:
    """The same money split best, each unlocked channel within +/- `change` of its plan."""
    return _asked(desk, SpendExactly(desk.plan.grid.total), _around(desk, 1 - change, 1 + change))


def timing(desk: Desk, *, change: float = CHANGE) -> Asked:
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
    return _asked(desk, SpendExactly(desk.plan.grid.total), limits, free=True)


def budget(desk: Desk, amount: float, *, change: float = CHANGE) -> Asked:
    """`amount` less (negative) or more money: pro rata beside the smartest way.

    A cut re-splits within +/- `change`; added money cuts no channel and grows none by more than `change`, or
    what so much money takes.
    """
    total = desk.plan.grid.total + amount
    if total <= 0:
        raise PlannerError(
            say(
                "The plan holds {total:,.0f}; {cut:,.0f} cannot be cut from it.",
                total=desk.plan.grid.total,
                cut=-amount,
            )
        )
    change = _enough_room(desk, amount, change)
    floor = 1 - change if amount < 0 else 1.0
    asked = _asked(desk, SpendExactly(total), _around(desk, floor, 1 + change))
    return replace(asked, pro_rata=_pro_rata(desk, total))


def cuts(desk: Desk, amount: float, *, change: float = CHANGE) -> Asked:
    """`amount` less money where it is missed least: no channel grows, none loses more than `change`."""
    asked = budget(desk, -amount, change=change)
    floor = 1 - _enough_room(desk, -amount, change)
    return replace(asked, request=replace(asked.request, limits=tuple(_around(desk, floor, 1.0))))


def _enough_room(desk: Desk, amount: float, change: float) -> float:
    """`change`, or as much more as leaves a choice where `amount` is a large part of what may move."""
    free = sum(v for name, v in desk.plan.grid.by_channel().items() if name not in desk.locked)
    needed = ROOM * abs(amount) / free if free > 0 else 0.0
    return max(change, min(1.0, needed) if amount < 0 else needed)


def target(desk: Desk, metric: Metric, value: float) -> Asked:
    """The least money that reaches `value`, channels between half and three times their plan."""
    goal = Reach(metric, value, desk.company.margin if metric == "profit" else None)
    return _asked(desk, goal, _around(desk, 1 - CHANGE, FURTHEST))


def reuse(desk: Desk, channel: str, *, change: float = CHANGE) -> Asked:
    """The money of `channel` spent best on the others, none of which is cut."""
    limits = [limit for limit in _around(desk, 1.0, 1 + change) if limit.channels != (channel,)]
    limits.append(Limit(channels=(channel,), equal=0.0))
    total = min(desk.plan.grid.total, sum(limit.high for limit in limits))
    return _asked(desk, SpendExactly(total), limits, keep_current=False)


def enough(desk: Desk) -> Asked:
    """The budget after which the next unit no longer earns the hurdle, channels 0.3 to 3 times their plan.

    Raises PlannerError without a margin: what money earns cannot be judged then.
    """
    if desk.company.margin is None:
        raise PlannerError(say("The best total needs the margin; give it in Setup."))
    goal = BestProfit(desk.company.margin, desk.company.hurdle or 1.0)
    return _asked(desk, goal, _around(desk, LEAST, FURTHEST))


def best_split(desk: Desk, *, change: float = CHANGE) -> Proposal:
    """The answer to `split`."""
    return split(desk, change=change).best()


def best_timing(desk: Desk, *, change: float = CHANGE) -> Proposal:
    """The answer to `timing`."""
    return timing(desk, change=change).best()


def budget_changed(desk: Desk, amount: float, *, change: float = CHANGE) -> Proposal:
    """The answer to `budget`."""
    return budget(desk, amount, change=change).best()


def reach(desk: Desk, metric: Metric, value: float) -> Proposal:
    """The answer to `target`."""
    return target(desk, metric, value).best()


def dropped(desk: Desk, channel: str) -> Evaluation:
    """The plan with `channel` at nothing."""
    return desk.evaluate(desk.plan.grid.scaled_to({channel: 0.0}))


def without(desk: Desk, channel: str, *, change: float = CHANGE) -> tuple[Evaluation, Proposal]:
    """The plan with `channel` at nothing, and the best re-use of its money on the others."""
    return dropped(desk, channel), reuse(desk, channel, change=change).best()


def best_total(desk: Desk) -> Proposal:
    """The answer to `enough`."""
    return enough(desk).best()


def spend_exactly(desk: Desk, total: float) -> Proposal:
    """Another total split best, channels 0.3 to 3 times their share of it."""
    scale = total / desk.plan.grid.total if desk.plan.grid.total > 0 else 1.0
    return _asked(desk, SpendExactly(total), _around(desk, LEAST * scale, FURTHEST * scale)).best()


def _around(desk: Desk, low: float, high: float) -> list[Limit]:
    limits = []
    for name, row in zip(desk.model.channels, desk.spend, strict=True):
        held = float(row.sum())
        if name in desk.locked or held == 0:
            limits.append(Limit(channels=(name,), equal=held))
        else:
            limits.append(Limit(channels=(name,), minimum=low * held, maximum=high * held))
    return limits


def _asked(
    desk: Desk, goal: Goal, limits: list[Limit], *, free: bool = False, keep_current: bool = True
) -> Asked:
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
    return Asked(desk, request)


def _pro_rata(desk: Desk, total: float) -> BudgetGrid:
    held = {n: v for n, v in desk.plan.grid.by_channel().items() if n not in desk.locked}
    free = sum(held.values())
    fixed = desk.plan.grid.total - free
    if free <= 0 or total < fixed:
        raise PlannerError(say("The locked channels hold more than the new total; unlock one."))
    scale = (total - fixed) / free
    return desk.plan.grid.scaled_to({name: value * scale for name, value in held.items()})
