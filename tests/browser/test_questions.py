"""The questions of a meeting, each answered in at most two clicks from the page that it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewTab
from tests.browser.serving import settled
from tests.browser.steps import answered, stands_at, visit

pytestmark = pytest.mark.browser


@dataclass
class Hand:
    """A hand that counts: a question may take it two clicks."""

    page: Page
    clicks: int = 0

    def press(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """Click the control of that name."""
        self._click(self.page.get_by_role(role, name=name, exact=isinstance(name, str)).first)  # type: ignore[arg-type]

    def open(self, name: str) -> None:
        """Follow a link of the navigation."""
        self._click(self.page.get_by_role("link", name=name, exact=True).first)

    def _click(self, control: Locator) -> None:
        control.click()
        self.clicks += 1
        settled(self.page)


def reads(page: Page, answer: str) -> None:
    """Wait until the page says something of that pattern."""
    expect(page.get_by_text(re.compile(answer)).locator("visible=true").first).to_be_visible()


MONEY = r"[+−]?\$?[\d,.]+[kM]?"
SIMULATOR = {
    1: ("What if we cut 10 %?", ["−10%"], rf"Cutting {MONEY} \(10.*costs {MONEY} revenue"),
    2: ("Which cuts hurt least?", ["More", "Which cuts hurt least?"], r"hurt least|missed least|least"),
    3: (
        "What do we need for a target?",
        ["Reach …", "Find the least spend"],
        rf"needs {MONEY} working media",
    ),
    4: ("Where does the next 100k go?", ["+100k"], rf"Adding {MONEY}.*brings {MONEY} revenue"),
    5: ("What do we lose if TV is cut?", ["Without …", "TV"], r"Without TV the plan saves"),
    6: ("How sure are you?", ["How sure?"], r"Eight times out of ten the year's revenue lands at"),
    7: (
        "Best split of this budget?",
        ["Best split"],
        r"brings? .* revenue|within .* of the best|already the best",
    ),
    8: ("Better mix or just more money?", ["More", "Better mix or more money?"], r"mix"),
    16: ("Media prices +10 %?", ["More", "Media prices +10%"], rf"Media prices \+10.*cost {MONEY} revenue"),
    18: ("Competitor doubles spend?", ["More", "Rivals double their spend"], r"Share of voice falls from"),
    19: ("Brand or performance?", ["More", "Brand or performance?"], r"Brand holds .* working media"),
    21: (
        "Avoid the expensive months?",
        ["Best timing"],
        r"brings? .* revenue|within .* of the best|already the best",
    ),
    24: (
        "What should stop?",
        ["More", "What should stop?"],
        r"less than the hurdle of",
    ),
}


def test_the_simulators_questions(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading, "simulator")
    for number, (question, steps, answer) in SIMULATOR.items():
        hand = Hand(page)
        for step in steps:
            in_menu = steps[0] in ("More", "Without …") and step != steps[0]
            hand.press(step, "menuitem" if in_menu else "button")
        reads(page, answer)
        assert hand.clicks <= 2, f"{number}: {question}"
        # Each answer has its picture, and the picture is on the screen with it.
        expect(page.locator(".st-key-answered").get_by_test_id("stVegaLiteChart")).to_be_in_viewport(
            ratio=0.9
        )
        if number == 5:
            page.get_by_role("button", name="Apply", exact=True).click()
            stands_at(page, "TV", 0)
            answered(page)
            continue
        page.get_by_role("button", name="Close", exact=True).first.click()
        settled(page)


def test_home_says_whether_we_are_on_plan_why_and_what_is_free(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading)
    reads(page, r"2026 lands at .* plan")  # 9, without a click

    why = Hand(page)  # 10
    why.press(re.compile("All reasons"), "link")
    reads(page, rf"revenue {MONEY} against plan; largest reason")
    assert why.clicks <= 2

    visit(page, reading)
    where = Hand(page)  # 11
    where.open("Results")
    where.press("Outlook", "radio")
    reads(page, r"chance of the target")
    assert where.clicks <= 2

    visit(page, reading)
    free = Hand(page)  # 12
    free.open("Results")
    free.press("Spend control", "radio")
    reads(page, rf"{MONEY} available")
    assert free.clicks <= 2


def test_customers_say_what_the_next_one_costs_and_which_lever_is_cheapest(
    reading: str, new_tab: NewTab
) -> None:
    page = new_tab()
    visit(page, reading)
    lever = Hand(page)  # 20
    lever.open("Customers")
    reads(page, rf"1% more retention costs {MONEY}, 1% more customers {MONEY}")
    assert lever.clicks <= 2

    visit(page, reading)
    pays = Hand(page)  # 14 and 15
    pays.open("Customers")
    pays.press("Value", "radio")
    reads(page, rf"next customer costs {MONEY}")
    reads(page, r"CLV, after a year|CLV, first margin after a year|CLV to CAC")
    assert pays.clicks <= 2


def test_the_plan_answers_what_can_be_saved_slips_changed_and_whether_people_suffice(
    reading: str, new_tab: NewTab
) -> None:
    page = new_tab()
    visit(page, reading, "plan")
    saved = Hand(page)  # 13
    saved.press("Orders", "radio")
    reads(page, r"can still be saved|Nothing can be saved")
    assert saved.clicks <= 2

    people = Hand(page)  # 25
    people.press("Team", "radio")
    reads(page, r"Not enough people|enough people")
    assert people.clicks <= 2

    slips = Hand(page)  # 17
    slips.press("Calendar", "radio")
    slips.press("+2 months", "radio")
    reads(page, r"It then starts on Nov 13, 2027")
    assert slips.clicks <= 2

    changed = Hand(page)  # 23
    changed.press(re.compile("Change log"))
    assert changed.clicks <= 2

    versus = Hand(page)  # 22
    versus.open("Compare")
    reads(page, r"working media and .* revenue against Budget 2026")
    reads(page, r"from budget, mix and timing")
    assert versus.clicks <= 2


def test_the_board_page_comes_in_two_clicks(reading: str, new_tab: NewTab) -> None:
    page = new_tab()
    visit(page, reading)
    board = Hand(page)  # 26
    board.press(re.compile("^Download|Download$"))
    with page.expect_download() as coming:
        board.press("Board page (PDF)")
    assert coming.value.suggested_filename.endswith(".pdf")
    assert board.clicks <= 2
