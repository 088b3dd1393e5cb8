"""Histories by day, in workbooks and as Parquet, and lift tests: each like the CSV it could have been."""

from __future__ import annotations

import io
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import xlsxwriter

from planner.domain.errors import BadFile
from planner.domain.experiment import Experiment
from planner.sources.experiments_file import read_experiments
from planner.sources.history_file import HistoryFile, read_history

DAYS = [date(2026, 3, 4) + timedelta(days=i) for i in range(20)]  # a Wednesday to a Monday


def frame(days: list[date]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime(days),
            "TV": np.arange(len(days), dtype=float),
            "price": [1.0 + 0.1 * (i % 2) for i in range(len(days))],
            "sales": 10.0,
        }
    )


def read(data: bytes, name: str, outcome: str | None = None) -> HistoryFile:
    return read_history(data, name, channels=("TV",), controls=("price",), date_column="day", outcome=outcome)


def test_days_are_summed_to_whole_weeks_and_controls_averaged() -> None:
    """Two whole weeks, 9 to 22 March, days 5 to 18 of the file: 5 + ... + 11 = 56 and 12 + ... + 18 = 105."""
    file = read(frame(DAYS).to_csv(index=False).encode(), "days.csv", outcome="sales")
    assert file.history.horizon.start == date(2026, 3, 9)
    assert file.history.spend.tolist() == [[56, 105]]
    assert file.history.outcome is not None
    assert file.history.outcome.tolist() == [70, 70]
    assert file.history.controls["price"] == pytest.approx([1 + 0.4 / 7, 1 + 0.3 / 7])
    assert file.place.tolist() == [-1] * 5 + [0] * 7 + [1] * 7 + [-1]
    assert file.notes == (
        "Days were summed to weeks from Monday; 6 days at the ends fill no week and are left out.",
    )


def test_days_without_an_outcome_keep_their_begun_weeks() -> None:
    file = read(frame(DAYS).to_csv(index=False).encode(), "days.csv")
    assert file.history.horizon.start == date(2026, 3, 2)
    assert file.history.horizon.count == 4
    assert file.share == pytest.approx(1 / 7)
    assert (file.place >= 0).all()


def test_days_that_repeat_or_skip_are_named() -> None:
    with pytest.raises(BadFile, match=r'row 5, column "day": before 2026-03-08, 2026-03-07 is missing'):
        read(frame(DAYS[:3] + DAYS[4:]).to_csv(index=False).encode(), "days.csv")
    with pytest.raises(BadFile, match="2026-03-06 repeats the day"):
        read(frame(DAYS[:3] + DAYS[2:]).to_csv(index=False).encode(), "days.csv")


def test_a_workbook_and_a_parquet_file_read_like_the_text() -> None:
    weeks = frame([date(2026, 3, 2) + timedelta(days=7 * i) for i in range(5)])
    text = read(weeks.to_csv(index=False).encode(), "weeks.csv", outcome="sales")
    parquet, book = io.BytesIO(), io.BytesIO()
    weeks.to_parquet(parquet)
    with xlsxwriter.Workbook(book, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet("History")
        sheet.write_row(0, 0, list(weeks.columns))
        for row, values in enumerate(weeks.itertuples(index=False), 1):
            sheet.write_datetime(row, 0, values[0].to_pydatetime())
            sheet.write_row(row, 1, values[1:])
    for data, name in ((parquet.getvalue(), "weeks.parquet"), (book.getvalue(), "weeks.xlsx")):
        other = read(data, name, outcome="sales")
        assert other.history.horizon == text.history.horizon
        assert other.history.spend.tolist() == text.history.spend.tolist()
        assert other.history.controls["price"].tolist() == text.history.controls["price"].tolist()
        assert other.dates == text.dates


def test_a_broken_parquet_file_is_said_to_be_one() -> None:
    with pytest.raises(BadFile, match=r'"weeks\.parquet" cannot be read as Parquet'):
        read(b"PAR1 and then nothing of use", "weeks.parquet")


TESTS = """Channel,Start,End,Spend change,Outcome lift,Standard error
TV,2026-03-02,2026-03-29,50000,70000,20000
Search,2026-05-04,2026-05-17,-8000,-16500.5,4000
"""


def test_lift_tests_are_read_by_their_headings() -> None:
    assert read_experiments(TESTS.encode(), "tests.csv") == (
        Experiment("TV", date(2026, 3, 2), date(2026, 3, 29), 50_000, 70_000, 20_000),
        Experiment("Search", date(2026, 5, 4), date(2026, 5, 17), -8_000, -16_500.5, 4_000),
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("70000", "lots", r'row 2, column "Outcome lift": "lots" is not a number'),
        ("20000", "", r'row 2, column "Standard error": the cell is blank'),
        ("20000", "0", r"row 2: Experiment on \"TV\" from 2026-03-02: the standard error must be"),
        ("2026-05-17", "2026-04-17", "row 3: .* it ends on 2026-04-17, before it starts"),
        ("2026-05-04", "spring", r'row 3, column "Start": "spring" is not a date'),
        ("Outcome lift", "Uplift?", 'no column "outcome lift"'),
    ],
)
def test_a_fault_in_a_lift_test_is_named_with_its_place(old: str, new: str, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        read_experiments(TESTS.replace(old, new).encode(), "tests.csv")
