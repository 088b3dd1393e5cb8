"""What a bridge is made of: its causes, its two sides, its bars and its channels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.analysis.surroundings import Surroundings
from planner.analysis.variance import DUST
from planner.domain.calendar import Month
from planner.domain.company import BASELINE
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray


class Cause(StrEnum):
    """What moved revenue.

    BASELINE     sales that no media brings: everything outside the plan's media that no other cause names
    MARKET       demand of the whole market beside what was expected; where Setup knows it
    SEASON       weather, holidays and their dates beside what was expected; where Setup knows them
    PRICE        own prices beside the plan's, by the price elasticity; where Setup knows them
    PROMOTION    revenue by promotions beside the plan's; where Setup knows it
    CURRENCY     the same sales at other currency rates; where Setup knows them
    VOLUME       more or less money in all
    MIX          the same money split differently between channels
    TIMING       the same money of a channel in other months, and what earlier months left behind
    MEDIA_COST   the same money buying more or less media
    EFFICIENCY   what channels brought beyond what their curves give for the spend at its price
    UNEXPLAINED  revenue of channels without a curve; never spread over the other causes
    """

    BASELINE = "baseline"
    MARKET = "market"
    SEASON = "season"
    PRICE = "price"
    PROMOTION = "promotion"
    CURRENCY = "currency"
    VOLUME = "volume"
    MIX = "mix"
    TIMING = "timing"
    MEDIA_COST = "media_cost"
    EFFICIENCY = "efficiency"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, eq=False)
class Side:
    """One side of a bridge: a year's spend, its media price, and what it brought. C channels, M months.

    spend     (C, M) currency units, none negative
    price     (C, M) media price relative to the reference, 1.0 where nothing else is known
    revenue   (C, M) by channel; baseline (M,) without media
    around    own prices, promotions and rates; None: as the budget has them
    """

    spend: FloatArray
    price: FloatArray
    revenue: FloatArray
    baseline: FloatArray
    around: Surroundings | None = None

    def __post_init__(self) -> None:
        shape = self.spend.shape
        if self.price.shape != shape or self.revenue.shape != shape or self.baseline.shape != shape[1:]:
            raise BadDocument(
                say("Spend, price, revenue and baseline of one side must cover the same cells.")
            )
        if not (self.price > 0).all():
            raise BadDocument(say("A media price must be above 0."))


@dataclass(frozen=True, eq=False)
class Bar:
    """One cause: its amount, and its part by channel (C,) - zeros for sales without media."""

    cause: Cause
    amount: float
    by_channel: FloatArray


@dataclass(frozen=True)
class ChannelBridge:
    """Why one channel's revenue differs; the parts add up to `difference`.

    spend  how much was spent on it (volume and mix together)
    """

    channel: str
    before: float
    after: float
    spend: float
    timing: float
    media_cost: float
    efficiency: float

    price: float = 0.0
    currency: float = 0.0

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def cause(self) -> str:
        """The name of the largest part."""
        parts = ("spend", "timing", "media_cost", "efficiency", "price", "currency")
        return max(parts, key=lambda part: abs(getattr(self, part)))


@dataclass(frozen=True, eq=False)
class Bridge:
    """Revenue from `start` to `end` over `months`: start + the bars = end.

    has_media_cost  whether any media price was known on either side
    """

    months: tuple[Month, ...]
    channels: tuple[str, ...]
    start: float
    end: float
    bars: tuple[Bar, ...]
    by_channel: tuple[ChannelBridge, ...]
    has_media_cost: bool

    def __getitem__(self, cause: Cause) -> float:
        return next((bar.amount for bar in self.bars if bar.cause is cause), 0.0)

    def largest(self, count: int = 3) -> tuple[Bar, ...]:
        """The biggest bars by size; bars of nothing are left out."""
        moved = [bar for bar in self.bars if abs(bar.amount) >= DUST]
        return tuple(sorted(moved, key=lambda bar: -abs(bar.amount))[:count])

    def reasons(self, count: int = 3) -> tuple[tuple[Cause, str, float], ...]:
        """The biggest single reasons: cause, channel (or "Baseline") and amount, largest first.

        Volume, mix and timing are told as one cause, channel by channel; they say where the money went.
        """
        found = [(Cause.BASELINE, BASELINE, self[Cause.BASELINE])]
        named = (Cause.MARKET, Cause.SEASON, Cause.PRICE, Cause.PROMOTION, Cause.CURRENCY)
        found += [(cause, "", self[cause]) for cause in named]
        for part in self.by_channel:
            found.append((Cause.VOLUME, part.channel, part.spend + part.timing))
            found.append((Cause.MEDIA_COST, part.channel, part.media_cost))
            found.append((Cause.EFFICIENCY, part.channel, part.efficiency))
        moved = [reason for reason in found if abs(reason[2]) >= DUST]
        return tuple(sorted(moved, key=lambda reason: -abs(reason[2]))[:count])
