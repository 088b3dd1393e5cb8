"""Meridian's response curves: totals of a period as tables per period, never beyond their last point."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.documents.curves import curves_document, read_curves
from planner.domain.curves import Hill, Table
from planner.domain.errors import BadDocument, BadFile
from planner.sources.foreign import Terms, import_curves
from planner.sources.foreign.ranges import scales
from tests.sources.books import xlsx
from tests.sources.foreign_files import csv_bytes, in_periods, response_curves

CURVE = [
    (0.0, 0.0, 0.0, 0.0, 0.0),
    (0.5, 5_200.0, 20_800.0, 15_000.0, 26_000.0),
    (1.0, 10_400.0, 31_200.0, 23_400.0, 40_560.0),
    (2.0, 20_800.0, 41_600.0, 30_000.0, 52_000.0),
]


def test_totals_become_a_table_per_week() -> None:
    """A year of 52 weeks: 10,400 brings 31,200, so 200 a week brings 600."""
    curves, notes = import_curves(response_curves({"TV": CURVE}), "curves.csv", "meridian")
    (found,) = curves.channels
    assert found.curve == Table((0.0, 100.0, 200.0, 400.0), (0.0, 400.0, 600.0, 800.0))
    assert (curves.period, found.observed) == ("week", (0.0, 400.0))
    assert any("52 weeks are assumed" in note for note in notes)
    answer = in_periods(curves, {"TV": [100.0, 200.0, 400.0, 4_000.0]})[0]
    assert answer == pytest.approx([400, 600, 800, 800], rel=1e-9), "nothing more is promised beyond the end"


def test_the_periods_may_be_said() -> None:
    data = response_curves({"TV": CURVE})
    curves, notes = import_curves(data, "c.csv", "meridian", Terms(periods=104, value=2.0))
    assert curves.channels[0].curve == Table((0.0, 50.0, 100.0, 200.0), (0.0, 400.0, 600.0, 800.0))
    assert not any("assumed" in note for note in notes)
    monthly, _ = import_curves(data, "c.csv", "meridian", Terms(period="month"))
    assert monthly.period == "month"
    assert monthly.channels[0].observed == pytest.approx((0, 20_800 / 12))


def test_the_interval_becomes_draws_that_keep_the_mean() -> None:
    """At the history's spend 23,400 to 40,560 around 31,200: 0.75 to 1.3."""
    curves, _ = import_curves(response_curves({"TV": CURVE}), "curves.csv", "meridian")
    factors = [draw["scale"] for draw in curves.channels[0].draws]
    assert np.mean(factors) == pytest.approx(1.0, rel=1e-12)
    assert np.percentile(factors, [5, 95]) == pytest.approx([0.75, 1.3], rel=0.02)


@given(low=st.floats(0.05, 0.95), more=st.floats(0.02, 1.5), level=st.sampled_from([0.8, 0.9, 0.95]))
def test_draws_have_mean_one_and_keep_their_order(low: float, more: float, level: float) -> None:
    found = scales("A", low, 1 + more, level)
    assert found.mean() == pytest.approx(1.0)
    assert found.min() >= 0
    assert np.sort(found)[[20, 180]] == pytest.approx(np.sort(scales("B", low, 1 + more, level))[[20, 180]])


def test_the_wide_frame_and_unnamed_index_are_read_too() -> None:
    wide = csv_bytes(
        [
            {"channel": "TV", "spend": s, "spend_multiplier": f, "mean": m, "ci_lo": lo, "ci_hi": hi}
            for f, s, m, lo, hi in CURVE
        ]
    )
    tall = response_curves({"TV": CURVE})
    assert import_curves(wide, "w.csv", "meridian")[0] == import_curves(tall, "t.csv", "meridian")[0]


@given(
    steps=st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1e6)), min_size=1, max_size=12),
    periods=st.integers(1, 200),
)
@example(steps=[(1.0, 0.0), (21_572.0, 2.6e-300)], periods=1)
def test_every_point_is_answered_exactly(steps: list[tuple[float, float]], periods: int) -> None:
    spend, outcome = np.cumsum(np.array(steps), axis=0).T
    points = [(i / 10, s, y, 0.0, 0.0) for i, (s, y) in enumerate(zip(spend, outcome, strict=True), 1)]
    data = response_curves({"A": points})
    curves, _ = import_curves(data, "c.csv", "meridian", Terms(periods=periods))
    assert read_curves(curves_document(curves)) == curves
    if outcome[-1] > 0:
        answer = in_periods(curves, {"A": (spend / periods).tolist()})[0] * periods
        assert answer == pytest.approx(outcome, rel=1e-9, abs=1e-6)


