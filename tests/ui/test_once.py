"""A click that comes twice is done once; the same wish later, and another wish at once, are done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st

from planner.domain.errors import Conflict
from planner.services.library import Store
from planner.ui import once
from tests.ui.conftest import Open
from tests.ui.tabs import button, press, shown, words


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def test_two_presses_at_once_make_one(session: dict[str, Any]) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _turn: once.once(("draft", 1), make), range(4)))
    assert (found, made) == ([0, 0, 0, 0], [0])


def test_another_wish_or_a_later_one_is_done(
    session: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("planner.ui.once.time.monotonic", lambda: now[0])
    made = iter(range(9))
    assert [once.once(wish, lambda: next(made)) for wish in ((1,), (2,), (2,), (1,))] == [0, 1, 1, 2]
    now[0] += once.MOMENT
    assert once.once((1,), lambda: next(made)) == 3


def test_what_failed_is_tried_again(session: dict[str, Any]) -> None:
    with pytest.raises(ZeroDivisionError):
        once.once((1,), lambda: 1 // 0)
    assert once.once((1,), lambda: 7) == 7


def test_ones_own_save_is_no_conflict_and_somebody_elses_is(store: Store, session: dict[str, Any]) -> None:
    info = next(one for one in store.versions("sample") if one.name == "Draft 2027")
    draft = store.version("sample", info.id)
    mine = replace(draft, grid=draft.grid.with_cell("TV", draft.grid.months[0], 77_00))
    first = once.save_version("sample", mine)
    assert once.save_version("sample", mine).revision == first.revision == draft.revision + 1
    other = replace(draft, grid=draft.grid.with_cell("TV", draft.grid.months[0], 88_00))
    with pytest.raises(Conflict):
        once.save_version("sample", other)


def test_a_comment_pressed_twice_is_kept_once_and_the_form_is_empty_again(
    store: Store, open_page: Open
) -> None:
    tab = open_page("results", results_view="why")
    tab.text_area[0].set_value("Auction prices rose")
    button(tab, "Keep with the number").click()
    press(tab, "Keep with the number")
    said = words(shown(tab))
    assert said.count("Auction prices rose") == 1
    assert "· Jan–Oct 2026 ·" in said, "the months it speaks of, as a span"
    assert tab.text_area[0].value == ""
