"""What a plan is asked for: a goal, an attitude to risk, and when to stop looking for something better."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

from planner.domain.errors import BadDocument, say

Metric = Literal["revenue", "new_customers", "profit"]


@dataclass(frozen=True)
class SpendExactly:
    """Spend `total`, no more and no less, where it earns most."""

    total: float

    def __post_init__(self) -> None:
        if not isfinite(self.total) or self.total <= 0:
            raise BadDocument(
                say(
                    "The budget to split is {total:,.0f}; give a total above 0, or ask for the best total.",
                    total=self.total,
                )
            )


@dataclass(frozen=True)
class Reach:
    """Reach `value` of `metric` over the horizon with the least spend.

    revenue        media outcome plus baseline
    new_customers  media outcome / average sale x each channel's new customer share
    profit         margin x (media outcome + baseline) - spend
    """

    metric: Metric
    value: float
    margin: float | None = None

    def __post_init__(self) -> None:
        if not isfinite(self.value):
            raise BadDocument(
                say("The {metric} to reach must be a number.", metric=self.metric.replace("_", " "))
            )
        if self.metric == "profit" and self.margin is None:
            raise BadDocument(
                say("A profit to reach needs the margin: add it to the goal, for example 0.45.")
            )
        if self.margin is not None:
            _check_margin(self.margin)


@dataclass(frozen=True)
class BestProfit:
    """The total and split with the largest margin x media outcome - hurdle x spend.

    margin  contribution margin, a share of revenue
    hurdle  margin the last unit of spend has to bring, 1.0: its own cost
    """

    margin: float
    hurdle: float = 1.0

    def __post_init__(self) -> None:
        _check_margin(self.margin)
        if not isfinite(self.hurdle) or self.hurdle <= 0:
            raise BadDocument(say("The hurdle must be a number above 0, not {hurdle}.", hurdle=self.hurdle))


Goal = SpendExactly | Reach | BestProfit


@dataclass(frozen=True)
class Mean:
    """The expectation over draws."""


@dataclass(frozen=True)
class CVaR:
    """The mean of the worst `level` share of draws."""

    level: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.level <= 1:
            raise BadDocument(
                say("The cvar level must be above 0 and at most 1, not {level}.", level=self.level)
            )


@dataclass(frozen=True)
class Safe:
    """The largest expected gain over the current plan that beats it with at least `chance`."""

    chance: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.chance < 1:
            raise BadDocument(say("The chance must lie between 0 and 1, not {chance}.", chance=self.chance))


Risk = Mean | CVaR | Safe


@dataclass(frozen=True)
class Stop:
    """Stop at a relative `gap` between answer and bound, or after `seconds`, whichever comes first."""

    gap: float = 0.001
    seconds: float = 10.0

    def __post_init__(self) -> None:
        if not (isfinite(self.gap) and self.gap >= 0 and isfinite(self.seconds) and self.seconds > 0):
            raise BadDocument(say("stop needs a gap of at least 0 and seconds above 0."))


def _check_margin(margin: float) -> None:
    if not (isfinite(margin) and 0 < margin <= 1):
        raise BadDocument(
            say("The margin is a share of revenue above 0 and at most 1, not {margin}.", margin=margin)
        )
