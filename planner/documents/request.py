"""The request document: what the optimiser is asked, read from JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from planner.documents.reading import checked
from planner.domain.calendar import Horizon, Month
from planner.domain.errors import BadDocument, say
from planner.domain.goals import BestProfit, CVaR, Goal, Mean, Reach, Risk, Safe, SpendExactly, Stop
from planner.domain.limits import Limit
from planner.domain.request import Fixed, Free, Request

WHAT = "Request document"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Horizon(_Part):
    start: str
    months: int | None = None
    periods: int | None = None

    def value(self) -> Horizon:
        if (self.months is None) == (self.periods is None):
            raise BadDocument(
                say(
                    "{what}: horizon: give months (with a start like 2027-01) or periods (weeks, with a "
                    "start like 2027-01-04).",
                    what=WHAT,
                )
            )
        try:
            start = Month.parse(self.start).start if len(self.start) == 7 else date.fromisoformat(self.start)
        except ValueError:
            raise BadDocument(
                say(
                    '{what}: horizon: "{start}" is not a start; write 2027-01 or 2027-01-04.',
                    what=WHAT,
                    start=self.start,
                )
            ) from None
        if self.months is not None:
            return Horizon(start, self.months, "month")
        # A start written as a month means months, however the count is called.
        return Horizon(start, self.periods or 0, "month" if len(self.start) == 7 else "week")


class _Spend(_Part):
    kind: Literal["spend"]
    total: FiniteFloat

    def value(self) -> Goal:
        return SpendExactly(self.total)


class _Reach(_Part):
    kind: Literal["reach"]
    metric: Literal["revenue", "new_customers", "profit"]
    value_: Annotated[FiniteFloat, Field(alias="value")]
    margin: FiniteFloat | None = None

    def value(self) -> Goal:
        return Reach(self.metric, self.value_, self.margin)


class _Profit(_Part):
    kind: Literal["profit"]
    margin: FiniteFloat
    hurdle: FiniteFloat = 1.0

    def value(self) -> Goal:
        return BestProfit(self.margin, self.hurdle)


class _Extras(_Part):
    step: FiniteFloat | None = None
    min_when_on: FiniteFloat | None = None
    max_moves: int | None = None
    max_cac: FiniteFloat | None = None
    min_roas: FiniteFloat | None = None


class _Limit(_Extras):
    channels: list[str] | str | None = None
    tags: list[str] | str | None = None
    months: list[str] | str | None = None
    periods: list[int] | int | None = None
    min: FiniteFloat | None = None
    max: FiniteFloat | None = None
    equal: FiniteFloat | None = None
    label: str = ""

    def value(self, horizon: Horizon) -> Limit:
        return Limit(
            channels=_several(self.channels),
            tags=_several(self.tags),
            periods=self._periods(horizon),
            minimum=self.min,
            maximum=self.max,
            equal=self.equal,
            step=self.step,
            min_when_on=self.min_when_on,
            max_moves=self.max_moves,
            max_cac=self.max_cac,
            min_roas=self.min_roas,
            label=self.label,
        )

    def _periods(self, horizon: Horizon) -> tuple[int, ...] | None:
        where = f'{WHAT}: limit "{self.label}"' if self.label else f"{WHAT}: a limit"
        months = _several(self.months)
        if months is not None and self.periods is not None:
            raise BadDocument(say("{where} names months and periods; name one of them.", where=where))
        if months is not None:
            wanted = {Month.parse(text) for text in months}
            missing = sorted(wanted - set(horizon.months))
            if missing:
                raise BadDocument(
                    say(
                        "{where}: {missing} lies outside the horizon ({first} to {last}).",
                        where=where,
                        missing=missing[0],
                        first=horizon.labels[0],
                        last=horizon.labels[-1],
                    )
                )
            return tuple(i for i, month in enumerate(horizon.months) if month in wanted)
        if self.periods is None:
            return None
        chosen = [self.periods] if isinstance(self.periods, int) else self.periods
        for number in chosen:
            if not 1 <= number <= horizon.count:
                raise BadDocument(
                    say(
                        "{where}: there is no period {number}; they count from 1 to {count}.",
                        where=where,
                        number=number,
                        count=horizon.count,
                    )
                )
        return tuple(sorted({number - 1 for number in chosen}))


class _Mean(_Part):
    kind: Literal["mean"]

    def value(self) -> Risk:
        return Mean()


class _CVaR(_Part):
    kind: Literal["cvar"]
    level: FiniteFloat = 0.2

    def value(self) -> Risk:
        return CVaR(self.level)


class _Safe(_Part):
    kind: Literal["safe"]
    chance: FiniteFloat = 0.8

    def value(self) -> Risk:
        return Safe(self.chance)


class _Stop(_Part):
    gap: FiniteFloat = 0.001
    seconds: FiniteFloat = 10.0


class _Request(_Extras):
    horizon: _Horizon
    goal: Annotated[_Spend | _Reach | _Profit, Field(discriminator="kind")]
    timing: Literal["free", "fixed"] = "free"
    flights: dict[str, list[FiniteFloat]] | None = None
    limits: list[_Limit] = []
    measure: Literal["in_year", "full"] = "in_year"
    current: dict[str, FiniteFloat | list[FiniteFloat]] | None = None
    risk: Annotated[_Mean | _CVaR | _Safe, Field(discriminator="kind")] = _Mean(kind="mean")
    stop: _Stop = _Stop()
    average_sale: FiniteFloat | None = None


def read_request(value: object) -> Request:
    """A parsed JSON value as a request. Raises BadDocument naming the field at fault."""
    parsed = checked(_Request.model_validate, value, WHAT)
    horizon = parsed.horizon.value()
    limits = [limit.value(horizon) for limit in parsed.limits]
    extras = {name: getattr(parsed, name) for name in _Extras.model_fields}
    if any(extra is not None for extra in extras.values()):
        limits.append(Limit(**extras))  # beside the limits they speak of every channel and period
    flights = {name: tuple(weights) for name, weights in (parsed.flights or {}).items()}
    current = None
    if parsed.current is not None:
        current = {
            name: tuple(amounts) if isinstance(amounts, list) else float(amounts)
            for name, amounts in parsed.current.items()
        }
    return Request(
        horizon=horizon,
        goal=parsed.goal.value(),
        timing=Fixed(flights) if parsed.timing == "fixed" else Free(),
        limits=tuple(limits),
        measure=parsed.measure,
        current=current,
        risk=parsed.risk.value(),
        stop=Stop(parsed.stop.gap, parsed.stop.seconds),
        average_sale=parsed.average_sale,
    )


def _several(value: list[str] | str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(value)
