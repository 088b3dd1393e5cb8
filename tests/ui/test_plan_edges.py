"""The Plan page where something is missing or much too much: usable, and said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion
from planner.services.library import Store
from tests.ui.conftest import Open
from tests.ui.tabs import button, draft_of, press, tiles, words


@pytest.fixture
def draft(store: Store) -> PlanVersion:
    return draft_of(store)


def settings(store: Store, **changed: object) -> None:
    company = replace(store.company("sample"), **changed)  # type: ignore[arg-type]
    store.save_company("sample", company, revision=store.company_revision("sample"), who="Ann")


def strip_keys(tab: AppTest) -> set[str]:
    return {str(choice.key) for choice in tab.selectbox if choice.label in ("Plan", "Compared with")}


@pytest.mark.parametrize("view", ["budget", "campaigns", "case"])
def test_a_plan_without_money_opens(store: Store, open_page: Open, draft: PlanVersion, view: str) -> None:
    grid = BudgetGrid(draft.grid.channels, draft.grid.months, np.zeros_like(draft.grid.cents))
    store.save_version("sample", replace(draft, grid=grid, campaigns=()), who="Ann")
    tab = open_page("plan", plan_view=view)
    assert "0k working media" in tab.subheader[0].value
    if view == "budget":
        press(press(tab, "Build a budget"), "Compare")
        assert tab.dataframe[0].value.set_index("Figure").loc["Working media", "This plan"] == "0k"
        press(tab, "Make the draft")
        assert "New draft" in words(tab)


def test_without_a_margin_a_case_is_told_in_revenue(store: Store, open_page: Open) -> None:
    settings(store, margin=None)
    tab = open_page("plan", plan_view="case", case_amount="100000")
    assert set(tiles(tab)) == {"Cost", "Revenue, in-year", "Revenue, full effect"}
    tab = press(press(open_page("plan"), "Build a budget"), "Compare")
    assert "The best total needs the margin" in words(tab)


def test_without_people_anybody_signs_and_that_is_said(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    settings(store, signers=())
    tab = open_page("plan")
    assert "Nobody is named in Setup, People: anybody may review and approve." in words(tab)
    press(tab, "Submit")
    press(tab, "Approve")
    assert store.approved("sample", 2027) is not None


def test_one_person_alone_may_approve_and_that_is_said(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    only = store.company("sample").signers[-1]
    settings(store, signers=(only,))
    tab = open_page("plan")
    strip = strip_keys(tab)
    press(tab, "Submit")
    assert strip_keys(tab).isdisjoint(strip), "a browser would keep the label it knows"
    assert "One person signs for this company" in words(tab)
    assert not button(tab, "Approve").disabled
    press(tab, "Approve")
    assert store.approved("sample", 2027) is not None


def test_three_hundred_campaigns_and_a_lost_channel_are_told(
    store: Store, open_page: Open, draft: PlanVersion
) -> None:
    many = tuple(
        Campaign(f"C {i}", "TV" if i else "Skywriting", date(2027, 1, 1), date(2027, 12, 31), 100_00)
        for i in range(300)
    )
    store.save_version("sample", replace(draft, campaigns=many), who="Ann")
    said = words(open_page("plan"))
    assert "300 campaigns hold 30k of 1,080k" in said
    assert "0.1k lies on other channels or days" in said
