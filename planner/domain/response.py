"""`respond`: what a spend brings. Slider, optimiser, plan, variance, workbook and charts all call it.

A curves document is compiled once for a horizon; after that an answer is array arithmetic on
channels x draws x periods. The middle of a forecast is the expectation over draws (the plain curve where
there are none), so that the slider's forecast and the optimiser's objective are one number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log
from statistics import NormalDist
from typing import Literal

import numpy as np

from planner.domain.adstock import Adstock, GeometricAdstock, KernelAdstock
from planner.domain.brand import BrandEffect
from planner.domain.calendar import Horizon, lived_horizon, overlap_share, periods_between
from planner.domain.curves import (
    ChannelCurve,
    CurveSet,
    Geometric,
    Hill,
    Logistic,
    NoCarryover,
    Table,
    Weights,
)
from planner.domain.errors import BadDocument, LabelMismatch, say
from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, Saturation, TableBank
from planner.domain.tail import HillTail

Measure = Literal["in_year", "full"]
TAIL_TOLERANCE = 1e-8
"""Share of an adstock that is left when the effect after the horizon is taken as finished."""
NOISE_SEED = 20270101


@dataclass(frozen=True, eq=False)
class Group:
    """Channels of one curve kind and one carry-over kind: rows `index` of the model."""

    index: np.ndarray
    adstock: Adstock
    saturation: Saturation
    after: int
    ended: FloatArray  # (n, S or 1, after) outcome after the horizon of spend before it
    ended_sum: FloatArray  # (n, S or 1) the same over all those periods
    tail: HillTail | None  # those periods in closed form, where there is one


@dataclass(frozen=True, eq=False)
class ResponseModel:
    """A curve set compiled for a horizon. C channels, D decided periods, P lived periods, S draws.

    spread   (P, D) spend of a decided period -> spend rate of each lived period
    collect  (D, P) share of a lived period's outcome that falls into each decided period
    brand    a counted brand, whose stock lifts the baseline; None where none is counted
    """

    curves: CurveSet
    horizon: Horizon
    lived: Horizon
    spread: FloatArray
    collect: FloatArray
    season: FloatArray
    price: FloatArray
    long_term: FloatArray  # (C, S or 1)
    baseline: FloatArray  # (D,)
    groups: tuple[Group, ...]
    draws: int
    brand: BrandEffect | None = None

    @property
    def channels(self) -> tuple[str, ...]:
        """Channel names, the order of every channel axis."""
        return self.curves.names

    @cached_property
    def noise_draws(self) -> FloatArray:
        """Relative error of the total outcome in each draw, shape (S,): evenly spread normal quantiles."""
        if self.draws == 1 or self.curves.noise == 0:
            return np.zeros(self.draws)
        quantiles = [NormalDist().inv_cdf((i + 0.5) / self.draws) for i in range(self.draws)]
        return self.curves.noise * np.random.default_rng(NOISE_SEED).permutation(quantiles)

    def in_order(self, spend: Mapping[str, FloatArray | list[float]]) -> FloatArray:
        """Spend by channel name as an array (C, D). Raises LabelMismatch for unknown or missing channels."""
        missing, extra = set(self.channels) - set(spend), set(spend) - set(self.channels)
        if missing or extra:
            raise LabelMismatch("channel", missing, extra)
        return np.array([np.asarray(spend[name], float) for name in self.channels])

    def rate(self, spend: FloatArray) -> FloatArray:
        """What spend (C, D) buys per lived period at its price, shape (C, P)."""
        return (spend @ self.spread.T) / self.price


@dataclass(frozen=True, eq=False)
class Forecast:
    """What a spend brings, in the curves' outcome (revenue), before it is rounded for show.

    spend, media           (C, D) money spent; expected outcome within the horizon
    after                  (C,)   expected outcome after the horizon of spend inside it
    full                   (C,)   (in-year + after) x long-term multiplier, expected
    baseline               (D,)   outcome without media, what a counted brand adds to it included
    lifted                 (D,)   that addition alone; zeros where no brand is counted
    media_draws            (C, S) in-year outcome by channel and draw
    full_draws             (C, S) full effect by channel and draw
    period_draws           (D, S) media outcome by decided period and draw
    noise_draws            (S,)   relative error of the total that no curve explains
    beyond_seen            (C, D) True where spend leaves the range the evidence covers
    """

    channels: tuple[str, ...]
    horizon: Horizon
    spend: FloatArray
    media: FloatArray
    after: FloatArray
    full: FloatArray
    baseline: FloatArray
    media_draws: FloatArray
    full_draws: FloatArray
    period_draws: FloatArray
    noise_draws: FloatArray
    beyond_seen: np.ndarray
    lifted: FloatArray

    @property
    def has_ranges(self) -> bool:
        """Whether draws stand behind the figures."""
        return self.noise_draws.size > 1

    @property
    def by_period(self) -> FloatArray:
        """Expected total outcome of each decided period, baseline included, shape (D,)."""
        total: FloatArray = self.baseline + self.media.sum(axis=0)
        return total

    def outcome(self, measure: Measure = "in_year") -> float:
        """Expected media outcome over the horizon, baseline excluded."""
        return float(self.media.sum() if measure == "in_year" else self.full.sum())

    def total_draws(self, measure: Measure = "in_year") -> FloatArray:
        """Total outcome with baseline and unexplained noise, one value a draw, shape (S,)."""
        media = (self.media_draws if measure == "in_year" else self.full_draws).sum(axis=0)
        drawn: FloatArray = (self.baseline.sum() + media) * (1.0 + self.noise_draws)
        return drawn

    def by_period_draws(self) -> FloatArray:
        """Total outcome by period and draw, baseline and noise included, shape (D, S)."""
        drawn: FloatArray = (self.baseline[:, None] + self.period_draws) * (1.0 + self.noise_draws)
        return drawn


def compile_response(curves: CurveSet, horizon: Horizon) -> ResponseModel:
    """Compile `curves` for `horizon`. Raises BadDocument when they cannot serve it."""
    lived = lived_horizon(horizon, curves.period)
    collect = overlap_share(lived, horizon)
    covered = collect.sum(axis=0)
    spread = overlap_share(horizon, lived) / covered[:, None]
    gap = periods_between(curves.origin, horizon.start, curves.period) if curves.origin else 0
    phase = np.arange(lived.count) + gap
    draws = max((len(channel.draws) for channel in curves.channels), default=0) or 1
    baseline = np.zeros(lived.count)
    if curves.baseline:
        baseline = np.array(curves.baseline)[phase % len(curves.baseline)]
    return ResponseModel(
        curves=curves,
        horizon=horizon,
        lived=lived,
        spread=spread,
        collect=collect,
        season=np.array([np.array(c.season)[phase % len(c.season)] for c in curves.channels]),
        price=np.array([np.array(c.price_index)[phase % len(c.price_index)] for c in curves.channels]),
        long_term=_drawn(curves.channels, "long_term_multiplier", draws),
        baseline=collect @ baseline,
        groups=_groups(curves.channels, draws, lived.count, max(gap, 0)),
        draws=draws,
    )


def respond(model: ResponseModel, spend: FloatArray) -> Forecast:
    """Forecast of `spend`, shape (C, D), currency per decided period, in the model's channel order.

    Raises BadDocument for a wrong shape, a negative amount or one that is no number.
    """
    return _forecast(model, spend, None)


def respond_with_next_unit(
    model: ResponseModel, spend: FloatArray
) -> tuple[Forecast, FloatArray, FloatArray]:
    """The forecast, and what one more unit in each cell adds in-year and in full effect, each (C, D)."""
    shape = (len(model.channels), model.lived.count)
    slopes = np.zeros(shape), np.zeros(shape)
    forecast = _forecast(model, spend, slopes)
    in_year, full = ((slope / model.price) @ model.spread for slope in slopes)
    return forecast, in_year, full


def next_unit(model: ResponseModel, spend: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What one more unit in each cell adds, in-year and in full effect, each (C, D)."""
    _, in_year, full = respond_with_next_unit(model, spend)
    return in_year, full


