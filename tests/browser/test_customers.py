"""Customers in a browser: every view fits a phone, and a programme is tried by keys and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import sideways, view, visit

pytestmark = pytest.mark.browser
VIEWS = ("Levers", "Value", "Base by month", "Segments", "Profit account", "Market", "Brand")


def test_every_view_of_customers_fits_a_phone(reading: str, new_tab: NewTab) -> None:
    page = new_tab(390, 844, "dark")
    visit(page, reading, "customers")
    for name in VIEWS:
        view(page, name)
        assert sideways(page) == 0, name
    expect(page).to_have_url(re.compile("customers_view=brand"))


def test_a_programme_is_tried_by_keys_and_the_base_follows(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "customers")
    slider = page.get_by_role("slider", name=re.compile("Service and care"))
    slider.focus()
    for _step in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"a year: \+\d+ customers at its end"))).to_be_visible()
    settled(page)
    view(page, "Base by month")
    expect(page.get_by_text("With the programme costs tried under Levers")).to_be_visible()
    view(page, "Levers")
    page.get_by_role("button", name="Back to today").click()
    expect(page.get_by_text("As today: nothing added.")).to_be_visible()