GRID = [
    ["Group ID", "Channel", "Spend", "Incremental Outcome"],
    ["g1", "TV", 0, 0],
    ["g1", "TV", 6_000, 18_000],
    ["g1", "TV", 12_000, 24_000],
    ["g1", "Search", 0, 0],
    ["g1", "Search", 6_000, 6_000],
]
FIT = [["Time", "Expected", "Baseline", "Actual"]]
FIT += [[date(2025, m, 1), 9_000 + m, 7_000 + m, 9_100] for m in range(1, 13)]  # type: ignore[list-item]
SPECS = [
    ["Group ID", "Date Interval Start", "Date Interval End"],
    ["g1", "2025-01-01", "2026-01-01"],
    ["g0", "2025-01-01", "2025-02-01"],
]
ROI = [
    ["Channel", "Spend", "ROI", "ROI CI Low", "ROI CI High", "Analysis Period"],
    ["TV", 6_000, 3.0, 2.4, 3.6, "ALL"],
    ["TV", 6_000, 9.0, 2.4, 30.0, "2025-02"],
]


def book(**more: Any) -> bytes:
    tabs = {"ModelFit": FIT, "budget_opt_specs": SPECS, "MediaROI": ROI, **more}
    return xlsx(GRID, name="budget_opt_grid_2025", more={k: v for k, v in tabs.items() if v})


def test_the_planners_sheets_carry_period_baseline_and_ranges() -> None:
    curves, notes = import_curves(book(), "planner.xlsx", "meridian")
    assert curves.channel("TV").curve == Table((0.0, 500.0, 1_000.0), (0.0, 1_500.0, 2_000.0))
    assert (curves.period, curves.origin) == ("month", date(2026, 1, 1))
    assert curves.baseline == tuple(7_000.0 + m for m in range(1, 13))
    factors = [draw["scale"] for draw in curves.channel("TV").draws]
    assert np.percentile(factors, [5, 95]) == pytest.approx([0.8, 1.2], rel=0.02)
    assert curves.channel("Search").draws == ()
    assert any("12 months" in note for note in notes)


def test_without_the_grid_the_tab_of_curves_serves() -> None:
    data = xlsx(GRID, name="response_curves")
    curves, notes = import_curves(data, "planner.xlsx", "meridian")
    assert curves.channel("TV").observed == pytest.approx((0, 12_000 / 52))
    assert any("assumed" in note for note in notes)


def test_of_several_analyses_the_longest_is_taken() -> None:
    short = [GRID[0], ["g0", "TV", 0, 0], ["g0", "TV", 500, 700]]
    curves, notes = import_curves(book(budget_opt_grid_Jan=short), "planner.xlsx", "meridian")
    assert curves.names == ("TV", "Search")
    assert any("2 analyses" in note for note in notes)


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ([(1, 100, 50, 0, 0), (2, 200, 40, 0, 0)], "brings less for more spend"),
        ([(0, 0, 50, 0, 0), (2, 200, 90, 0, 0)], "without spend"),
        ([(1, 100, -5, 0, 0)], "negative"),
        ([(1, 100, 5, 0, 0), (1, 100, 9, 0, 0)], "two outcomes"),
        ([(1, 100, "x", 0, 0)], '"x" is not a number'),
        ([(1, 100, "", 0, 0)], "no number"),
        ([(1, 100, "inf", 0, 0)], "no number"),
    ],
)
def test_what_is_no_response_is_refused(points: list[Any], says: str) -> None:
    rows = [{"channel": "TV", "spend": s, "spend_multiplier": f, "mean": m} for f, s, m, _, _ in points]
    with pytest.raises(BadFile, match=says):
        import_curves(csv_bytes(rows), "c.csv", "meridian")


def test_a_channel_without_spend_brings_nothing() -> None:
    curves, notes = import_curves(response_curves({"TV": CURVE, "New": CURVE[:1]}), "c.csv", "meridian")
    assert curves.channel("New").curve == Hill(0.0, 1.0, 1.0)
    assert any('"New" brings nothing' in note for note in notes)


@pytest.mark.parametrize("change", [{"value": 0.0}, {"periods": 0}, {"currency": "dollar"}])
def test_terms_check_themselves(change: dict[str, Any]) -> None:
    with pytest.raises(BadDocument):
        Terms(**change)
