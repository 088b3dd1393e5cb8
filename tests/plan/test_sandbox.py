"""Moving one slider: totals hold to the cent, locks never move, what cannot be done is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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


def test_more_than_the_others_can_give_is_refused_in_words() -> None:
    """TV holds 10 and Search can give 60: 70 is what there is, 71 is not."""
    totals = {"TV": 10_00, "Search": 60_00, "Radio": 30_00}
    assert moved(totals, "TV", 70_00, locked={"Radio"}, keep_total=True) == {
        "TV": 7000,
        "Search": 0,
        "Radio": 3000,
    }
    with pytest.raises(NothingToGive, match='"TV" can hold 70 at most, and 71 was asked for; let the total'):
        moved(totals, "TV", 71_00, locked={"Radio"}, keep_total=True)


@dataclass(frozen=True)
class Falling:
    """The next unit on each channel brings `first` less `bend` a unit held; tops bound what is known."""

    first: Mapping[str, float]
    bend: Mapping[str, float]
    tops: Mapping[str, float] = field(default_factory=dict)

    def next_unit(self, channel: str, amount: float) -> float:
        return self.first[channel] - self.bend[channel] * amount

    def top(self, channel: str) -> float:
        return self.tops.get(channel, 1e9)


def test_at_least_loss_the_next_unit_ends_up_bringing_the_same() -> None:
    """By hand: returns 10 - a and 20 - 2 b: of 6 and 7, 10/3 and 20/3 are left, where both are alike."""
    falling = Falling({"Search": 10.0, "Radio": 20.0}, {"Search": 1.0, "Radio": 2.0})
    held = {"TV": 0, "Search": 600, "Radio": 700}
    after = moved(held, "TV", 300, locked=(), keep_total=True, returns=falling)
    assert after["TV"] == 300
    assert sum(after.values()) == sum(held.values())
    assert after["Search"] == pytest.approx(1000 / 3, abs=3)
    assert after["Radio"] == pytest.approx(2000 / 3, abs=3)


def test_freed_money_goes_where_the_next_unit_brings_most() -> None:
    """Radio brings 20 until the end of what is known at 8; what it cannot take goes to Search."""
    falling = Falling({"Search": 5.0, "Radio": 20.0}, {"Search": 0.1, "Radio": 0.1}, {"Radio": 8.0})
    held = {"TV": 500, "Search": 600, "Radio": 700}
    after = moved(held, "TV", 0, locked=(), keep_total=True, returns=falling)
    assert after == {"TV": 0, "Search": 1000, "Radio": 800}


def test_beyond_all_that_is_known_money_is_shared_in_proportion() -> None:
    falling = Falling(
        {"Search": 5.0, "Radio": 20.0}, {"Search": 0.1, "Radio": 0.1}, dict.fromkeys(("Search", "Radio"), 8.0)
    )
    held = {"TV": 3000, "Search": 600, "Radio": 700}
    after = moved(held, "TV", 0, locked=(), keep_total=True, returns=falling)
    assert after == {"TV": 0, "Search": 2150, "Radio": 2150}


@given(TOTALS, st.sampled_from(NAMES), st.floats(0, 1), LOCKS)
def test_at_least_loss_is_a_zero_sum_game_too(
    totals: dict[str, int], channel: str, share: float, locked: frozenset[str]
) -> None:
    assume(channel not in locked and set(NAMES) - locked - {channel})
    falling = Falling(dict.fromkeys(NAMES, 3.0), {name: 1e-11 * (i + 1) for i, name in enumerate(NAMES)})
    cents = int(share * (totals[channel] + sum(totals[n] for n in set(NAMES) - locked - {channel})))
    after = moved(totals, channel, cents, locked=locked, keep_total=True, returns=falling)
    assert sum(after.values()) == sum(totals.values())
    assert after[channel] == cents
    assert all(after[name] == totals[name] for name in locked)
    assert all(held >= 0 for held in after.values())


def test_a_typed_total_is_met_at_least_loss() -> None:
    falling = Falling({"Search": 10.0, "Radio": 20.0}, {"Search": 0.0, "Radio": 0.0})
    after = with_total({"Search": 600, "Radio": 700}, 900, locked=(), returns=falling)
    assert after == {"Search": 200, "Radio": 700}


def test_a_negative_amount_is_nothing() -> None:
    assert moved({"TV": 10, "Radio": 5}, "TV", -3, locked=(), keep_total=False) == {"TV": 0, "Radio": 5}


@given(TOTALS, st.sampled_from(NAMES), CENTS, LOCKS)
def test_with_the_total_kept_a_move_is_a_zero_sum_game(
    totals: dict[str, int], channel: str, cents: int, locked: frozenset[str]
) -> None:
    assume(channel not in locked and set(NAMES) - locked - {channel})
    cents = min(cents, totals[channel] + sum(totals[name] for name in set(NAMES) - locked - {channel}))
    after = moved(totals, channel, cents, locked=locked, keep_total=True)
    assert sum(after.values()) == sum(totals.values())
    assert list(after) == list(totals)
    assert all(after[name] == totals[name] for name in locked)
    assert all(held >= 0 for held in after.values())
    assert after[channel] == cents
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
