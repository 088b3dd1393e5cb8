"""Channels whose carry-over is a list of weights: bounds by grids and by envelopes, and plans."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank
from planner.plan.lattice import Lattice
from planner.plan.optimizer import optimize
from planner.plan.polish import Aim
from planner.plan.problem import Problem, compile_problem
from planner.plan.search import highest
from planner.plan.shape import above_chord
from planner.plan.tangents import Tangents

HALF = 100.0
KERNELS = ([0.7, 0.3], [0.2, 0.5, 0.3], [0.4, 0.3, 0.2, 0.1], [0.0, 1.0], [1.0])


def lone(kernel: list[float], months: int = 4, measure: str = "in_year", **channel: Any) -> Problem:
    """One channel of a steep curve that pays when it is used well; a unit of spend costs half a unit."""
    curves = {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "channels": [
            {
                "name": "TV",
                "curve": {"kind": "hill", "ceiling": 300.0, "half_spend": HALF, "shape": 3.0},
                "carryover": {"kind": "weights", "weights": kernel},
                "season": [1.0, 1.3, 0.8, 1.1],
                "price_index": [1.0, 0.9, 1.2, 1.0],
                **channel,
            }
        ],
    }
    request = {
        "horizon": {"start": "2027-01", "months": months},
        "goal": {"kind": "profit", "margin": 0.5},
        "limits": [{"periods": [2], "min": 20, "max": 260}, {"max": 1500}],
        "measure": measure,
    }
    return compile_problem(read_curves(curves), read_request(request))


def lattice(problem: Problem) -> Lattice:
    """The part that follows the lone channel."""
    return Lattice(problem, aim(problem), problem.model.groups[0], highest(problem))


def aim(problem: Problem) -> Aim:
    """What the problem maximises."""
    return Aim(problem.bank, problem.worth, np.full(problem.low.shape, problem.price))


def best_tried(problem: Problem, cost: float, scale: float) -> float:
    """The best of all plans of 25 spends a month."""
    steps = np.linspace(0, 5 * HALF, 25)
    second = np.unique(np.clip(steps, problem.low[0, 1], problem.high[0, 1]))
    plans = np.array(list(product(steps, second, steps, steps)))[:, None]
    earned = scale * problem.bank.values(plans)[:, 0] - cost * plans.sum(axis=(1, 2))
    return float(earned.max())


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("measure", ["in_year", "full"])
def test_grids_bound_every_plan_and_closely(kernel: list[float], measure: str) -> None:
    problem = lone(kernel, measure=measure, carry_in=[40.0, 90.0, 20.0])
    part, cost, scale = lattice(problem), np.full((1, 4), 0.5), np.full((1, problem.bank.periods), 0.5)
    upper, plan = part.price(cost, problem.low, highest(problem), scale)
    best = best_tried(problem, 0.5, 0.5)
    own = 0.5 * problem.bank.values(plan[None])[0, 0] - 0.5 * plan.sum()
    assert upper[0] >= max(best, own)
    assert part.missed == pytest.approx(upper[0] - own, abs=1e-3 * upper[0])
    while part.refine(0.002 * upper[0], np.inf):
        upper, plan = part.price(cost, problem.low, highest(problem), scale)
    own = 0.5 * problem.bank.values(plan[None])[0, 0] - 0.5 * plan.sum()
    assert upper[0] >= max(best, own)
    assert upper[0] <= max(best, own) * 1.006


def test_the_same_question_is_answered_from_memory() -> None:
    problem = lone([0.4, 0.3, 0.2, 0.1])
    part, cost = lattice(problem), np.full((1, 4), 0.7)
    first = part.price(cost, problem.low, highest(problem), None)
    part.grids.clear()
    again = part.price(cost, problem.low, highest(problem), None)
    assert first[0] == again[0]
    assert not part.grids


def test_a_long_memory_is_left_to_the_envelope() -> None:
    problem = lone([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05])
    part = lattice(problem)
    upper, _ = part.price(np.full((1, 4), 0.7), problem.low, highest(problem), None)
    assert not part.channels
    assert np.isfinite(upper).all()


@pytest.mark.parametrize("most", [15.0, 40.0, 90.0, 200.0])
def test_an_envelope_that_bounds_cut_short_still_bounds(most: float) -> None:
    """At the end of its line the curve is steeper: its slope there bounded nothing."""
    problem = lone([0.7, 0.3])
    tops = np.full((1, 4), most)
    part = Tangents(problem, aim(problem), np.array([0]), highest(problem))
    rng = np.random.default_rng(1)
    plans = np.concatenate([rng.uniform(0, most, (3000, 1, 4)), np.zeros((1, 1, 4)), tops[None]])
    for cost in (0.2, 0.5, 1.0, 2.0):
        upper, _ = part.price(np.full((1, 4), cost), np.zeros((1, 4)), tops, None)
        earned = problem.bank.values(plans)[:, 0] - cost * plans.sum(axis=(1, 2))
        assert upper[0] >= earned.max() - 1e-9


def test_the_envelope_of_a_far_top_is_climbed_to_its_best() -> None:
    """Tops of a thousand times what can pay once left the climb, and the bound, far away."""
    problem = lone([0.7, 0.3])
    cost = np.full((1, 4), 0.7)
    near, far = np.full((1, 4), 10 * HALF), np.full((1, 4), 1000 * HALF)
    found = [Tangents(problem, aim(problem), np.array([0]), top) for top in (near, far)]
    uppers = [
        part.price(cost, problem.low, top, None)[0][0] for part, top in zip(found, (near, far), strict=True)
    ]
    assert uppers[1] == pytest.approx(uppers[0], rel=0.02)


@pytest.mark.parametrize("shape", [0.7, 1.0, 2.5, 5.0, None])
def test_what_varies_loses_no_more_than_its_variance_allows(shape: float | None) -> None:
    """Two outcomes on either side of a mean: the curve at the mean against the mean of the curve."""
    one = np.ones((1, 1, 1))
    curve = LogisticBank(one, one * 2) if shape is None else HillBank(one, one, one * shape)
    rng = np.random.default_rng(3)
    for _ in range(300):
        low, high = np.sort(rng.uniform(0, 4, 2))
        share = rng.uniform()
        mean, deviation = low + share * (high - low), (high - low) * np.sqrt(share * (1 - share))

        def at(adstock: float) -> float:
            return float(curve.outcome(np.array([[[adstock]]]))[0, 0, 0])

        ends: list[FloatArray] = [np.array([[[end]]]) for end in (low, high)]
        allowed = float(above_chord(curve, *ends, width=2 * deviation)[0, 0, 0])
        assert at(mean) - (1 - share) * at(low) - share * at(high) <= allowed + 1e-12


def test_weights_among_shared_limits_are_proven_closely() -> None:
    """Envelopes alone leave 10 % here."""
    rng = np.random.default_rng(5)
    channels = [
        {
            "name": f"C{i}",
            "curve": {
                "kind": "hill",
                "ceiling": float(rng.uniform(200, 600)),
                "half_spend": HALF,
                "shape": float(rng.uniform(2, 4)),
            },
            "carryover": {"kind": "weights", "weights": rng.dirichlet(np.ones(2 + i % 2)).tolist()},
            "season": rng.uniform(0.7, 1.3, 12).tolist(),
        }
        for i in range(4)
    ]
    curves = {"format": "planner-curves/1", "period": "month", "currency": "EUR", "outcome": "revenue"}
    request = {
        "horizon": {"start": "2027-01", "months": 12},
        "goal": {"kind": "spend", "total": 15 * HALF},
        "limits": [{"channels": ["C0", "C1"], "max": 7 * HALF}],
        "stop": {"gap": 0.02, "seconds": 60},
    }
    found = optimize(read_curves({**curves, "channels": channels}), read_request(request))
    assert found.stopped_by == "gap"
    assert found.bound is not None
    assert found.outcome <= found.bound <= found.outcome * 1.02
