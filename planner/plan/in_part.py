"""A proposal taken in part: its moves in order, the plan with only the first of them, what is as good."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.plan.advice import Band, Move, indifference, ranked_moves
from planner.plan.questions import Desk, Proposal

AS_GOOD = 0.001
"""Share of the outcome within which two splits are called equally good."""


def moves_in_order(desk: Desk, proposal: Proposal) -> tuple[Move, ...]:
    """The proposal as transfers between channels, the one that earns most first."""
    before, after = proposal.before.forecast.spend, proposal.after.forecast.spend
    return ranked_moves(desk.model, before, after, desk.measure)


def first_moves(desk: Desk, proposal: Proposal, moves: Sequence[Move], count: int) -> BudgetGrid:
    """The plan with only the first `count` of the proposal's moves made; all of them are the proposal."""
    if count >= len(moves):
        return proposal.after.grid
    names = desk.model.channels
    before, after = proposal.before.forecast.spend, proposal.after.forecast.spend
    taken = dict.fromkeys(names, 0.0)
    for move in moves[:count]:
        for name in (move.source, move.target):
            if name in taken:
                taken[name] += move.amount
    spend = before.copy()
    for i, name in enumerate(names):
        whole = abs(float(after[i].sum() - before[i].sum()))
        if whole > 0:
            spend[i] += (after[i] - before[i]) * min(1.0, taken[name] / whole)
    return BudgetGrid.from_spend(names, desk.plan.grid.months, np.maximum(spend, 0.0))


def as_good(desk: Desk, proposal: Proposal, share: float = AS_GOOD) -> tuple[Band, ...]:
    """How far each channel may go while the outcome stays within `share` of the proposal's."""
    assert proposal.request is not None
    return indifference(desk.model.curves, proposal.request, proposal.after.forecast.spend, share)
