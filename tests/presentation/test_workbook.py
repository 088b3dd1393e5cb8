"""The workbook: what it shows, what LibreOffice recalculates, what a file without margins leaves out."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.workbook import Workbook as OpenedBook
from python_calamine import CalamineWorkbook

from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion
from planner.domain.company import Channel, Company, CostKind, CostLine, Customers
from planner.domain.curves import CurveSet
from planner.domain.kpis import KPIS
from planner.domain.planning.book import PlanBook
from planner.domain.planning.funds import Fund
from planner.domain.planning.goals import CompanyGoal, Target
from planner.domain.planning.lines import BudgetLine, LineKind
from planner.domain.planning.notes import NoteKind, PlanNote
from planner.domain.planning.people import Person
from planner.domain.planning.risks import PlannedRisk, TestCard
from planner.domain.planning.tasks import Task
from planner.plan.evaluation import evaluate_version
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.language import LANGUAGES, SOURCE, speaking
from planner.presentation.workbook import annual_plan, write_workbook
from tests.presentation.economy import sample_plan
from tests.presentation.libreoffice import converted


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
        book=hostile_book(),
    )
    return rebuilt(base, company=company, version=version)


def hostile_book() -> PlanBook:
    """Names like formulas and of 5,000 letters, days outside of the year, everything in no programme."""
    long = "word " * 1000
    day = date(2020, 2, 29)
    return PlanBook(
        goals=(CompanyGoal("=1+1"), CompanyGoal(long)),
        targets=(Target("@Target", "=1+1", "revenue", -1e12), Target("\t\x07", "gone")),
        tasks=(Task("=2+2", day, day, effort=1e6), Task(long, day, date(2040, 1, 1), direction="?" * 50)),
        people=(Person("+Person", cents=10**13, days=1e6), Person("-Nobody", until=day)),
        funds=(Fund("=Fund", kinds=()), Fund(long[:90], kinds=tuple(LineKind), annual=0, monthly=0)),
        lines=(BudgetLine("=Line", months=(10**13,) * 40), BudgetLine("Short", months=(1,), vat="gross")),
        risks=(PlannedRisk("=Risk", 1.0, channel="No such channel", change=-0.99),),
        tests=(TestCard("=Test", cents=10**13),),
        notes=tuple(PlanNote("=Note " + long[:4000], kind) for kind in NoteKind),
    )


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


def parts(content: bytes) -> Iterator[tuple[str, str]]:
    """Every part of the file with its name, formulas and properties included."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode("utf-8", "ignore")


CASES = {"complete": sample_plan, "hostile": hostile, "unspent": unspent, "bare": bare}
OTHERS = [language for language in LANGUAGES if language != SOURCE]
FILES = [*(f"{case} {margins}" for case in CASES for margins in ("with margins", "without margins")), *OTHERS]


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Every case as we wrote it and as LibreOffice calculated it anew; one start of it serves them all."""
    folder = tmp_path_factory.mktemp("recalculated")
    for case, made in CASES.items():
        plan = made()
        (folder / f"{case} with margins.xlsx").write_bytes(annual_plan(plan))
        (folder / f"{case} without margins.xlsx").write_bytes(annual_plan(replace(plan, with_margins=False)))
    for language in OTHERS:
        with speaking(language):
            (folder / f"{language}.xlsx").write_bytes(annual_plan(sample_plan()))
    ours = [folder / f"{name}.xlsx" for name in FILES]
    theirs = converted(ours, "xlsx", folder)
    return dict(zip(FILES, zip(ours, theirs, strict=True), strict=True))


def cells(path: Path) -> dict[tuple[str, int, int], object]:
    """Every value of a workbook by sheet, row and column, both from 0."""
    book = CalamineWorkbook.from_path(path)
    return {
        (name, row, column): value
        for name in book.sheet_names
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value != ""
    }


@pytest.mark.parametrize("name", FILES)
def test_every_cached_value_is_the_recalculated_one(
    name: str, recalculated: dict[str, tuple[Path, Path]]
) -> None:
    ours, theirs = recalculated[name]
    written, calculated = cells(ours), cells(theirs)
    wrong = {
        place: (value, calculated.get(place))
        for place, value in written.items()
        if not (value == calculated.get(place) or nearly(value, calculated.get(place)))
    }
    assert wrong == {}
    assert written.keys() == calculated.keys()
    sheets = "".join(text for part, text in parts(theirs.read_bytes()) if part.startswith("xl/worksheets/"))
    assert 't="e"' not in sheets
    assert sheets.count("<f ") + sheets.count("<f>") > 300


def nearly(ours: object, theirs: object) -> bool:
    """The same number but for the last digits of a sum."""
    numbers = isinstance(ours, int | float) and isinstance(theirs, int | float)
    return numbers and abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))  # type: ignore[operator, arg-type]


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


def test_the_months_that_a_sheet_shows_add_up_to_its_year(plan: AnnualPlan) -> None:
    """154,000 of production are 12,833 or 12,834 a month, never twelve times 12,833."""
    sheet = opened(annual_plan(plan))["Budget"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=6, max_col=14, values_only=True)}
    fixed = [line for line in plan.version.lines if line.amount is not None]
    assert {line.name for line in fixed} >= {"Production", "Research"}
    for line in fixed:
        months = rows[line.name][1:13]
        assert all(float(amount).is_integer() for amount in months)
        assert sum(months) == rows[line.name][13] == line.amount
        assert max(months) - min(months) <= 1
    assert sum(rows["All marketing"][1:13]) == rows["All marketing"][13]


def test_a_file_without_margins_has_no_trace_of_them(plan: AnnualPlan) -> None:
    content = "\n".join(text for _, text in parts(annual_plan(replace(plan, with_margins=False)))).lower()
    # Page margins are innocent, and so is the marginal return of a channel.
    content = re.sub(r"</?c?:?pagemargins[^>]*>", "", content)
    for word in (r"margin(?!al)", "profit", "contribution", "clv", "payback", "hurdle", "discount"):
        assert not re.search(word, content), word


def test_every_sheet_states_plan_unit_tax_and_time_and_prints_on_landscape_a4(plan: AnnualPlan) -> None:
    book = opened(annual_plan(plan))
    assert len(book.sheetnames) == 23
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


def test_a_hundred_and_fifty_campaigns_each_have_a_row() -> None:
    rows = [row[0].value for row in opened(annual_plan(sample_plan(campaigns=150)))["Campaigns"].iter_rows()]
    assert sum(row is not None for row in rows) >= 150


def test_the_file_is_written_whole(plan: AnnualPlan, tmp_path: Path) -> None:
    write_workbook(plan, tmp_path / "plan.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_customers_are_needed_only_for_customer_figures() -> None:
    """Without a margin but with customers: CAC is there, customer value is not."""
    base = sample_plan(with_actuals=False)
    company = replace(
        base.company, margin=None, customers=Customers(100, 0.5, 10, 2, 50), programmes=(), segments=()
    )
    book = opened(annual_plan(rebuilt(base, company=company)))
    rows = {row[0].value: row[1].value for row in book["Key figures"].iter_rows(min_row=7)}
    assert rows["CAC, blended"] > 0
    assert rows["CLV to CAC"] == "–"
