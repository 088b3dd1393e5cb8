"""The Actuals page: a file is read, asked about, shown, and only then taken over; all of it can be undone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest

from planner.domain.actuals import Metric
from planner.services.library import Store
from planner.ui.actuals.upload import source_of
from tests.ui.tabs import Open, button, labels, press, shown, words

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
FILE = "actuals_2026.xlsx"
OCTOBER = "2026-10"


@pytest.fixture
def tab(store: Store, open_page: Open) -> AppTest:
    return open_page("actuals")


@pytest.fixture
def without_october(store: Store) -> Store:
    """The sample before its agency's file came, and before anybody answered about it."""
    store.undo_batch("sample", store.batches("sample")[0].id, "Ann")
    assert OCTOBER not in store.actuals("sample").months()
    return store


def upload(tab: AppTest, name: str, data: bytes) -> AppTest:
    tab.file_uploader[0].upload(name, data)
    return shown(tab)


def book(rows: Sequence[Sequence[object]]) -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def tables(tab: AppTest) -> str:
    return "\n".join(frame.value.to_string() for frame in tab.dataframe)


def test_the_agency_s_file_is_asked_about_shown_and_taken_over(
    without_october: Store, open_page: Open
) -> None:
    store, tab = without_october, open_page("actuals")
    before = store.actuals("sample")
    upload(tab, FILE, (SAMPLE / FILE).read_bytes())
    assert "Which channel is meant?" in words(tab)
    ask = next(box for box in tab.selectbox if "Paid Socal" in box.label)
    assert ask.value == "Paid social"
    assert store.actuals("sample") == before
    press(tab, "Use these")
    assert "Which channel is meant?" not in words(tab)
    assert "**, Jan–Oct 2026: spend $" in words(tab)
    press(tab, "Take over")
    assert "Took over" in words(tab)
    assert "Last taken over: actuals_2026.xlsx, Jan–Oct 2026, by " in words(tab)
    after = store.actuals("sample")
    assert set(after.months()) - set(before.months()) == {OCTOBER}
    assert store.mapping("sample", source_of(FILE)) == {"channel_map": {"Paid Socal": "Paid social"}}
    batch = store.batches("sample")[0]
    assert (batch.file_name, batch.is_undone) == (FILE, False)


def test_what_was_read_is_what_the_cells_hold(without_october: Store, open_page: Open) -> None:
    """Spend stands in column C below row 6, the agency's own total under it."""
    tab = upload(open_page("actuals"), FILE, (SAMPLE / FILE).read_bytes())
    press(tab, "Use these")
    press(tab, "Take over")
    sheet = load_workbook(SAMPLE / FILE).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(7, values_only=True) if row[1] is not None]
    expected = sum(float(str(row[2])) for row in rows if row[2] is not None)
    months = [f"2026-{n:02d}" for n in range(1, 11)]
    found = without_october.actuals("sample", months)
    assert found.total(Metric.SPEND) == pytest.approx(expected, abs=0.001)


def test_the_answer_is_remembered_for_the_next_file_of_that_source(
    without_october: Store, open_page: Open
) -> None:
    answers = {"channel_map": {"Paid Socal": "Paid social"}}
    without_october.save_mapping("sample", source_of(FILE), answers, "Ann")
    tab = upload(open_page("actuals"), "actuals_2027.xlsx", (SAMPLE / FILE).read_bytes())
    assert "Which channel is meant?" not in words(tab)


def test_the_same_file_twice_is_refused(tab: AppTest, store: Store) -> None:
    before = store.batches("sample")
    upload(tab, FILE, (SAMPLE / FILE).read_bytes())
    assert "Take over" not in labels(tab)
    assert "figures read" not in words(tab), "nothing that speaks against what was taken over"
    assert "Tomas Weil took over this file on" in words(tab)
    assert "nothing was stored again" in words(tab)
    assert "Which channel is meant?" not in words(tab)
    assert store.batches("sample") == before


