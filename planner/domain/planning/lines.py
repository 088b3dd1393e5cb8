"""Budget lines: what is bought from whom, how far it is bound, and what can still be saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say
from planner.domain.planning.checks import check_cents, check_name, check_share, check_texts


class LineKind(StrEnum):
    """What the money buys."""

    MEDIA = "media"
    PRODUCTION = "production"
    AGENCY = "agency"
    TECHNOLOGY = "technology"
    RESEARCH = "research"
    EVENTS = "events"
    PEOPLE = "people"
    RESERVE = "reserve"


@dataclass(frozen=True)
class BudgetLine:
    """One purchase of the year; amounts are cents and include what `vat` says.

    months     planned in each month of the plan; committed, accrued, invoiced, paid: of the year so far
    vat        "net" or "gross"; vat_rate turns one into the other
    cancel_by  the last day on which it can be cancelled; None: any time
    cancellation  what cancelling costs once the money is committed
    """

    name: str
    kind: LineKind = LineKind.MEDIA
    months: tuple[int, ...] = ()
    direction: str = ""
    programme: str = ""
    channel: str = ""
    vendor: str = ""
    owner: str = ""
    cost_centre: str = ""
    order: str = ""
    vat: str = "net"
    vat_rate: float = 0.0
    committed: int = 0
    accrued: int = 0
    invoiced: int = 0
    paid: int = 0
    cancel_by: date | None = None
    cancellation: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(
            self.name,
            *(self.direction, self.programme, self.channel, self.vendor, self.owner),
            *(self.cost_centre, self.order, self.note),
        )
        check_cents(self.name, *self.months, self.cancellation)
        check_cents(self.name, self.committed, self.accrued, self.invoiced, self.paid)
        check_share(self.name, self.vat_rate)
        if self.vat not in ("net", "gross"):
            raise BadDocument(say('The VAT basis of "{name}" is net or gross.', name=self.name[:60]))

    @property
    def total(self) -> int:
        """Planned in the year, cents."""
        return sum(self.months)

    @property
    def bound(self) -> int:
        """What is owed already, cents: delivered, invoiced or paid, whichever is most."""
        return max(self.accrued, self.invoiced, self.paid)

    def in_basis(self, vat: str) -> tuple[int, ...]:
        """The months' cents with the tax basis of the plan."""
        factor = self.to_basis(vat)
        return tuple(round(cents * factor) for cents in self.months)

    def to_basis(self, vat: str) -> float:
        """What turns the line's amounts into those with the tax basis of the plan."""
        if vat == self.vat:
            return 1.0
        return 1 + self.vat_rate if vat == "gross" else 1 / (1 + self.vat_rate)


@dataclass(frozen=True)
class Saving:
    """What cancelling a line on a day would save.

    open  planned in the months after the day and not owed yet, cents
    cost  of cancelling
    until last day to cancel; None: any time. `late`: that day has passed
    """

    line: BudgetLine
    open: int
    cost: int
    late: bool

    @property
    def cents(self) -> int:
        """What is left after the cost of cancelling; nothing when it is too late."""
        return 0 if self.late else max(self.open - self.cost, 0)


def saving(line: BudgetLine, months: Sequence[Month], today: date, first: Month, last: Month) -> Saving:
    """What cancelling `line` on `today` saves in the months `first` to `last`, the running one counted whole.

    Money owed already is taken from the earliest months first.
    """
    owed = line.bound
    left = 0
    for month, cents in zip(months, line.months, strict=False):
        paid_here = min(owed, cents)
        owed -= paid_here
        if first <= month <= last and month >= Month.of(today):
            left += cents - paid_here
    cost = line.cancellation if line.committed else 0
    late = line.cancel_by is not None and line.cancel_by < today
    return Saving(line, left, cost, late)


def savings(
    lines: Sequence[BudgetLine],
    months: Sequence[Month],
    today: date,
    first: Month,
    last: Month,
    *,
    unspent: Mapping[str, int] | None = None,
    vat: str = "net",
) -> tuple[Saving, ...]:
    """All lines with money still open in those months: those that end soonest first, too late ones last.

    unspent  cents that each channel has left of its year, in the tax basis `vat`: its lines save no more
             than that together. A channel it does not name has no such limit.
    """
    found = [saving(line, months, today, first, last) for line in lines]
    left = dict(unspent or {})
    kept = []
    for one in sorted(found, key=lambda s: (s.late, s.line.cancel_by or date.max, -s.cents)):
        rest = left.get(one.line.channel)
        if rest is not None:
            factor = one.line.to_basis(vat)
            capped = min(one.open, max(round(rest / factor), 0))
            left[one.line.channel] = rest - round(capped * factor)
            kept.append(replace(one, open=capped))
        else:
            kept.append(one)
    return tuple(one for one in kept if one.open > 0)
