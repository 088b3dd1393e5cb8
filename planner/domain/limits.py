"""Limits on a plan: bounds on the sum of spend over channels and periods, and what goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from planner.domain import checks
from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument, Sentence, Several, say

MONTHS = (
    say("Jan"),
    say("Feb"),
    say("Mar"),
    say("Apr"),
    say("May"),
    say("Jun"),
    say("Jul"),
    say("Aug"),
    say("Sep"),
    say("Oct"),
    say("Nov"),
    say("Dec"),
)


@dataclass(frozen=True)
class Limit:
    """Bounds on the sum of spend over `channels` (or all that carry one of `tags`) in `periods`.

    channels, tags  None: all channels; not both
    periods         indices from 0 into the horizon, None: the whole horizon
    minimum, maximum, equal  currency over the whole selection
    step            each decided amount of the selection is a multiple of it
    min_when_on     each decided amount of the selection is nothing or at least this
    max_moves       at most so many of the selection's channels differ from the current plan
    max_cac         spend of the selection per new customer it brings, at most
    min_roas        outcome of the selection per unit of its spend, at least
    label           the planner's own words for it
    """

    channels: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    periods: tuple[int, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    equal: float | None = None
    step: float | None = None
    min_when_on: float | None = None
    max_moves: int | None = None
    max_cac: float | None = None
    min_roas: float | None = None
    label: str = ""

    def __post_init__(self) -> None:
        where = f'limit "{self.label}"' if self.label else "a limit"
        if self.channels is not None and self.tags is not None:
            raise BadDocument(say("{where} names channels and tags; name one of them.", where=where))
        for name, chosen in (("channels", self.channels), ("tags", self.tags), ("periods", self.periods)):
            if chosen is not None and not chosen:
                raise BadDocument(
                    say("{where} selects no {name}; leave {name} out to mean all.", where=where, name=name)
                )
        for name in ("minimum", "maximum", "equal", "min_when_on"):
            value = getattr(self, name)
            if value is not None and not (isfinite(value) and value >= 0):
                raise BadDocument(
                    say(
                        "{where}: {name} must be a number of at least 0, not {value}.",
                        where=where,
                        name=name,
                        value=value,
                    )
                )
        for name in ("step", "max_cac", "min_roas"):
            value = getattr(self, name)
            if value is not None:
                checks.positive(where, **{name: value})
        if self.max_moves is not None and self.max_moves < 0:
            raise BadDocument(say("{where}: max_moves must be at least 0.", where=where))
        if not any(getattr(self, name) is not None for name in _ASKS):
            raise BadDocument(
                say("{where} asks for nothing; give it one of {names}.", where=where, names=", ".join(_ASKS))
            )

    @property
    def low(self) -> float:
        """Least sum over the selection."""
        return max(v for v in (self.minimum, self.equal, 0.0) if v is not None)

    @property
    def high(self) -> float:
        """Largest sum over the selection."""
        return min(v for v in (self.maximum, self.equal, float("inf")) if v is not None)

    @property
    def bounds_sum(self) -> bool:
        """Whether it bounds the sum of spend."""
        return self.minimum is not None or self.maximum is not None or self.equal is not None

    def selects(self, name: str, tags: Sequence[str]) -> bool:
        """Whether it speaks of this channel."""
        if self.channels is not None:
            return name in self.channels
        return self.tags is None or any(tag in self.tags for tag in tags)

    def selection(self, horizon: Horizon) -> str:
        """What it speaks of: "Search generic in Mar 2027"."""
        if self.label:
            return self.label
        if self.channels is not None:
            who = " + ".join(self.channels)
        elif self.tags is not None:
            who = say("all {tags}", tags=" + ".join(self.tags))
        else:
            who = say("all channels")
        return _in_periods(who, self.periods, horizon)

    def demands(self, horizon: Horizon) -> str:
        """What it asks, in words: "TV: at least 20,000"."""
        parts = [
            ask
            for ask, value in (
                (say("exactly {amount:,.0f}", amount=self.equal or 0), self.equal),
                (say("at least {amount:,.0f}", amount=self.minimum or 0), self.minimum),
                (say("at most {amount:,.0f}", amount=self.maximum or 0), self.maximum),
                (say("in steps of {amount:,.0f}", amount=self.step or 0), self.step),
                (say("nothing or at least {amount:,.0f}", amount=self.min_when_on or 0), self.min_when_on),
                (say("at most {count:,d} channels moved", count=self.max_moves or 0), self.max_moves),
                (say("CAC of at most {amount:,.2f}", amount=self.max_cac or 0), self.max_cac),
                (say("ROAS of at least {ratio:,.2f}", ratio=self.min_roas or 0), self.min_roas),
            )
            if value is not None
        ]
        return say("{where}: {asks}", where=self.selection(horizon), asks=Several(parts, ", "))

    def asks(self, side: str, horizon: Horizon) -> str:
        """Its "low" or "high" end, in words: "TV: at least 20,000"."""
        where = self.selection(horizon)
        if self.equal is not None:
            return say("{where}: exactly {amount:,.0f}", where=where, amount=self.equal)
        if side == "low":
            return say("{where}: at least {amount:,.0f}", where=where, amount=self.low)
        return say("{where}: at most {amount:,.0f}", where=where, amount=self.high)

    def at_bound(self, side: str, horizon: Horizon) -> str:
        """Sentence for a plan that stands at its "low" or "high" end."""
        where = self.selection(horizon)
        if self.low == self.high and (self.equal is not None or self.minimum is not None):
            return say("{where} held at {amount:,.0f}", where=where, amount=self.low)
        if side == "low":
            return say("{where} at its minimum of {amount:,.0f}", where=where, amount=self.low)
        return say("{where} at its maximum of {amount:,.0f}", where=where, amount=self.high)


_ASKS = ("minimum", "maximum", "equal", "step", "min_when_on", "max_moves", "max_cac", "min_roas")


def period_name(index: int, horizon: Horizon) -> Sentence:
    """ "Mar 2027", or "week of 2027-03-01"."""
    start = horizon.starts()[index]
    if horizon.period == "week":
        return say("week of {day}", day=start)
    return say("{month} {year}", month=MONTHS[start.month - 1], year=start.year)


def _in_periods(who: str, periods: tuple[int, ...] | None, horizon: Horizon) -> str:
    """ "TV in Mar 2027", "TV from Mar 2027 to May 2027", or just "TV" for the whole horizon."""
    if periods is None or len(set(periods)) == horizon.count:
        return who
    chosen = sorted(set(periods))
    if len(chosen) > 1 and chosen[-1] - chosen[0] == len(chosen) - 1:
        first, last = period_name(chosen[0], horizon), period_name(chosen[-1], horizon)
        return say("{who} from {first} to {last}", who=who, first=first, last=last)
    return say(
        "{who} in {periods}", who=who, periods=Several([period_name(i, horizon) for i in chosen], ", ")
    )
