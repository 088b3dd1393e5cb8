"""`planner-plan/1`: a plan version with its money, forecast by month and key figures, for other programs.

It is written, not read: money comes back into the planner through the workbook or the pages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np

from planner.documents.cost_lines import cost_lines_document
from planner.documents.plan_book import book_document, details_document
from planner.domain.budget_plan import Campaign, PlanVersion
from planner.domain.company import Company
from planner.domain.figures import KeyFigures
from planner.domain.forecast import Forecast

FORMAT = "planner-plan/1"


def plan_document(
    company: Company,
    version: PlanVersion,
    forecast: Forecast,
    figures: KeyFigures,
    generated_at: datetime,
    *,
    with_margins: bool = True,
) -> dict[str, Any]:
    """The plan as plain values; money in currency units, months as "2027-03".

    Rows of `forecast` may hold channels without money that the version's grid does not list.
    """
    shown = {
        key: figure
        for key, figure in figures.figures.items()
        if with_margins or "margin" not in figure.kpi.needs
    }
    return {
        "format": FORMAT,
        "company": company.name,
        "currency": company.currency,
        "vat_basis": company.vat_basis,
        "generated_at": generated_at.isoformat(),
        "version": {
            "id": version.id,
            "revision": version.revision,
            "year": version.year,
            "name": version.name,
            "kind": str(version.kind),
            "status": str(version.status),
            "author": version.author,
            "reason": version.reason,
            "curves": version.curves_id,
        },
        "months": [str(month) for month in version.grid.months],
        "budget": {
            name: [int(cents) / 100 for cents in row]
            for name, row in zip(version.grid.channels, version.grid.cents, strict=True)
        },
        "lines": cost_lines_document(version.lines),
        "campaigns": [_campaign(campaign) for campaign in version.campaigns],
        "book": book_document(version.book),
        "forecast": _forecast(forecast),
        "figures": {
            key: {
                "label": figure.kpi.label,
                "unit": str(figure.kpi.unit),
                "value": figure.value,
                "p10": figure.low,
                "p90": figure.high,
                "full": figure.full,
                "missing": list(figure.missing),
            }
            for key, figure in shown.items()
        },
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    low = high = None
    if forecast.has_ranges:
        low, high = np.percentile(forecast.by_period_draws(), [10, 90], axis=1).tolist()
    return {
        "baseline": forecast.baseline.tolist(),
        "media": {name: row.tolist() for name, row in zip(forecast.channels, forecast.media, strict=True)},
        "revenue": forecast.by_period.tolist(),
        "p10": low,
        "p90": high,
        "full_effect": dict(zip(forecast.channels, forecast.full.tolist(), strict=True)),
    }


def _campaign(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "name": campaign.name,
        "channel": campaign.channel,
        "start": campaign.start.isoformat(),
        "end": campaign.end.isoformat(),
        "budget": campaign.cents / 100,
        "status": str(campaign.status),
        "owner": campaign.owner,
        "goal": campaign.goal,
        "details": details_document(campaign.details),
    }
