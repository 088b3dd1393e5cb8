"""What a reader leaves out or doubts is said with sheet, cell, row and remedy."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from planner.domain.errors import BadDocument
from planner.sources.actuals_output import problems_json, rows_csv
from tests.sources.books import PLAN, TABLE, figures, package, read, rejected, sheet_xml, spend, xlsx


def test_bad_rows_are_rejected_by_number_and_the_rest_is_read() -> None:
    rows = [
        ["Marketing actuals"], [],
        ["Month", "Channel", "Spend", "Clicks"],
        ["Jan", "TV", 10, 1],
        ["Jan", "Padi Search", 11, 1],
        ["Jan", None, 12, 1],
        ["Smarch", "TV", 13, 1],
        [None, "TV", 14, 1],
        ["2026-13", "TV", 15, 1],
        ["Feb", "TV", "tbd", 7],
        ["Feb", "Radio", "-", 8],
        ["Feb", "Paid Search", "n/a", None],
        ["Total", None, 75, 12],
    ]  # fmt: skip
    result = read(xlsx(rows))
    assert rejected(result) == [
        (5, "unknown_channel"), (6, "blank_channel"), (7, "bad_month"), (8, "blank_month"), (9,
        "bad_month"),
        (10, "not_a_number"),
    ]  # fmt: skip
    assert figures(result) == [
        ("2026-01", "TV", "spend", 10), ("2026-01", "TV", "clicks", 1), ("2026-02", "Radio", "clicks", 8),
    ]  # fmt: skip
    first = result.rejected[0]
    assert (first.sheet, first.cell) == ("Actuals", "B5")
    assert first.message.startswith(
        'Actuals!B5: "Padi Search" is not a plan channel; the nearest is "Paid Search".'
    )


def test_error_cell_rejects_its_figure_and_not_its_row() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Month", "Channel", "Spend", "Clicks"],
        ["2026-01", "TV", "#REF!", 5],
        ["2026-01", "Radio", "#N/A", 6],
    ):
        sheet.append(row)
    for cell in ("C2", "C3"):
        sheet[cell].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    result = read(out.getvalue())
    assert figures(result) == [("2026-01", "TV", "clicks", 5), ("2026-01", "Radio", "clicks", 6)]
    assert [(p.cell, p.code) for p in result.problems] == [("C2", "error_cell")]


def test_formula_without_a_stored_result_is_said_and_one_with_a_result_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Month", "Channel", "Spend"])
    book.active.append(["2026-01", "TV", "=2+3"])
    book.active.append(["2026-01", "Radio", 7])
    out = io.BytesIO()
    book.save(out)
    result = read(out.getvalue())
    assert spend(result) == {("2026-01", "Radio"): 7}
    assert rejected(result) == [(2, "no_result")]
    with_result = package(sheet_xml(TABLE.replace('<c r="C2"><v>5</v>', '<c r="C2"><f>2+3</f><v>5</v>')))
    assert spend(read(with_result)) == {("2026-01", "TV"): 5}


def test_not_a_number_in_a_workbook_is_an_error_cell() -> None:
    row = (
        TABLE[TABLE.index('<row r="2">') :]
        .replace('"2"', '"3"')
        .replace('2"', '3"')
        .replace("<v>5", "<v>NaN")
    )
    result = read(package(sheet_xml(TABLE + row)))
    assert spend(result) == {("2026-01", "TV"): 5}
    assert [(p.cell, p.code) for p in result.rejected] == [("C3", "error_cell")]


def test_hidden_sheets_are_left_out_hidden_rows_are_read_and_both_said() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "TV", 10], ["Jan", "Radio", 20]]
    data = xlsx(
        rows,
        hidden_rows=[2],
        more={"Old": [["Month", "Channel", "Spend"], ["Jan", "TV", 999]]},
        hidden_sheets=["Old"],
    )
    result = read(data)
    assert spend(result) == {("2026-01", "TV"): 10, ("2026-01", "Radio"): 20}
    assert {p.code for p in result.warnings} == {"hidden_sheet", "hidden_rows"}


def test_same_key_sums_and_an_exact_duplicate_is_said() -> None:
    result = read(xlsx([["Month", "Channel", "Spend"], ["Jan", "TV", 1], ["Jan", "TV", 2], ["Jan", "TV", 1]]))
    assert spend(result) == {("2026-01", "TV"): 4}
    assert [(p.row, p.code, p.severity) for p in result.problems] == [(4, "duplicate", "warning")]


def test_totals_are_compared_and_a_difference_is_said() -> None:
    rows: list[list[Any]] = [
        ["Month", "Channel", "Spend"],
        ["Jan", "TV", 10],
        ["Jan", "Radio", 20],
        ["Total", None, 31],
    ]
    result = read(xlsx(rows))
    (total,) = result.facts.totals
    assert (total.stated, total.read, total.agrees) == (31, 30, False)
    assert "Your total 31.00; read 30.00" in next(
        p.message for p in result.warnings if p.code == "total_differs"
    )
    rows[-1][2] = 30
    assert read(xlsx(rows)).facts.totals[0].agrees


def test_row_of_figures_without_labels_is_a_total_only_where_it_adds_up() -> None:
    rows: list[list[Any]] = [
        ["Month", "Channel", "Spend"],
        ["Jan", "TV", 10],
        ["Feb", "TV", 20],
        [None, None, 30],
    ]
    assert rejected(read(xlsx(rows))) == []
    rows[-1][2] = 29
    result = read(xlsx(rows))
    assert rejected(result) == [(4, "blank_month")]
    assert spend(result) == {("2026-01", "TV"): 10, ("2026-02", "TV"): 20}


def test_blank_is_not_zero_and_credits_are_negative() -> None:
    rows = [["Month", "Channel", "Spend", "Clicks"], ["Jan", "TV", 0, None], ["Jan", "Radio", "(5.50)", "-"]]
    assert figures(read(xlsx(rows))) == [("2026-01", "TV", "spend", 0), ("2026-01", "Radio", "spend", -5.5)]


def test_unknown_channel_column_is_said_once_at_its_header() -> None:
    result = read(xlsx([["Spend"], ["Month", "TV", "Skywriting"], ["Jan", 1, 2], ["Feb", 3, 4]]))
    assert [(p.cell, p.code) for p in result.rejected] == [("C2", "unknown_channel")]


def test_ratios_and_other_measures_are_left_out_and_said() -> None:
    result = read(xlsx([["Month", "Channel", "Spend", "CTR", "Reach"], ["Jan", "TV", 1, 0.1, 5000]]))
    assert figures(result) == [("2026-01", "TV", "spend", 1)]
    assert "CTR, Reach" in next(p.message for p in result.warnings if p.code == "left_out")


def test_channel_of_the_plan_that_begins_like_a_total_is_no_total() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "Total TV", 1], ["Jan", "Radio", 2]]
    assert spend(read(xlsx(rows), channels=("Total TV", "Radio"))) == {
        ("2026-01", "Total TV"): 1, ("2026-01", "Radio"): 2,
    }  # fmt: skip
    assert spend(read(xlsx(rows))) == {("2026-01", "Radio"): 2}


def test_other_currency_is_left_out_and_listed_once_the_plan_currency_is_known() -> None:
    data = b"Month,Channel,Currency,Spend\n2026-01,TV,USD,5\n2026-02,TV,EUR,6\n"
    result = read(data, mapping={"currency": "EUR"})
    assert spend(result) == {("2026-02", "TV"): 6}
    assert rejected(result) == [(2, "other_currency")]


def test_report_over_several_months_is_refused_row_by_row() -> None:
    data = b"Start date,End date,Channel,Spend\n2026-01-01,2026-01-31,TV,5\n2026-01-01,2026-03-31,TV,9\n"
    result = read(data)
    assert spend(result) == {("2026-01", "TV"): 5}
    assert rejected(result) == [(3, "several_months")]


def test_wrong_mapping_names_the_key() -> None:
    data = xlsx([["Month", "Channel", "Spend"], ["Jan", "TV", 1]])
    with pytest.raises(BadDocument, match="metric"):
        read(data, mapping={"metric": "happiness"})
    with pytest.raises(BadDocument, match="Skywriting"):
        read(data, mapping={"channel_map": {"TV": "Skywriting"}})


def test_outputs_hold_formulas_as_text() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "=cmd|'/c calc'!A1", 1.5], ["Jan", "TV", "x"]]
    result = read(xlsx(rows), channels=None)
    assert list(csv.reader(io.StringIO(rows_csv(result)))) == [
        ["month", "channel", "metric", "value"],
        ["2026-01", "'=cmd|'/c calc'!A1", "spend", "1.5"],
    ]
    (problem,) = json.loads(problems_json(result))
    assert sorted(problem) == ["cell", "code", "message", "row", "severity", "sheet"]
    assert (problem["cell"], problem["row"], problem["code"]) == ("C3", 3, "not_a_number")


def test_facts_say_how_the_file_was_understood() -> None:
    rows = [["Report"], ["Month", "Channel", "Spend"], ["Jan", "ТВ", 1], ["Jan", "Padi Search", 2]]
    facts = read(xlsx(rows), channels=PLAN).facts
    assert facts.sheets == ("Actuals",)
    assert facts.header_row == 2
    assert facts.columns == {"Month": "month", "Channel": "channel", "Spend": "spend"}
    assert facts.channel_map == {"ТВ": "TV"}
    (unknown,) = facts.unknown_labels
    assert (unknown.label, unknown.suggestions[0], unknown.lines) == ("Padi Search", "Paid Search", 1)
    assert facts.months == ("2026-01",)


@pytest.mark.parametrize("error", ["#REF!", "#ДЕЛ/0!", "#ССЫЛКА!", "#ИМЯ?", "Err:502", "Ошибка:502"])
def test_errors_as_text_spare_the_rest_of_their_row(error: str) -> None:
    result = read(f"Month;Channel;Spend;Clicks\n2026-01;TV;{error};7\n".encode())
    assert figures(result) == [("2026-01", "TV", "clicks", 7)]
    assert rejected(result) == [(2, "error_cell")]


def test_a_count_of_one_is_said_in_the_singular() -> None:
    rows = [["Month", "Channel", "Spend"], ["2026-01", "TV", 5], ["Total", None, 5]]
    said = [problem.message for problem in read(xlsx(rows, hidden_rows=[1])).warnings]
    assert said == ["1 hidden row was read like the others.", "1 row of totals was not added up."]


def test_a_cell_or_an_ad_group_in_a_chinese_title_is_no_currency() -> None:
    table = "月份,渠道,花费\n2026-01,TV,5\n"
    assert read(f"空白单元格表示没有数据\n{table}".encode()).facts.currency is None
    assert read(f"推广单元报告\n{table}".encode()).facts.currency is None
    assert read(f"单位：元\n{table}".encode()).facts.currency == "CNY"


def stated(rows: Any) -> list[tuple[str, float, float]]:
    return [(total.cell, total.stated, total.read) for total in read(xlsx(rows)).facts.totals]


SECTIONS: list[list[Any]] = [
    ["Month", "Channel", "Spend"],
    ["Jan", "TV", 10],
    ["Jan", "Radio", 20],
    ["Total", None, 39],
    ["Feb", "TV", 5],
    ["Feb", "Radio", 6],
]


def test_a_subtotal_is_compared_with_its_block_and_the_grand_total_with_all() -> None:
    assert stated([*SECTIONS, ["Subtotal", None, 12]]) == [("C4", 39, 30), ("C7", 12, 11)]
    assert stated([*SECTIONS, ["Total", None, 11]]) == [("C4", 39, 30), ("C7", 11, 11)]
    assert stated([*SECTIONS, ["Total", None, 11], ["Grand total", None, 50]]) == [
        ("C4", 39, 30), ("C7", 11, 11), ("C8", 50, 41),
    ]  # fmt: skip
    assert stated([*SECTIONS, ["Total", None, 43]]) == [("C4", 39, 30), ("C7", 43, 41)]


def test_totals_of_months_and_channels_are_compared_with_theirs_wherever_they_stand() -> None:
    rows = [row for row in SECTIONS if row[0] != "Total"]
    assert stated([*rows, ["Total January", None, 30], ["Total February", None, 12]]) == [
        ("C6", 30, 30), ("C7", 12, 11),
    ]  # fmt: skip
    assert stated([*rows, ["Total TV", None, 16], ["Total Radio", None, 26], ["Total", None, 41]]) == [
        ("C6", 16, 15), ("C7", 26, 26), ("C8", 41, 41),
    ]  # fmt: skip
    assert stated([*rows, ["Feb", "Total", 12]]) == [("C6", 12, 11)]


def test_quarters_and_halves_are_compared_with_their_months() -> None:
    head: list[Any] = ["Month", "TV spend"]
    months = [[f"2026-{month:02d}", month] for month in range(1, 13)]
    quarters = [[*months[i : i + 3], [f"Q{i // 3 + 1}", 9 + 3 * i - 3]] for i in range(0, 12, 3)]
    rows = [
        head,
        *quarters[0],
        *quarters[1],
        ["H1", 21],
        *quarters[2],
        *quarters[3],
        ["H2", 57],
        ["2026", 78],
    ]
    result = read(xlsx(rows))
    assert [(total.label, total.agrees) for total in result.facts.totals] == [
        ("Q1", True), ("Q2", True), ("H1", True), ("Q3", True), ("Q4", True), ("H2", True), ("2026", True),
    ]  # fmt: skip