def _forecast(
    model: ResponseModel, spend: FloatArray, slopes: tuple[FloatArray, FloatArray] | None
) -> Forecast:
    """The one pass over all groups; `slopes` (C, P) in-year and full are filled where they are asked for."""
    _check(model, spend)
    rate = model.rate(spend)
    count, decided, lived = len(model.channels), model.horizon.count, model.lived.count
    media = np.empty((count, decided))
    media_draws = np.empty((count, model.draws))
    after_draws = np.zeros((count, model.draws))
    period_draws = np.zeros((decided, model.draws))
    for group in model.groups:
        rows = group.index
        adstock = group.adstock.forward(rate[rows], 0 if group.tail else group.after)
        if slopes is None:
            outcome = group.saturation.outcome(adstock)
        else:
            outcome, slope = group.saturation.outcome_and_slope(adstock)
        inside = outcome[:, :, :lived] * model.season[rows][:, None, :]
        by_period = inside @ model.collect.T
        media[rows] = by_period.mean(axis=1)
        media_draws[rows] = by_period.sum(axis=2)
        period_draws += by_period.sum(axis=0).T
        push = None
        if group.tail is None:
            after = outcome[:, :, lived:].sum(axis=2)
        elif slopes is None:
            after = group.tail.outcome(adstock[:, :, -1])
        else:
            after, push = group.tail.outcome_and_slope(adstock[:, :, -1])
        after_draws[rows] = after - group.ended_sum
        if slopes is not None:
            slopes[0][rows], slopes[1][rows] = _slopes(model, group, slope, push)
    full_draws = (media_draws + after_draws) * model.long_term
    lifted = model.baseline * (0.0 if model.brand is None else model.brand.of(spend))
    return Forecast(
        channels=model.channels,
        horizon=model.horizon,
        spend=spend,
        media=media,
        after=after_draws.mean(axis=1),
        full=full_draws.mean(axis=1),
        baseline=model.baseline + lifted,
        media_draws=media_draws,
        full_draws=full_draws,
        period_draws=period_draws,
        noise_draws=model.noise_draws,
        beyond_seen=_beyond_seen(model, spend),
        lifted=lifted,
    )


