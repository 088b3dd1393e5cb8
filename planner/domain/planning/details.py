"""What a campaign is beyond its channel, days and money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from planner.domain.errors import BadDocument, say
from planner.domain.planning.checks import check_share, check_texts
from planner.domain.planning.results import RESULTS, CampaignResult


class CampaignKind(StrEnum):
    """What kind of campaign it is; the first five have a result table of their own."""

    PROMOTION = "promotion"
    LOYALTY = "loyalty"
    CODES = "codes"
    MAILING = "mailing"
    PLACEMENT = "placement"
    MEDIA = "media"
    EVENT = "event"
    PR = "pr"
    PROJECT = "project"


class Flighting(StrEnum):
    """How the money lies on the campaign's days."""

    EVEN = "even"
    BURST = "burst"


@dataclass(frozen=True)
class CampaignDetails:
    """Purpose, audience and outcome of a campaign.

    programme, launch  names in the plan book
    figure, target     what it is to reach: a figure of the register or the user's own word, and its value
    also_on            channels that carry it too, without money of their own
    effect_days        days after its end over which an event or PR is expected to work. The calendar shows
                       them; the forecast does not use them: how long spend works is the curve's carry-over
    partner_share      part of the money that a partner pays
    measured           its result table; only of the campaign's own kind
    """

    kind: CampaignKind = CampaignKind.MEDIA
    programme: str = ""
    launch: str = ""
    figure: str = ""
    target: float | None = None
    audience: str = ""
    offer: str = ""
    also_on: tuple[str, ...] = ()
    region: str = ""
    product: str = ""
    effect_days: int = 0
    flighting: Flighting = Flighting.EVEN
    partner_share: float = 0.0
    result: str = ""
    lesson: str = ""
    measured: CampaignResult | None = None

    def __post_init__(self) -> None:
        name = self.programme or self.kind
        check_texts(name, self.programme, self.launch, self.figure, self.audience, self.offer, self.region)
        check_texts(name, self.product, self.result, self.lesson, *self.also_on)
        check_share(name, self.partner_share)
        if self.target is not None and not isfinite(self.target):
            raise BadDocument(say("The target of a campaign must be a number."))
        if not 0 <= self.effect_days <= 3660:
            raise BadDocument(say("A campaign's effect can last 0 to 3,660 days."))
        if self.measured is not None and not isinstance(self.measured, RESULTS.get(self.kind, ())):
            raise BadDocument(
                say(
                    "A campaign of type {kind} has no result of type {other}.",
                    kind=self.kind,
                    other=self.measured.kind,
                )
            )
