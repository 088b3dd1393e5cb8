"""The meeting's questions on the reference economy: what they answer, and what they leave alone."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company
from planner.domain.errors import PlannerError, Unreachable
from planner.plan import questions
from planner.plan.evaluation import Evaluation, evaluate, plan_model
from planner.plan.questions import Desk
from planner.presentation import narrative, trust
from tests.economy import CURRENT, TOTAL, economy, indices

BASE = 14_783_000.0
SEASON, _PRICE = indices()
MONTHS = FiscalYear(2027).months
COMPANY = Company(
    name="Reference",
    currency="EUR",
    margin=0.45,
    channels=tuple(Channel(name) for name in CURRENT),
    baselines={2027: (BASE / 12,) * 12},
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    model = plan_model(COMPANY, economy(), 2027, tuple(CURRENT))
    spend = np.array([[amount * share / 12 for share in SEASON] for amount in CURRENT.values()])
    plan = evaluate(model, COMPANY, BudgetGrid.from_spend(tuple(CURRENT), MONTHS, spend), ())
    return Desk(model, COMPANY, (), plan)


def revenue(found: Evaluation) -> float:
    value = found.figures["revenue"].value
    assert value is not None
    return value


def gain(before: Evaluation, after: Evaluation) -> float:
    return revenue(after) - revenue(before)


def test_the_plan_earns_what_the_reference_says(desk: Desk) -> None:
    assert desk.plan.grid.total == TOTAL
    assert revenue(desk.plan) - BASE == pytest.approx(4_717_600, rel=0.005)


def test_best_split(desk: Desk) -> None:
    found = questions.best_split(desk)
    assert gain(found.before, found.after) == pytest.approx(51_100, rel=0.02)
    assert found.after.grid.total == TOTAL
    now = found.after.grid.by_channel()
    assert all(0.5 * held - 1 <= now[name] <= 1.5 * held + 1 for name, held in CURRENT.items())


def test_a_tenth_less_costs_less_when_cut_smartly(desk: Desk) -> None:
    found = questions.budget_changed(desk, -0.1 * TOTAL)
    assert found.pro_rata is not None
    assert gain(found.before, found.pro_rata) == pytest.approx(-240_900, rel=0.02)
    assert gain(found.before, found.after) == pytest.approx(-188_600, rel=0.02)
    assert found.after.grid.total == found.pro_rata.grid.total == 0.9 * TOTAL


def test_the_next_hundred_thousand_cuts_nobody(desk: Desk) -> None:
    found = questions.budget_changed(desk, 100_000)
    assert gain(found.before, found.after) == pytest.approx(233_700, rel=0.02)
    assert dict(found.moves())["TV"] == pytest.approx(35_500, rel=0.02)
    assert min(amount for _name, amount in found.moves()) > 0


def test_twenty_million_needs_the_reference_spend(desk: Desk) -> None:
    found = questions.reach(desk, "revenue", 20_000_000)
    assert found.after.grid.total == pytest.approx(1_318_000, rel=0.005)
    assert revenue(found.after) == pytest.approx(20_000_000, abs=50)


def test_without_television(desk: Desk) -> None:
    """The reference's 700k lost is the steady state: carry-in is the year's own mean, so nothing lingers."""
    dropped, reused = questions.without(desk, "TV")
    assert gain(desk.plan, dropped) == pytest.approx(-700_000, rel=0.02)
    assert dropped.grid.total == TOTAL - CURRENT["TV"]
    assert reused.after.grid.by_channel()["TV"] == 0
    assert reused.after.grid.total == TOTAL
    assert gain(dropped, reused.after) > 0


def test_timing_keeps_every_channel_s_year(desk: Desk) -> None:
    found = questions.best_timing(desk)
    assert gain(found.before, found.after) >= 0
    for name, held in desk.plan.grid.by_channel().items():
        assert found.after.grid.by_channel()[name] == pytest.approx(held, abs=0.01)


def test_no_answer_moves_a_locked_channel(desk: Desk) -> None:
    locked = Desk(desk.model, COMPANY, (), desk.plan, locked=("TV", "Radio"))
    for found in (
        questions.best_split(locked),
        questions.best_timing(locked),
        questions.budget_changed(locked, -50_000),
        questions.reach(locked, "revenue", 19_700_000),
    ):
        for name in locked.locked:
            row = desk.plan.grid.channels.index(name)
            assert (found.after.grid.cents[row] == desk.plan.grid.cents[row]).all()


def test_more_than_there_is_cannot_be_cut(desk: Desk) -> None:
    with pytest.raises(PlannerError, match="1,080,000; 1,080,000 cannot be cut from it"):
        questions.budget_changed(desk, -TOTAL)


def test_what_cannot_be_reached_names_what_can(desk: Desk) -> None:
    with pytest.raises(Unreachable):
        questions.reach(desk, "revenue", 90_000_000)


def test_the_best_split_leaves_nothing_to_gain(desk: Desk) -> None:
    best = questions.best_split(desk)
    again = questions.best_split(Desk(desk.model, COMPANY, (), best.after))
    assert gain(best.after, again.after) < 0.05 * gain(desk.plan, best.after)


def test_sentences_name_amount_base_and_both_ways(desk: Desk) -> None:
    cut = narrative.budget_changed(questions.budget_changed(desk, -0.1 * TOTAL), COMPANY)
    assert cut.startswith("Cutting 108k (10% of 1,080k working media) costs 18")
    assert "k revenue if cut smartly; pro rata −24" in cut
    more = narrative.budget_changed(questions.budget_changed(desk, 100_000), COMPANY)
    assert more.startswith("Adding 100k (9% of 1,080k working media) brings 23")
    dropped, reused = questions.without(desk, "TV")
    assert "Without TV the plan saves 180k and loses 7" in narrative.without_channel(
        "TV", desk.plan, dropped, reused, COMPANY
    )
    found = questions.reach(desk, "revenue", 20_000_000)
    assert narrative.reached(found, COMPANY, 20_000_000, None).startswith("20,000k revenue needs 1,31")
    assert "Chance to reach it then: 50%." in narrative.reached(found, COMPANY, 20_000_000, 0.5)


def test_effects_say_in_year_and_full_together(desk: Desk) -> None:
    found = questions.best_split(desk)
    assert narrative.effect(found.before, found.after, COMPANY).startswith("Revenue +5")
    profit = narrative.profit_effect(found.before, found.after, COMPANY)
    assert profit is not None
    assert "in-year" in profit
    assert "full effect" in profit
    unknown = Company(name="No margin", channels=COMPANY.channels, baselines=COMPANY.baselines)
    plain = evaluate(desk.model, unknown, desk.plan.grid, ())
    assert narrative.profit_effect(plain, plain, unknown) is None


def test_without_ranges_nothing_is_claimed_to_be_sure(desk: Desk) -> None:
    assert "carry no ranges" in trust.confidence(desk.plan, COMPANY)
