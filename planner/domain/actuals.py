"""What really happened: figures by month, channel and metric, and what a file of them had wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np

from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Metric(StrEnum):
    """Everything an actuals file may bring; other measures are left out and said."""

    SPEND = "spend"
    REVENUE = "revenue"
    CONVERSIONS = "conversions"
    """Orders, purchases, deals."""
    NEW_CUSTOMERS = "new_customers"
    LEADS = "leads"
    IMPRESSIONS = "impressions"
    CLICKS = "clicks"


METRICS: tuple[str, ...] = tuple(str(metric) for metric in Metric)
MONEY_METRICS: frozenset[str] = frozenset({"spend", "revenue"})

Severity = Literal["rejected", "warning"]


@dataclass(frozen=True, slots=True)
class ActualRow:
    """One figure. Money in currency units, the rest as counts; credits may be negative."""

    month: str
    channel: str
    metric: str
    value: float

    def __post_init__(self) -> None:
        if not _MONTH.fullmatch(self.month):
            raise BadDocument(say('"{month}" is not a month; write it as 2027-03.', month=self.month))
        if not self.channel.strip():
            raise BadDocument(say("A figure of {month} has no channel.", month=Month.parse(self.month)))
        if self.metric not in METRICS:
            raise BadDocument(
                say(
                    '"{metric}" is no metric; use one of {names}.',
                    metric=self.metric,
                    names=", ".join(METRICS),
                )
            )
        if not math.isfinite(self.value):
            raise BadDocument(
                say(
                    "{channel}, {month}, {metric}: {value} is not a number.",
                    channel=self.channel,
                    month=Month.parse(self.month),
                    metric=self.metric,
                    value=self.value,
                )
            )


class MoneyState(StrEnum):
    """How far money is on its way. A month's spend is what was delivered: accrued, invoiced or paid."""

    PLANNED = "planned"
    COMMITTED = "committed"
    ACCRUED = "accrued"
    INVOICED = "invoiced"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class ActualDetail:
    """A figure as finely as its file says it; details refine `ActualRow` and are never added to it.

    Planned and committed money is a detail only: it is not spent, so no `ActualRow` holds it.
    """

    month: str
    channel: str
    metric: str
    value: float
    day: date | None = None
    campaign: str = ""
    state: MoneyState | None = None
    order: str = ""
    """Number of the purchase order or contract."""
    invoice: str = ""
    """Number of the invoice or booking document."""

    def __post_init__(self) -> None:
        ActualRow(self.month, self.channel, self.metric, self.value)
        if self.day is not None and f"{self.day:%Y-%m}" != self.month:
            raise BadDocument(
                say("{day} does not lie in {month}.", day=self.day, month=Month.parse(self.month))
            )


