"""What campaigns brought, each type in its own figures, and what was left of it: one function a type.

Money is currency units with the plan's tax basis; `margin` is the company's contribution margin, a share of
sales; `cost` is what we paid for the campaign, without a partner's part.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from planner.domain.planning.checks import check_count


@dataclass(frozen=True)
class _Counted:
    def __post_init__(self) -> None:
        check_count("the result", *(getattr(self, f.name) for f in fields(self) if f.name != "kind"))


@dataclass(frozen=True)
class PromotionResult(_Counted):
    """A price promotion.

    sales     on promotion; expected: what would have been sold without it
    taken     lost by other products of ours; pulled: bought earlier than it would have been
    discount  price given away (it is no spend, it lowers the margin)
    """

    kind: Literal["promotion"] = "promotion"
    sales: float = 0.0
    expected: float = 0.0
    taken: float = 0.0
    pulled: float = 0.0
    discount: float = 0.0

    @property
    def lift(self) -> float:
        """Sales beyond what was expected."""
        return self.sales - self.expected

    @property
    def incremental(self) -> float:
        """Lift that no other product and no later month pays for."""
        return self.lift - self.taken - self.pulled

    def net(self, margin: float, cost: float) -> float:
        """Margin of the incremental sales after discount and cost."""
        return margin * self.incremental - self.discount - cost


@dataclass(frozen=True)
class LoyaltyResult(_Counted):
    """A loyalty programme; issued, redeemed and expired are points at their value in money."""

    kind: Literal["loyalty"] = "loyalty"
    members: float = 0.0
    active: float = 0.0
    issued: float = 0.0
    redeemed: float = 0.0
    expired: float = 0.0
    extra_sales: float = 0.0

    @property
    def active_share(self) -> float | None:
        """Share of members that bought."""
        return _ratio(self.active, self.members)

    @property
    def redemption(self) -> float | None:
        """Share of the issued value that was redeemed."""
        return _ratio(self.redeemed, self.issued)

    @property
    def liability(self) -> float:
        """Value still owed to members."""
        return self.issued - self.redeemed - self.expired

    def net(self, margin: float, cost: float) -> float:
        """Margin of the extra sales after what members redeemed and the cost."""
        return margin * self.extra_sales - self.redeemed - cost


@dataclass(frozen=True)
class CodeResult(_Counted):
    """Codes and coupons; `value` is what one gives away."""

    kind: Literal["codes"] = "codes"
    issued: float = 0.0
    redeemed: float = 0.0
    value: float = 0.0
    extra_sales: float = 0.0

    @property
    def redemption(self) -> float | None:
        """Share of the codes that came back."""
        return _ratio(self.redeemed, self.issued)

    def net(self, margin: float, cost: float) -> float:
        """Margin of the extra sales after what the redeemed codes gave away and the cost."""
        return margin * self.extra_sales - self.redeemed * self.value - cost


@dataclass(frozen=True)
class MailingResult(_Counted):
    """A mailing and what its readers did."""

    kind: Literal["mailing"] = "mailing"
    sent: float = 0.0
    opened: float = 0.0
    ordered: float = 0.0
    sales: float = 0.0
    unsubscribed: float = 0.0

    @property
    def open_rate(self) -> float | None:
        """Share of the mails that were opened."""
        return _ratio(self.opened, self.sent)

    @property
    def order_rate(self) -> float | None:
        """Share of the mails that led to an order."""
        return _ratio(self.ordered, self.sent)

    @property
    def leaving_rate(self) -> float | None:
        """Share of the mails that were answered by leaving."""
        return _ratio(self.unsubscribed, self.sent)

    @property
    def per_thousand(self) -> float | None:
        """Sales per 1,000 mails."""
        each = _ratio(self.sales, self.sent)
        return None if each is None else 1000 * each

    def net(self, margin: float, cost: float) -> float:
        """Margin of the sales after the cost."""
        return margin * self.sales - cost


@dataclass(frozen=True)
class PlacementResult(_Counted):
    """Placements by schedule: booked, placed as agreed, people reached."""

    kind: Literal["placement"] = "placement"
    booked: float = 0.0
    placed: float = 0.0
    reached: float = 0.0
    sales: float = 0.0

    @property
    def placed_share(self) -> float | None:
        """Share of the booked placements that stood."""
        return _ratio(self.placed, self.booked)

    def cost_per_thousand(self, cost: float) -> float | None:
        """Cost of reaching 1,000 people."""
        each = _ratio(cost, self.reached)
        return None if each is None else 1000 * each

    def net(self, margin: float, cost: float) -> float:
        """Margin of the sales after the cost."""
        return margin * self.sales - cost


CampaignResult = PromotionResult | LoyaltyResult | CodeResult | MailingResult | PlacementResult
RESULTS: dict[str, type[CampaignResult]] = {
    "promotion": PromotionResult,
    "loyalty": LoyaltyResult,
    "codes": CodeResult,
    "mailing": MailingResult,
    "placement": PlacementResult,
}
"""The result table of a campaign by its type; other types tell their result in words."""


def _ratio(above: float, below: float) -> float | None:
    return above / below if below else None
