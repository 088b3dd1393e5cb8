"""Forecast scores, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from planner.analysis.accuracy import accuracy
from planner.domain.errors import BadDocument

NAN = float("nan")


def test_scores_by_hand() -> None:
    """|100-90| + |200-220| = 30 of 300; the forecast is 10 too high in all; last year was 60 off."""
    found = accuracy(np.array([100.0, 200.0]), np.array([90.0, 220.0]), np.array([80.0, 160.0]))
    assert (found.wape, found.bias, found.naive) == pytest.approx((0.1, 10 / 300, 0.2))


def test_months_without_a_figure_do_not_count() -> None:
    found = accuracy(np.array([100.0, NAN, 50.0]), np.array([110.0, 5.0, NAN]))
    assert found.count == 1
    assert found.wape == pytest.approx(0.1)
    assert found.naive is None


def test_a_naive_forecast_with_holes_is_no_yardstick() -> None:
    assert accuracy(np.array([1.0, 2.0]), np.array([1.0, 2.0]), np.array([1.0, NAN])).naive is None


def test_nothing_to_score() -> None:
    assert accuracy(np.array([0.0, NAN]), np.array([1.0, 1.0])).wape is None


def test_shapes_must_agree() -> None:
    with pytest.raises(BadDocument):
        accuracy(np.zeros(2), np.zeros(3))
