"""What holds for every problem: bounds bound, limits cost, names and units do not matter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.domain.curves import Curve, CurveSet, Hill
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.optimizer import optimize

MONTHS = 4


@st.composite
def problems(draw: st.DrawFn) -> tuple[CurveSet, dict[str, Any]]:
    """S-shaped and concave channels with carry-over and carry-in, a budget, a group cap, month caps."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(2, 5))
    channels = []
    halves = np.exp(rng.normal(7, 0.5, count))
    for i, half in enumerate(halves):
        retention = float(rng.choice([0, rng.uniform(0, 0.7)]))
        channels.append(
            {
                "name": f"C{i}",
                "tags": ["odd" if i % 2 else "even"],
                "curve": {
                    "kind": "hill",
                    "ceiling": float(half * rng.uniform(2, 6)),
                    "half_spend": float(half),
                    "shape": float(rng.uniform(0.6, 5)),
                },
                "carryover": {
                    "kind": "geometric",
                    "retention": retention,
                    "normalized": bool(rng.integers(2)),
                },
                "carry_in": [float(half * rng.uniform(0, 0.5))],
                "season": rng.uniform(0.7, 1.3, 12).tolist(),
                "price_index": rng.uniform(0.8, 1.2, 12).tolist(),
            }
        )
    total = float(halves.sum() * MONTHS * rng.uniform(0.2, 1.0))
    curves = {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "channels": channels,
    }
    request = {
        "horizon": {"start": "2027-01", "months": MONTHS},
        "goal": {"kind": "spend", "total": total},
        "timing": str(rng.choice(["free", "fixed"])),
        "limits": [{"tags": ["even"], "max": 0.8 * total}, {"periods": [2], "max": 0.4 * total}],
        "stop": {"gap": 0.001, "seconds": 3},
    }
    return read_curves(curves), request


slow = settings(max_examples=settings().max_examples // 3, derandomize=True)


@slow
@given(problems())
def test_bound_is_above_the_plan_and_above_random_plans(problem: tuple[CurveSet, dict[str, Any]]) -> None:
    curves, request = problem
    found = optimize(curves, read_request(request))
    assert found.bound is not None
    assert found.bound >= found.outcome
    total = request["goal"]["total"]
    assert found.spend == pytest.approx(total, abs=0.01)
    model = compile_response(curves, found.horizon)
    rng = np.random.default_rng(1)
    even = np.array(["even" in channel.tags for channel in curves.channels])
    for _ in range(200):
        spend = rng.exponential(1.0, (len(curves.channels), MONTHS)) ** 2
        spend *= rng.random(spend.shape) < 0.6
        if request["timing"] == "fixed":
            spend = np.repeat(spend.mean(axis=1, keepdims=True), MONTHS, axis=1)
        if spend.sum() == 0:
            continue
        spend *= total / spend.sum()
        if spend[even].sum() <= 0.8 * total and spend[:, 1].sum() <= 0.4 * total:
            assert respond(model, spend).outcome() <= found.bound


@slow
@given(problems())
def test_adding_a_limit_never_raises_the_optimum(problem: tuple[CurveSet, dict[str, Any]]) -> None:
    curves, request = problem
    wide = optimize(curves, read_request(request))
    narrow = {**request, "limits": [*request["limits"], {"channels": ["C0"], "max": 0.1 * wide.spend}]}
    assert wide.bound is not None
    assert optimize(curves, read_request(narrow)).outcome <= wide.bound * (1 + 1e-12)


@slow
@given(problems())
def test_more_budget_never_earns_less(problem: tuple[CurveSet, dict[str, Any]]) -> None:
    curves, request = problem
    request = {**request, "limits": []}
    more = {**request, "goal": {"kind": "spend", "total": request["goal"]["total"] * 1.1}}
    richer = optimize(curves, read_request(more))
    assert richer.bound is not None
    assert optimize(curves, read_request(request)).outcome <= richer.bound


@slow
@given(problems())
def test_order_of_channels_does_not_matter(problem: tuple[CurveSet, dict[str, Any]]) -> None:
    curves, request = problem
    turned = replace(curves, channels=curves.channels[::-1])
    one, two = optimize(curves, read_request(request)), optimize(turned, read_request(request))
    assert one.outcome == pytest.approx(two.outcome, rel=1.1e-3)
    assert two.channels == one.channels[::-1]


def in_unit(curve: Curve, unit: float) -> Curve:
    assert isinstance(curve, Hill)
    return Hill(curve.ceiling * unit, curve.half_spend * unit, curve.shape)


@slow
@given(st.sampled_from((1e-3, 1e3, 1e6)), problems())
def test_currency_changes_nothing_but_units(unit: float, problem: tuple[CurveSet, dict[str, Any]]) -> None:
    curves, request = problem
    channels = tuple(
        replace(
            c,
            curve=in_unit(c.curve, unit),
            carry_in=tuple(float(v) * unit for v in c.carry_in),
        )
        for c in curves.channels
    )
    limits = [{**limit, "max": limit["max"] * unit} for limit in request["limits"]]
    goal = {"kind": "spend", "total": request["goal"]["total"] * unit}
    one = optimize(curves, read_request(request))
    other = optimize(
        replace(curves, channels=channels), read_request({**request, "goal": goal, "limits": limits})
    )
    assert other.outcome == pytest.approx(one.outcome * unit, rel=1.1e-3)
    assert other.spend == pytest.approx(goal["total"], rel=1e-9)


def test_free_concave_cells_earn_the_same_on_their_next_unit() -> None:
    rng = np.random.default_rng(5)
    channels = [
        {
            "name": f"C{i}",
            "curve": {"kind": "hill", "ceiling": 3000.0, "half_spend": 1000.0, "shape": 0.9},
            "carryover": {"kind": "geometric", "retention": float(rng.uniform(0, 0.6)), "normalized": True},
            "season": rng.uniform(0.8, 1.2, 12).tolist(),
        }
        for i in range(6)
    ]
    curves = read_curves(
        {
            "format": "planner-curves/1",
            "period": "month",
            "currency": "E",
            "outcome": "revenue",
            "channels": channels,
        }
    )
    request = {"horizon": {"start": "2027-01", "months": 12}, "goal": {"kind": "spend", "total": 40_000}}
    found = optimize(curves, read_request(request))
    inside = found.allocation > 1
    assert np.ptp(found.marginal_cells[inside]) < 1e-4 * found.marginal_cells.max()
    assert found.gap is not None
    assert found.gap < 1e-6