def delivered(details: Iterable[ActualDetail]) -> float:
    """Money of one line that was really delivered, whatever states its details stand in.

    Planned and committed money is not; accrued, invoiced and paid are stages of the same money, of which the
    largest stands for all; money without a state is delivered.
    """
    stages: dict[MoneyState | None, float] = {}
    for one in details:
        stages[one.state] = stages.get(one.state, 0.0) + one.value
    plain = stages.pop(None, 0.0)
    done = [v for state, v in stages.items() if state not in (MoneyState.PLANNED, MoneyState.COMMITTED)]
    return plain + max(done, default=0.0)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something a reader left out ("rejected") or wants looked at ("warning").

    sheet  name as in the file, "" where the file has no sheets
    cell   "C14", or "" for a whole row or sheet
    row    1-based row of the file, None where no single row is meant
    code   stable word for programs: unknown_channel, bad_month, not_a_number, error_cell, ...
    """

    sheet: str
    cell: str
    row: int | None
    code: str
    message: str
    severity: Severity

    def __post_init__(self) -> None:
        if self.severity not in ("rejected", "warning"):
            raise BadDocument(
                say('"{severity}" is neither "rejected" nor "warning".', severity=self.severity)
            )
        if self.row is not None and self.row < 1:
            raise BadDocument(say("Rows of a file are counted from 1, not {row}.", row=self.row))


@dataclass(frozen=True)
class Actuals:
    """Figures with at most one per month, channel and metric, in the order they are to be shown."""

    rows: tuple[ActualRow, ...] = ()

    def __post_init__(self) -> None:
        seen: set[tuple[str, str, str]] = set()
        for row in self.rows:
            key = (row.month, row.channel, row.metric)
            if key in seen:
                raise BadDocument(
                    say(
                        "{channel}, {month}, {metric} is there twice; sum it first.",
                        channel=row.channel,
                        month=Month.parse(row.month),
                        metric=row.metric,
                    )
                )
            seen.add(key)

    def __iter__(self) -> Iterator[ActualRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def months(self) -> tuple[str, ...]:
        """Months that hold a figure, in order of time."""
        return tuple(sorted({row.month for row in self.rows}))

    def channels(self) -> tuple[str, ...]:
        """Channels in order of first appearance."""
        return tuple(dict.fromkeys(row.channel for row in self.rows))

    def metrics(self) -> tuple[str, ...]:
        """Metrics present, in the order of `METRICS`."""
        present = {row.metric for row in self.rows}
        return tuple(metric for metric in METRICS if metric in present)

    def total(self, metric: str) -> float:
        """Sum of one metric over everything; 0 where it is absent."""
        return math.fsum(row.value for row in self.rows if row.metric == metric)

    def grid(self, metric: str, channels: Sequence[str], months: Sequence[str]) -> FloatArray:
        """Values of `metric`, shape (n_channels, n_months); nan where nothing was reported, not zero."""
        values = {(row.channel, row.month): row.value for row in self.rows if row.metric == metric}
        cells = [[values.get((channel, month), math.nan) for month in months] for channel in channels]
        return np.array(cells, dtype=float).reshape(len(channels), len(months))


@dataclass(frozen=True)
class LabelMatch:
    """How a channel label of the file was understood.

    channel      plan channel it was taken for, None where that is unsure and to be asked once
    confidence   0 to 1, of `channel` or else of the first suggestion
    suggestions  plan channels, likeliest first
    lines        source rows (or columns) that carry the label
    """

    label: str
    channel: str | None
    confidence: float
    suggestions: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True)
class TotalSeen:
    """A total the file states beside the sum that was read: "your total 1,204,300; read 1,204,300"."""

    sheet: str
    cell: str
    label: str
    metric: str
    stated: float
    read: float

    @property
    def agrees(self) -> bool:
        """Whether both are equal to within rounding on display (half a unit, or 1 in 100,000)."""
        return abs(self.stated - self.read) <= max(0.5, 1e-5 * abs(self.stated))


@dataclass(frozen=True)
class ReadFacts:
    """How a file was understood, for the preview beside the source. Rows are 1-based."""

    sheets: tuple[str, ...] = ()
    header_rows: Mapping[str, int] = field(default_factory=dict)
    """Sheet to its last header row."""
    layout: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict)
    """Column header to month, channel, a metric, or None where it was left out."""
    labels: tuple[LabelMatch, ...] = ()
    totals: tuple[TotalSeen, ...] = ()
    months: tuple[str, ...] = ()
    currency: str | None = None
    unit: float = 1.0
    notes: tuple[str, ...] = ()
    """Sentences: what was left out or assumed."""
    cells: Mapping[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    """Month, channel and metric of a figure to sheet and cell of the largest amount in it."""

    @property
    def header_row(self) -> int | None:
        """Last header row of the first sheet read."""
        return next(iter(self.header_rows.values()), None)

    @property
    def channel_map(self) -> dict[str, str]:
        """Labels that were taken for a plan channel."""
        return {match.label: match.channel for match in self.labels if match.channel is not None}

    @property
    def unknown_labels(self) -> tuple[LabelMatch, ...]:
        """Labels to ask about."""
        return tuple(match for match in self.labels if match.channel is None)


@dataclass(frozen=True)
class ReadResult:
    """Outcome of reading one file; nothing is stored yet."""

    rows: tuple[ActualRow, ...]
    problems: tuple[RowProblem, ...] = ()
    facts: ReadFacts = field(default_factory=ReadFacts)
    details: tuple[ActualDetail, ...] = ()
    """What the file says more finely than by month: days, campaigns, money states, orders, invoices."""

    @property
    def commits(self) -> bool:
        """Whether money is ordered here that is not delivered yet."""
        return any(detail.state is MoneyState.COMMITTED for detail in self.details)

    @property
    def actuals(self) -> Actuals:
        """The rows as actuals."""
        return Actuals(self.rows)

    @property
    def rejected(self) -> tuple[RowProblem, ...]:
        """Problems that left something out."""
        return tuple(problem for problem in self.problems if problem.severity == "rejected")

    @property
    def warnings(self) -> tuple[RowProblem, ...]:
        """Problems that left nothing out."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")
