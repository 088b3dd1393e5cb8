"""Plan versions: stored to the cent, never overwritten unseen, immutable once approved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from planner.domain.budget_plan import (
    LARGEST_CELL,
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import FiscalYear, Month
from planner.domain.errors import BadDocument, Conflict, Locked, NotFound
from planner.services.library import Store
from planner.storage import audit, workspaces
from planner.storage.database import Database
from planner.storage.records import Stamp
from planner.storage.workspaces import InUse
from tests.storage.acme import CAMPAIGN, LINES, SEARCH, TV, Room, grid, room


def approve(made: Room, version: PlanVersion) -> PlanVersion:
    assert version.id is not None
    return made.store.set_status(made.slug, version.id, VersionStatus.APPROVED, "Bea", "Board said yes")


def number(version: PlanVersion) -> int:
    assert version.id is not None
    return version.id


def test_a_version_comes_back_as_it_was(store: Store) -> None:
    made = room(store)
    draft = PlanVersion(
        2027,
        "Бюджет 预算",
        VersionKind.BUDGET,
        VersionStatus.DRAFT,
        grid().with_cell(TV, Month(2027, 3), 1),
        made.curves_id,
        LINES,
        (replace(CAMPAIGN, name="Z"), replace(CAMPAIGN, name="A", status=CampaignStatus.IDEA)),
        reason="First idea",
        locks=frozenset({TV}),
    )
    stored = store.save_version(made.slug, draft, who="Ann")
    found = store.version(made.slug, number(stored))
    assert found.grid.channels == draft.grid.channels
    assert found.grid.months == draft.grid.months
    assert (found.grid.cents == draft.grid.cents).all()
    assert [(c.name, c.status, c.cents, c.start) for c in found.campaigns] == [
        ("Z", CampaignStatus.PLANNED, 5000, date(2027, 3, 1)),
        ("A", CampaignStatus.IDEA, 5000, date(2027, 3, 1)),
    ]
    assert (found.name, found.lines, found.locks, found.reason) == (
        draft.name,
        LINES,
        frozenset({TV}),
        "First idea",
    )
    assert (found.author, found.revision, found.status) == ("Ann", 1, VersionStatus.DRAFT)
    info = store.versions(made.slug, 2027)[0]
    assert (info.total, info.author, info.kind) == (draft.grid.total, "Ann", VersionKind.BUDGET)
    assert store.versions(made.slug, 2026) == []


CELLS = arrays.arrays(np.int64, (3, 12), elements=st.integers(0, LARGEST_CELL))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=CELLS, second=CELLS)
def test_any_grid_is_kept_to_the_cent(store: Store, first: np.ndarray, second: np.ndarray) -> None:
    made = room(store)
    months = FiscalYear(2027, 4).months
    version = made.draft()
    for cents in (first, second):
        asked = BudgetGrid(("A", "B", "C"), months, cents)
        version = store.save_version(made.slug, replace(version, grid=asked), who="Ann")
        assert (store.version(made.slug, number(version)).grid.cents == cents).all()
        assert store.versions(made.slug)[0].total == asked.total


def test_an_empty_grid_keeps_its_months(store: Store) -> None:
    made = room(store)
    empty = BudgetGrid((), FiscalYear(2027).months, np.zeros((0, 12), np.int64))
    stored = store.save_version(made.slug, replace(made.draft(), grid=empty, campaigns=()), who="Ann")
    assert stored.grid.months == empty.months
    assert store.versions(made.slug)[0].total == 0


def test_an_unseen_save_is_not_overwritten(url: str, store: Store) -> None:
    made = room(store)
    opened = made.draft()
    other = Store(Database(url))
    other.save_version(made.slug, replace(opened, grid=grid(tv=200)), who="Bob")
    other.save_version(
        made.slug, replace(other.version(made.slug, number(opened)), grid=grid(tv=150, search=75)), who="Cat"
    )
    with store.database.writing() as session:  # what others do with other plans in between
        workspace = workspaces.find(session, made.slug, change=True)
        for revision in range(1, 300):
            audit.note(session, workspace.id, Stamp("Dan"), "version.saved", id=10_000, revision=revision)
    with pytest.raises(Conflict) as refused:
        store.save_version(made.slug, replace(opened, grid=grid(tv=1)), who="Ann")
    said = str(refused.value)
    assert 'Cat saved "Budget" on 20' in said
    assert "(TV 1,200 to 1,800, Search 600 to 900)" in said
    assert refused.value.params["revision"] == 3
    assert store.version(made.slug, number(opened)).grid.total == 12 * 225
    other.close()


def test_of_many_who_save_the_same_revision_one_wins(url: str, store: Store) -> None:
    made = room(store)
    opened = made.draft()
    stores = [Store(Database(url)) for _ in range(4)]

    def save(person: int) -> bool:
        try:
            changed = replace(opened, grid=grid(tv=person))
            stores[person].save_version(made.slug, changed, who=f"Person {person}")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        won = list(people.map(save, range(4)))
    assert won.count(True) == 1
    found = store.version(made.slug, number(opened))
    assert found.revision == 2
    assert found.grid.by_channel()[TV] == 12 * won.index(True)
    for other in stores:
        other.close()


def test_campaigns_keep_their_numbers(store: Store) -> None:
    made = room(store)
    opened = made.draft()
    kept = opened.campaigns[0]
    added = Campaign("Autumn", SEARCH, date(2027, 9, 1), date(2027, 9, 30), 100)
    saved = store.save_version(made.slug, replace(opened, campaigns=(added, kept)), who="Ann")
    assert [c.name for c in saved.campaigns] == ["Autumn", "Spring"]
    assert saved.campaigns[1] == kept
    fewer = store.save_version(made.slug, replace(saved, campaigns=(saved.campaigns[0],)), who="Ann")
    assert fewer.campaigns == (saved.campaigns[0],)
    copy = store.save_version(made.slug, replace(saved, id=None, name="Copy"), who="Ann")
    assert {c.id for c in copy.campaigns}.isdisjoint({c.id for c in saved.campaigns})


def test_an_approved_version_never_changes(store: Store) -> None:
    made = room(store)
    approved = approve(made, made.draft())
    assert approved.status is VersionStatus.APPROVED
    with pytest.raises(Locked, match='"Budget" is approved and cannot change any more; make a new draft'):
        store.save_version(made.slug, approved, who="Ann")
    with pytest.raises(Locked):
        store.set_status(made.slug, number(approved), VersionStatus.DRAFT, "Ann")
    found = store.approved(made.slug, 2027)
    assert found is not None
    assert number(found) == number(approved)


def test_a_new_approval_supersedes_the_year_s_previous_one(store: Store) -> None:
    made = room(store)
    first = approve(made, made.draft("First"))
    other_year = approve(made, made.draft("Other", year=2026))
    forecast = approve(made, made.draft("Outlook", kind=VersionKind.FORECAST))
    second = approve(made, made.draft("Second"))
    status = {info.id: info.status for info in store.versions(made.slug)}
    assert status == {
        number(first): VersionStatus.SUPERSEDED,
        number(other_year): VersionStatus.APPROVED,
        number(forecast): VersionStatus.APPROVED,
        number(second): VersionStatus.APPROVED,
    }
    found = store.approved(made.slug, 2027)
    assert found is not None
    assert found.name == "Second"
    with pytest.raises(Locked, match="superseded"):
        store.save_version(made.slug, first, who="Ann")


def test_steps_of_approval(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    submitted = store.set_status(made.slug, number(draft), VersionStatus.SUBMITTED, "Ann", "Please")
    assert submitted.reason == "Please"
    latest = store.latest_draft(made.slug, 2027)
    assert latest is not None
    assert latest.status is VersionStatus.SUBMITTED
    with pytest.raises(Locked, match="is submitted and cannot become superseded"):
        store.set_status(made.slug, number(draft), VersionStatus.SUPERSEDED, "Ann")
    with pytest.raises(Conflict):
        store.set_status(made.slug, number(draft), VersionStatus.APPROVED, "Bea", revision=1)
    store.set_status(made.slug, number(draft), VersionStatus.DRAFT, "Bea", "Too much TV")
    approve(made, draft)
    assert store.latest_draft(made.slug, 2027) is None
    assert made.actions()[:3] == ["version.approved", "version.draft", "version.submitted"]


def test_a_scenario_is_not_approved_but_can_be_deleted(store: Store) -> None:
    made = room(store)
    scenario = made.draft("What if", kind=VersionKind.SCENARIO)
    with pytest.raises(Locked, match="is a scenario; take it into a draft"):
        approve(made, scenario)
    assert store.latest_draft(made.slug, 2027) is None
    store.delete_scenario(made.slug, number(scenario), "Ann")
    with pytest.raises(NotFound, match="may have been deleted"):
        store.version(made.slug, number(scenario))
    again = made.draft("What if", kind=VersionKind.SCENARIO)
    assert number(again) > number(scenario), "a link to the deleted one must not open another"


def test_what_is_used_is_not_deleted(store: Store) -> None:
    made = room(store)
    scenario = made.draft("What if", kind=VersionKind.SCENARIO)
    store.save_version(
        made.slug, replace(scenario, id=None, name="Taken over", base_id=scenario.id), who="Ann"
    )
    with pytest.raises(InUse, match='"Taken over" was made from "What if"'):
        store.delete_scenario(made.slug, number(scenario), "Ann")
    with pytest.raises(Locked, match="only scenarios can be deleted"):
        store.delete_scenario(made.slug, number(made.draft()), "Ann")


def test_names_are_free_within_a_year(store: Store) -> None:
    made = room(store)
    made.draft("Budget")
    made.draft("Budget", year=2028)
    with pytest.raises(Conflict, match='2027 has a plan or scenario called "Budget" already'):
        made.draft("Budget", kind=VersionKind.SCENARIO)


def test_references_must_exist(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    with pytest.raises(NotFound, match="no curves with number 99"):
        store.save_version(made.slug, replace(draft, curves_id=99), who="Ann")
    with pytest.raises(NotFound):
        store.save_version(made.slug, replace(draft, base_id=99), who="Ann")
    with pytest.raises(BadDocument, match="plans 2027"):
        store.save_version(made.slug, replace(draft, year=2028), who="Ann")
    assert store.version(made.slug, number(draft)).revision == 1


def test_a_draft_of_the_next_year_moves_everything_by_a_year(store: Store) -> None:
    made = room(store)
    leap = Campaign("Leap", TV, date(2028, 2, 1), date(2028, 2, 29), 10, CampaignStatus.DONE)
    dropped = replace(leap, name="Dropped", status=CampaignStatus.CANCELLED)
    base = made.draft("Budget 2028", year=2028)
    base = store.save_version(made.slug, replace(base, campaigns=(leap, dropped)), who="Ann")
    newer = store.add_curves(made.slug, "Newer", store.curves(made.slug), "fit", "Ann")
    draft = store.new_draft_from(made.slug, number(base), "Draft 2029", 2029, "Bob")
    assert draft.grid.months == FiscalYear(2029).months
    assert (draft.grid.cents == base.grid.cents).all()
    assert (draft.base_id, draft.author, draft.curves_id) == (base.id, "Bob", newer)
    (moved,) = draft.campaigns
    assert (moved.end, moved.status) == (date(2029, 2, 28), CampaignStatus.PLANNED)
    change = store.new_draft_from(made.slug, number(base), "Change request", 2028, "Bob")
    assert (change.curves_id, change.campaigns[0].status) == (base.curves_id, CampaignStatus.DONE)
