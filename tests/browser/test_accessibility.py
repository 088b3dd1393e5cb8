"""What axe finds on every page, light and dark: nothing serious; and every page in every language."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from planner.presentation.language import LANGUAGES
from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import visit

pytestmark = pytest.mark.browser

PAGES = ("", "simulator", "compare", "plan", "actuals", "results", "customers", "curves", "setup")
NATIVE = {"en": "Simulator", "zh_CN": "模拟器", "ru": "Симулятор"}


def serious(page: Page) -> list[str]:
    """Axe's serious and critical findings in words; the paleness of what is switched off is meant."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
        if not page.locator(node["target"][-1]).first.evaluate(
            "node => !!node.closest('[data-testid=stElementContainer]')?.querySelector(':disabled')"
        )
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_axe_finds_nothing_serious(path: str, reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, path)
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)  # the theme travels to the server and back before the page says it runs
    settled(page)
    assert serious(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language(language: str, reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    for path in PAGES:
        visit(page, reading, f"{path}?lang={language}")
        navigation = page.get_by_role("link", name=re.compile(f"^{NATIVE[language]}$")).first
        assert navigation.is_visible(), path
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert beyond <= 0, f"{path or 'home'} is {beyond} px wider than the screen"
