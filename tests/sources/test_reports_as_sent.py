"""Shapes that reports were met in, each once read wrongly or refused."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from planner.domain.errors import BadFile
from planner.sources import problem_log
from planner.sources.child import text_table
from planner.sources.child.refusal import Refusal
from tests.sources.books import TABLE, package, read, rejected, sheet_xml, spend, xlsx

TWO = {("2026-01", "TV"): 1, ("2026-02", "TV"): 2}


@pytest.mark.parametrize("corner", ["Spend", "Spend, USD", "Metric: Spend", "Статья затрат", "花费"])
def test_the_corner_names_the_figure(corner: str) -> None:
    assert spend(read(xlsx([[corner, "Jan", "Feb"], ["TV", 1, 2]]))) == TWO


def test_the_corner_names_the_figure_of_channels_across() -> None:
    rows = [["Spend", "TV", "Radio"], ["Jan", 1, 3], ["Feb", 2, None]]
    assert spend(read(xlsx(rows))) == {**TWO, ("2026-01", "Radio"): 3}


@pytest.mark.parametrize("units", [",,USD,#", ",,EUR,pcs", ",,$,шт."])
def test_a_row_of_units_under_the_header_is_no_row(units: str) -> None:
    result = read(f"Month,Channel,Spend,Clicks\n{units}\n2026-01,TV,1,5\n2026-02,TV,2,6\n".encode())
    assert spend(result) == TWO
    assert rejected(result) == []


@pytest.mark.parametrize(
    ("one", "two", "three"), [("Jan (A)", "Feb (A)", "Mar (F)"), ("Jan A", "Feb A", "Mar F")]
)
def test_a_letter_beside_a_month_tells_actual_from_forecast(one: str, two: str, three: str) -> None:
    text = f"Channel,{one},{two},{three}\nTV,1,2,3\n"
    assert spend(read(text.encode(), mapping={"metric": "spend"})) == TWO


def test_a_span_of_months_is_a_sum() -> None:
    text = b"Channel,Jan,Feb,Jan-Feb\nTV,1,2,3\n"
    assert spend(read(text, mapping={"metric": "spend"})) == TWO


def test_a_measure_nobody_knows_below_a_channel_is_left_out() -> None:
    rows: list[list[Any]] = [["Month", "TV", None, "Radio", None], [None, "Cost", "GRP", "Cost", "Clicks"]]
    rows += [["Jan", 1, 100, 3, 5], ["Feb", 2, 110, 4, 6]]
    result = read(xlsx(rows))
    assert spend(result) == {**TWO, ("2026-01", "Radio"): 3, ("2026-02", "Radio"): 4}
    assert "TV / GRP" in next(p.message for p in result.warnings if p.code == "left_out")


@pytest.mark.parametrize(
    ("header", "metric"),
    [
        ("Number of new customers", "new_customers"),
        ("Sales (orders)", "conversions"),
        ("Выручка с рекламы, руб.", "revenue"),
        ("Кол-во заказов", "conversions"),
        ("带来销售额（元）", "revenue"),
        ("下单金额", "revenue"),
        ("Revenue by channel", "revenue"),
    ],
)
def test_words_around_a_measure_change_nothing(header: str, metric: str) -> None:
    (row,) = read(xlsx([["Month", "Channel", header], ["2026-01", "TV", 7]])).rows
    assert (row.metric, row.value) == (metric, 7)


def test_an_exponent_is_no_group_of_thousands() -> None:
    (row,) = read(b"Month,Channel,Impressions\n2026-01,TV,1.5e6\n").rows
    assert row.value == 1_500_000


@pytest.mark.parametrize("text", ["Televisión,Búsqueda", "Télévision,Dépenses", "Fernsehen für,Außenwerbung"])
def test_western_accents_are_no_chinese(text: str) -> None:
    assert text_table.decode(f"Month,{text}\n2026-01,1,2\n".encode("cp1252")) == (
        f"Month,{text}\n2026-01,1,2\n",
        "cp1252",
    )


@pytest.mark.parametrize(("text", "encoding"), [("飞艇,帆船", "gb18030"), ("Дирижабль,Парусник", "cp1251")])
def test_words_that_no_list_holds_keep_their_script(text: str, encoding: str) -> None:
    assert text_table.decode(f"{text}\n1,2\n".encode(encoding)) == (f"{text}\n1,2\n", encoding)


def test_a_remark_about_totals_makes_no_total_of_its_row() -> None:
    text = "Month,Channel,Spend,Comment\n2026-01,TV,1,Total incl. fees\n2026-02,TV,2,ok\n,,3,Total\n"
    assert spend(read(text.encode())) == TWO
    subtotal = "Month,Channel,Campaign,Spend\n2026-01,TV,a,1\n2026-01,TV,Total,1\n2026-02,TV,a,2\n"
    assert spend(read(subtotal.encode())) == TWO


def test_a_label_forgotten_in_a_row_is_no_outline() -> None:
    """Pivot tables name a channel once above its rows; here one of three rows lacks its channel."""
    result = read(b"Month,Channel,Spend\n2026-01,TV,1\n2026-01,,6\n2026-02,TV,2\n")
    assert spend(result) == TWO
    assert rejected(result) == [(3, "blank_channel")]


def test_an_outline_repeats_no_month_under_a_channel() -> None:
    result = read(b"Channel,Month,Spend\nTV,Jan,1\n,Jan,6\nRadio,Jan,2\n,Feb,3\n")
    assert rejected(result) == [(3, "blank_channel"), (5, "blank_channel")]


def test_a_ledger_s_sum_of_the_period_is_a_total() -> None:
    rows: list[list[Any]] = [["Период", "Документ", "Аналитика Дт", "Дебет", "Кредит"]]
    rows += [["15.01.2026", "Счёт 1", "ТВ", 1, None], ["20.02.2026", "Счёт 2", "ТВ", 2, None]]
    rows += [["Обороты за период", None, None, 3, None]]
    result = read(xlsx(rows))
    assert spend(result) == TWO
    assert rejected(result) == []


def test_text_is_read_up_to_the_rows_of_a_sheet_of_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_table, "MAX_ROWS", 3)
    assert len(list(text_table.rows("a,b\n" * 3))) == 3
    with pytest.raises(Refusal, match="more than 3 rows"):
        list(text_table.rows("a,b\n" * 4))


def test_problems_beyond_what_anybody_reads_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem_log, "MOST", 5)
    rows = "2026-13,TV,9\n" * 8
    result = read(f"Month,Channel,Spend\n2026-01,TV,1\n2026-02,TV,2\n{rows}".encode())
    assert spend(result) == TWO
    assert len(result.rejected) == 5
    assert next(p.message for p in result.warnings if p.code == "more").startswith("3 more rows")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    text = "".join(sheet_xml(TABLE)).replace("?>", '?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///x">]>', 1)
    out = BytesIO(package(None))
    with ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", text.encode(encoding))
    with pytest.raises(BadFile, match="document type"):
        read(out.getvalue())
