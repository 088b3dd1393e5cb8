"""What speaks against figures that could be read: amounts about 1000 times off, months that have not ended.

The Actuals page and the run without a person ask the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.actuals import ReadFacts, ReadResult, RowProblem
from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import Month
from planner.services.actuals_magnitude import FarOff, far_off

CODES = ("plan_named", "far_off", "not_ended")
"""Warnings that speak against taking a file over, the reader's own first."""


@dataclass(frozen=True)
class Doubts:
    """Figures and months to look at before they are taken over; both are taken all the same."""

    far: tuple[FarOff, ...] = ()
    early: tuple[Month, ...] = ()


def doubts_of(result: ReadResult, plan: BudgetGrid | None, today: date) -> Doubts:
    """The doubts about a file's figures, in the company's currency and terms."""
    return Doubts(far_off(result.rows, plan), not_ended({row.month for row in result.rows}, today))


def not_ended(labels: Iterable[str], today: date) -> tuple[Month, ...]:
    """Months that still run or lie ahead on that day, in order of time."""
    return tuple(month for month in sorted(map(Month.parse, labels)) if month.stop > today)


def as_problems(doubts: Doubts, facts: ReadFacts) -> Iterator[RowProblem]:
    """The doubts as warnings with their cells: for the list of problems and for the marks in the file."""
    for one in doubts.far:
        row = one.row
        sheet, cell = facts.cells[row.month, row.channel, row.metric]
        place = f"{sheet}!{cell}" if sheet else cell
        beside = "its plan is" if one.planned else "other months are about"
        yield RowProblem(
            sheet, cell, int("".join(filter(str.isdigit, cell))), "far_off",
            f"{place}: {row.channel}, {row.month}, {row.metric} is {row.value:,.2f}, {beside} "
            f"{one.beside:,.2f}: about 1000 times too large or too small. "
            "Look at the amount and its unit in the file.", "warning",
        )  # fmt: skip
    if doubts.early:
        months = ", ".join(map(str, doubts.early))
        have = "has" if len(doubts.early) == 1 else "have"
        yield RowProblem(
            "", "", None, "not_ended",
            f"{months} {have} not ended yet: a plan or a part of a month is no actual.", "warning",
        )  # fmt: skip
