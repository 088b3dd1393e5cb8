"""Changes of many cells of a budget grid at once. Cents are whole, and what is asked for adds up exactly."""

from __future__ import annotations

from collections.abc import Collection
from math import isfinite

import numpy as np

from planner.domain.budget_plan import LARGEST_CELL, BudgetGrid
from planner.domain.calendar import Month
from planner.domain.errors import PlannerError, say
from planner.domain.money import IntArray, in_whole_units


class BadEdit(PlannerError):
    """A change of many cells that cannot be made; nothing was changed."""

    code = "bad_edit"


def scaled(
    grid: BudgetGrid, channels: Collection[str], months: Collection[Month], share: float
) -> BudgetGrid:
    """The chosen cells `share` larger (0.1: a tenth more, -1: nothing left)."""
    if not (isfinite(share) and share >= -1):
        raise BadEdit(say("A change is at least -100 %, not {share:.0%}.", share=share))
    rows, columns = _places(grid, channels, months)
    held = grid.cents[np.ix_(rows, columns)]
    return _with(grid, rows, columns, _split(round(int(held.sum()) * (1 + share)), held))


def set_to(grid: BudgetGrid, channels: Collection[str], months: Collection[Month], cents: int) -> BudgetGrid:
    """The chosen cells together `cents`: in their own proportion, evenly where nothing stands in them."""
    rows, columns = _places(grid, channels, months)
    if cents < 0:
        raise BadEdit(say("A budget is at least 0, not {amount:,.2f}.", amount=cents / 100))
    return _with(grid, rows, columns, _split(cents, grid.cents[np.ix_(rows, columns)]))


def filled(grid: BudgetGrid, channels: Collection[str], months: Collection[Month], cents: int) -> BudgetGrid:
    """Each of the chosen cells `cents`."""
    rows, columns = _places(grid, channels, months)
    return _with(grid, rows, columns, np.full((len(rows), len(columns)), cents, np.int64))


def shifted(grid: BudgetGrid, channels: Collection[str], months: Collection[Month], by: int) -> BudgetGrid:
    """The money of the chosen cells `by` months later (negative: earlier), on top of what stands there.

    Refused where it would leave the plan's months: no money is dropped.
    """
    rows, columns = _places(grid, channels, months)
    cents = grid.cents.copy()
    moved = np.zeros_like(cents)
    for j in columns:
        taken = grid.cents[rows, j]
        if not taken.any():
            continue
        if not 0 <= j + by < len(grid.months):
            raise BadEdit(
                say(
                    "{amount:,.2f} of {month} would leave the plan's year; move it first, or shift less.",
                    amount=int(taken.sum()) / 100,
                    month=grid.months[j],
                )
            )
        cents[rows, j] -= taken
        moved[rows, j + by] += taken
    return _checked(grid, cents + moved)


def carried_over(before: BudgetGrid, typed: BudgetGrid, now: BudgetGrid) -> BudgetGrid:
    """What was typed on `before`, on `now`. Raises BadEdit where a typed cell has changed since."""
    if (before.channels, before.months) != (now.channels, now.months):
        raise BadEdit(say("The plan has other channels or months now; type the change again."))
    changed = typed.cents != before.cents
    if (now.cents != before.cents)[changed].any():
        raise BadEdit(say("A cell you changed was changed by somebody else; type the change again."))
    return BudgetGrid(now.channels, now.months, np.where(changed, typed.cents, now.cents))


def _places(
    grid: BudgetGrid, channels: Collection[str], months: Collection[Month]
) -> tuple[list[int], list[int]]:
    rows = [i for i, name in enumerate(grid.channels) if name in channels]
    columns = [j for j, month in enumerate(grid.months) if month in months]
    if not rows or not columns:
        raise BadEdit(say("Choose at least one channel and one month."))
    return rows, columns


def _split(total: int, held: IntArray) -> IntArray:
    weights = held if held.any() else np.ones_like(held)
    if total > LARGEST_CELL * held.size:
        raise BadEdit(say("{amount:,.0f} is more than a plan can hold.", amount=total / 100))
    shares = np.asarray(weights, float) * (total / int(weights.sum()))
    return in_whole_units(shares, total)


def _with(grid: BudgetGrid, rows: list[int], columns: list[int], values: IntArray) -> BudgetGrid:
    cents = grid.cents.copy()
    cents[np.ix_(rows, columns)] = values
    return _checked(grid, cents)


def _checked(grid: BudgetGrid, cents: IntArray) -> BudgetGrid:
    return BudgetGrid(grid.channels, grid.months, cents)
