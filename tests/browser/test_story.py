"""A marketing chief's day with the sample files, from a moved slider to a file that Excel opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import NewTab
from tests.browser.serving import ROOT, settled
from tests.browser.steps import (
    answered,
    drag,
    go,
    held,
    lock,
    press,
    sent,
    slider,
    stands_at,
    tile,
    view,
    visit,
)
from tests.presentation.libreoffice import converted

pytestmark = pytest.mark.browser
FILE = ROOT / "sample_data" / "actuals_2026.xlsx"


def test_the_whole_story(app: str, new_tab: NewTab, tmp_path: Path) -> None:
    page = new_tab()
    visit(page, app, "simulator")
    _move_money(page)
    _take_the_best_split(page)
    _save_and_compare(page)
    _bring_in_actuals(page)
    _read_why(page)
    _open_in_libreoffice(_downloaded(page, tmp_path), tmp_path)
    _come_back(page)


def _move_money(page: Page) -> None:
    expect(tile(page, "Revenue")).to_have_text("19,501k")
    slider(page, "TV").focus()
    for _step in range(5):
        page.keyboard.press("ArrowRight")
    stands_at(page, "TV", 190_000)
    expect(tile(page, "Revenue")).not_to_have_text("19,501k")
    expect(page.get_by_text("Sandbox: not saved in Draft 2027")).to_be_visible()
    answered(page)
    stands_at(page, "TV", 190_000)
    expect(tile(page, "Working media")).to_have_text("1,080k")

    before = tile(page, "Revenue").inner_text()
    drag(page, "Display", 0.2)
    expect(tile(page, "Revenue")).not_to_have_text(before)
    answered(page)
    assert held(page, "Display") < 40_000
    expect(tile(page, "Working media")).to_have_text("1,080k")


def _take_the_best_split(page: Page) -> None:
    lock(page, "Radio and audio")
    settled(page)
    before = held(page, "Radio and audio")
    press(page, "Best split")
    press(page, "Apply")
    expect(page.get_by_role("button", name="Apply", exact=True)).to_have_count(0)
    settled(page)
    assert held(page, "Radio and audio") == before
    expect(tile(page, "Working media")).to_have_text("1,080k")


def _save_and_compare(page: Page) -> None:
    revenue = tile(page, "Revenue").inner_text()
    press(page, "Save scenario")
    page.get_by_role("textbox", name="Name").fill("Best with less display")
    press(page, "Save")
    expect(sent(page)).to_contain_text("Saved as scenario “Best with less display”")
    go(page, "Compare")
    expect(page.get_by_role("heading", level=3)).to_contain_text("Scenario: Best with less display")
    expect(page.get_by_role("heading", level=3)).to_contain_text("the same working media")
    assert "vs=" in page.url
    go(page, "Simulator")
    expect(tile(page, "Revenue")).to_have_text(revenue)


def _bring_in_actuals(page: Page) -> None:
    go(page, "Actuals")
    view(page, "Files taken over")
    press(page, "Undo")
    expect(sent(page)).to_contain_text("Undone; the figures before it are back")
    expect(page.get_by_text("actuals to Sep 2026")).to_be_visible()
    view(page, "Upload")
    page.locator("input[type=file]").set_input_files(FILE)
    expect(page.get_by_text("Which channel is meant?")).to_be_visible()
    press(page, "Use these")
    expect(page.get_by_text("Which channel is meant?")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"^\d+ figures read"))).to_be_visible()
    press(page, "Take over")
    expect(sent(page)).to_contain_text("Took over")
    expect(page.get_by_text("actuals to Oct 2026")).to_be_visible()


def _read_why(page: Page) -> None:
    go(page, "Results")
    expect(page.get_by_text(re.compile(r"Jan–Oct 2026: revenue [+−][\d,]+k against plan"))).to_be_visible()


def _downloaded(page: Page, folder: Path) -> Path:
    go(page, "Plan")
    press(page, "Download")
    with page.expect_download() as coming:
        press(page, "Annual plan (Excel)")
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.suffix == ".xlsx"
    page.keyboard.press("Escape")
    return file


def _open_in_libreoffice(file: Path, folder: Path) -> None:
    [opened] = converted([file], "xlsx", folder / "opened")
    book = CalamineWorkbook.from_path(opened)
    cells = [
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    ]
    assert len(cells) > 1_000
    assert not [cell for cell in cells if isinstance(cell, str) and re.match(r"#[A-Z/0!?]+|Err:\d", cell)]
    assert 1_080_000 in [round(cell) for cell in cells if isinstance(cell, float)]


def _come_back(page: Page) -> None:
    """All is there after a reload: the moves and their plan from the URL, the rest from the database."""
    go(page, "Compare")
    page.reload()
    expect(page.get_by_role("heading", level=3)).to_contain_text("Scenario: Best with less display")
    go(page, "Simulator")
    names = ("TV", "Display", "Radio and audio")
    before, revenue = [held(page, name) for name in names], tile(page, "Revenue").inner_text()
    expect(page).to_have_url(re.compile("sandbox="))
    page.reload()
    expect(tile(page, "Revenue")).to_have_text(revenue)
    assert [held(page, name) for name in names] == before
    expect(slider(page, "Radio and audio")).to_have_attribute("aria-disabled", "true")
    go(page, "Actuals")
    view(page, "Files taken over")
    expect(page.get_by_text("actuals_2026.xlsx").first).to_be_visible()
    expect(page.get_by_text("undone", exact=True)).to_have_count(1)
