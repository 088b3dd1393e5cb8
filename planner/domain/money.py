"""Money: float64 inside a calculation, integer cents where it is stored, edited or shown in a plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
CENTS = 100


def in_whole_units(amounts: FloatArray, total: int | None = None) -> IntArray:
    """Round to whole units so that they add up to the rounded total (largest remainders go up).

    amounts  any shape, finite; ties go to the earlier element, so the result is deterministic
    total    the whole-unit sum to reach; None rounds the amounts' own sum. A total further from the sum
             than rounding explains is a caller's mistake and raises ValueError.
    """
    flat = np.asarray(amounts, float).ravel()
    down = np.floor(flat).astype(np.int64)
    goal = round(float(flat.sum())) if total is None else total
    short = goal - int(down.sum())
    if not 0 <= short <= flat.size:
        raise ValueError(f"{goal} is not a rounding of amounts that sum to {flat.sum():.2f}")
    order = np.argsort(down - flat, kind="stable")
    down[order[:short]] += 1
    rounded: IntArray = down.reshape(np.shape(amounts))
    return rounded


def to_cents(amounts: FloatArray, total_cents: int | None = None) -> IntArray:
    """Currency units to integer cents that add up to the total's cents, same shape."""
    return in_whole_units(np.asarray(amounts, float) * CENTS, total_cents)


def from_cents(cents: IntArray) -> FloatArray:
    """Integer cents to currency units."""
    return np.asarray(cents, float) / CENTS


def grid_to_cents(amounts: FloatArray) -> IntArray:
    """Round a grid so that cells, row totals, column totals and the total all agree.

    amounts  shape (n_rows, n_columns), currency units
    Returns cents of the same shape. Row totals are rounded by largest remainder first, then each row's cells
    within it: sums of integers agree in both directions by construction.
    """
    grid = np.asarray(amounts, float)
    totals = to_cents(grid.sum(axis=1))
    exact = grid * CENTS
    cents: IntArray = np.floor(exact).astype(np.int64)
    short = np.rint(exact.sum(axis=1)).astype(np.int64) - cents.sum(axis=1)
    order = np.argsort(cents - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(grid.shape[1])[None, :], axis=1)
    cents += rank < short[:, None]
    # A row's total was rounded among rows, so it may differ by a cent from the row's own rounding.
    largest = np.abs(cents).argmax(axis=1)
    cents[np.arange(grid.shape[0]), largest] += totals - cents.sum(axis=1)
    return cents
