"""Plans that meet demands on outcomes (CAC ceilings, ROAS floors) strictly, to start climbing from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.errors import NoFeasiblePlan, say
from planner.domain.money import FloatArray
from planner.plan.bank import Bank
from planner.plan.polish import Aim, Field, climb, inside
from planner.plan.problem import Demand, Problem
from planner.plan.repair import repair

SLACK = 1e-6
"""Share of a demand's size by which a start has to beat it."""


def slack(bank: Bank, demand: Demand, v: FloatArray) -> float:
    """How far a plan (C, V) is above a demand, as a share of what the demand counts."""
    earned = float(bank.values(v[None], demand.scale).sum())
    cost = float((demand.price * v).sum())
    return (earned - cost - demand.least) / max(abs(earned), abs(cost), abs(demand.least), 1e-300)


def compliant(problem: Problem, field: Field) -> FloatArray:
    """A plan that meets all demands strictly. Raises NoFeasiblePlan naming the one that cannot be met."""
    v = field.room.centre
    met: list[Demand] = []
    for demand in problem.demands:
        if slack(problem.bank, demand, v) <= SLACK:
            aim = Aim(problem.bank, 1.0, demand.price, demand.scale)
            best, best_slack = v, slack(problem.bank, demand, v)
            for start in _starts(problem, field, v, bool(met)):
                found = climb(aim, replace(field, demands=tuple(met)), start[None], first_mu=1e-3)
                # The largest surplus need not be the best ratio; any surplus will do.
                reached = slack(problem.bank, demand, found.plans[0])
                if reached > best_slack:
                    best, best_slack = found.plans[0], reached
                if best_slack > SLACK:
                    break
            if best_slack <= SLACK:
                limit = problem.request.limits[demand.owner]
                raise NoFeasiblePlan(
                    say(
                        "No plan found keeps this together with the budget and the other limits: {demands}. "
                        "Lower the budget or loosen the ratio.",
                        demands=limit.demands(problem.request.horizon),
                    ),
                    clash=[limit.demands(problem.request.horizon)],
                )
            v = best
        met.append(demand)
    return v


def _starts(problem: Problem, field: Field, v: FloatArray, bound: bool) -> list[FloatArray]:
    """Where to look for a surplus: here, and with the money on one channel after another."""
    starts = [v]
    if bound:
        return starts
    for channel in range(problem.bank.channels):
        top = np.where(np.isfinite(problem.high), problem.high, field.room.centre.sum())
        lone = np.minimum(problem.low, field.room.centre).copy()
        lone[channel] = np.minimum(top[channel], field.room.centre.sum() / lone.shape[1])
        starts.append(lone)
    allowed = [moved for s in starts[1:] if (moved := repair(problem, field.room, s)) is not None]
    return [v, *[inside(field, s[None])[0] for s in allowed]]


def towards(problem: Problem, start: FloatArray, anchor: FloatArray) -> FloatArray:
    """The plan nearest to `start` on the way from `anchor` that still meets all demands strictly."""

    def fine(v: FloatArray) -> bool:
        return all(slack(problem.bank, demand, v) > SLACK for demand in problem.demands)

    if fine(start):
        return start
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        if fine(anchor + middle * (start - anchor)):
            low = middle
        else:
            high = middle
    found: FloatArray = anchor + low * (start - anchor)
    return found
