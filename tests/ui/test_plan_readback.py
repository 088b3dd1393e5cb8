"""A changed workbook on the Plan page: differences are listed, ticked, taken over; the plan follows."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from streamlit.testing.v1 import AppTest

from planner.cli import main
from planner.domain.budget_plan import CampaignStatus, PlanVersion, VersionStatus
from planner.presentation.workbook.book import annual_plan
from planner.services.exports import export_plan
from planner.services.library import Store
from tests.ui.tabs import Open, button, draft_of, evaluation, labels, press, shown, words


def workbook(store: Store, version: PlanVersion, change: Callable[[Workbook], None]) -> bytes:
    """The version's download, changed as a person would in a spreadsheet program."""
    assert version.id is not None
    book = load_workbook(io.BytesIO(annual_plan(export_plan(store, "sample", version.id))))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ten_cells(book: Workbook) -> None:
    """Six amounts, and a campaign's money, end, owner and state."""
    budget, campaigns = book["Budget"], book["Campaigns"]
    for cell, amount in {
        "B7": 1000,
        "C8": 2000.5,
        "D9": 3000,
        "E10": 0,
        "M7": 12_345.67,
        "F11": 5_000,
    }.items():
        budget[cell] = amount
    campaigns["J7"], campaigns["E7"] = 777.77, datetime(2027, 2, 27)
    campaigns["H7"], campaigns["G7"] = "Zoe", "approved"


def upload(tab: AppTest, data: bytes) -> AppTest:
    tab.file_uploader[0].upload("plan.xlsx", data)
    return shown(tab)


def differences(tab: AppTest) -> Any:
    return next(frame for frame in tab.dataframe if str(frame.key or "").startswith("readback_rows"))


@pytest.fixture
def draft(store: Store) -> PlanVersion:
    return draft_of(store)


def test_ten_changed_cells_are_taken_over_and_plan_and_forecast_follow(
    store: Store, draft: PlanVersion, open_page: Open
) -> None:
    tab = upload(open_page("plan"), workbook(store, draft, ten_cells))
    assert "**10 differences**" in words(tab)
    assert store.version("sample", draft.id or 0).revision == draft.revision, "nothing is stored yet"
    press(tab, "Take over 10 changes")
    assert "Took over 10 changes" in words(tab)
    after = store.version("sample", draft.id or 0)
    cents = after.grid.cents
    assert [int(cents[i, j]) for i, j in ((0, 0), (1, 1), (2, 2), (3, 3), (0, 11), (4, 4))] == [
        100_000, 200_050, 300_000, 0, 1_234_567, 500_000,
    ]  # fmt: skip
    same = [(i, j) for i in range(12) for j in range(12) if cents[i, j] == draft.grid.cents[i, j]]
    assert len(same) == 144 - 6
    first = after.campaigns[0]
    assert (first.cents, first.owner, first.status) == (77_777, "Zoe", CampaignStatus.APPROVED)
    assert str(first.end) == "2027-02-27"
    revenue = evaluation(store, after).figures["revenue"].value
    assert revenue != evaluation(store, draft).figures["revenue"].value
    again = upload(tab, workbook(store, after, lambda _book: None))
    assert "The workbook says what the plan says." in words(again)


def test_only_what_is_ticked_is_taken_over(store: Store, draft: PlanVersion, open_page: Open) -> None:
    tab = upload(open_page("plan"), workbook(store, draft, ten_cells))
    key = differences(tab).key
    rows = {row: {"Take over": False} for row in range(1, 10)}
    tab.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    shown(tab)
    press(tab, "Take over 1 change")
    after = store.version("sample", draft.id or 0)
    assert int((after.grid.cents != draft.grid.cents).sum()) == 1
    assert after.campaigns == draft.campaigns


def test_a_plan_saved_since_is_said_and_nothing_is_ticked(
    store: Store, draft: PlanVersion, open_page: Open
) -> None:
    data = workbook(store, draft, ten_cells)
    store.save_version("sample", draft, who="Bea")
    tab = upload(open_page("plan"), data)
    assert "Bea saved the plan after this workbook was made." in words(tab)
    assert not differences(tab).value["Take over"].any()
    assert button(tab, "Take over 0 changes").disabled


def test_a_version_that_no_longer_changes_takes_nothing(
    store: Store, draft: PlanVersion, open_page: Open
) -> None:
    data = workbook(store, draft, ten_cells)
    store.set_status("sample", draft.id or 0, VersionStatus.SUBMITTED, "Ann")
    tab = upload(open_page("plan"), data)
    assert "This version no longer changes." in words(tab)
    assert not [label for label in labels(tab) if label.startswith("Take over")]


def test_a_cell_that_cannot_be_read_is_said_beside_the_others(
    store: Store, draft: PlanVersion, open_page: Open
) -> None:
    def change(book: Workbook) -> None:
        book["Budget"]["B7"], book["Budget"]["C7"] = "lots", 5

    tab = upload(open_page("plan"), workbook(store, draft, change))
    assert "**1 changed cell cannot be taken over**" in words(tab)
    assert "**1 difference**" in words(tab)


def test_any_other_file_ends_in_a_sentence(
    tab_data: tuple[str, bytes], open_page: Open, store: Store
) -> None:
    said, data = tab_data
    assert said in words(upload(open_page("plan"), data))


@pytest.fixture(params=["empty", "other", "zip"])
def tab_data(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    other = io.BytesIO()
    Workbook().save(other)
    return {
        "empty": ("is empty", b""),
        "other": ("is no annual-plan workbook of the planner", other.getvalue()),
        "zip": ("damaged or cut-off", b"PK\x03\x04" + b"x" * 99),
    }[request.param]


def test_the_command_line_lists_and_takes_over(
    store: Store, draft: PlanVersion, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "plan.xlsx", tmp_path / "differences.json"
    file.write_bytes(workbook(store, draft, ten_cells))
    assert main(["read-back", str(draft.id), str(file), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Budget!B7  TV, Jan 2027: " in said
    assert "-> 1,000.00" in said
    assert "10 differences; nothing stored" in said
    found = json.loads(out.read_text("utf-8"))
    assert [one["cell"] for one in found["differences"]][:2] == ["B7", "M7"]
    assert store.version("sample", draft.id or 0).revision == draft.revision
    assert main(["read-back", str(draft.id), str(file), "--accept", "--who", "Ann"]) == 0
    assert int(store.version("sample", draft.id or 0).grid.cents[0, 0]) == 100_000
    assert main(["read-back", str(draft.id), str(file), "--accept"]) == 1
    assert "saved since this workbook was made" in capsys.readouterr().err
