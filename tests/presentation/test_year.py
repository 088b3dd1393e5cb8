"""What is said of a year's months."""

from __future__ import annotations

import numpy as np

from planner.domain.calendar import FiscalYear
from planner.domain.company import Company
from planner.presentation.charts.revenue import _room
from planner.presentation.year import year_finding

MONTHS = FiscalYear(2027).months
COMPANY = Company("Acme", unit="k")


def test_a_year_with_a_season_names_its_highest_and_its_lowest_month() -> None:
    revenue = np.full(12, 100_000.0)
    revenue[4], revenue[8] = 150_000.0, 80_000.0
    assert (
        year_finding(revenue, MONTHS, COMPANY) == "Revenue is highest in May (150k) and lowest in Sep (80k)"
    )


def test_a_flat_year_has_no_peak() -> None:
    revenue = np.full(12, 100_000.0)
    revenue[0] += 500.0
    assert year_finding(revenue, MONTHS, COMPANY) == "Revenue is even over the year: 100k a month"


def test_revenue_of_media_alone_is_named_so() -> None:
    even = np.full(12, 100_000.0)
    said = year_finding(even, MONTHS, COMPANY, media_only=True)
    assert said == "Media revenue is even over the year: 100k a month"
    even[4] = 150_000.0
    assert year_finding(even, MONTHS, COMPANY, media_only=True).startswith(
        "Media revenue is highest in May (150k)"
    )


def test_a_line_of_next_to_no_change_is_drawn_flat() -> None:
    """95.0 and 95.2 share an axis of 4 % of 95.2: 3.8, half of what is missing on either side."""
    np.testing.assert_allclose(_room(np.array([95.0, 95.2])), [95.0 - 1.804, 95.2 + 1.804])
    np.testing.assert_allclose(_room(np.array([80.0, 120.0])), [80.0, 120.0])
