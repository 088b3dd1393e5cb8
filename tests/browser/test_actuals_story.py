"""A messy file by a person's hand: asked about once, taken over, undone, read without questions next time."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import go, press, sent, view, visit

pytestmark = pytest.mark.browser


def messy() -> bytes:
    """An agency's report: preamble, two header levels, a foreign name, a typing error in a cell, totals."""
    rows: list[list[object]] = [
        ["MEDIA REPORT / ACME", None, None, None],
        ["as of 3 Dec 2026, k USD"],
        [],
        ["Channel", "Nov 2026", None, None],
        [None, "Plan", "Actual", "Var %"],
        ["TV", 90, "84,5", -0.06],
        ["Blimp tour", 12, "(1,5)", -1.1],
        ["Radio", 10, "n/a", None],
        ["Display", 8, "eight", 0],
        ["Grand total", 120, "83,0", -0.3],
        [],
        ["Source: agency; preliminary"],
    ]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Report 11")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    sheet.merge_range(3, 1, 3, 3, "Nov 2026")
    book.close()
    return out.getvalue()


def _upload(page: Page, name: str) -> None:
    # "Files taken over" has an uploader too, for mappings.
    page.get_by_role("region", name=re.compile("^Excel or CSV file")).locator(
        "input[type=file]"
    ).set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": messy()})
    settled(page)


def test_a_messy_file_is_asked_about_once(app: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, app)
    go(page, "Actuals")
    _upload(page, "agency 2026-11.xlsx")
    expect(page.get_by_text("what do these figures count?")).to_be_visible()
    page.get_by_role("combobox").last.click()
    page.get_by_role("option", name="spend").click()
    press(page, "Read again")
    expect(page.get_by_text("Which channel is meant?")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Blimp tour")).click()
    page.get_by_role("option", name="Out of home").click()
    press(page, "Use these")
    expect(page.get_by_text("Which channel is meant?")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"^2 figures read"))).to_be_visible()
    expect(page.get_by_text("1 row or figure left out")).to_be_visible()
    press(page, "Take over")
    expect(sent(page)).to_contain_text("Took over 2 figures")
    view(page, "Files taken over")
    press(page, "Undo")
    expect(sent(page)).to_contain_text("Undone; the figures before it are back")
    view(page, "Upload")
    _upload(page, "agency 2026-11.xlsx")
    expect(page.get_by_text(re.compile(r"^2 figures read"))).to_be_visible()
    expect(page.get_by_text("Which channel is meant?")).to_have_count(0)
    expect(page.get_by_role("button", name="Take over", exact=True)).to_be_enabled()
