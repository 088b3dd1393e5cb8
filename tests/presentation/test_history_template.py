"""The template of a history: filled in, it is read without a question."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from planner.presentation.history_template import WEEKS, history_template
from planner.presentation.language import speaking
from planner.sources.column_roles import Roles, columns_of, proposed_roles
from planner.sources.history_file import read_history

OURS = ("TV", "Paid social")
TODAY = date(2026, 11, 22)


def filled(skip: int = 0) -> bytes:
    book = openpyxl.load_workbook(BytesIO(history_template(OURS, TODAY, "EUR")))
    page = book.worksheets[0]
    for row in range(2, WEEKS + 2):
        for column, value in enumerate((1000 + row, 10 * row, 0, 1.5), 2):
            page.cell(row, column, value)
    if skip:
        page.delete_rows(2, skip)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("skip", [0, 70])
def test_a_filled_template_needs_no_question(skip: int) -> None:
    """All its weeks, or only the later ones."""
    data = filled(skip)
    found = proposed_roles(columns_of(data, "history.xlsx"), OURS)
    assert found == Roles("date", "revenue", OURS, ("price",), {name: name for name in OURS})
    read = read_history(
        data, "history.xlsx", channels=OURS, controls=("price",), outcome="revenue", date_column="date"
    )
    assert read.history.horizon.count == WEEKS - skip
    assert read.history.horizon.starts()[-1] == date(2026, 11, 16), "up to the last full week"
    assert read.history.spend[0, -1] == 10 * (WEEKS + 1)


def test_the_same_day_makes_the_same_bytes() -> None:
    assert history_template(OURS, TODAY, "EUR") == history_template(OURS, TODAY, "EUR")


@pytest.mark.parametrize("language", ["zh_CN", "ru"])
def test_its_columns_are_the_same_in_any_language(language: str) -> None:
    """They are what the reader knows; the notes beside them are in the reader's language."""
    with speaking(language):
        book = openpyxl.load_workbook(BytesIO(history_template(OURS, TODAY, "EUR")))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == ["date", "revenue", *OURS, "price"]
    assert page["B1"].comment is not None
    assert "EUR" in page["B1"].comment.text
