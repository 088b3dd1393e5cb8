"""The budget builder: four ways side by side, one taken over, its assumptions kept with the draft."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from planner.presentation.workbook import annual_plan
from planner.services.exports import export_plan
from planner.services.library import Store
from tests.ui.conftest import Open
from tests.ui.tabs import chosen, labels, press, shown, words


def test_four_ways_side_by_side_and_one_taken_over(store: Store, open_page: Open) -> None:
    tab = open_page("plan")
    press(tab, "Build a budget")
    next(n for n in tab.number_input if n.label == "All marketing, % of revenue").set_value(9.0)
    next(n for n in tab.number_input if n.label.startswith("of revenue")).set_value(20_000_000.0)
    press(tab, "Compare")
    table = tab.dataframe[0].value.set_index("Figure")
    assert list(table.columns) == [
        "This plan",
        "% of revenue",
        "Objective and task",
        "Last year ±",
        "Marginal return",
    ]
    assert table.loc["All marketing", "% of revenue"] == "1,800k"
    assert table.loc["Working media", "This plan"] == "1,080k"
    assert "all marketing is 9.0% of 20,000k revenue; split as it earns most" in words(tab)
    press(tab, "Make the draft")
    draft = store.version("sample", int(chosen(tab, "Plan")))
    assert draft.grid.total == pytest.approx(1_800_000 - 460_000, abs=0.01)
    assert (draft.name, draft.reason) == ("Budget 2027", "Built by: % of revenue")
    built = store.trail("sample", draft.id or 0)[0].detail["built"]
    assert [way["method"] for way in built["ways"]] == ["share", "task", "last_year", "marginal"]
    assert "all marketing is 9.0% of 20,000k revenue" in words(tab), "the log stays with the plan"
    assert "Compare" not in labels(tab)


def test_a_way_without_an_answer_says_why(store: Store, open_page: Open) -> None:
    tab = open_page("plan")
    press(tab, "Build a budget")
    next(n for n in tab.number_input if n.label == "All marketing, % of revenue").set_value(0.1)
    press(tab, "Compare")
    assert "leaves nothing for media: the cost lines hold 460,000" in words(tab)
    press(tab, "Close the builder")
    assert "Compare" not in labels(shown(tab))


def test_the_goal_is_asked_in_the_unit_of_what_is_to_be_reached(store: Store, open_page: Open) -> None:
    tab = open_page("plan")
    press(tab, "Build a budget")
    goal = next(n for n in tab.number_input if n.label.startswith("at least"))
    assert (goal.label, goal.value) == ("at least, USD", 20_000_000.0)
    next(box for box in tab.selectbox if box.label == "Reach").select("new_customers")
    shown(tab)
    goal = next(n for n in tab.number_input if n.label.startswith("at least"))
    assert goal.label == "at least, new customers"
    assert 18_000 < float(goal.value or 0) < 19_000, "a fortieth more than the plan's, not millions"


def test_the_log_reaches_the_workbook(store: Store, open_page: Open) -> None:
    tab = open_page("plan")
    press(tab, "Build a budget")
    press(tab, "Compare")
    press(tab, "Make the draft")
    made = export_plan(store, "sample", int(chosen(tab, "Plan")))
    book = openpyxl.load_workbook(BytesIO(annual_plan(made)))
    said = [str(row[0].value) for row in book["Assumptions"].iter_rows()]
    assert any(line.startswith("Built by % of revenue: Mara Lind, ") for line in said)
    assert any(line.startswith("Objective and task: least spend for Revenue of") for line in said)
