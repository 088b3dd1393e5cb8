"""The marketing chief's story without a mouse: from Home to a saved scenario by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import answered, held, sent, slider, tile, visit

pytestmark = pytest.mark.browser
MOST_TABS = 90
FOCUSED = """() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    if (!at || at === document.body) return ""
    return [at.getAttribute("role") ?? at.tagName.toLowerCase(),
            at.getAttribute("aria-label") ?? at.innerText ?? ""].join(": ")
}"""


def tab_to(page: Page, wanted: str) -> str:
    """Press Tab until what holds the focus reads like `wanted`; what it reads."""
    passed = []
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused: str = page.evaluate(FOCUSED).strip()
        if re.search(wanted, focused):
            return focused
        passed.append(focused)
    raise AssertionError(f"no {wanted} by Tab; passed {passed}")


def test_a_scenario_is_found_and_saved_by_keys_alone(app: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, app)
    tab_to(page, r"a: Simulator$")
    page.keyboard.press("Enter")
    page.locator(".st-key-strip").wait_for()
    expect(page.get_by_role("link", name="Simulator").first).to_have_attribute("aria-current", "page")
    settled(page)

    before = tile(page, "Revenue").inner_text()
    tab_to(page, "^slider: TV, year")
    for _step in range(3):
        page.keyboard.press("PageUp")
    answered(page)
    assert held(page, "TV") > 180_000
    expect(tile(page, "Revenue")).not_to_have_text(before)
    expect(tile(page, "Working media")).to_have_text("1,080k")

    page.keyboard.press("Home")  # the slider's least, not the page's top
    answered(page)
    assert held(page, "TV") == 0

    tab_to(page, "button: Undo")
    page.keyboard.press("Enter")
    expect(slider(page, "TV")).not_to_have_attribute("aria-valuenow", "0")
    answered(page)

    page.evaluate("document.activeElement.blur()")
    tab_to(page, "button: Best split")
    page.keyboard.press("Enter")
    apply = page.get_by_role("button", name="Apply", exact=True)
    expect(apply).to_be_visible()
    settled(page)
    tab_to(page, "button: Apply$")
    page.keyboard.press("Enter")
    expect(apply).to_have_count(0)
    answered(page)

    tab_to(page, "button: Save scenario")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Name")).to_be_visible()
    tab_to(page, "input: Name")
    page.keyboard.type("By keys alone")
    page.keyboard.press("Tab")
    tab_to(page, "button: Save$")
    page.keyboard.press("Enter")
    expect(sent(page)).to_contain_text("Saved as scenario “By keys alone”")
