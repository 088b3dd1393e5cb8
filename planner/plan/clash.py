"""Which limits clash when no plan can keep them all, and how far the total may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.domain.errors import NoFeasiblePlan, Several, say
from planner.domain.goals import SpendExactly
from planner.domain.money import FloatArray
from planner.plan.linear import lowest
from planner.plan.problem import BUDGET, FREE, Problem


def range_of_total(problem: Problem, without_budget: bool = True) -> tuple[float, float] | None:
    """Least and largest total spend that keeps the limits; None when they clash by themselves."""
    keep = problem.rows.owner != BUDGET if without_budget else np.ones(problem.rows.count, bool)
    if (problem.low > problem.high).any():
        return None
    ends = []
    for sign in (1.0, -1.0):
        found = _extreme(problem, np.full(problem.low.size, sign), keep)
        if found is None:
            return None
        ends.append(sign * found)
    return ends[0], ends[1]


def _extreme(problem: Problem, cost: FloatArray, keep: np.ndarray) -> float | None:
    """Minimum of cost . v over the bounds and the kept rows; -inf when unbounded, None when empty."""
    rows = problem.rows
    bounds = np.column_stack([problem.low.ravel(), problem.high.ravel()])
    found = lowest(cost, rows.matrix[keep], rows.low[keep], rows.high[keep], bounds)
    if found.status == "unbounded":
        return -np.inf
    return found.value if found.status == "optimal" else None


@dataclass(frozen=True, eq=False)
class _Side:
    """One end of a limit as a row: line . v <= end."""

    line: FloatArray
    end: float
    owner: int
    name: str


_Key = tuple[int, str]


def explain_clash(problem: Problem) -> None:
    """Raise NoFeasiblePlan naming a smallest set of limits that cannot hold together."""
    sides = _sides(problem)
    owners = sorted({(side.owner, side.name) for side in sides})

    def possible(kept: list[_Key]) -> bool:
        chosen = [side for side in sides if (side.owner, side.name) in kept]
        if not chosen:
            return True
        ends = np.array([side.end + 1e-9 * max(1.0, abs(side.end)) for side in chosen])
        found = lowest(
            np.zeros(problem.low.size),
            np.array([side.line for side in chosen]),
            np.full(ends.size, -np.inf),
            ends,
            np.tile([0.0, np.inf], (problem.low.size, 1)),
        )
        return found.status != "infeasible"

    if possible(owners):
        return
    clash = _smallest(owners, possible)
    horizon = problem.request.horizon
    words = list(
        dict.fromkeys(
            say("the budget of {total:,.0f}", total=problem.request.goal.total)
            if owner == BUDGET and isinstance(problem.request.goal, SpendExactly)
            else problem.request.limits[owner].asks(name, horizon)
            for owner, name in clash
        )
    )
    reach = range_of_total(problem)
    if len(clash) == 1:
        said = [say("No plan can keep this limit: {limit}.", limit=words[0])]
    else:
        said = [say("These limits cannot hold together: {limits}.", limits=Several(words))]
    lows = [problem.request.limits[owner].low for owner, name in clash if owner != BUDGET and name == "low"]
    if len(lows) > 1 and len(lows) + 1 == len(clash):
        said.append(say("The minimums add up to {total:,.0f}.", total=sum(lows)))
    if reach is None:
        said.append(say("Loosen or remove one of them."))
    elif np.isfinite(reach[1]):
        said.append(
            say(
                "The limits allow a total from {low:,.0f} to {high:,.0f}. "
                "Change the budget or loosen one of them.",
                low=reach[0],
                high=reach[1],
            )
        )
    else:
        said.append(
            say(
                "The limits allow any total from {low:,.0f}. Change the budget or loosen one of them.",
                low=reach[0],
            )
        )
    raise NoFeasiblePlan(say("{sentences}", sentences=Several(said, " ")), clash=words, feasible=reach)


def _sides(problem: Problem) -> list[_Side]:
    sides = []
    size = problem.low.size
    for owners, ends, sign in (
        (problem.low_owner, problem.low, -1.0),
        (problem.high_owner, problem.high, 1.0),
    ):
        for at, owner in enumerate(owners.ravel()):
            if owner != FREE:
                line = np.zeros(size)
                line[at] = sign
                name = "low" if sign < 0 else "high"
                sides.append(_Side(line, sign * float(ends.ravel()[at]), int(owner), name))
    dense = problem.rows.matrix.toarray()
    for i in range(problem.rows.count):
        owner = int(problem.rows.owner[i])
        if problem.rows.low[i] > 0:
            sides.append(_Side(-dense[i], -float(problem.rows.low[i]), owner, "low"))
        if np.isfinite(problem.rows.high[i]):
            sides.append(_Side(dense[i], float(problem.rows.high[i]), owner, "high"))
    return sides


def _smallest(owners: list[_Key], possible: Callable[[list[_Key]], bool]) -> list[_Key]:
    """A set none of whose limits can be spared: drop halves while they are not needed, then one by one."""
    kept = list(owners)
    chunk = len(kept) // 2
    while chunk >= 1:
        start = 0
        while start < len(kept):
            rest = kept[:start] + kept[start + chunk :]
            if rest and not possible(rest):
                kept = rest
            else:
                start += chunk
        chunk //= 2
    return kept
