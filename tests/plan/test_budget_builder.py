"""Four ways to a budget: totals by hand, gains from the one evaluation, refusals in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import CostKind, CostLine
from planner.domain.errors import BadDocument, PlannerError
from planner.plan.budget_builder import Method, Way, Wishes, media_of, ways, with_money
from planner.plan.evaluation import plan_model
from planner.plan.questions import Desk
from tests.presentation.economy import sample_plan

WISHES = Wishes(0.08, 19_500_000, "revenue", 20_000_000, 0.05)


@pytest.fixture(scope="module")
def desk() -> Desk:
    plan = sample_plan(2027, with_actuals=False)
    model = plan_model(plan.company, plan.curves, 2027, plan.channels)
    return Desk(model, plan.company, plan.version.lines, plan.evaluation)


@pytest.fixture(scope="module")
def found(desk: Desk) -> dict[Method, Way]:
    past = BudgetGrid(
        desk.plan.grid.channels, tuple(m + -12 for m in desk.plan.grid.months), desk.plan.grid.cents // 2
    )
    return {way.method: way for way in ways(desk, WISHES, past)}


def test_media_is_what_the_cost_lines_leave() -> None:
    """100 of marketing, 10 fixed and a fifth of media beside it: 75 + 15 + 10."""
    lines = (CostLine("A", CostKind.AGENCY, 10.0), CostLine("B", CostKind.PRODUCTION, None, 0.2))
    assert media_of(100.0, lines) == pytest.approx(75.0)
    with pytest.raises(
        PlannerError, match="10 of marketing leaves nothing for media: the cost lines hold 10"
    ):
        media_of(10.0, lines)


def test_a_share_of_revenue_is_all_marketing(desk: Desk, found: dict[Method, Way]) -> None:
    way = found[Method.SHARE].after
    assert way is not None
    assert way.figures["marketing"].value == pytest.approx(0.08 * 19_500_000, abs=0.02)


def test_last_year_and_a_twentieth_more(desk: Desk, found: dict[Method, Way]) -> None:
    way = found[Method.LAST_YEAR].after
    assert way is not None
    assert way.grid.total == pytest.approx(desk.plan.grid.total / 2 * 1.05, abs=0.5)


def test_the_task_is_reached_with_the_least_spend(desk: Desk, found: dict[Method, Way]) -> None:
    """domain.md section 6: 20.0M of revenue needs about 1,318k re-split within 0.5 to 3 times."""
    way = found[Method.TASK].after
    assert way is not None
    assert way.figures["revenue"].value == pytest.approx(20_000_000, rel=1e-4)
    assert way.grid.total == pytest.approx(1_318_000, rel=0.02)


def test_at_the_best_total_the_next_unit_earns_the_hurdle(desk: Desk, found: dict[Method, Way]) -> None:
    way = found[Method.MARGINAL].after
    assert way is not None
    margin = desk.company.margin or 0.0
    inside = [
        own.next_unit
        for name, own in way.figures.by_channel.items()
        if 0.31 < own.spend / desk.plan.grid.by_channel()[name] < 2.99
    ]
    assert inside
    assert np.array(inside) * margin == pytest.approx(desk.company.hurdle, rel=0.03)


def test_last_year_s_mix_is_kept_where_that_is_wanted(desk: Desk) -> None:
    kept = ways(desk, replace(WISHES, keeps_mix=True), None)
    assert kept[0].after is not None
    shares = [v / kept[0].after.grid.total for v in kept[0].after.grid.by_channel().values()]
    assert shares == pytest.approx([v / desk.plan.grid.total for v in desk.plan.grid.by_channel().values()])
    assert (kept[0].after.figures["revenue"].value or 0) < (best_revenue(desk) or 0)
    assert "Nothing is known of last year" in str(kept[2].refused)


def best_revenue(desk: Desk) -> float | None:
    best = ways(desk, WISHES, None)[0].after
    return None if best is None else best.figures["revenue"].value


def test_what_cannot_be_had_is_refused_in_its_own_column(desk: Desk) -> None:
    bare = Desk(desk.model, replace(desk.company, margin=None), desk.lines, desk.plan)
    refused = {w.method: w.refused for w in ways(bare, replace(WISHES, share=0.001, value=1e12), None)}
    assert "leaves nothing for media" in str(refused[Method.SHARE])
    assert refused[Method.TASK] is not None
    assert "needs the margin" in str(refused[Method.MARGINAL])


def test_a_plan_without_money_starts_from_last_year_or_evenly(desk: Desk) -> None:
    plan = desk.plan.grid
    nothing = BudgetGrid(plan.channels, plan.months, np.zeros_like(plan.cents))
    empty = replace(desk, plan=desk.evaluate(nothing))
    assert with_money(desk, None) is desk
    assert (with_money(empty, plan).plan.grid.cents == plan.cents).all()
    assert len(set(with_money(empty, None).plan.grid.by_channel().values())) == 1


def test_what_was_taken_as_given_can_be_kept(found: dict[Method, Way]) -> None:
    noted = found[Method.SHARE].noted
    assert (noted["method"], noted["share"], noted["of_revenue"]) == ("share", 0.08, 19_500_000)
    assert noted["marketing"] == pytest.approx(1_560_000, abs=0.02)


@pytest.mark.parametrize("wrong", [{"share": 0.0}, {"share": 1.1}, {"revenue": 0.0}, {"change": -1.0}])
def test_impossible_wishes_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadDocument):
        replace(WISHES, **wrong)
