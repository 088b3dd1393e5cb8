"""Every save can be undone, whatever came after it, unless it touched the same places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.budget_plan import Campaign, VersionStatus
from planner.domain.company import CostKind, CostLine
from planner.domain.errors import Conflict, Locked, NotFound
from planner.domain.planning.notes import PlanNote
from planner.domain.planning.risks import PlannedRisk
from planner.services.library import Store
from tests.storage.acme import TV, room


def saves(store: Store, slug: str, version_id: int) -> list[int]:
    """Audit numbers of the saves that can be undone, the oldest first."""
    return [entry.id for entry in reversed(store.trail(slug, version_id)) if "cells" in entry.detail]


def test_any_save_is_undone_even_under_later_ones(store: Store) -> None:
    made = room(store)
    first = made.draft()
    assert first.id is not None
    grid = first.grid.with_cell(TV, first.grid.months[0], 123)
    second = store.save_version(made.slug, replace(first, grid=grid), who="Ann")
    spring = Campaign("Spring", TV, date(2027, 3, 1), date(2027, 3, 31), 500)
    line = CostLine("Fees", CostKind.AGENCY, 10.0)
    later = replace(second, campaigns=(spring,), lines=(line,), grid=grid.with_cell(TV, grid.months[1], 7))
    store.save_version(made.slug, later, who="Bea")
    oldest, newest = saves(store, made.slug, first.id)
    undone = store.undo_change(made.slug, first.id, oldest, "Carl")
    assert undone.grid.cents[0, 0] == first.grid.cents[0, 0]
    assert undone.grid.cents[0, 1] == 7
    assert len(undone.campaigns) == 1
    back = store.undo_change(made.slug, first.id, newest, "Carl")
    assert (back.grid.cents == first.grid.cents).all()
    assert [replace(c, id=None) for c in back.campaigns] == [replace(c, id=None) for c in first.campaigns]
    assert back.lines == first.lines
    trail = store.trail(made.slug, first.id)
    assert (trail[0].who, trail[0].detail["undo_of"]) == ("Carl", newest)
    again = store.undo_change(made.slug, first.id, trail[0].id, "Carl")  # redo
    assert [c.name for c in again.campaigns] == ["Spring"]


def test_a_change_overtaken_by_another_is_not_undone(store: Store) -> None:
    made = room(store)
    first = made.draft()
    assert first.id is not None
    for cents in (1, 2):
        now = store.version(made.slug, first.id)
        grid = now.grid.with_cell(TV, now.grid.months[0], cents)
        store.save_version(made.slug, replace(now, grid=grid), who="Ann")
    oldest, newest = saves(store, made.slug, first.id)
    with pytest.raises(Conflict, match="was changed again since; undo that first"):
        store.undo_change(made.slug, first.id, oldest, "Ann")
    store.undo_change(made.slug, first.id, newest, "Ann")
    assert store.undo_change(made.slug, first.id, oldest, "Ann").grid.cents[0, 0] == first.grid.cents[0, 0]


def test_a_deleted_campaign_comes_back(store: Store) -> None:
    made = room(store)
    spring = Campaign("Spring", TV, date(2027, 3, 1), date(2027, 3, 31), 500, goal="More", owner="Ann")
    draft = made.draft()
    assert draft.id is not None
    held = store.save_version(made.slug, replace(draft, campaigns=(spring,)), who="Ann")
    store.save_version(made.slug, replace(held, campaigns=()), who="Ann")
    back = store.undo_change(made.slug, draft.id, saves(store, made.slug, draft.id)[-1], "Ann")
    assert [replace(c, id=None) for c in back.campaigns] == [spring]


def test_what_is_not_there_or_not_a_draft_is_refused(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    assert draft.id is not None
    store.save_version(made.slug, replace(draft, locks=frozenset({TV})), who="Ann")
    (entry,) = saves(store, made.slug, draft.id)
    with pytest.raises(NotFound):
        store.undo_change(made.slug, draft.id, 9999, "Ann")
    store.set_status(made.slug, draft.id, VersionStatus.SUBMITTED, "Ann")
    with pytest.raises(Locked, match="send it back to draft"):
        store.undo_change(made.slug, draft.id, entry, "Ann")


def test_a_change_of_the_plan_book_is_undone_by_its_list(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    assert draft.id is not None
    book = replace(draft.book, risks=(PlannedRisk("Prices"),))
    held = store.save_version(made.slug, replace(draft, book=book), who="Ann")
    noted = replace(held.book, notes=(PlanNote("Ask the shops"),))
    store.save_version(made.slug, replace(held, book=noted), who="Bea")
    back = store.undo_change(made.slug, draft.id, saves(store, made.slug, draft.id)[0], "Carl")
    assert (back.book.risks, back.book.notes) == (draft.book.risks, noted.notes)
