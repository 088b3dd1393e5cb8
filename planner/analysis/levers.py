"""One per cent more of each lever of revenue: what it brings, what it costs, what it is worth at most.

Revenue = active customers x orders per customer x average sale; retention feeds the active customers. A
lever is moved by media at the next unit's return, or by a customer programme along its own response.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from planner.domain.company import Company
from planner.domain.customer_base import Programme, ProgrammeKind
from planner.domain.figures import KeyFigures
from planner.domain.price import ELASTICITY, price_move

STEP = 0.01
"""One per cent: small enough for the next unit's return to hold, large enough to read."""


@dataclass(frozen=True)
class Lever:
    """A lever moved by one per cent of itself.

    now      where it stands, in its own unit (retention is a share)
    revenue  currency a year that the step brings
    cost     media that buys the step at the next unit's return; None where no channel's curve moves it
    programme       the customer programme that moves it cheapest, None where none can
    programme_cost  what that takes of it in a year, beyond its cost today
    earned   contribution of the step where it is not the margin of its revenue (a price moves that itself)
    """

    key: str
    now: float
    revenue: float
    cost: float | None
    programme: str | None = None
    programme_cost: float | None = None
    earned: float | None = None

    def worth(self, margin: float) -> float:
        """The most the step may cost and still pay within the year."""
        return self.revenue * margin if self.earned is None else self.earned

    @property
    def cheapest(self) -> float | None:
        """The least that buys the step, by media or by a programme; None where nothing does."""
        return min((c for c in (self.cost, self.programme_cost) if c is not None), default=None)


def levers(company: Company, figures: KeyFigures) -> tuple[Lever, ...]:
    """Customers, frequency, average sale, retention and price; empty while Setup knows no customers."""
    customers, active = company.customers, figures["active_customers"].value
    if customers is None or active is None:
        return ()
    each = customers.frequency * customers.average_sale
    revenue = STEP * active * each
    next_customer = figures["cac_marginal"].value
    repeat = repeat_return(company, figures)
    kept = STEP * customers.opening * customers.retention
    price = price_move(figures["revenue"].value or active * each, company.margin, elasticity(company), STEP)
    orders = STEP * active * customers.frequency
    return (
        Lever(
            "customers",
            active,
            revenue,
            None if next_customer is None else STEP * active * next_customer,
            *_by_programme(company, ProgrammeKind.ACQUISITION, STEP * active),
        ),
        Lever(
            "frequency",
            customers.frequency,
            revenue,
            revenue / repeat if repeat > 0 else None,
            *_by_programme(company, ProgrammeKind.FREQUENCY, orders),
        ),
        Lever("average_sale", customers.average_sale, revenue, None),
        Lever(
            "retention",
            customers.retention,
            kept * each,
            None,
            *_by_programme(company, ProgrammeKind.RETENTION, kept),
        ),
        Lever("price", 1.0, price.revenue, None, earned=price.contribution),
    )


def elasticity(company: Company) -> float:
    """Price elasticity as Setup has it, else the mean of the literature."""
    return ELASTICITY if company.pricing is None else company.pricing.elasticity


def _by_programme(company: Company, kind: ProgrammeKind, yearly: float) -> tuple[str | None, float | None]:
    """The programme of a kind that brings `yearly` more in twelve months for least, with that cost."""
    best: tuple[str | None, float | None] = None, None
    for one in company.programmes:
        cost = 12 * (one.cost_of(one.brings(one.cost) + yearly / 12) - one.cost) if one.kind is kind else inf
        if cost < inf and (best[1] is None or cost < best[1]):
            best = one.name, cost
    return best


@dataclass(frozen=True)
class NextOne:
    """What the next customer won, or the next one kept, costs.

    way  a programme's name, or "" for media spread like the plan
    """

    kind: ProgrammeKind
    way: str
    cost: float


def next_ones(company: Company, figures: KeyFigures) -> tuple[NextOne, ...]:
    """The next customer by media and by each programme that wins or keeps some, cheapest first."""
    found = [
        NextOne(one.kind, one.name, 1 / one.next_unit(one.cost))
        for one in company.programmes
        if one.kind is not ProgrammeKind.FREQUENCY
    ]
    media = figures["cac_marginal"].value
    if media is not None:
        found.append(NextOne(ProgrammeKind.ACQUISITION, "", media))
    return tuple(sorted(found, key=lambda one: one.cost))


@dataclass(frozen=True)
class PurposeSplit:
    """A year's money by what it is for: winning customers, or keeping and activating those one has."""

    winning: float
    keeping: float


def purpose_split(company: Company, figures: KeyFigures, programmes: tuple[Programme, ...]) -> PurposeSplit:
    """Media by each channel's new-customer share, programmes by their kind."""
    winning = keeping = 0.0
    for name, channel in figures.by_channel.items():
        share = company.channel(name).new_customer_share
        winning += channel.spend * share
        keeping += channel.spend * (1 - share)
    for one in programmes:
        if one.kind is ProgrammeKind.ACQUISITION:
            winning += 12 * one.cost
        else:
            keeping += 12 * one.cost
    return PurposeSplit(winning, keeping)


def repeat_return(company: Company, figures: KeyFigures) -> float:
    """Revenue from customers one has already that one more unit of media brings, spread like the plan."""
    total = sum(channel.spend for channel in figures.by_channel.values())
    if total <= 0:
        return 0.0
    return sum(
        channel.spend / total * channel.next_unit * (1 - company.channel(name).new_customer_share)
        for name, channel in figures.by_channel.items()
    )
