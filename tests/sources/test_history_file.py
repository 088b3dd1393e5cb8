"""Reading a history: every fault is a sentence with its place; a good file keeps its own order."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import Period
from planner.domain.errors import BadFile
from planner.domain.history import History
from planner.sources.history_file import HistoryFile, read_history

GOOD = """date,TV,Search,price,revenue
2026-03-02,100,10.5,1.01,900
2026-03-09,0,20,1.02,950
2026-03-16,300,30,0.99,990
"""


def read(text: str, period: Period | None = None) -> HistoryFile:
    return read_history(text.encode(), "spend.csv", channels=("Search", "TV"), period=period)


def test_columns_come_by_name_and_others_are_left_alone() -> None:
    history = read_history(
        GOOD.encode(), "spend.csv", channels=("Search", "TV"), controls=("price",), outcome="revenue"
    ).history
    assert history.channels == ("Search", "TV")
    assert history.spend.tolist() == [[10.5, 20, 30], [100, 0, 300]]
    assert history.controls["price"].tolist() == [1.01, 1.02, 0.99]
    assert history.outcome is not None
    assert history.outcome.tolist() == [900, 950, 990]
    assert (history.horizon.start, history.horizon.count, history.horizon.period) == (
        date(2026, 3, 2),
        3,
        "week",
    )


def test_rows_out_of_order_are_put_in_order_and_remember_their_place() -> None:
    lines = GOOD.splitlines()
    file = read("\n".join([lines[0], lines[3], lines[1], lines[2]]))
    assert file.history.spend[0].tolist() == [10.5, 20, 30]
    assert file.dates == ("2026-03-16", "2026-03-02", "2026-03-09")
    assert file.place.tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    "dates",
    [
        ("2026-01", "2026-02", "2026-03"),
        ("2026-01-31", "2026-02-28", "2026-03-31"),
        ("2026/01/01", "2026/02/01", "2026/03/01"),
        ("01.01.2026", "01.02.2026", "01.03.2026"),
        ("1/1/2026", "2/1/2026", "3/1/2026"),
        ("2026-01-01 00:00:00", "2026-02-01 00:00:00", "2026-03-01 00:00:00"),
    ],
)
def test_months_are_told_by_their_dates(dates: tuple[str, ...]) -> None:
    text = "date,TV,Search\n" + "".join(f"{day},1,2\n" for day in dates)
    horizon = read(text).history.horizon
    assert (horizon.period, horizon.labels) == ("month", ("2026-01", "2026-02", "2026-03"))


def test_day_and_month_are_told_apart_by_what_follows_by_weeks() -> None:
    """02/03 and 09/03 could be February and September, but only March leaves no gap."""
    text = "date,TV,Search\n02/03/2026,1,2\n09/03/2026,1,2\n"
    assert read(text).history.horizon.start == date(2026, 3, 2)


def test_semicolons_and_decimal_commas_are_understood() -> None:
    text = "date;TV;Search\n2026-03-02;1.234,50;2\n2026-03-09;1 000,25;3,5\n"
    assert read(text).history.spend.tolist() == [[2, 3.5], [1234.5, 1000.25]]


def test_a_point_with_three_digits_is_a_decimal_point_in_a_history() -> None:
    assert read("date,TV,Search\n2026-03-02,1.234,2\n", "week").history.spend.tolist() == [[2], [1.234]]


def test_the_only_column_of_dates_needs_no_name() -> None:
    assert read(GOOD.replace("date,", "Woche,")).history.horizon.start == date(2026, 3, 2)


FAULTS = [
    (("2026-03-16", "2026-03-09"), "repeated_date", r"row 4, column \"date\": 2026-03-09 repeats the week"),
    (("2026-03-16", "2026-03-23"), "skipped_date", r"before 2026-03-23, the week of 2026-03-16 is missing"),
    (("2026-03-16", "2026-03-17"), "irregular_date", "2026-03-17 is 8 days after 2026-03-09"),
    (("2026-03-16", "later"), "bad_date", '"later" is not a date'),
    (("300", "lots"), "not_a_number", r'row 4, column "TV": "lots" is not a number'),
    (("300", "nan"), "not_a_number", '"nan" is not a number'),
    (("300", "1e999"), "not_a_number", '"1e999" is not a number'),
    (("300", "-300"), "negative_spend", "-300 is negative"),
    (("300", ""), "blank", "the cell is blank; write 0"),
    (("300,30,0.99,990", "300,30,0.99,990,7"), "ragged_row", "row 4: has 6 cells, the header 5"),
]


@pytest.mark.parametrize(("change", "code", "says"), FAULTS)
def test_a_fault_is_a_sentence_with_its_place(change: tuple[str, str], code: str, says: str) -> None:
    with pytest.raises(BadFile, match=says) as found:
        read(GOOD.replace(*change), "week")
    problems = found.value.params["problems"]
    assert isinstance(problems, tuple)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].row == 4


def test_all_faults_are_counted() -> None:
    with pytest.raises(BadFile, match=r'"x" is not a number\. There are 2 more problems\.'):
        read("date,TV,Search\n2026-03-02,y,x\n2026-03-09,1,-1\n", "week")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("date,TV,Search\n", "no row below"),
        ("date,TV,Saerch\n2026-03-02,1,2\n", 'no column "Search"; the nearest is "Saerch"'),
        ("date,TV,Search,Search\n2026-03-02,1,2,3\n", '2 columns called "Search"'),
        ("day,TV,Search\n1,1,2\n2,1,2\n", "no column of dates"),
        ("date,TV,Search\n2026-03-02,1,2\n2026-03-04,1,2\n", "neither by days, by weeks nor by months"),
    ],
)
def test_a_file_that_is_no_history_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        read(text)


def test_weeks_for_monthly_curves_are_refused() -> None:
    with pytest.raises(BadFile, match="one row a week, but the curves were seen in months"):
        read(GOOD, "month")


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"date,TV\n\xff\xfe\xfd,1"]
)
def test_something_else_than_utf8_csv_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile):
        read_history(data, "spend.csv", channels=("TV",))


def test_a_history_checks_itself() -> None:
    good = read(GOOD).history
    with pytest.raises(ValueError, match="read-only"):
        good.spend[0, 0] = 5
    for spend in (np.zeros((3, 3)), -np.ones((2, 3)), np.full((2, 3), np.nan)):
        with pytest.raises(Exception, match="history's spend"):
            History(good.horizon, good.channels, spend)
