"""The market: how large it is, what rivals spend, and what our share of voice does to our share of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.domain import checks
from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say


@dataclass(frozen=True)
class RivalSpend:
    """What a rival spent on media in a month, by whoever measured it."""

    rival: str
    month: str
    amount: float
    source: str = ""

    def __post_init__(self) -> None:
        checks.name(say("A rival"), self.rival)
        checks.month(self.month)
        checks.amount(
            say('The spend of "{rival}" in {month}', rival=self.rival, month=self.month), self.amount
        )


@dataclass(frozen=True)
class Market:
    """Size of the market, spend of rivals, and the two assumptions that turn them into effects.

    sizes     sales of all suppliers by fiscal year, twelve months each, currency units
    rivals    log of what rivals spent
    drift     points of market share a year per point of excess share of voice
              (IPA and Nielsen: +10 points about +0.5, weakening)
    haircut   share of what our media bring that is lost when the rivals double their spend, an assumption
    haircut_range  low and high of it, for the range of the answer
    """

    sizes: dict[int, tuple[float, ...]] = field(default_factory=dict)
    rivals: tuple[RivalSpend, ...] = ()
    drift: float = 0.05
    haircut: float = 0.10
    haircut_range: tuple[float, float] = (0.05, 0.20)

    def __post_init__(self) -> None:
        for year, months in self.sizes.items():
            checks.twelve(say("The market size of {year}", year=year), months)
        seen = [(one.rival, one.month) for one in self.rivals]
        if len(set(seen)) < len(seen):
            twice = next(key for key in seen if seen.count(key) > 1)
            raise BadDocument(
                say(
                    '"{rival}" stands twice in {month}; add the amounts up.',
                    rival=twice[0],
                    month=Month.parse(twice[1]),
                )
            )
        checks.share(say("The drift of market share"), self.drift)
        checks.share(say("The haircut"), self.haircut)
        low, high = self.haircut_range
        checks.share(say("The lower haircut"), low)
        checks.share(say("The upper haircut"), high)
        if not low <= self.haircut <= high:
            raise BadDocument(say("The haircut must lie within its own range; widen the range or change it."))
