"""What is asked of the optimiser, with everything named: a frozen value that checks itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument, say
from planner.domain.goals import Goal, Mean, Risk, Safe, Stop
from planner.domain.limits import Limit
from planner.domain.money import FloatArray


@dataclass(frozen=True)
class Free:
    """Each period of each channel is decided."""


@dataclass(frozen=True)
class Fixed:
    """Only channel totals are decided; `flights` holds weights per period on any positive scale."""

    flights: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, weights in self.flights.items():
            if not all(isfinite(w) and w >= 0 for w in weights) or not sum(weights) > 0:
                raise BadDocument(
                    say('flights of "{name}" must be numbers of at least 0, some above 0.', name=name)
                )


Timing = Free | Fixed


@dataclass(frozen=True)
class Request:
    """A question to the optimiser.

    current       the plan to beat: channel -> total or amounts per period; None when there is none
    average_sale  currency per order, needed where new customers are asked for
    """

    horizon: Horizon
    goal: Goal
    timing: Timing = field(default_factory=Free)
    limits: tuple[Limit, ...] = ()
    measure: Literal["in_year", "full"] = "in_year"
    current: Mapping[str, float | tuple[float, ...]] | None = None
    risk: Risk = field(default_factory=Mean)
    stop: Stop = field(default_factory=Stop)
    average_sale: float | None = None

    def __post_init__(self) -> None:
        count = self.horizon.count
        if isinstance(self.timing, Fixed):
            for name, weights in self.timing.flights.items():
                if len(weights) != count:
                    raise BadDocument(
                        say(
                            'flights of "{name}" hold {weights} weights; the horizon has {periods}.',
                            name=name,
                            weights=len(weights),
                            periods=count,
                        )
                    )
        for limit in self.limits:
            if limit.periods is not None and not all(0 <= p < count for p in limit.periods):
                raise BadDocument(
                    say("{limit} speaks of a period outside the horizon.", limit=limit.label or "a limit")
                )
        for name, amounts in (self.current or {}).items():
            if isinstance(amounts, tuple) and len(amounts) != count:
                raise BadDocument(
                    say(
                        'current holds {amounts} amounts of "{name}", not {periods}.',
                        amounts=len(amounts),
                        name=name,
                        periods=count,
                    )
                )
            if not np.all(np.isfinite(amounts)) or np.any(np.asarray(amounts) < 0):
                raise BadDocument(say('current: "{name}" must be numbers of at least 0.', name=name))
        if isinstance(self.risk, Safe) and self.current is None:
            raise BadDocument(
                say("A safe plan is one that beats the current plan; give the request its current.")
            )
        if self.average_sale is not None and not (isfinite(self.average_sale) and self.average_sale > 0):
            raise BadDocument(say("average_sale must be a number above 0."))

    def flight_shares(self, names: tuple[str, ...]) -> FloatArray:
        """Share of a channel's total in each period, shape (C, D); even where no flight is given."""
        count = self.horizon.count
        shares = np.full((len(names), count), 1.0 / count)
        if isinstance(self.timing, Fixed):
            for row, name in zip(shares, names, strict=True):
                if name in self.timing.flights:
                    weights = np.array(self.timing.flights[name])
                    row[:] = weights / weights.sum()
        return shares

    def current_spend(self, names: tuple[str, ...]) -> FloatArray | None:
        """The current plan as an array (C, D), totals laid out by flights; a channel not named spends 0."""
        if self.current is None:
            return None
        spend = self.flight_shares(names)
        for row, name in zip(spend, names, strict=True):
            amounts = self.current.get(name, 0.0)
            row[:] = amounts if isinstance(amounts, tuple) else row * amounts
        return spend
