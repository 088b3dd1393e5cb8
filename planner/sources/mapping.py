"""The mapping document: answers to a file's questions, saved, shared and used again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from planner.domain.actuals import METRICS
from planner.domain.errors import BadDocument, say
from planner.sources.amounts import Threes, currency_of
from planner.sources.words import bare

Layout = Literal["long", "wide", "wide2", "transposed", "sheet_per_month", "sheet_per_metric"]
Role = Literal[
    "date",
    "month",
    "channel",
    "spend",
    "revenue",
    "conversions",
    "new_customers",
    "leads",
    "impressions",
    "clicks",
    "campaign",
    "state",
    "order",
    "invoice",
]


class FileMapping(BaseModel):
    """Answers to a file's questions; further fields are kept out of the way, wrong ones are refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=1, le=1_048_576)
    layout: Layout | None = None
    metric: str | None = None
    default_channel: str | None = None
    channel_map: dict[str, str | None] = Field(default_factory=dict)
    column_map: dict[str, Role | None] = Field(default_factory=dict)
    currency: str | None = None
    unit: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    decimal: Literal[".", ","] | None = None
    three_digits: Threes | None = None
    date_order: Literal["dmy", "mdy"] | None = None
    first_month: int | None = Field(default=None, ge=1, le=12)
    """In which month the fiscal year starts whose periods the file counts; a company's own is known."""
    states: Literal["stages", "parts"] | None = None

    @field_validator("metric")
    @classmethod
    def _known_metric(cls, value: str | None) -> str | None:
        if value is not None and value not in METRICS:
            raise ValueError(f"use one of {', '.join(METRICS)}")
        return value

    @field_validator("currency")
    @classmethod
    def _iso_currency(cls, value: str | None) -> str | None:
        return value if value is None else currency_of(value) or value.upper()

    @classmethod
    def of(cls, document: Mapping[str, Any] | FileMapping | None) -> FileMapping:
        """Check a document. Raises BadDocument naming the key at fault."""
        if isinstance(document, FileMapping):
            return document
        if document is not None and not isinstance(document, Mapping):
            raise BadDocument(say("The mapping is not a JSON object of answers."))
        try:
            return cls.model_validate(dict(document or {}))
        except ValidationError as problem:
            first = problem.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BadDocument(
                say('The mapping\'s "{place}" is wrong: {reason}.', place=place, reason=first["msg"]),
                key=place,
            ) from problem

    def role_of(self, header: str) -> tuple[bool, Role | None]:
        """(True, role) where the mapping speaks of this column header, else (False, None)."""
        plain = bare(header)
        for name, role in self.column_map.items():
            if bare(name) == plain:
                return True, role
        return False, None
