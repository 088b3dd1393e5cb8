"""Plans put exactly on the bounds and rows where they all but stand, or brought there from further away."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from planner.domain.money import FloatArray
from planner.plan.feasible import Room
from planner.plan.linear import lowest
from planner.plan.problem import Problem


def repair(problem: Problem, room: Room, v: FloatArray) -> FloatArray | None:
    """Put a plan exactly on its bounds and rows where it all but stands there; None if that fails."""
    snap = 1e-6 * room.unit
    snapped = np.where(
        v - problem.low <= snap, problem.low, np.where(problem.high - v <= snap, problem.high, v)
    )
    for start in (snapped, np.clip(v, problem.low, problem.high)):
        found = _on_rows(problem, room, start)
        if found is not None:
            return found
    return None


def _on_rows(problem: Problem, room: Room, v: FloatArray) -> FloatArray | None:
    low, high, rows = problem.low, problem.high, problem.rows
    size = np.maximum(np.where(np.isfinite(rows.high), rows.high, rows.low), room.unit)
    dense: FloatArray | None = None
    for _ in range(8):
        sums = rows.matrix @ v.ravel()
        lack = np.maximum(rows.low - sums, 0.0) + np.minimum(rows.high - sums, 0.0)
        broken = np.abs(lack) > 1e-13 * size
        if not broken.any():
            return v
        # Least squares over the cells that have room, weighted by it.
        spare = np.minimum(v - low, np.minimum(high - v, room.unit * 10)).ravel() * ~room.fixed.ravel()
        at = np.flatnonzero(broken | room.tight)
        dense = rows.matrix.toarray() if dense is None else dense
        part = dense[at]
        weighted = part * spare**2
        solution = np.linalg.lstsq(weighted @ part.T, lack[at], rcond=None)[0]
        v = np.clip(v + (weighted.T @ solution).reshape(v.shape), low, high)
    sums = rows.matrix @ v.ravel()
    worst = float((np.maximum(rows.low - sums, sums - rows.high) / size).max(initial=0.0))
    return v if worst <= 1e-10 and worst * float(size.max()) <= 0.004 else None


def nearest(problem: Problem, room: Room, v: FloatArray) -> FloatArray | None:
    """The allowed plan to which least money has to be moved from `v` (C, V): flights mostly stay flights."""
    rows, size = problem.rows, v.size
    start = np.clip(v, problem.low, problem.high).ravel()
    low, high = problem.low.ravel() - start, problem.high.ravel() - start
    sums = rows.matrix @ start
    more = np.column_stack([np.zeros(size), np.maximum(high, 0.0)])
    less = np.column_stack([np.zeros(size), np.maximum(-low, 0.0)])
    found = lowest(
        np.ones(2 * size),
        sparse.hstack([rows.matrix, -rows.matrix], format="csr"),
        rows.low - sums,
        rows.high - sums,
        np.concatenate([more, less]),
        scale=room.unit,
    )
    if found.status != "optimal":
        return None
    moved = (start + found.x[:size] - found.x[size:]).reshape(v.shape)
    return repair(problem, room, moved)
