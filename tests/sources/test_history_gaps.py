"""Periods that nobody reported: bridged and said where they are few, refused with their row otherwise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.domain.errors import BadFile
from planner.sources.history_file import HistoryFile, read_history

MONDAY = date(2026, 1, 5)


def weeks(count: int = 24, step: int = 7) -> list[list[str]]:
    """Header and rows: TV is 10 times the number of the row, revenue 100 times, price 1."""
    days = [(MONDAY + timedelta(days=step * i)).isoformat() for i in range(count)]
    return [
        ["date", "TV", "price", "revenue"],
        *([day, str(10 * i), "1", str(100 * i)] for i, day in enumerate(days)),
    ]


def read(rows: list[list[str]], outcome: str | None = "revenue") -> HistoryFile:
    text = "\n".join(map(",".join, rows))
    return read_history(text.encode(), "h.csv", channels=("TV",), controls=("price",), outcome=outcome)


def test_a_skipped_week_lies_between_its_neighbours_and_does_not_count() -> None:
    rows = weeks()
    del rows[6]  # the week of 9 February, the sixth: spend 50
    file = read(rows)
    assert file.history.horizon.count == 24
    assert file.history.missing == (5,)
    assert file.history.spend[0, 4:7].tolist() == [40, 50, 60]
    assert file.history.controls["price"].tolist() == [1] * 24
    assert file.place.tolist() == [*range(5), *range(6, 24)]
    assert file.notes[0] == "Row 7: before 2026-02-16, the week of 2026-02-09 is missing."
    assert "do not count for the fit" in file.notes[1]


def test_a_blank_outcome_inside_is_missing_and_its_spend_is_kept() -> None:
    rows = weeks()
    rows[8][1:] = ["999", "1", ""]
    file = read(rows)
    assert file.history.missing == (7,)
    assert file.history.spend[0, 7] == 999
    assert file.notes[0] == 'Row 9, column "revenue": the cell is blank.'


def test_rows_before_the_first_and_after_the_last_outcome_are_left_out() -> None:
    """As where spend is planned ahead of the figures."""
    rows = weeks()
    for row in (rows[1], *rows[-3:]):
        row[3] = ""
    file = read(rows)
    assert file.history.horizon.start == MONDAY + timedelta(days=7)
    assert file.history.horizon.count == 20
    assert file.history.missing == ()
    assert file.place.tolist() == [-1, *range(20), -1, -1, -1]
    assert file.notes == ('4 rows before the first or after the last "revenue" were left out.',)


def test_a_missing_day_makes_its_week_missing_and_the_others_stand_for_it() -> None:
    rows = weeks(140, step=1)
    del rows[10]  # Wednesday of the second week; TV spends 70, 80, 100 ... 130 on the others
    file = read(rows)
    assert file.history.missing == (1,)
    assert file.history.spend[0, 1] == pytest.approx((70 + 80 + 100 + 110 + 120 + 130) / 6 * 7)
    assert file.history.spend[0, 2] == sum(range(140, 210, 10))
    assert file.notes[-1].startswith("Weeks with a missing day do not count")
    assert any("Row 11: before 2026-01-15, 2026-01-14 is missing." in note for note in file.notes)


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        (slice(5, 10), r"the week of 2026-02-02 and 4 more are missing; at most 4 weeks in a row"),
        (slice(3, 24, 4), "There are 5 more problems"),
    ],
)
def test_more_than_can_be_bridged_is_refused_with_its_row(gone: slice, says: str) -> None:
    rows = weeks()
    del rows[gone]
    with pytest.raises(BadFile, match=says) as found:
        read(rows)
    problems = found.value.params["problems"]
    assert isinstance(problems, tuple)
    assert {one.code for one in problems} == {"skipped_date"}


def test_an_outcome_that_is_blank_throughout_is_refused() -> None:
    rows = weeks()
    for row in rows[1:]:
        row[3] = ""
    with pytest.raises(BadFile, match=r'row 2, column "revenue": the cell is blank; at most 4 weeks'):
        read(rows)


def test_a_spend_to_judge_needs_every_week() -> None:
    rows = weeks()
    del rows[6]
    with pytest.raises(BadFile, match="the week of 2026-02-09 is missing"):
        read(rows, outcome=None)
