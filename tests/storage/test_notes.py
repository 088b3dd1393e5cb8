"""What was said about a difference stays with it; the trail keeps what was said before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, NotFound
from planner.domain.notes import LONGEST_COMMENT, Tag, VarianceNote, notes_on
from planner.services.library import Store
from tests.storage.acme import SEARCH, TV, room

NOTE = VarianceNote(TV, Month(2027, 1), Month(2027, 3), Tag.TIMING, "Flight moved to May", -56_000.25)


def test_a_note_is_kept_with_who_and_when(store: Store) -> None:
    slug = room(store).slug
    stored = store.write_note(slug, NOTE, "Ann")
    assert store.notes(slug) == [stored]
    assert stored.who == "Ann"
    assert stored.at is not None
    assert replace(stored, who="", at=None, id=None) == NOTE
    assert store.audit(slug)[0].detail["comment"] == "Flight moved to May"


def test_the_next_word_on_the_same_months_replaces_the_first(store: Store) -> None:
    slug = room(store).slug
    store.write_note(slug, NOTE, "Ann")
    store.write_note(slug, replace(NOTE, tag=Tag.ONE_OFF, comment="A strike"), "Bea")
    store.write_note(slug, replace(NOTE, last=Month(2027, 1), comment="January alone"), "Bea")
    assert [(note.comment, note.who) for note in store.notes(slug)] == [
        ("January alone", "Bea"),
        ("A strike", "Bea"),
    ]
    trail = [entry.detail for entry in store.audit(slug) if entry.action == "note.written"]
    assert trail[1]["was"] == "Flight moved to May"
    assert trail[1]["was_tag"] == "timing"


def test_a_note_can_be_taken_back_once(store: Store) -> None:
    slug = room(store).slug
    stored = store.write_note(slug, NOTE, "Ann")
    store.remove_note(slug, stored.id or 0, "Bea")
    assert store.notes(slug) == []
    assert store.audit(slug)[0].action == "note.removed"
    with pytest.raises(NotFound):
        store.remove_note(slug, stored.id or 0, "Bea")


def test_notes_follow_a_channel_renamed_and_merged(store: Store) -> None:
    slug = room(store).slug
    store.write_note(slug, NOTE, "Ann")
    store.rename_channel(slug, TV, "Television", "Ann")
    assert [note.channel for note in store.notes(slug)] == ["Television"]
    store.merge_channels(slug, "Television", SEARCH, "Ann")
    assert [note.channel for note in store.notes(slug)] == [SEARCH]


def test_companies_do_not_read_each_other_s_notes(store: Store) -> None:
    first, second = room(store).slug, room(store).slug
    stored = store.write_note(first, NOTE, "Ann")
    assert store.notes(second) == []
    with pytest.raises(NotFound):
        store.remove_note(second, stored.id or 0, "Ann")


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": " "},
        {"last": Month(2026, 12)},
        {"tag": None, "comment": "  "},
        {"comment": "x" * (LONGEST_COMMENT + 1)},
    ],
)
def test_a_note_that_says_nothing_sensible_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadDocument):
        replace(NOTE, **wrong)  # type: ignore[arg-type]


def test_notes_are_found_by_channel_and_month() -> None:
    notes = [replace(NOTE, id=1), replace(NOTE, id=2, first=Month(2027, 3)), replace(NOTE, channel=SEARCH)]
    assert [n.id for n in notes_on(notes, TV, [Month(2027, 3), Month(2027, 4)])] == [2, 1]
    assert notes_on(notes, TV, [Month(2027, 4)]) == []
