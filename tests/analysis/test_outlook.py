"""The outlook n+m at its edges and between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.analysis.evidence import level
from planner.analysis.outlook import outlook
from planner.analysis.spread import media_draws
from planner.analysis.variance import Status
from planner.analysis.years import MeasuredYear, measured_year
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company, CostKind, CostLine
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response

Report = Callable[..., Actuals]
Measure = Callable[..., MeasuredYear]
LINES = (
    CostLine("Agency", CostKind.AGENCY, share_of_media=0.1),
    CostLine("Tools", CostKind.TECHNOLOGY, amount=1200.0),
)


def test_channel_months_of_the_draws_are_those_of_respond(
    model: ResponseModel, plan_spend: FloatArray
) -> None:
    drawn, forecast = media_draws(model, plan_spend), respond(model, plan_spend)
    assert drawn.mean(axis=2) == pytest.approx(forecast.media)
    assert drawn.sum(axis=1) == pytest.approx(forecast.media_draws)
    assert drawn.sum(axis=0) == pytest.approx(forecast.period_draws)


def test_curves_seen_in_weeks_give_an_outlook_in_months(
    company: Company, curves: CurveSet, plan_spend: FloatArray, report: Report
) -> None:
    model = compile_response(replace(curves, period="week"), company.fiscal_year(2026).horizon)
    drawn = media_draws(model, plan_spend)
    assert drawn.mean(axis=2) == pytest.approx(respond(model, plan_spend).media)
    measured = measured_year(report(plan_spend, 3), model.channels, model.horizon.months)
    assert outlook(model, company, plan_spend, measured).label == "3+9"


def test_without_actuals_the_outlook_is_the_plans_own_forecast(
    model: ResponseModel, company: Company, plan_spend: FloatArray, measure: Measure
) -> None:
    found = outlook(model, company, plan_spend, measure(Actuals()), LINES)
    forecast = respond(model, plan_spend)
    assert found.label == "0+12"
    assert found["revenue"].year.actual == pytest.approx(float(forecast.by_period.sum()))
    assert found.revenue_draws == pytest.approx(forecast.total_draws())
    assert found["revenue"].to_date.status is Status.UNKNOWN
    assert found.checks.run_rate is None
    assert found.chance == pytest.approx(0.5, abs=0.15)
    assert found.required_rate == pytest.approx(found.planned_rate)
    media = plan_spend.sum()
    assert found["marketing"].year.actual == pytest.approx(media * 1.1 + 1200)
    assert found["profit"].year.actual == pytest.approx(
        0.4 * float(forecast.by_period.sum()) - media * 1.1 - 1200
    )


def test_a_full_year_is_certain(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    actuals = report(plan_spend, 12, {BASELINE: 0.9})
    found = outlook(model, company, plan_spend, measure(actuals))
    assert found.label == "12+0"
    assert found["revenue"].year.actual == pytest.approx(actuals.total("revenue"))
    assert found["revenue"].low == found["revenue"].high == pytest.approx(actuals.total("revenue"))
    assert (found.chance, found.required_rate, found.expected_rate) == (0.0, None, None)
    assert found["new_customers"].year.actual == pytest.approx(actuals.total("new_customers"))
    assert found.checks.plus_plan == pytest.approx(actuals.total("revenue"))


def test_months_that_went_as_planned_leave_the_outlook_at_plan(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    found = outlook(model, company, plan_spend, measure(report(plan_spend, 5)))
    assert found.label == "5+7"
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)
    assert found.checks.phased == pytest.approx(found["revenue"].year.plan)
    assert all(e.factor == pytest.approx(1) for e in found.evidence)


def test_the_range_narrows_as_the_year_goes_by(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    widths = []
    for count in (0, 3, 6, 9, 11, 12):
        found = outlook(model, company, plan_spend, measure(report(plan_spend, count)))
        assert found["revenue"].low is not None
        assert found["revenue"].high is not None
        widths.append(found["revenue"].high - found["revenue"].low)
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 0
    assert widths[-1] == 0


def test_frozen_months_stay_and_the_rest_moves_with_the_evidence(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    actuals = report(plan_spend, 8, {"Search": 0.7})
    found = outlook(model, company, plan_spend, measure(actuals))
    search = found.evidence[0]
    assert search.ratio == pytest.approx(0.7)
    assert 0.7 < search.factor < 0.85, "most of it is believed, not all"
    planned = found.plan[Metric.REVENUE][0]
    assert found.table[Metric.REVENUE][0, :8] == pytest.approx(0.7 * planned[:8])
    assert found.table[Metric.REVENUE][0, 8:] == pytest.approx(search.factor * planned[8:])
    assert found.table[Metric.NEW_CUSTOMERS][0, 8:] == pytest.approx(
        search.factor * found.plan[Metric.NEW_CUSTOMERS][0, 8:]
    )
    assert found.revenue.actual[:8] == pytest.approx(found.revenue.low[:8])
    assert np.isnan(found.revenue.actual[8:]).all()
    assert (found.revenue.low[8:] < found.revenue.outlook[8:]).all()


def test_actual_spend_carries_into_the_months_to_come(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    """TV that was not aired in June is missed in July too, though July's spend is as planned."""
    spend = plan_spend.copy()
    spend[1, 5] = 0.0
    found = outlook(model, company, plan_spend, measure(report(spend, 6)))
    after, planned = found.table[Metric.REVENUE][1], found.plan[Metric.REVENUE][1]
    assert after[6] < planned[6] * 0.95
    assert after[6:] == pytest.approx(respond(model, spend).media[1, 6:])
    assert found["media"].year.difference == pytest.approx(-2000)
    assert found.spend_rate_left == pytest.approx((plan_spend.sum() - spend[:, :6].sum()) / 6)


