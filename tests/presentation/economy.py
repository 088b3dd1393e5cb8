"""The sample's economy as an annual plan in which every part is present."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from planner.analysis.outlook import outlook
from planner.analysis.years import measured_year
from planner.documents.company import read_company
from planner.documents.curves import read_curves
from planner.domain.actuals import ActualRow, Actuals
from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.company import BASELINE
from planner.domain.planning.details import CampaignDetails, CampaignKind
from planner.domain.planning.results import PromotionResult
from planner.plan.evaluation import evaluate, plan_channels, plan_model
from planner.presentation.annual_plan import AnnualPlan, Change, LastYear, Signature, SignOff
from planner.services.results import results_from
from planner.services.sample_book import book

SAMPLE = Path(__file__).parents[2] / "sample_data"
MOMENT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
YEARLY = {
    "TV": 180,
    "Online video": 120,
    "Search generic": 190,
    "Search brand": 50,
    "Paid social": 190,
    "Display": 60,
    "Marketplace ads": 90,
    "Out of home": 40,
    "Radio and audio": 30,
    "Influencers": 50,
}
"""Thousands a year, domain.md section 6; the channels it does not name get 40."""


def sample_plan(year: int = 2026, *, with_actuals: bool = True, campaigns: int = 24) -> AnnualPlan:
    """A plan of `year` with last year, ten months of actuals, outlook, two scenarios and a change log."""
    company = read_company(json.loads((SAMPLE / "company.json").read_text("utf-8")))
    curves = read_curves(json.loads((SAMPLE / "curves.json").read_text("utf-8")))
    channels = plan_channels(company, curves)
    months = company.fiscal_year(year).months
    season = np.array(curves.channels[0].season)
    totals = np.array([YEARLY.get(name, 40) * 1000.0 for name in channels])
    grid = BudgetGrid.from_spend(channels, months, totals[:, None] * season / season.sum())
    version = PlanVersion(
        year=year,
        name=f"Budget {year}",
        kind=VersionKind.BUDGET,
        status=VersionStatus.APPROVED,
        grid=grid,
        curves_id=1,
        lines=company.lines,
        campaigns=some_campaigns(grid, campaigns),
        reason="Growth at the same share of revenue",
        author="Mara Lind",
        created=MOMENT,
        id=7,
        revision=3,
        # Launches sell on top of the baseline, which is the whole of it here.
        book=replace(book(year, MOMENT.date()), launches=()),
    )
    model = plan_model(company, curves, year, channels)
    evaluation = evaluate(model, company, grid, version.lines)
    actuals, landing, why = None, None, None
    if with_actuals:
        rows = []
        for i, month in enumerate(months[:10]):
            rows += [
                ActualRow(str(month), name, metric, float(figure))
                for c, name in enumerate(channels)
                for metric, figure in (
                    ("spend", round(grid.spend[c, i] * (1.12 if c == 4 else 0.98), 2)),
                    ("revenue", round(float(evaluation.forecast.media[c, i]) * 0.97, 2)),
                )
            ]
            rows.append(
                ActualRow(str(month), BASELINE, "revenue", round(float(model.baseline[i]) * 0.985, 2))
            )
        actuals = Actuals(tuple(rows))
        measured = measured_year(actuals, channels, months)
        landing = outlook(model, company, grid.spend, measured, version.lines)
        why = results_from(company, curves, version, actuals).bridge
    before = BudgetGrid.from_spend(channels, company.fiscal_year(year - 1).months, grid.spend * 0.95)
    scenarios = tuple(
        (
            name,
            evaluate(
                model, company, BudgetGrid.from_spend(channels, months, grid.spend * factor), version.lines
            ),
        )
        for name, factor in (("Ten per cent less", 0.9), ("Ten per cent more", 1.1))
    )
    return AnnualPlan(
        company=company,
        version=version,
        evaluation=evaluation,
        curves=curves,
        generated_at=MOMENT,
        last_year=LastYear(
            year - 1, str(year - 1), before, tuple((evaluation.revenue_by_month * 0.97).tolist())
        ),
        actuals=actuals,
        outlook=landing,
        bridge=why,
        scenarios=scenarios,
        changes=(
            Change(MOMENT, "Mara Lind", f"Budget {year}: created", "First draft"),
            Change(MOMENT, "Tomas Weil", f"Budget {year}: approved", "Approved by the board"),
        ),
        sign_off=SignOff(
            Signature("Mara Lind", date(2026, 11, 5)), approved=Signature("Tomas Weil", date(2026, 11, 6))
        ),
    )


DETAILS = (
    CampaignDetails(),
    CampaignDetails(
        CampaignKind.PROMOTION,
        "Season sales",
        figure="revenue",
        target=5e5,
        partner_share=0.2,
        also_on=("TV", "Radio"),
        measured=PromotionResult(sales=90_000, expected=60_000, discount=4_000),
        lesson="Shorter",
    ),
)


def some_campaigns(grid: BudgetGrid, count: int) -> tuple[Campaign, ...]:
    """Campaigns round the channels and months; every seventh is cancelled."""
    names = ("Spring launch", "Always on", "Holiday push", "Brand story", "Summer sale", "Loyalty wave")
    found = []
    for i in range(count):
        row, column = i % len(grid.channels), (i * 5) % (len(grid.months) - 1)
        found.append(
            Campaign(
                name=f"{names[i % len(names)]} {i + 1}",
                channel=grid.channels[row],
                start=grid.months[column].start,
                end=grid.months[column + 1].stop - timedelta(days=1),
                cents=int(grid.cents[row, column : column + 2].sum()) // max(count // 24, 1),
                status=CampaignStatus.CANCELLED if i % 7 == 6 else CampaignStatus.PLANNED,
                owner=("Ana Ruiz", "Ben Ito", "Chloe Marsh")[i % 3],
                goal="New customers at the planned cost",
                id=i + 1,
                details=DETAILS[i % len(DETAILS)],
            )
        )
    return tuple(found)
