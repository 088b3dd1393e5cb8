"""Reports as agencies and ledgers send them, checked by eye: what once was read wrong in silence."""

from __future__ import annotations

import pytest

from planner.domain.errors import BadFile
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


def test_an_amount_cut_by_its_own_comma_is_said_and_not_read_as_1() -> None:
    rows = ["2026-01,TV,1,234.50,7", "2026-02,TV,500,8", "2026-03,TV, national,9,1", "2026-04,TV,2,3"]
    text = "\n".join(["Month,Channel,Spend,Clicks", *rows, "2026-05,TV,3,4"])
    result = read(text.encode(), "x.csv")
    assert spend(result) == {("2026-02", "TV"): 500, ("2026-04", "TV"): 2, ("2026-05", "TV"): 3}
    assert rejected(result) == [(2, "cut_row"), (4, "cut_row")]


def test_where_every_row_is_longer_than_the_header_only_halves_of_an_amount_are_a_cut() -> None:
    text = "Month,Channel,Spend\n2026-01,TV,5,late\n2026-02,TV,6,ok\n2026-03,TV,$1,234.50\n"
    result = read(text.encode(), "x.csv")
    assert spend(result) == {("2026-01", "TV"): 5, ("2026-02", "TV"): 6}
    assert rejected(result) == [(4, "cut_row")]


def test_a_workbook_may_hold_notes_beside_its_table() -> None:
    rows = [["Month", "Channel", "Spend"], ["2026-01", "TV", 1, 234.5], ["2026-02", "TV", 2]]
    assert spend(read(xlsx(rows))) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [["Month", "Channel", "Spend", "Spend"], ["2026-01", "TV", 1, 5]],
            'columns C, D have the same head, "Spend"',
        ),
        (
            [["Channel", *[f"2026-W{week:02d}" for week in range(1, 54)]], ["TV", *[7] * 53]],
            "the columns from B1 on are weeks",
        ),
        (
            [["FY 2026 (April 2026 - March 2027)"], ["Channel", "P01", "P02"], ["TV", 1, 2]],
            "names a year that does not begin in January",
        ),
        (
            [["Fiscal year ending June"], ["Period", "Channel", "Spend"], [1, "TV", 1], [2, "TV", 2]],
            "names a year that does not begin in January",
        ),
    ],
)
def test_what_cannot_be_read_for_sure_is_refused_with_its_place_and_remedy(
    rows: list[list[object]], says: str
) -> None:
    with pytest.raises(BadFile, match=says):
        read(xlsx(rows))


@pytest.mark.parametrize("title", ["Fiscal year 2026 (January - December)", "FY26 media costs, as of March"])
def test_periods_of_a_calendar_year_are_its_months(title: str) -> None:
    result = read(xlsx([[title], ["Channel", "P01", "P02"], ["TV", 1, 2]]), mapping=SPEND)
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}


def test_a_file_saved_garbled_is_read_as_it_was_meant() -> None:
    garbled = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte)
        for byte in "Канал;Месяц;Расход\nТВ;январь 2026;1234\n".encode()
    )
    assert garbled.startswith("ÐšÐ°Ð½Ð°Ð»")
    assert spend(read(garbled.encode(), "x.csv")) == {("2026-01", "TV"): 1234}


def test_western_letters_are_left_as_they_are() -> None:
    text = "Month;Channel;Spend\n2026-01;Müller’s Café – TV;5 €\n"
    assert figures(read(text.encode(), "x.csv", channels=None)) == [
        ("2026-01", "Müller’s Café – TV", "spend", 5)
    ]


GERMAN = ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
FRENCH = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]


@pytest.mark.parametrize("months", [GERMAN, FRENCH], ids=["German", "French"])
def test_months_across_in_german_and_french(months: list[str]) -> None:
    rows = [["Kanal", *months, "Gesamt"], ["TV", *range(1, 13), 78], ["Gesamtsumme", *range(1, 13), 78]]
    result = read(xlsx(rows), mapping=SPEND)
    assert [row.value for row in result.rows] == list(range(1, 13))
    assert [row.month for row in result.rows] == [f"2026-{month:02d}" for month in range(1, 13)]
    assert rejected(result) == []


def test_a_german_report_in_western_letters() -> None:
    text = (
        "Mediabericht 2026 – Müller GmbH\r\n\r\nKanal;Monat;Kosten;Klicks\r\n"
        "Fernsehen;Januar 2026;1.234,56 €;10\r\n"
        "TV;1. März 2026;2.500,- €;20\r\nHörfunk;Dez. 26;12,5 Tsd. €;5\r\nSumme;;16.234,56 €;35\r\n"
    )
    result = read(text.encode("cp1252"), "bericht.csv")
    assert spend(result) == {
        ("2026-01", "TV"): 1234.56,
        ("2026-03", "TV"): 2500,
        ("2026-12", "Radio"): 12_500,
    }
    assert rejected(result) == []
    assert all(total.agrees for total in result.facts.totals)


def test_a_french_report_with_narrow_spaces() -> None:
    rows = ["Canal;Mois;Dépenses;Clics", "Télévision;février 2026;1\u202f234,50 €;1\u202f000"]
    text = "\n".join([*rows, "Radio;août 2026;99 €;5", "Total;;1 333,50 €;"])
    result = read(text.encode(), "rapport.csv")
    assert spend(result) == {("2026-02", "TV"): 1234.5, ("2026-08", "Radio"): 99}
    assert rejected(result) == []
