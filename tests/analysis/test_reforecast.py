"""The rest of a year planned anew: frozen months stay, promises are kept, the goal is met or refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.analysis.outlook import outlook
from planner.analysis.years import MeasuredYear
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import BASELINE, Company
from planner.domain.curves import CurveSet, Geometric, Weights
from planner.domain.errors import BadDocument, NoFeasiblePlan, Unreachable
from planner.domain.goals import BestProfit, Reach, SpendExactly
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response
from planner.plan.reforecast import Reforecast, pinned, reforecast
from planner.presentation.language import speaking, told

Replan = Callable[..., Reforecast]


@pytest.fixture(scope="session")
def grid(model: ResponseModel, plan_spend: FloatArray) -> BudgetGrid:
    return BudgetGrid.from_spend(model.channels, model.horizon.months, plan_spend)


@pytest.fixture(scope="session")
def ten_months(
    plan_spend: FloatArray, report: Callable[..., Actuals], measure: Callable[..., MeasuredYear]
) -> MeasuredYear:
    """TV overspent a little and brings less; Search goes as planned."""
    spend = plan_spend * np.array([[1.0], [1.04]])
    return measure(report(spend, 10, {"TV": 0.7, BASELINE: 0.98}))


@pytest.fixture(scope="session")
def replan(model: ResponseModel, company: Company, grid: BudgetGrid, ten_months: MeasuredYear) -> Replan:
    def replanned(**options: object) -> Reforecast:
        return reforecast(model, company, grid, ten_months, **options)  # type: ignore[arg-type]

    return replanned


def test_ten_frozen_months_are_never_touched(
    replan: Replan, ten_months: MeasuredYear, grid: BudgetGrid
) -> None:
    for goal in (None, SpendExactly(31_000.0)):
        found = replan(goal=goal)
        assert found.frozen == grid.months[:10]
        assert found.grid.spend[:, :10] == pytest.approx(found.plan.spend[:, :10])
        assert found.grid.spend[:, :10] == pytest.approx(ten_months.table[Metric.SPEND][:2, :10])


def test_the_budget_of_the_year_is_met_to_the_cent(replan: Replan, grid: BudgetGrid) -> None:
    found = replan()
    assert found.grid.cents.sum() == grid.cents.sum()
    assert replan(goal=SpendExactly(31_234.56)).grid.cents.sum() == 3_123_456


def test_moves_gain_and_say_how_surely(replan: Replan) -> None:
    found = replan(goal=SpendExactly(31_000.0))
    more = replan(goal=SpendExactly(31_000.0), change=0.9)
    assert found.gain > 0
    assert more.gain >= found.gain - 1e-6
    low, high = found.gain_range or (0.0, 0.0)
    assert low < found.gain < high
    assert found.chance_better == 1.0
    assert sum(amount for _, amount in found.moves()) == pytest.approx(found.spend_change, abs=1.0)
    assert found.gap is not None
    assert found.gap < 0.001


def test_without_a_decision_the_outlook_is_homes(
    replan: Replan, model: ResponseModel, company: Company, plan_spend: FloatArray, ten_months: MeasuredYear
) -> None:
    home = outlook(model, company, plan_spend, ten_months)
    assert replan().before["revenue"].year.actual == pytest.approx(home["revenue"].year.actual)
    assert replan().before["media"].year.actual == pytest.approx(home["media"].year.actual)


def test_what_is_committed_is_kept_even_beyond_the_plan(replan: Replan, grid: BudgetGrid) -> None:
    committed = np.zeros((2, 12))
    committed[1, 10], committed[0, 11] = 800.0, 1300.0
    found = replan(committed=committed)
    assert (found.grid.spend + 0.005 >= committed).all()
    assert found.grid.cents.sum() == grid.cents.sum()


def test_commitments_beyond_the_money_left_name_the_clash(replan: Replan) -> None:
    committed = np.zeros((2, 12))
    committed[:, 10:] = 5000.0
    with pytest.raises(NoFeasiblePlan):
        replan(committed=committed)


def test_a_locked_channel_stays_as_planned(replan: Replan, grid: BudgetGrid) -> None:
    found = replan(locked={"TV"})
    assert (found.grid.cents[1, 10:] == grid.cents[1, 10:]).all()


@pytest.mark.parametrize(
    ("promised", "locked", "word"), [(0.0, ("TV",), "(по плану)"), (0.9, (), "(обещано)")]
)
def test_what_holds_it_back_is_said_in_the_readers_language(
    promised: float, locked: tuple[str, ...], word: str, replan: Replan, grid: BudgetGrid
) -> None:
    committed = promised * grid.spend * np.array([[0.0], [1.0]])
    found = replan(committed=committed, locked=locked)
    with speaking("ru"):
        said = [told(reason) for reason in found.binding]
    assert any(word in one for one in said)
    assert not [one for one in said if re.search(r" in | at | held |\d-\d", one)]


def test_a_reachable_target_is_met_with_least_money(replan: Replan) -> None:
    lands = replan().before["revenue"].year.actual or 0.0
    found = replan(goal=Reach("revenue", lands + 300))
    assert found.after["revenue"].year.actual == pytest.approx(lands + 300, rel=1e-5)
    assert found.gain == pytest.approx(300, rel=1e-2)


def test_a_target_out_of_reach_says_what_can_be_reached(replan: Replan) -> None:
    lands = replan().before["revenue"].year.actual or 0.0
    with pytest.raises(Unreachable) as refused:
        replan(goal=Reach("revenue", lands * 1.5))
    best = refused.value.params["best"]
    assert isinstance(best, float)
    assert lands < best < lands * 1.5
    assert replan(goal=Reach("revenue", best - 1)).after["revenue"].year.actual == pytest.approx(
        best, rel=1e-4
    )


def test_nothing_left_to_plan_or_to_spend(
    model: ResponseModel,
    company: Company,
    grid: BudgetGrid,
    plan_spend: FloatArray,
    report: Callable[..., Actuals],
    measure: Callable[..., MeasuredYear],
) -> None:
    with pytest.raises(NoFeasiblePlan, match="nothing is left"):
        reforecast(model, company, grid, measure(report(plan_spend, 12)))
    with pytest.raises(NoFeasiblePlan, match="spent already"):
        reforecast(model, company, grid, measure(report(plan_spend * 2, 8)))


def test_other_goals_are_refused(replan: Replan) -> None:
    with pytest.raises(BadDocument):
        replan(goal=BestProfit(0.4))


def test_a_running_month_keeps_what_was_spent_and_gaps_before_it_are_past(
    model: ResponseModel,
    company: Company,
    grid: BudgetGrid,
    plan_spend: FloatArray,
    report: Callable[..., Actuals],
    measure: Callable[..., MeasuredYear],
) -> None:
    rows = (
        *report(plan_spend, 8, skip=(2,)),
        ActualRow("2026-09", "TV", "spend", 450.0),
        ActualRow("2026-09", "TV", "revenue", 1.0),
    )
    found = reforecast(model, company, grid, measure(Actuals(rows), as_of=date(2026, 9, 12)))
    assert found.frozen == grid.months[:8]
    assert found.grid.spend[1, 8] >= 450 - 0.005


@pytest.mark.parametrize(
    "carryover", [Geometric(0.4, True), Geometric(0.4, True, 3), Weights((0.5, 0.3, 0.2))]
)
@pytest.mark.parametrize("carry_in", ["steady", (300.0, 900.0)])
@pytest.mark.parametrize("origin", [None, date(2025, 11, 1)])
def test_pinning_the_carry_in_changes_no_answer(
    curves: CurveSet,
    company: Company,
    plan_spend: FloatArray,
    carryover: Geometric | Weights,
    carry_in: tuple[float, ...],
    origin: date | None,
) -> None:
    search, tv = curves.channels
    season = tuple(1 + 0.1 * n for n in range(12))
    tv = replace(tv, carryover=carryover, carry_in=carry_in, season=season, price_index=season[::-1])
    model = compile_response(
        replace(curves, channels=(search, tv), origin=origin), company.fiscal_year(2026).horizon
    )
    fixed = pinned(model, plan_spend)
    assert respond(fixed, plan_spend).media == pytest.approx(respond(model, plan_spend).media)
    assert respond(fixed, plan_spend).baseline == pytest.approx(model.baseline)
