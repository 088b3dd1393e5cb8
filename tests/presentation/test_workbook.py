"""The workbook: what it shows, what LibreOffice recalculates, what a file without margins leaves out."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.workbook import Workbook as OpenedBook

from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion
from planner.domain.company import Channel, Company, CostKind, CostLine, Customers
from planner.domain.curves import CurveSet
from planner.domain.kpis import KPIS
from planner.plan.evaluation import evaluate_version
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.language import LANGUAGES, speaking
from planner.presentation.workbook import annual_plan, write_workbook
from tests.presentation.economy import sample_plan
from tests.presentation.libreoffice import converted

ERRORS = ("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "Err:")


@pytest.fixture(scope="module")
def plan() -> AnnualPlan:
    return sample_plan()


def hostile() -> AnnualPlan:
    """Forty channels, one unspent, names like formulas, a campaign of 5,000 letters, a year from April."""
    base = sample_plan(with_actuals=False)
    names = [
        "=1+1",
        "+Plus",
        "-Minus",
        "@At",
        "R&D 'quoted' \"too\" [a]*?/:\\",
        *(f"Channel {i}" for i in range(35)),
    ]
    channels = tuple(Channel(name, new_customer_share=0.3) for name in names)
    company = replace(
        base.company,
        name="&Sons =Company " + "x" * 100,
        channels=channels,
        first_month=4,
        baselines={2026: (1_000_000.0,) * 12},
    )
    spend = np.full((40, 12), 1234.567)
    spend[7] = 0
    version = replace(
        base.version,
        name="=Plan & more " + "y" * 100,
        grid=BudgetGrid.from_spend(names, company.fiscal_year(2026).months, spend),
        lines=(CostLine("=Line", CostKind.AGENCY, share_of_media=0.1),),
        campaigns=(
            Campaign('=HYPERLINK("http://example.org")\t\x07', "=1+1", date(2026, 4, 1), date(2026, 4, 1), 1),
            Campaign("long " * 1000, "@At", date(2026, 4, 1), date(2027, 3, 31), 10**11),
        ),
        reason="=reason",
    )
    return rebuilt(base, company=company, version=version)


def rebuilt(
    base: AnnualPlan,
    *,
    company: Company | None = None,
    version: PlanVersion | None = None,
    curves: CurveSet | None = None,
) -> AnnualPlan:
    """The plan with other parts, evaluated anew, without what no longer belongs to it."""
    company, version, curves = company or base.company, version or base.version, curves or base.curves
    return replace(
        base,
        company=company,
        version=version,
        curves=curves,
        evaluation=evaluate_version(company, curves, version),
        last_year=None,
        scenarios=(),
        actuals=None,
        outlook=None,
    )


def with_grid(base: AnnualPlan, spend: float) -> AnnualPlan:
    grid = BudgetGrid.from_spend(base.channels, base.months, np.full((len(base.channels), 12), spend))
    return rebuilt(base, version=replace(base.version, grid=grid, lines=()))


def bare() -> AnnualPlan:
    """A company that gave nothing but channels and curves."""
    base = sample_plan(with_actuals=False, campaigns=0)
    company = replace(base.company, margin=None, customers=None, baselines={})
    return rebuilt(base, company=company, curves=replace(base.curves, baseline=()))


def unspent() -> AnnualPlan:
    return with_grid(sample_plan(with_actuals=False, campaigns=3), 0.0)


def opened(content: bytes, *, values: bool = True) -> OpenedBook:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def texts(content: bytes) -> Iterator[str]:
    """Every text of the file, formulas and properties included."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            yield archive.read(name).decode("utf-8", "ignore")


