"""Brand as a slow stock: media fills it, time drains it, and sales without media follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import log

import numpy as np

from planner.domain import checks
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray


class BrandMetric(StrEnum):
    """What people are asked."""

    AWARENESS = "awareness"
    CONSIDERATION = "consideration"


@dataclass(frozen=True)
class BrandStock:
    """One brand metric.

    base       share of people that remains without any brand media
    start      share at the start of the year
    half_life  months in which half of what lies above the base is forgotten
    spend      brand media a month that holds the level `level` for good
    """

    metric: BrandMetric
    base: float
    start: float
    half_life: float
    spend: float
    level: float

    def __post_init__(self) -> None:
        shares = ((say("base"), self.base), (say("start"), self.start), (say("level"), self.level))
        for word, value in shares:
            checks.share(say("The {word} of {metric}", word=word, metric=str(self.metric)), value)
        if not 0.1 <= self.half_life <= 120:
            raise BadDocument(
                say("The half-life of {metric} is from 0.1 to 120 months.", metric=str(self.metric))
            )
        if not self.base < self.level < 1 or not self.base <= self.start <= 1:
            raise BadDocument(
                say(
                    "{metric}: the level that media hold must lie above the base and below 100 %, "
                    "the start not below the base.",
                    metric=str(self.metric).capitalize(),
                )
            )
        checks.amount(say("The spend that holds {metric}", metric=str(self.metric)), self.spend)
        if self.spend == 0:
            raise BadDocument(
                say("Give the brand media a month that hold {metric} at its level.", metric=str(self.metric))
            )

    @property
    def kept(self) -> float:
        """Share of what lies above the base that is left after a month."""
        return float(0.5 ** (1 / self.half_life))

    @property
    def gain(self) -> float:
        """How fast media win those not reached yet, per currency unit: `spend` a month holds `level`."""
        left = self.base + self.kept * (self.level - self.base)
        return log((1 - left) / (1 - self.level)) / self.spend

    def path(self, spend: FloatArray) -> FloatArray:
        """Level at the end of each month for brand media `spend` (M,), shape (M,).

        B_t = base + kept (B_(t-1) - base) + (1 - e^(-gain x_t)) (1 - what is left), never above 1.
        Source: Nerlove and Arrow (1962) for the decay, Vidale and Wolfe (1957) for the part not reached yet.
        """
        levels = np.empty(spend.size)
        level = self.start
        for month, amount in enumerate(spend):
            left = self.base + self.kept * (level - self.base)
            level = left + (1 - np.exp(-self.gain * amount)) * (1 - left)
            levels[month] = level
        return levels


@dataclass(frozen=True)
class Brand:
    """The brand and what it does to sales without media.

    stocks         at most one of each metric
    lifts          the one metric that sales follow: two would count the same people twice
    lift           relative change of sales without media per point (0.01) of that metric
    reference      the level at which Setup's sales without media were estimated
    counted        whether the lift counts in the plan's revenue; see docs/decisions on double counting
    Source of the standard lift: Nielsen (2021), +1 point of a brand metric about +1 % sales on average.
    """

    stocks: tuple[BrandStock, ...] = field(default_factory=tuple)
    lifts: BrandMetric = BrandMetric.AWARENESS
    lift: float = 0.01
    reference: float | None = None
    counted: bool = False

    def __post_init__(self) -> None:
        checks.once(say("Brand metric"), (str(stock.metric) for stock in self.stocks))
        checks.amount(say("The lift of a brand point"), self.lift)
        if self.lift > 0.1:
            raise BadDocument(say("A brand point lifts sales by at most 10 %; about 1 % is usual."))
        if self.reference is not None:
            checks.share(say("The reference level of the brand"), self.reference)
        if self.counted and self.lifting is None:
            raise BadDocument(
                say("The brand metric that lifts sales has no figures yet; fill them in first.")
            )

    @property
    def lifting(self) -> BrandStock | None:
        """The stock that sales follow."""
        return self.stock(self.lifts)

    def stock(self, metric: BrandMetric) -> BrandStock | None:
        """The stock of that metric."""
        return next((stock for stock in self.stocks if stock.metric is metric), None)

    def lift_of(self, spend: FloatArray) -> FloatArray:
        """Relative change of sales without media by month for brand media `spend` (M,), shape (M,).

        What the plan's own path holds above the reference level; not below a total loss.
        """
        stock = self.lifting
        if stock is None:
            return np.zeros(spend.size)
        reference = stock.start if self.reference is None else self.reference
        relative: FloatArray = np.maximum(self.lift * 100 * (stock.path(spend) - reference), -1.0)
        return relative


@dataclass(frozen=True, eq=False)
class BrandEffect:
    """A counted brand on a model's channels: `rows` (C,) says which of them are brand media."""

    brand: Brand
    rows: np.ndarray

    def of(self, spend: FloatArray) -> FloatArray:
        """Relative change of sales without media for spend (C, M) by month, shape (M,)."""
        return self.brand.lift_of(spend[self.rows].sum(axis=0))
