"""Whether limits leave room for a plan, and a plan well inside it to start from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from planner.domain.goals import SpendExactly
from planner.domain.money import FloatArray
from planner.plan.clash import explain_clash
from planner.plan.linear import lowest
from planner.plan.problem import Problem

ROOM = 1e-7
"""Share of the money scale below which a limit is taken as leaving no room."""


@dataclass(frozen=True, eq=False)
class Room:
    """The plans that keep the limits, described for an interior method.

    centre      (C, V) a plan inside every bound and row that leaves room
    fixed       (C, V) True where no plan can differ from `centre`
    tight       (m,) True for rows that hold with equality in every plan
    unit        money scale of a variable
    """

    centre: FloatArray
    fixed: np.ndarray
    tight: np.ndarray
    unit: float


SHARES: tuple[float, ...] = (0.5, 0.25, 0.1, 0.04)
"""Shares of the way up that are tried before a linear programme is asked."""


def find_room(problem: Problem) -> Room:
    """Raises NoFeasiblePlan naming the limits that clash and the feasible range."""
    low, high, rows = problem.low.ravel(), problem.high.ravel(), problem.rows
    if (low > high * (1 + 1e-12) + 1e-9).any():
        explain_clash(problem)
    high = np.maximum(low, high)
    unit = _unit(problem)
    margin = ROOM * unit
    fixed = high - low <= margin
    tight = rows.high - rows.low <= margin
    quick = _middle(problem, low, high, fixed, tight, unit)
    if quick is not None:
        shape = problem.low.shape
        return Room(quick.reshape(shape), fixed.reshape(shape), tight, unit)
    centre: FloatArray | None = None
    for wished in (0.2, 1e-2, 1e-4):
        # Give every bound and row a share of its possible room; those that get none hold with equality.
        found = _roomiest(problem, low, high, fixed, tight, wished * unit, unit)
        if found is None:
            explain_clash(problem)
            raise AssertionError("a clash was not named")
        centre, cell_room, row_room = found
        if cell_room.min(initial=np.inf) > 0 and row_room.min(initial=np.inf) > 0:
            break
    else:
        fixed |= cell_room <= 0
        tight |= row_room <= 0
    assert centre is not None
    shape = problem.low.shape
    return Room(centre.reshape(shape), fixed.reshape(shape), tight, unit)


def _unit(problem: Problem) -> float:
    goal = problem.request.goal
    if isinstance(goal, SpendExactly):
        return goal.total / problem.low.size
    known = [problem.high[np.isfinite(problem.high)].mean()] if np.isfinite(problem.high).any() else []
    known += (
        [float(problem.rows.high[np.isfinite(problem.rows.high)].max() / problem.low.size)]
        if (np.isfinite(problem.rows.high).any())
        else []
    )
    scales = [_half(problem)]
    return float(max(min(known + scales), 1e-9))


def _half(problem: Problem) -> float:
    """A spend at which the first variable's curve visibly bends: where its slope has halved, roughly."""
    plans = np.zeros((40, problem.bank.channels, problem.bank.variables))
    plans += np.logspace(-3, 12, 40)[:, None, None]
    reached = problem.bank.values(plans).sum(axis=1)
    return float(plans[int(np.argmax(reached >= reached[-1] / 2)), 0, 0])


def _middle(
    problem: Problem, low: FloatArray, high: FloatArray, fixed: np.ndarray, tight: np.ndarray, unit: float
) -> FloatArray | None:
    """Each variable the same share of its way up, where that keeps every row with room to spare."""
    rows = problem.rows
    if tight.sum() > 1:
        return None
    top = np.minimum(high, low + 3 * unit)
    way = np.where(fixed, 0.0, top - low)
    shares = SHARES
    if tight.any():
        at = int(np.argmax(tight))
        line = rows.matrix[[at]].toarray()[0]
        for _ in range(60):  # variables at their top leave the rest to the others
            way = np.where(fixed, 0.0, top - low)
            full = float(line @ way)
            shares = ((float(rows.high[at]) - float(line @ low)) / full if full > 0 else -1.0,)
            if shares[0] <= 0.9:
                break
            top = np.minimum(high, low + 1.5 * (top - low))
    for share in shares:
        centre: FloatArray = low + share * way
        sums = rows.matrix @ centre
        spare = np.minimum(sums - rows.low, rows.high - sums)[~tight]
        if 0.02 <= share <= 0.98 and spare.min(initial=np.inf) > 0.02 * unit:
            return centre
    return None


def _roomiest(
    problem: Problem,
    low: FloatArray,
    high: FloatArray,
    fixed: np.ndarray,
    tight: np.ndarray,
    wish: float,
    unit: float,
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Maximise the sum of room, each at most `wish`; room of fixed cells and tight rows does not count."""
    rows = problem.rows
    size, count = low.size, rows.count
    top = np.where(np.isfinite(high), high, np.inf)
    cell_cap = np.where(fixed, 0.0, np.minimum(wish, (top - low) / 2))
    ends = np.minimum(rows.high - rows.low, 1e300)
    row_cap = np.where(tight, 0.0, np.minimum(wish, ends / 2))
    eye, eye_r = sparse.eye_array(size), sparse.eye_array(count)
    none = np.full(count, np.inf)
    # v - r >= low, v + r <= high; A v - q >= lo, A v + q <= hi
    matrix = sparse.block_array(
        [[eye, -eye, None], [eye, eye, None], [rows.matrix, None, -eye_r], [rows.matrix, None, eye_r]]
        if count
        else [[eye, -eye], [eye, eye]],
        format="csr",
    )
    gain = np.concatenate([np.zeros(size), -np.ones(size), -np.ones(count)])
    bounds = np.concatenate(
        [
            np.column_stack([low, np.full(size, np.inf)]),
            np.column_stack([np.zeros(size), cell_cap]),
            np.column_stack([np.zeros(count), row_cap]),
        ]
    )
    found = lowest(
        gain,
        matrix,
        np.concatenate([low, np.full(size, -np.inf), rows.low, -none]),
        np.concatenate([np.full(size, np.inf), high, none, rows.high]),
        bounds,
        scale=unit,
    )
    if found.status != "optimal":
        return None
    v, cells, sums = np.split(found.x, [size, 2 * size])
    small = 0.02 * wish
    cells = np.where(fixed, np.inf, np.where(cells > np.minimum(small, cell_cap / 2), cells, 0.0))
    sums = np.where(tight, np.inf, np.where(sums > np.minimum(small, row_cap / 2), sums, 0.0))
    return v, cells, sums
