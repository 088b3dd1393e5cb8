"""A channel renamed, merged or archived: no money and no figure is lost, in no version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.budget_plan import VersionKind, VersionStatus
from planner.domain.company import Channel
from planner.domain.errors import BadDocument, Conflict, NotFound
from planner.services.library import Store
from planner.storage.workspaces import InUse
from tests.storage.acme import COMPANY, RADIO, SEARCH, TV, curves, room


def test_renaming_reaches_everything(store: Store) -> None:
    made = room(store)
    draft = store.save_version(made.slug, replace(made.draft(), locks=frozenset({TV})), who="Ann")
    assert draft.id is not None
    store.set_status(made.slug, draft.id, VersionStatus.APPROVED, "Bea")
    made.take("jan", ("2027-01", TV, 10.0))
    store.save_mapping(made.slug, "agency", {"channel_map": {"Telly": TV}, "default_channel": TV}, "Ann")
    fitted = replace(curves(TV), extra={"fit": {"roas": {TV: 3.0}, "holdout_error": 0.1}})
    store.add_curves(made.slug, "Fitted", fitted, "fit", "Ann")

    store.rename_channel(made.slug, TV, "Television", "Ann")

    assert [c.name for c in store.company(made.slug).channels] == ["Television", SEARCH, RADIO]
    found = store.version(made.slug, draft.id)
    assert found.grid.by_channel() == {"Television": 1200.0, SEARCH: 600.0}
    assert found.campaigns[0].channel == "Television"
    assert found.locks == {"Television"}
    assert found.revision > draft.revision, "a copy opened before is recognised as old"
    assert made.spend() == {("2027-01", "Television"): 10.0}
    assert store.curves(made.slug, made.curves_id).names == ("Television", SEARCH, RADIO)
    assert store.curves(made.slug).extra["fit"] == {"roas": {"Television": 3.0}, "holdout_error": 0.1}
    assert store.mapping(made.slug, "agency") == {
        "channel_map": {"Telly": "Television"},
        "default_channel": "Television",
    }
    assert made.actions()[0] == "channel.renamed"


def test_a_name_in_use_is_refused(store: Store) -> None:
    made = room(store)
    with pytest.raises(Conflict, match='merge "TV" into it'):
        store.rename_channel(made.slug, TV, SEARCH, "Ann")
    with pytest.raises(NotFound, match='no channel "Print"'):
        store.rename_channel(made.slug, "Print", "Press", "Ann")
    with pytest.raises(BadDocument, match="1 to 80 characters"):
        store.rename_channel(made.slug, TV, " ", "Ann")
    store.rename_channel(made.slug, TV, TV, "Ann")
    assert store.company(made.slug) == COMPANY


def test_a_name_given_up_can_be_given_again(store: Store) -> None:
    """TV becomes Television; a new channel TV starts; their figures stay apart."""
    made = room(store)
    made.take("jan", ("2027-01", TV, 10.0))
    store.rename_channel(made.slug, TV, "Television", "Ann")
    company = store.company(made.slug).with_channel(Channel(TV))
    store.save_company(made.slug, company, revision=store.company_revision(made.slug), who="Ann")
    made.take("feb", ("2027-01", TV, 3.0))
    assert made.spend() == {("2027-01", "Television"): 10.0, ("2027-01", TV): 3.0}


def test_merging_adds_money_and_figures(store: Store) -> None:
    made = room(store)
    draft = made.draft()
    assert draft.id is not None
    made.take("jan", ("2027-01", TV, 10.0), ("2027-02", TV, 7.0))
    made.take("jan search", ("2027-01", SEARCH, 5.0))

    store.merge_channels(made.slug, TV, SEARCH, "Ann")

    assert [c.name for c in store.company(made.slug).channels] == [SEARCH, RADIO]
    found = store.version(made.slug, draft.id)
    assert found.grid.by_channel() == {SEARCH: 1800.0}
    assert found.grid.total == draft.grid.total
    assert found.campaigns[0].channel == SEARCH
    assert made.spend() == {("2027-01", SEARCH): 15.0, ("2027-02", SEARCH): 7.0}


def test_undoing_after_a_merge_takes_back_only_its_own_part(store: Store) -> None:
    made = room(store)
    first = made.take("tv", ("2027-01", TV, 10.0))
    made.take("search", ("2027-01", SEARCH, 5.0))
    store.merge_channels(made.slug, TV, SEARCH, "Ann")
    third = made.take("both", ("2027-01", SEARCH, 16.0))
    assert made.spend() == {("2027-01", SEARCH): 16.0}
    store.undo_batch(made.slug, third, "Ann")
    assert made.spend() == {("2027-01", SEARCH): 15.0}
    store.undo_batch(made.slug, first, "Ann")
    assert made.spend() == {("2027-01", SEARCH): 5.0}


def test_merging_gives_changeable_plans_curves_without_the_source(store: Store) -> None:
    made = room(store)
    approved, draft = made.draft("Approved"), made.draft("Draft")
    assert approved.id is not None
    assert draft.id is not None
    store.set_status(made.slug, approved.id, VersionStatus.APPROVED, "Bea")
    store.merge_channels(made.slug, TV, RADIO, "Ann")
    latest = store.curves_list(made.slug)[0]
    assert latest.source == "TV merged into Radio"
    assert store.curves(made.slug).names == (SEARCH, RADIO)
    assert store.version(made.slug, draft.id).curves_id == latest.id
    assert store.version(made.slug, approved.id).curves_id == made.curves_id
    # TV's row became Radio's row: the plan had none yet.
    assert store.version(made.slug, approved.id).grid.by_channel() == {RADIO: 1200.0, SEARCH: 600.0}
    with pytest.raises(BadDocument, match="into itself"):
        store.merge_channels(made.slug, RADIO, RADIO, "Ann")


def test_archiving_needs_the_money_moved(store: Store) -> None:
    made = room(store)
    draft = made.draft("Draft")
    made.draft("What if", kind=VersionKind.SCENARIO)
    assert draft.id is not None
    with pytest.raises(InUse, match='"Draft" still gives money to "TV"'):
        store.archive_channel(made.slug, TV, "Ann")
    store.archive_channel(made.slug, RADIO, "Ann")
    assert [c.name for c in store.company(made.slug).active_channels] == [TV, SEARCH]
    store.set_status(made.slug, draft.id, VersionStatus.APPROVED, "Bea")
    store.archive_channel(made.slug, TV, "Ann")
    store.archive_channel(made.slug, TV, "Ann")
    assert store.version(made.slug, draft.id).grid.by_channel()[TV] == 1200.0
