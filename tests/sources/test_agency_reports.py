"""Reports as agencies and ledgers send them, checked by eye: what once was read wrong in silence."""

from __future__ import annotations

import pytest

from tests.sources.books import figures, read, rejected, spend, xlsx

SPEND = {"metric": "spend"}


def test_a_table_titled_as_plan_is_left_out_beside_one_of_actuals() -> None:
    rows = [["Plan 2026"], ["Channel", "Jan", "Feb"], ["TV", 100, 200], [], ["Actual 2026"]]
    result = read(xlsx([*rows, ["Channel", "Jan", "Feb"], ["TV", 1, 2]]), mapping=SPEND)
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}
    assert [p.message for p in result.problems if p.code == "not_actual"] == ["Rows left out: Plan 2026 (1)."]


def test_a_sheet_titled_as_plan_loses_none_of_its_tables() -> None:
    rows = [["Marketing plan 2026"], ["TV"], ["Month", "Spend"], ["2026-01", 1], [], ["Radio"]]
    result = read(xlsx([*rows, ["Month", "Spend"], ["2026-01", 2]]))
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-01", "Radio"): 2}


@pytest.mark.parametrize(
    ("text", "value"),
    [("2.500,- €", 2500), ("CHF 5.--", 5), ("7,–", 7), ("100,00-", -100), ("12-", -12), ("'300", 300)],
)
def test_a_dash_for_no_cents_is_no_minus(text: str, value: float) -> None:
    result = read(f"Month;Channel;Spend\n2026-01;TV;{text}\n2026-02;TV;1,50\n".encode())
    assert spend(result)["2026-01", "TV"] == value


@pytest.mark.parametrize(
    ("text", "value"), [("₹1,23,456.50", 123_456.5), ("12,34,567", 1_234_567), ("1,00,00,000", 10_000_000)]
)
def test_lakh_and_crore_are_grouped_by_two(text: str, value: float) -> None:
    assert spend(read(xlsx([["Month", "Channel", "Spend"], ["2026-01", "TV", text]]))) == {
        ("2026-01", "TV"): value
    }


@pytest.mark.parametrize("text", ["1,2,345", "12,345,67", "1.23.456"])
def test_other_groups_are_no_number(text: str) -> None:
    data = xlsx([["Month", "Channel", "Spend"], ["2026-01", "TV", text], ["2026-02", "TV", 5]])
    assert rejected(read(data)) == [(2, "not_a_number")]


@pytest.mark.parametrize(
    ("units", "spent", "shown"),
    [
        ((None, None, "EUR k", "#"), 5_000, 100),
        ((None, None, "тыс. руб.", "шт."), 5_000, 100),
        (("Unit", None, "$ m", "'000"), 5_000_000, 100_000),
        ((None, None, "USD", "#"), 5, 100),
    ],
)
def test_a_row_of_units_multiplies_what_stands_under_it(
    units: tuple[str | None, ...], spent: float, shown: float
) -> None:
    result = read(xlsx([["Month", "Channel", "Spend", "Impressions"], units, ["2026-01", "TV", 5, 100]]))
    assert figures(result) == [("2026-01", "TV", "spend", spent), ("2026-01", "TV", "impressions", shown)]
    assert rejected(result) == []


def test_tables_side_by_side_are_read_with_their_own_titles() -> None:
    rows = [
        ["Spend 2026", None, None, None, "Revenue 2026"],
        ["Channel", "Jan", "Feb", None, "Channel", "Jan", "Feb"],
        ["TV", 1, 2, None, "Radio", 10, 20],
        ["Radio", 3, "x", None, "TV", 30, 40],
        ["Total", 4, 2, None, "Total", 40, 60],
    ]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}
    assert [(m, c, v) for m, c, metric, v in figures(result) if metric == "revenue"] == [
        ("2026-01", "TV", 30), ("2026-01", "Radio", 10), ("2026-02", "TV", 40), ("2026-02", "Radio", 20),
    ]  # fmt: skip
    assert [problem.cell for problem in result.rejected] == ["C4"]


def test_a_ledgers_account_above_its_items_is_a_sum_of_them() -> None:
    rows = [
        ["Оборотно-сальдовая ведомость по счету 44.01 за Январь 2026 г."],
        ["Счет", "Сальдо на начало периода", None, "Обороты за период", None],
        ["Статьи затрат", "Дебет", "Кредит", "Дебет", "Кредит"],
        ["44.01", None, None, 300, None],
        ["ТВ", None, None, 100, None],
        ["Радио", None, None, 200, None],
    ]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 100, ("2026-01", "Radio"): 200}
    assert rejected(result) == []
