"""Channels of one kind as arrays: their curves, their carry-over and what earlier spend still brings."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log

import numpy as np

from planner.domain.adstock import Adstock, GeometricAdstock, KernelAdstock
from planner.domain.curves import ChannelCurve, Geometric, Hill, Logistic, NoCarryover, Table, Weights
from planner.domain.errors import BadDocument, say
from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, Saturation, TableBank
from planner.domain.tail import HillTail

TAIL_TOLERANCE = 1e-8
"""Share of an adstock that is left when the effect after the horizon is taken as finished."""


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


def channel_groups(channels: tuple[ChannelCurve, ...], draws: int, lived: int, gap: int) -> tuple[Group, ...]:
    """The channels by kind, for `lived` periods that begin `gap` periods after the curves' first."""
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


def drawn_values(channels: tuple[ChannelCurve, ...], name: str, draws: int) -> FloatArray:
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


def _saturation(curve: type, members: tuple[ChannelCurve, ...], draws: int) -> Saturation:
    def drawn(name: str) -> FloatArray:
        return drawn_values(members, name, draws)[:, :, None]

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
    retention = drawn_values(members, "retention", draws)
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
