"""The company document, `planner-company/1`, in and out: everything Setup holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from planner.documents.company_parts import Parts, parts_document
from planner.documents.cost_lines import CostLinePart, cost_lines_document
from planner.documents.reading import checked
from planner.domain.company import (
    Channel,
    Company,
    Customers,
    Ownership,
    Purpose,
    Thresholds,
)
from planner.domain.signing import Right, Signer

FORMAT = "planner-company/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Channel(_Part):
    name: str
    ownership: Ownership = Ownership.PAID
    purpose: Purpose = Purpose.PERFORMANCE
    direction: str = "A"
    unit_metric: str = "CPC"
    new_customer_share: FiniteFloat = 0.0
    archived: bool = False

    def value(self) -> Channel:
        return Channel(
            self.name,
            self.ownership,
            self.purpose,
            self.direction,
            self.unit_metric,
            self.new_customer_share,
            self.archived,
        )


class _Customers(_Part):
    opening: FiniteFloat
    retention: FiniteFloat
    new_without_media: FiniteFloat
    frequency: FiniteFloat
    average_sale: FiniteFloat
    discount_rate: FiniteFloat = 0.10

    def value(self) -> Customers:
        return Customers(
            self.opening,
            self.retention,
            self.new_without_media,
            self.frequency,
            self.average_sale,
            self.discount_rate,
        )


class _Signer(_Part):
    name: str
    title: str = ""
    right: Right = Right.PREPARE
    limit: FiniteFloat | None = None

    def value(self) -> Signer:
        return Signer(self.name, self.title, self.right, self.limit)


_STANDARD = Thresholds()


class _Thresholds(_Part):
    result_green: FiniteFloat = _STANDARD.result_green
    result_amber: FiniteFloat = _STANDARD.result_amber
    marketing_green: FiniteFloat = _STANDARD.marketing_green
    marketing_amber: FiniteFloat = _STANDARD.marketing_amber
    spend_green: FiniteFloat = _STANDARD.spend_green
    spend_amber: FiniteFloat = _STANDARD.spend_amber
    least_gain: FiniteFloat = _STANDARD.least_gain
    floor_share: FiniteFloat | None = None
    floor_amount: FiniteFloat | None = None

    def value(self) -> Thresholds:
        return Thresholds(**self.model_dump())


class _Company(Parts, _Part):
    format: Literal["planner-company/1"]
    name: str
    currency: str = "USD"
    unit: str = "k"
    vat_basis: str = "net"
    first_month: int = 1
    margin: FiniteFloat | None = None
    hurdle: FiniteFloat = 1.0
    customers: _Customers | None = None
    channels: list[_Channel] = []
    lines: list[CostLinePart] = []
    baselines: dict[Annotated[int, Field(ge=1, le=9998)], list[FiniteFloat]] = {}
    thresholds: _Thresholds = _Thresholds()
    is_sample: bool = False
    signers: list[_Signer] = []


def read_company(value: object) -> Company:
    """A parsed JSON value as a company. Raises BadDocument naming the field, or what it holds, at fault."""
    parsed = checked(_Company.model_validate, value, "Company document")
    return Company(
        name=parsed.name,
        currency=parsed.currency,
        unit=parsed.unit,
        vat_basis=parsed.vat_basis,
        first_month=parsed.first_month,
        margin=parsed.margin,
        hurdle=parsed.hurdle,
        customers=parsed.customers.value() if parsed.customers else None,
        channels=tuple(channel.value() for channel in parsed.channels),
        lines=tuple(line.value() for line in parsed.lines),
        baselines={year: tuple(months) for year, months in parsed.baselines.items()},
        thresholds=parsed.thresholds.value(),
        is_sample=parsed.is_sample,
        **parsed.given(),
        signers=tuple(signer.value() for signer in parsed.signers),
    )


def company_document(company: Company) -> dict[str, Any]:
    """The document of `company`; reading it back gives an equal company. What was not given stays out."""
    given: dict[str, Any] = {
        "margin": company.margin,
        "customers": asdict(company.customers) if company.customers else None,
    }
    return {
        "format": FORMAT,
        "name": company.name,
        "currency": company.currency,
        "unit": company.unit,
        "vat_basis": company.vat_basis,
        "first_month": company.first_month,
        **{key: value for key, value in given.items() if value is not None},
        "hurdle": company.hurdle,
        "channels": [_channel_document(channel) for channel in company.channels],
        "lines": cost_lines_document(company.lines),
        "baselines": {str(year): list(company.baselines[year]) for year in sorted(company.baselines)},
        "thresholds": {key: value for key, value in asdict(company.thresholds).items() if value is not None},
        "is_sample": company.is_sample,
        "signers": [_signer_document(signer) for signer in company.signers],
        **parts_document(company),
    }


def _signer_document(signer: Signer) -> dict[str, Any]:
    limit = {} if signer.limit is None else {"limit": signer.limit}
    return {"name": signer.name, "title": signer.title, "right": signer.right.value, **limit}


def _channel_document(channel: Channel) -> dict[str, Any]:
    return {**asdict(channel), "ownership": channel.ownership.value, "purpose": channel.purpose.value}
