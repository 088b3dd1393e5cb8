"""A question is asked only when nothing can be read without its answer, and the mapping file answers it."""

from __future__ import annotations

import pytest

from planner.domain.errors import OpenQuestion
from tests.sources.books import figures, read, spend, xlsx

CASES = {
    "metric": (xlsx([["Media 2026"], ["Channel", "Jan"], ["TV", 5]]), {"metric": "clicks"}, ("clicks", 5)),
    "default_channel": (xlsx([["Month", "Spend"], ["Jan", 5]]), {"default_channel": "TV"}, ("spend", 5)),
    "channel_map": (
        xlsx([["Month", "Channel", "Spend"], ["Jan", "Sky", 5], ["Jan", "Sea", 6]]),
        {"channel_map": {"Sky": "TV", "Sea": None}},
        ("spend", 5),
    ),
    "currency": (
        xlsx([["Month", "Channel", "Spend USD", "Spend EUR"], ["Jan", "TV", 4, 5]]),
        {"currency": "EUR"},
        ("spend", 5),
    ),
    "date_order": (
        b"Date,Channel,Spend\n01/02/2026,TV,2\n01/03/2026,TV,3\n",
        {"date_order": "mdy"},
        ("spend", 5),
    ),
    "decimal": (b"Month;Channel;Spend\n2026-01;TV;1.234\n", {"decimal": ","}, ("spend", 1234)),
}


@pytest.mark.parametrize("question", CASES)
def test_question_names_its_key_and_the_answer_settles_it(question: str) -> None:
    data, answer, (metric, value) = CASES[question]
    with pytest.raises(OpenQuestion, match=question) as asked:
        read(data)
    assert asked.value.params["question"] == question
    assert figures(read(data, mapping=answer)) == [("2026-01", "TV", metric, value)]


def test_columns_of_unknown_channels_are_asked_about() -> None:
    data = xlsx([["Spend"], ["Month", "Foo", "Bar"], ["Jan", 1, 2]])
    with pytest.raises(OpenQuestion) as asked:
        read(data)
    assert asked.value.params["question"] == "channel_map"
    assert asked.value.params["labels"] == ["Foo", "Bar"]
    mapping = {"channel_map": {"Foo": "TV", "Bar": "Radio"}}
    assert spend(read(data, mapping=mapping)) == {("2026-01", "TV"): 1, ("2026-01", "Radio"): 2}


def test_weeks_are_asked_about_and_counted_by_their_first_day() -> None:
    data = b"Week,Channel,Spend\n2026-W01,TV,1\n2026-W05,TV,2\n2026-W06,TV,4\n"
    with pytest.raises(OpenQuestion, match="weeks"):
        read(data)
    # By the ISO calendar weeks 1, 5 and 6 of 2026 begin on 29 December 2025, 26 January and 2 February.
    result = read(data, mapping={"column_map": {"Week": "date"}})
    assert spend(result) == {("2026-01", "TV"): 2, ("2026-02", "TV"): 4}


def test_net_and_gross_are_asked_about() -> None:
    data = xlsx([["Месяц", "Канал", "Расход без НДС", "Расход с НДС"], ["Январь", "ТВ", 100, 120]])
    with pytest.raises(OpenQuestion) as asked:
        read(data)
    assert asked.value.params["options"] == ["Расход без НДС", "Расход с НДС"]
    mapping = {"column_map": {"Расход с НДС": "spend", "Расход без НДС": None}}
    assert spend(read(data, mapping=mapping)) == {("2026-01", "TV"): 120}
    assert spend(read(data, mapping={"column_map": {"Расход без НДС": "spend"}})) == {("2026-01", "TV"): 100}


def test_bare_months_ask_for_the_year_unless_the_title_says_it() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "TV", 1]]
    with pytest.raises(OpenQuestion, match="year"):
        read(xlsx(rows), year=None)
    assert spend(read(xlsx([["Report 2024"], *rows]), year=None)) == {("2024-01", "TV"): 1}


