"""The sandbox in the URL: it comes back whole, and whatever else stands there is passed over."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.budget_plan import LARGEST_CELL, BudgetGrid
from planner.domain.calendar import FiscalYear
from planner.ui.sandbox import LONGEST_LINK, Sandbox, year_totals

NAMES = st.text(min_size=1, max_size=12)
CENTS = st.integers(0, LARGEST_CELL)
ROWS = st.lists(CENTS, min_size=12, max_size=12).map(tuple)
SANDBOXES = st.builds(
    Sandbox,
    st.integers(1, 10**6),
    st.dictionaries(NAMES, ROWS, max_size=4),
    st.dictionaries(NAMES, CENTS, max_size=4),
    st.frozensets(NAMES, max_size=4),
    st.booleans(),
)
MONTHS = FiscalYear(2027).months


def packed(value: Any) -> str:
    return packed_text(json.dumps(value))


def packed_text(text: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=")


@given(SANDBOXES)
def test_a_link_brings_the_sandbox_back_whole(box: Sandbox) -> None:
    assert Sandbox.from_link(box.to_link()) == box


def test_a_whole_plan_of_forty_channels_fits_into_a_link() -> None:
    rows = np.random.default_rng(1).integers(0, 10**9, (40, 12))
    cells = {f"Channel number {i}": tuple(int(v) for v in row) for i, row in enumerate(rows)}
    link = Sandbox(1, cells).to_link()
    assert len(link) < LONGEST_LINK / 2
    assert Sandbox.from_link(link) == Sandbox(1, cells)


@given(st.text(max_size=200))
def test_no_text_at_all_raises(text: str) -> None:
    assert Sandbox.from_link(text) is None


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=8))
def test_no_document_at_all_raises(value: Any) -> None:
    """Neither does what is packed the way ours is."""
    assert Sandbox.from_link(packed(value)) is None
    assert Sandbox.from_link(packed([1, value, {}, [], True])) in (None, Sandbox(1))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[Infinity,{},{},[],true]",
        "[1e999,{},{},[],true]",
        '[1,{"TV":[-1]},{},[],true]',
        '[1,{},{"TV":-1},[],true]',
        '[1,{},{"TV":1.5},[],true]',
        '[1,{},{"TV":true},[],true]',
        '[1,{},{"TV":NaN},[],true]',
        f'[1,{{}},{{"TV":{LARGEST_CELL + 1}}},[],true]',
        '[1,{},{"TV":' + "9" * 5000 + "},[],true]",
        "[1,{},{},[],true,6]",
    ],
    ids=lambda text: str(text)[:24],
)
def test_amounts_that_are_none_and_bombs_are_passed_over(text: str) -> None:
    assert Sandbox.from_link(packed_text(text)) is None


def test_a_bomb_in_a_short_link_is_not_unpacked() -> None:
    bomb = packed([1, {}, {"TV" * 5_000_000: 1}, [], True])
    assert len(bomb) < LONGEST_LINK
    assert Sandbox.from_link(bomb) is None


@given(
    st.lists(st.lists(st.integers(0, 10**9), min_size=12, max_size=12), min_size=3, max_size=3),
    st.dictionaries(st.sampled_from(["TV", "Radio", "Search", "Gone"]), st.integers(0, 10**12)),
)
def test_moved_channels_hold_their_totals_to_the_cent_and_the_others_do_not_move(
    cents: list[list[int]], totals: dict[str, int]
) -> None:
    base = BudgetGrid(("TV", "Radio", "Search"), MONTHS, np.array(cents, np.int64))
    grid = Sandbox(1, totals=totals).grid(base)
    expected = {**year_totals(base), **{n: t for n, t in totals.items() if n != "Gone"}}
    assert year_totals(grid) == expected
    for i, name in enumerate(base.channels):
        if name not in totals:
            assert (grid.cents[i] == base.cents[i]).all()


def test_cells_of_another_length_or_channel_are_passed_over() -> None:
    base = BudgetGrid(("TV",), MONTHS, np.full((1, 12), 5, np.int64))
    box = Sandbox(1, cells={"TV": (1, 2), "Gone": (1,) * 12})
    assert (box.grid(base).cents == base.cents).all()
