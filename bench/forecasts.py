"""A year's forecast as the app makes it, and a split of a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.measure import Figure, figure, timed
from planner.documents.company import read_company
from planner.documents.curves import read_curves
from planner.documents.reading import read_json
from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Company
from planner.domain.curves import CurveSet, Geometric, Hill
from planner.domain.goals import SpendExactly, Stop
from planner.domain.request import Fixed, Request
from planner.domain.response import respond
from planner.plan.evaluation import evaluate, plan_model
from planner.plan.optimizer import optimize

SAMPLE = Path(__file__).resolve().parents[1] / "sample_data"
YEAR, TOTAL = 2027, 1_080_000.0
WEEKS_A_MONTH = 4.345


def figures() -> Iterator[Figure]:
    """Forecast with all key figures and ranges; split over 12 channels with fixed timing."""
    company, monthly = sample()
    weekly = weekly_curves(monthly, draws=500)
    model = plan_model(company, weekly, YEAR, weekly.names)
    months = company.fiscal_year(YEAR).months
    spend = np.full((len(weekly.names), len(months)), TOTAL / len(weekly.names) / len(months))
    grid = BudgetGrid.from_spend(weekly.names, months, spend)
    lived = f"{len(weekly.names)} x {model.lived.count} x {model.draws}"
    yield figure(
        f"respond, {lived}, all key figures and ranges",
        "<= 20 ms",
        timed(lambda: evaluate(model, company, grid, ()), 40, warm=3),
    )
    yield figure(f"respond, {lived}, the forecast alone", "", timed(lambda: respond(model, grid.spend), 40))

    season = monthly.channels[0].season
    request = Request(
        horizon=company.fiscal_year(YEAR).horizon,
        goal=SpendExactly(TOTAL),
        timing=Fixed(dict.fromkeys(monthly.names, season)),
        stop=Stop(gap=0.0001, seconds=10),
    )
    answer = optimize(monthly, request)
    yield figure(
        f"split of a year over {len(monthly.names)} channels, fixed timing",
        "gap <= 0.01 % in <= 50 ms",
        timed(lambda: optimize(monthly, request), 15),
        also={"gap %": 100 * (answer.gap or 0.0)},
    )
    plain = replace(monthly, channels=tuple(replace(c, draws=()) for c in monthly.channels))
    yield figure(
        "the same without draws",
        "gap <= 0.01 % in <= 50 ms",
        timed(lambda: optimize(plain, request), 15),
        also={"gap %": 100 * (optimize(plain, request).gap or 0.0)},
    )


def sample() -> tuple[Company, CurveSet]:
    """The sample company and its monthly curves."""
    return read_company(read_json(SAMPLE / "company.json")), read_curves(read_json(SAMPLE / "curves.json"))


def weekly_curves(monthly: CurveSet, draws: int) -> CurveSet:
    """Curves seen in weeks with `draws` sets of all four parameters, as a fit leaves them."""
    generator = np.random.default_rng(53)
    channels = []
    for channel in monthly.channels:
        curve = channel.curve
        assert isinstance(curve, Hill)
        kept = channel.carryover.retention if isinstance(channel.carryover, Geometric) else 0.0
        ceiling, half = curve.ceiling / WEEKS_A_MONTH, curve.half_spend / WEEKS_A_MONTH
        sets = tuple(
            {
                "ceiling": ceiling * float(np.exp(0.25 * generator.standard_normal())),
                "half_spend": half * float(np.exp(0.25 * generator.standard_normal())),
                "shape": curve.shape * float(np.exp(0.1 * generator.standard_normal())),
                "retention": float(generator.uniform(0.1, 0.8)),
            }
            for _ in range(draws)
        )
        channels.append(
            replace(
                channel,
                curve=Hill(ceiling, half, curve.shape),
                carryover=Geometric(kept ** (1 / WEEKS_A_MONTH), normalized=True),
                season=(1.0,),
                price_index=(1.0,),
                carry_in=(),
                draws=sets,
            )
        )
    return replace(monthly, period="week", channels=tuple(channels), origin=None, baseline=())
