"""Advice to take in part: a gain and its doubt, moves in order, what is as good, where a gain comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np

from planner.domain.curves import CurveSet
from planner.domain.forecast import Forecast, Measure
from planner.domain.goals import SpendExactly
from planner.domain.money import FloatArray
from planner.domain.request import Request
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel
from planner.plan.feasible import find_room
from planner.plan.polish import Aim, Field, climb, inside
from planner.plan.problem import BUDGET, Demand, compile_problem

MOVED = 0.005
"""Money below which a channel counts as left alone."""


@dataclass(frozen=True)
class Gain:
    """What one plan brings over another: expected in both measures, and its doubt in the asked one.

    low, high  P10 and P90 over draws; chance: share of draws in which it is above 0
    """

    in_year: float
    full: float
    low: float
    high: float
    chance: float

    @property
    def sentence(self) -> str:
        """In words, without statistics."""
        if self.low == self.high:
            return f"Gains {self.in_year:,.0f} this year and {self.full:,.0f} in full."
        return (
            f"Gains {self.in_year:,.0f} this year and {self.full:,.0f} in full; likely between "
            f"{self.low:,.0f} and {self.high:,.0f}, "
            f"better than today in {int(self.chance * 100)} of 100 cases."
        )


@dataclass(frozen=True)
class Move:
    """`amount` from one channel to another (None: new or saved money), and the gain with all moves so far."""

    source: str | None
    target: str | None
    amount: float
    gain: float
    gain_so_far: float

    @property
    def sentence(self) -> str:
        """In words."""
        if self.source is None:
            return f"Put {self.amount:,.0f} more into {self.target}: {self.gain:+,.0f}."
        if self.target is None:
            return f"Take {self.amount:,.0f} out of {self.source}: {self.gain:+,.0f}."
        return f"Move {self.amount:,.0f} from {self.source} to {self.target}: {self.gain:+,.0f}."


@dataclass(frozen=True)
class Band:
    """Channel totals that still give within `share` of the best outcome, the others re-split best."""

    channel: str
    low: float
    best: float
    high: float
    share: float

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"{self.channel}: anything from {self.low:,.0f} to {self.high:,.0f} is within "
            f"{self.share:.1%} of the best."
        )


@dataclass(frozen=True)
class GainSplit:
    """A gain in its parts, which add up to `total`: more or less money, its split, its timing."""

    budget: float
    mix: float
    timing: float

    @property
    def total(self) -> float:
        """The whole gain."""
        return self.budget + self.mix + self.timing

    @property
    def sentence(self) -> str:
        """In words."""
        return (
            f"Of {self.total:+,.0f}, the budget brings {self.budget:+,.0f}, the mix {self.mix:+,.0f} "
            f"and the timing {self.timing:+,.0f}."
        )


def gain(model: ResponseModel, before: FloatArray, after: FloatArray, measure: Measure = "in_year") -> Gain:
    """What the spend `after` (C, D) brings over `before`."""
    return gain_between(respond(model, before), respond(model, after), measure)


def gain_between(before: Forecast, after: Forecast, measure: Measure = "in_year") -> Gain:
    """What one forecast brings over another; draws are compared one by one."""
    drawn = [f.media_draws if measure == "in_year" else f.full_draws for f in (before, after)]
    difference = drawn[1].sum(axis=0) - drawn[0].sum(axis=0)
    low, high = np.percentile(difference, [10, 90])
    return Gain(
        in_year=after.outcome("in_year") - before.outcome("in_year"),
        full=after.outcome("full") - before.outcome("full"),
        low=float(low),
        high=float(high),
        chance=float((difference > 0).mean()),
    )


def ranked_moves(
    model: ResponseModel, before: FloatArray, after: FloatArray, measure: Measure = "in_year"
) -> tuple[Move, ...]:
    """The way from `before` to `after` (C, D) as transfers between channels, the best next one first.

    Taking only the first k gives the k-th `gain_so_far`; the last one is the whole gain. A channel moves
    towards its new timing in step with its total.
    """
    names = model.channels
    start = respond(model, before).outcome(measure)
    change = after.sum(axis=1) - before.sum(axis=1)
    left = {c: abs(float(change[c])) for c in range(len(names)) if abs(change[c]) > MOVED}
    whole = dict(left)
    at, so_far = before.copy(), start
    moves: list[Move] = []

    def moved(plan: FloatArray, channel: int, amount: float) -> FloatArray:
        part = plan.copy()
        part[channel] = part[channel] + (after[channel] - before[channel]) * (amount / whole[channel])
        return np.maximum(part, 0.0)

    while left:
        givers: list[int | None] = [c for c in left if change[c] < 0] or [None]
        takers: list[int | None] = [c for c in left if change[c] > 0] or [None]
        best: tuple[float, int | None, int | None, float, FloatArray] | None = None
        for giver in givers:
            for taker in takers:
                amount = min(left[c] for c in (giver, taker) if c is not None)
                plan = at
                for c in (giver, taker):
                    plan = plan if c is None else moved(plan, c, amount)
                value = respond(model, plan).outcome(measure)
                rate = (value - so_far) / amount
                if best is None or rate > best[0]:
                    best = (rate, giver, taker, amount, plan)
        assert best is not None
        _, giver, taker, amount, at = best
        value = respond(model, at).outcome(measure)
        moves.append(
            Move(
                None if giver is None else names[giver],
                None if taker is None else names[taker],
                amount,
                value - so_far,
                value - start,
            )
        )
        so_far = value
        for c in (giver, taker):
            if c is not None:
                left[c] -= amount
                if left[c] <= MOVED:
                    del left[c]
    if np.abs(after - at).max() > MOVED:  # timing alone is a move too
        value = respond(model, after).outcome(measure)
        moves.append(Move(None, "new timing", 0.0, value - so_far, value - start))
    return tuple(moves)


def gain_split(
    model: ResponseModel, before: FloatArray, after: FloatArray, measure: Measure = "in_year"
) -> GainSplit:
    """The gain of `after` over `before` (C, D) by cause: Shapley values, so that the order does not matter.

    A plan is its total x the channels' shares x each channel's shares of its periods.
    """
    parts = [_parts(plan) for plan in (before, after)]
    timing = [
        np.where(own.sum(axis=1, keepdims=True) > 0, own, other)
        for own, other in ((parts[0][2], parts[1][2]), (parts[1][2], parts[0][2]))
    ]

    def value(chosen: Sequence[int]) -> float:
        budget, mix, when = (int(i in chosen) for i in range(3))
        plan = parts[budget][0] * parts[mix][1][:, None] * timing[when]
        return respond(model, plan).outcome(measure)

    worth = {chosen: value(chosen) for k in range(4) for chosen in combinations(range(3), k)}
    effects = []
    for cause in range(3):
        total = 0.0
        for chosen, without in worth.items():
            if cause not in chosen:
                weight = factorial(len(chosen)) * factorial(2 - len(chosen)) / factorial(3)
                total += weight * (worth[tuple(sorted((*chosen, cause)))] - without)
        effects.append(total)
    return GainSplit(*effects)


def _parts(plan: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    by_channel = plan.sum(axis=1)
    total = float(by_channel.sum())
    mix = by_channel / total if total > 0 else np.full(by_channel.size, 1.0 / by_channel.size)
    with np.errstate(invalid="ignore", divide="ignore"):
        timing = np.where(by_channel[:, None] > 0, plan / by_channel[:, None], 0.0)
    return total, mix, timing


def indifference(
    curves: CurveSet, request: Request, best: FloatArray, share: float = 0.001
) -> tuple[Band, ...]:
    """For each channel, how far its total may go while the outcome stays within `share` of that of `best`.

    best  (C, D) the plan an optimisation of `request` gave; its total is kept, the limits hold, and the other
          channels are re-split as well as they can be
    """
    asked = replace(request, goal=SpendExactly(float(best.sum())), current=None)
    problem = compile_problem(curves, asked)
    room = find_room(problem)
    v = problem.variables(best)
    ones = np.ones((problem.bank.channels, problem.bank.periods))
    outcome = float(problem.bank.values(v[None]).sum())
    kept = Demand(ones, np.zeros(v.shape), outcome - share * abs(outcome), BUDGET)
    field = Field(problem.low, problem.high, problem.rows, room, (*problem.demands, kept))
    start = inside(field, v[None], 0.01)
    if float(problem.bank.values(start).sum()) <= kept.least:
        start = inside(field, v[None], 1e-4)
    bands = []
    for c, name in enumerate(problem.names):
        ends = []
        for sign in (1.0, -1.0):
            price = np.zeros(v.shape)
            price[c] = sign
            found = climb(Aim(problem.bank, 1e-9, price), field, start)
            ends.append(float(found.plans[0][c].sum()))
        here = float(v[c].sum())
        bands.append(Band(name, min(ends[0], here), here, max(ends[1], here), share))
    return tuple(bands)
