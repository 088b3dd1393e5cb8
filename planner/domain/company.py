"""Whose numbers, under which rules: the company, its channels, customers and cost lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import isfinite

from planner.domain import checks
from planner.domain.brand import Brand
from planner.domain.calendar import FiscalYear, Month
from planner.domain.customer_base import Programme, Segment, check_programmes, check_segments
from planner.domain.errors import BadDocument, say
from planner.domain.kpi_targets import KpiTarget
from planner.domain.market import Market
from planner.domain.price import Pricing
from planner.domain.signing import Signer, check_signers
from planner.domain.survey import Wave

BASELINE = "Baseline"
"""The pseudo channel under which files report sales that no media brought."""


class Ownership(StrEnum):
    """Who owns the place where the message stands."""

    PAID = "paid"
    OWNED = "owned"
    EARNED = "earned"


class Purpose(StrEnum):
    """What the channel is mainly for."""

    BRAND = "brand"
    PERFORMANCE = "performance"


class CostKind(StrEnum):
    """Marketing money that buys no media."""

    PRODUCTION = "production"
    AGENCY = "agency"
    TECHNOLOGY = "technology"
    RESEARCH = "research"
    EVENTS = "events"
    PEOPLE = "people"
    RESERVE = "reserve"


@dataclass(frozen=True)
class Channel:
    """One channel of the company's plan; `name` is what every document calls it.

    direction    the department's direction: A channels and content, B customer programmes, C mailings, events
    unit_metric  what a unit of it costs: CPM, CPC or CVR
    """

    name: str
    ownership: Ownership = Ownership.PAID
    purpose: Purpose = Purpose.PERFORMANCE
    direction: str = "A"
    unit_metric: str = "CPC"
    new_customer_share: float = 0.0
    archived: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 80:
            raise BadDocument(say("A channel needs a name of 1 to 80 characters."))
        checks.share(say('The new-customer share of "{name}"', name=self.name), self.new_customer_share)


@dataclass(frozen=True)
class CostLine:
    """Non-media marketing money of a year: a fixed amount, or a share of working media; exactly one."""

    name: str
    kind: CostKind
    amount: float | None = None
    share_of_media: float | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.share_of_media is None):
            raise BadDocument(
                say('"{name}" needs either a yearly amount or a share of media, not both.', name=self.name)
            )
        if self.amount is not None:
            checks.amount(say('The amount of "{name}"', name=self.name), self.amount)
        if self.share_of_media is not None:
            checks.share(say('The share of media of "{name}"', name=self.name), self.share_of_media)

    def cost(self, media: float) -> float:
        """Yearly cost beside `media` of working media, in currency units."""
        return self.amount if self.amount is not None else (self.share_of_media or 0.0) * media


def all_marketing(media: float, lines: Iterable[CostLine]) -> float:
    """Working media with the cost lines beside it, currency units a year."""
    return media + sum(line.cost(media) for line in lines)


@dataclass(frozen=True)
class Customers:
    """The customer base of a year.

    opening        customers at the start
    retention      share of them still buying at the end of the year
    new_without_media  new customers a year that no channel brings
    frequency      orders per active customer and year
    average_sale   currency per order
    discount_rate  a year, for customer value
    """

    opening: float
    retention: float
    new_without_media: float
    frequency: float
    average_sale: float
    discount_rate: float = 0.10

    def __post_init__(self) -> None:
        checks.amount(say("Opening customers"), self.opening)
        checks.share(say("Retention"), self.retention)
        checks.amount(say("New customers without media"), self.new_without_media)
        checks.amount(say("Frequency"), self.frequency)
        checks.amount(say("Average sale"), self.average_sale)
        checks.share(say("The discount rate"), self.discount_rate)
        if self.average_sale == 0:
            raise BadDocument(say("The average sale must be above 0."))


@dataclass(frozen=True)
class Thresholds:
    """From which share of plan a figure is green or amber; spend is judged on both sides.

    A difference is told by itself from `floor_share` of its plan and `floor_amount` a year (currency) on;
    None: the standard of the screen that tells it.
    The steps are usual ones: financial results 98/95 %, marketing figures 95/90 %, spend +/-5/+/-10 %.
    """

    result_green: float = 0.98
    result_amber: float = 0.95
    marketing_green: float = 0.95
    marketing_amber: float = 0.90
    spend_green: float = 0.05
    spend_amber: float = 0.10
    least_gain: float = 0.003
    floor_share: float | None = None
    floor_amount: float | None = None

    def __post_init__(self) -> None:
        if self.floor_share is not None:
            checks.share(say("The share from which a difference is told"), self.floor_share)
        if self.floor_amount is not None:
            checks.amount(say("The amount from which a difference is told"), self.floor_amount)
        if not (self.result_green >= self.result_amber and self.marketing_green >= self.marketing_amber):
            raise BadDocument(say("A green threshold must not lie below its amber one."))
        if self.spend_green > self.spend_amber:
            raise BadDocument(say("The green spend threshold must not be wider than the amber one."))


@dataclass(frozen=True)
class Company:
    """Everything Setup holds. What is None was not given: the figures that need it stay unanswered.

    unit       how amounts are shown: "1", "k" or "M" of `currency`
    vat_basis  "net" or "gross"
    baselines  revenue without media by fiscal year, twelve months each, currency units
    hurdle     contribution that the next unit of spend must earn back, 1.0 = itself
    signers    people who prepare, review and approve plans; without any, everybody may
    """

    name: str
    currency: str = "USD"
    unit: str = "k"
    vat_basis: str = "net"
    first_month: int = 1
    margin: float | None = None
    hurdle: float = 1.0
    customers: Customers | None = None
    channels: tuple[Channel, ...] = ()
    lines: tuple[CostLine, ...] = ()
    baselines: dict[int, tuple[float, ...]] = field(default_factory=dict)
    thresholds: Thresholds = Thresholds()
    is_sample: bool = False
    signers: tuple[Signer, ...] = ()
    programmes: tuple[Programme, ...] = ()
    segments: tuple[Segment, ...] = ()
    waves: tuple[Wave, ...] = ()
    brand: Brand | None = None
    market: Market | None = None
    pricing: Pricing | None = None
    targets: tuple[KpiTarget, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 120:
            raise BadDocument(say("The company needs a name of 1 to 120 characters."))
        if self.unit not in ("1", "k", "M"):
            raise BadDocument(say('The unit is "1", "k" or "M", not "{unit}".', unit=self.unit))
        if self.vat_basis not in ("net", "gross"):
            raise BadDocument(
                say('The VAT basis is "net" or "gross", not "{vat_basis}".', vat_basis=self.vat_basis)
            )
        if not 1 <= self.first_month <= 12:
            raise BadDocument(say("The fiscal year starts in a month from 1 to 12."))
        if self.margin is not None:
            checks.share(say("The margin"), self.margin)
        checks.amount(say("The hurdle"), self.hurdle)
        names = [channel.name for channel in self.channels]
        for name in names:
            if names.count(name) > 1:
                raise BadDocument(say('Channel "{name}" stands twice.', name=name))
        check_signers(self.signers)
        check_segments(self.segments)
        if self.programmes and self.customers is not None:
            held = self.customers
            check_programmes(self.programmes, held.new_without_media, held.opening * held.frequency)
        checks.once(say("Survey"), (f"{wave.asked} {wave.month}" for wave in self.waves))
        checks.once(say("Target of"), (f"{target.key} {target.year}" for target in self.targets))
        for year, months in self.baselines.items():
            if len(months) != 12 or not all(isfinite(v) and v >= 0 for v in months):
                raise BadDocument(
                    say("The baseline of {year} needs twelve amounts of at least 0.", year=year)
                )

    def fiscal_year(self, year: int) -> FiscalYear:
        """The company's fiscal year `year`."""
        return FiscalYear(year, self.first_month)

    def year_of(self, month: Month) -> int:
        """The fiscal year that holds `month`."""
        return month.year if month.number >= self.first_month else month.year - 1

    @property
    def active_channels(self) -> tuple[Channel, ...]:
        """Channels that are not archived."""
        return tuple(channel for channel in self.channels if not channel.archived)

    def channel(self, name: str) -> Channel:
        """The channel of that name; one that Setup does not know counts as plain paid performance."""
        return next((c for c in self.channels if c.name == name), Channel(name))

    def with_channel(self, channel: Channel) -> Company:
        """The company with `channel` put in place of the one of its name, or added."""
        kept = tuple(channel if c.name == channel.name else c for c in self.channels)
        return replace(self, channels=kept if channel in kept else (*kept, channel))
