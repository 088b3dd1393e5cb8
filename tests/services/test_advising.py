"""What the files advise: figures of the plan's own evaluation, silence where nothing can be said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.domain.budget_plan import VersionStatus
from planner.domain.company import Company
from planner.presentation.annual_plan import AnnualPlan, first_open
from planner.presentation.board import board_page
from planner.presentation.board.words import asks, risks
from planner.presentation.formats import compact
from planner.presentation.language import LANGUAGES, speaking
from planner.presentation.workbook import annual_plan
from planner.services.exports import export_plan
from planner.services.library import Store
from planner.storage.database import Database


@pytest.fixture(scope="module")
def plans(loaded: Path) -> dict[int, AnnualPlan]:
    store = Store(Database(f"sqlite:///{loaded}"))
    found = {v.year: export_plan(store, "sample", v.id) for v in store.versions("sample")}
    store.close()
    return found


def test_a_running_year_is_advised_on_what_is_left_of_it(plans: dict[int, AnnualPlan]) -> None:
    plan = plans[2026]
    rest = plan.advice.rest
    assert rest is not None
    assert rest.gain > 0
    assert plan.advice.moves == ()
    said = asks(plan)
    assert len(said) == 2
    assert said[0].startswith("From Dec 1, 2026 keep the split"), "the figures came in on Nov 4"
    assert not any("Nov 1, 2026" in line for line in said)
    assert (rest.grid.cents[:, 10] == rest.plan.cents[:, 10]).all(), "November has begun: it stays as planned"
    assert plan.advice.to_target is not None
    gain = compact(plan.advice.to_target.gain, plan.company, currency=True)
    assert re.search(rf"out of reach: \+\$[\d.]+k of media adds {re.escape(gain)}\. Set a new one", said[1])
    assert plan.advice.test is None, "a test pays by what is decided after it, and the year is nearly over"
    assert plan.came_from is None


def test_the_first_month_to_decide_on_is_after_the_actuals_and_has_not_begun() -> None:
    months = Company("Acme").fiscal_year(2026).months
    assert first_open(months, months[9], date(2026, 10, 31)) == months[10]
    assert first_open(months, months[9], date(2026, 11, 1)) == months[10]
    assert first_open(months, months[9], date(2026, 11, 4)) == months[11]
    assert first_open(months, months[9], date(2026, 12, 2)) is None
    assert first_open(months, None, date(2025, 12, 15)) == months[0]


def test_a_year_to_come_asks_for_approval_and_moves(plans: dict[int, AnnualPlan]) -> None:
    plan = plans[2027]
    said = asks(plan)
    assert said[0].startswith("Approve $1.54M of marketing by Dec 31, 2026, $1.08M of it media")
    assert said[1].startswith("From Jan 1, 2027 move $")
    assert said[2].startswith("Test ")
    gains = [move.gain_so_far for move in plan.advice.moves]
    assert gains == sorted(gains)
    assert plan.advice.rest is None


def test_a_split_is_kept_by_what_the_whole_best_split_gains_not_by_the_moves_a_page_has_room_for(
    plans: dict[int, AnnualPlan],
) -> None:
    """With a tenth of the gain nothing moves; what all moves gain is named, not that of the four listed."""
    plan = plans[2027]
    moves = plan.advice.moves
    assert len(moves) > 4
    assert sum(line.startswith("From ") and " move " in line for line in asks(plan)) <= 4
    small = tuple(replace(move, gain=move.gain / 10, gain_so_far=move.gain_so_far / 10) for move in moves)
    said = asks(replace(plan, advice=replace(plan.advice, moves=small)))
    whole = compact(small[-1].gain_so_far, plan.company, currency=True)
    assert f"Keep the split: the best one would add {whole} of revenue." in said


def test_the_bridge_from_last_year_adds_up(plans: dict[int, AnnualPlan]) -> None:
    plan = plans[2027]
    assert plan.came_from is not None
    bridge = plan.came_from.bridge
    assert bridge.end == pytest.approx(plan.evaluation.figures["revenue"].value)
    assert bridge.start + sum(bar.amount for bar in bridge.bars) == pytest.approx(bridge.end)


def test_risks_of_the_plan_book_come_with_their_cost(plans: dict[int, AnnualPlan]) -> None:
    plan = plans[2027]
    dearest = plan.advice.stressed[0]
    assert dearest.revenue < 0
    assert any(line.startswith(dearest.risk.name) for line in risks(plan))


def test_without_margins_no_ask_tells_of_profit(plans: dict[int, AnnualPlan]) -> None:
    for plan in plans.values():
        assert not any("profit" in line for line in asks(replace(plan, with_margins=False)))


def test_an_approved_year_to_come_is_not_asked_to_be_approved(plans: dict[int, AnnualPlan]) -> None:
    plan = plans[2027]
    approved = replace(plan, version=replace(plan.version, status=VersionStatus.APPROVED))
    assert not any(line.startswith("Approve") for line in asks(approved))


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_all_its_sentences_the_board_page_stays_one(plans: dict[int, AnnualPlan], language: str) -> None:
    with speaking(language):
        pages = [board_page(plan) for plan in plans.values()]
    assert all(b"/Type/Pages/Count 1/" in page for page in pages)


def test_the_workbook_names_the_curves_as_people_do(plans: dict[int, AnnualPlan], loaded: Path) -> None:
    """The number within the company and the name, not the number of the database."""
    store = Store(Database(f"sqlite:///{loaded}"))
    named = {info.id: (info.number, info.name) for info in store.curves_list("sample")}
    store.close()
    plan = plans[2026]
    number, name = named[plan.version.curves_id]
    cells = [
        row[at + 1 :]
        for row in load_workbook(BytesIO(annual_plan(plan)))["Assumptions"].iter_rows(values_only=True)
        for at, value in enumerate(row)
        if value == "Curve set"
    ]
    assert [next(value for value in rest if value) for rest in cells] == [f"{number} · {name}"]
