"""What customers are worth: by segment and in all, beside what is spent on them."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.company import Company
from planner.domain.customer_base import lifetime_value
from planner.domain.errors import PlannerError, say

BASE = ""
"""The name of the one group that a company without segments has."""


@dataclass(frozen=True)
class GroupValue:
    """A segment, or the whole base.

    customers  how many; revenue a year in currency
    now, later value of one of them, first margin now and after a year
    value_share, revenue_share, budget_share  of all segments; budget_share None: nobody says
    """

    name: str
    customers: float
    revenue: float
    now: float
    later: float
    value_share: float
    revenue_share: float
    budget_share: float | None

    @property
    def equity_now(self) -> float:
        """Value of all its customers, first margin now."""
        return self.customers * self.now

    @property
    def equity_later(self) -> float:
        """Value of all its customers, first margin after a year."""
        return self.customers * self.later


@dataclass(frozen=True)
class Equity:
    """Customer equity: the groups, their sum, and what the base as one gives instead.

    customers  the base it was taken of
    """

    customers: float
    groups: tuple[GroupValue, ...]
    base: GroupValue

    @property
    def now(self) -> float:
        """Sum over the groups, first margin now."""
        return sum(group.equity_now for group in self.groups)

    @property
    def later(self) -> float:
        """Sum over the groups, first margin after a year."""
        return sum(group.equity_later for group in self.groups)

    @property
    def revenue(self) -> float:
        """What the groups' customers buy in a year."""
        return sum(group.revenue for group in self.groups)


def equity(company: Company, customers: float, years: int | None = None) -> Equity:
    """Value of `customers` by segment (one group without segments), margins up to `years` or for ever.

    Raises PlannerError without customers or margin in Setup.
    """
    held, margin = company.customers, company.margin
    if held is None or margin is None:
        raise PlannerError(say("Customer value needs the customers and the margin; give them in Setup."))

    def one(name: str, share: float, retention: float, yearly: float, budget: float | None) -> GroupValue:
        now, later = lifetime_value(yearly * margin, retention, held.discount_rate, years)
        return GroupValue(name, customers * share, customers * share * yearly, now, later, 1.0, 1.0, budget)

    base = one(BASE, 1.0, held.retention, held.frequency * held.average_sale, None)
    found = [
        one(s.name, s.share, s.retention, s.frequency * s.average_sale, s.budget_share)
        for s in company.segments
    ]
    if not found:
        return Equity(customers, (base,), base)
    value, revenue = sum(g.equity_later for g in found), sum(g.revenue for g in found)
    groups = tuple(
        GroupValue(
            g.name,
            g.customers,
            g.revenue,
            g.now,
            g.later,
            g.equity_later / value if value > 0 else 0.0,
            g.revenue / revenue if revenue > 0 else 0.0,
            g.budget_share,
        )
        for g in found
    )
    return Equity(customers, groups, base)
