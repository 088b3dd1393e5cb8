"""What the plan takes, by direction and kind of cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Company
from planner.domain.money import IntArray
from planner.domain.planning.funds import Costs
from planner.domain.planning.lines import BudgetLine, LineKind
from planner.domain.planning.people import Person, payroll_by_month


def planned_costs(
    company: Company, grid: BudgetGrid, lines: Sequence[BudgetLine], people: Sequence[Person]
) -> Costs:
    """What the plan takes by direction and kind: media from the grid, people from posts, the rest from lines.

    Media and people of the lines are details of these and do not count twice.
    """
    months = len(grid.months)
    found: dict[tuple[str, LineKind], IntArray] = {}

    def add(direction: str, kind: LineKind, cents: IntArray) -> None:
        found[direction, kind] = found.get((direction, kind), np.zeros(months, np.int64)) + cents

    for name, row in zip(grid.channels, grid.cents, strict=True):
        add(company.channel(name).direction, LineKind.MEDIA, row)
    for person in people:
        add(person.direction, LineKind.PEOPLE, payroll_by_month([person], grid.months))
    for line in lines:
        if line.kind not in (LineKind.MEDIA, LineKind.PEOPLE):
            cents = np.zeros(months, np.int64)
            given = line.in_basis(company.vat_basis)[:months]
            cents[: len(given)] = given
            add(line.direction, line.kind, cents)
    return found
