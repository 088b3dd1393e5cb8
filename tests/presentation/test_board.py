"""The board page: one page, the same bytes, and no trace of margins where they are hidden."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planner.analysis.outlook import Outlook
from planner.domain.kpis import KPIS, Unit
from planner.plan.learning import LiftTest
from planner.presentation.annual_plan import Advice, AnnualPlan
from planner.presentation.board import board_page, write_board
from planner.presentation.board.page import content
from planner.presentation.board.tiles import TILES, tiles
from planner.presentation.board.words import asks
from planner.presentation.formats import compact, figure
from planner.presentation.language import LANGUAGES, speaking
from tests.presentation.economy import sample_plan
from tests.presentation.test_workbook import bare, hostile, unspent


@pytest.mark.parametrize("case", [sample_plan, hostile, unspent, bare])
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_in_every_language(case: Callable[[], AnnualPlan], language: str) -> None:
    with speaking(language):
        page = board_page(case())
    assert page.startswith(b"%PDF")
    assert b"/Type/Pages/Count 1/" in page


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = sample_plan()
    first = board_page(plan)
    time.sleep(1.1)
    assert board_page(plan) == first


def test_without_margins_nothing_tells_of_profit() -> None:
    said = json.dumps(content(replace(sample_plan(), with_margins=False))).lower()
    for word in ("margin", "profit", "contribution", "clv", "hurdle"):
        assert word not in said


def test_positions_stay_inside_the_charts() -> None:
    for plan in (sample_plan(), hostile(), unspent(), bare()):
        page = content(plan)
        for bar in page["months"]["bars"]:
            assert all(
                0 <= bar[part] <= 1 for part in ("height", "plan", "low", "high") if bar[part] is not None
            )
        for row in page["reasons"]["rows"]:
            assert 0 <= row["from"] <= row["to"] <= 1


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    write_board(sample_plan(), tmp_path / "board.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["board.pdf"]


def test_beside_where_the_year_lands_every_figure_is_where_it_lands() -> None:
    plan = sample_plan()
    assert plan.outlook is not None
    shown = {tile["label"]: tile for tile in tiles(plan)}
    assert list(shown) == [KPIS[key].label for key in TILES]
    for key in TILES:
        landing = plan.outlook[key]
        if KPIS[key].unit is not Unit.MONEY:
            assert shown[KPIS[key].label]["value"] == figure(KPIS[key], landing.year.actual, plan.company)
    roas = shown["ROAS"]
    assert "plan" in roas["change"]
    assert "full effect" not in roas["change"]
    assert roas["value"] != figure(KPIS["roas"], plan.evaluation.figures["roas"].value, plan.company)


def test_what_no_outlook_tells_does_not_stand_beside_it() -> None:
    plan = sample_plan()
    assert isinstance(plan.outlook, Outlook)
    known = {key: one for key, one in plan.outlook.figures.items() if key != "roas"}
    assert "ROAS" not in {
        tile["label"] for tile in tiles(replace(plan, outlook=replace(plan.outlook, figures=known)))
    }


def test_a_test_is_asked_for_with_what_it_costs_is_worth_and_would_settle() -> None:
    lift = LiftTest("Paid social", 1.0, 4, 15_200.0, 60_000.0, 20_000.0, 40_500.0, 1_500.0)
    plan = replace(sample_plan(2027, with_actuals=False), advice=Advice(test=lift))
    own = plan.evaluation.figures.by_channel["Paid social"]
    low, high = (compact(v, plan.company, currency=True) for v in (own.low, own.high))
    assert asks(plan)[-1] == (
        "Test Paid social from Jan 1, 2027 on, twice its money for 4 weeks, +$15.2k of media: "
        "worth $39.0k after its cost of $1.50k. "
        f"Unknown today: its revenue of the year is between {low} and {high}."
    )
    assert not any("Test " in line for line in asks(replace(plan, advice=Advice())))
    free = replace(plan, advice=Advice(test=replace(lift, cost=-3_000.0)))
    assert "worth $40.5k, and it costs no revenue. Unknown" in asks(free)[-1]
