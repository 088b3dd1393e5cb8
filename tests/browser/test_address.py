"""The address of what is on screen: what it says, and what the browser's back button makes of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import answered, go, held, press, slider, stands_at, view, visit

pytestmark = pytest.mark.browser


def back(page: Page) -> None:
    page.go_back()
    settled(page)


def test_one_press_of_back_is_one_page_or_view(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading)
    assert page.url == f"{reading}/"  # what is usual is not said
    go(page, "Plan")
    expect(page).to_have_url(f"{reading}/plan")
    view(page, "Calendar")
    expect(page).to_have_url(f"{reading}/plan?plan_view=calendar")
    go(page, "Results")
    go(page, "Plan")  # the tab remembers the view, and the address says so without a step of its own
    expect(page).to_have_url(f"{reading}/plan?plan_view=calendar")
    for address in ("results", "plan?plan_view=calendar", "plan", ""):
        back(page)
        expect(page).to_have_url(f"{reading}/{address}")
    expect(page.get_by_text("2026 lands at")).to_be_visible()
    page.go_forward()
    settled(page)
    expect(page.get_by_role("radio", name="Budget", exact=True)).to_be_checked()


def test_back_leaves_moves_and_hidden_margins_as_they_are(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading)
    go(page, "Simulator")
    for key in ("PageUp", "ArrowRight", "ArrowRight"):
        slider(page, "TV").focus()
        page.keyboard.press(key)
        answered(page)
    moved = held(page, "TV")
    page.get_by_text("Hide margins").click()
    expect(page).to_have_url(re.compile("sandbox=.*margins=hidden|margins=hidden.*sandbox="))
    back(page)  # three moves and a switch are no steps
    expect(page.get_by_text("2026 lands at")).to_be_visible()
    expect(page.get_by_role("switch", name="Hide margins")).to_be_checked()
    go(page, "Simulator")
    stands_at(page, "TV", moved)


def test_the_address_says_that_one_presents(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "compare")
    press(page, "Present")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page).to_have_url(f"{reading}/compare?present=on")
    page.reload()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(f"{reading}/compare")
