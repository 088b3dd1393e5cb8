"""What needs somebody: the sample's own list, and what makes an item come and go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.budget_plan import VersionKind, VersionStatus
from planner.domain.planning.book import PlanBook
from planner.domain.planning.lines import BudgetLine, LineKind
from planner.domain.planning.tasks import Task, TaskStatus
from planner.services.attention import SOON, Attention, Need, needs_you
from planner.services.library import Store
from planner.services.results import results_of
from planner.storage.database import Database

DAY = date(2026, 11, 20)


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Iterator[Store]:
    opened = Store(Database(f"sqlite:///{shutil.copy(loaded, tmp_path)}"))
    yield opened
    opened.close()


def needs(store: Store, at_most: int = 20) -> list[Attention]:
    results = results_of(store, "sample", 2026, as_of=DAY)
    closed = {one.month for one in store.closed_months("sample")}
    return needs_you(results, store.versions("sample"), closed, today=DAY, at_most=at_most)


def test_an_open_month_waits_until_it_is_closed(store: Store) -> None:
    first = needs(store)[0]
    spent = store.actuals("sample", ["2026-10"]).total("spend")
    assert (first.need, str(first.month)) == (Need.CLOSE, "2026-10")
    assert first.amount == pytest.approx(spent)
    store.close_month("sample", "2026-10", "Ann")
    assert Need.CLOSE not in [item.need for item in needs(store)]


def test_three_items_of_three_kinds_come_first(store: Store) -> None:
    shown = needs(store, at_most=3)
    assert len({item.need for item in shown}) == len(shown) == 3


def test_next_year_s_draft_waits_and_once_submitted_for_approval(store: Store) -> None:
    assert [(i.subject, i.amount) for i in needs(store) if i.need is Need.DRAFT] == [
        ("Draft 2027", 1_080_000)
    ]
    draft = store.latest_draft("sample", 2027)
    assert draft is not None
    store.set_status("sample", draft.id or 0, VersionStatus.SUBMITTED, "Ann")
    assert [i.subject for i in needs(store) if i.need is Need.SUBMITTED] == ["Draft 2027"]
    assert Need.DRAFT not in [item.need for item in needs(store)]
    store.set_status("sample", draft.id or 0, VersionStatus.APPROVED, "Ann")
    assert Need.SUBMITTED not in [item.need for item in needs(store)]


def test_a_change_of_the_running_year_waits_for_approval_too(store: Store) -> None:
    approved = store.approved("sample", 2026)
    assert approved is not None
    change = store.new_draft_from("sample", approved.id or 0, "Less TV", 2026, "Ann", reason="Board")
    assert Need.SUBMITTED not in [item.need for item in needs(store)]
    store.set_status("sample", change.id or 0, VersionStatus.SUBMITTED, "Ann")
    found = [(i.subject, i.amount) for i in needs(store) if i.need is Need.SUBMITTED]
    assert found == [("Less TV", change.grid.total)]


def test_channels_off_their_budget_and_their_return_are_named(store: Store) -> None:
    found = {item.need: item for item in reversed(needs(store))}
    assert found[Need.UNDERSPENT].subject == "Content and SEO"
    assert found[Need.UNDERSPENT].amount < 0
    assert found[Need.EFFICIENCY].subject == "Paid social"
    assert found[Need.EFFICIENCY].amount < 0


def test_a_figure_that_is_missing_is_asked_for(store: Store) -> None:
    latest = store.batches("sample")[0]
    rows = [row for row in store.actuals("sample", ["2026-10"]) if row.channel != "Display"]
    store.undo_batch("sample", latest.id, "Ann")
    store.take_over("sample", rows, "october.xlsx", "", "Ann")
    missing = [item for item in needs(store) if item.need is Need.MISSING]
    assert ("Display", "2026-10") in [(item.subject, str(item.month)) for item in missing]


def test_scenarios_ask_for_nothing(store: Store) -> None:
    before = needs(store)
    draft = store.latest_draft("sample", 2027)
    assert draft is not None

    scenario = replace(draft, id=None, name="What if", kind=VersionKind.SCENARIO, revision=0)
    store.save_version("sample", scenario, who="Ann")
    assert needs(store) == before


def booked(store: Store, book: PlanBook) -> list[Attention]:
    """What waits when the approved plan of 2026 carries `book`."""
    results = results_of(store, "sample", 2026, as_of=DAY)
    results = replace(results, version=replace(results.version, book=book))
    return needs_you(results, [], {"2026-10"}, today=DAY, at_most=20)


def test_a_task_waits_from_the_day_after_it_was_due_until_it_is_finished(store: Store) -> None:
    task = Task("Film ready", date(2026, 11, 2), DAY - timedelta(days=1), owner="Ann")
    late = [item for item in booked(store, PlanBook(tasks=(task,))) if item.need is Need.TASK]
    assert [(item.subject, item.day, item.owner) for item in late] == [("Film ready", task.end, "Ann")]
    for other in (replace(task, end=DAY), replace(task, status=TaskStatus.FINISHED)):
        assert Need.TASK not in [item.need for item in booked(store, PlanBook(tasks=(other,)))]


def test_a_line_waits_in_the_month_before_its_last_day_to_cancel(store: Store) -> None:
    months = (*[0] * 11, 500_000)
    line = BudgetLine(
        "Stand", LineKind.EVENTS, months, committed=500_000, cancellation=120_000, cancel_by=DAY + SOON
    )
    found = [item for item in booked(store, PlanBook(lines=(line,))) if item.need is Need.NOTICE]
    assert [(item.subject, item.amount, item.day) for item in found] == [("Stand", 3_800.0, DAY + SOON)]
    for other in (
        replace(line, cancel_by=DAY + SOON + timedelta(days=1)),
        replace(line, cancel_by=DAY - timedelta(days=1)),
        replace(line, paid=500_000),
    ):
        assert Need.NOTICE not in [item.need for item in booked(store, PlanBook(lines=(other,)))]
