"""Every channel held near its year's total, a common and hard question: bound, plan and refinement."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.domain.curves import CurveSet
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.optimizer import improve, optimize

MONTHS = 12


def held_problem(seed: int, channels: int, spread: float = 0.4) -> tuple[CurveSet, dict[str, Any]]:
    """Steep channels, each within `spread` of a year's total of its own."""
    rng = np.random.default_rng(seed)
    half = np.exp(rng.normal(9, 0.5, channels))
    current = half * MONTHS * rng.uniform(0.15, 0.5, channels)
    document = {
        "format": "planner-curves/1",
        "period": "month",
        "currency": "EUR",
        "outcome": "revenue",
        "channels": [
            {
                "name": f"C{i}",
                "curve": {
                    "kind": "hill",
                    "ceiling": float(half[i] * rng.uniform(2, 6)),
                    "half_spend": float(half[i]),
                    "shape": float(rng.uniform(2, 5)),
                },
                "carryover": {
                    "kind": "geometric",
                    "retention": float(rng.uniform(0, 0.6)),
                    "normalized": True,
                },
                "season": rng.uniform(0.7, 1.3, MONTHS).tolist(),
            }
            for i in range(channels)
        ],
    }
    request = {
        "horizon": {"start": "2027-01", "months": MONTHS},
        "goal": {"kind": "spend", "total": float(current.sum())},
        "limits": [
            {"channels": [f"C{i}"], "min": float(c * (1 - spread)), "max": float(c * (1 + spread))}
            for i, c in enumerate(current)
        ],
        "current": {f"C{i}": float(c) for i, c in enumerate(current)},
        "stop": {"gap": 0.001, "seconds": 3},
    }
    return read_curves(document), request


def test_one_channel_held_to_a_total_matches_a_fine_programme() -> None:
    """By enumeration: no carry-over, so spends on a grid of 60 parts of the money are nearly all there is."""
    season = [1.0, 1.2, 0.9, 1.1]
    curves = read_curves(
        {
            "format": "planner-curves/1",
            "period": "month",
            "currency": "EUR",
            "outcome": "revenue",
            "channels": [
                {
                    "name": name,
                    "curve": {"kind": "hill", "ceiling": 10.0, "half_spend": 20.0, "shape": 4},
                    "season": season,
                }
                for name in ("A", "B")
            ],
        }
    )
    most = 60.0
    request = {
        "horizon": {"start": "2027-01", "months": 4},
        "goal": {"kind": "spend", "total": 2 * most},
        "limits": [{"channels": [name], "max": most} for name in ("A", "B")],
    }
    found = optimize(curves, read_request(request))
    parts = np.arange(61)
    gained = 10.0 * parts**4 / (parts**4 + 20.0**4)
    best = np.full(61, 0.0)
    for index in season:
        best = np.array([max(best[s - x] + index * gained[x] for x in range(s + 1)) for s in parts])
    assert found.bound is not None
    assert found.bound >= 2 * best[-1]
    assert found.outcome >= 2 * best[-1] * (1 - 1e-9)
    assert found.outcome <= 2 * best[-1] * 1.005


@pytest.mark.parametrize(("seed", "channels"), [(1, 4), (2, 6)])
def test_bound_holds_and_is_close_where_every_channel_is_held(seed: int, channels: int) -> None:
    curves, request = held_problem(seed, channels)
    found = optimize(curves, read_request(request))
    assert found.bound is not None
    assert found.gap is not None
    assert found.gap <= 0.03
    model = compile_response(curves, found.horizon)
    rng = np.random.default_rng(seed)
    limits = request["limits"]
    for _ in range(200):
        # Flights in a few months, each channel's total between its limits and all of them the budget.
        totals = np.array([limit["min"] for limit in limits])
        room = np.array([limit["max"] for limit in limits]) - totals
        share = rng.dirichlet(np.ones(channels)) * (request["goal"]["total"] - totals.sum())
        if (share > room).any():
            continue
        flights = rng.random((channels, MONTHS)) ** 3 * (rng.random((channels, MONTHS)) < 0.4) + 1e-9
        spend = flights / flights.sum(axis=1, keepdims=True) * (totals + share)[:, None]
        assert respond(model, spend).outcome() <= found.bound
    for limit, total in zip(limits, found.allocation.sum(axis=1), strict=True):
        assert limit["min"] - 0.01 <= total <= limit["max"] + 0.01
    assert found.started_from is not None
    assert found.outcome >= found.started_from


def test_answers_only_get_better_while_time_lasts() -> None:
    curves, request = held_problem(3, 5)
    answers = list(improve(curves, read_request({**request, "stop": {"gap": 1e-4, "seconds": 2}})))
    assert len(answers) > 1
    for before, after in pairwise(answers):
        assert after.figure >= before.figure
        assert after.bound is not None
        assert before.bound is not None
        assert after.bound <= before.bound
        assert after.spend == pytest.approx(before.spend, abs=0.01)


def test_the_same_question_gets_the_same_answer_at_once_or_refined() -> None:
    curves, request = held_problem(1, 4)
    asked = read_request({**request, "stop": {"gap": 0.03, "seconds": 20}})
    once, again = optimize(curves, asked), optimize(curves, asked)
    assert once.allocation == pytest.approx(again.allocation)
    *_, last = improve(curves, asked)
    assert last.outcome == pytest.approx(once.outcome, rel=1e-3)


@pytest.mark.parametrize(
    "change",
    [
        {"goal": {"kind": "reach", "metric": "revenue", "value": 50_000}, "limits": []},
        {"limits": [{"channels": ["C0"], "min_when_on": 2_000}]},
    ],
)
def test_other_goals_refine_too(change: dict[str, Any]) -> None:
    curves, request = held_problem(5, 2)
    asked = read_request({**request, **change, "stop": {"gap": 0.01, "seconds": 1}})
    answers = list(improve(curves, asked))
    assert 1 <= len(answers) <= 2


@pytest.mark.parametrize("seed", range(6))
def test_no_worse_than_what_anyone_would_try(seed: int) -> None:
    """Even months, and each channel's money in its k best months, for all k."""
    curves, request = held_problem(10 + seed, 3)
    found = optimize(curves, read_request({**request, "stop": {"gap": 0.001, "seconds": 0.3}}))
    model = compile_response(curves, found.horizon)
    totals = np.array(list(request["current"].values()))
    season = np.array([channel.season for channel in curves.channels])
    place = np.argsort(np.argsort(-season, axis=1), axis=1)
    for k in range(1, MONTHS + 1):
        spend = np.where(place < k, totals[:, None] / k, 0.0)
        assert respond(model, spend).outcome() <= found.outcome * (1 + 1e-9)
