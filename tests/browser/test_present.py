"""The wall: one answer in big type over the whole window; and the link that is handed on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import answered, drag, held, press, slider, stands_at, visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), [(3840, 2160), (390, 844)])
def test_the_answer_covers_the_window_and_escape_leaves_it(
    reading: str, new_tab: NewTab, width: int, height: int
) -> None:
    page = new_tab(width, height)
    visit(page, reading, "simulator")
    press(page, "Best split")
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    press(page, "Present")
    wall = page.get_by_role("dialog")
    expect(wall).to_contain_text("This split of 1,080k is within")
    expect(wall.locator(".figure")).to_have_count(5)
    box = wall.bounding_box()
    assert box == {"x": 0, "y": 0, "width": width, "height": height}
    # Nothing is cut at the side, and the type grows with the wall.
    assert wall.evaluate("wall => wall.scrollWidth <= wall.clientWidth")
    size = wall.locator(".sentence").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= (100 if width == 3840 else 20)
    page.keyboard.press("Escape")
    expect(wall).to_have_count(0)
    expect(slider(page, "TV")).to_be_visible()
    expect(page.get_by_role("button", name="Apply")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(3840, 2160), (1440, 900)])
def test_an_answer_of_many_words_is_on_the_wall_whole(
    reading: str, new_tab: NewTab, width: int, height: int
) -> None:
    page = new_tab(width, height)
    visit(page, reading, "simulator?lang=ru")
    page.get_by_role("button", name="Ещё").click()
    page.get_by_role("menuitem", name="Что прекратить?").click()
    expect(page.locator(".st-key-answered")).to_be_visible()
    press(page, "Показ")
    wall = page.get_by_role("dialog")
    expect(wall.locator(".detail").first).to_be_visible()
    assert wall.evaluate("wall => wall.scrollHeight <= wall.clientHeight")
    expect(wall.locator(".note").last).to_be_in_viewport(ratio=1)


def test_hidden_margins_stay_off_the_wall_and_the_link(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator?margins=hidden")
    slider(page, "TV").wait_for()
    drag(page, "TV", 0.75)
    answered(page)
    moved_to = held(page, "TV")
    page.get_by_role("button", name="Share this").click()
    shown = page.get_by_test_id("stCode")
    expect(shown).to_contain_text("margins=hidden")
    link = shown.inner_text().strip()
    other = new_tab()
    other.goto(link + "&present=on")
    expect(other.get_by_role("dialog")).to_contain_text("Media revenue")
    assert "rofit" not in other.get_by_role("dialog").inner_text()
    other.keyboard.press("Escape")
    settled(other)
    stands_at(other, "TV", moved_to)
