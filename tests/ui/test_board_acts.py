"""What the board sends: each act once and in order; what no hand of ours sent breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from planner.ui.live import acts

PLAN = "sample/2/1/1"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    st.session_state.clear()
    yield
    st.session_state.clear()


def act(number: Any, **changed: Any) -> dict[str, Any]:
    return {"id": PLAN, "kind": "channel", "channel": "TV", "value": 500, "number": number} | changed


def test_an_act_that_travels_again_with_the_next_is_carried_out_once() -> None:
    first, second = act(1_000), act(1_001, value=600)
    assert [acts.is_new(one, PLAN) for one in acts.messages({"acts": [first]})] == [True]
    assert acts.heard() == 1_000
    assert [acts.is_new(one, PLAN) for one in acts.messages({"acts": [first, second]})] == [False, True]
    assert acts.heard() == 1_001


def test_a_stale_act_is_heard_and_its_plan_named() -> None:
    stale = act(5, id="sample/2/0/1")
    assert acts.messages({"acts": [stale]}) == [stale]
    assert acts.heard() == 5
    assert "saved elsewhere" in (acts.why_not(stale, PLAN) or "")


def test_of_a_flood_of_acts_the_last_count() -> None:
    sent = acts.messages({"acts": [act(number) for number in range(100)]})
    assert [one["number"] for one in sent] == list(range(80, 100))


@pytest.mark.parametrize("number", [10**400, 1e308, float("nan"), float("inf"), -1, True, "7", None, [1]])
def test_a_number_out_of_range_blocks_no_later_act(number: Any) -> None:
    assert not acts.is_new(acts.messages({"acts": [act(number)]})[0], PLAN)
    assert acts.heard() == -1.0
    assert acts.is_new(act(1_000), PLAN)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FORGED = some.fixed_dictionaries(
    {}, optional=dict.fromkeys(("id", "kind", "channel", "value", "number"), JSON)
)


@given(some.lists(FORGED | JSON, max_size=3) | JSON)
def test_nothing_that_json_can_say_breaks_the_reading(sent: Any) -> None:
    for one in [*acts.messages({"acts": sent}), *acts.messages(sent)]:
        found = acts.read_act(one, PLAN, ("TV",))
        acts.is_new(one, PLAN)
        acts.why_not(one, PLAN)
        assert found is None or found.cents >= 0
