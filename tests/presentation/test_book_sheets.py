"""The sheets of the plan book say what the pages say, and add up."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from planner.domain.planning.book import PlanBook
from planner.domain.planning.costs import planned_costs
from planner.domain.planning.details import CampaignDetails
from planner.domain.planning.funds import balance
from planner.domain.planning.tree import goal_tree
from planner.plan.evaluation import version_model
from planner.plan.stress import stress_test
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.workbook import annual_plan
from tests.presentation.economy import sample_plan


@pytest.fixture(scope="module")
def plan() -> AnnualPlan:
    return sample_plan(with_actuals=False)


@pytest.fixture(scope="module")
def book(plan: AnnualPlan) -> Any:
    return openpyxl.load_workbook(BytesIO(annual_plan(plan)), data_only=True)


def column(sheet: Any, label: str, *, after: str | None = None) -> list[Any]:
    """Values below the head `label`, down to the total or the last named row; `after`: of that block."""
    begun = after is None
    for row in sheet.iter_rows():
        begun = begun or row[0].value == after
        for cell in row:
            if (
                begun
                and cell.value == label
                and row[0].value in ("Goal, target, programme", "Line", "Risk", "Fund")
            ):
                found = []
                for below in range(cell.row + 1, sheet.max_row + 1):
                    if sheet.cell(below, 1).value in (None, ""):
                        break
                    found.append(sheet.cell(below, cell.column).value)
                    if sheet.cell(below, 1).value in ("Total", "Weighed together"):
                        break
                return found
    raise AssertionError(f"no column {label}")


def test_goals_hold_what_the_tree_says(plan: AnnualPlan, book: Any) -> None:
    tree = goal_tree(plan.version.book, plan.version.campaigns)
    money = column(book["Goals"], "Money")
    assert money == pytest.approx([branch.cents / 100 for branch in tree])
    formulas = openpyxl.load_workbook(BytesIO(annual_plan(plan)))["Goals"]
    assert any(str(cell.value).startswith("=") for cell in formulas["F"])


def test_orders_add_up_by_month_and_state(plan: AnnualPlan, book: Any) -> None:
    lines = plan.version.book.lines
    year = column(book["Orders"], "Year")
    assert year == pytest.approx(
        [*(line.total / 100 for line in lines), sum(line.total for line in lines) / 100]
    )
    open_ = column(book["Orders"], "Not owed yet", after="How far they are bound")
    assert open_[-1] == pytest.approx(sum(line.total - line.bound for line in lines) / 100)


def test_funds_are_those_of_the_team_view(plan: AnnualPlan, book: Any) -> None:
    kept = plan.version.book
    costs = planned_costs(plan.company, plan.evaluation.grid, kept.lines, kept.people)
    found = [balance(fund, costs, plan.months) for fund in kept.funds]
    assert column(book["Department"], "Year", after="Funds: planned by month") == pytest.approx(
        [one.total / 100 for one in found]
    )
    assert column(book["Department"], "Left", after="Funds: planned by month") == pytest.approx(
        [one.left / 100 for one in found if one.left is not None]
    )


def test_risks_are_the_stress_tests_of_the_plan(plan: AnnualPlan, book: Any) -> None:
    model = version_model(plan.company, plan.curves, plan.version, plan.channels)
    found = stress_test(model, plan.company, plan.evaluation, plan.version.lines, plan.version.book.risks)
    assert column(book["Risks"], "Revenue")[: len(found)] == pytest.approx([one.revenue for one in found])
    weighed = column(book["Risks"], "Weighed")
    assert weighed[-1] == pytest.approx(sum(one.expected or 0.0 for one in found))


def test_without_margins_risks_are_weighed_by_revenue(plan: AnnualPlan) -> None:
    book = openpyxl.load_workbook(BytesIO(annual_plan(replace(plan, with_margins=False))), data_only=True)
    revenue, chance = (column(book["Risks"], label)[:4] for label in ("Revenue", "Probability"))
    weighed = column(book["Risks"], "Weighed")[:4]
    assert weighed == pytest.approx([a * b for a, b in zip(revenue, chance, strict=True)])
    assert "Net margin" not in [cell.value for row in book["Purpose"].iter_rows() for cell in row]


def test_what_nobody_wrote_has_no_sheet(plan: AnnualPlan) -> None:
    plain = tuple(replace(c, details=CampaignDetails()) for c in plan.version.campaigns)
    version = replace(plan.version, book=PlanBook(), campaigns=plain)
    names = openpyxl.load_workbook(BytesIO(annual_plan(replace(plan, version=version)))).sheetnames
    assert {"Goals", "Purpose", "Tasks", "Department", "Orders", "Risks", "Notes"}.isdisjoint(names)
