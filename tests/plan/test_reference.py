"""The reference answers of the domain's demo economy, recomputed from its printed parameters."""

from __future__ import annotations

from typing import Any

import pytest

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.plan.answer import Answer
from planner.plan.optimizer import optimize
from tests.economy import CURRENT, TABLE, TOTAL, economy, economy_document, economy_request

BASE = 14_783_000.0


def answer(spread: float = 0.5, **changes: Any) -> Answer:
    return optimize(economy(), read_request(economy_request(spread, **changes)))


def gain(found: Answer) -> float:
    assert found.started_from is not None
    return found.outcome - found.started_from


@pytest.mark.parametrize(("spread", "expected"), [(0.2, 44_300), (0.3, 48_500), (0.5, 51_100)])
def test_resplit_within_a_band_gains_what_the_reference_says(spread: float, expected: float) -> None:
    found = answer(spread)
    assert gain(found) == pytest.approx(expected, rel=0.02)
    assert found.spend == pytest.approx(TOTAL, abs=0.01)
    assert found.gap is not None
    assert found.gap < 1e-4


@pytest.mark.parametrize(
    ("total", "expected"), [(0.9, -188_600), (0.8, -456_700), (1.1, 265_800), (1.2, 459_000)]
)
def test_smart_cuts_and_raises_match_the_reference(total: float, expected: float) -> None:
    assert gain(answer(total=TOTAL * total)) == pytest.approx(expected, rel=0.02)


def test_best_split_for_the_full_effect_costs_something_this_year() -> None:
    found = answer(measure="full")
    assert gain(found) == pytest.approx(367_000, rel=0.02)
    assert found.in_year - 4_717_600 == pytest.approx(-18_100, rel=0.05)
    change = {name: amount / CURRENT[name] - 1 for name, amount in found.spend_by_channel().items()}
    assert change["TV"] == pytest.approx(0.50, abs=0.01)
    assert change["Radio"] == pytest.approx(0.50, abs=0.01)
    assert change["Display"] == pytest.approx(-0.49, abs=0.01)
    assert change["Search brand"] == pytest.approx(-0.42, abs=0.01)


def test_next_hundred_thousand_goes_where_the_reference_puts_it() -> None:
    limits = [{"channels": [n], "min": a, "max": a * 1.5} for n, a in CURRENT.items()]
    found = answer(total=TOTAL + 100_000, limits=limits)
    added = {name: amount - CURRENT[name] for name, amount in found.spend_by_channel().items()}
    for name, expected in {"TV": 35_500, "Search generic": 27_700, "Radio": 15_000, "Email": 9_300}.items():
        assert added[name] == pytest.approx(expected, rel=0.02)
    assert gain(found) == pytest.approx(233_700, rel=0.02)


def test_twenty_million_needs_the_reference_spend() -> None:
    document = economy_document()
    document["baseline"] = [BASE / 12]
    limits = [{"channels": [row[0]], "min": row[1] * 500, "max": row[1] * 3000} for row in TABLE]
    goal = {"kind": "reach", "metric": "revenue", "value": 20_000_000}
    found = optimize(read_curves(document), read_request(economy_request(goal=goal, limits=limits)))
    assert found.spend == pytest.approx(1_318_000, rel=0.005)
    assert found.outcome + BASE >= 20_000_000 - 0.01


@pytest.mark.parametrize(("measure", "expected"), [("in_year", 1_000_000), ("full", 1_800_000)])
def test_horizon_flips_the_best_total(measure: str, expected: float) -> None:
    """The reference searched a grid of 200,000, each channel within 0.3 to 3 times today."""
    limits = [{"channels": [n], "min": a * 0.3, "max": a * 3} for n, a in CURRENT.items()]
    found = answer(goal={"kind": "profit", "margin": 0.45}, measure=measure, limits=limits)
    assert found.spend == pytest.approx(expected, abs=100_000)
