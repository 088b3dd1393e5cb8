"""Channels whose sums are limited while single spends are capped: no plan earns more than its bound."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.domain.money import FloatArray
from planner.plan.course import any_course
from planner.plan.dynamic import Dynamic
from planner.plan.problem import Problem, compile_problem
from planner.plan.search import highest
from planner.plan.stepped import NEVER, Stepped

HALF = 100.0


def lone(months: int = 3, measure: str = "in_year", **channel: Any) -> Problem:
    """One channel of a steep curve."""
    curves = {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "channels": [
            {
                "name": "TV",
                "curve": {"kind": "hill", "ceiling": 300.0, "half_spend": HALF, "shape": 3.5},
                "carryover": {"kind": "geometric", "retention": 0.5, "normalized": True},
                "season": [1.0, 1.3, 0.8, 1.1, 0.9, 1.2],
                "price_index": [1.0, 0.9, 1.2, 1.1, 1.0, 0.8],
                **channel,
            }
        ],
    }
    request = {
        "horizon": {"start": "2027-01", "months": months},
        "goal": {"kind": "profit", "margin": 1.0, "hurdle": 0.0001},
        "limits": [{"max": 5 * months * HALF}],
        "measure": measure,
    }
    return compile_problem(read_curves(curves), read_request(request))


def solved(
    problem: Problem,
    low: FloatArray,
    high: FloatArray,
    cost: FloatArray,
    counts: np.ndarray,
    most: float,
    nodes: int = 120,
) -> Stepped:
    """The lone channel of a problem."""
    part = Dynamic(problem, problem.model.groups[0], highest(problem), nodes)
    return Stepped(part, 0, any_course(part, 0, cost, low, None), high, counts, most)


def worth(problem: Problem, plans: FloatArray, cost: FloatArray) -> FloatArray:
    """What plans (n, T) earn less their cost, (n,)."""
    found: FloatArray = problem.bank.values(plans[:, None])[:, 0] - plans @ cost
    return found


def test_every_sum_is_bounded_closely() -> None:
    """By enumeration: all plans of 40 steps up to the cap, which is no whole number of the programme's."""
    problem, cost = lone(carry_in=[30.0]), np.array([0.3, 0.5, 0.2])
    cap, floor = 230.0, np.array([0.0, 15.0, 0.0])
    high, counts = np.full(3, cap), np.ones(3, bool)
    found = solved(problem, floor, high, cost, counts, 500.0)
    steps = [np.linspace(low, cap, 41) for low in floor]
    plans = np.array(list(product(*steps)))
    plans = plans[plans.sum(axis=1) <= 500.0]
    sums, earned = plans.sum(axis=1), worth(problem, plans, cost)
    assert (earned <= np.interp(sums, found.totals, found.upper)).all()
    near = np.flatnonzero((found.totals > 60) & (found.totals < 480))[::10]
    for k in near:
        close = np.abs(sums - found.totals[k]) <= 4.0
        assert found.upper[k] <= earned[close].max() + 4.0 + 0.02 * 300
    plan = found.plan(400.0)
    assert plan.sum() == pytest.approx(400.0, abs=6.0)
    bound = np.interp(plan.sum(), found.totals, found.upper)
    assert worth(problem, plan[None], cost)[0] >= bound - 0.03 * 300


def test_a_cap_of_whole_steps_is_kept_and_nothing_over_it_is_counted() -> None:
    """By hand: without carry-over three spends capped at the bend earn at most half the ceiling each."""
    problem = lone(carryover={"kind": "none"}, season=[1.0], price_index=[1.0])
    high, cost = np.full(3, HALF), np.zeros(3)
    found = solved(problem, np.zeros(3), high, cost, np.ones(3, bool), 1000.0)
    assert found.totals[-1] == pytest.approx(3 * HALF)
    assert found.upper[-1] == pytest.approx(3 * 150.0, rel=0.01)
    assert found.plan(3 * HALF) == pytest.approx(high)


def test_a_sum_that_floors_fill_leaves_one_plan() -> None:
    problem, floor, cost = lone(), np.array([50.0, 80.0, 20.0]), np.zeros(3)
    found = solved(problem, floor, np.full(3, 200.0), cost, np.ones(3, bool), 150.0)
    assert found.totals == pytest.approx([150.0])
    earned = worth(problem, floor[None], cost)[0]
    assert earned <= found.upper[0] <= earned + 0.01 * 300
    assert found.plan(150.0) == pytest.approx(floor)


KINDS: list[dict[str, Any]] = [
    {},
    {"curve": {"kind": "hill", "ceiling": 300.0, "half_spend": HALF, "shape": 1.3}},
    {"curve": {"kind": "table", "spend": [50, 90, 140, 250], "outcome": [20, 120, 210, 260]}},
    {"draws": [{"half_spend": 70.0, "shape": 2.0}, {"half_spend": 130.0, "shape": 5.0}]},
    {"carryover": {"kind": "geometric", "retention": 0.8, "normalized": False}, "carry_in": [150.0]},
]


@settings(derandomize=True)
@given(st.integers(0, 2**32 - 1), st.sampled_from(KINDS), st.sampled_from(["in_year", "full"]))
def test_no_plan_earns_more_than_its_sum_may(seed: int, channel: dict[str, Any], measure: str) -> None:
    """Floors, caps, costs of any sign, periods that do not count; against plans that climb by chance."""
    rng = np.random.default_rng(seed)
    months = int(rng.integers(2, 6))
    problem = lone(months, measure, **channel)
    low = HALF * rng.uniform(0, 0.5, months) * (rng.random(months) < 0.3)
    high = low + HALF * rng.choice([0.0, 0.4, 1.7, 3.0], months)
    counts = rng.random(months) < 0.8
    counts[rng.integers(months)] = True
    cost = rng.uniform(-0.2, 1.2, months)
    most = low[counts].sum() + float(rng.uniform(0.1, 1.2)) * float((high - low)[counts].sum() + 1.0)
    found = solved(problem, low, high, cost, counts, most, nodes=int(rng.choice([20, 60])))
    best = low.copy()
    plans = [low + (high - low) * rng.random((60, months)) * (rng.random((60, months)) < 0.6)]
    plans.append(np.clip([found.plan(float(total)) for total in found.totals[::12]], low, high))
    for _ in range(30):
        tried = np.concatenate([plans[-1], best + HALF * rng.normal(0, 0.1, (20, months))])
        tried = np.clip(tried, low, high)
        over = (tried[:, counts].sum(axis=1) - low[counts].sum()) / max(most - low[counts].sum(), 1e-9)
        tried[:, counts] = low[counts] + (tried - low)[:, counts] / np.maximum(over, 1.0)[:, None]
        sums, earned = tried[:, counts].sum(axis=1), worth(problem, tried, cost)
        bound = np.interp(sums, found.totals, found.upper)
        assert (bound > NEVER / 2).all()
        assert (earned <= bound + 1e-7 * np.abs(bound)).all()
        best = tried[int(np.argmax(earned - bound))]
        plans.append(best[None])


@pytest.mark.parametrize("measure", ["in_year", "full"])
def test_both_programmes_allow_the_same_between_nodes(measure: str) -> None:
    problem = lone(5, measure)
    part = Dynamic(problem, problem.model.groups[0], highest(problem), 30)
    path = any_course(part, 0, np.zeros(5), np.zeros(5), None)
    assert path.rises(part.nodes[0]) == pytest.approx(part.rise[:-1, 0])
