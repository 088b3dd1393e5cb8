"""The Business case view: one screen, the same figures as its sheet, opened by a link."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.services.library import Store
from tests.ui.conftest import Open
from tests.ui.tabs import in_url, labels, press, shown, tiles, words


def test_a_link_opens_the_case_of_an_amount(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="case", case_amount="100000")
    shown = tiles(tab)
    assert shown["Cost"] == "$100k"
    assert shown["Revenue, in-year"] == "+\N{WORD JOINER}$234k"
    assert shown["Payback"].endswith("mo.")
    assert "Without it: $234k less revenue this year" in words(tab)
    assert "no channel is cut" in words(tab)


def test_a_campaign_has_to_prove_its_money(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="case", case_of="campaign")
    assert "the plan without these campaigns' money" in words(tab)
    assert tiles(tab)["Cost"] == "$1.90k"


def test_hidden_margins_stay_hidden(store: Store, open_page: Open) -> None:
    tab = open_page("plan", plan_view="case", case_amount="100000", margins="hidden")
    assert set(tiles(tab)) == {"Cost", "Revenue, in-year", "Revenue, full effect"}
    said = words(tab).lower()
    assert "profit" not in said
    assert "margin" not in said.replace("margins", "")


@pytest.mark.parametrize("wrong", ["abc", "nan", "-5", "1e999", "0"])
def test_a_link_with_a_bad_amount_opens_all_the_same(store: Store, open_page: Open, wrong: str) -> None:
    tab = open_page("plan", plan_view="case", case_amount=wrong)
    assert not tab.exception


def test_the_simulator_s_answer_leads_to_the_case(store: Store, open_page: Open) -> None:
    tab = open_page("simulator")
    press(tab, "+100k")
    for _turn in range(20):
        if "Business case" in labels(tab) and not any("Still looking" in c.value for c in tab.caption):
            break
        shown(tab)
    press(tab, "Business case")
    assert tiles(tab)["Cost"] == "$100k"
    assert in_url(tab, "plan_view") == "case"


def titles(tab: AppTest) -> list[str]:
    return [one.value.strip("*") for one in tab.markdown if one.value.startswith("**")]


def test_the_picture_of_a_case_says_what_it_finds(store: Store, open_page: Open) -> None:
    paid = open_page("plan", plan_view="case", case_amount="100000")
    assert f"Margin has covered the money after {tiles(paid)['Payback']}" in titles(paid)
    late = open_page("plan", plan_view="case", case_of="campaign")
    assert tiles(late)["Payback"] == "after the year"
    assert any(one.startswith("By Dec margin covers ") for one in titles(late))
    hidden = open_page("plan", plan_view="case", case_amount="100000", margins="hidden")
    assert "By Dec each unit spent has brought 2.34 of revenue" in titles(hidden)
