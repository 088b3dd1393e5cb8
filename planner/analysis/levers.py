"""One per cent more of each lever of revenue: what it brings, what it costs, what it is worth at most.

Revenue = active customers x orders per customer x average sale; retention feeds the active customers.
Source: domain.md section 4 (revenue identity) and section 1, S24.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.company import Company
from planner.domain.figures import KeyFigures

STEP = 0.01


@dataclass(frozen=True)
class Lever:
    """A lever moved by one per cent of itself.

    now      where it stands, in its own unit (retention is a share)
    revenue  currency a year that the step brings
    cost     media that buys the step at the next unit's return; None where no channel's curve moves it
    """

    key: str
    now: float
    revenue: float
    cost: float | None

    def worth(self, margin: float) -> float:
        """The most the step may cost and still pay within the year."""
        return self.revenue * margin


def levers(company: Company, figures: KeyFigures) -> tuple[Lever, ...]:
    """Customers, frequency, average sale and retention; empty while Setup knows no customers."""
    customers, active = company.customers, figures["active_customers"].value
    if customers is None or active is None:
        return ()
    each = customers.frequency * customers.average_sale
    revenue = STEP * active * each
    next_customer = figures["cac_marginal"].value
    repeat = repeat_return(company, figures)
    kept = STEP * customers.opening * customers.retention
    return (
        Lever("customers", active, revenue, None if next_customer is None else STEP * active * next_customer),
        Lever("frequency", customers.frequency, revenue, revenue / repeat if repeat > 0 else None),
        Lever("average_sale", customers.average_sale, revenue, None),
        Lever("retention", customers.retention, kept * each, None),
    )


def repeat_return(company: Company, figures: KeyFigures) -> float:
    """Revenue from customers one has already that one more unit of media brings, spread like the plan."""
    total = sum(channel.spend for channel in figures.by_channel.values())
    if total <= 0:
        return 0.0
    return sum(
        channel.spend / total * channel.next_unit * (1 - company.channel(name).new_customer_share)
        for name, channel in figures.by_channel.items()
    )
