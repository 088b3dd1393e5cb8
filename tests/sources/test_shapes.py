"""Whole reports as ledgers, agencies and pivot tables lay them out, good ones and partly bad ones."""

from __future__ import annotations

import pytest

from tests.sources.books import Cells, figures, read, rejected, spend, xlsx

TV_AND_RADIO = {("2026-01", "TV"): 1200.0, ("2026-02", "Radio"): 50.0}


def test_turnover_sheet_of_1c_with_merged_sides_and_the_account_above_its_analytics() -> None:
    opening, turnover, closing = "Сальдо на начало периода", "Обороты за период", "Сальдо на конец периода"
    rows = [
        ["Оборотно-сальдовая ведомость по счету 44 за Январь 2026 г."],
        [],
        ["Счет, Субконто", opening, None, turnover, None, closing, None],
        [None, "Дебет", "Кредит", "Дебет", "Кредит", "Дебет", "Кредит"],
        ["44", 10, None, 150, 5, 160, None],
        ["TV", 10, None, 100, None, 110, None],
        ["Radio", None, None, 50, 5, 50, None],
        ["Итого", 10, None, 150, 5, 160, None],
    ]
    merges = [
        (2, 0, 3, 0, "Счет, Субконто"),
        (2, 1, 2, 2, opening),
        (2, 3, 2, 4, turnover),
        (2, 5, 2, 6, closing),
    ]
    result = read(xlsx(rows, merges=merges))
    assert spend(result) == {("2026-01", "TV"): 100, ("2026-01", "Radio"): 50}
    assert rejected(result) == []


SAP = {
    "stars beside the label": (
        "Year\tPeriod\tCost element name\tVal.in rep.cur.\n2026\tP01\tTV\t1,234.50\n2026\tP01\tTV\t34.50-\n"
        "2026\tP02\tRadio\t50.00\n*\t\tRadio\t50.00\n**\t\t\t1,250.00\n"
    ),
    "labels that move left in sums": (
        "Fiscal year\tPeriod\tCost element\tAct. costs\n2026\t1\tTV\t1.234,50\n2026\t1\tTV\t34,50-\n"
        "*\tTV\t\t1.200,00\n2026\t2\tRadio\t50,00\n* \tRadio\t\t50,00\n** Total\t\t\t1.250,00\n"
    ),
    "periods in the columns": (
        "Cost Elements\tAct. Costs P01\tAct. Costs P02\tPlan P01\tPlan P02\nTV\t1.200,00\t\t9,00\t9,00\n"
        "Radio\t\t50,00\t9,00\t9,00\n* Total\t1.200,00\t50,00\t18,00\t18,00\n"
    ),
}


@pytest.mark.parametrize("table", SAP.values(), ids=SAP)
def test_sap_lists(table: str) -> None:
    result = read(table.encode(), "list.xls")
    assert spend(result) == TV_AND_RADIO
    assert rejected(result) == []


def test_quarters_above_the_months_are_no_sums() -> None:
    rows: Cells = [
        ["Media spend 2026"],
        [None, None, "Q1", None, None, "Q2"],
        ["Medium", "Vendor", "January", "February", "March", "April"],
        ["TV", "North", 1, 2, 3, 4],
        ["TV", "South", 1, None, 1, None],
        ["TOTAL GROSS", None, 2, 2, 4, 4],
    ]
    assert list(spend(read(xlsx(rows))).values()) == [2, 2, 4, 4]


def test_months_under_a_corner_that_names_the_columns() -> None:
    rows: Cells = [
        ["Metric", "Spend", None, "Clicks", None],
        ["Channel", "TV", "Radio", "TV", "Radio"],
        ["Jan-26", 1, 2, 3, 4],
        ["Feb-26", 5, 6, 7, 8],
        ["Total", 6, 8, 10, 12],
    ]
    result = read(xlsx(rows, merges=[(0, 1, 0, 2, "Spend"), (0, 3, 0, 4, "Clicks")]))
    assert [value for _, _, _, value in figures(result)] == [1, 3, 2, 4, 5, 7, 6, 8]


@pytest.mark.parametrize(
    "header",
    [
        ["Month", "Channel", "Budget", "Committed", "Accrued", "Invoiced", "Paid"],
        ["Месяц", "Канал", "Бюджет", "Обязательства", "Начислено", "Выставлено", "Оплачено"],
        ["月份", "渠道", "预算", "承诺", "已计提", "已开票", "已付金额"],
    ],
)
def test_states_side_by_side_count_what_was_accrued(header: list[str]) -> None:
    result = read(
        xlsx([header, ["2026-01", "TV", 100, 90, 80, 70, 60], ["2026-02", "TV", 100, 90, 80, 0, 0]])
    )
    assert spend(result) == {("2026-01", "TV"): 80, ("2026-02", "TV"): 80}


@pytest.mark.parametrize("cell", ["n/a", "-", "tbd", None])
def test_a_row_without_a_figure_before_a_repeated_header_stays_a_row(cell: str | None) -> None:
    header = ["Month", "Channel", "Spend"]
    result = read(xlsx([header, ["Jan", "TV", cell], header, ["Feb", "TV", 2]]))
    assert spend(result) == {("2026-02", "TV"): 2}
    assert rejected(result) == ([(2, "not_a_number")] if cell == "tbd" else [])


def test_rows_at_fault_around_a_repeated_header_are_said_one_by_one() -> None:
    """An error above a repeated header once became part of it, and a per cent was taken for a remark."""
    rows: Cells = [
        ["Month", "Channel", "Spend"],
        ["Jan", "TV", "#REF!"],
        ["Month", "Channel", "Spend"],
        ["Feb", "TV", 2],
        ["Prepared by Ann"],
        ["Feb", "Tv ", 3],
        ["Feb", "Radi0", 4],
        ["Feb", "Radio", "5 EUR"],
        ["Feb", "Radio", "~6"],
        ["Feb", "Radio", "10%"],
    ]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-02", "TV"): 5, ("2026-02", "Radio"): 5}
    assert rejected(result) == [
        (2, "error_cell"), (7, "unknown_channel"), (9, "not_a_number"), (10, "not_a_number"),
    ]  # fmt: skip


def test_a_misspelt_month_column_does_not_hide_that_the_totals_differ() -> None:
    rows: Cells = [
        ["Расход, руб."],
        ["Канал", "Янв", "Фев", "Мрт"],
        ["TV", 1, "н/д", 3],
        ["Радио", "ошибка", 5, 6],
        ["Наружка", 7, 8, 9],
        ["Итого", 8, 13, 18],
    ]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 1}
    assert rejected(result) == [(4, "not_a_number"), (5, "unknown_channel")]
    assert {"total_differs", "left_out"} <= {problem.code for problem in result.warnings}


def test_chinese_rows_at_fault() -> None:
    table = "月份,渠道,花费\n1月,TV,1.2万\n13月,TV,5\n2月,未知渠道,5\n"
    table += "2月,,7\n2月,TV,待定\n2月,Radio,（5）\n合计,,12222\n"
    result = read(table.encode("gb18030"), "表.csv")
    assert spend(result) == {("2026-01", "TV"): 12_000, ("2026-02", "Radio"): -5}
    assert rejected(result) == [
        (3, "bad_month"), (4, "unknown_channel"), (5, "blank_channel"), (6, "not_a_number"),
    ]  # fmt: skip
