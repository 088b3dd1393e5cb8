"""What the preview marks, which report a file is, and what it says about its amounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.actuals import RowProblem
from planner.sources.actuals_file import read_actuals
from planner.sources.basis import BasisSeen, basis_of
from planner.sources.excerpt import MOST_COLUMNS, Excerpt, excerpts, plain_sheets
from planner.sources.sandbox import open_book
from planner.sources.source_names import source_of
from tests.sources.books import Cells, read, xlsx


def excerpt(rows: Cells, **mapping: object) -> Excerpt:
    data = xlsx(rows)
    result = read_actuals(data, "a.xlsx", channels=("TV", "Radio"), year=2027, mapping=mapping)
    (found,) = excerpts(open_book(data, "a.xlsx"), result)
    return found


def drawn(found: Excerpt) -> list[str]:
    """A line a row: its number and the first letter of each cell's mark."""
    return [f"{number} " + "".join(cell.kind[:1] or "." for cell in cells) for number, cells in found.rows]


def test_every_cell_says_what_became_of_it() -> None:
    rows = [
        ["Agency report"],
        ["Month", "Channel", "Note", "Spend", "CTR"],
        ["2027-01", "TV", "x", 10.0, "1%"],
        ["2027-01", "Padi", "x", 5.0, "1%"],
        ["2027-02", "Radio", "x", "ten", "1%"],
        ["2027-02", "TV", "x", 20.0, None],
        ["Total", None, None, 35.0, None],
    ]
    found = excerpt(rows)
    assert found.letters == ("A", "B", "C", "D", "E")
    assert found.roles == ("month", "channel", None, "spend", None)
    assert drawn(found) == ["1 .....", "2 hhhhh", "3 ll.r.", "4 .r...", "5 ...r.", "6 ll.r.", "7 t..t."]
    kinds = {cell.text: cell.kind for _number, cells in found.rows for cell in cells}
    assert (kinds["Padi"], kinds["ten"], kinds["10"]) == ("rejected", "rejected", "read")


def test_a_cell_to_look_at_is_neither_green_nor_left_unshown() -> None:
    """Row 50 lies in the middle, where an excerpt shows nothing without a reason."""
    rows: list[list[object]] = [["Month", "Channel", "Spend"]]
    rows += [["2027-01", "TV", n] for n in range(100)]
    data = xlsx(rows)
    result = read_actuals(data, "a.xlsx", channels=("TV",), year=2027)
    sheet, cell = result.facts.cells["2027-01", "TV", "spend"]
    assert cell == "C101", "the largest of those that make the figure"
    far = RowProblem(sheet, "C50", 50, "far_off", "far", "warning")
    (found,) = excerpts(open_book(data, "a.xlsx"), replace(result, problems=(far,)))
    assert "50 lld" in drawn(found)
    assert [kind for line in drawn(found) for kind in line if kind == "d"] == ["d"]


def test_two_header_levels_are_joined_as_the_reader_joins_them() -> None:
    found = excerpt(
        [
            [None, "Jan 2027", None, "Feb 2027", None],
            ["Channel", "Spend", "Clicks", "Spend", "Clicks"],
            ["TV", 1, 2, 3, 4],
        ]
    )
    assert found.roles == ("channel", "spend", "clicks", "spend", "clicks")


def test_a_long_file_shows_its_ends_and_its_faults() -> None:
    rows: list[list[object]] = [["Month", "Channel", "Spend"]]
    rows += [["2027-01", "TV", n if n != 50 else "n.n."] for n in range(100)]
    numbers = [number for number, _cells in excerpt(rows).rows]
    assert numbers == [1, 2, 3, 4, 5, 6, 52, 100, 101]


def test_a_wide_file_is_cut() -> None:
    wide = [["Channel", *[f"2027-{m:02d}" for m in range(1, 13)], *["x"] * 40], ["TV", *range(52)]]
    assert len(excerpt(wide, metric="spend").letters) == MOST_COLUMNS


def test_sheets_are_written_again_with_errors_as_text() -> None:
    book = open_book(b"Month,Channel,Spend\n2027-01,=TV,#REF!\n", "a.csv")
    ((name, rows),) = plain_sheets(book)
    assert (name, rows[1][1:]) == ("", ["=TV", "#REF!"])


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("actuals_2026.xlsx", "actuals"),
        ("actuals_2026_to_september.xlsx", "actuals"),
        ("Agency report March 2026.xlsx", "agency report"),
        ("agency_report_2026-04.csv", "agency report"),
        ("отчет за март 2026.xlsx", "отчет"),
        ("投放报告2026年3月.xlsx", "投放报告"),
        ("yandex direct.csv", "yandex direct"),
        ("2026-01.csv", "2026-01"),
    ],
)
def test_files_that_differ_only_in_dates_are_one_source(name: str, source: str) -> None:
    assert source_of(name) == source


@pytest.mark.parametrize(
    ("text", "columns", "seen"),
    [
        ("Amounts in USD, net of VAT; agency fee not included", {}, BasisSeen("net", "excluded")),
        ("Суммы с учётом НДС, включая агентскую комиссию", {}, BasisSeen("gross", "included")),
        ("金额含税，不含代理费", {}, BasisSeen("gross", "excluded")),
        ("", {"消费(含税)": "spend"}, BasisSeen("gross")),
        ("", {"Net spend": "spend"}, BasisSeen()),
        ("", {"Order value": "revenue"}, BasisSeen(orders=True)),
        ("", {"Сумма заказов": "revenue"}, BasisSeen(orders=True)),
        ("", {"Revenue": "revenue"}, BasisSeen()),
        ("Fees may apply", {}, BasisSeen()),
    ],
)
def test_what_a_file_says_about_its_amounts(
    text: str, columns: dict[str, str | None], seen: BasisSeen
) -> None:
    assert basis_of([text], columns) == seen


def test_empty_figures_and_rows_left_out_by_an_answer_are_not_marked_as_read() -> None:
    rows = [
        ["Month", "Channel", "Spend"],
        ["Jan", "TV", "n/a"],
        ["Jan", "Newsletter", 5],
        ["Jan", "Radio", 6],
    ]
    data = xlsx(rows)
    result = read(data, mapping={"channel_map": {"Newsletter": None}})
    (found,) = excerpts(open_book(data, "f.xlsx"), result, ["newsletter"])
    kinds = {number: [cell.kind for cell in cells] for number, cells in found.rows}
    assert kinds[2] == ["label", "label", "empty"]
    assert kinds[3] == ["left"] * 3
    assert kinds[4] == ["label", "label", "read"]
