"""Optional parts of the company document: customers in detail, brand, market, prices, targets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict

from planner.domain.brand import Brand
from planner.domain.company import Company
from planner.domain.customer_base import Programme, Segment
from planner.domain.kpi_targets import KpiTarget
from planner.domain.market import Market
from planner.domain.price import Pricing
from planner.domain.survey import Wave


class Parts(BaseModel):
    """As the document holds them; the nouns check themselves when they are made."""

    model_config = ConfigDict(extra="ignore")

    programmes: list[Programme] = []
    segments: list[Segment] = []
    waves: list[Wave] = []
    brand: Brand | None = None
    market: Market | None = None
    pricing: Pricing | None = None
    targets: list[KpiTarget] = []

    def given(self) -> dict[str, Any]:
        """The fields of a `Company` that they fill."""
        return {
            "programmes": tuple(self.programmes),
            "segments": tuple(self.segments),
            "waves": tuple(self.waves),
            "brand": self.brand,
            "market": self.market,
            "pricing": self.pricing,
            "targets": tuple(self.targets),
        }


def parts_document(company: Company) -> dict[str, Any]:
    """The parts of `company` that were given, as plain JSON values."""
    many: dict[str, tuple[Programme | Segment | Wave | KpiTarget, ...]] = {
        "programmes": company.programmes,
        "segments": company.segments,
        "waves": company.waves,
        "targets": company.targets,
    }
    found: dict[str, Any] = {name: [asdict(one) for one in held] for name, held in many.items() if held}
    single: dict[str, Brand | Market | Pricing | None] = {
        "brand": company.brand,
        "market": company.market,
        "pricing": company.pricing,
    }
    found |= {name: asdict(held) for name, held in single.items() if held is not None}
    if company.market is not None:
        sizes = company.market.sizes
        found["market"]["sizes"] = {str(year): list(sizes[year]) for year in sorted(sizes)}
    plain: dict[str, Any] = _plain(found)
    return plain


def _plain(value: Any) -> Any:
    """Tuples as lists and choices as text: what JSON gives back compares equal."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
