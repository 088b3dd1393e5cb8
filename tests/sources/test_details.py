"""Days, campaigns and money states: what a file says more finely than by month, and what of it is spend."""

from __future__ import annotations

import datetime as dt

import pytest

from planner.domain.actuals import ActualDetail, MoneyState, ReadResult
from planner.domain.errors import BadFile, OpenQuestion
from planner.sources import details as fine
from planner.sources.actuals_file import read_book
from planner.sources.sandbox import open_book
from tests.sources.books import PLAN, Cells, read, rejected, spend, xlsx

PLANNED, COMMITTED, ACCRUED, INVOICED, PAID = MoneyState


def found(result: ReadResult) -> list[tuple[str, str, float, str, str, str]]:
    """(month, channel, value, day, campaign, state) of each detail, "" for what is not said."""
    return [
        (d.month, d.channel, d.value, str(d.day or ""), d.campaign, str(d.state or ""))
        for d in result.details
    ]


def test_days_and_campaigns_refine_the_sums_of_their_month() -> None:
    result = read(
        xlsx(
            [
                ["Date", "Channel", "Campaign", "Ad group", "Cost"],
                [dt.date(2026, 1, 3), "TV", "Spring", "a", 4],
                [dt.date(2026, 1, 3), "TV", "Spring", "b", 5],
                [dt.date(2026, 1, 9), "TV", "Summer", "a", 6],
                ["Total", None, None, None, 15],
            ]
        )
    )
    assert spend(result) == {("2026-01", "TV"): 15}
    assert found(result) == [
        ("2026-01", "TV", 9, "2026-01-03", "Spring", ""),
        ("2026-01", "TV", 6, "2026-01-09", "Summer", ""),
    ]
    assert result.facts.columns["Campaign"] == "campaign"


@pytest.mark.parametrize("header", ["Campaign name", "Название кампании", "推广计划", "广告系列", "Кампания"])
def test_campaign_column_in_three_languages(header: str) -> None:
    result = read(f"Month,Channel,{header},Spend\n2026-01,TV,Весна 春,5\n".encode())
    assert found(result) == [("2026-01", "TV", 5, "", "Весна 春", "")]


@pytest.mark.parametrize(
    "dates",
    [("2026-01-01", "2026-02-01"), ("2026-01-31", "2026-02-28"), ("2026-01", "2026-02"), ("W02", "W06")],
)
def test_dates_that_stand_for_months_or_weeks_are_no_days(dates: tuple[str, str]) -> None:
    rows = "".join(f"{day},TV,5\n" for day in dates)
    result = read(f"Date,Channel,Spend\n{rows}".encode(), mapping={"column_map": {"Date": "date"}})
    assert spend(result) == {("2026-01", "TV"): 5, ("2026-02", "TV"): 5}
    assert result.details == ()


def test_a_row_of_several_days_has_no_day() -> None:
    table = "Reporting starts,Reporting ends,Channel,Spend\n"
    table += "2026-01-05,2026-01-05,TV,1\n2026-01-06,2026-01-09,TV,2\n"
    assert found(read(table.encode())) == [
        ("2026-01", "TV", 1, "2026-01-05", "", ""),
        ("2026-01", "TV", 2, "", "", ""),
    ]


def test_days_across_the_columns() -> None:
    days = [dt.date(2026, 1, 30), dt.date(2026, 1, 31), dt.date(2026, 2, 1)]
    result = read(xlsx([["Spend"], ["Channel", *days], ["TV", 1, 2, 4]]))
    assert spend(result) == {("2026-01", "TV"): 3, ("2026-02", "TV"): 4}
    assert [day for _, _, _, day, _, _ in found(result)] == ["2026-01-30", "2026-01-31", "2026-02-01"]


STATES = {
    "en": ("Status", "Planned", "Committed", "Accrued", "Invoiced", "Paid"),
    "ru": ("Статус", "Запланировано", "Законтрактовано", "Начислено", "Счёт выставлен", "Оплачено"),
    "zh": ("状态", "计划", "已承诺", "已计提", "已开票", "已付款"),
}


