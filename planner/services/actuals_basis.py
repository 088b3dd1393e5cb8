"""Amounts of a file in the company's own terms: currency, tax, agency fee, orders against net sales.

Asked only where the file's words or figures contradict the company's settings, once, and remembered with
how its source is read (the `basis` of the mapping document).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Literal, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planner.domain.actuals import ActualDetail, ActualRow, Metric, ReadResult
from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Company
from planner.domain.errors import BadDocument, say
from planner.sources.basis import BasisSeen

Figure = TypeVar("Figure", ActualRow, ActualDetail)

SUSPICIOUS = 1 / 250
"""Spend this small beside the plan's is likelier in thousands than in single units."""
TELLING = 5
"""Fewer figures than these say nothing about their unit: one late invoice may be small."""


class Ask(StrEnum):
    """What only the sender knows about the amounts."""

    CURRENCY = "currency"
    VAT = "vat"
    FEE = "fee"
    ORDERS = "orders"
    UNIT = "unit"


class Basis(BaseModel):
    """Answers; None: not asked. Shares of one: 0.2 for 20 %."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: float | None = Field(default=None, gt=0, le=1e6, allow_inf_nan=False)
    """Company currency for one unit of the file's."""
    rate_of: str | None = None
    """The file's currency that `rate` is for."""
    vat_basis: Literal["net", "gross"] | None = None
    """What the file's amounts are."""
    vat_rate: float | None = Field(default=None, ge=0, lt=1)
    fee: float | None = Field(default=None, ge=0, lt=1)
    """Agency fee contained in the spend, as a share of the media money."""
    kept: float | None = Field(default=None, gt=0, le=1)
    """Share of the ordered amount that stays as net sales."""
    unit_seen: bool | None = None
    """Somebody said that the unit is right."""

    @classmethod
    def of(cls, mapping: Mapping[str, Any]) -> Basis:
        """The basis of a mapping document. Raises BadDocument naming the key at fault."""
        try:
            return cls.model_validate(mapping.get("basis") or {})
        except ValidationError as problem:
            first = problem.errors()[0]
            place = ".".join(["basis", *(str(part) for part in first["loc"])])
            raise BadDocument(
                say('The mapping\'s "{place}" is wrong: {reason}.', place=place, reason=first["msg"]),
                key=place,
            ) from problem

    def suited(self, result: ReadResult, seen: BasisSeen) -> Basis:
        """Without the answers that this file's own words contradict: those are asked again."""
        currency = result.facts.currency
        dropped: dict[str, None] = {}
        if currency is not None and self.rate_of is not None and currency != self.rate_of:
            dropped |= {"rate": None, "rate_of": None}
        if seen.vat is not None and self.vat_basis is not None and seen.vat != self.vat_basis:
            dropped |= {"vat_basis": None, "vat_rate": None}
        if seen.fee == "excluded":
            dropped["fee"] = None
        if not seen.orders:
            dropped["kept"] = None
        return self.model_copy(update=dropped)

    def factor(self, metric: str, company: Company) -> float:
        """What an amount of the file is multiplied by; counts stay."""
        if metric not in (Metric.SPEND, Metric.REVENUE):
            return 1.0
        factor = 1.0 if self.rate is None else self.rate
        if self.vat_rate and self.vat_basis and self.vat_basis != company.vat_basis:
            taxed = 1 + self.vat_rate
            factor = factor / taxed if self.vat_basis == "gross" else factor * taxed
        if metric == Metric.SPEND and self.fee:
            factor /= 1 + self.fee
        if metric == Metric.REVENUE and self.kept is not None:
            factor *= self.kept
        return factor


def open_questions(
    result: ReadResult,
    seen: BasisSeen,
    basis: Basis,
    company: Company,
    plan: BudgetGrid | None,
    unit: float = 1.0,
) -> tuple[Ask, ...]:
    """What is still to be asked about the amounts of `result`, in the file's own terms.

    unit  what an earlier answer multiplied money by
    """
    metrics = {row.metric for row in result.rows or result.details}
    if not metrics & {Metric.SPEND, Metric.REVENUE}:
        return ()
    asked = []
    currency = result.facts.currency
    if currency and currency != company.currency and basis.rate is None:
        asked.append(Ask.CURRENCY)
    if seen.vat and seen.vat != company.vat_basis and basis.vat_rate is None:
        asked.append(Ask.VAT)
    if Metric.SPEND in metrics and seen.fee == "included" and basis.fee is None:
        asked.append(Ask.FEE)
    if Metric.REVENUE in metrics and seen.orders and basis.kept is None:
        asked.append(Ask.ORDERS)
    share = _share_of_plan(result, basis, company, plan)
    if share is not None and (
        (share < SUSPICIOUS and not basis.unit_seen) or (share > 1 / SUSPICIOUS and unit > 1)
    ):
        asked.append(Ask.UNIT)
    return tuple(asked)


def in_company_terms(result: ReadResult, basis: Basis, company: Company) -> ReadResult:
    """The same figures and details, amounts multiplied; totals stay as the file states them."""
    factors = {metric: basis.factor(metric, company) for metric in (Metric.SPEND, Metric.REVENUE)}
    if all(factor == 1 for factor in factors.values()):
        return result

    def row(figure: Figure) -> Figure:
        factor = factors.get(Metric(figure.metric), 1.0)
        return figure if factor == 1 else replace(figure, value=round(figure.value * factor, 2))

    return replace(result, rows=tuple(map(row, result.rows)), details=tuple(map(row, result.details)))


def _share_of_plan(
    result: ReadResult, basis: Basis, company: Company, plan: BudgetGrid | None
) -> float | None:
    """Spend read over the spend planned for the same channels and months; None where that says nothing."""
    spends = sum(row.metric == Metric.SPEND for row in result.rows)
    if plan is None or result.facts.unit != 1 or spends < TELLING:
        return None
    months = {row.month for row in result.rows}
    channels = {row.channel for row in result.rows}
    places = np.ix_(
        [i for i, name in enumerate(plan.channels) if name in channels],
        [j for j, month in enumerate(plan.months) if str(month) in months],
    )
    planned = float(plan.spend[places].sum())
    read = _spend(result.rows) * basis.factor(Metric.SPEND, company)
    return read / planned if read > 0 and planned > 0 else None


def _spend(rows: Sequence[ActualRow]) -> float:
    return sum(row.value for row in rows if row.metric == Metric.SPEND)
