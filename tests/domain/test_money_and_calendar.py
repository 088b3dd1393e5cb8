"""Rounding that reconciles, and months and weeks that meet."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import (
    FiscalYear,
    Horizon,
    Month,
    lived_horizon,
    overlap_share,
    periods_between,
)
from planner.domain.errors import BadDocument, LabelMismatch
from planner.domain.money import grid_to_cents, in_whole_units, to_cents

amounts = st.lists(st.floats(0, 1e7), min_size=1, max_size=30).map(np.array)


@given(amounts)
def test_rounding_never_loses_a_unit(values: np.ndarray) -> None:
    rounded = in_whole_units(values)
    assert rounded.sum() == round(float(values.sum()))
    assert np.all(np.abs(rounded - values) < 1)


def test_the_largest_remainders_go_up() -> None:
    """By hand: 3.3 + 3.3 + 3.4 = 10; each keeps 3 and the last, with .4, takes the missing one."""
    assert in_whole_units(np.array([3.3, 3.3, 3.4])).tolist() == [3, 3, 4]


def test_equal_remainders_go_to_the_earlier_one() -> None:
    assert in_whole_units(np.array([0.5, 0.5, 0.5, 0.5])).tolist() == [1, 1, 0, 0]


def test_a_total_that_is_no_rounding_is_refused() -> None:
    with pytest.raises(ValueError, match="not a rounding"):
        in_whole_units(np.array([1.2, 1.2]), total=9)


@given(st.lists(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), min_size=1, max_size=8).map(np.array))
def test_rows_columns_and_total_of_a_rounded_grid_agree(grid: np.ndarray) -> None:
    cents = grid_to_cents(grid)
    assert cents.sum() == to_cents(grid.sum(axis=1)).sum()
    assert np.abs(cents.sum(axis=1) / 100 - grid.sum(axis=1)).max() < 0.011
    assert np.abs(cents / 100 - grid).max() < 0.021


def test_months_count_on_over_the_year() -> None:
    assert str(Month(2026, 11) + 3) == "2027-02"
    assert Month(2027, 2) - Month(2026, 11) == 3
    assert Month(2028, 2).days == 29


@pytest.mark.parametrize("text", ["2027", "03-2027", "2027-13", "2027-00", "next month"])
def test_what_is_no_month_is_said(text: str) -> None:
    with pytest.raises(BadDocument, match="not a month"):
        Month.parse(text)


def test_a_fiscal_year_from_july_ends_in_june() -> None:
    months = FiscalYear(2026, 7).months
    assert (str(months[0]), str(months[-1])) == ("2026-07", "2027-06")


def test_a_months_spend_is_spread_over_its_weeks_by_days() -> None:
    """March 2027 starts on a Monday: four whole weeks of 7/31, then three days of the fifth."""
    march = Horizon(date(2027, 3, 1), 1, "month")
    share = overlap_share(march, lived_horizon(march, "week"))
    assert share[:, 0] == pytest.approx([7 / 31] * 4 + [3 / 31])


def test_every_day_of_a_year_falls_into_one_week() -> None:
    year = FiscalYear(2027).horizon
    share = overlap_share(year, lived_horizon(year, "week"))
    assert share.shape == (53, 12)
    assert share.sum(axis=0) == pytest.approx(np.ones(12))


def test_weeks_inside_curves_of_months_are_refused() -> None:
    with pytest.raises(BadDocument, match="seen in months"):
        lived_horizon(Horizon(date(2027, 1, 4), 52, "week"), "month")


def test_phases_count_whole_periods() -> None:
    assert periods_between(date(2025, 1, 1), date(2027, 3, 1), "month") == 26
    assert periods_between(date(2027, 1, 4), date(2027, 1, 25), "week") == 3


@pytest.mark.parametrize(
    ("start", "count", "period", "words"),
    [(date(2027, 1, 1), 0, "month", "no period"), (date(2027, 1, 2), 12, "month", "on the 1st")],
)
def test_a_horizon_that_cannot_be_is_refused(start: date, count: int, period: str, words: str) -> None:
    with pytest.raises(BadDocument, match=words):
        Horizon(start, count, period)  # type: ignore[arg-type]


def test_a_mismatch_offers_the_nearest_name() -> None:
    problem = LabelMismatch("channel", ["Paid Search"], ["Padi Search"])
    assert 'the nearest is "Paid Search"' in str(problem)
