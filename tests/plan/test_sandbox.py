"""Moving one slider: totals hold to the cent, locks never move, what cannot be done is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.plan.sandbox import NothingToGive, moved, with_total

NAMES = ("TV", "Search", "Radio", "Email", "OOH")
CENTS = st.integers(0, 10**13)
TOTALS = st.fixed_dictionaries(dict.fromkeys(NAMES, CENTS))
LOCKS = st.frozensets(st.sampled_from(NAMES))


def test_others_give_in_proportion_to_what_they_hold() -> None:
    """By hand: TV takes 30 more; Search holds 2 of 3 parts of the rest and gives 20, Radio gives 10."""
    after = moved({"TV": 10, "Search": 60, "Radio": 30}, "TV", 40, locked=(), keep_total=True)
    assert after == {"TV": 40, "Search": 40, "Radio": 20}


def test_others_that_hold_nothing_take_evenly() -> None:
    after = moved({"TV": 90, "Search": 0, "Radio": 0}, "TV", 30, locked=(), keep_total=True)
    assert after == {"TV": 30, "Search": 30, "Radio": 30}


def test_a_channel_gets_no_more_than_the_others_can_give() -> None:
    after = moved({"TV": 10, "Search": 60, "Radio": 30}, "TV", 10_000, locked={"Radio"}, keep_total=True)
    assert after == {"TV": 70, "Search": 0, "Radio": 30}


def test_a_negative_amount_is_nothing() -> None:
    assert moved({"TV": 10, "Radio": 5}, "TV", -3, locked=(), keep_total=False) == {"TV": 0, "Radio": 5}


@given(TOTALS, st.sampled_from(NAMES), CENTS, LOCKS)
def test_with_the_total_kept_a_move_is_a_zero_sum_game(
    totals: dict[str, int], channel: str, cents: int, locked: frozenset[str]
) -> None:
    assume(channel not in locked and set(NAMES) - locked - {channel})
    after = moved(totals, channel, cents, locked=locked, keep_total=True)
    assert sum(after.values()) == sum(totals.values())
    assert list(after) == list(totals)
    assert all(after[name] == totals[name] for name in locked)
    assert all(held >= 0 for held in after.values())
    assert after[channel] <= cents
    # Nobody gives while others take.
    changes = [after[name] - totals[name] for name in NAMES if name != channel]
    if after[channel] > totals[channel]:
        assert max(changes) <= 1
    else:
        assert min(changes) >= -1


@given(TOTALS, st.sampled_from(NAMES), CENTS, LOCKS)
def test_with_the_total_free_only_the_moved_channel_changes(
    totals: dict[str, int], channel: str, cents: int, locked: frozenset[str]
) -> None:
    assume(channel not in locked)
    after = moved(totals, channel, cents, locked=locked, keep_total=False)
    assert after == {**totals, channel: cents}


@given(TOTALS, CENTS, LOCKS)
def test_a_typed_total_is_met_to_the_cent_and_locks_stay(
    totals: dict[str, int], cents: int, locked: frozenset[str]
) -> None:
    assume(set(NAMES) - locked)
    held = sum(totals[name] for name in locked)
    if cents < held:
        with pytest.raises(NothingToGive, match="locked channels hold"):
            with_total(totals, cents, locked=locked)
        return
    after = with_total(totals, cents, locked=locked)
    assert sum(after.values()) == cents
    assert all(after[name] == totals[name] for name in locked)
    assert all(value >= 0 for value in after.values())


def test_what_a_lock_forbids_is_said() -> None:
    totals = {"TV": 10_000, "Radio": 5_000}
    with pytest.raises(NothingToGive, match='"TV" is locked; unlock it to move it'):
        moved(totals, "TV", 1, locked={"TV"}, keep_total=False)
    with pytest.raises(NothingToGive, match="Every other channel is locked: unlock one"):
        moved(totals, "TV", 1, locked={"Radio"}, keep_total=True)
    with pytest.raises(NothingToGive, match="Every channel is locked"):
        with_total(totals, 1, locked={"TV", "Radio"})
    with pytest.raises(NothingToGive, match="hold 100, more than a total of 50"):
        with_total(totals, 5_000, locked={"TV"})
