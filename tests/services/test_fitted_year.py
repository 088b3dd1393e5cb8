"""A fit's sales without media, carried on into a fiscal year."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner.analysis.fit.design import BaselineForm, Control
from planner.domain.calendar import Horizon
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.services.fitted_year import expected_baseline, repeated
from tests.small_fit import START, with_baseline, written_fit

COMPANY = Company("Two Rivers")


def with_form(form: BaselineForm, coefficients: list[float]) -> CurveSet:
    return with_baseline(written_fit(), form, coefficients)


def test_a_level_spreads_over_the_months_by_days() -> None:
    """700 a week is 100 a day."""
    found = expected_baseline(with_form(BaselineForm("week", START), [700.0, 0.0]), COMPANY, 2027)
    assert found is not None
    assert found[0] == pytest.approx(3_100.0)
    assert found[1] == pytest.approx(2_800.0)
    assert sum(found) == pytest.approx(36_500.0)


def test_a_trend_goes_on() -> None:
    """52 a week more each year: 2027 lies 52 above 2026 in every week."""
    curves = with_form(BaselineForm("week", START), [700.0, 52.0])
    years = [sum(expected_baseline(curves, COMPANY, year) or ()) for year in (2026, 2027)]
    assert years[1] - years[0] == pytest.approx(52 * 365 / 7, rel=0.01)


def test_controls_repeat_their_last_year() -> None:
    values = np.arange(66.0)
    ahead = repeated(values, date(2025, 1, 6), Horizon(date(2026, 4, 6), 4, "week"))
    assert ahead.tolist() == [65.0, 14.0, 15.0, 16.0], "the last known week, then the year's first again"
    price = Control("price", 1.0, 0.5)
    flat = with_form(BaselineForm("week", START, controls=(price,)), [700.0, 0.0, 0.0])
    moved = with_form(BaselineForm("week", START, controls=(price,)), [700.0, 0.0, 10.0])
    known = written_fit().extra["report"]
    assert isinstance(known, dict)
    away = (np.array(known["controls"]["price"])[-52:].mean() - 1.0) / 0.5 * 10.0
    more = np.array(expected_baseline(moved, COMPANY, 2027)) - np.array(
        expected_baseline(flat, COMPANY, 2027)
    )
    assert more.sum() == pytest.approx(away * 365 / 7, rel=0.15)


def test_nothing_falls_below_zero_and_no_fit_says_nothing() -> None:
    found = expected_baseline(with_form(BaselineForm("week", START), [-700.0, 0.0]), COMPANY, 2027)
    assert found == (0.0,) * 12
    assert expected_baseline(written_fit(), COMPANY, 2027) is None
