"""One door to the linear programme solver (HiGHS through scipy), with rows bounded on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class Solved:
    """status "optimal", "infeasible", "unbounded" or "failed"; prices are d value / d row end, shape (m,)."""

    status: str
    x: FloatArray
    value: float
    prices: FloatArray


def lowest(
    cost: FloatArray,
    matrix: Any,
    low: FloatArray,
    high: FloatArray,
    bounds: FloatArray,
    scale: float | None = None,
) -> Solved:
    """Minimise cost . x over low <= matrix @ x <= high and bounds (n, 2); ends may be infinite.

    Money is scaled to about 1 first (by `scale`, or the largest end): the solver's tolerances are absolute.
    """
    if scale is None:
        ends = np.concatenate([low, high, bounds.ravel()])
        scale = float(np.abs(ends[np.isfinite(ends)]).max(initial=0.0)) or 1.0
    worth = float(np.abs(cost).max(initial=0.0)) or 1.0
    found = _solve(cost / worth, matrix, low / scale, high / scale, bounds / scale)
    return Solved(found.status, found.x * scale, found.value * scale * worth, found.prices * worth)


def _solve(cost: FloatArray, matrix: Any, low: FloatArray, high: FloatArray, bounds: FloatArray) -> Solved:
    equal = (low == high) & np.isfinite(low)
    under = np.isfinite(high) & ~equal
    over = np.isfinite(low) & ~equal
    solver: Any = linprog
    parts: dict[str, Any] = {}
    if low.size:
        rows = sparse.csr_array(matrix)
        if under.any() or over.any():
            parts["A_ub"] = sparse.vstack([rows[under], -rows[over]], format="csr")
            parts["b_ub"] = np.concatenate([high[under], -low[over]])
        if equal.any():
            parts["A_eq"], parts["b_eq"] = rows[equal], low[equal]
    found = solver(cost, bounds=bounds, method="highs", **parts)
    for another in ("highs-ipm", "highs-ds"):
        # Now and then the solver is unsure of a sound answer; another of its methods is sure.
        if int(found.status) != 4 or "unbounded" in str(found.message).lower():
            break
        found = solver(cost, bounds=bounds, method=another, **parts)
    prices = np.zeros(low.size)
    if found.status != 0:
        status = {2: "infeasible", 3: "unbounded"}.get(int(found.status), "failed")
        if int(found.status) == 4 and "unbounded" in str(found.message).lower():
            status = "unbounded"
        return Solved(status, np.zeros(cost.size), np.nan, prices)
    if equal.any():
        prices[equal] = found.eqlin.marginals
    if under.any() or over.any():
        both = np.asarray(found.ineqlin.marginals)
        prices[under] += both[: int(under.sum())]
        prices[over] -= both[int(under.sum()) :]
    return Solved("optimal", np.asarray(found.x), float(found.fun), prices)
