"""Response curves: what a period's adstocked spend on one channel brings, and how spend carries over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Literal

from planner.domain import checks
from planner.domain.calendar import Period
from planner.domain.errors import BadDocument, say


@dataclass(frozen=True)
class Hill:
    """ceiling a^shape / (a^shape + half_spend^shape). Source: Hill (1910); shape above 1 gives an S-curve."""

    ceiling: float
    half_spend: float
    shape: float

    def __post_init__(self) -> None:
        checks.positive("hill curve", half_spend=self.half_spend, shape=self.shape)
        if not (isfinite(self.ceiling) and self.ceiling >= 0):
            raise BadDocument(
                say(
                    "hill curve: ceiling must be a number of at least 0, not {ceiling}.", ceiling=self.ceiling
                )
            )


@dataclass(frozen=True)
class Logistic:
    """ceiling (1 - e^(-rate a)) / (1 + e^(-rate a)), concave from the first unit."""

    ceiling: float
    rate: float

    def __post_init__(self) -> None:
        checks.positive("logistic curve", rate=self.rate)
        if not (isfinite(self.ceiling) and self.ceiling >= 0):
            raise BadDocument(
                say(
                    "logistic curve: ceiling must be a number of at least 0, not {ceiling}.",
                    ceiling=self.ceiling,
                )
            )


@dataclass(frozen=True)
class Table:
    """Points joined by a monotone cubic (Fritsch and Carlson 1980) through (0, 0), flat beyond the last."""

    spend: tuple[float, ...]
    outcome: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.spend) != len(self.outcome) or not self.spend:
            raise BadDocument(
                say("table curve: spend and outcome need the same number of points, at least one.")
            )
        if not all(isfinite(v) and v >= 0 for v in self.spend + self.outcome):
            raise BadDocument(say("table curve: points must be finite numbers of at least 0."))
        if any(b <= a for a, b in zip(self.spend, self.spend[1:], strict=False)):
            raise BadDocument(say("table curve: spend must rise from point to point."))
        if any(b < a for a, b in zip(self.outcome, self.outcome[1:], strict=False)):
            raise BadDocument(say("table curve: outcome must not fall from point to point."))
        if self.spend[0] == 0 and self.outcome[0] != 0:
            raise BadDocument(say("table curve: no spend must bring no outcome."))


Curve = Hill | Logistic | Table


@dataclass(frozen=True)
class NoCarryover:
    """Spend works in its own period only."""


@dataclass(frozen=True)
class Geometric:
    """a_t = g x_t + retention a_(t-1), g = 1 - retention when normalised, else 1.

    With `length` L the weights are retention^l for l < L (divided by their sum when normalised).
    """

    retention: float
    normalized: bool
    length: int | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.retention) and 0 <= self.retention < 1):
            raise BadDocument(
                say(
                    "carry-over: retention must be from 0 to below 1, not {retention}.",
                    retention=self.retention,
                )
            )
        if self.length is not None and self.length < 1:
            raise BadDocument(say("carry-over: length must be at least 1."))


@dataclass(frozen=True)
class Weights:
    """a_t = sum of weights_l x_(t-l): any delayed carry-over."""

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.weights or not all(isfinite(w) and w >= 0 for w in self.weights):
            raise BadDocument(say("carry-over: weights must be finite numbers of at least 0, at least one."))


Carryover = NoCarryover | Geometric | Weights
CarryIn = tuple[float, ...] | Literal["steady"]
DRAWABLE = {
    Hill: {"ceiling", "half_spend", "shape"},
    Logistic: {"ceiling", "rate"},
    Table: set[str](),
}


@dataclass(frozen=True)
class ChannelCurve:
    """One channel's response per period of its `CurveSet`.

    carry_in   for geometric carry-over without length the last element is a_0, the adstock of the period
               before the first; for other kinds the past spends x, oldest first; "steady": the mean of the
               evaluated plan's own x, a plan that repeats itself
    season     outcome index per period, cyclic from the set's origin; price_index likewise, x = spend / price
    observed   lowest and highest spend per period that the evidence covers
    draws      parameter sets that could as well be true; draw i of all channels belongs together
    """

    name: str
    curve: Curve
    carryover: Carryover = NoCarryover()
    tags: tuple[str, ...] = ()
    carry_in: CarryIn = ()
    season: tuple[float, ...] = (1.0,)
    price_index: tuple[float, ...] = (1.0,)
    long_term_multiplier: float = 1.0
    observed: tuple[float, float] | None = None
    draws: tuple[Mapping[str, float], ...] = ()
    new_customer_share: float | None = None

    def __post_init__(self) -> None:
        where = f'channel "{self.name}"'
        if not self.name.strip():
            raise BadDocument(say("A channel has no name."))
        checks.positive(where, long_term_multiplier=self.long_term_multiplier)
        for label, index in (("season", self.season), ("price_index", self.price_index)):
            if not index or not all(isfinite(v) and v >= 0 for v in index):
                raise BadDocument(
                    say("{where}: {label} must be numbers of at least 0.", where=where, label=label)
                )
        if not all(v > 0 for v in self.price_index):
            raise BadDocument(say("{where}: price_index must be above 0.", where=where))
        if self.carry_in != "steady" and not all(isfinite(v) and v >= 0 for v in self.carry_in):
            raise BadDocument(say("{where}: carry_in must be numbers of at least 0.", where=where))
        allowed = DRAWABLE[type(self.curve)] | {"retention", "long_term_multiplier"}
        for number, draw in enumerate(self.draws, 1):
            for parameter, value in draw.items():
                if parameter in allowed and not isfinite(value):
                    raise BadDocument(
                        say(
                            "{where}: draw {number} has no number for {parameter}.",
                            where=where,
                            number=number,
                            parameter=parameter,
                        )
                    )


@dataclass(frozen=True)
class CurveSet:
    """Curves that were seen together: same period, currency and outcome.

    baseline  outcome per period without media from `origin`, cyclic; empty when unknown
    noise     relative standard deviation of a year's total outcome that no curve explains
    """

    period: Period
    currency: str
    channels: tuple[ChannelCurve, ...]
    outcome: str = "revenue"
    origin: date | None = None
    baseline: tuple[float, ...] = ()
    noise: float = 0.0
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.channels:
            raise BadDocument(say("The curves document holds no channel."))
        seen: set[str] = set()
        for channel in self.channels:
            if channel.name in seen:
                raise BadDocument(
                    say('Channel "{name}" stands twice in the curves document.', name=channel.name)
                )
            seen.add(channel.name)
        if not all(isfinite(v) for v in self.baseline):
            raise BadDocument(say("baseline must be numbers."))
        counts = {len(c.draws) for c in self.channels if c.draws}
        if len(counts) > 1:
            raise BadDocument(
                say(
                    "Channels carry different numbers of draws ({names}); draw i of all channels belongs "
                    "together, so give each the same number.",
                    names=", ".join(map(str, sorted(counts))),
                )
            )

    @property
    def names(self) -> tuple[str, ...]:
        """Channel names in the set's order."""
        return tuple(channel.name for channel in self.channels)

    def channel(self, name: str) -> ChannelCurve:
        """The channel of that name; KeyError when there is none."""
        for channel in self.channels:
            if channel.name == name:
                return channel
        raise KeyError(name)
