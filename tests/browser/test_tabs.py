"""What only a browser shows: links, tabs beside each other, a phone, files at fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import NewTab
from tests.browser.serving import serving, settled
from tests.browser.steps import (
    answered,
    go,
    held,
    press,
    sent,
    sideways,
    slider,
    stands_at,
    tile,
    view,
    visit,
)

pytestmark = pytest.mark.browser
PAGES = {
    "": "2026 lands at",
    "simulator": "Keep the total",
    "compare": "Draft 2027:",
    "plan": "Submit",
    "plan?plan_view=calendar": "is the heaviest month",
    "plan?plan_view=case": "What it stands on",
    "actuals": "Bring in what was really spent",
    "actuals?actuals_view=months": "months have figures",
    "results": "against plan",
    "results?results_view=outlook": "The year by simpler sums",
    "customers": "1% more retention costs",
    "curves": "TV",
    "setup": "Fiscal year starts",
}


def test_a_deep_link_opens_its_page_on_a_fresh_server(new_tab: NewTab, tmp_path: Path) -> None:
    """Until somebody has opened the app, Streamlit does not know of its navigation."""
    with serving(tmp_path) as address:
        page = new_tab()
        visit(page, address, "plan?plan_view=calendar")
        expect(page.get_by_text("is the heaviest month")).to_be_visible()
        expect(page.get_by_text("Page not found")).to_have_count(0)
        assert "plan_view=calendar" in page.url


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_phone(reading: str, new_tab: NewTab, path: str) -> None:
    page = new_tab(390, 844)
    visit(page, reading, path)
    expect(page.get_by_text(PAGES[path]).first).to_be_visible()
    assert sideways(page) <= 0


def test_a_phone_says_which_page_is_open_and_its_list_closes_after_a_choice(
    reading: str, new_tab: NewTab
) -> None:
    page = new_tab(390, 844)
    visit(page, reading, "compare?lang=ru")
    button = page.get_by_test_id("stExpandSidebarButton")
    said = "node => getComputedStyle(node, '::after').content"
    assert button.evaluate(said) == '"Сравнение"'
    button.click()
    page.get_by_role("link", name="План", exact=True).click()
    expect(page.get_by_role("radio", name="Бюджет", exact=True)).to_be_checked()
    expect(page.get_by_role("link", name="План", exact=True)).not_to_be_in_viewport()
    assert button.evaluate(said) == '"План"'


def test_an_answer_comes_to_the_eye_of_a_phone(reading: str, new_tab: NewTab) -> None:
    page = new_tab(390, 844)
    visit(page, reading, "simulator")
    press(page, "How sure?")
    expect(page.locator(".st-key-answered").get_by_test_id("stVegaLiteChart")).to_be_in_viewport(ratio=0.9)


def test_a_phone_s_finger_moves_money(reading: str, new_tab: NewTab) -> None:
    page = new_tab(390, 844)
    visit(page, reading, "simulator")
    before = tile(page, "Revenue").inner_text()
    slider(page, "TV").focus()
    for _step in range(20):
        page.keyboard.press("ArrowRight")
    expect(tile(page, "Revenue")).not_to_have_text(before)


def test_quick_moves_of_two_sliders_all_count(reading: str, new_tab: NewTab) -> None:
    """Sliders that give way send their old values along with the next move; they must not undo it."""
    page = new_tab()
    visit(page, reading, "simulator")
    for channel in ("TV", "Display"):
        slider(page, channel).focus()
        for key in ("ArrowRight", "ArrowLeft", *["ArrowRight"] * 4):
            page.keyboard.press(key)
    answered(page)
    stands_at(page, "Display", 63_000)
    assert held(page, "TV") > 183_000
    expect(tile(page, "Working media")).to_have_text("1,080k")
    press(page, "Reset")
    stands_at(page, "TV", 180_000)
    stands_at(page, "Display", 60_000)
    press(page, "Undo")
    stands_at(page, "Display", 63_000)


def test_two_tabs_saving_one_draft_do_not_overwrite_each_other(app: str, new_tab: NewTab) -> None:
    first, second = new_tab(), new_tab()
    for page in (first, second):
        visit(page, app, "simulator")
    for page, channel in ((first, "TV"), (second, "Display")):
        slider(page, channel).focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text("Sandbox: not saved in Draft 2027")).to_be_visible()
    press(first, "Save into Draft 2027")
    expect(sent(first)).to_contain_text("Saved into Draft 2027")
    press(second, "Save into Draft 2027")
    refused = second.get_by_role("dialog")
    expect(refused).to_contain_text("after you opened it")
    expect(refused).to_contain_text("nothing was overwritten")
    # One view shows any two plans: the copy that could not be saved against the plan that was.
    press(second, "Keep mine as a scenario and compare")
    expect(second.get_by_role("heading", name="Scenario: Draft 2027,")).to_contain_text("against Draft 2027")
    expect(second.get_by_text("TV differs most: −2")).to_be_visible()
    visit(first, app, "simulator")
    stands_at(first, "TV", 182_000)


def test_a_link_opens_the_same_moves_elsewhere(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    slider(page, "TV").focus()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("Sandbox: not saved in Draft 2027")).to_be_visible()
    settled(page)
    before, revenue = held(page, "TV"), tile(page, "Revenue").inner_text()
    other = new_tab()
    other.goto(page.url)
    expect(tile(other, "Revenue")).to_have_text(revenue)
    stands_at(other, "TV", before)


def test_a_link_to_no_plan_says_so(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "plan?plan=999&sandbox=garbage&plan_view=nonsense")
    expect(sent(page)).to_contain_text("does not exist any more")
    expect(page.get_by_text("Draft 2027: 1,080k working media")).to_be_visible()


def test_a_page_that_is_none_says_so(reading: str, browser: Browser) -> None:
    """Streamlit logs it as an error too, so this tab is not one of those that must not log any."""
    page = browser.new_page()
    page.goto(f"{reading}/nowhere")
    expect(page.get_by_text("Page not found")).to_be_visible()
    page.close()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("letter.xlsx", b"Dear all, the figures follow.", "no row that names the columns was found"),
        ("cut.xlsx", b"PK\x03\x04" + b"\0" * 300, "damaged or cut-off"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    reading: str, new_tab: NewTab, name: str, data: bytes, said: str
) -> None:
    page = new_tab()
    visit(page, reading, "actuals")
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    expect(page.get_by_test_id("stAlert")).to_contain_text(said)
    expect(page.get_by_role("button", name="Take over")).to_have_count(0)


def test_views_and_themes_do_not_disturb_each_other(reading: str, new_tab: NewTab) -> None:
    page = new_tab(theme="dark")
    visit(page, reading, "results")
    for label in ("Outlook", "Spend control", "Scorecard", "Why"):
        view(page, label)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_hidden_margins_stay_hidden_on_the_way(reading: str, new_tab: NewTab) -> None:
    """From page to page, over a reload and in a link; the switch brings them back."""
    page = new_tab()
    visit(page, reading, "simulator")
    expect(tile(page, "Profit after marketing")).to_be_visible()
    page.get_by_text("Hide margins").click()
    expect(tile(page, "Profit after marketing")).to_have_count(0)
    go(page, "Home")
    expect(tile(page, "Profit after marketing")).to_have_count(0)
    page.reload()
    expect(tile(page, "Revenue")).to_be_visible()
    expect(tile(page, "Profit after marketing")).to_have_count(0)
    other = new_tab()
    visit(other, reading, "simulator?plan=2&margins=hidden")
    expect(tile(other, "Media revenue")).to_be_visible()
    expect(tile(other, "Profit after marketing")).to_have_count(0)
    other.get_by_text("Hide margins").click()
    expect(tile(other, "Profit after marketing")).to_be_visible()
