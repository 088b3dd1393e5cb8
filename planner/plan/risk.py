"""Plans under doubt: the best of the worst draws, and the best that beats the current plan with a chance.

CVaR is the least weighted mean over draws whose weights lie between 0 and 1 / (level x draws). Its maximum is
a game between plan and weights, solved by letting each answer the other's average (Frank and Wolfe 1956).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.domain.curves import ChannelCurve, CurveSet, Hill, Logistic
from planner.domain.errors import BadDocument, say
from planner.domain.goals import CVaR, Safe
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.bank import Bank, build_bank, expected_curves
from planner.plan.feasible import Room
from planner.plan.polish import climb, inside
from planner.plan.problem import Problem
from planner.plan.repair import repair
from planner.plan.search import Search

ROUNDS = 40
BLENDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
HALVINGS = 6
TILTED = 10
"""Rounds a weighing of the tail is answered in before its chance is looked at."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """A plan (C, V), its figure under the risk asked for, and what to say about it."""

    v: FloatArray
    figure: float
    notes: tuple[str, ...] = ()


class Doubt:
    """Figures of plans draw by draw, and climbs towards any weighing of the draws."""

    def __init__(
        self, curves: CurveSet, problem: Problem, room: Room, search: Search, deadline: float
    ) -> None:
        self.curves, self.problem, self.room, self.search = curves, problem, room, search
        self.deadline = deadline
        self.draws = problem.exact.draws
        self.flat = expected_curves(curves, problem.request.measure) is not curves

    def by_draw(self, v: FloatArray) -> FloatArray:
        """Figure of a plan (C, V) in each draw, shape (S,)."""
        problem = self.problem
        forecast = respond(problem.exact, problem.spend(v))
        drawn = forecast.media_draws if problem.request.measure == "in_year" else forecast.full_draws
        found: FloatArray = problem.worth * drawn.sum(axis=0) - problem.price * float(v.sum())
        return found

    def best_for(self, weights: FloatArray, start: FloatArray) -> FloatArray:
        """The plan with the best weighted mean of figures near `start`; weights (S,) sum to 1."""
        aim = replace(self.search.aim, bank=self._bank(weights))
        found = climb(aim, self.search.field, inside(self.search.field, start[None], 0.01), first_mu=1e-4)
        plan: FloatArray = found.plans[0]
        repaired = repair(self.problem, self.room, plan)
        return plan if repaired is None else repaired

    def _bank(self, weights: FloatArray) -> Bank:
        problem = self.problem
        if self.flat:  # draws only scale outcomes: so does any weighing of them
            channels = tuple(_weighed(channel, weights) for channel in self.curves.channels)
            scaled = replace(self.curves, channels=channels)
            model = compile_response(
                expected_curves(scaled, problem.request.measure), problem.request.horizon
            )
            return build_bank(model, problem.request.measure, problem.shares)
        share = (weights * weights.size)[None, :, None]
        blocks = tuple(replace(b, weight=b.weight * share) for b in problem.bank.blocks)
        return replace(problem.bank, blocks=blocks)

    def maximin(
        self, worth: Callable[[FloatArray], FloatArray], start: FloatArray, rounds: int = ROUNDS
    ) -> list[FloatArray]:
        """Plans met while weights answer plans and plans answer weights; `worth` maps figures to weights."""
        weights = worth(self.by_draw(start))
        plans = [start]
        v = start
        for k in range(rounds):
            v = self.best_for(weights, v)
            plans.append(v)
            answer = worth(self.by_draw(v))
            weights = weights + (answer - weights) * 2 / (k + 3)
            if perf_counter() > self.deadline:
                break
        return plans


def _weighed(channel: ChannelCurve, weights: FloatArray) -> ChannelCurve:
    """The channel with each draw's scaling times its weight, so that their plain mean is the weighed one."""
    plain = channel.curve.ceiling if isinstance(channel.curve, Hill | Logistic) else 1.0
    name = "ceiling" if isinstance(channel.curve, Hill | Logistic) else "scale"
    draws = channel.draws or tuple({} for _ in range(weights.size))
    share = weights * weights.size
    scaled = [{**draw, name: draw.get(name, plain) * float(w)} for draw, w in zip(draws, share, strict=True)]
    return replace(channel, draws=tuple(scaled))


