"""The sheet of a business case: one page in every language, silent about margins where they are hidden."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.plan.business_case import MoreMoney, case
from planner.plan.evaluation import plan_model
from planner.plan.questions import Desk
from planner.presentation.board.case import CaseText, headline, payback_words, sheet
from planner.presentation.board.page import printed
from planner.presentation.language import LANGUAGES, speaking
from tests.presentation.economy import sample_plan


@pytest.fixture(scope="module")
def text() -> CaseText:
    plan = sample_plan(2027, with_actuals=False)
    model = plan_model(plan.company, plan.curves, 2027, plan.channels)
    desk, ask = Desk(model, plan.company, plan.version.lines, plan.evaluation), MoreMoney(100_000)
    return CaseText(plan.company, plan.version, ask, case(desk, ask), 20_000_000.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_page_in_every_language(text: CaseText, language: str) -> None:
    with speaking(language):
        page = printed(sheet(text))
    assert b"/Type/Pages/Count 1/" in page


def test_the_headline_says_both_readings(text: CaseText) -> None:
    assert headline(text).startswith("$100k more: +\N{WORD JOINER}$234k of revenue this year, ")
    assert payback_words(text).endswith("mo.")


def test_without_margins_nothing_tells_of_profit(text: CaseText) -> None:
    said = json.dumps(sheet(replace(text, with_margins=False))).lower()
    for word in ("margin", "profit", "paid back", "pays"):
        assert word not in said
