"""Plan against actual: judged rightly, compared like for like, nothing divided by zero."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from planner.analysis.variance import Judged, Status, compare, variance
from planner.analysis.years import MeasuredYear, MonthState, YearTable, measured_year, spend_so_far
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Thresholds
from planner.domain.errors import LabelMismatch
from planner.domain.money import FloatArray

T = Thresholds()


@pytest.mark.parametrize(
    ("plan", "actual", "better", "judged", "status", "favourable"),
    [
        (100, 98, 1, Judged.RESULT, Status.GREEN, False),
        (100, 97.99, 1, Judged.RESULT, Status.AMBER, False),
        (100, 95, 1, Judged.RESULT, Status.AMBER, False),
        (100, 94.9, 1, Judged.RESULT, Status.RED, False),
        (100, 130, 1, Judged.RESULT, Status.GREEN, True),
        (100, 95, 1, Judged.MARKETING, Status.GREEN, False),
        (100, 90, 1, Judged.MARKETING, Status.AMBER, False),
        (100, 104, -1, Judged.MARKETING, Status.GREEN, False),
        (100, 111, -1, Judged.MARKETING, Status.RED, False),
        (100, 80, -1, Judged.MARKETING, Status.GREEN, True),
        (100, 105, 0, Judged.SPEND, Status.GREEN, None),
        (100, 94, 0, Judged.SPEND, Status.AMBER, None),
        (100, 89, 0, Judged.SPEND, Status.RED, None),
        (0, 0, 0, Judged.SPEND, Status.GREEN, None),
        (0, 1, 0, Judged.SPEND, Status.RED, None),
        (0, 5, 1, Judged.RESULT, Status.GREEN, True),
        (0, -5, 1, Judged.RESULT, Status.RED, False),
        (-100, -99, 1, Judged.RESULT, Status.GREEN, True),
        (-100, -150, 1, Judged.RESULT, Status.RED, False),
        (100, None, 1, Judged.RESULT, Status.UNKNOWN, None),
        (float("nan"), 3, 1, Judged.RESULT, Status.UNKNOWN, None),
    ],
)
def test_a_figure_is_judged(
    plan: float, actual: float, better: int, judged: Judged, status: Status, favourable: bool | None
) -> None:
    found = compare(plan, actual, better, judged, T)
    assert found.status is status
    assert found.favourable is favourable
    assert found.share is None or found.plan


def test_a_year_that_went_as_planned_differs_nowhere(
    plan: YearTable,
    plan_spend: FloatArray,
    report: Callable[..., Actuals],
    measure: Callable[..., MeasuredYear],
) -> None:
    found = variance(plan, measure(report(plan_spend, 10)), T)
    assert len(found.months) == 10
    for table in found.metrics.values():
        assert table.total.difference == pytest.approx(0, abs=1e-9)
        assert table.total.status is Status.GREEN
        assert not table.missing
        assert table.ranked(0.001) == ()


def test_rows_and_months_both_add_up_to_the_total(
    plan: YearTable,
    plan_spend: FloatArray,
    report: Callable[..., Actuals],
    measure: Callable[..., MeasuredYear],
) -> None:
    actuals = report(plan_spend * 1.1, 7, {"TV": 0.5, BASELINE: 1.02})
    found = variance(plan, measure(actuals), T)
    for table in found.metrics.values():
        for part in (table.by_row, table.by_month):
            assert sum(c.difference or 0 for c in part) == pytest.approx(table.total.difference)
    assert found[Metric.REVENUE].ranked()[0] == "TV"
    assert found[Metric.SPEND].total.share == pytest.approx(1.1)
    assert found[Metric.SPEND].row("TV").status is Status.AMBER
    assert found[Metric.REVENUE].cell("TV", Month(2026, 1)).status is Status.RED


def small(*rows: tuple[str, str, str, float]) -> MeasuredYear:
    months = tuple(Month(2026, n) for n in range(1, 13))
    return measured_year(Actuals(tuple(ActualRow(*row) for row in rows)), ("Search", "TV"), months)


def test_what_was_not_reported_is_not_zero(plan: YearTable) -> None:
    measured = small(
        ("2026-01", "Search", "spend", 1100.0),
        ("2026-01", "Search", "revenue", 3000.0),
        ("2026-01", BASELINE, "revenue", 10_000.0),
    )
    found = variance(plan, measured, T)
    spend = found[Metric.SPEND]
    assert spend.missing == (("TV", Month(2026, 1)),)
    assert spend.row("TV").actual is None
    assert spend.total.plan == pytest.approx(1000), "TV's plan is left out on both sides"
    assert spend.total.actual == pytest.approx(1100)
    assert found.idle == ("TV",)
    assert found[Metric.NEW_CUSTOMERS].total.actual is None


def test_spend_without_plan_and_plan_without_spend_are_named(plan: YearTable) -> None:
    values = dict(plan.values)
    values[Metric.SPEND] = plan[Metric.SPEND].copy()
    values[Metric.SPEND][1] = 0.0
    unplanned = YearTable(plan.channels, plan.months, values)
    measured = small(
        ("2026-01", "TV", "spend", 300.0),
        ("2026-01", "TV", "revenue", 10.0),
        ("2026-01", BASELINE, "revenue", 9.0),
    )
    found = variance(unplanned, measured, T)
    assert found.unplanned == ("TV",)
    assert found.idle == ("Search",)
    assert found[Metric.SPEND].row("TV").share is None
    assert found[Metric.SPEND].row("TV").status is Status.RED


def test_months_that_are_not_over_or_not_in_are_flagged_not_compared(plan: YearTable) -> None:
    rows = [
        ActualRow(f"2026-0{n}", name, "revenue", 100.0) for n in (1, 3) for name in ("Search", "TV", BASELINE)
    ]
    rows += [ActualRow("2026-02", "Search", "revenue", 5.0), ActualRow("2026-04", "TV", "spend", 5.0)]
    measured = measured_year(Actuals(tuple(rows)), plan.channels, plan.months, as_of=date(2026, 3, 17))
    states = measured.states
    assert states[:5] == (
        MonthState.ACTUAL,
        MonthState.INCOMPLETE,
        MonthState.RUNNING,
        MonthState.RUNNING,  # April is paid early, and not over before it began
        MonthState.OPEN,
    )
    search = plan.channels.index("Search")
    assert spend_so_far(measured, plan[Metric.SPEND][:-1])[search, 3] == plan[Metric.SPEND][search, 3] > 5.0
    found = variance(plan, measured, T, plan.months[:4])
    assert found.months == plan.months[:1]
    assert found.skipped == plan.months[1:4]
    again = measured_year(
        Actuals(tuple(rows)),
        plan.channels,
        plan.months,
        as_of=date(2026, 3, 17),
        closed=frozenset({plan.months[2]}),
    )
    assert again.states[2] is MonthState.ACTUAL, "somebody closed it: it is complete"


def test_no_actuals_compare_nothing(plan: YearTable) -> None:
    found = variance(plan, small(), T)
    assert found.months == ()
    assert found[Metric.REVENUE].total.status is Status.UNKNOWN
    assert found[Metric.REVENUE].total.difference is None


def test_a_channel_the_table_lacks_is_refused(plan: YearTable) -> None:
    with pytest.raises(LabelMismatch, match="Searhc"):
        measured_year(Actuals((ActualRow("2026-01", "Searhc", "spend", 1.0),)), plan.channels, plan.months)


def test_corrections_may_turn_a_figure_negative(plan: YearTable) -> None:
    measured = small(("2026-01", "TV", "revenue", -50.0), ("2026-01", BASELINE, "revenue", 10_000.0))
    found = variance(plan, measured, T)[Metric.REVENUE].row("TV")
    assert found.actual == -50
    assert found.status is Status.RED
    assert np.isfinite(found.difference or np.nan)
