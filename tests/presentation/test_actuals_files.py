"""The template that is filled and uploaded, and the file that comes back with its problems marked."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from planner.domain.actuals import RowProblem
from planner.domain.calendar import FiscalYear
from planner.domain.company import BASELINE, Channel, Company
from planner.presentation.actuals.problem_file import problem_file
from planner.presentation.actuals.template import HEAD, actuals_template
from planner.presentation.actuals.words import problem_words
from planner.presentation.language import speaking
from planner.services.actuals_intake import read_for
from planner.sources.actuals_file import read_actuals

NAMES = ("TV", "Search generic", "Email and loyalty", "Наружная реклама", "直播", "=1+1", "March fair 2026")
COMPANY = Company("Acme & Söhne", channels=tuple(Channel(name) for name in NAMES), margin=0.4)
METRICS = ("spend", "revenue", "conversions", "new_customers", "leads", "impressions", "clicks")


@pytest.mark.parametrize("language", ["en", "zh_CN", "ru"])
@pytest.mark.parametrize("start", [1, 7])
def test_a_filled_template_needs_no_question(language: str, start: int) -> None:
    """Every third cell is filled: exactly those come back, blanks are not zero, a zero is."""
    company = replace(COMPANY, first_month=start)
    with speaking(language):
        data = actuals_template(company, NAMES, company.fiscal_year(2027).months)
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    assert sheet is not None
    expected, number = {}, 0
    for row in sheet.iter_rows(min_row=HEAD + 2):
        for metric, cell in zip(METRICS, row[2:], strict=True):
            number += 1
            if not cell.protection.locked and number % 3 == 0:
                cell.value = number + 0.25 if metric in ("spend", "revenue") else number % 9
                expected[str(row[0].value), str(row[1].value), metric] = float(cell.value)
    out = io.BytesIO()
    book.save(out)
    channels = (*NAMES, BASELINE)
    reading = read_for(
        company,
        out.getvalue(),
        "filled.xlsx",
        channels=channels,
        year=2027,
        answers={},
        today=date(2029, 1, 1),
    )
    result = reading.result
    assert reading.asked == ()
    assert {(row.month, row.channel, row.metric): row.value for row in result.rows} == expected
    assert result.problems == ()
    assert result.facts.currency in (None, COMPANY.currency)


def test_the_template_guards_its_heads_and_checks_what_is_typed() -> None:
    book = load_workbook(io.BytesIO(actuals_template(COMPANY, NAMES, FiscalYear(2027).months)))
    sheet = book.active
    assert sheet is not None
    assert sheet.protection.sheet
    heads = sheet[HEAD + 1]
    assert all(cell.protection.locked and cell.comment is not None for cell in heads)
    assert not sheet.cell(HEAD + 2, 3).protection.locked
    baseline = next(row for row in sheet.iter_rows(min_row=HEAD + 2) if row[1].value == BASELINE)
    assert [cell.protection.locked for cell in baseline[2:5]] == [True, False, False]
    rules = sheet.data_validations.dataValidation
    assert {rule.type for rule in rules} == {"decimal"}
    assert sheet.freeze_panes == f"C{HEAD + 2}"


PROBLEMS = (
    RowProblem("Data", "B2", 2, "unknown_channel", 'Data!B2: "=TV" is not a plan channel.', "rejected"),
    RowProblem(
        "Data", "", 3, "duplicate", "Data!A3: the row is the same as row 2; both were counted.", "warning"
    ),
    RowProblem("Data", "", None, "other_year", "Figures outside 2027 were left out: 2026 (3).", "warning"),
)


def test_the_file_comes_back_with_what_is_wrong_beside_each_row() -> None:
    rows: list[list[object]] = [
        ["Month", "Channel", "Spend"],
        [date(2027, 1, 1), "=TV", 10.5],
        [
            "2027-01",
            '=HYPERLINK("http://x","y")',
            float("nan"),
            True,
            "@SUM(A1)",
            "-2+3",
            "+1",
            date(1850, 1, 1),
        ],
        [None, "\x07bell", 10**400, "x" * 40_000],
    ]
    data = problem_file([("Data", rows), ("", [["Notes"]]), ("a/b[1]" * 9, [])], PROBLEMS, {"Data": 1})
    book = load_workbook(io.BytesIO(data))
    assert [len(name) <= 31 for name in book.sheetnames] == [True] * 3
    sheet = book["Data"]
    assert sheet["I2"].value == "“=TV” is not a plan channel. Say which channel is meant, or correct the name"
    assert str(sheet["I1"].value).startswith("Problem; Figures of another year")
    assert "same as row 2" in str(sheet["I3"].value)
    assert sheet["B2"].fill.fgColor.rgb == "FFFBD5C4"
    assert sheet["A2"].value.date() == date(2027, 1, 1)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name), "no formula"
    assert {cell.data_type for cell in sheet[3] if cell.value is not None} <= {"s", "b"}


def test_a_file_of_nothing_is_still_a_workbook() -> None:
    assert load_workbook(io.BytesIO(problem_file([], (), {}))).sheetnames


def test_the_marked_file_is_read_like_the_first() -> None:
    made = Workbook()
    assert made.active is not None
    for row in (["Month", "Channel", "Spend"], ["2027-01", "TV", 10], ["2027-01", "Padi", 5]):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    result = read_actuals(out.getvalue(), "a.xlsx", channels=("TV",), year=2027)
    rows: list[list[object]] = [["Month", "Channel", "Spend"], ["2027-01", "TV", 10], ["2027-01", "Padi", 5]]
    again = problem_file([("Sheet", rows)], result.problems, result.facts.header_rows)
    assert read_actuals(again, "b.xlsx", channels=("TV",), year=2027).rows == result.rows


@pytest.mark.parametrize("language", ["en", "zh_CN", "ru"])
def test_problems_have_a_reason_and_a_remedy_in_words(language: str) -> None:
    with speaking(language):
        reason, remedy = problem_words(PROBLEMS[0])
        assert "=TV" in reason
        assert remedy
    with speaking("en"):
        unknown = RowProblem("", "A1", 1, "new_code", "A1: something new. Do this.", "rejected")
        assert problem_words(unknown) == ("something new. Do this.", "")
