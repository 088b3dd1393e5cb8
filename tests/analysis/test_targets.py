"""Targets of the register: spread by the plan's phasing to the cent, judged to date and for the year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.outlook import outlook
from planner.analysis.targets import by_month, months_of, standing_of
from planner.analysis.variance import Status
from planner.analysis.years import YearTable, measured_year, planned_year
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.company import BASELINE, Thresholds
from planner.domain.kpi_targets import KpiTarget, changes
from tests.analysis.test_customers import LINES, company, model, planned

ONE = company()


@pytest.fixture(scope="module")
def year() -> YearTable:
    return planned_year(model(ONE), ONE, planned(ONE).forecast.spend)


@given(st.floats(-1e9, 1e9))
def test_the_months_add_up_to_the_years_target_to_the_cent(target: float) -> None:
    plan = planned_year(model(ONE), ONE, planned(ONE).forecast.spend)
    months = by_month(KpiTarget("revenue", 2027, target=target), plan)
    assert months is not None
    assert round(float(months.sum()) * 100) == round(target * 100)


def test_a_years_target_is_phased_like_the_plan_and_a_ratio_is_the_same_every_month(year: YearTable) -> None:
    months = by_month(KpiTarget("marketing", 2027, target=120_000.0), year)
    spend = year[Metric.SPEND].sum(axis=0)
    assert months == pytest.approx(120_000 * spend / spend.sum(), abs=0.01)
    assert by_month(KpiTarget("cac_blended", 2027, target=80.0), year) == pytest.approx(np.full(12, 80.0))
    assert by_month(KpiTarget("active_customers", 2027, target=5.0), year) == pytest.approx(np.full(12, 5.0))
    assert by_month(KpiTarget("revenue", 2027), year) is None
    typed = KpiTarget("revenue", 2027, target=78.0, months=tuple(float(v) for v in range(1, 13)))
    assert by_month(typed, year) == pytest.approx(np.arange(1, 13))


def test_before_the_year_the_plan_is_held_against_the_target() -> None:
    target = KpiTarget("revenue", 2027, target=100.0)
    for promised, status in ((99.0, Status.GREEN), (96.0, Status.AMBER), (90.0, Status.RED)):
        found = standing_of(target, Thresholds(), promised=promised)
        assert found.year.status is status
        assert found.to_date.plan is None
    own = replace(target, green=0.0, amber=0.005)
    assert standing_of(own, Thresholds(), promised=99.0).year.status is Status.RED
    assert standing_of(target, Thresholds(), promised=None).year.status is Status.UNKNOWN


def test_in_the_year_actual_months_are_held_against_their_own_targets() -> None:
    plan = planned(ONE).forecast
    rows = [
        ActualRow(str(month), name, Metric.REVENUE, 0.9 * float(plan.media[i, j]))
        for i, name in enumerate(plan.channels)
        for j, month in enumerate(plan.horizon.months[:3])
    ]
    rows += [
        ActualRow(str(month), BASELINE, Metric.REVENUE, 0.9 * float(plan.baseline[j]))
        for j, month in enumerate(plan.horizon.months[:3])
    ]
    measured = measured_year(Actuals(tuple(rows)), plan.channels, plan.horizon.months)
    found = outlook(model(ONE), ONE, plan.spend, measured, LINES)
    target = KpiTarget("revenue", 2027, target=float(plan.by_period.sum()))
    stands = standing_of(target, Thresholds(), promised=None, outlook=found)
    assert stands.to_date.plan == pytest.approx(plan.by_period[:3].sum(), abs=0.05)
    assert stands.to_date.actual == pytest.approx(0.9 * plan.by_period[:3].sum())
    assert stands.to_date.status is Status.RED


def test_the_trail_says_what_changed_in_the_register() -> None:
    before = (KpiTarget("revenue", 2027, "Ann", 100.0), KpiTarget("profit", 2027, "Ann", 10.0))
    after = (KpiTarget("revenue", 2027, "Bob", 110.0),)
    assert changes(before, after) == [
        {"key": "revenue", "year": 2027, "field": "owner", "was": "Ann", "now": "Bob"},
        {"key": "revenue", "year": 2027, "field": "target", "was": 100.0, "now": 110.0},
        {"key": "profit", "year": 2027, "field": "owner", "was": "Ann", "now": None},
        {"key": "profit", "year": 2027, "field": "target", "was": 10.0, "now": None},
    ]
    assert changes(after, after) == []
    nothing = (KpiTarget("profit", 2027, target=0.0, green=0.0, amber=0.1),)
    assert changes(before[1:], nothing)[1:] == [
        {"key": "profit", "year": 2027, "field": "target", "was": 10.0, "now": 0.0},
        {"key": "profit", "year": 2027, "field": "green", "was": None, "now": 0.0},
        {"key": "profit", "year": 2027, "field": "amber", "was": None, "now": 0.1},
    ], "nought is a target and a threshold"


def test_months_of_a_figure_add_up_to_the_plans_own_figure(year: YearTable) -> None:
    figures = planned(ONE).figures
    for key in ("revenue", "media", "marketing", "contribution", "profit", "orders", "new_customers"):
        months = months_of(key, year, ONE, LINES)
        assert months is not None
        assert months.sum() == pytest.approx(figures[key].value)
    assert months_of("cac_blended", year, ONE, LINES) is None
    assert months_of("profit", year, company(margin=None), LINES) is None
    assert months_of("orders", year, company(customers=None, programmes=()), LINES) is None
