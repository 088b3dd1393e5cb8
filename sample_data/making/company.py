"""The sample's curves and company: the printed economy as planner documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company, CostKind, CostLine, Customers
from planner.domain.curves import ChannelCurve, CurveSet, Geometric, Hill, NoCarryover
from planner.domain.figures import KeyFigures
from planner.domain.forecast import Forecast
from planner.domain.money import FloatArray, in_whole_units
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.domain.signing import Right, Signer
from planner.plan.evaluation import evaluate, plan_model
from sample_data.making.customers import PROGRAMMES, segments, targets, waves
from sample_data.making.economy import (
    AVERAGE_SALE,
    BASELINE,
    DRAW_SPREAD,
    DRAWS,
    LINES,
    NAME,
    NEW_CUSTOMERS,
    PRICE_INDEX,
    SEASON_INDEX,
    by_season,
    rng,
)
from sample_data.making.market import brand, market, pricing
from sample_data.making.spend import plan_2026, plan_2027


def make_curves(seen: FloatArray) -> CurveSet:
    """The printed economy per month, phased from January 2025.

    seen  (C, months) spend of the past, the range the evidence covers
    """
    channels = []
    for i, one in enumerate(LINES):
        spread = np.exp(DRAW_SPREAD * rng(1000, i).standard_normal(DRAWS))
        # Whole numbers whose mean is the ceiling exactly: the expectation over draws is the plain curve.
        ceilings = in_whole_units(one.ceiling * spread / spread.mean(), round(one.ceiling * DRAWS))
        channels.append(
            ChannelCurve(
                name=one.name,
                curve=Hill(float(one.ceiling), float(one.half_spend), one.shape),
                carryover=Geometric(one.retention, normalized=True) if one.retention else NoCarryover(),
                tags=(one.ownership.value, one.purpose.value, one.direction),
                carry_in="steady",
                season=tuple(SEASON_INDEX.tolist()),
                price_index=tuple(PRICE_INDEX.tolist()),
                long_term_multiplier=one.long_term,
                observed=(
                    float(np.floor(seen[i].min() / 100) * 100),
                    float(np.ceil(seen[i].max() / 100) * 100),
                ),
                draws=tuple({"ceiling": int(value)} for value in ceilings),
                new_customer_share=one.new_share,
            )
        )
    return CurveSet(
        period="month",
        currency="USD",
        channels=tuple(channels),
        origin=date(2025, 1, 1),
        baseline=tuple(by_season(BASELINE[2027]).tolist()),
        noise=0.012,
    )


def forecast(curves: CurveSet, year: int, spend: FloatArray) -> Forecast:
    """What a year's spend (C, 12) brings."""
    return respond(compile_response(curves, FiscalYear(year).horizon), spend)


def new_by_media(media: FloatArray) -> FloatArray:
    """New customers that media revenue, shape (C, ...), brings."""
    share = np.array([one.new_share for one in LINES])
    won: FloatArray = (media.T * share).T / AVERAGE_SALE
    return won


def make_company(curves: CurveSet) -> Company:
    """Setup of the sample: the reference plan wins 18,000 new customers in all."""
    won = float(new_by_media(forecast(curves, 2027, plan_2027()).media).sum())
    company = Company(
        name=NAME,
        currency="USD",
        unit="k",
        vat_basis="net",
        first_month=1,
        margin=0.45,
        hurdle=1.0,
        customers=Customers(
            opening=50_000,
            retention=0.68,
            new_without_media=round(NEW_CUSTOMERS - won, 2),
            frequency=3.0,
            average_sale=AVERAGE_SALE,
            discount_rate=0.10,
        ),
        channels=tuple(
            Channel(one.name, one.ownership, one.purpose, one.direction, one.unit, one.new_share)
            for one in LINES
        ),
        lines=(
            CostLine("Production", CostKind.PRODUCTION, amount=154_000),
            CostLine("Agency fees", CostKind.AGENCY, amount=123_000),
            CostLine("Technology and data", CostKind.TECHNOLOGY, amount=77_000),
            CostLine("Research", CostKind.RESEARCH, amount=29_000),
            CostLine("Reserve", CostKind.RESERVE, amount=77_000),
        ),
        baselines={year: tuple(by_season(BASELINE[year]).tolist()) for year in (2025, 2026, 2027)},
        is_sample=True,
        signers=(
            Signer("Mara Lind", "CMO", Right.REVIEW),
            Signer("Jana Ortiz", "Marketing analyst", Right.PREPARE),
            Signer("Tomas Weil", "Finance director", Right.APPROVE, 2_000_000),
            Signer("Helen Marsh", "CEO", Right.APPROVE),
        ),
        programmes=PROGRAMMES,
        segments=segments(),
        waves=waves(),
        brand=brand(),
        market=market(),
        pricing=pricing(),
    )
    return replace(company, targets=targets(promised(curves, company)))


def promised(curves: CurveSet, company: Company) -> dict[int, KeyFigures]:
    """Key figures of the plans of 2026 and 2027."""
    found = {}
    for year, spend in ((2026, plan_2026()), (2027, plan_2027())):
        channels = [one.name for one in LINES]
        grid = BudgetGrid.from_spend(channels, company.fiscal_year(year).months, spend)
        model = plan_model(company, curves, year, channels)
        found[year] = evaluate(model, company, grid, company.lines).figures
    return found
