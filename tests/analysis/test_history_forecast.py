"""A spend judged by curves, period by period, by hand where it can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.analysis.history_forecast import forecast_history
from planner.domain.calendar import Horizon
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill
from planner.domain.errors import BadDocument
from planner.domain.history import History

# x / (x + 1) times 10; half of last week's adstock (4 before the first week) stays.
SEARCH = ChannelCurve("Search", Hill(10, 1, 1), Geometric(0.5, normalized=False), carry_in=(4,))
CURVES = CurveSet("week", "USD", (SEARCH,), origin=date(2026, 3, 2), baseline=(100, 200))
WEEKS = History(Horizon(date(2026, 3, 2), 3, "week"), ("Search",), np.array([[2.0, 0.0, 8.0]]))


def test_carry_in_and_a_cyclic_baseline_by_hand() -> None:
    """Adstock 2 + 2 = 4, 2, 9 earns 8, 20/3, 9; the baseline repeats after two weeks."""
    forecast = forecast_history(CURVES, WEEKS)
    assert forecast.contributions[0] == pytest.approx([8, 20 / 3, 9])
    assert forecast.baseline.tolist() == [100, 200, 100]
    assert forecast.mean == pytest.approx([108, 200 + 20 / 3, 109])
    assert forecast.p10 == pytest.approx(forecast.mean)
    assert forecast.p90 == pytest.approx(forecast.mean)


def test_draws_give_the_range_and_leave_the_mean() -> None:
    drawn = replace(SEARCH, draws=tuple({"ceiling": c} for c in (5, 15)))
    forecast = forecast_history(replace(CURVES, channels=(drawn,)), WEEKS)
    assert forecast.mean == pytest.approx([108, 200 + 20 / 3, 109])
    assert forecast.p10[0] == pytest.approx(104 + 0.1 * 8)
    assert forecast.p90[0] == pytest.approx(104 + 0.9 * 8)


def test_a_fitted_baseline_of_an_unknown_form_is_refused() -> None:
    fitted = replace(CURVES, baseline=(), extra={"baseline": {"trend": 1}})
    with pytest.raises(BadDocument, match=r"fitted baseline \(trend\) is not understood"):
        forecast_history(fitted, WEEKS)


def test_calendars_that_do_not_fit_are_refused() -> None:
    with pytest.raises(BadDocument, match="start on a Tuesday"):
        forecast_history(CURVES, History(Horizon(date(2026, 3, 3), 3, "week"), ("Search",), WEEKS.spend))
    with pytest.raises(BadDocument, match="one row a week"):
        forecast_history(CURVES, History(Horizon(date(2026, 3, 1), 3, "month"), ("Search",), WEEKS.spend))
