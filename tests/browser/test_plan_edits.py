"""Typing into the plan's grid: pasted from a sheet, kept on other views, not lost by submitting, undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import go, press, sent, view, visit

pytestmark = pytest.mark.browser
UNSAVED = re.compile(r"Not saved yet: −\d")


def _paste(page: Page, text: str) -> None:
    """Paste cells from a spreadsheet with their corner on TV in January."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 200, box["y"] + 50)
    page.keyboard.press("Control+V")


def test_what_is_typed_is_never_lost(app: str, new_tab: NewTab) -> None:
    page = new_tab()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, app, "plan")
    _paste(page, "1000\t2000.50\n3,000\t4000")
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    view(page, "Calendar")
    go(page, "Home")
    go(page, "Plan")
    view(page, "Budget")
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    press(page, "Submit")
    expect(page.get_by_text("Some edits on this page are not saved.")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "Save")
    expect(sent(page)).to_contain_text("Saved")
    expect(page.get_by_text(UNSAVED)).to_have_count(0)
    press(page, "Change log")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(sent(page).filter(has_text="Undone")).to_be_visible()
    settled(page)
    expect(page.get_by_role("heading", name=re.compile("Draft 2027: 1,080k"))).to_be_visible()


def test_a_minus_is_refused_and_not_dropped(app: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, app, "plan")
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 200, box["y"] + 50)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("-4000", delay=50)
    page.keyboard.press("Enter")
    expect(page.get_by_text("TV, Jan: -4000 is no amount from 0 to 100 billion.")).to_be_visible()


def test_the_reading_chosen_is_seen_on_a_page_opened_by_a_click(app: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, app, "simulator")
    for name in ("Plan", "Simulator"):
        go(page, name)
        expect(page.get_by_role("radio", name="In-year", exact=True)).to_be_checked()
