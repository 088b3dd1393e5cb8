"""Advice that can be taken in part, frontiers, and plans under doubt."""

from __future__ import annotations

import numpy as np
import pytest

from planner.documents.request import read_request
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.plan.advice import gain, gain_split, indifference, ranked_moves
from planner.plan.frontier import frontier
from planner.plan.optimizer import optimize
from planner.plan.risk import cvar, tail_weights
from tests.economy import CURRENT, TABLE, TOTAL, economy, economy_request


def drawn(count: int = 60) -> dict[str, list[dict[str, float]]]:
    """Draws of the ceilings, 25 % log spread a channel, seeded."""
    rng = np.random.default_rng(11)
    return {
        row[0]: [
            {"ceiling": row[5] * 1000 * float(f)} for f in np.exp(rng.normal(-(0.25**2) / 2, 0.25, count))
        ]
        for row in TABLE
    }


def test_first_moves_gain_most_and_all_moves_gain_it_all() -> None:
    curves, request = economy(), read_request(economy_request())
    found = optimize(curves, request)
    current = request.current_spend(curves.names)
    assert current is not None
    model = compile_response(curves, request.horizon)
    moves = ranked_moves(model, current, found.allocation)
    assert found.started_from is not None
    assert moves[-1].gain_so_far == pytest.approx(found.outcome - found.started_from, rel=1e-6)
    assert moves[1].gain_so_far > 0.45 * moves[-1].gain_so_far
    assert moves[0].sentence.startswith("Move 15,000 from Display to Radio")


def test_gain_splits_into_budget_mix_and_timing_that_add_up() -> None:
    curves = economy()
    request = read_request(economy_request(timing="free", total=TOTAL * 1.1, limits=[]))
    found = optimize(curves, request)
    model = compile_response(curves, request.horizon)
    before = np.array([[CURRENT[name] / 12] * 12 for name in curves.names])
    parts = gain_split(model, before, found.allocation)
    difference = respond(model, found.allocation).outcome() - respond(model, before).outcome()
    assert parts.total == pytest.approx(difference, rel=1e-9)
    assert min(parts.budget, parts.mix, parts.timing) > 0
    turned = gain_split(model, found.allocation, before)
    assert (turned.budget, turned.mix, turned.timing) == pytest.approx(
        (-parts.budget, -parts.mix, -parts.timing)
    )


def test_the_optimum_is_flat_and_the_band_says_so() -> None:
    curves, request = economy(), read_request(economy_request())
    found = optimize(curves, request)
    for band in indifference(curves, request, found.allocation, 0.001):
        assert band.low <= band.best <= band.high
        assert CURRENT[band.channel] * 0.5 - 0.01 <= band.low
        if band.channel == "TV":
            limits = [*economy_request()["limits"], {"channels": ["TV"], "equal": band.high}]
            held = optimize(curves, read_request(economy_request(limits=limits)))
            assert held.outcome == pytest.approx(found.outcome * 0.999, rel=1e-5)


def test_frontier_rises_and_bends() -> None:
    totals = [700_000.0, 900_000.0, 1_100_000.0, 1_300_000.0, 9e9]
    points = frontier(economy(), read_request(economy_request()), totals)
    assert [point.total for point in points] == totals[:-1]
    assert np.all(np.diff([point.in_year for point in points]) > 0)
    assert np.all(np.diff([point.next_unit for point in points]) < 0)
    assert all(point.bound >= point.in_year for point in points)


def test_worst_draws_are_weighed_in_part() -> None:
    """By hand: the worst 30 % of 1, 2, 3, 4 are 1 and a fifth of 2."""
    figures = np.array([4.0, 1.0, 3.0, 2.0])
    assert tail_weights(figures, 0.3) == pytest.approx([0, 1 / 1.2, 0, 0.2 / 1.2])
    assert cvar(figures, 0.3) == pytest.approx((1 + 0.2 * 2) / 1.2)
    assert cvar(figures, 1.0) == pytest.approx(2.5)


def test_cvar_plan_is_better_in_bad_draws_and_worse_on_average() -> None:
    curves = economy(drawn())
    careless = optimize(curves, read_request(economy_request()))
    careful = optimize(curves, read_request(economy_request(risk={"kind": "cvar", "level": 0.2})))
    model = compile_response(curves, careless.horizon)
    tails = [cvar(respond(model, a.allocation).media_draws.sum(axis=0), 0.2) for a in (careless, careful)]
    assert tails[1] > tails[0]
    assert careful.outcome < careless.outcome
    assert careful.bound is None
    assert careful.figure == pytest.approx(tails[1])
    assert careful.spend == pytest.approx(TOTAL, abs=0.01)


def test_safe_plan_beats_the_current_one_with_the_chance_asked_for() -> None:
    curves = economy(drawn())
    request = read_request(economy_request(risk={"kind": "safe", "chance": 0.95}))
    found = optimize(curves, request)
    current = request.current_spend(curves.names)
    assert current is not None
    assert gain(compile_response(curves, found.horizon), current, found.allocation).chance >= 0.95


def test_safe_plan_stays_where_nothing_is_safe() -> None:
    limits = [{"channels": ["TV"], "min": 0}]
    best = optimize(economy(drawn()), read_request(economy_request(limits=limits))).spend_by_channel()
    request = economy_request(limits=limits, current=best, risk={"kind": "safe", "chance": 0.999})
    found = optimize(economy(drawn()), read_request(request))
    assert found.spend_by_channel() == pytest.approx(best, rel=1e-3)
