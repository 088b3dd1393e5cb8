"""Best value of single channels at given prices where no dynamic programme can follow their carry-over.

Their concave envelope bounds them: below any tangent plane of it. Each pricing climbs the envelope inside the
box and bounds by the tangent there, so that the bound is rigorous even where the climb stops early.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, TableBank
from planner.plan.bank import Bank, Block
from planner.plan.envelope import envelope_bank, is_concave
from planner.plan.line import draws
from planner.plan.polish import Aim
from planner.plan.problem import Problem
from planner.plan.shape import steepest

STEPS = 12
HALVINGS = 5
LEVELS = 200
"""Spends at which it is asked whether more would pay, fewer where many channels and periods ask."""
FEWEST = 8
SLOPES = 1_500_000
"""Slopes worked out for that."""
DEEPEST = 1e-5
"""The smallest of those spends, as a share of the largest."""


class Tangents:
    """Channels `index`, priced through their envelopes."""

    def __init__(self, problem: Problem, aim: Aim, index: np.ndarray, top: FloatArray) -> None:
        self.index = index
        self.problem, self.aim, self.top = problem, aim, top
        blocks = tuple(b for b in problem.bank.blocks if np.array_equal(b.index, index))
        part = replace(problem.bank, blocks=blocks)
        self.concave = is_concave(part)
        self.part = part
        self.envelope = part if self.concave else envelope_bank(part, problem.low, top)
        self.root = (problem.low[index], top[index])
        self.spends, self.gains = self._levels(blocks[0], top[index])
        self.last = (problem.low[index] + 0.3 * (top[index] - problem.low[index])) * 1.0

    def price(
        self, cost: FloatArray, low: FloatArray, high: FloatArray, scale: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Upper bound (n,) of scale x outcome - cost . v within the box, and plans (n, V)."""
        high = self.worthwhile(cost, low, high, scale)
        envelope: Bank = self.envelope
        if not self.concave and not (
            np.array_equal(low, self.root[0]) and np.array_equal(high, self.root[1])
        ):
            wide_low, wide_high = self.problem.low.copy(), self.top.copy()
            wide_low[self.index], wide_high[self.index] = low, high
            envelope = envelope_bank(self.part, wide_low, wide_high)
        whole = None
        if scale is not None:
            whole = np.ones((envelope.channels, envelope.periods))
            whole[self.index] = scale
        v = np.clip(self.last, low, high)
        best = np.full(self.index.size, np.inf)
        at = v
        for _ in range(STEPS):
            plans = np.zeros((1, envelope.channels, envelope.variables))
            plans[0, self.index] = v
            earned, slope, bent = envelope.model(plans, whole)
            value = earned[0, self.index] - (cost * v).sum(axis=1)
            gradient = slope[0, self.index] - cost
            upper = value + np.maximum(gradient * (low - v), gradient * (high - v)).sum(axis=1)
            better = upper < best
            best = np.where(better, upper, best)
            at = np.where(better[:, None], v, at)
            v = self._step(v, value, gradient, bent[0, self.index], low, high, whole, cost, envelope)
        self.last = at
        return best, at

    def _levels(self, block: Block, top: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Spends (n, K) and what the next unit then earns at most, by period it earns in, (n, T, V, K)."""
        size = block.lift.size * max(1, draws(block) // block.lift.shape[1])
        count = min(SLOPES // size, LEVELS)
        if count < FEWEST:
            return np.zeros((top.shape[0], 0)), np.zeros((*block.lift[:, 0].shape, 0))
        spends = top.max(axis=1, keepdims=True) * np.geomspace(DEEPEST, 1.0, count)
        adstock = block.lift[..., None] * spends[:, None, None, None]
        assert isinstance(block.saturation, HillBank | LogisticBank | TableBank)
        slope = steepest(block.saturation, adstock.reshape(*adstock.shape[:2], -1))
        slope = slope.reshape(*slope.shape[:2], *adstock.shape[2:])
        gains = (slope * (block.lift * block.weight[..., None])[..., None]).mean(axis=1)
        return spends, gains

    def worthwhile(
        self, cost: FloatArray, low: FloatArray, high: FloatArray, scale: FloatArray | None
    ) -> FloatArray:
        """The largest spend (n, V) that can pay: beyond it every further unit costs more than it brings."""
        if not self.spends.shape[1]:
            return high
        gains = self.gains
        worth = gains.sum(axis=1) if scale is None else _scaled(gains, scale)
        pays = worth > cost[..., None]
        first = np.take_along_axis(self.spends, pays.argmin(axis=2), axis=1)
        most = np.where(pays.all(axis=2), np.inf, first)
        found: FloatArray = np.minimum(high, np.maximum(most, low))
        return found

    def _step(
        self,
        v: FloatArray,
        value: FloatArray,
        gradient: FloatArray,
        bent: FloatArray,
        low: FloatArray,
        high: FloatArray,
        whole: FloatArray | None,
        cost: FloatArray,
        envelope: Bank,
    ) -> FloatArray:
        """One projected Newton step with halving, each channel by itself."""
        width = v.shape[1]
        tiny = 1e-12 + 1e-9 * (high - low)
        stuck = ((v <= low + tiny) & (gradient < 0)) | ((v >= high - tiny) & (gradient > 0))
        free = ~stuck
        system = bent * free[:, :, None] * free[:, None, :]
        scale = np.maximum(np.einsum("nvv->n", bent), 1e-300) / width
        system = system + np.where(free, 1e-6 * scale[:, None], 1.0)[:, :, None] * np.eye(width)
        step = np.linalg.solve(system, np.where(free, gradient, 0.0)[..., None])[..., 0]
        # Where a Newton step fails, one that the sum of each row's curvature keeps short still climbs.
        careful = np.where(free, gradient / np.maximum(np.abs(bent).sum(axis=2), 1e-300), 0.0)
        length = np.ones(v.shape[0])
        result = v
        done = np.zeros(v.shape[0], bool)
        for k in range(2 * HALVINGS):
            trial = np.clip(v + length[:, None] * step, low, high)
            plans = np.zeros((1, self.envelope.channels, width))
            plans[0, self.index] = trial
            reached = envelope.values(plans, whole)[0, self.index] - (cost * trial).sum(axis=1)
            good = ~done & (reached > value)
            result = np.where(good[:, None], trial, result)
            done |= good
            if done.all():
                break
            length = np.where(done, length, length * 0.3)
            if k == HALVINGS - 1:
                step, length = careful, np.ones(v.shape[0])
        return result


def _scaled(gains: FloatArray, scale: FloatArray) -> FloatArray:
    """Gains (n, T, V, K) summed over T, each period's times its scale (n, T or more), none below 0."""
    own = np.maximum(scale[:, : gains.shape[1]], 0.0)
    found: FloatArray = np.einsum("nt,ntvk->nvk", own, gains)
    return found
