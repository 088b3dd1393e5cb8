"""From a month that came in to a forecast that is saved: the way of a marketing chief through the results."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner.documents.company import read_company
from planner.domain.company import BASELINE
from planner.services.sample import ANSWERS
from planner.sources.actuals_file import read_actuals
from tests.browser.conftest import NewTab
from tests.browser.serving import ROOT, settled
from tests.browser.steps import go, press, sent, sideways, tile, view, visit

pytestmark = pytest.mark.browser
FILE = ROOT / "sample_data" / "actuals_2026.xlsx"
MONTHS = ("2026-09", "2026-10")


def test_the_story_of_the_results(app: str, new_tab: NewTab, tmp_path: Path) -> None:
    page = new_tab()
    visit(page, app)
    _two_months_change_the_headline(page, two_months(tmp_path / "september_and_october.csv"))
    _the_worst_channel_and_its_cause(page)
    _what_it_was(page)
    _plan_the_rest_anew(page)
    _compare_the_versions(page)


@pytest.mark.parametrize("shown", ["why", "outlook", "spend", "scorecard", "outlook&replan=1"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_fits_a_phone(reading: str, new_tab: NewTab, shown: str, theme: str) -> None:
    page = new_tab(390, 844, theme)
    visit(page, reading, f"results?results_view={shown}")
    assert sideways(page) == 0


def two_months(file: Path) -> Path:
    """September, which is closed and says what is there already, and October, as a plain table."""
    company = read_company(json.loads((ROOT / "sample_data" / "company.json").read_text("utf-8")))
    names = [*(channel.name for channel in company.channels), BASELINE]
    read = read_actuals(
        FILE.read_bytes(), FILE.name, channels=names, year=2026, mapping=ANSWERS.get(FILE.name)
    )
    metrics = sorted({str(row.metric) for row in read.rows})
    cells: dict[tuple[str, str], dict[str, float]] = {}
    for row in read.rows:
        if row.month in MONTHS:
            cells.setdefault((row.month, row.channel), {})[str(row.metric)] = row.value
    lines = [",".join(["month", "channel", *metrics])]
    for (month, channel), values in cells.items():
        amounts = [f"{values[metric]:.2f}" if metric in values else "" for metric in metrics]
        lines.append(",".join([month, channel, *amounts]))
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _two_months_change_the_headline(page: Page, file: Path) -> None:
    ten_months = tile(page, "Revenue").inner_text()
    go(page, "Actuals")
    view(page, "Files taken over")
    press(page, "Undo")
    expect(sent(page)).to_contain_text("Undone; the figures before it are back")
    go(page, "Home")
    expect(tile(page, "Revenue")).not_to_have_text(ten_months)
    go(page, "Actuals")
    view(page, "Upload")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(re.compile(r"^\d+ figures read"))).to_be_visible()
    press(page, "Take over")
    expect(page.get_by_text("actuals to Oct 2026")).to_be_visible()
    go(page, "Home")
    expect(tile(page, "Revenue")).to_have_text(ten_months)


def _the_worst_channel_and_its_cause(page: Page) -> None:
    go(page, "Results")
    page.locator("[aria-roledescription='bar'][aria-label*='Paid social']").first.click()
    expect(page.get_by_role("heading", name=re.compile(r"Paid social: −\d+k revenue"))).to_be_visible()
    settled(page)
    expect(page.get_by_text("Mostly efficiency")).to_be_visible()
    assert "line=Paid" in page.url
    page.locator("[aria-roledescription='bar'][aria-label*='month: Aug']").first.click()
    expect(page.get_by_role("heading", name=re.compile(r"revenue, Aug 2026"))).to_be_visible()
    page.get_by_role("button", name="All months of the period").click()
    expect(page.get_by_role("heading", name=re.compile(r"revenue, Jan–Oct 2026"))).to_be_visible()
    settled(page)


def _what_it_was(page: Page) -> None:
    page.get_by_role("radio", name="structural").click()
    page.get_by_role("textbox", name="Comment").fill("A rival doubled its bids in June")
    press(page, "Keep with the number")
    expect(sent(page)).to_contain_text("Kept with the number")
    expect(page.get_by_text("A rival doubled its bids in June")).to_be_visible()
    go(page, "Home")
    expect(page.get_by_text("A rival doubled its bids in June").first).to_be_visible()


def _plan_the_rest_anew(page: Page) -> None:
    go(page, "Results")
    view(page, "Outlook")
    expect(page.get_by_text("The latest missed by")).to_be_visible()
    page.get_by_role("button", name="Re-plan the rest of the year").click()
    expect(page.get_by_text("stay as they were spent")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(r"Moving \d+k brings \+"))).to_be_visible()
    settled(page)
    page.get_by_role("textbox", name="Reason").fill("October came in, agreed with finance")
    press(page, "Save and compare")


def _compare_the_versions(page: Page) -> None:
    headline = page.get_by_role("heading", name=re.compile("Forecast 10.2: the same working media"))
    expect(headline).to_be_visible()
    expect(headline).to_contain_text("against Budget 2026 (approved)")
    expect(page.get_by_text("from budget, mix and timing")).to_be_visible()
    expect(page.get_by_text("October came in, agreed with finance")).to_be_visible()
    expect(page).to_have_url(re.compile("plan="))  # written when the page is done
    settled(page)
    page.reload()
    expect(headline).to_be_visible()
