"""Best value of single channels at given prices where no dynamic programme can follow their carry-over.

Their concave envelope bounds them: below any tangent plane of it. Each pricing climbs the envelope inside the
box and bounds by the tangent there, so that the bound is rigorous even where the climb stops early.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.bank import Bank
from planner.plan.envelope import envelope_bank, is_concave
from planner.plan.polish import Aim
from planner.plan.problem import Problem

STEPS = 12


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
        self.last = (problem.low[index] + 0.3 * (top[index] - problem.low[index])) * 1.0

    def price(
        self, cost: FloatArray, low: FloatArray, high: FloatArray, scale: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Upper bound (n,) of scale x outcome - cost . v within the box, and plans (n, V)."""
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
            v = self._step(v, value, gradient, bent[0, self.index], low, high, whole, cost)
        self.last = at
        return best, at

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
        length = np.ones(v.shape[0])
        result = v
        done = np.zeros(v.shape[0], bool)
        for _ in range(8):
            trial = np.clip(v + length[:, None] * step, low, high)
            plans = np.zeros((1, self.envelope.channels, width))
            plans[0, self.index] = trial
            reached = self.envelope.values(plans, whole)[0, self.index] - (cost * trial).sum(axis=1)
            good = ~done & (reached >= value)
            result = np.where(good[:, None], trial, result)
            done |= good
            if done.all():
                break
            length = np.where(done, length, length * 0.3)
        return result