@pytest.mark.parametrize("language", STATES)
def test_planned_and_committed_money_is_no_spend(language: str) -> None:
    header, *words = STATES[language]
    rows: Cells = [["Month", "Channel", header, "Spend"]]
    rows += [[f"2026-{i + 1:02d}", "TV", word, 10 + i] for i, word in enumerate(words)]  # type: ignore[operator]
    result = read(xlsx(rows))
    assert spend(result) == {("2026-03", "TV"): 12, ("2026-04", "TV"): 13, ("2026-05", "TV"): 14}
    assert [detail.state for detail in result.details] == list(MoneyState)
    assert "not_actual" in {p.code for p in result.warnings}


def _orders(*rows: tuple[str, str, float]) -> bytes:
    return xlsx(
        [["Month", "Channel", "PO number", "Status", "Amount"]]
        + [["2026-01", "TV", number, state, value] for number, state, value in rows]
    )


def test_documents_in_one_state_each_add_up() -> None:
    result = read(_orders(("PO-1", "Paid", 5), ("PO-2", "Accrued", 7), ("PO-3", "Invoiced", 9)))
    assert spend(result) == {("2026-01", "TV"): 21}


def test_the_same_money_in_several_states_counts_once_by_its_earliest() -> None:
    """PO-1 is accrued, invoiced and partly paid; PO-2 has skipped its accrual."""
    result = read(
        _orders(
            ("PO-1", "Accrued", 100), ("PO-1", "Invoiced", 100), ("PO-1", "Paid", 60),
            ("PO-2", "Invoiced", 40), ("PO-2", "Paid", 40),
        )
    )  # fmt: skip
    assert spend(result) == {("2026-01", "TV"): 140}
    assert len(result.details) == 5
    assert "same_money" in {p.code for p in result.warnings}


def test_a_document_that_is_paid_in_a_later_month_counts_where_it_was_accrued() -> None:
    rows = [["Month", "Channel", "PO", "State", "Spend"]]
    rows += [["2026-01", "TV", "7", "Accrued", 100], ["2026-02", "TV", "7", "Paid", 100]]  # type: ignore[list-item]
    assert spend(read(xlsx(rows))) == {("2026-01", "TV"): 100}


def test_stages_or_parts_is_asked_where_the_amounts_do_not_tell() -> None:
    """50 accrued and 30 invoiced are 80 in parts or 50 in stages: nothing in the file says which."""
    data = xlsx(
        [["Month", "Channel", "Status", "Spend"], ["Jan", "TV", "Accrued", 50], ["Jan", "TV", "Invoiced", 30]]
    )
    with pytest.raises(OpenQuestion, match=r"accrued 50\.00, invoiced 30\.00") as caught:
        read(data)
    assert caught.value.params["question"] == "states"
    assert spend(read(data, mapping={"states": "stages"})) == {("2026-01", "TV"): 50}
    assert spend(read(data, mapping={"states": "parts"})) == {("2026-01", "TV"): 80}


def test_invoice_numbers_on_some_rows_do_not_hide_that_the_money_is_the_same() -> None:
    rows = [["Month", "Channel", "Invoice no", "Status", "Spend"]]
    rows += [["Jan", "TV", None, "Accrued", 50], ["Jan", "TV", "A-1", "Invoiced", 50]]  # type: ignore[list-item]
    assert spend(read(xlsx(rows))) == {("2026-01", "TV"): 50}


def test_invoices_entered_twice_stay_two_details() -> None:
    result = read(_orders(("1", "Paid", 5), ("1", "Paid", 5)))
    assert len(result.details) == 2
    assert spend(result) == {("2026-01", "TV"): 10}


def test_a_state_nobody_knows_rejects_its_row() -> None:
    result = read(_orders(("1", "Paid", 5), ("2", "Cancelled", 7), ("3", "Accrued", 2)))
    assert spend(result) == {("2026-01", "TV"): 7}
    assert rejected(result) == [(3, "bad_state")]


def test_a_file_of_commitments_alone_is_committed_money_and_no_figure() -> None:
    result = read(_orders(("1", "Committed", 5), ("2", "Ordered", 7)))
    assert result.rows == ()
    assert [(one.order, one.state, one.value) for one in result.details] == [
        ("1", COMMITTED, 5),
        ("2", COMMITTED, 7),
    ]
    assert result.facts.months == ("2026-01",)


def test_a_file_of_plans_alone_is_no_file_of_actuals() -> None:
    with pytest.raises(BadFile, match="every row is marked planned"):
        read(_orders(("1", "Planned", 5)))


