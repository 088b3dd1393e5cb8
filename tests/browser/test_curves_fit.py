"""A history becomes curves in a real browser: uploaded, watched over a reload, kept, used by a draft."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import press, sent, visit
from tests.small_fit import history_csv, small_history

pytestmark = pytest.mark.browser
FITTED = 120_000
"""Milliseconds that a small fit may take on a machine with other work."""


def test_a_fit_is_cancelled_and_another_one_kept_and_used(app: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, app, "curves?curves_view=fit")
    press(page, "Take the sample's own history")
    press(page, "Fit")
    press(page, "Cancel the fit")
    expect(sent(page)).to_contain_text("Cancelled; nothing was stored.")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "weeks.csv", "mimeType": "text/csv", "buffer": history_csv(small_history(44))}
    )
    press(page, "Fit")
    expect(page.get_by_text("Fitting weeks.csv")).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("Fitting weeks.csv|not kept yet")).first).to_be_visible()
    expect(page.get_by_text("Result of weeks.csv: not kept yet")).to_be_visible(timeout=FITTED)
    settled(page)
    expect(page.get_by_text("How sure is each channel?")).to_be_visible()
    press(page, "Keep as a new version")
    expect(sent(page)).to_contain_text("Kept as version 3")
    press(page, "Use these curves")
    expect(sent(page)).to_contain_text("now stands on 3")
    visit(page, app, "curves?channel=TV")
    expect(page.get_by_text("It was on in 44 of 44 weeks")).to_be_visible()
    expect(page.get_by_text("The fit behind these curves")).to_be_visible()
