"""A wall shows an answer's picture as lines over one width, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.company import Company
from planner.presentation.pictures import Bars, Curves, Dumbbell, Ranges
from planner.presentation.wall_rows import MOST_ROWS, WallRow, wall_rows

COMPANY = Company(name="By hand", currency="EUR")


def test_a_dumbbell_is_a_line_to_its_advised_end() -> None:
    picture = Dumbbell("title", (("TV", 100_000.0, 200_000.0), ("Radio", 50_000.0, 0.0)))
    assert wall_rows(picture, COMPANY) == (
        WallRow("TV", 0.5, 1.0, 1.0, "+100k"),
        WallRow("Radio", 0.0, 0.25, 0.0, "−50k"),
    )


def test_losses_lie_left_of_nothing() -> None:
    (row,) = wall_rows(Ranges("title", (("In-year", -80_000.0, -40_000.0, -20_000.0),), "axis"), COMPANY)
    assert row == WallRow("In-year", 0.0, 0.75, 0.5, "−40k")


def test_bars_start_at_nothing_and_only_the_first_fit_a_wall() -> None:
    many = tuple((f"Channel {n}", float(n), "", "kept") for n in range(20, 0, -1))
    rows = wall_rows(Bars("title", many, ("kept",), "axis"), COMPANY)
    assert len(rows) == MOST_ROWS
    assert rows[0] == WallRow("Channel 20", 0.0, 1.0, None, "20.00")


@pytest.mark.parametrize(
    "picture", [None, Curves("t", np.zeros(2), (("a", np.zeros(2)),), (), ("x", "y"))], ids=["none", "curves"]
)
def test_what_needs_two_axes_stays_on_the_page(picture: Curves | None) -> None:
    assert wall_rows(picture, COMPANY) == ()


def test_nothing_at_all_divides_by_nothing() -> None:
    assert wall_rows(Ranges("t", (("a", 0.0, 0.0, 0.0),), "axis"), COMPANY)[0].end == 0.0