def test_a_gap_month_is_filled_and_named(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    found = outlook(model, company, plan_spend, measure(report(plan_spend, 6, skip=(2,))))
    assert found.label == "5+7"
    assert found.holes == (Month(2026, 3),)
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)
    assert found.revenue.low[2] < found.revenue.outlook[2]


def test_a_missing_cell_is_filled_and_named(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    kept = tuple(r for r in report(plan_spend, 6) if (r.month, r.channel) != ("2026-03", "TV"))
    found = outlook(model, company, plan_spend, measure(Actuals(kept)))
    assert found.label == "6+6"
    assert found.gaps == (("TV", Month(2026, 3)),)
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)


def test_a_running_month_keeps_its_forecast(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    half = tuple(replace(r, value=r.value / 2) if r.month == "2026-04" else r for r in report(plan_spend, 4))
    found = outlook(model, company, plan_spend, measure(Actuals(half), as_of=date(2026, 4, 15)))
    assert found.label == "3+9"
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)
    assert found["media"].year.difference == pytest.approx(0)


def test_files_without_sales_that_no_media_brought_assume_setups(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    kept = tuple(r for r in report(plan_spend, 6) if r.channel != BASELINE)
    found = outlook(model, company, plan_spend, measure(Actuals(kept)))
    assert found.assumed_baseline
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)


def test_a_channel_nobody_measures_is_not_counted_twice(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    """TV's sales sit in the sales without media when its revenue is never reported."""
    full = report(plan_spend, 6)
    tv = {r.month: r.value for r in full if r.channel == "TV" and r.metric == "revenue"}
    rows = tuple(
        replace(r, value=r.value + tv[r.month]) if (r.channel, r.metric) == (BASELINE, "revenue") else r
        for r in full
        if (r.channel, r.metric) != ("TV", "revenue")
    )
    measured = measure(Actuals(rows))
    found = outlook(model, company, plan_spend, measured)
    assert measured.unmeasured == ("TV",)
    assert found["revenue"].to_date.actual == pytest.approx(full.total("revenue"))
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)
    assert found.evidence[-1].ratio == pytest.approx(1)
    sure = found.revenue.low[:6]
    assert sure == pytest.approx(found.revenue.high[:6])


