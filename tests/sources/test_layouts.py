"""One small table in every layout people send: January TV 10 and Radio 20, February TV 30 and Radio 40."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.domain.errors import BadFile, OpenQuestion
from tests.sources.books import Cells, figures, read, spend, xlsx

TABLE = {
    ("2026-01", "TV"): 10.0,
    ("2026-01", "Radio"): 20.0,
    ("2026-02", "TV"): 30.0,
    ("2026-02", "Radio"): 40.0,
}
LONG = [
    ["Month", "Channel", "Spend"],
    ["Jan", "TV", 10],
    ["Jan", "Radio", 20],
    ["Feb", "TV", 30],
    ["Feb", "Radio", 40],
]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(LONG, id="long"),
        pytest.param([["Agency report"], ["Jan-Feb 2026"], [], *LONG, ["Total", None, 100]],
        id="preamble-and-total"),
        pytest.param(
            [["Date", "Channel", "Cost"], [dt.date(2026, 1, 3), "TV", 4], [dt.date(2026, 1, 9), "TV", 6],
             [dt.date(2026, 1, 9), "Radio", 20], [dt.date(2026, 2, 1), "TV", 30], [dt.date(2026, 2,
             28), "Radio", 40]],
            id="days",
        ),
        pytest.param([["Spend"], ["Channel", "Jan", "Feb"], ["TV", 10, 30], ["Radio", 20, 40]], id="wide"),
        pytest.param(
            [["Media spend, EUR"], ["Channel", "Jan 2026", "Feb 2026", "Q1", "YTD", "Total"],
             ["TV", 10, 30, 40, 40, 40], ["Radio", 20, 40, 60, 60, 60], ["Grand total", 30, 70, 100,
             100, 100]],
            id="wide-with-totals",
        ),
        pytest.param([["Spend"], ["Month", "TV", "Radio", "Total"], ["Jan", 10, 20, 30], ["Feb", 30,
        40, 70]],
                     id="transposed"),
        pytest.param([["Month", "TV Spend", "Radio Spend", "Total Spend"], ["Jan", 10, 20, 30], ["Feb",
        30, 40, 70]],
                     id="channel-and-metric-in-one-cell"),
        pytest.param([["Month", "Jan", "Jan", "Feb", "Feb"], ["Channel", "TV", "Radio", "TV", "Radio"],
                      ["Spend", 10, 20, 30, 40]], id="records-as-columns"),
        pytest.param([["Channel", "Metric", "Jan", "Feb"], ["TV", "Spend", 10, 30], [None, "CTR", 0.1, 0.2],
                      ["Radio", "Spend", 20, 40], [None, "CTR", 0.1, 0.2]], id="metric-rows-pivot-style"),
        pytest.param([["Month", "Channel", "Metric", "Value"], ["Jan", "TV", "Spend", 10], ["Jan",
        "Radio", "Spend", 20],
                      ["Feb", "TV", "Spend", 30], ["Feb", "Radio", "Spend", 40], ["Feb", "Radio",
                      "CPC", 4]],
                     id="tidy"),
        pytest.param([["Spend"], ["Channel", 1, 2, 3], ["TV", 10, 30, None], ["Radio", 20, 40, None]],
                     id="months-as-numbers"),
        pytest.param([["Spend"], ["Channel", 202601, 202602, 202603], ["TV", 10, 30, None], ["Radio",
        20, 40, None]],
                     id="months-as-year-and-number"),
        pytest.param([["Year", "Month", "Channel", "Spend"], [2026, 1, "TV", 10], [2026, 1, "Radio", 20],
                      [2026, 2, "TV", 30], [2026, 2, "Radio", 40]], id="year-column"),
        pytest.param([["Month", "Channel", "Type", "Spend"], ["Jan", "TV", "Actual", 10], ["Jan", "TV",
        "Plan", 11],
                      ["Jan", "Radio", "Actual", 20], ["Feb", "TV", "Actual", 30], ["Feb", "Radio",
                      "Actual", 40]],
                     id="scenario-column"),
        pytest.param([["Month", "Channel", "Plan", "Actual", "Var", "Var %"], ["Jan", "TV", 1, 10, 9, 9],
                      ["Jan", "Radio", 1, 20, 19, 9], ["Feb", "TV", 1, 30, 9, 9], ["Feb", "Radio", 1,
                      40, 9, 9]],
                     id="plan-actual-long"),
    ],
)  # fmt: skip
def test_reads_the_same_table_from_every_layout(rows: Cells) -> None:
    mapping = {"metric": "spend"} if "Plan" in rows[0] else None
    result = read(xlsx(rows), mapping=mapping)
    assert spend(result) == TABLE
    assert result.rejected == ()


def test_two_header_levels_are_filled_across_with_and_without_merges() -> None:
    rows = [["Channel", "Jan", None, "Feb", None], [None, "Spend", "Clicks", "Spend", "Clicks"],
            ["TV", 10, 1, 30, 3], ["Radio", 20, 2, 40, 4]]  # fmt: skip
    expected = [
        ("2026-01", "TV", "spend", 10), ("2026-01", "TV", "clicks", 1),
        ("2026-01", "Radio", "spend", 20), ("2026-01", "Radio", "clicks", 2),
        ("2026-02", "TV", "spend", 30), ("2026-02", "TV", "clicks", 3),
        ("2026-02", "Radio", "spend", 40), ("2026-02", "Radio", "clicks", 4),
    ]  # fmt: skip
    merged = xlsx(rows, merges=[(0, 1, 0, 2, "Jan"), (0, 3, 0, 4, "Feb"), (0, 0, 1, 0, "Channel")])
    for data in (xlsx(rows), merged):
        result = read(data)
        assert figures(result) == expected
        assert result.facts.layout == "wide2"
        assert result.facts.header_row == 2


def test_metric_above_months() -> None:
    rows = [
        [None, "Spend", None, "Revenue", None],
        ["Channel", "Jan", "Feb", "Jan", "Feb"],
        ["TV", 1, 2, 3, 4],
    ]
    assert figures(read(xlsx(rows))) == [
        ("2026-01", "TV", "spend", 1), ("2026-01", "TV", "revenue", 3),
        ("2026-02", "TV", "spend", 2), ("2026-02", "TV", "revenue", 4),
    ]  # fmt: skip


def test_year_level_above_bare_months_leaves_the_other_year_out() -> None:
    rows = [["Spend"], [None, "2025", "2026", None], ["Channel", "Dec", "Jan", "Feb"], ["TV", 9, 1, 2]]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}
    assert [problem.code for problem in result.warnings] == ["other_year"]


def test_plan_actual_variance_side_by_side_gives_actual_only() -> None:
    rows = [["Spend"], ["Channel", "Jan", None, None, "Feb", None, None],
            [None, "Plan", "Actual", "Var", "Plan", "Actual", "Var"], ["TV", 1, 10, 9, 2, 30,
            28]]  # fmt: skip
    assert spend(read(xlsx(rows))) == {("2026-01", "TV"): 10, ("2026-02", "TV"): 30}


def test_plan_without_actual_is_refused() -> None:
    with pytest.raises(BadFile, match="no actual"):
        read(xlsx([["Channel", "Jan Plan", "Feb Plan"], ["TV", 1, 2]]))


@pytest.mark.parametrize(
    ("names", "layout"),
    [(("Jan 2026", "Feb 2026"), "sheet_per_month"), (("1月", "2月"), "sheet_per_month"),
     (("Январь", "Февраль"), "sheet_per_month")],
)  # fmt: skip
def test_one_sheet_per_month(names: tuple[str, str], layout: str) -> None:
    def sheet(tv: float, radio: float) -> Cells:
        return [["Channel", "Spend"], ["TV", tv], ["Radio", radio], ["Total", tv + radio]]

    result = read(
        xlsx(sheet(10, 20), name=names[0], more={names[1]: sheet(30, 40), "Notes": [["see above"]]})
    )
    assert spend(result) == TABLE
    assert result.facts.layout == layout
    assert result.facts.sheets == names


def test_one_sheet_per_metric() -> None:
    result = read(
        xlsx(
            [["Channel", "Jan"], ["TV", 10]], name="Spend", more={"Revenue": [["Channel", "Jan"], ["TV", 99]]}
        )
    )
    assert figures(result) == [("2026-01", "TV", "spend", 10), ("2026-01", "TV", "revenue", 99)]
    assert result.facts.layout == "sheet_per_metric"


def test_actuals_sheet_is_chosen_beside_a_plan_sheet() -> None:
    rows = [["Spend"], ["Channel", "Jan"], ["TV", 10]]
    result = read(
        xlsx(rows, name="Actuals", more={"Budget 2026": [["Spend"], ["Channel", "Jan"], ["TV", 99]]})
    )
    assert spend(result) == {("2026-01", "TV"): 10}


def test_two_likely_sheets_are_asked_about_and_the_answer_is_taken() -> None:
    data = xlsx(LONG, name="North", more={"South": LONG})
    with pytest.raises(OpenQuestion) as question:
        read(data)
    assert question.value.params["question"] == "sheet"
    assert spend(read(data, mapping={"sheet": "South"})) == TABLE
    assert spend(read(data, mapping={"sheet": "*"})) == {key: 2 * value for key, value in TABLE.items()}


def test_month_named_in_the_title_only() -> None:
    rows = [["Отчёт за март 2026"], ["Канал", "Расход", "Клики"], ["ТВ", 10, 1], ["Итого", 10, 1]]
    assert figures(read(xlsx(rows))) == [("2026-03", "TV", "spend", 10), ("2026-03", "TV", "clicks", 1)]


def test_merged_label_speaks_for_all_its_rows() -> None:
    rows = [
        ["Month", "Channel", "Spend"],
        ["Jan", "TV", 10],
        [None, "Radio", 20],
        ["Feb", "TV", 30],
        [None, "Radio", 40],
    ]
    assert spend(read(xlsx(rows, merges=[(1, 0, 2, 0, "Jan"), (3, 0, 4, 0, "Feb")]))) == TABLE
    assert spend(read(xlsx(rows))) == TABLE


def test_labels_stay_as_they_are_without_a_plan() -> None:
    rows = [["Month", "Channel", "Spend"], ["Jan", " Foo  bar", 1], ["Jan", "TV", 2]]
    result = read(xlsx(rows), channels=None)
    assert spend(result) == {("2026-01", "Foo bar"): 1, ("2026-01", "TV"): 2}


def test_order_is_month_then_plan_then_metric() -> None:
    rows = [
        ["Month", "Channel", "Clicks", "Spend"],
        ["Feb", "TV", 1, 2],
        ["Jan", "Radio", 3, 4],
        ["Jan", "TV", 5, 6],
    ]
    assert [row[:3] for row in figures(read(xlsx(rows), channels=("Radio", "TV")))] == [
        ("2026-01", "Radio", "spend"), ("2026-01", "Radio", "clicks"), ("2026-01", "TV", "spend"),
        ("2026-01", "TV", "clicks"), ("2026-02", "TV", "spend"), ("2026-02", "TV", "clicks"),
    ]  # fmt: skip


def test_dates_counted_from_1904_are_the_dates_shown() -> None:
    rows = [["Month", "Channel", "Spend"], [dt.date(2026, 1, 1), "TV", 10]]
    assert spend(read(xlsx(rows, date1904=True))) == {("2026-01", "TV"): 10}
