"""Companies keep to themselves, settings are never overwritten unseen, what is used is not deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.company import Channel, Company
from planner.domain.errors import BadDocument, Conflict, NotFound
from planner.services.library import Store
from planner.storage.database import Database
from planner.storage.workspaces import InUse
from tests.storage.acme import COMPANY, RADIO, SEARCH, TV, curves, room


def test_a_company_comes_back_as_it_was(store: Store) -> None:
    slug = store.start_company(COMPANY, "Ann")
    assert store.company(slug) == COMPANY
    assert [(info.slug, info.name, info.is_sample) for info in store.workspaces()] == [
        ("acme", "Acme", False)
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Café & Söhne", "cafe-sohne"), ("Ромашка", "company"), ("Sample", "sample-2"), ("x" * 60, "x" * 40)],
)
def test_slugs_are_plain_and_free(store: Store, name: str, slug: str) -> None:
    assert store.start_company(Company(name), "Ann") == slug
    assert store.start_company(Company(name), "Ann") != slug
    assert len(store.workspaces()) == 2


def test_nobody_can_start_a_second_sample(store: Store) -> None:
    slug = store.start_company(replace(COMPANY, is_sample=True), "Ann")
    assert not store.company(slug).is_sample


def test_an_unseen_save_of_the_settings_is_not_overwritten(url: str, store: Store) -> None:
    slug = store.start_company(COMPANY, "Ann")
    other = Store(Database(url))
    assert other.save_company(slug, replace(COMPANY, margin=0.5), revision=1, who="Bob") == 2
    with pytest.raises(Conflict, match=r"Bob saved the settings on \d{4}-\d\d-\d\d .*UTC") as refused:
        store.save_company(slug, replace(COMPANY, margin=0.6), revision=1, who="Ann")
    assert refused.value.params["who"] == "Bob"
    assert store.company(slug).margin == 0.5
    assert store.company_revision(slug) == 2
    other.close()


def test_a_used_channel_cannot_be_dropped(store: Store) -> None:
    made = room(store)
    made.draft()
    without = replace(COMPANY, channels=(Channel(SEARCH), Channel(RADIO)))
    with pytest.raises(InUse, match='"TV" holds plans or actuals'):
        store.save_company(made.slug, without, revision=1, who="Ann")
    unused = replace(COMPANY, channels=(Channel(TV), Channel(SEARCH)))
    assert store.save_company(made.slug, unused, revision=1, who="Ann") == 2


def test_a_channel_with_actuals_only_cannot_be_dropped_under_its_new_name(store: Store) -> None:
    made = room(store)
    made.take("a.xlsx", ("2027-01", RADIO, 1.0))
    store.rename_channel(made.slug, RADIO, "Audio", "Ann")
    with pytest.raises(InUse, match="Audio"):
        store.save_company(made.slug, COMPANY, revision=store.company_revision(made.slug), who="Ann")


def test_companies_do_not_see_each_other(store: Store) -> None:
    ours, theirs = room(store), room(store)
    draft = ours.draft()
    assert draft.id is not None
    assert store.versions(theirs.slug) == []
    with pytest.raises(NotFound, match="no plan or scenario"):
        store.version(theirs.slug, draft.id)
    with pytest.raises(NotFound, match="no curves with number"):
        store.curves(theirs.slug, ours.curves_id)
    batch = ours.take("a.xlsx", ("2027-01", TV, 1.0))
    with pytest.raises(NotFound, match="no batch"):
        store.undo_batch(theirs.slug, batch, "Eve")
    assert len(store.actuals(theirs.slug)) == 0


def test_curves_are_kept_in_versions(store: Store) -> None:
    made = room(store)
    newer = store.add_curves(made.slug, "Second", curves(TV), "fit", "Bob")
    assert store.curves(made.slug) == curves(TV)
    assert store.curves(made.slug, made.curves_id) == curves(TV, SEARCH, RADIO)
    assert [(c.id, c.name, c.source, c.number) for c in store.curves_list(made.slug)] == [
        (newer, "Second", "fit", 2),
        (made.curves_id, "First", "typed", 1),
    ]
    with pytest.raises(NotFound, match="no curves yet"):
        store.curves(store.start_company(Company("New"), "Ann"))


def test_mappings_are_remembered_per_source(store: Store) -> None:
    slug = store.start_company(COMPANY, "Ann")
    assert store.mapping(slug, "agency") is None
    store.save_mapping(slug, "agency", {"header_row": 6}, "Ann")
    store.save_mapping(slug, "agency", {"header_row": 7, "channel_map": {"电视": TV}}, "Ann")
    assert store.mapping(slug, "agency") == {"header_row": 7, "channel_map": {"电视": TV}}
    assert list(store.mappings(slug)) == ["agency"]


def test_every_change_moves_the_number_that_caches_go_by(store: Store) -> None:
    made = room(store)
    seen = [store.last_change(made.slug)]
    draft = made.draft()
    seen.append(store.last_change(made.slug))
    store.save_version(made.slug, draft, who="Ann")
    seen.append(store.last_change(made.slug))
    made.take("a.xlsx", ("2027-01", TV, 1.0))
    seen.append(store.last_change(made.slug))
    store.close_month(made.slug, "2027-01", "Ann")
    seen.append(store.last_change(made.slug))
    assert seen == sorted(set(seen))
    assert made.actions()[0] == "month.closed"
    assert store.audit(made.slug, 2) == store.audit(made.slug)[:2]


def test_no_channel_may_be_called_baseline(store: Store) -> None:
    """Its figures would mix with the sales that no media brought."""
    with pytest.raises(BadDocument, match="sales without media"):
        store.start_company(COMPANY.with_channel(Channel("Baseline")), "Ann")
    slug = store.start_company(COMPANY, "Ann")
    with pytest.raises(BadDocument, match="sales without media"):
        store.rename_channel(slug, TV, "Baseline", "Ann")
    assert store.company(slug) == COMPANY
