"""Advice on tests also where nothing was measured: the doubt of the trade stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Channel, Company
from planner.domain.curves import ChannelCurve, CurveSet, Hill, Logistic, Table
from planner.domain.experiment import Experiment
from planner.plan.learning import LiftTest
from planner.services.lift_advice import USUAL_DOUBT, lift_advice, stands_out, usual_error, with_usual_doubt

MEASURED = ChannelCurve("TV", Hill(100.0, 50.0, 1.0), draws=tuple({"ceiling": 100.0} for _ in range(400)))
TYPED = CurveSet(
    "month",
    "USD",
    (
        ChannelCurve("Radio", Hill(90_000.0, 40_000.0, 1.0)),
        ChannelCurve("Search", Logistic(80_000.0, 4e-5)),
        ChannelCurve("Kino", Table((0.0, 50_000.0), (0.0, 20_000.0))),
        ChannelCurve("Nothing", Hill(0.0, 1.0, 1.0)),
    ),
    noise=0.005,
)
COMPANY = Company(
    "Two Rivers", channels=tuple(map(Channel, TYPED.names)), baselines={2027: (200_000.0,) * 12}
)


def test_typed_curves_are_as_unsure_as_channels_differ() -> None:
    doubted = with_usual_doubt(TYPED)
    for name, key, level in (("Radio", "ceiling", 90_000.0), ("Kino", "scale", 1.0)):
        drawn = np.array([draw[key] for draw in doubted.channel(name).draws])
        assert drawn.mean() == pytest.approx(level)
        assert np.log(drawn).std() == pytest.approx(USUAL_DOUBT, rel=0.15)
    assert doubted.channel("Nothing") == TYPED.channel("Nothing"), "what brings nothing is not doubted"


def test_what_was_measured_keeps_its_own_doubt() -> None:
    both = replace(TYPED, channels=(MEASURED, *TYPED.channels))
    doubted = with_usual_doubt(both)
    assert doubted.channel("TV") == MEASURED
    assert len(doubted.channel("Radio").draws) == 400, "draw i of all channels belongs together"


def test_a_plan_on_typed_curves_is_told_what_to_test() -> None:
    spend = np.full((4, 12), 30_000.0)
    grid = BudgetGrid.from_spend(TYPED.names, COMPANY.fiscal_year(2027).months, spend)
    advice = lift_advice(COMPANY, TYPED, grid, 2027)
    assert advice.assumed == ("Radio", "Search", "Kino")
    assert advice.tests
    assert {test.channel for test in advice.tests} <= {"Radio", "Search", "Kino"}
    worth = [test.net for test in advice.tests]
    assert worth == sorted(worth, reverse=True)


def test_tests_made_so_far_say_how_exact_the_next_one_is() -> None:
    """Errors of 2,000 over 4 weeks, 900 over 9 and 500 over one: 1,000, 300 and 500 a week."""
    monday = date(2026, 3, 2)
    made = [
        Experiment("Radio", monday, monday + timedelta(days=7 * weeks - 1), 1.0, 1.0, error)
        for weeks, error in ((4, 2_000.0), (9, 900.0), (1, 500.0))
    ]
    assert usual_error(made) == pytest.approx(500.0)
    assert usual_error([]) is None
    spend = np.full((4, 12), 30_000.0)
    grid = BudgetGrid.from_spend(TYPED.names, COMPANY.fiscal_year(2027).months, spend)
    blind, seeing = (lift_advice(COMPANY, TYPED, grid, 2027, tests) for tests in ((), made))
    assert (blind.like, seeing.like) == (0, 3)
    assert seeing.tests[0].net > blind.tests[0].net


def test_how_far_a_lift_stands_out() -> None:
    test = LiftTest("TV", -1.0, 4, -1_000.0, -300.0, 100.0, 50.0, 10.0)
    assert stands_out(test) == 3.0
