"""Four ways to a budget, side by side: each a total, its split, what it brings and what it takes as given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite
from typing import Any

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import CostLine
from planner.domain.errors import BadDocument, PlannerError, say
from planner.domain.goals import Metric
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk, best_total, reach, spend_exactly


class Method(StrEnum):
    """How a budget is found."""

    SHARE = "share"
    TASK = "task"
    LAST_YEAR = "last_year"
    MARGINAL = "marginal"


@dataclass(frozen=True)
class Benchmark:
    """What others spend: all marketing as a share of revenue."""

    name: str
    share: float
    source: str


CMO_SURVEY, GARTNER = "The CMO Survey (Duke), 2025", "Gartner CMO Spend Survey, 2025"
BENCHMARKS = (
    Benchmark("All companies", 0.094, CMO_SURVEY),
    Benchmark("Business customers, products", 0.064, CMO_SURVEY),
    Benchmark("Business customers, services", 0.090, CMO_SURVEY),
    Benchmark("Consumers, products", 0.155, CMO_SURVEY),
    Benchmark("Consumers, services", 0.060, CMO_SURVEY),
    Benchmark("Larger companies", 0.077, GARTNER),
    Benchmark("Larger companies, consumer products", 0.097, GARTNER),
    Benchmark("Larger companies, manufacturing", 0.095, GARTNER),
    Benchmark("Larger companies, pharmaceuticals", 0.090, GARTNER),
    Benchmark("Larger companies, IT services", 0.058, GARTNER),
)
"""Budgets as a share of revenue, as published by the two surveys of 2025."""


@dataclass(frozen=True)
class Wishes:
    """What the four ways are asked.

    share          all marketing as a share of `revenue`
    revenue        currency units a year that the share is taken of
    metric, value  what is to be reached with the least spend
    change         working media against last year (0.05: a twentieth more)
    keeps_mix      split a given total like last year (else as it earns most)
    """

    share: float
    revenue: float
    metric: Metric
    value: float
    change: float
    keeps_mix: bool = False

    def __post_init__(self) -> None:
        if not (isfinite(self.share) and 0 < self.share <= 1):
            raise BadDocument(say("The share of revenue must be above 0 % and at most 100 %."))
        if not (isfinite(self.revenue) and self.revenue > 0):
            raise BadDocument(say("The revenue that the share is taken of must be above 0."))
        if not (isfinite(self.change) and -1 < self.change <= 10):
            raise BadDocument(say("The change on last year must be above -100 % and at most 1,000 %."))


@dataclass(frozen=True, eq=False)
class Way:
    """One way's answer; `refused` says why there is none.

    given   what it took as given, plain values to keep with the plan
    """

    method: Method
    after: Evaluation | None
    given: dict[str, Any]
    refused: PlannerError | None = None

    @property
    def noted(self) -> dict[str, Any]:
        """The way with its outcome as plain values, for the trail."""
        found: dict[str, Any] = {"method": self.method.value, **self.given}
        if self.after is not None:
            for key in ("media", "marketing", "revenue", "profit"):
                value = self.after.figures[key].value
                found[key] = None if value is None else round(value, 2)
        return found


def ways(desk: Desk, wishes: Wishes, last_year: BudgetGrid | None) -> tuple[Way, ...]:
    """The four ways on one desk, in the order of `Method`.

    last_year  what was spent the year before, or None; its months are taken in order
    """
    past = None if last_year is None else _under(desk, last_year)
    mix = past if past is not None and past.total > 0 else desk.plan.grid

    def split(media: float) -> Evaluation:
        if wishes.keeps_mix or media <= 0:
            return desk.evaluate(_scaled(mix, media))
        return spend_exactly(desk, media).after

    split_said = {"split": "last_year" if wishes.keeps_mix else "best", "measure": desk.measure}
    best_said = {"split": "best", "measure": desk.measure}

    def by_share() -> Evaluation:
        return split(media_of(wishes.share * wishes.revenue, desk.lines))

    def by_last_year() -> Evaluation:
        if past is None or past.total <= 0:
            raise PlannerError(say("Nothing is known of last year's spend; upload its actuals."))
        return split(past.total * (1 + wishes.change))

    asked: dict[Method, tuple[Callable[[], Evaluation], dict[str, Any]]] = {
        Method.SHARE: (by_share, {"share": wishes.share, "of_revenue": wishes.revenue, **split_said}),
        Method.TASK: (
            lambda: reach(desk, wishes.metric, wishes.value).after,
            {"metric": wishes.metric, "value": wishes.value, **best_said},
        ),
        Method.LAST_YEAR: (
            by_last_year,
            {
                "change": wishes.change,
                "last_year": None if past is None else round(past.total, 2),
                **split_said,
            },
        ),
        Method.MARGINAL: (
            lambda: best_total(desk).after,
            {"hurdle": desk.company.hurdle, "margin": desk.company.margin, **best_said},
        ),
    }
    return tuple(_way(method, *asked[method]) for method in Method)


def media_of(marketing: float, lines: Sequence[CostLine]) -> float:
    """Working media inside `marketing`, after the cost lines, fixed ones and those in step with it."""
    fixed = sum(line.amount or 0.0 for line in lines)
    share = sum(line.share_of_media or 0.0 for line in lines)
    if marketing <= fixed:
        raise PlannerError(
            say(
                "{marketing:,.0f} of marketing leaves nothing for media: the cost lines hold {fixed:,.0f}.",
                marketing=marketing,
                fixed=fixed,
            )
        )
    return (marketing - fixed) / (1 + share)


def with_money(desk: Desk, last_year: BudgetGrid | None) -> Desk:
    """The desk, or for a plan without money one that starts from last year's spend, evenly where unknown."""
    if desk.plan.grid.total > 0:
        return desk
    past = None if last_year is None else _under(desk, last_year)
    if past is None or past.total <= 0:
        names, months = desk.plan.grid.channels, desk.plan.grid.months
        past = BudgetGrid.from_spend(names, months, np.full((len(names), len(months)), 1000.0))
    return replace(desk, plan=desk.evaluate(past))


def _way(method: Method, find: Callable[[], Evaluation], given: dict[str, Any]) -> Way:
    try:
        return Way(method, find(), given)
    except PlannerError as problem:
        return Way(method, None, given, problem)


def _under(desk: Desk, grid: BudgetGrid) -> BudgetGrid:
    """Another year's grid under the plan's channels and months; money on other channels is left out."""
    rows = dict(zip(grid.channels, grid.cents, strict=True))
    plan = desk.plan.grid
    none = np.zeros(len(plan.months), np.int64)
    cents = np.array([rows.get(name, none) for name in plan.channels]).reshape(plan.cents.shape)
    return BudgetGrid(plan.channels, plan.months, cents)


def _scaled(grid: BudgetGrid, total: float) -> BudgetGrid:
    share = total / grid.total if grid.total > 0 else 0.0
    return BudgetGrid.from_spend(grid.channels, grid.months, grid.spend * share)
