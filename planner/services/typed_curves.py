"""Curves by hand: "at 100k a month we get 300, at 200k 450, we never get over 700", into a stored set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite, log

import numpy as np

from planner.domain.calendar import WEEKS_PER_MONTH, Horizon, Period
from planner.domain.curves import (
    Carryover,
    ChannelCurve,
    CurveSet,
    Geometric,
    Hill,
    Logistic,
    NoCarryover,
    Table,
    Weights,
)
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response
from planner.services.starting import TypedCurve

STEEPEST = 20.0
"""A shape beyond this is a step: nothing, then everything."""
POINTS = 41
"""Points of a drawn curve: a step of 2.5 % of its width, which no eye tells from a line."""


@dataclass(frozen=True)
class Said:
    """Two known points and a ceiling, currency units a month; without the second point the shape is 1."""

    name: str
    first: tuple[float, float]
    second: tuple[float, float] | None
    ceiling: float

    def __post_init__(self) -> None:
        for amount in (*self.first, *(self.second or ()), self.ceiling):
            if not (isfinite(amount) and amount >= 0):
                raise BadDocument(
                    say(
                        '"{name}": amounts must be numbers of at least 0, not {amount}.',
                        name=self.name,
                        amount=amount,
                    )
                )
        if self.second is None:
            TypedCurve(self.name, *self.first, self.ceiling)
            return
        (low, some), (high, more) = self.first, self.second
        if low <= 0 or some <= 0:
            raise BadDocument(
                say('"{name}": give a first point with spend and outcome above 0.', name=self.name)
            )
        if high <= low:
            raise BadDocument(
                say(
                    '"{name}": the second point is at {high:,.0f} a month, not above the first at '
                    "{low:,.0f}.",
                    name=self.name,
                    high=high,
                    low=low,
                )
            )
        if more <= some:
            raise BadDocument(
                say(
                    '"{name}": at {high:,.0f} a month you get {more:,.0f}, no more than the {some:,.0f} '
                    "at {low:,.0f}. If it is full there, put the ceiling just above and drop the second "
                    "point.",
                    name=self.name,
                    high=high,
                    more=more,
                    some=some,
                    low=low,
                )
            )
        if self.ceiling <= more:
            raise BadDocument(
                say(
                    '"{name}" cannot bring {more:,.0f} a month already and never more than '
                    "{ceiling:,.0f}; give a ceiling above {more:,.0f}.",
                    name=self.name,
                    more=more,
                    ceiling=self.ceiling,
                )
            )
        if self.shape > STEEPEST:
            raise BadDocument(
                say(
                    '"{name}" would jump from {some:,.0f} to {more:,.0f} between {low:,.0f} and '
                    "{high:,.0f}; give points further apart, or a higher ceiling.",
                    name=self.name,
                    some=some,
                    more=more,
                    low=low,
                    high=high,
                )
            )

    @property
    def shape(self) -> float:
        """y / (ceiling - y) = (x / half)^shape at both points, so the shape is a ratio of logarithms."""
        if self.second is None:
            return 1.0
        (low, some), (high, more) = self.first, self.second
        return log(more / (self.ceiling - more) * (self.ceiling - some) / some) / log(high / low)

    @property
    def curve(self) -> Hill:
        """The Hill curve per month through all that was said."""
        if self.second is None:
            found = TypedCurve(self.name, *self.first, self.ceiling).curve().curve
            assert isinstance(found, Hill)
            return found
        low, some = self.first
        return Hill(self.ceiling, low * ((self.ceiling - some) / some) ** (1 / self.shape), self.shape)


def in_a_month(period: Period) -> float:
    """Periods of that kind in an average month."""
    return 1.0 if period == "month" else WEEKS_PER_MONTH


def gain(carry: Carryover) -> float:
    """Adstock per period of a spend that never changes, per unit of it."""
    match carry:
        case NoCarryover():
            return 1.0
        case Geometric(retention, normalized, length):
            if normalized:
                return 1.0
            return 1 / (1 - retention) if length is None else sum(retention**lag for lag in range(length))
        case Weights(weights):
            return sum(weights)


def with_typed(curves: CurveSet, said: Said) -> CurveSet:
    """The set with what was said in place of that channel's curve, or as a new channel.

    A channel keeps its carry-over, season and prices: what was said is of a steady spend in an average
    month. Its draws, seen range and evidence go, as nothing measured stands behind a typed curve.
    """
    months = in_a_month(curves.period)
    known = curves.channel(said.name) if said.name in curves.names else ChannelCurve(said.name, said.curve)
    typed = replace(
        known,
        curve=Hill(
            said.curve.ceiling / months,
            said.curve.half_spend / months * (gain(known.carryover) or 1.0),
            said.curve.shape,
        ),
        observed=None,
        draws=(),
    )
    if said.name in curves.names:
        channels = tuple(typed if c.name == said.name else c for c in curves.channels)
    else:
        channels = (*curves.channels, typed)
    return replace(curves, channels=channels, extra=_without_evidence(curves.extra, said.name))


def _without_evidence(extra: Mapping[str, object], name: str) -> dict[str, object]:
    fit = extra.get("fit")
    if not isinstance(fit, dict):
        return dict(extra)
    kept = {
        key: {n: v for n, v in part.items() if n != name} if isinstance(part, dict) else part
        for key, part in fit.items()
    }
    return {**extra, "fit": kept}


@dataclass(frozen=True, eq=False)
class SteadyCurve:
    """What a steady spend a month brings a month: points of equal length with P10 and P90."""

    spend: FloatArray
    outcome: FloatArray
    low: FloatArray
    high: FloatArray


def steady_curve(channel: ChannelCurve, period: Period, top: float) -> SteadyCurve:
    """Response of one channel from 0 to `top` a month, spend unchanged for long, season and price 1."""
    months, at = in_a_month(period), np.linspace(0.0, top, POINTS)
    draws = tuple({k: v for k, v in draw.items() if k != "retention"} for draw in channel.draws)
    still = ChannelCurve(channel.name, channel.curve, draws=draws)
    # Without carry-over each period answers by itself, so every point may be a period of one plan.
    model = compile_response(CurveSet(period, "USD", (still,)), Horizon(date(2024, 1, 1), POINTS, period))
    found = respond(model, (at / months * (gain(channel.carryover) or 1.0))[None, :])
    low, high = np.percentile(found.period_draws, [10, 90], axis=1) * months
    return SteadyCurve(at, found.media[0] * months, low, high)


def usual_spend(channel: ChannelCurve, period: Period) -> float:
    """A monthly spend to draw the channel around: the largest seen, else what fills half of its curve."""
    months = in_a_month(period)
    if channel.observed is not None and channel.observed[1] > 0:
        return channel.observed[1] * months
    match channel.curve:
        case Hill(ceiling, half_spend):
            steady = half_spend if ceiling > 0 else 0.0
        case Logistic(_, rate):
            steady = 2 / rate
        case Table(spend):
            steady = spend[-1]
    return steady / (gain(channel.carryover) or 1.0) * months
