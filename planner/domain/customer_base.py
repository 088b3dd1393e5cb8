"""Customers in detail: programmes that win, keep and activate them, and the segments they fall into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from planner.domain import checks
from planner.domain.errors import BadDocument, say


class ProgrammeKind(StrEnum):
    """What a programme brings more of, a month.

    ACQUISITION  new customers
    RETENTION    customers kept that would have left
    FREQUENCY    orders of customers one has
    """

    ACQUISITION = "acquisition"
    RETENTION = "retention"
    FREQUENCY = "frequency"


@dataclass(frozen=True)
class Programme:
    """A customer programme: "at `typical` a month it brings `effect`, never more than `most`".

    cost     currency a month that it gets today; what it brings by that is inside Setup's customer figures
    typical  currency a month at which `effect` was seen
    effect   new customers, customers kept, or orders a month at `typical`
    most     what no amount of money gets beyond, same unit as `effect`
    """

    name: str
    kind: ProgrammeKind
    cost: float
    typical: float
    effect: float
    most: float

    def __post_init__(self) -> None:
        checks.name(say("A programme"), self.name)
        checks.amount(say('The cost of "{name}"', name=self.name), self.cost)
        checks.amount(say('The typical cost of "{name}"', name=self.name), self.typical)
        checks.amount(say('The effect of "{name}"', name=self.name), self.effect)
        if not 0 < self.typical < inf:
            raise BadDocument(
                say('"{name}" needs the monthly cost at which its effect was seen.', name=self.name)
            )
        if not 0 < self.effect < self.most < inf:
            raise BadDocument(
                say(
                    '"{name}": what it can bring at most must be more than its effect at typical cost, '
                    "which must be above 0.",
                    name=self.name,
                )
            )

    @property
    def half(self) -> float:
        """Currency a month that brings half of `most`."""
        return self.typical * (self.most - self.effect) / self.effect

    def brings(self, cost: float) -> float:
        """Effect a month at `cost` a month: most x cost / (cost + half).

        Source: a Hill curve of shape 1 (Michaelis and Menten 1913) through the point that was typed.
        """
        return self.most * cost / (cost + self.half)

    def next_unit(self, cost: float) -> float:
        """Effect that one more currency unit a month brings."""
        return self.most * self.half / (cost + self.half) ** 2

    def cost_of(self, effect: float) -> float:
        """Currency a month that brings `effect`; infinite from `most` on."""
        if effect <= 0:
            return 0.0
        return self.half * effect / (self.most - effect) if effect < self.most else inf


@dataclass(frozen=True)
class Segment:
    """A group of customers.

    share         of all customers
    retention     share of them still buying a year later
    frequency     orders a year; average_sale in currency an order
    budget_share  of the marketing money, what is spent on them; None: nobody says
    """

    name: str
    share: float
    retention: float
    frequency: float
    average_sale: float
    budget_share: float | None = None

    def __post_init__(self) -> None:
        checks.name(say("A segment"), self.name)
        checks.share(say('The share of customers of "{name}"', name=self.name), self.share)
        checks.share(say('The retention of "{name}"', name=self.name), self.retention)
        checks.amount(say('The frequency of "{name}"', name=self.name), self.frequency)
        checks.amount(say('The average sale of "{name}"', name=self.name), self.average_sale)
        if self.budget_share is not None:
            checks.share(say('The budget share of "{name}"', name=self.name), self.budget_share)


ROUNDING = 0.005
"""How far typed shares of a whole may add up beside it."""


def check_segments(segments: Iterable[Segment]) -> None:
    """Shares of customers, and of the budget where all are given, must add up to the whole."""
    found = tuple(segments)
    if not found:
        return
    checks.once(say("Segment"), (one.name for one in found))
    total = sum(one.share for one in found)
    if abs(total - 1) > ROUNDING:
        raise BadDocument(
            say("The segments hold {total} % of the customers; make it 100 %.", total=round(100 * total, 2))
        )
    money = [one.budget_share for one in found if one.budget_share is not None]
    if money and len(money) < len(found):
        raise BadDocument(say("Give the budget share of every segment, or of none."))
    if money and abs(sum(money) - 1) > ROUNDING:
        raise BadDocument(
            say("The segments get {total} % of the budget; make it 100 %.", total=round(100 * sum(money), 2))
        )


def check_programmes(programmes: Iterable[Programme], new: float, orders: float) -> None:
    """What programmes bring today is inside Setup's customer figures and cannot be more than they are.

    new     customers won without media in a year
    orders  of a year, of the customers at its start
    """
    found = tuple(programmes)
    checks.once(say("Programme"), (one.name for one in found))
    won = 12 * sum(p.brings(p.cost) for p in found if p.kind is ProgrammeKind.ACQUISITION)
    more = 12 * sum(p.brings(p.cost) for p in found if p.kind is ProgrammeKind.FREQUENCY)
    if won > new + 0.5:
        raise BadDocument(
            say(
                "The programmes win {won} customers a year, more than the {new} new without media in "
                "Setup; correct one of them.",
                won=f"{won:,.0f}",
                new=f"{new:,.0f}",
            )
        )
    if more > orders + 0.5:
        raise BadDocument(
            say(
                "The programmes bring {more} orders a year, more than the {orders} of all customers; "
                "correct them.",
                more=f"{more:,.0f}",
                orders=f"{orders:,.0f}",
            )
        )


def lifetime_value(
    yearly: float, retention: float, discount: float, years: int | None = None
) -> tuple[float, float]:
    """What a customer of `yearly` margin is worth: first margin now, and first margin after a year.

    years  counts margins up to that horizon; None: for ever
    Without a horizon m (1 + d) / (1 + d - r) and m r / (1 + d - r); with one the first `years` terms of
    the same sums, m q^0 + m q^1 ... with q = r / (1 + d).
    Source: Gupta and Lehmann (2003), the margin-based form with constant retention.
    """
    kept = retention / (1 + discount)
    if years is None:
        if kept >= 1:
            raise BadDocument(
                say("Customers who never leave are worth no finite amount; give a discount rate above 0 %.")
            )
        now = yearly / (1 - kept)
        return now, kept * now
    now = yearly * sum(kept**year for year in range(years))
    return now, kept * now
