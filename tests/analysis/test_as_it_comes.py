"""The outlook's months to come stand at the prices and rates that Setup forecasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.outlook import outlook
from planner.analysis.years import MeasuredYear
from planner.domain.actuals import Actuals, Metric
from planner.domain.company import BASELINE, Company
from planner.domain.money import FloatArray
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel, compile_response
from planner.plan.reforecast import evidenced, pinned

Report = Callable[..., Actuals]
Measure = Callable[..., MeasuredYear]
ONES = (1.0,) * 12


def priced(company: Company, *years: PriceYear, rates: tuple[Rates, ...] = ()) -> Company:
    """Elasticity -2: at an index of 1.25 the pieces sold are 1 / 1.25^2 = 0.64, the revenue 0.8."""
    shares = (("USD", 0.5),) if rates else ()
    return replace(company, pricing=Pricing(-2.0, years, shares, rates))


def test_forecast_prices_move_the_months_to_come_and_only_those(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    """Ten months came as planned; the last two are 25 % dearer: 0.8 of the revenue, 0.64 of the orders."""
    dearer = PriceYear(2026, RateVersion.FORECAST, index=(1.0,) * 10 + (1.25, 1.25))
    measured = measure(report(plan_spend, 10))
    plain = outlook(model, company, plan_spend, measured)
    found = outlook(model, priced(company, dearer), plan_spend, measured)
    revenue, before = found.table[Metric.REVENUE], plain.table[Metric.REVENUE]
    assert revenue[:, :10] == pytest.approx(before[:, :10])
    assert revenue[:, 10:] == pytest.approx(0.8 * before[:, 10:])
    orders = found.table[Metric.CONVERSIONS]
    assert orders[:, 10:] == pytest.approx(0.64 * plain.table[Metric.CONVERSIONS][:, 10:])
    assert found.surroundings == pytest.approx(-0.2 * before[:, 10:].sum())
    assert found["revenue"].year.actual == pytest.approx(float(revenue.sum()))
    assert found.plan[Metric.REVENUE] == pytest.approx(plain.plan[Metric.REVENUE]), "the plan stays"
    spread = found.revenue.high - found.revenue.low
    assert spread[10:] == pytest.approx(0.8 * (plain.revenue.high - plain.revenue.low)[10:], rel=0.02)


def test_forecast_rates_move_the_share_that_is_earned_abroad(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    """Half is earned in dollars; they are worth 1.2 of the budget's: revenue is 1 + 0.5 x 0.2 = 1.1 of it."""
    rates = (
        Rates("USD", RateVersion.BUDGET, 2026, ONES),
        Rates("USD", RateVersion.FORECAST, 2026, (1.2,) * 12),
    )
    measured = measure(report(plan_spend, 10))
    plain = outlook(model, company, plan_spend, measured)
    found = outlook(model, priced(company, rates=rates), plan_spend, measured)
    later = slice(10, None)
    # The measured months came at 1.0 of the curves, where 1.1 was due: the level that is believed is lower.
    levels = np.array([one.factor for one in found.evidence])[:, None]
    assert (levels <= 1).all()
    unmoved = np.array([one.factor for one in plain.evidence])[:, None]
    assert found.table[Metric.REVENUE][:, later] == pytest.approx(
        1.1 * levels / unmoved * plain.table[Metric.REVENUE][:, later]
    )


def test_prices_that_came_are_no_evidence_about_the_channels(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    """Prices rose 25 % in the measured months and revenue was 0.8 of plan: the curves were right."""
    came = PriceYear(2026, RateVersion.ACTUAL, index=(1.25,) * 10)
    level = dict.fromkeys([*model.channels, BASELINE], 0.8)
    actuals = report(plan_spend, 10, level=level)
    found = outlook(model, priced(company, came), plan_spend, measure(actuals))
    assert [one.ratio for one in found.evidence] == pytest.approx([1.0] * 3)
    blind = outlook(model, company, plan_spend, measure(actuals))
    assert [one.ratio for one in blind.evidence] == pytest.approx([0.8] * 3)


def test_a_re_plan_knows_what_a_dearer_month_brings(
    model: ResponseModel, company: Company, plan_spend: FloatArray, report: Report, measure: Measure
) -> None:
    """The curves that a re-plan asks give each month what the outlook says it brings."""
    dearer = PriceYear(2026, RateVersion.FORECAST, index=(1.0,) * 10 + (1.25, 2.0))
    measured = measure(report(plan_spend, 10))
    steady = pinned(model, plan_spend)
    found = outlook(steady, priced(company, dearer), plan_spend, measured)
    asked = compile_response(evidenced(steady, found), steady.horizon)
    brought = respond(asked, plan_spend).media[:, 10:]
    assert brought == pytest.approx(found.table[Metric.REVENUE][:-1, 10:])
