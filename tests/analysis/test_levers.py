from __future__ import annotations

import numpy as np
import pytest

from planner.analysis.levers import levers, repeat_return
from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Channel, Company, Customers
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.plan.evaluation import Evaluation, evaluate, plan_model

CUSTOMERS = Customers(opening=1000, retention=0.6, new_without_media=40, frequency=2, average_sale=50)


def one_channel(company: Company) -> Evaluation:
    """100 a month on a curve that reaches half of 800 there: 400 a month, slope 800 x 100 / 200^2 = 2."""
    curves = CurveSet("month", "USD", (ChannelCurve("Search", Hill(800, 100, 1)),))
    grid = BudgetGrid.from_spend(["Search"], company.fiscal_year(2027).months, np.full((1, 12), 100.0))
    return evaluate(plan_model(company, curves, 2027, ["Search"]), company, grid, ())


def test_one_per_cent_of_each_lever_by_hand() -> None:
    """4,800 media revenue is 96 orders, half by new customers: 600 + 40 + 48 = 688 active, 68,800 revenue.

    A next unit brings 2, so 0.04 orders and 0.02 customers: the next customer costs 50, 6.88 of them 344.
    Of those 2, 1 comes from customers one has, so 688 more revenue of theirs costs 688.
    """
    company = Company("Acme", customers=CUSTOMERS, channels=(Channel("Search", new_customer_share=0.5),))
    figures = one_channel(company).figures
    assert repeat_return(company, figures) == pytest.approx(1)
    found = {lever.key: lever for lever in levers(company, figures)}
    assert found["customers"].now == pytest.approx(688)
    assert found["customers"].cost == pytest.approx(344)
    assert found["frequency"].cost == pytest.approx(688)
    assert found["average_sale"].cost is None
    assert [found[key].revenue for key in ("customers", "frequency", "average_sale")] == pytest.approx(
        [688, 688, 688]
    )
    assert found["retention"].revenue == pytest.approx(0.01 * 1000 * 0.6 * 100)
    assert found["retention"].worth(0.5) == pytest.approx(300)


def test_without_customers_there_is_no_lever() -> None:
    company = Company("Acme", channels=(Channel("Search"),))
    assert levers(company, one_channel(company).figures) == ()


def test_a_channel_that_wins_nobody_prices_no_customer() -> None:
    company = Company("Acme", customers=CUSTOMERS, channels=(Channel("Search"),))
    found = {lever.key: lever for lever in levers(company, one_channel(company).figures)}
    assert found["customers"].cost is None
