"""The response in the optimiser's variables: value, gradient and curvature of many plans at once.

The response model says adstock = lift @ v + before for each channel, because carry-over is linear: `lift` is
read off the model's own adstock, so that the optimiser and `respond` cannot disagree.
B plans, C channels, V variables a channel (its periods, or 1 where only its total is decided), T periods in
which an outcome arises (those of the horizon, then those after it), S draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from planner.domain.curves import ChannelCurve, CurveSet, Hill, Logistic, Table
from planner.domain.forecast import Measure
from planner.domain.money import FloatArray
from planner.domain.response_model import ResponseModel
from planner.domain.saturation import HillBank, LogisticBank, Saturation, TableBank
from planner.plan.shape import bend


class Smooth(Protocol):
    """Anything that can stand in for a curve: an envelope."""

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Value."""

    def slope(self, adstock: FloatArray) -> FloatArray:
        """First derivative."""

    def bend(self, adstock: FloatArray) -> FloatArray:
        """Second derivative."""


@dataclass(frozen=True, eq=False)
class Block:
    """Channels `index` whose curves are of one kind.

    lift    (n, S or 1, T, V) adstock per unit of each variable
    before  (n, S or 1, T) adstock left by spend before the horizon
    weight  (n, S or 1, T) worth of an outcome: season, share inside the horizon, long-term multiplier
    ended   (n,) outcome after the horizon that spend inside it does not earn, weighted
    """

    index: np.ndarray
    saturation: Saturation | Smooth
    lift: FloatArray
    before: FloatArray
    weight: FloatArray
    ended: FloatArray