@pytest.mark.parametrize(
    ("order", "invoice"),
    [
        ("PO number", "Invoice no"),
        ("Contract no", "Document number"),
        ("Номер договора", "Счёт-фактура"),
        ("№ заказа", "№ счета"),
        ("采购订单号", "发票号码"),
        ("合同编号", "发票号"),
    ],
)
def test_numbers_of_orders_and_invoices_are_kept_in_three_languages(order: str, invoice: str) -> None:
    rows = [["Month", "Channel", order, invoice, "Spend"], ["2026-01", "TV", "PO-7", 4711, 5]]
    (detail,) = read(xlsx(rows)).details
    assert (detail.order, detail.invoice, detail.value) == ("PO-7", "4711", 5)


def test_the_mapping_names_order_and_invoice() -> None:
    data = b"Month,Channel,What,Where,Spend\n2026-01,TV,7,A-1,5\n"
    (detail,) = read(data, mapping={"column_map": {"What": "order", "Where": "invoice"}}).details
    assert (detail.order, detail.invoice) == ("7", "A-1")


def test_order_numbers_of_sales_are_no_documents_of_ours() -> None:
    assert read(b"Month,Channel,Order number,Revenue\n2026-01,TV,17,5\n").details == ()


@pytest.mark.parametrize("status", ["Active", "Paused", "Approved", "Closed won"])
def test_a_status_of_something_else_changes_nothing(status: str) -> None:
    result = read(_orders(("1", status, 5)))
    assert spend(result) == {("2026-01", "TV"): 5}
    assert [(one.state, one.order) for one in result.details] == [(None, "1")]


@pytest.mark.parametrize("header", ["Type", "Kind", "Placement"])
def test_paid_and_organic_are_kinds_of_media(header: str) -> None:
    result = read(f"Month,Channel,{header},Spend\n2026-01,TV,Paid,5\n2026-01,TV,Organic,7\n".encode())
    assert spend(result) == {("2026-01", "TV"): 12}
    assert rejected(result) == []


def test_orders_that_are_paid_are_sales_and_no_states_of_money() -> None:
    result = read(b"Month,Channel,Status,Revenue\n2026-01,TV,Paid,5\n2026-01,TV,Cancelled,7\n")
    assert [row.value for row in result.rows] == [12]


def test_too_many_details_lose_their_days_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fine, "MOST", 10)
    rows = "".join(f"2026-01-{day:02d},TV,{name},1\n" for day in range(1, 29) for name in "ab")
    result = read(f"Date,Channel,Campaign,Spend\n{rows}".encode())
    assert result.details == (
        ActualDetail("2026-01", "TV", "spend", 28, None, "a"),
        ActualDetail("2026-01", "TV", "spend", 28, None, "b"),
    )
    assert "days were left out;" in next(p.message for p in result.warnings if p.code == "details_coarser")


def test_the_mapping_names_campaign_and_state() -> None:
    data = b"Month,Channel,What,Where,Spend\n2026-01,TV,Launch,paid,5\n2026-01,TV,Launch,planned,7\n"
    result = read(data, mapping={"column_map": {"What": "campaign", "Where": "state"}})
    assert spend(result) == {("2026-01", "TV"): 5}
    assert found(result) == [
        ("2026-01", "TV", 5, "", "Launch", "paid"),
        ("2026-01", "TV", 7, "", "Launch", "planned"),
    ]


def test_a_book_is_read_again_without_being_opened_again() -> None:
    """Reading leaves the book as it is: another year and another mapping see the same cells."""
    data = xlsx([["Channel", "Jan", "Feb"], ["TV", 1, 2], ["Radio", None, 4]])
    book = open_book(data, "/somewhere/plan.xlsx")
    options = {"channels": PLAN, "mapping": {"metric": "spend"}}
    first = read_book(book, "plan.xlsx", year=2026, **options)  # type: ignore[arg-type]
    assert first == read(data, "plan.xlsx", mapping={"metric": "spend"})
    later = read_book(book, "plan.xlsx", year=2027, **options)  # type: ignore[arg-type]
    assert later.facts.months == ("2027-01", "2027-02")
    with pytest.raises(OpenQuestion, match=r"Actuals: which metric"):
        read_book(book, "plan.xlsx", channels=PLAN, year=2026)
