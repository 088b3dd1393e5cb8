"""Channels that cannot be told apart become one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument, LabelMismatch
from planner.domain.history import History, merged

HISTORY = History(
    Horizon(date(2026, 1, 5), 3, "week"),
    ("TV", "Facebook", "Search", "Instagram"),
    np.array([[1.0, 2, 3], [10, 20, 30], [5, 5, 5], [1, 1, 1]]),
    {"price": np.ones(3)},
    np.array([9.0, 9, 8]),
    missing=(1,),
)


def test_the_sum_stands_where_the_first_part_stood() -> None:
    found = merged(HISTORY, "Social", ["Instagram", "Facebook"])
    assert found.channels == ("TV", "Social", "Search")
    assert found.spend.tolist() == [[1, 2, 3], [11, 21, 31], [5, 5, 5]]
    assert (found.missing, list(found.controls)) == ((1,), ["price"])
    assert merged(HISTORY, "Facebook", ["Facebook", "Instagram"]).channels == ("TV", "Facebook", "Search")


def test_what_cannot_be_merged_is_refused() -> None:
    with pytest.raises(LabelMismatch, match="Fcebook"):
        merged(HISTORY, "Social", ["Fcebook", "Instagram"])
    with pytest.raises(BadDocument, match="at least two"):
        merged(HISTORY, "Social", ["Facebook", "Facebook"])
    with pytest.raises(BadDocument, match='already called "TV"'):
        merged(HISTORY, "TV", ["Facebook", "Instagram"])
