"""Figures about a thousand times too large or small: a lost thousands mark or a unit, seldom the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from planner.domain.actuals import ActualRow, Metric
from planner.domain.budget_plan import BudgetGrid

NEAR = 300.0
FAR = 3_000.0
"""A thousand times, give or take a factor of three: how far a month's spend may lie from its plan."""
OTHERS = 2
"""Other months of the same channel that are needed where there is no plan to compare with."""


@dataclass(frozen=True)
class FarOff:
    """A figure beside what it was compared with: its plan, or the middle of the channel's other months."""

    row: ActualRow
    beside: float
    planned: bool


def far_off(rows: Sequence[ActualRow], plan: BudgetGrid | None) -> tuple[FarOff, ...]:
    """Figures about 1000 times their plan or their channel's other months in the same file, or 1/1000 of it.

    rows  in the company's currency and terms; spend is compared with the plan's cell where it has money
    """
    lines: dict[tuple[str, str], list[ActualRow]] = defaultdict(list)
    for row in rows:
        lines[row.channel, row.metric].append(row)
    planned = _planned(plan)
    found = []
    for row in rows:
        cell = planned.get((row.channel, row.month), 0.0) if row.metric == Metric.SPEND else 0.0
        others = [abs(one.value) for one in lines[row.channel, row.metric] if one is not row and one.value]
        beside = cell or (median(others) if len(others) >= OTHERS else 0.0)
        if beside > 0 and row.value and NEAR <= max(abs(row.value) / beside, beside / abs(row.value)) <= FAR:
            found.append(FarOff(row, beside, cell > 0))
    return tuple(found)


def _planned(plan: BudgetGrid | None) -> dict[tuple[str, str], float]:
    if plan is None:
        return {}
    return {
        (name, str(month)): float(plan.spend[i, j])
        for i, name in enumerate(plan.channels)
        for j, month in enumerate(plan.months)
    }