def test_a_closed_month_is_not_changed(tab: AppTest, store: Store) -> None:
    before = store.actuals("sample")
    upload(tab, "late.xlsx", book([["Month", "Channel", "Spend"], ["2026-03", "TV", 1.0]]))
    assert "1 figure already taken over would change" in words(tab)
    assert "Mar 2026 is closed (by Tomas Weil) and this file would change it." in words(tab)
    assert button(tab, "Take over").disabled, "what the store would refuse is not offered"
    assert store.actuals("sample") == before


def test_a_restated_figure_shows_old_and_new(tab: AppTest, store: Store) -> None:
    upload(tab, "late.xlsx", book([["Month", "Channel", "Spend"], [OCTOBER, "TV", 12_345.0]]))
    assert "$12,345.00" in tables(tab)
    press(tab, "Take over")
    row = next(r for r in store.actuals("sample", [OCTOBER]) if (r.channel, r.metric) == ("TV", "spend"))
    assert row.value == 12_345


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.xlsx", b"", "is empty. Send an Excel workbook"),
        ("no.xlsx", b"this is no workbook at all", "no row that names the columns was found"),
        ("broken.xlsx", b"PK\x03\x04" + b"\0" * 200, "is a damaged or cut-off archive"),
        ("blank.xlsx", book([]), "has no cells to read"),
        (
            "none.xlsx",
            book([["Dear all", "see attached"], ["Regards", ""]]),
            "no row that names the columns was found",
        ),
        ("nan.csv", b"\xff\xfe\x00\x00", "has no cells to read"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_stored(
    tab: AppTest, store: Store, name: str, data: bytes, said: str
) -> None:
    before = store.actuals("sample")
    upload(tab, name, data)
    assert said in words(tab)
    assert "Take over" not in labels(tab)
    assert store.actuals("sample") == before


def test_somebody_points_at_the_header_row(tab: AppTest) -> None:
    """Names that no vocabulary knows: the row is pointed at, then the one figure is named."""
    upload(tab, "odd.csv", f"x\nq,w,e\n{OCTOBER},TV,5\n".encode())
    tab.number_input[0].set_value(2)
    press(tab, "Read again")
    assert "what do these figures count?" in words(tab)
    next(box for box in tab.selectbox if box.label == "Answer").set_value("spend")
    press(tab, "Read again")
    assert "**1 figure read**" in words(tab)


def test_somebody_says_which_column_is_the_spend(tab: AppTest) -> None:
    upload(tab, "plan.csv", f"Month,Channel,Plan\n{OCTOBER},TV,5\n".encode())
    assert "say below which column holds them" in words(tab)
    next(box for box in tab.selectbox if box.label == "Plan").set_value("spend")
    press(tab, "Read again")
    assert "**1 figure read**" in words(tab)


def test_orders_alone_are_taken_over_as_committed_money(tab: AppTest, store: Store) -> None:
    before = store.actuals("sample")
    rows: list[list[object]] = [
        ["Month", "Channel", "PO number", "Status", "Amount"],
        ["2026-12", "TV", "PO-9", "Ordered", 700.0],
    ]
    upload(tab, "orders.xlsx", book(rows))
    assert "1 order of $700.00 committed and not delivered yet" in words(tab)
    press(tab, "Take over")
    assert "Took over 1 figure" in words(tab)
    assert store.actuals("sample") == before
    (found,) = [one for one in store.details("sample", ["2026-12"]) if one.order == "PO-9"]
    assert (found.value, str(found.state)) == (700, "committed")


def test_text_in_an_amount_names_its_cell_and_the_rest_is_read(tab: AppTest) -> None:
    rows: list[list[object]] = [
        ["Month", "Channel", "Spend"],
        [OCTOBER, "TV", "about ten"],
        [OCTOBER, "Display", 50.0],
    ]
    upload(tab, "odd.xlsx", book(rows))
    assert "1 row or figure left out" in words(tab)
    assert "C2" in tables(tab)
    assert "about ten" in tables(tab)
    assert "Take over" in labels(tab)


def test_a_file_without_any_known_channel_can_be_mapped(tab: AppTest, store: Store) -> None:
    rows: list[list[object]] = [
        ["Month", "Channel", "Spend"],
        [OCTOBER, "Qwertz", 7.0],
        [OCTOBER, "Zuiop", 5.0],
    ]
    upload(tab, "foreign.xlsx", book(rows))
    for label, channel in (("Qwertz", "TV"), ("Zuiop", "Display")):
        next(box for box in tab.selectbox if label in box.label).select(channel)
    press(tab, next(found for found in ("Read again", "Use these") if found in labels(tab)))
    press(tab, "Take over")
    spent = {r.channel: r.value for r in store.actuals("sample", [OCTOBER]) if r.metric == "spend"}
    assert (spent["TV"], spent["Display"]) == (7, 5)


def test_figures_that_could_be_anything_are_asked_about(tab: AppTest) -> None:
    upload(tab, "dates.csv", b"Date,Channel,Spend\n03/04/2026,TV,10\n05/06/2026,TV,20\n")
    assert "day first or month first" in words(tab)
    assert "mapping file" not in words(tab)
    next(box for box in tab.selectbox if box.label == "Answer").select("dmy")
    press(tab, "Read again")
    assert "Apr–Jun 2026" in words(tab)


def test_one_of_two_columns_is_chosen(tab: AppTest) -> None:
    upload(tab, "two.csv", b"Month,Channel,Cost,Spend\n2026-10,TV,10,20\n")
    chosen = next(box for box in tab.selectbox if box.label == "Answer")
    chosen.select("Spend")
    press(tab, "Read again")
    assert "spend $20.00" in words(tab)


def test_undoing_the_latest_file_brings_back_what_was_before(
    tab: AppTest, store: Store, open_page: Open
) -> None:
    batches = open_page("actuals", actuals_view="batches")
    latest = store.batches("sample")[0]
    batches.button(key=f"undo_{latest.id}").click()
    shown(batches)
    assert "Undone; the figures before it are back" in words(batches)
    assert store.actuals("sample").months()[-1] == "2026-09"
    assert f"undo_{latest.id}" not in [found.key for found in batches.button]


def test_a_file_of_closed_months_is_not_undone(store: Store, open_page: Open) -> None:
    batches = open_page("actuals", actuals_view="batches")
    first = store.batches("sample")[-1]
    batches.button(key=f"undo_{first.id}").click()
    shown(batches)
    assert "closed (the first by Tomas Weil on " in words(batches)
    assert "Reopen it first: Actuals, “Months and closing”, “Closed months”." in words(batches)
    assert "2026-" not in words(batches)
    assert not store.batches("sample")[-1].is_undone


def test_months_are_closed_and_reopened(store: Store, open_page: Open) -> None:
    tab = open_page("actuals", actuals_view="months")
    assert tab.subheader[0].value == "2026: 10 of 12 months have figures, 9 are closed"
    next(text for text in tab.text_input if text.label.startswith("Note")).set_value("Ledger agrees")
    press(tab, "Close month")
    assert tab.subheader[0].value == "2026: 10 of 12 months have figures, 10 are closed"
    last = store.closed_months("sample")[-1]
    assert (last.month, last.note) == (OCTOBER, "Ledger agrees")
    assert "Close month" not in labels(tab)
    assert "Every month with figures is closed." in words(tab)
    tab.button(key=f"reopen_{OCTOBER}").click()
    assert "Say why Oct 2026 is opened again" in words(shown(tab))
    tab.text_input(key=f"why_{OCTOBER}").set_value("The agency corrected an invoice")
    tab.button(key=f"reopen_{OCTOBER}").click()
    shown(tab)
    assert store.closed_months("sample")[-1].month == "2026-09"
    assert not button(tab, "Close month").disabled


@pytest.mark.parametrize("year", ["1999", "abc", "-5", "²", ""])
def test_an_unknown_year_shows_the_year_in_flight(store: Store, open_page: Open, year: str) -> None:
    tab = open_page("actuals", actuals_view="months", year=year)
    assert tab.subheader[0].value.startswith("2026:")


def test_a_year_without_figures_says_so(store: Store, open_page: Open) -> None:
    tab = open_page("actuals", actuals_view="months", year="2027")
    assert tab.subheader[0].value == "2027: 0 of 12 months have figures, 0 are closed"
    assert "Close month" not in labels(tab)
    assert "No month has figures yet." in words(tab)