def tail_weights(figures: FloatArray, level: float) -> FloatArray:
    """Weights (S,) of the worst `level` share of draws, the one on the edge in part."""
    count = level * figures.size
    order = np.argsort(figures, kind="stable")
    weights = np.zeros(figures.size)
    left = count
    for i in order:
        taken = min(1.0, left)
        weights[i] = taken
        left -= taken
        if left <= 0:
            break
    return weights / count


def cvar(figures: FloatArray, level: float) -> float:
    """Mean of the worst `level` share of draws."""
    return float(figures @ tail_weights(figures, level))


def weigh(curves: CurveSet, problem: Problem, room: Room, search: Search, deadline: float) -> Weighed:
    """The plan that the request's risk asks for, from a search for the best mean."""
    risk = problem.request.risk
    doubt = Doubt(curves, problem, room, search, deadline)
    if doubt.draws < 2:
        raise BadDocument(
            say("These curves carry no draws, so nothing is known of the risk; ask for the mean.")
        )
    if isinstance(risk, CVaR):
        plans = doubt.maximin(lambda figures: tail_weights(figures, risk.level), search.v)
        plans += [np.mean(plans[-k:], axis=0) for k in (5, 10, 20)]
        worth = [cvar(doubt.by_draw(v), risk.level) for v in plans]
        at = int(np.argmax(worth))
        return Weighed(plans[at], worth[at])
    assert isinstance(risk, Safe)
    return _safe(doubt, risk.chance)


def _safe(doubt: Doubt, chance: float) -> Weighed:
    problem = doubt.problem
    spend = problem.request.current_spend(problem.names)
    assert spend is not None
    now = problem.variables(spend)
    before = doubt.by_draw(now)
    best: tuple[float, FloatArray] | None = None
    level = min(1.0, 2 * (1 - chance))

    def offer(v: FloatArray) -> bool:
        nonlocal best
        gains = doubt.by_draw(v) - before
        if (gains > 0).mean() < chance:
            return False
        if best is None or gains.mean() > best[0]:
            best = (float(gains.mean()), v)
        return True

    starts_here = _keeps(problem, now)
    last = doubt.search.v

    def tilted(tilt: float) -> bool:
        """Offer the plan that weighs the tail by `tilt`, and blends of it with the current plan."""

        def mixed(figures: FloatArray) -> FloatArray:
            even = np.full(figures.size, 1.0 / figures.size)
            return (1 - tilt) * even + tilt * tail_weights(figures - before, level)

        nonlocal last
        if tilt == 0:
            fits = offer(last)
        else:
            plans = doubt.maximin(mixed, last, TILTED)
            last = plans[-1]
            fits = sum(offer(plan) for plan in plans[-3:]) > 0
        found = last
        for blend in BLENDS if starts_here else ():
            offer(now + blend * (found - now))
        return fits

    careless, careful = 0.0, 1.0
    if not tilted(0.0) and tilted(1.0):
        for _ in range(HALVINGS):  # the least caution that gives the chance earns most
            middle = (careless + careful) / 2
            careless, careful = (careless, middle) if tilted(middle) else (middle, careful)
            if perf_counter() > doubt.deadline:
                break
    if best is None:
        if not starts_here:
            raise BadDocument(
                say(
                    "No plan within the limits beats the current one with a chance of {chance:.0%}, and "
                    "the current plan itself breaks a limit; loosen the limits or lower the chance.",
                    chance=chance,
                )
            )
        note = f"No plan found beats the current one with a chance of {chance:.0%}; it stays as it is."
        return Weighed(now, float(before.mean()), (note,))
    beats = float((doubt.by_draw(best[1]) > before).mean())
    note = f"Beats the current plan in {int(beats * 100)} % of draws, by {best[0]:,.0f} on average."
    return Weighed(best[1], float(doubt.by_draw(best[1]).mean()), (note,))


def _keeps(problem: Problem, v: FloatArray) -> bool:
    """Whether a plan keeps the limits, to the cent."""
    sums = problem.rows.matrix @ v.ravel()
    inside = (v >= problem.low - 0.005).all() and (v <= problem.high + 0.005).all()
    return bool(
        inside and (sums >= problem.rows.low - 0.005).all() and (sums <= problem.rows.high + 0.005).all()
    )
