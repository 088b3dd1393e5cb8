"""The optional parts of a company: they survive the document, check themselves, and old documents load."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.documents.company import company_document, read_company
from planner.documents.reading import json_bytes
from planner.domain.brand import Brand, BrandMetric, BrandStock
from planner.domain.company import Company, Customers, Thresholds
from planner.domain.customer_base import Programme, ProgrammeKind, Segment
from planner.domain.errors import BadDocument
from planner.domain.kpi_targets import KpiTarget
from planner.domain.market import Market, RivalSpend
from planner.domain.price import PriceYear, Pricing, Rates, RateVersion
from planner.domain.survey import Asked, Wave

WHOLE = Company(
    name="Harbour & Hearth",
    customers=Customers(50_000, 0.68, 5_000, 3.0, 125.0),
    thresholds=Thresholds(floor_share=0.01, floor_amount=12_000.0),
    programmes=(Programme("Welcome back", ProgrammeKind.RETENTION, 4_000.0, 5_000.0, 60.0, 200.0),),
    segments=(Segment("Loyal", 0.4, 0.8, 4.0, 130.0, 0.5), Segment("Rest", 0.6, 0.6, 2.0, 120.0, 0.5)),
    waves=(Wave(Asked.NPS, "2026-03", 400, 0.4, 0.2, "panel"), Wave(Asked.AWARENESS, "2026-03", 600, 0.46)),
    brand=Brand((BrandStock(BrandMetric.AWARENESS, 0.3, 0.46, 6.0, 40_000.0, 0.46),), reference=0.46),
    market=Market({2026: (20e6,) * 12}, (RivalSpend("Rival", "2026-01", 900_000.0, "log"),)),
    pricing=Pricing(
        -2.0,
        (PriceYear(2026, RateVersion.ACTUAL, (1.02,) * 12, (-5.0,) * 12),),
        (("EUR", 0.2),),
        (Rates("EUR", RateVersion.BUDGET, 2026, (1.1,) * 12),),
    ),
    targets=(KpiTarget("revenue", 2026, "Ann", 1200.0, (100.0,) * 12, 0.01, 0.03, "ledger"),),
)


def read(**parts: Any) -> Company:
    return read_company({"format": "planner-company/1", "name": "New", **parts})


def test_every_part_survives_the_document() -> None:
    assert read_company(json.loads(json_bytes(company_document(WHOLE)))) == WHOLE


def test_a_document_compares_equal_with_what_the_database_gives_back() -> None:
    document = company_document(WHOLE)
    assert json.loads(json_bytes(document)) == document


def test_a_document_without_the_parts_still_loads_and_gives_none() -> None:
    bare = read()
    assert bare == Company("New")
    assert not set(company_document(bare)) & {"programmes", "segments", "waves", "brand", "market", "pricing"}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (
            {"waves": [{"asked": "nps", "month": "2026-3", "respondents": 5, "yes": 0.1}]},
            "write it as 2027-03",
        ),
        ({"waves": [{"asked": "nps", "month": "2026-03", "respondents": 0, "yes": 0.1}]}, "one respondent"),
        (
            {"waves": [{"asked": "shoe size", "month": "2026-03", "respondents": 1, "yes": 0}]},
            "waves.0.asked",
        ),
        (
            {"waves": [{"asked": "awareness", "month": "2026-03", "respondents": 1, "yes": 0.1, "no": 0.1}]},
            "Only",
        ),
        (
            {"segments": [{"name": "A", "share": 0.4, "retention": 0.5, "frequency": 1, "average_sale": 9}]},
            "40",
        ),
        (
            {
                "programmes": [
                    {"name": "P", "kind": "retention", "cost": 1, "typical": 5, "effect": 9, "most": 9}
                ]
            },
            "more than its effect",
        ),
        ({"market": {"sizes": {"2026": [1, 2]}}}, "twelve"),
        ({"market": {"haircut": 0.3}}, "within its own range"),
        ({"pricing": {"elasticity": 1.2}}, "elasticity"),
        (
            {
                "pricing": {
                    "rates": [{"currency": "EUR", "version": "budget", "year": 2026, "months": [0] * 12}]
                }
            },
            "above 0",
        ),
        ({"targets": [{"key": "fame", "year": 2026}]}, "no figure of the register"),
        ({"targets": [{"key": "revenue", "year": 2026, "target": 12, "months": [2] * 12}]}, "add up to"),
        ({"brand": {"counted": True}}, "no figures yet"),
    ],
)
def test_a_part_that_cannot_be_is_refused_in_a_sentence(parts: dict[str, Any], says: str) -> None:
    with pytest.raises(BadDocument, match=says):
        read(**parts)


def test_programmes_cannot_win_more_than_setup_says_come_without_media() -> None:
    customers = {
        "opening": 1000,
        "retention": 0.5,
        "new_without_media": 100,
        "frequency": 2,
        "average_sale": 50,
    }
    programme = {"name": "P", "kind": "acquisition", "cost": 100, "typical": 100, "effect": 10, "most": 40}
    with pytest.raises(BadDocument, match="120 customers a year, more than the 100"):
        read(customers=customers, programmes=[programme])