@dataclass(frozen=True, eq=False)
class Bank:
    """All channels' responses in the variables; `periods` is the largest T of the blocks."""

    blocks: tuple[Block, ...]
    channels: int
    variables: int
    periods: int

    def values(self, plans: FloatArray, scale: FloatArray | None = None) -> FloatArray:
        """Weighted outcome by plan and channel, shape (B, C), of plans (B, C, V).

        scale  (C, T) multiplies an outcome's worth, default 1
        """
        found = np.empty(plans.shape[:2])
        for block in self.blocks:
            adstock = _adstock(block, plans)
            outcome = block.saturation.outcome(adstock).reshape(*adstock.shape[:1], -1, *_tail(block, plans))
            worth = _worth(block, scale)
            total = (outcome * worth[..., None]).sum(axis=2).mean(axis=1)  # (n, B)
            ended = block.ended if scale is None else block.ended * scale[block.index, -1]
            found[:, block.index] = (total - ended[:, None]).T
        return found

    def model(
        self, plans: FloatArray, scale: FloatArray | None = None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Outcome (B, C), gradient (B, C, V) and size of curvature (B, C, V, V).

        The curvature is lift' |w f''| lift: its sign is dropped, so that a Newton step of an S-curve's steep
        part goes uphill with a bounded stride (saddle-free Newton, Dauphin et al. 2014).
        """
        count = plans.shape[0]
        found = np.empty(plans.shape[:2])
        gradient = np.empty(plans.shape)
        curvature = np.empty((*plans.shape, plans.shape[2]))
        for block in self.blocks:
            adstock = _adstock(block, plans)
            shape = (adstock.shape[0], -1, *_tail(block, plans))
            worth = _worth(block, scale)[..., None]
            outcome = block.saturation.outcome(adstock).reshape(shape)
            ended = block.ended if scale is None else block.ended * scale[block.index, -1]
            found[:, block.index] = ((outcome * worth).sum(axis=2).mean(axis=1) - ended[:, None]).T
            slope = block.saturation.slope(adstock).reshape(shape) * worth
            bent = np.abs(_second(block.saturation, adstock).reshape(shape) * worth)
            lift = block.lift
            if lift.shape[1] == 1:  # one carry-over for all draws: average the slopes first
                slope, bent = slope.mean(axis=1, keepdims=True), bent.mean(axis=1, keepdims=True)
            by_draw = np.swapaxes(lift, 2, 3) @ slope  # (n, S', V, B)
            gradient[:, block.index] = by_draw.mean(axis=1).transpose(2, 0, 1)
            for b in range(count):
                pressed = np.swapaxes(lift, 2, 3) @ (bent[..., b, None] * lift)
                curvature[b, block.index] = pressed.mean(axis=1)
        return found, gradient, curvature


def _adstock(block: Block, plans: FloatArray) -> FloatArray:
    """Adstock with periods and plans in one axis, shape (n, S or 1, T * B)."""
    v = plans[:, block.index].transpose(1, 2, 0)[:, None]  # (n, 1, V, B)
    adstock = block.lift @ v + block.before[..., None]
    flat: FloatArray = adstock.reshape(*adstock.shape[:2], -1)
    return flat


def _second(saturation: Saturation | Smooth, adstock: FloatArray) -> FloatArray:
    if isinstance(saturation, HillBank | LogisticBank | TableBank):
        return bend(saturation, adstock)
    return saturation.bend(adstock)


def _tail(block: Block, plans: FloatArray) -> tuple[int, int]:
    return block.lift.shape[2], plans.shape[0]


def _worth(block: Block, scale: FloatArray | None) -> FloatArray:
    if scale is None:
        return block.weight
    worth: FloatArray = block.weight * scale[block.index, None, : block.weight.shape[2]]
    return worth


def build_bank(model: ResponseModel, measure: Measure, shares: FloatArray | None) -> Bank:
    """Compile `model` for the measure; `shares` (C, D) lays totals out, None: periods are variables."""
    lived, decided = model.lived.count, model.horizon.count
    blocks = []
    for group in model.groups:
        rows = group.index
        after = group.after if measure == "full" else 0
        before = group.adstock.forward(np.zeros((rows.size, lived)), after)
        columns = []
        for t in range(lived):
            pulse = np.zeros((rows.size, lived))
            pulse[:, t] = 1.0 / model.price[rows, t]
            columns.append(group.adstock.forward(pulse, after) - before)
        lift = np.stack(columns, axis=3) @ model.spread  # (n, S', T, D)
        if shares is not None:
            lift = lift @ shares[rows][:, None, :, None]
        weight = np.ones((rows.size, 1, lived + after))
        weight[:, 0, :lived] = model.season[rows] * model.collect.sum(axis=0)
        if measure == "full":
            weight = weight * model.long_term[rows][:, :, None]
        ended = (
            (group.ended[:, :, :after] * weight[:, :, lived:]).sum(axis=2).mean(axis=1)
            if after
            else np.zeros(rows.size)
        )
        blocks.append(Block(rows, group.saturation, lift, before, weight, ended))
    variables = decided if shares is None else 1
    return Bank(tuple(blocks), len(model.channels), variables, max(b.weight.shape[2] for b in blocks))


def expected_curves(curves: CurveSet, measure: Measure) -> CurveSet:
    """The same expectation without draws, where draws only scale outcomes; else `curves` as they are.

    The mean of c_s f(a) over draws is mean(c) f(a); for the full effect mean(c x long-term multiplier).
    """
    if not any(channel.draws for channel in curves.channels):
        return curves
    scaling = {"ceiling", "scale", "long_term_multiplier"}
    if any(set(draw) & _EFFECTIVE - scaling for channel in curves.channels for draw in channel.draws):
        return curves
    return replace(curves, channels=tuple(_expected(channel, measure) for channel in curves.channels))


_EFFECTIVE = {"ceiling", "scale", "long_term_multiplier", "half_spend", "shape", "rate", "retention"}


def _expected(channel: ChannelCurve, measure: Measure) -> ChannelCurve:
    if not channel.draws:
        return channel
    curve = channel.curve
    name, plain = ("scale", 1.0) if isinstance(curve, Table) else ("ceiling", curve.ceiling)
    ceilings = np.array([draw.get(name, plain) for draw in channel.draws])
    longs = np.array([d.get("long_term_multiplier", channel.long_term_multiplier) for d in channel.draws])
    mean = float(ceilings.mean())
    long_term = float(longs.mean())
    if measure == "full" and mean > 0:
        long_term = float((ceilings * longs).mean()) / mean
    if isinstance(curve, Hill | Logistic):
        curve = replace(curve, ceiling=mean)
    else:
        curve = replace(curve, outcome=tuple(mean * v for v in curve.outcome))
    return replace(channel, curve=curve, draws=(), long_term_multiplier=long_term)