def test_spend_without_plan_or_curve_counts_as_money_and_measured_revenue(
    company: Company, curves: CurveSet, plan_spend: FloatArray, report: Report
) -> None:
    wider = replace(curves, channels=(*curves.channels, ChannelCurve("Podcast", Hill(0.0, 1.0, 1.0))))
    model = compile_response(wider, company.fiscal_year(2026).horizon)
    plan = np.vstack([plan_spend, np.zeros(12)])
    rows = (
        *report(plan_spend, 4),
        ActualRow("2026-02", "Podcast", "spend", 700.0),
        ActualRow("2026-02", "Podcast", "revenue", 900.0),
    )
    months = model.horizon.months
    found = outlook(model, company, plan, measured_year(Actuals(rows), model.channels, months))
    assert found.unplanned == ("Podcast",)
    assert found["media"].year.difference == pytest.approx(700)
    assert found["revenue"].year.difference == pytest.approx(900)
    assert found["new_customers"].year.difference == pytest.approx(0, abs=1e-6)


def test_credits_and_corrections_count_as_they_are(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    changed = {("2026-02", "TV", "spend"): -300.0, ("2026-02", "TV", "revenue"): -900.0}
    rows = tuple(
        replace(r, value=changed.get((r.month, r.channel, r.metric), r.value)) for r in report(plan_spend, 2)
    )
    found = outlook(model, company, plan_spend, measure(Actuals(rows)))
    assert found["media"].to_date.actual == pytest.approx(plan_spend[:, :2].sum() - 2000 - 300)
    assert found.table[Metric.REVENUE][1, 1] == -900
    assert np.isfinite(found["revenue"].year.actual or np.nan)
    assert all(e.factor >= 0 for e in found.evidence)


def test_a_plan_of_nothing(model: ResponseModel, company: Company, measure: Measure, report: Report) -> None:
    nothing = np.zeros((2, 12))
    found = outlook(model, company, nothing, measure(report(nothing, 3)))
    assert found["media"].year.status is Status.GREEN
    assert found["media"].year.share is None
    assert found["revenue"].year.difference == pytest.approx(0, abs=1e-6)


def test_curves_without_draws_have_no_range_and_no_chance(
    company: Company, curves: CurveSet, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    plain = replace(curves, channels=tuple(replace(c, draws=()) for c in curves.channels))
    model = compile_response(plain, company.fiscal_year(2026).horizon)
    found = outlook(model, company, plan_spend, measure(report(plan_spend, 4)))
    assert found.chance is None
    assert found["revenue"].low is None
    assert found.percentile(0.5) is None
    assert np.isnan(found.revenue.low).all()


def test_without_customers_or_margin_their_figures_stay_unanswered(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    bare = replace(company, customers=None, margin=None)
    found = outlook(model, bare, plan_spend, measure(report(plan_spend, 4)))
    for key in ("profit", "new_customers", "cac_blended", "orders"):
        assert found[key].year.actual is None
        assert found[key].year.status is Status.UNKNOWN


def test_evidence_by_hand() -> None:
    """Ten months at exactly 0.8: pooled scatter 3 x 0.2^2 / 12 = 0.01, weight 0.04 / (0.04 + 0.01 / 10)."""
    found = level("Search", np.full(10, 80.0), np.full(10, 100.0), prior=0.2, scatter=0.2)
    assert found.scatter**2 == pytest.approx(0.01)
    assert found.weight == pytest.approx(0.04 / 0.041)
    assert found.factor == pytest.approx(1 - 0.2 * 0.04 / 0.041)
    assert found.surprise == pytest.approx(0.3233, abs=1e-3), "z = 0.2 / sqrt(0.041) = 0.988"


def test_no_evidence_moves_nothing() -> None:
    found = level("Search", np.full(3, np.nan), np.full(3, 100.0), prior=0.2, scatter=0.2)
    assert (found.factor, found.doubt_kept, found.surprise) == (1.0, 1.0, None)


def test_the_years_return_is_its_media_revenue_on_its_working_media(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    measured = measure(report(plan_spend, 10, {BASELINE: 0.9}))
    found = outlook(model, company, plan_spend, measured)
    spend, revenue = found.table[Metric.SPEND], found.table[Metric.REVENUE][:-1]  # the last row is no media
    roas = found["roas"]
    assert roas.year.actual == pytest.approx(revenue.sum() / spend.sum())
    assert roas.to_date.actual == pytest.approx(revenue[:, :10].sum() / spend[:, :10].sum())
    assert roas.low is not None
    assert roas.high is not None
    assert roas.low <= float(revenue.sum() / spend.sum()) <= roas.high
