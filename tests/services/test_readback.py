"""A changed annual-plan workbook: what differs is listed cell by cell, and what is accepted is the plan."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.errors import BadDocument, BadFile
from planner.domain.planning.tasks import TaskStatus
from planner.presentation.language import LANGUAGES, speaking
from planner.presentation.plan_words import plan_word
from planner.presentation.workbook.book import annual_plan
from planner.services.readback import Difference, Kind, Readback, read_back
from planner.services.readback_taken import accepted
from planner.sources.plan_workbook import read_plan_workbook
from tests.presentation.economy import sample_plan

Change = Callable[[Workbook], object]
BUDGET, CAMPAIGNS, TASKS = "Budget", "Campaigns", "Tasks"


@cache
def written(language: str = "en") -> bytes:
    with speaking(language):
        return annual_plan(sample_plan(campaigns=6))


PLAN = sample_plan(campaigns=6)
VERSION = PLAN.version


@cache
def slim(language: str) -> bytes:
    """The workbook with no more than its three sheets to edit, so that the tests need not carry the rest."""
    book = load_workbook(io.BytesIO(written(language)))
    places = [book.defined_names[name].attr_text for name in ("Budget_grid", "Campaign_list", "Task_list")]
    kept = {place.split("!")[0].strip("'") for place in places}
    for sheet in list(book):
        sheet._charts.clear()
        if sheet.title not in kept:
            del book[sheet.title]
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(change: Change, language: str = "en") -> bytes:
    book = load_workbook(io.BytesIO(slim(language)))
    change(book)
    return _saved(book)


def back(change: Change, version: PlanVersion = VERSION, language: str = "en") -> Readback:
    data = changed(change, language)
    return read_back(version, PLAN.company, read_plan_workbook(data, "plan.xlsx"))


def said(found: Readback) -> list[tuple[str, str, str, object, object]]:
    return [(d.place.cell, d.about, d.field, d.old, d.new) for d in found.differences]


def put(sheet: str, **cells: object) -> Change:
    def change(book: Workbook) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    return change


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unchanged_workbook_differs_in_nothing(language: str) -> None:
    found = read_back(VERSION, PLAN.company, read_plan_workbook(written(language), "plan.xlsx"))
    assert (found.differences, found.unread, found.is_stale) == ((), (), False)
    assert found.workbook.who == "Mara Lind"


def test_a_changed_cell_is_one_difference_and_the_plan_follows() -> None:
    """TV stands in row 7 of the budget; March in column D."""
    old = int(VERSION.grid.cents[0, 2])
    found = back(put(BUDGET, D7=1234.56))
    assert said(found) == [("D7", "TV", "2026-03", old, 123_456)]
    after = accepted(VERSION, found.differences)
    assert int(after.grid.cents[0, 2]) == 123_456
    assert after.grid.cents.sum() == VERSION.grid.cents.sum() - old + 123_456
    assert accepted(VERSION, ()).grid.cents.tolist() == VERSION.grid.cents.tolist()


def test_a_cleared_budget_cell_is_nought() -> None:
    (found,) = back(put(BUDGET, D7=None)).differences
    assert found.new == 0


def test_each_property_of_a_campaign_comes_back() -> None:
    first = VERSION.campaigns[0]
    day = datetime(2026, 12, 30)
    found = back(
        put(CAMPAIGNS, B7="Renamed", C7="Display", E7=day, G7="cancelled", H7="Zoe", I7="New goal", J7=99.5)
    )
    assert [d.field for d in found.differences] == [
        "name",
        "channel",
        "end",
        "status",
        "owner",
        "goal",
        "money",
    ]
    assert {d.about for d in found.differences} == {first.name}
    after = accepted(VERSION, found.differences).campaigns[0]
    wanted = ("Renamed", "Display", date(2026, 12, 30), CampaignStatus.CANCELLED, "Zoe", "New goal", 9_950)
    assert (
        after.name,
        after.channel,
        after.end,
        after.status,
        after.owner,
        after.goal,
        after.cents,
    ) == wanted
    assert (after.start, after.details) == (first.start, first.details)
    served = replace(VERSION.book.tasks[0], campaign=first.name)
    held = replace(VERSION, book=replace(VERSION.book, tasks=(served,)))
    assert [task.campaign for task in accepted(held, found.differences).book.tasks] == ["Renamed"]


def test_a_task_comes_back() -> None:
    task = VERSION.book.tasks[0]
    sheet = load_workbook(io.BytesIO(slim("en")))[TASKS]
    row = next(r for r in range(7, 60) if sheet.cell(r, 1).value == 1)
    found = back(put(TASKS, **{f"E{row}": "Zoe", f"F{row}": plan_word(TaskStatus.RUNNING), f"J{row}": 12.5}))
    assert [(d.about, d.field, d.new) for d in found.differences] == [
        (task.name, "owner", "Zoe"),
        (task.name, "status", TaskStatus.RUNNING),
        (task.name, "effort", 12.5),
    ]
    after = accepted(VERSION, found.differences).book.tasks
    assert (after[0].owner, after[0].status, after[0].effort) == ("Zoe", TaskStatus.RUNNING, 12.5)
    assert after[1:] == VERSION.book.tasks[1:]


@pytest.mark.parametrize(("language", "state"), [("ru", "отменена"), ("zh_CN", "已取消")])
def test_a_file_in_another_language_is_read_in_this_one(language: str, state: str) -> None:
    def change(book: Workbook) -> None:
        sheet = next(s for s in book if s["B7"].value == VERSION.campaigns[0].name and s["J7"].value)
        states = {v for rule in sheet.data_validations.dataValidation for v in [rule.formula1]}
        assert any(state in str(words) for words in states), states
        sheet["G7"] = state

    (found,) = back(change, language=language).differences
    assert found.new is CampaignStatus.CANCELLED


def test_a_row_put_in_is_a_campaign_and_a_row_taken_out_is_one_less() -> None:
    def change(book: Workbook) -> None:
        sheet = book[CAMPAIGNS]
        last = 6 + len(VERSION.campaigns)
        for column, value in enumerate(
            (None, "New one", "TV", datetime(2026, 5, 1), datetime(2026, 5, 9), None, "idea", "Zoe", "", 500),
            1,
        ):
            sheet.cell(last, column).value = value  # in the place of the last one

    found = back(change)
    gone = VERSION.campaigns[-1]
    new = Campaign("New one", "TV", date(2026, 5, 1), date(2026, 5, 9), 50_000, CampaignStatus.IDEA, "Zoe")
    assert [(d.field, d.old, d.new) for d in found.differences] == [
        ("added", None, new),
        ("removed", gone, None),
    ]
    after = accepted(VERSION, found.differences)
    assert after.campaigns == (*VERSION.campaigns[:-1], new)
    only_added = accepted(VERSION, [d for d in found.differences if d.field == "added"])
    assert only_added.campaigns == (*VERSION.campaigns, new)


def test_rows_sorted_in_the_sheet_differ_in_nothing() -> None:
    def change(book: Workbook) -> None:
        sheet = book[CAMPAIGNS]
        rows = [[sheet.cell(r, c).value for c in range(1, 11)] for r in range(7, 13)]
        for r, cells in zip(range(7, 13), reversed(rows), strict=True):
            for c, value in enumerate(cells, 1):
                sheet.cell(r, c).value = value

    assert said(back(change)) == []


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "why"),
    [
        (BUDGET, "D7", "lots", "Not an amount"),
        (BUDGET, "D7", -5, "Not an amount"),
        (BUDGET, "D7", "=1+1", "formula without a result"),
        (CAMPAIGNS, "B7", None, "A name is missing"),
        (CAMPAIGNS, "C7", "Blimp", "no channel of that name"),
        (CAMPAIGNS, "D7", "soon", "Not a date"),
        (CAMPAIGNS, "G7", "flying", "Not a state"),
        (CAMPAIGNS, "J7", "much", "Not an amount"),
        (CAMPAIGNS, "A7", 99, "not in the plan"),
        (CAMPAIGNS, "I7", "x" * 600, "Longer than 499"),
    ],
)
def test_what_cannot_be_taken_over_is_said_with_its_cell(
    sheet: str, cell: str, value: object, why: str
) -> None:
    found = back(put(sheet, **{cell: value}))
    assert [(one.place.sheet, one.place.cell) for one in found.unread] == [(sheet, cell)]
    assert why in str(found.unread[0].why)
    assert [d for d in found.differences if d.field != "removed"] == []


def test_a_name_of_thousands_of_letters_is_no_difference() -> None:
    long = replace(VERSION.campaigns[0], name="n" * 4_000)
    version = replace(VERSION, campaigns=(long, *VERSION.campaigns[1:]))
    data = annual_plan(replace(PLAN, version=version))
    found = read_back(version, PLAN.company, read_plan_workbook(data, "plan.xlsx"))
    assert (found.differences, found.unread) == ((), ())


def test_days_that_do_not_fit_together_are_refused_in_words() -> None:
    found = back(put(CAMPAIGNS, E7=datetime(2020, 1, 1)))
    with pytest.raises(BadDocument, match="before it starts"):
        accepted(VERSION, found.differences)


def test_a_plan_saved_since_is_said() -> None:
    assert back(put(BUDGET, D7=1), replace(VERSION, revision=VERSION.revision + 1)).is_stale


@pytest.mark.parametrize(
    ("version", "company", "why"),
    [
        (replace(VERSION, id=8), PLAN.company, "version 7"),
        (VERSION, replace(PLAN.company, name="Acme"), "the plan of Acme"),
        (replace(VERSION, year=2027), PLAN.company, "2026"),
    ],
)
def test_a_workbook_of_another_plan_is_refused(version: PlanVersion, company: object, why: str) -> None:
    workbook = read_plan_workbook(written(), "plan.xlsx")
    with pytest.raises(BadFile, match=why):
        read_back(version, company, workbook)  # type: ignore[arg-type]


def _drop(name: str) -> Change:
    return lambda book: book.__delitem__(name)


def _renamed(book: Workbook) -> None:
    book[BUDGET].title = "Money"
    for name in ("Budget_grid",):
        book.defined_names[name].attr_text = book.defined_names[name].attr_text.replace("Budget!", "Money!")


def _names_gone(book: Workbook) -> None:
    del book.defined_names["Budget_grid"]


def _marks_gone(book: Workbook) -> None:
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_drop(BUDGET), "the sheet is gone or hidden"),
        (_names_gone, "Budget_grid is gone"),
        (_marks_gone, "no annual-plan workbook"),
        (put(BUDGET, A7=None), "row 7 of the budget names no channel"),
        (put(BUDGET, A7="Zeppelin"), "other channels or months"),
        (put(BUDGET, D6="Mrz"), "months above the budget"),
        (lambda book: setattr(book[CAMPAIGNS], "sheet_state", "hidden"), "gone or hidden"),
    ],
)
def test_a_rebuilt_workbook_is_refused_in_words(change: Change, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        back(change)


def test_a_renamed_sheet_is_followed() -> None:
    def change(book: Workbook) -> None:
        _renamed(book)
        book["Money"]["D7"] = 5

    (found,) = back(change).differences
    assert (found.kind, found.place.sheet) == (Kind.BUDGET, "Money")


def test_any_file_that_is_no_workbook_of_ours_is_a_sentence() -> None:
    for data in (b"", b"Month,Channel,Spend\n", b"PK\x03\x04junk"):
        with pytest.raises(BadFile):
            read_plan_workbook(data, "x.xlsx")


def test_a_difference_of_a_list_names_its_row() -> None:
    found: Difference = back(put(CAMPAIGNS, J8=1)).differences[0]
    assert (found.place.sheet, found.place.cell, found.about) == (CAMPAIGNS, "J8", VERSION.campaigns[1].name)
