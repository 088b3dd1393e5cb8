"""Headings above their rows, and several tables in one sheet."""

from __future__ import annotations

import pytest

from planner.domain.errors import OpenQuestion
from tests.sources.books import figures, read, rejected, spend, xlsx


def test_channel_headings_above_metric_rows() -> None:
    rows = [
        [None, "Jan", "Feb"],
        ["TV"],
        ["Spend", 1, 2],
        ["Clicks", 3, 4],
        ["Radio"],
        ["Spend", 5, 6],
        ["CTR", 7, 8],
    ]
    assert figures(read(xlsx(rows))) == [
        ("2026-01", "TV", "spend", 1), ("2026-01", "TV", "clicks", 3), ("2026-01", "Radio", "spend", 5),
        ("2026-02", "TV", "spend", 2), ("2026-02", "TV", "clicks", 4), ("2026-02", "Radio", "spend", 6),
    ]  # fmt: skip


def test_pivot_table_with_subtotals_on_the_headings() -> None:
    rows = [
        ["Row Labels", "Sum of Spend"],
        ["Jan", 3],
        ["TV", 1],
        ["Radio", 2],
        ["Feb", 4],
        ["TV", 4],
        ["Grand Total", 7],
    ]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-01", "Radio"): 2, ("2026-02", "TV"): 4}
    assert result.facts.totals[0].agrees
    turned = [
        ["Названия строк", "Сумма по полю Расход"],
        ["ТВ", 5],
        ["янв", 1],
        ["фев", 4],
        ["Радио", 2],
        ["янв", 2],
    ]
    assert spend(read(xlsx(turned))) == spend(result)


def test_unknown_channel_in_an_outline_is_rejected_by_its_row() -> None:
    rows = [["Row Labels", "Sum of Spend"], ["Jan", 3], ["TV", 1], ["Skywriting", 2]]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 1}
    assert rejected(result) == [(4, "unknown_channel")]


def test_table_per_channel_under_one_another() -> None:
    rows = [["Spend 2026"], ["TV"], ["Month", "Amount"], ["Jan", 1], ["Feb", 2], ["Total", 3], [],
            ["Radio"], ["Month", "Amount"], ["Jan", 4], ["Feb", "x"]]  # fmt: skip
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2, ("2026-01", "Radio"): 4}
    assert rejected(result) == [(11, "not_a_number")]


def test_table_per_metric_under_one_another() -> None:
    rows = [["Spend"], ["Channel", "Jan"], ["TV", 1], [], ["Clicks"], ["Channel", "Jan"], ["TV", 3]]
    assert figures(read(xlsx(rows))) == [("2026-01", "TV", "spend", 1), ("2026-01", "TV", "clicks", 3)]


def test_second_table_with_a_title_that_means_nothing_is_asked_about() -> None:
    rows = [["Spend"], ["Channel", "Jan"], ["TV", 1], [], ["Happiness"], ["Channel", "Jan"], ["TV", 3]]
    with pytest.raises(OpenQuestion, match="metric"):
        read(xlsx(rows))


def test_half_years_under_one_another() -> None:
    rows = [
        ["Spend"],
        ["Channel", "Jan", "Feb"],
        ["TV", 1, 2],
        ["Total", 1, 2],
        [],
        ["Channel", "Mar", "Apr"],
        ["TV", 3, 4],
    ]
    assert list(spend(read(xlsx(rows))).values()) == [1, 2, 3, 4]


def test_header_repeated_on_every_page_starts_no_table() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "TV", 1], ["Month", "Channel", "Spend"], ["Feb", "TV", 2]]
    assert spend(read(xlsx(rows))) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}


def test_an_answer_for_the_file_does_not_override_a_table_s_own_title() -> None:
    rows = [["Channel", "Jan"], ["TV", 1], [], ["Revenue"], ["Channel", "Jan"], ["TV", 3]]
    assert figures(read(xlsx(rows, name="Data"), mapping={"metric": "spend"})) == [
        ("2026-01", "TV", "spend", 1), ("2026-01", "TV", "revenue", 3),
    ]  # fmt: skip
