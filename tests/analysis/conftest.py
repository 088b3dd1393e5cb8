"""A small company whose figures one can follow: two channels with curves, one without, even baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from planner.analysis.years import MeasuredYear, YearTable, measured_year, planned_year
from planner.domain.actuals import ActualRow, Actuals, Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Channel, Company, Customers
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill
from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel, compile_response

MONTHS = tuple(Month(2026, number) for number in range(1, 13))


def _draws(ceiling: float, seed: int) -> tuple[Mapping[str, float], ...]:
    spread = np.exp(0.2 * np.random.default_rng(seed).standard_normal(100))
    return tuple({"ceiling": ceiling * float(v)} for v in spread)


@pytest.fixture(scope="session")
def company() -> Company:
    return Company(
        name="Two Rivers",
        margin=0.4,
        customers=Customers(1000, 0.6, 120.0, 3.0, 50.0),
        channels=(Channel("Search", new_customer_share=0.5), Channel("TV", new_customer_share=0.3)),
        baselines={2026: (10_000.0,) * 12},
    )


@pytest.fixture(scope="session")
def curves() -> CurveSet:
    return CurveSet(
        period="month",
        currency="EUR",
        channels=(
            ChannelCurve("Search", Hill(8000, 1500, 1.0), draws=_draws(8000, 1)),
            ChannelCurve("TV", Hill(6000, 2000, 1.4), Geometric(0.4, True), draws=_draws(6000, 2)),
        ),
        baseline=(10_000.0,) * 12,
        noise=0.02,
    )


@pytest.fixture(scope="session")
def model(company: Company, curves: CurveSet) -> ResponseModel:
    return compile_response(curves, company.fiscal_year(2026).horizon)


@pytest.fixture(scope="session")
def plan_spend() -> FloatArray:
    return np.array([[1000.0] * 12, [500.0, 2000.0] * 6])


Report = Callable[..., Actuals]


@pytest.fixture(scope="session")
def report(model: ResponseModel, company: Company) -> Report:
    """Actuals that say exactly what the curves give, times `level`, for the first `count` months."""

    def reported(
        spend: FloatArray,
        count: int = 12,
        level: Mapping[str, float] | None = None,
        skip: tuple[int, ...] = (),
    ) -> Actuals:
        truth = planned_year(model, company, spend)
        rows = []
        for j, month in enumerate(MONTHS[:count]):
            if j in skip:
                continue
            for i, name in enumerate(truth.rows):
                factor = (level or {}).get(name, 1.0)
                if name != BASELINE:
                    rows.append(ActualRow(str(month), name, "spend", float(spend[i, j])))
                for metric in (Metric.REVENUE, Metric.CONVERSIONS, Metric.NEW_CUSTOMERS):
                    value = float(truth[metric][i, j]) * factor
                    rows.append(ActualRow(str(month), name, str(metric), value))
        return Actuals(tuple(rows))

    return reported


Measure = Callable[..., MeasuredYear]


@pytest.fixture(scope="session")
def measure(model: ResponseModel) -> Measure:
    def measured(actuals: Actuals, **options: object) -> MeasuredYear:
        return measured_year(actuals, model.channels, MONTHS, **options)  # type: ignore[arg-type]

    return measured


@pytest.fixture(scope="session")
def plan(model: ResponseModel, company: Company, plan_spend: FloatArray) -> YearTable:
    return planned_year(model, company, plan_spend)
