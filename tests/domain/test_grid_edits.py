"""Changes of many cells: exact to the cent, nothing dropped, refused in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import FiscalYear
from planner.domain.errors import BadDocument
from planner.domain.grid_edits import BadEdit, carried_over, filled, scaled, set_to, shifted

MONTHS = FiscalYear(2027).months
NAMES = ("TV", "Search", "Social")


def grid(*rows: list[int]) -> BudgetGrid:
    cents = np.zeros((3, 12), np.int64)
    for i, row in enumerate(rows):
        cents[i, : len(row)] = row
    return BudgetGrid(NAMES, MONTHS, cents)


cells = st.lists(st.integers(0, 10**9), min_size=36, max_size=36).map(
    lambda values: BudgetGrid(NAMES, MONTHS, np.array(values, np.int64).reshape(3, 12))
)
some_channels = st.sets(st.sampled_from(NAMES), min_size=1)
some_months = st.sets(st.sampled_from(MONTHS), min_size=1)


def test_by_hand() -> None:
    """A tenth more of 0.03 + 0.03 + 0.04: eleven cents, the largest remainder takes the odd one."""
    assert scaled(grid([3, 3, 4]), {"TV"}, MONTHS[:3], 0.1).cents[0, :3].tolist() == [3, 3, 5]
    assert set_to(grid([1, 2]), {"TV"}, MONTHS[:2], 10).cents[0, :2].tolist() == [3, 7]
    assert set_to(grid(), {"TV"}, MONTHS[:4], 10).cents[0, :4].tolist() == [3, 3, 2, 2]
    assert filled(grid([9]), {"TV", "Social"}, MONTHS[:2], 5).cents[:, :2].tolist() == [
        [5, 5],
        [0, 0],
        [5, 5],
    ]
    assert shifted(grid([1, 2, 4]), {"TV"}, MONTHS[:2], 1).cents[0, :4].tolist() == [0, 1, 6, 0]
    assert shifted(grid([0, 2, 4]), {"TV"}, MONTHS, -1).cents[0, :3].tolist() == [2, 4, 0]


@given(cells, some_channels, some_months, st.floats(-1, 5))
def test_scaling_is_exact_and_leaves_the_rest(
    held: BudgetGrid, channels: set[str], months: set[object], share: float
) -> None:
    after = scaled(held, channels, months, share)  # type: ignore[arg-type]
    chosen = np.ix_([n in channels for n in NAMES], [m in months for m in MONTHS])
    assert after.cents[chosen].sum() == round(int(held.cents[chosen].sum()) * (1 + share))
    rest = np.ones((3, 12), bool)
    rest[chosen] = False
    assert (after.cents[rest] == held.cents[rest]).all()


@given(cells, some_channels, some_months, st.integers(-12, 12))
def test_shifting_keeps_every_channel_s_money_or_is_refused(
    held: BudgetGrid, channels: set[str], months: set[object], by: int
) -> None:
    try:
        after = shifted(held, channels, months, by)  # type: ignore[arg-type]
    except BadEdit:
        stays = [0 <= j + by < 12 for j in range(12)]
        assert any(held.cents[:, j].any() for j in range(12) if not stays[j] and MONTHS[j] in months)
        return
    assert (after.cents.sum(axis=1) == held.cents.sum(axis=1)).all()


def test_refusals() -> None:
    with pytest.raises(BadEdit, match=r"0\.04 of 2027-12 would leave the plan's year"):
        shifted(grid([0] * 11 + [4]), {"TV"}, MONTHS, 1)
    with pytest.raises(BadEdit, match="at least -100 %"):
        scaled(grid([1]), {"TV"}, MONTHS, -1.1)
    with pytest.raises(BadEdit, match="at least 0"):
        set_to(grid([1]), {"TV"}, MONTHS, -1)
    with pytest.raises(BadEdit, match="Choose at least one"):
        scaled(grid([1]), set(), MONTHS, 0.1)
    with pytest.raises(BadDocument, match="between 0 and 100 billion"):
        filled(grid([1]), {"TV"}, MONTHS, -5)


def test_what_was_typed_moves_on_to_another_save_unless_it_clashes() -> None:
    before, typed, now = grid([1, 1]), grid([5, 1]), grid([1, 7])
    assert carried_over(before, typed, now).cents[0, :2].tolist() == [5, 7]
    with pytest.raises(BadEdit, match="changed by somebody else"):
        carried_over(before, typed, grid([2, 1]))