def differences(content: bytes, folder: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and the cells whose value LibreOffice calculates differently."""
    source = folder / "plan.xlsx"
    source.write_bytes(content)
    again = openpyxl.load_workbook(converted(source, "xlsx", folder), data_only=True)
    formulas = opened(content, values=False)
    count, wrong = 0, []
    for sheet in opened(content):
        for row in sheet.iter_rows():
            for cell in row:
                ours, theirs = cell.value, again[sheet.title][cell.coordinate].value
                formula = formulas[sheet.title][cell.coordinate].value
                is_formula = (
                    isinstance(formula, str) and formulas[sheet.title][cell.coordinate].data_type == "f"
                )
                count += is_formula
                if isinstance(ours, int | float) and isinstance(theirs, int | float):
                    same = abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
                else:
                    same = (ours or "") == (theirs or "")
                if not same or (is_formula and str(theirs).startswith(ERRORS)):
                    wrong.append(f"{sheet.title}!{cell.coordinate}: {ours!r} is {theirs!r}, {formula}")
    return count, wrong


@pytest.mark.parametrize(
    "case", [sample_plan, hostile, unspent, bare], ids=["complete", "hostile", "unspent", "bare"]
)
@pytest.mark.parametrize("with_margins", [True, False], ids=["margins", "no_margins"])
def test_every_cached_value_is_the_recalculated_one(
    case: Callable[[], AnnualPlan], with_margins: bool, tmp_path: Path
) -> None:
    content = annual_plan(replace(case(), with_margins=with_margins))
    count, wrong = differences(content, tmp_path)
    assert count > 300
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_recalculates(language: str, plan: AnnualPlan, tmp_path: Path) -> None:
    with speaking(language):
        _, wrong = differences(annual_plan(plan), tmp_path)
    assert wrong == []


def test_the_same_plan_gives_the_same_bytes(plan: AnnualPlan) -> None:
    first = annual_plan(plan)
    time.sleep(1.1)  # a file that looked at the clock would differ from one second to the next
    assert annual_plan(plan) == first


def test_figures_are_those_of_the_evaluation(plan: AnnualPlan) -> None:
    book = opened(annual_plan(plan))
    rows = {row[0].value: row[1].value for row in book["Key figures"].iter_rows(min_row=7) if row[1].value}
    for key, figure in plan.evaluation.figures.figures.items():
        assert rows[KPIS[key].label] == pytest.approx(figure.value, rel=1e-9), key
    budget = book["Budget"]
    cells = [
        [cell.value for cell in row] for row in budget.iter_rows(min_row=7, max_row=18, min_col=2, max_col=13)
    ]
    assert np.round(np.array(cells) * 100).astype(int).tolist() == plan.evaluation.grid.cents.tolist()


def test_totals_are_formulas(plan: AnnualPlan) -> None:
    budget = opened(annual_plan(plan), values=False)["Budget"]
    assert budget["N7"].value == "=SUM(B7:M7)"
    assert budget["B19"].value == "=SUM(B7:B18)"


def test_a_file_without_margins_has_no_trace_of_them(plan: AnnualPlan) -> None:
    content = "\n".join(texts(annual_plan(replace(plan, with_margins=False)))).lower()
    # Page margins are innocent, and so is the marginal return of a channel.
    content = re.sub(r"</?c?:?pagemargins[^>]*>", "", content)
    for word in (r"margin(?!al)", "profit", "contribution", "clv", "payback", "hurdle", "discount"):
        assert not re.search(word, content), word


def test_every_sheet_states_plan_unit_tax_and_time_and_prints_on_landscape_a4(plan: AnnualPlan) -> None:
    book = opened(annual_plan(plan))
    assert len(book.sheetnames) == 15
    for sheet in book:
        assert "Budget 2026" in sheet["A3"].value
        assert "Jan 2026 – Dec 2026" in sheet["A3"].value
        assert "USD, net of VAT" in sheet["A4"].value
        assert "Nov 5, 2026" in sheet["A4"].value
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.print_area
        assert int(sheet.page_setup.fitToWidth or 1) == 1
        assert not sheet.merged_cells.ranges
        assert "&P" in sheet.oddFooter.right.text


def test_text_that_looks_like_a_formula_stays_text() -> None:
    book = opened(annual_plan(hostile()), values=False)
    assert book["Budget"]["A7"].value == "=1+1"
    assert book["Budget"]["A7"].data_type == "s"
    assert book["Campaigns"]["B7"].data_type == "s"
    assert len(book["Campaigns"]["B8"].value) >= 4999


def test_parts_that_are_absent_leave_their_sheets_out() -> None:
    names = opened(annual_plan(bare())).sheetnames
    assert "Plan vs actual" not in names
    assert "Scenarios" not in names


def test_a_hundred_and_fifty_campaigns_are_written_in_two_seconds() -> None:
    plan = sample_plan(campaigns=150)
    start = time.perf_counter()
    annual_plan(plan)
    assert time.perf_counter() - start <= 2


def test_the_file_is_written_whole(plan: AnnualPlan, tmp_path: Path) -> None:
    write_workbook(plan, tmp_path / "plan.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_customers_are_needed_only_for_customer_figures() -> None:
    """Without a margin but with customers: CAC is there, customer value is not."""
    base = sample_plan(with_actuals=False)
    company = replace(base.company, margin=None, customers=Customers(100, 0.5, 10, 2, 50))
    book = opened(annual_plan(rebuilt(base, company=company)))
    rows = {row[0].value: row[1].value for row in book["Key figures"].iter_rows(min_row=7)}
    assert rows["CAC, blended"] > 0
    assert rows["CLV to CAC"] == "–"
