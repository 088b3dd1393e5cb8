"""A moved slider and the sliders it moves: what the browser sends late is not taken for a person's move."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import Any

import pytest
import streamlit as st

from planner.ui import echoes


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A tab's memory, with two sliders on screen: the script moves b whenever a moves."""
    memory: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", memory)
    echoes.settle("a", 10)
    echoes.settle("b", 90)
    return memory


def event(tab: dict[str, Any], **sent: int) -> dict[str, int]:
    """A browser's event with the values it shows; answers what was acted on, and settles to a sum of 100."""
    done: dict[str, int] = {}
    for key, value in sent.items():
        if tab[key] != value:
            tab[key] = value
            echoes.changed(key, partial(done.__setitem__, key))
    echoes.act_on_changes()
    for key, value in done.items():
        tab[f"held_{key}"] = value
    held = tab.get("held_a", 10)
    echoes.settle("a", held)
    echoes.settle("b", 100 - held)
    return done


def test_quick_moves_count_though_the_other_slider_lags(tab: dict[str, Any]) -> None:
    assert event(tab, a=11, b=90) == {"a": 11}
    assert event(tab, a=12, b=90) == {"a": 12}
    assert event(tab, a=15, b=89) == {"a": 15}  # the first answer has arrived, the second has not
    assert (tab["a"], tab["b"]) == (15, 85)


def test_a_quick_way_back_counts_too(tab: dict[str, Any]) -> None:
    event(tab, a=11, b=90)
    assert event(tab, a=10, b=90) == {"a": 10}


def test_something_else_pressed_in_between_moves_nothing(tab: dict[str, Any]) -> None:
    event(tab, a=11, b=90)
    assert event(tab, a=11, b=90) == {}
    assert tab["b"] == 89


def test_a_slider_taken_back_to_an_old_place_later_is_moved(
    tab: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    event(tab, a=11, b=90)
    later = monotonic() + 1
    monkeypatch.setattr(echoes, "monotonic", lambda: later)
    assert event(tab, a=11, b=90) == {"b": 90}
