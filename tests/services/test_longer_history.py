"""A kept history grows by a file or by months of actuals, or it is said why it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.analysis.fit.run import part
from planner.domain.actuals import ActualRow, Actuals
from planner.domain.calendar import Horizon, Month
from planner.domain.company import BASELINE
from planner.domain.errors import BadDocument
from planner.domain.history import History
from planner.services.longer_history import joined, new_months
from tests.small_fit import small_history

WHOLE = small_history()
KEPT = part(WHOLE, 0, 50)


def test_days_of_a_month_are_no_new_month() -> None:
    """Weeks that end on the 26th leave five days of October, and on the 12th nineteen."""
    weeks = Horizon(date(2024, 10, 28), 52, "week")
    for shift, told in ((0, False), (-2, True)):
        horizon = replace(weeks, count=weeks.count + shift)
        spend = np.ones((1, horizon.count))
        kept = History(horizon, ("TV",), spend, {}, np.ones(horizon.count))
        assert (new_months(kept, came_in("2025-10")) is not None) is told


def test_new_weeks_go_behind_the_kept_ones() -> None:
    longer = joined(KEPT, part(WHOLE, 50, 66))
    assert (longer.new, longer.notes) == (16, ())
    assert longer.history.horizon == WHOLE.horizon
    np.testing.assert_array_equal(longer.history.spend, WHOLE.spend)
    np.testing.assert_array_equal(longer.history.controls["price"], WHOLE.controls["price"])
    assert longer.history.outcome is not None
    assert WHOLE.outcome is not None
    np.testing.assert_array_equal(longer.history.outcome, WHOLE.outcome)


def test_where_both_speak_the_file_counts() -> None:
    later = part(WHOLE, 40, 60)
    restated = replace(later, outcome=np.full(20, 7.0))
    longer = joined(KEPT, restated)
    assert longer.new == 10
    assert longer.history.outcome is not None
    assert (longer.history.outcome[40:] == 7.0).all()
    assert "replaces what was kept" in longer.notes[0]


def test_channels_come_and_go_with_a_word() -> None:
    later = part(WHOLE, 50, 66)
    moved = replace(later, channels=("TV", "Radio"))
    longer = joined(KEPT, moved)
    assert longer.history.channels == ("TV", "Display", "Radio")
    spend = longer.history.by_channel()
    assert not spend["Display"][50:].any()
    assert not spend["Radio"][:50].any()
    np.testing.assert_array_equal(spend["Radio"][50:], later.spend[1])
    assert len(longer.notes) == 2


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (part(WHOLE, 52, 66), "add the weeks between"),
        (replace(part(WHOLE, 50, 66), controls={}), "was fitted with price"),
        (
            replace(part(WHOLE, 50, 66), horizon=Horizon(date(2025, 12, 24), 16, "week")),
            "weeks start on another weekday",
        ),
        (
            replace(part(WHOLE, 50, 66), horizon=Horizon(date(2026, 1, 1), 16, "month")),
            "counts in weeks, the file in months",
        ),
        (
            replace(part(WHOLE, 0, 16), horizon=Horizon(date(2024, 1, 1), 16, "week")),
            "before the kept history",
        ),
    ],
)
def test_what_cannot_be_joined_is_said(more: History, says: str) -> None:
    with pytest.raises(BadDocument, match=says):
        joined(KEPT, more)


def monthly(controls: bool = False) -> History:
    values = np.arange(1.0, 25.0)
    return History(
        Horizon(date(2024, 1, 1), 24, "month"),
        ("TV",),
        100 * values[None, :],
        {"price": values / 10} if controls else {},
        1_000 + values,
    )


def came_in(*months: str, baseline: bool = True, spend: bool = True) -> Actuals:
    rows = []
    for month in months:
        rows += [ActualRow(month, "TV", "revenue", 500.0)]
        rows += [ActualRow(month, "TV", "spend", 250.0)] if spend else []
        rows += [ActualRow(month, BASELINE, "revenue", 9_000.0)] if baseline else []
    return Actuals(tuple(rows))


def test_months_of_actuals_prolong_a_monthly_history() -> None:
    found = new_months(monthly(), came_in("2025-11", "2025-12", "2026-01", "2026-02", "2026-04"))
    assert found is not None
    assert found.months == (Month(2026, 1), Month(2026, 2)), "as far as no month is missing"
    assert found.history is not None
    assert found.history.horizon.count == 26
    assert found.history.outcome is not None
    assert found.history.outcome[-2:].tolist() == [9_500.0, 9_500.0]
    assert found.history.spend[0, -2:].tolist() == [250.0, 250.0]


@pytest.mark.parametrize(
    ("kept", "actuals", "lacking"),
    [
        (KEPT, came_in("2026-01"), "weeks"),
        (monthly(controls=True), came_in("2026-01"), "controls"),
        (monthly(), came_in("2026-01", baseline=False), "total"),
        (monthly(), came_in("2026-01", spend=False), "channels"),
    ],
)
def test_why_months_are_not_enough(kept: History, actuals: Actuals, lacking: str) -> None:
    found = new_months(kept, actuals)
    assert found is not None
    assert (found.history, found.lacking) == (None, lacking)


@pytest.mark.parametrize("months", [(), ("2025-12",)])
def test_nothing_new_is_no_offer(months: tuple[str, ...]) -> None:
    assert new_months(monthly(), came_in(*months)) is None


def test_a_month_that_still_runs_waits() -> None:
    assert new_months(monthly(), came_in("2026-01"), as_of=date(2026, 1, 20)) is None