def test_mapping_names_columns_that_no_vocabulary_knows() -> None:
    rows = [["x"], ["Foo", "Bar", "Baz", "Qux"], ["2026-01", "TV", 1, 9], ["2026-02", "Radio", 2, 9]]
    mapping = {"header_row": 2, "column_map": {"Foo": "month", "Bar": "channel", "Baz": "spend", "Qux": None}}
    expected = {("2026-01", "TV"): 1, ("2026-02", "Radio"): 2}
    assert spend(read(xlsx(rows), mapping=mapping)) == expected
    del mapping["header_row"]
    assert spend(read(xlsx(rows), mapping=mapping)) == expected


@pytest.mark.parametrize(
    ("header", "title", "factor"),
    [("Spend ($000)", "", 1000), ("消费（万元）", "", 10_000), ("Расход, тыс. руб.", "", 1000),
    ("Spend, EUR k", "", 1000),
     ("Spend", "All figures in thousands of EUR", 1000), ("消费", "单位：万元", 10_000),
     ("Расход", "Суммы в млн руб.", 1_000_000), ("Spend", "Budget of 100 000 EUR", 1)],
)  # fmt: skip
def test_units_multiply_money_and_nothing_else(header: str, title: str, factor: float) -> None:
    data = xlsx([[title or None], ["Month", "Channel", header, "Clicks"], ["2026-01", "TV", 2.5, 7]])
    assert figures(read(data)) == [("2026-01", "TV", "spend", 2.5 * factor), ("2026-01", "TV", "clicks", 7)]
    assert spend(read(data, mapping={"unit": 10})) == {("2026-01", "TV"): 25}


MIXED = [
    ["Month", "Channel", "Spend"],
    ["Jan", "TV", "9,120.50"],
    ["Jan", "Radio", "$ 8.100"],
    ["Jan", "Paid Search", "12,000"],
]


def test_three_digits_after_the_mark_of_cents_are_asked_about_and_never_read_as_a_thousandth() -> None:
    with pytest.raises(OpenQuestion, match=r"three digits in \$ 8\.100 .* stands 9,120\.50") as asked:
        read(xlsx(MIXED))
    assert asked.value.params["question"] == "three_digits"
    rest = {("2026-01", "TV"): 9120.5, ("2026-01", "Paid Search"): 12_000}
    answered = spend(read(xlsx(MIXED), mapping={"three_digits": "thousands"}))
    assert answered == rest | {("2026-01", "Radio"): 8100}
    answered = spend(read(xlsx(MIXED), mapping={"three_digits": "decimals"}))
    assert answered == rest | {("2026-01", "Radio"): 8.1}


def test_cents_in_another_column_are_a_witness_too() -> None:
    rows = [["Spend"], ["Channel", "Jan", "Feb"], ["TV", "$ 8.100", "9,120.50"]]
    with pytest.raises(OpenQuestion, match="three digits"):
        read(xlsx(rows))
    comma = [["Month", "Channel", "Spend"], ["Jan", "TV", "9.120,50"], ["Jan", "Radio", "8,100"]]
    with pytest.raises(OpenQuestion, match="three digits"):
        read(xlsx(comma))


def test_two_marks_before_three_digits_are_one_question() -> None:
    data = xlsx([MIXED[0], ["Jan", "Radio", "8.100"], MIXED[3]])
    with pytest.raises(OpenQuestion) as asked:
        read(data)
    assert asked.value.params["question"] == "three_digits"
    answered = spend(read(data, mapping={"three_digits": "thousands"}))
    assert answered == {("2026-01", "Radio"): 8100, ("2026-01", "Paid Search"): 12_000}


@pytest.mark.parametrize("other", ["0.125", "1234.567", "12.345678"])
def test_three_decimals_are_no_question_where_others_have_as_many(other: str) -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "TV", other], ["Jan", "Radio", "8.100"]]
    assert spend(read(xlsx(rows)))[("2026-01", "Radio")] == 8.1


def test_three_decimals_of_millions_are_no_question() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", "TV", "1.25m"], ["Jan", "Radio", "1.125m"]]
    assert spend(read(xlsx(rows)))[("2026-01", "Radio")] == 1_125_000
