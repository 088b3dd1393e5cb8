"""What the sample company's campaigns brought: result table, result and lesson in words."""

from __future__ import annotations

from planner.domain.planning.results import (
    CampaignResult,
    CodeResult,
    LoyaltyResult,
    MailingResult,
    PlacementResult,
    PromotionResult,
)

OUTCOMES: dict[str, tuple[CampaignResult | None, str, str]] = {
    "Storage month": (
        PromotionResult(sales=212_000, expected=148_000, taken=9_000, pulled=14_000, discount=14_500),
        "Lift of 43 %, a third of it pulled forward",
        "Shorter: the second half only moved orders forward",
    ),
    "Spring refresh on TV": (
        None,
        "Aided awareness 46 %, two points up",
        "Start a week before the school break",
    ),
    "Spring refresh outdoors": (
        PlacementResult(booked=140, placed=131, reached=2_100_000, sales=49_000),
        "Nine sites stood empty in week one",
        "Photo proof within two days, or no payment",
    ),
    "Rooms by creators": (
        None,
        "610 new customers named a creator",
        "Two large creators, not six small ones",
    ),
    "Members' week": (
        LoyaltyResult(
            members=21_400, active=9_300, issued=21_000, redeemed=12_600, expired=800, extra_sales=88_000
        ),
        "Two of five members bought",
        "Members who get a reminder on day ten buy most",
    ),
    "Summer clearance": (
        PromotionResult(sales=164_000, expected=71_000, taken=6_000, pulled=8_000, discount=21_000),
        "Garden range sold out",
        "20 % off would have done",
    ),
    "Autumn catalogue mailing": (
        MailingResult(sent=38_000, opened=19_400, ordered=1_020, sales=131_000, unsubscribed=190),
        "1,020 orders, 120 more than aimed for",
        "Sofas on the cover bring twice the orders of lamps",
    ),
    "Welcome codes": (
        CodeResult(issued=6_200, redeemed=1_480, value=10, extra_sales=74_000),
        "Every fourth code came back",
        "Send it on day 21, not on day 7",
    ),
}
"""Campaign to what it brought; told once it is over."""
