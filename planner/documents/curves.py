"""The curves document, `planner-curves/1`, in and out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from planner.documents.reading import checked
from planner.domain.calendar import Month
from planner.domain.curves import (
    Carryover,
    ChannelCurve,
    Curve,
    CurveSet,
    Geometric,
    Hill,
    Logistic,
    NoCarryover,
    Table,
    Weights,
)
from planner.domain.errors import BadDocument, say

FORMAT = "planner-curves/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Hill(_Part):
    kind: Literal["hill"]
    ceiling: FiniteFloat
    half_spend: FiniteFloat
    shape: FiniteFloat

    def value(self) -> Curve:
        return Hill(self.ceiling, self.half_spend, self.shape)


class _Logistic(_Part):
    kind: Literal["logistic"]
    ceiling: FiniteFloat
    rate: FiniteFloat

    def value(self) -> Curve:
        return Logistic(self.ceiling, self.rate)


class _Table(_Part):
    kind: Literal["table"]
    spend: list[FiniteFloat]
    outcome: list[FiniteFloat]

    def value(self) -> Curve:
        return Table(tuple(self.spend), tuple(self.outcome))


class _None(_Part):
    kind: Literal["none"]

    def value(self) -> Carryover:
        return NoCarryover()


class _Geometric(_Part):
    kind: Literal["geometric"]
    retention: FiniteFloat
    normalized: bool
    length: int | None = None

    def value(self) -> Carryover:
        return Geometric(self.retention, self.normalized, self.length)


class _Weights(_Part):
    kind: Literal["weights"]
    weights: list[FiniteFloat]

    def value(self) -> Carryover:
        return Weights(tuple(self.weights))


class _Channel(_Part):
    name: str
    curve: Annotated[_Hill | _Logistic | _Table, Field(discriminator="kind")]
    carryover: Annotated[_None | _Geometric | _Weights, Field(discriminator="kind")] = _None(kind="none")
    tags: list[str] = []
    carry_in: Literal["steady"] | list[FiniteFloat] | FiniteFloat = []
    season: list[FiniteFloat] = [1.0]
    price_index: list[FiniteFloat] = [1.0]
    long_term_multiplier: FiniteFloat = 1.0
    observed: tuple[FiniteFloat, FiniteFloat] | None = None
    draws: list[dict[str, FiniteFloat]] = []
    new_customer_share: Annotated[FiniteFloat, Field(ge=0, le=1)] | None = None

    def value(self) -> ChannelCurve:
        carry_in = self.carry_in
        if isinstance(carry_in, float):
            carry_in = [carry_in]
        return ChannelCurve(
            name=self.name,
            curve=self.curve.value(),
            carryover=self.carryover.value(),
            tags=tuple(self.tags),
            carry_in="steady" if carry_in == "steady" else tuple(float(v) for v in carry_in),
            season=tuple(self.season),
            price_index=tuple(self.price_index),
            long_term_multiplier=self.long_term_multiplier,
            observed=self.observed,
            draws=tuple(self.draws),
            new_customer_share=self.new_customer_share,
        )


class _Curves(_Part):
    model_config = ConfigDict(extra="allow")
    format: Literal["planner-curves/1"]
    period: Literal["month", "week"]
    currency: str
    outcome: Literal["revenue"]
    origin: str | None = None
    baseline: list[FiniteFloat] | dict[str, Any] | None = None
    noise: Annotated[FiniteFloat, Field(ge=0)] = 0.0
    channels: list[_Channel]


def read_curves(value: object) -> CurveSet:
    """A parsed JSON value as curves. Raises BadDocument naming the field, or the channel, at fault."""
    parsed = checked(_Curves.model_validate, value, "Curves document")
    extra = dict(parsed.model_extra or {})
    if isinstance(parsed.baseline, dict):  # a fitted trend, season and controls: `forecast` reads it
        extra["baseline"] = parsed.baseline
    return CurveSet(
        period=parsed.period,
        currency=parsed.currency,
        outcome=parsed.outcome,
        origin=_day(parsed.origin) if parsed.origin else None,
        baseline=tuple(parsed.baseline) if isinstance(parsed.baseline, list) else (),
        noise=parsed.noise,
        channels=tuple(channel.value() for channel in parsed.channels),
        extra=extra,
    )


def curves_document(curves: CurveSet) -> dict[str, Any]:
    """The document of `curves`; reading it back gives an equal set."""
    return {
        "format": FORMAT,
        "period": curves.period,
        "currency": curves.currency,
        "outcome": curves.outcome,
        **({"origin": curves.origin.isoformat()} if curves.origin else {}),
        **({"baseline": list(curves.baseline)} if curves.baseline else {}),
        **({"noise": curves.noise} if curves.noise else {}),
        "channels": [_channel_document(channel) for channel in curves.channels],
        **curves.extra,
    }


def _channel_document(channel: ChannelCurve) -> dict[str, Any]:
    return {
        "name": channel.name,
        "tags": list(channel.tags),
        "curve": _kind_document(channel.curve),
        "carryover": _kind_document(channel.carryover),
        "carry_in": "steady" if channel.carry_in == "steady" else list(channel.carry_in),
        "season": list(channel.season),
        "price_index": list(channel.price_index),
        "long_term_multiplier": channel.long_term_multiplier,
        **({"observed": list(channel.observed)} if channel.observed else {}),
        **({"draws": [dict(draw) for draw in channel.draws]} if channel.draws else {}),
        **(
            {"new_customer_share": channel.new_customer_share}
            if channel.new_customer_share is not None
            else {}
        ),
    }


def _kind_document(part: Curve | Carryover) -> dict[str, Any]:
    match part:
        case Hill(ceiling, half_spend, shape):
            return {"kind": "hill", "ceiling": ceiling, "half_spend": half_spend, "shape": shape}
        case Logistic(ceiling, rate):
            return {"kind": "logistic", "ceiling": ceiling, "rate": rate}
        case Table(spend, outcome):
            return {"kind": "table", "spend": list(spend), "outcome": list(outcome)}
        case NoCarryover():
            return {"kind": "none"}
        case Geometric(retention, normalized, length):
            known = {"kind": "geometric", "retention": retention, "normalized": normalized}
            return known if length is None else {**known, "length": length}
        case Weights(weights):
            return {"kind": "weights", "weights": list(weights)}


def _day(text: str) -> date:
    """A date, or a month standing for its first day."""
    try:
        return Month.parse(text).start if len(text) == 7 else date.fromisoformat(text)
    except ValueError:
        raise BadDocument(
            say('Curves document: origin: "{text}" is not a date; write it as 2027-01-01.', text=text)
        ) from None
