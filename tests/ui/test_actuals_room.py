"""The Actuals page from question to history: amounts, marked file, grid, ledger, who said what."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from planner.domain.actuals import ActualRow, Actuals, ReadFacts, ReadResult, RowProblem
from planner.domain.errors import BadDocument, BadFile, PlannerError
from planner.presentation.language import speaking
from planner.services.actuals_basis import Basis
from planner.services.actuals_doubts import Doubts
from planner.services.actuals_intake import Reading
from planner.services.library import Store
from planner.sources.basis import BasisSeen
from planner.sources.excerpt import Excerpt, ExcerptCell
from planner.ui.actuals import excerpt, mappings
from planner.ui.actuals.jobs import KEPT, Jobs
from planner.ui.actuals.understood import as_text
from tests.ui.tabs import Open, button, labels, press, shown, words

OCTOBER = "2026-10"
MESSY = (
    "Quillmere Media - monthly report\nAmounts in USD\n\n"
    "Month,Channel,Spend,CTR,Orders\n"
    "2026-11,TV,21000,1%,800\n"
    "2026-11,Tik Tok,9500,1%,210\n"
    "2026-11,=1+1,10,1%,0\n"
    "Total,,30510,,1010\n"
)


@pytest.fixture
def tab(store: Store, open_page: Open) -> AppTest:
    return open_page("actuals")


def upload(tab: AppTest, name: str, text: str) -> AppTest:
    tab.file_uploader[0].upload(name, text.encode())
    return shown(tab)


def tables(tab: AppTest) -> str:
    return "\n".join(frame.value.to_string() for frame in tab.dataframe)


def spend(store: Store, month: str) -> dict[str, float]:
    return {row.channel: row.value for row in store.actuals("sample", [month]) if row.metric == "spend"}


def test_a_messy_file_is_mapped_taken_over_undone_and_uploaded_without_questions(
    tab: AppTest, store: Store, open_page: Open
) -> None:
    upload(tab, "Quillmere November 2026.csv", MESSY)
    assert "your total $30,510.00; read $21,000.00" in words(tab)
    next(box for box in tab.selectbox if "Tik Tok" in box.label).select("Online video")
    press(tab, "Use these")
    assert "your total $30,510.00; read $30,500.00" in words(tab)
    assert "Left out, as answered before: “=1+1”" in words(tab)
    press(tab, "Take over")
    assert spend(store, "2026-11") == {"TV": 21_000, "Online video": 9_500}
    answered = {"channel_map": {"Tik Tok": "Online video", "=1+1": None}}
    assert store.mapping("sample", "quillmere") == answered
    assert store.batches("sample")[0].source == "quillmere"
    store.undo_batch("sample", store.batches("sample")[0].id, "Ann")
    again = upload(open_page("actuals"), "Quillmere November 2026.csv", MESSY)
    assert "Which channel is meant?" not in words(again)
    press(again, "Take over")
    december = MESSY.replace("2026-11", "2026-12")
    later = upload(open_page("actuals"), "Quillmere December 2026.csv", december)
    assert "Which channel is meant?" not in words(later)
    assert "30,500.00" in words(later)


def test_nothing_is_stored_before_take_over(tab: AppTest, store: Store) -> None:
    before = (store.last_change("sample"), store.mappings("sample"))
    upload(tab, "Quillmere November 2026.csv", MESSY)
    press(tab, "Use these")
    assert (store.last_change("sample"), store.mappings("sample")) == before


def test_the_file_stands_beside_what_was_read(tab: AppTest) -> None:
    upload(tab, "Quillmere November 2026.csv", MESSY)
    html = "".join(str(getattr(block, "value", "")) for block in tab.get("html"))
    assert "<td class='text header'>Channel</td>" in html
    assert "<td class='read'>21000</td>" in html
    assert "<td class='text rejected'>✕ Tik Tok</td>" in html
    assert "<td class='text total'>Σ Total</td>" in html
    assert "<td class='text out'>1%</td>" in html or "<td class='out'>1%</td>" in html
    assert "Nov 2026" in tables(tab)


def test_problems_name_cell_reason_and_remedy_and_never_run(tab: AppTest) -> None:
    upload(tab, "odd.csv", "Month,Channel,Spend\n2026-10,TV,=1+1\n2026-13,TV,5\n2026-10,Display,5000\n")
    problems = next(f.value for f in tab.dataframe if "What to do" in f.value.columns)
    assert list(problems["Cell"]) == ["C2", "A3"]
    assert problems["What to do"].iloc[0] == "Put the amount there, or leave the cell empty"
    assert [as_text(text) for text in ("=1", "@x", "+1", "-1", "ok")] == ["'=1", "'@x", "'+1", "'-1", "ok"]


def test_amounts_with_tax_are_asked_about_once(tab: AppTest, store: Store, open_page: Open) -> None:
    gross = "Month,Channel,Spend incl. VAT\n2026-11,TV,24000\n"
    upload(tab, "ledger 2026-11.csv", gross)
    assert button(tab, "Take over").disabled
    assert "Answer what the amounts are first" in words(tab)
    tab.number_input[0].set_value(20.0)
    press(tab, "Use these")
    assert "Converted into the company's terms" in words(tab)
    press(tab, "Take over")
    assert spend(store, "2026-11") == {"TV": 20_000}
    next_month = upload(open_page("actuals"), "ledger 2026-12.csv", gross.replace("-11", "-12"))
    assert not button(next_month, "Take over").disabled


def test_restated_months_are_shown_grouped_and_one_by_one(tab: AppTest, store: Store) -> None:
    upload(tab, "late.csv", "Month,Channel,Spend\n2026-10,TV,1000\n2026-10,Display,2000\n")
    grouped = next(f.value for f in tab.dataframe if "Figures that change" in f.value.columns)
    assert list(grouped["In this file"]) == ["$3,000.00"]
    each = next(f.value for f in tab.dataframe if "Now" in f.value.columns and "Channel" in f.value.columns)
    assert list(each["Channel"]) == ["TV", "Display"]


def test_closed_months_can_be_left_out(tab: AppTest, store: Store) -> None:
    upload(tab, "year.csv", "Month,Channel,Spend\n2026-03,TV,1\n2026-10,TV,12345\n")
    assert "Mar 2026 is closed (by Tomas Weil)" in words(tab)
    next(box for box in tab.checkbox if "open months only" in box.label).check()
    shown(tab)
    press(tab, "Take over")
    assert spend(store, OCTOBER)["TV"] == 12_345
    assert spend(store, "2026-03")["TV"] != 1


def test_pasted_cells_go_the_same_way(store: Store, open_page: Open) -> None:
    tab = open_page("actuals", actuals_view="paste")
    rows = {0: {"2026-11": "21 000,50"}, 5: {"2026-11": "8000", "2026-12": "n/a"}, 3: {"2026-11": "ten"}}
    edited: dict[str, Any] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    tab.session_state["paste_spend_2026_0"] = edited
    shown(tab)
    assert "“ten” is not a number" in tables(tab)
    assert "Search brand, 2026-11" in tables(tab)
    press(tab, "Take over")
    assert spend(store, "2026-11") == {"TV": 21_000.5, "Display": 8_000}
    batch = store.batches("sample")[0]
    assert (batch.digest, batch.source) == ("", "typed")
    assert "Take over" not in labels(tab), "the grid is empty again"


def test_a_pasted_table_is_read_with_its_headers(store: Store, open_page: Open) -> None:
    tab = open_page("actuals", actuals_view="paste")
    tab.session_state["paste_way"] = "table"
    shown(tab)
    tab.text_area[0].set_value("Month\tChannel\tSpend\tClicks\n2026-11\tTV\t5000\t7")
    shown(tab)
    press(tab, "Take over")
    assert {(r.metric, r.value) for r in store.actuals("sample", ["2026-11"])} == {
        ("spend", 5000),
        ("clicks", 7),
    }


def test_the_ledger_stands_beside_what_was_read(store: Store, open_page: Open) -> None:
    tab = open_page("actuals", actuals_view="months")
    read = sum(spend(store, OCTOBER).values())
    tab.number_input[0].set_value(read + 100)
    shown(tab)
    assert "Explain or accept it in the note" in words(tab)
    press(tab, "Close month")
    assert "say where the difference comes from" in words(tab)
    next(text for text in tab.text_input if text.label.startswith("Note")).set_value("Late invoice, accepted")
    press(tab, "Close month")
    closed = store.closed_months("sample")[-1]
    assert (closed.month, closed.difference, closed.note) == (OCTOBER, 100, "Late invoice, accepted")
    assert "difference +$100.00" in words(tab)
    tab.text_input(key=f"why_{OCTOBER}").set_value("Wrong ledger")
    tab.button(key=f"reopen_{OCTOBER}").click()
    shown(tab)
    assert "Oct 2026 was opened again by Mara Lind" in words(tab)
    assert "Wrong ledger" in words(tab)


def test_a_channel_that_did_not_report_is_named(store: Store, open_page: Open) -> None:
    row = ActualRow("2026-11", "TV", "spend", 21_000.0)
    store.take_over("sample", [row], "tv november 2026.csv", "x", "Ann", source="tv")
    tab = open_page("actuals", actuals_view="months")
    assert "channel months are missing through Nov 2026" in words(tab)
    sources = next(f.value for f in tab.dataframe if "Source" in f.value.columns)
    assert dict(zip(sources["Source"], sources["Nov"], strict=True)) == {"actuals": "○", "tv": "●"}


def test_every_figure_says_where_it_comes_from(store: Store, open_page: Open) -> None:
    row = ActualRow(OCTOBER, "TV", "spend", 999.0)
    store.take_over("sample", [row], "=late.csv", "x", "Ann")
    tab = open_page("actuals", actuals_view="months")
    told = next(f.value for f in tab.dataframe if "Taken over by" in f.value.columns)
    assert list(told["File"]) == ["'=late.csv", "actuals_2026.xlsx"]
    assert list(told["State"]) == ["counts", "replaced"]
    assert told["Figure"].iloc[0] == "$999.00"


def test_a_mapping_is_shared_as_a_document(tab: AppTest, store: Store) -> None:
    upload(tab, "Quillmere November 2026.csv", MESSY)
    given = {"format": mappings.FORMAT, "source": "x", "channel_map": {"Tik Tok": "Display", "=1+1": None}}
    tab.file_uploader[1].upload("m.json", json.dumps(given).encode())
    shown(tab)
    press(tab, "Read the file with it")
    assert "Which channel is meant?" not in words(tab)
    press(tab, "Ask everything again")
    assert "Which channel is meant?" in words(tab)


def test_remembered_mappings_are_listed_and_forgotten(store: Store, open_page: Open) -> None:
    store.save_mapping("sample", "agency", {"channel_map": {"Telly": "TV", "Rest": None}}, "Ann")
    tab = open_page("actuals", actuals_view="batches")
    assert "“Telly” → TV" in words(tab)
    assert "“Rest” → left out" in words(tab)
    tab.button(key="forget_agency").click()
    shown(tab)
    assert store.mapping("sample", "agency") == {}
    assert "Telly" not in words(tab)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"header_row": 0}', "header_row"),
        (b'{"basis": {"vat_rate": 9}}', "basis.vat_rate"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_bad_mapping_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(BadDocument, match=said):
        mappings.checked(data)


def test_a_file_s_cells_are_text_in_the_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", drawn.append)
    monkeypatch.setattr(st, "caption", lambda text: None)
    cells = (ExcerptCell("<script>alert(1)</script>", "read"), ExcerptCell("-1,5", "read"))
    excerpt.show(Excerpt("<b>", ("A", "B"), ("spend", None), ((1, cells), (9, cells))))
    assert "<script>" not in drawn[0]
    assert "&lt;script&gt;alert(1)&lt;" in drawn[0]
    assert "<b>'" not in drawn[0]
    assert "class='gap'" in drawn[0]


def test_readings_are_shared_and_kept_for_a_while() -> None:
    jobs, calls = Jobs(), []
    result = ReadResult((), (RowProblem("", "", None, "x", "x", "warning"),), ReadFacts())
    reading = Reading(result, result, None, BasisSeen(), Basis(), (), Doubts())

    def read(key: str) -> Reading:
        calls.append(key)
        if key == "bad":
            raise BadFile("no")
        return reading

    for key in ("a", "a", "bad", "bad", *map(str, range(KEPT)), "a"):
        outcome = jobs.start(key, lambda key=key: read(key)).result()  # type: ignore[misc]
        assert outcome is reading or isinstance(outcome, PlannerError)
    assert calls.count("bad") == 1
    assert calls.count("a") == 2, "read again once it was dropped"


@pytest.mark.parametrize("language", ["zh_CN", "ru"])
@pytest.mark.parametrize("view", ["upload", "paste", "batches", "months"])
def test_the_page_opens_in_every_language(store: Store, open_page: Open, language: str, view: str) -> None:
    tab = open_page("actuals", actuals_view=view, lang=language)
    if view == "upload":
        with speaking(language):
            upload(tab, "Quillmere November 2026.csv", MESSY)
    assert not tab.exception
    assert Actuals().months() == ()


def test_totals_that_differ_are_named_and_the_others_not(tab: AppTest) -> None:
    """Two of three months' totals are wrong; each is told by its cell."""
    rows = (
        "Spend, USD\nChannel,2026-10,2026-11,2026-12\nTV,100,200,300\nDisplay,10,20,30\nTotal,110,999,331\n"
    )
    upload(tab, "spend by month.csv", rows)
    said = words(tab)
    assert "2 of 3 totals differ (Total)" in said
    assert "C5: your total $999.00; read $220.00" in said
    assert "D5: your total $331.00; read $330.00" in said
    assert "110.00" not in said.partition("2 of 3 totals differ")[2].partition("What was left out")[0]


def test_months_that_have_not_ended_are_said_and_not_closed(
    tab: AppTest, store: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.ui.cached.today", lambda: date(2026, 11, 22))
    upload(tab, "early.csv", "Month,Channel,Spend\n2026-11,TV,21000\n2026-12,TV,21000\n")
    assert "Nov–Dec 2026 have not ended yet: a plan or a part of a month is no actual" in words(tab)
    press(tab, "Take over")
    store.close_month("sample", OCTOBER, "Ann")
    months = open_page("actuals", actuals_view="months")
    assert button(months, "Close month").disabled
    assert "Nov 2026 has not ended yet; it can be closed when it has" in words(months)
    monkeypatch.setattr("planner.ui.cached.today", lambda: date(2026, 12, 1))
    assert not button(shown(months), "Close month").disabled


def test_spend_a_thousand_times_off_its_plan_is_said_before_it_is_taken_over(tab: AppTest) -> None:
    upload(tab, "slip.csv", "Month,Channel,Spend\n2026-10,TV,41.5\n2026-10,Display,11000\n")
    assert "1 figure is about 1000 times too large or too small" in words(tab)
    assert "TV, Oct 2026, spend: read $41.50, plan $" in words(tab)
