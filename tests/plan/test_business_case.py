"""The case of an ask: differences of two evaluations, payback by hand, refusals in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.budget_plan import Campaign
from planner.domain.errors import PlannerError
from planner.plan.business_case import Keep, MoreMoney, case, payback_months
from planner.plan.evaluation import plan_model
from planner.plan.questions import Desk
from tests.presentation.economy import sample_plan


@pytest.fixture(scope="module")
def desk() -> Desk:
    plan = sample_plan(2027, with_actuals=False)
    model = plan_model(plan.company, plan.curves, 2027, plan.channels)
    return Desk(model, plan.company, plan.version.lines, plan.evaluation)


def test_the_next_hundred_thousand_bring_what_the_reference_says(desk: Desk) -> None:
    """domain.md section 6: +233.7k revenue, margin 105k, where it earns most and nothing is cut."""
    found = case(desk, MoreMoney(100_000))
    assert found.media == pytest.approx(100_000)
    assert found.revenue.value == pytest.approx(233_700, rel=0.02)
    assert found.profit is not None
    assert found.profit.value == pytest.approx(0.45 * found.revenue.value - found.cost)
    assert found.revenue.low is not None
    assert found.revenue.low < found.revenue.value < (found.revenue.high or 0)
    assert sum(amount for _name, amount in found.moves()) == pytest.approx(100_000)
    without, with_it = found.chances(20_000_000)
    assert without is not None
    assert with_it is not None
    assert with_it > without


def test_more_for_one_channel_is_the_difference_of_two_plans(desk: Desk) -> None:
    found = case(desk, MoreMoney(20_000, "TV"))
    more = desk.evaluate(desk.plan.grid.scaled_to({"TV": desk.plan.grid.by_channel()["TV"] + 20_000}))
    [(name, amount)] = found.moves()
    assert (name, round(amount, 2)) == ("TV", 20_000)
    gained = (more.figures["revenue"].value or 0) - (desk.plan.figures["revenue"].value or 0)
    assert found.revenue.value == pytest.approx(gained)
    full = (more.figures["revenue"].full or 0) - (desk.plan.figures["revenue"].full or 0)
    assert found.revenue_full.value == pytest.approx(full)


def test_what_is_lost_without_campaigns_is_what_they_bring(desk: Desk) -> None:
    spring = Campaign("Spring", "TV", date(2027, 3, 1), date(2027, 4, 30), 10_000_00)
    found = case(desk, Keep((spring,)))
    assert found.with_it is desk.plan
    assert found.cost == pytest.approx(10_000)
    assert found.without.grid.total == pytest.approx(desk.plan.grid.total - 10_000)
    assert found.revenue.value > 0
    assert found.spent[1] == 0
    assert found.spent[-1] == pytest.approx(10_000)


def test_payback_is_counted_from_the_first_spend() -> None:
    """120 asked in month 2; 0, 60, 100, 140 earned so far: half of the fourth month, 2.5 months on."""
    earned, spend = np.array([0.0, 60, 100, 140]), np.array([0.0, 120, 0, 0])
    assert payback_months(earned, spend, 120) == pytest.approx(2.5)
    assert payback_months(earned, spend, 141) is None
    assert payback_months(np.array([30.0]), np.array([10.0]), 15) == pytest.approx(0.5)


def test_without_a_margin_there_is_no_profit_and_no_payback(desk: Desk) -> None:
    bare = Desk(desk.model, replace(desk.company, margin=None), desk.lines, desk.plan)
    found = case(bare, MoreMoney(20_000, "TV"))
    assert (found.profit, found.profit_full, found.earned, found.payback) == (None, None, None, None)
    assert found.revenue.value > 0


@pytest.mark.parametrize("amount", [0, -1, float("nan"), 1e12])
def test_no_amount_is_no_ask(amount: float) -> None:
    with pytest.raises(PlannerError, match="amount above 0"):
        MoreMoney(amount)


def test_there_must_be_something_to_judge(desk: Desk) -> None:
    free = Campaign("Free", "TV", date(2027, 3, 1), date(2027, 3, 1), 0)
    with pytest.raises(PlannerError, match="hold no money"):
        case(desk, Keep((free,)))
    with pytest.raises(PlannerError, match='"Skywriting" is no channel'):
        case(desk, MoreMoney(1, "Skywriting"))