def _slopes(
    model: ResponseModel, group: Group, slope: FloatArray, push: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Expected d outcome / d rate of a group's channels, in-year and in full effect, each (n, P).

    slope  d outcome / d adstock, (n, S or 1, P + after); changed here
    push   d outcome after the horizon / d last adstock, (n, S or 1), where it is known in closed form
    """
    lived, rows = model.lived.count, group.index
    long_term = model.long_term[rows]
    slope[:, :, :lived] *= (model.season[rows] * model.collect.sum(axis=0))[:, None, :]
    inside = group.adstock.backward(slope[:, :, :lived], lived)
    followed = slope.shape[2] > lived
    whole = group.adstock.backward(slope, lived) if followed else inside
    full = (whole * long_term[:, :, None]).mean(axis=1)
    if push is not None:
        assert isinstance(group.adstock, GeometricAdstock)
        full += ((push * long_term)[:, :, None] * group.adstock.last_by_spend(lived)).mean(axis=1)
    return inside.mean(axis=1), full


def marginal_outcome(
    model: ResponseModel, spend: FloatArray, measure: Measure = "in_year"
) -> tuple[float, FloatArray]:
    """Expected media outcome of `spend` (C, D) and what one more unit in each cell adds, shape (C, D)."""
    forecast, in_year, full = respond_with_next_unit(model, spend)
    return forecast.outcome(measure), in_year if measure == "in_year" else full


def _check(model: ResponseModel, spend: FloatArray) -> None:
    wanted = (len(model.channels), model.horizon.count)
    if spend.shape != wanted:
        raise BadDocument(
            say(
                "Spend has shape {shape}; the model needs channels x periods {wanted}.",
                shape=spend.shape,
                wanted=wanted,
            )
        )
    wrong = ~(np.isfinite(spend) & (spend >= 0))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise BadDocument(
            say(
                "Spend on {channels} in {labels} is {spend}; give an amount of 0 or more.",
                channels=model.channels[row],
                labels=model.horizon.labels[column],
                spend=spend[row, column],
            )
        )


def _beyond_seen(model: ResponseModel, spend: FloatArray) -> np.ndarray:
    seen = np.array([channel.observed or (0.0, np.inf) for channel in model.curves.channels])
    lived = spend @ model.spread.T
    beyond = (lived > seen[:, 1:] * (1 + 1e-9)) | ((lived < seen[:, :1] * (1 - 1e-9)) & (lived > 0))
    outside: np.ndarray = (beyond.astype(float) @ (model.collect.T > 0).astype(float)) > 0
    return outside


def _drawn(channels: tuple[ChannelCurve, ...], name: str, draws: int) -> FloatArray:
    """Parameter `name` of each channel, shape (n, S) where a draw sets it, else (n, 1)."""

    def plain(channel: ChannelCurve) -> float:
        for holder in (channel, channel.curve, channel.carryover):
            if hasattr(holder, name):
                return float(getattr(holder, name))
        return 1.0

    if not any(name in draw for channel in channels for draw in channel.draws):
        return np.array([[plain(channel)] for channel in channels])
    return np.array(
        [
            [float(draw.get(name, plain(channel))) for draw in channel.draws] or [plain(channel)] * draws
            for channel in channels
        ]
    )


def _groups(channels: tuple[ChannelCurve, ...], draws: int, lived: int, gap: int) -> tuple[Group, ...]:
    kinds: dict[tuple[type, bool, bool, bool], list[int]] = {}
    for i, channel in enumerate(channels):
        carry = channel.carryover
        recursive = isinstance(carry, NoCarryover) or (isinstance(carry, Geometric) and carry.length is None)
        # Channels whose carry-over differs from draw to draw stay apart: the others need no draws axis there.
        drawn = any("retention" in draw for draw in channel.draws)
        key = (type(channel.curve), recursive, drawn, channel.carry_in == "steady")
        kinds.setdefault(key, []).append(i)
    groups = []
    for (curve, recursive, _, steady), index in kinds.items():
        members = tuple(channels[i] for i in index)
        saturation = _saturation(curve, members, draws)
        adstock: Adstock = _geometric(members, draws, gap) if recursive else _kernel(members, draws, gap)
        # A plan that repeats itself has its effect after the horizon inside it already, as its carry-in.
        after = 0 if steady else _periods_after(members, adstock)
        ended = saturation.outcome(adstock.forward(np.zeros((len(index), lived)), after))[:, :, lived:]
        tail = None
        if after and isinstance(saturation, HillBank) and isinstance(adstock, GeometricAdstock):
            tail = HillTail.of(saturation, adstock, after)
        ended_sum = ended.sum(axis=2)
        if tail is not None:
            ended_sum = tail.outcome(adstock.forward(np.zeros((len(index), lived)), 0)[:, :, -1])
        groups.append(Group(np.array(index), adstock, saturation, after, ended, ended_sum, tail))
    return tuple(groups)


def _saturation(curve: type, members: tuple[ChannelCurve, ...], draws: int) -> Saturation:
    def drawn(name: str) -> FloatArray:
        return _drawn(members, name, draws)[:, :, None]

    if curve is Hill:
        return HillBank(drawn("ceiling"), drawn("half_spend"), drawn("shape"))
    if curve is Logistic:
        return LogisticBank(drawn("ceiling"), drawn("rate"))
    return TableBank(tuple(c.curve for c in members if isinstance(c.curve, Table)), drawn("scale"))


def _geometric(members: tuple[ChannelCurve, ...], draws: int, gap: int) -> GeometricAdstock:
    retention = np.zeros((len(members), 1))
    if any(isinstance(c.carryover, Geometric) for c in members):
        retention = np.where(
            [[isinstance(c.carryover, Geometric)] for c in members], _retention(members, draws), 0.0
        )
    normalized = np.array([[isinstance(c.carryover, Geometric) and c.carryover.normalized] for c in members])
    start = np.array([[_last(c)] for c in members]) * retention**gap
    return GeometricAdstock(np.where(normalized, 1.0 - retention, 1.0), retention, start, _steady(members))


def _kernel(members: tuple[ChannelCurve, ...], draws: int, gap: int) -> KernelAdstock:
    kernels = [
        _weights(c, retention) for c, retention in zip(members, _retention(members, draws), strict=True)
    ]
    memory = max(k.shape[1] for k in kernels)
    kernel = np.stack([np.pad(k, ((0, 0), (0, memory - k.shape[1]))) for k in kernels])
    past = np.zeros((len(members), memory - 1))
    for row, channel in zip(past, members, strict=True):
        if channel.carry_in == "steady":
            continue
        known = np.array([*channel.carry_in, *([0.0] * gap)])[-(memory - 1) :] if memory > 1 else np.zeros(0)
        row[memory - 1 - known.size :] = known
    return KernelAdstock(kernel, past, _steady(members))


def _retention(members: tuple[ChannelCurve, ...], draws: int) -> FloatArray:
    retention = _drawn(members, "retention", draws)
    if ((retention < 0) | (retention >= 1)).any() and any(
        isinstance(c.carryover, Geometric) for c in members
    ):
        rows = [
            c.name
            for c, r in zip(members, retention, strict=True)
            if isinstance(c.carryover, Geometric) and ((r < 0) | (r >= 1)).any()
        ]
        if rows:
            raise BadDocument(
                say('channel "{rows}": every draw of retention must be from 0 to below 1.', rows=rows[0])
            )
    return retention


def _weights(channel: ChannelCurve, retention: FloatArray) -> FloatArray:
    carry = channel.carryover
    if isinstance(carry, Weights):
        return np.broadcast_to(np.array(carry.weights), (retention.size, len(carry.weights)))
    assert isinstance(carry, Geometric)
    weights = retention[:, None] ** np.arange(carry.length or 1)
    return weights / weights.sum(axis=1, keepdims=True) if carry.normalized else weights


def _last(channel: ChannelCurve) -> float:
    return float(channel.carry_in[-1]) if channel.carry_in and channel.carry_in != "steady" else 0.0


def _steady(members: tuple[ChannelCurve, ...]) -> np.ndarray:
    return np.array([c.carry_in == "steady" for c in members])


def _periods_after(members: tuple[ChannelCurve, ...], adstock: Adstock) -> int:
    if isinstance(adstock, KernelAdstock):
        return int(adstock.kernel.shape[2]) - 1
    longest = float(adstock.retention.max())
    if longest == 0:
        return 0
    # A curve with shape below 1 lets go of its outcome more slowly than its adstock shrinks.
    shapes = [
        d.get("shape", c.curve.shape) for c in members if isinstance(c.curve, Hill) for d in (*c.draws, {})
    ]
    return ceil(log(TAIL_TOLERANCE) / (log(longest) * min(1.0, *shapes, 1.0)))
