"""Why a plan looks as it does: the limits it stands at, and what the next unit would bring."""

from __future__ import annotations

import numpy as np

from planner.domain.errors import say
from planner.domain.money import FloatArray
from planner.domain.response import marginal_outcome
from planner.plan.problem import BUDGET, FREE, Problem

AT_LIMIT = 1e-5
"""Share of the money scale within which a plan stands at a limit."""


def binding(problem: Problem, v: FloatArray, unit: float) -> tuple[str, ...]:
    """A sentence for each limit of the request that the plan (C, V) stands at, in the request's order."""
    request, horizon = problem.request, problem.request.horizon
    touch = max(AT_LIMIT * unit, 0.005)
    found: dict[tuple[int, str], None] = {}
    for owners, ends, side in (
        (problem.low_owner, problem.low, "low"),
        (problem.high_owner, problem.high, "high"),
    ):
        at_end = (owners != FREE) & (np.abs(v - np.where(np.isfinite(ends), ends, np.inf)) <= touch)
        for owner in owners[at_end]:
            found[(int(owner), side)] = None
    sums = problem.rows.matrix @ v.ravel()
    for i in range(problem.rows.count):
        owner = int(problem.rows.owner[i])
        if owner == BUDGET:
            continue
        if problem.rows.high[i] - sums[i] <= touch:
            found[(owner, "high")] = None
        elif sums[i] - problem.rows.low[i] <= touch and problem.rows.low[i] > 0:
            found[(owner, "low")] = None
    said: dict[str, None] = {}
    for owner, side in sorted(found):
        said[request.limits[owner].at_bound(side, horizon)] = None
    for demand in problem.demands:
        if demand.owner == BUDGET:
            continue
        earned = float(problem.bank.values(v[None], demand.scale).sum())
        if earned - float((demand.price * v).sum()) - demand.least <= 1e-5 * max(abs(earned), 1e-12):
            limit = request.limits[demand.owner]
            where = limit.selection(horizon)
            if limit.max_cac is not None:
                said[say("{where} at its CAC ceiling of {cac:,.2f}", where=where, cac=limit.max_cac)] = None
            else:
                said[say("{where} at its ROAS floor of {roas:,.2f}", where=where, roas=limit.min_roas)] = None
    return tuple(said)


def marginals(problem: Problem, v: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Outcome of the plan, of the next unit per channel (C,), and of the next unit per cell (C, D).

    A channel's next unit goes where its flights put it, or, where timing is free, to its best period that is
    not at a maximum.
    """
    outcome, cells = marginal_outcome(problem.exact, problem.spend(v), problem.request.measure)
    if problem.shares is not None:
        return outcome, (cells * problem.shares).sum(axis=1), cells
    room = v < problem.high - 1e-9 * np.maximum(np.where(np.isfinite(problem.high), problem.high, 1.0), 1.0)
    best = np.where(room, cells, -np.inf).max(axis=1)
    return outcome, np.where(np.isfinite(best), best, cells.max(axis=1)), cells
