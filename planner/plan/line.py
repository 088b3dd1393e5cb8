"""Best total of single channels at given prices where flights fix the timing: one dimension, sampled."""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, TableBank
from planner.plan.bank import Block
from planner.plan.problem import Problem
from planner.plan.shape import above_chord, chosen

NODES = 400
REFERENCE = 160
FEW = 8
"""Draws from which the nodes' places are taken."""
CELLS = 3_000_000
"""Curve evaluations one compilation may take; many draws get fewer nodes."""


class Line:
    """Channels of one block. Values between nodes lie at most `rise` above their chords, rigorously."""

    def __init__(self, problem: Problem, block: Block, top: FloatArray, nodes: int = NODES) -> None:
        self.index = block.index
        self.block = block
        low, high = problem.low[block.index, 0], top[block.index, 0]
        size = block.index.size * block.lift.shape[2] * draws(block)
        count = int(np.clip(CELLS / max(size, 1), 40, nodes))
        coarse = low[:, None] + (high - low)[:, None] * np.concatenate(
            [[0.0], np.geomspace(1e-7, 1.0, REFERENCE)]
        )
        density = np.sqrt(np.maximum(self._about(coarse), 0.0))
        width = np.diff(coarse, axis=1)
        share = width / np.maximum(width.sum(axis=1, keepdims=True), 1e-300)
        norm = np.maximum(density.sum(axis=1, keepdims=True), 1e-300)
        level = np.cumsum(0.8 * density / norm + 0.2 * share, axis=1)
        level = np.concatenate([np.zeros((low.size, 1)), level], axis=1)
        wanted = np.linspace(0.0, 1.0, count)
        self.nodes = np.stack(
            [
                np.interp(wanted, lev / max(lev[-1], 1e-300), ref)
                for lev, ref in zip(level, coarse, strict=True)
            ]
        )
        each = [self._row(row, self.nodes[row]) for row in range(low.size)]
        self.outcome = np.stack([outcome for outcome, _ in each])  # (n, T, N), weighted
        self.over = np.stack([over for _, over in each])  # (n, T, N - 1)
        self.value = self.outcome.sum(axis=1) - block.ended[:, None]
        self.rise = self.over.sum(axis=1)

    def _about(self, totals: FloatArray) -> FloatArray:
        """Where totals (n, K) bend, from a few draws: only where nodes lie depends on it."""
        every = max(1, draws(self.block) // FEW)
        found = [self._row(row, totals[row], every)[1].sum(axis=0) for row in range(totals.shape[0])]
        return np.stack(found)

    def _row(self, row: int, totals: FloatArray, every: int = 1) -> tuple[FloatArray, FloatArray]:
        """Outcome (T, K) of one channel's totals (K,), and what may rise between them (T, K - 1)."""
        block = self.block
        lift, before, weight = (
            part[row : row + 1, :: every if part.shape[1] > 1 else 1]
            for part in (block.lift, block.before[..., None], block.weight[..., None])
        )
        adstock = lift * totals + before
        assert isinstance(block.saturation, HillBank | LogisticBank | TableBank)
        curve = chosen(block.saturation, slice(row, row + 1), every)
        shape = (1, -1, *adstock.shape[2:])
        outcome = curve.outcome(adstock.reshape(*adstock.shape[:2], -1)).reshape(shape)
        left, right = adstock[..., :-1], adstock[..., 1:]
        flat = (*left.shape[:2], -1)
        rise = np.diff(outcome, axis=3)
        over = above_chord(
            curve, left.reshape(flat), right.reshape(flat), rise=rise.reshape(*rise.shape[:2], -1)
        )
        over = over.reshape(1, -1, *left.shape[2:])
        return (outcome * weight).mean(axis=1)[0], (over * weight).mean(axis=1)[0]

    def price(
        self, cost: FloatArray, low: FloatArray, high: FloatArray, scale: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Upper bound (n,) of scale x outcome - cost x total in [low, high] (n, 1), and totals (n, 1)."""
        value, rise = self.value, self.rise
        if scale is not None:
            own = scale[:, : self.outcome.shape[1], None]
            value = (self.outcome * own).sum(axis=1) - self.block.ended[:, None] * scale[:, -1:]
            rise = (self.over * own).sum(axis=1)
        here = value - cost * self.nodes
        # A bin counts where it meets the box; its chord is cut at the box's ends.
        left, right = self.nodes[:, :-1], self.nodes[:, 1:]
        width = right - left
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(width > 0, (here[:, 1:] - here[:, :-1]) / width, 0.0)
        start, stop = np.maximum(left, low), np.minimum(right, high)
        at_start = here[:, :-1] + slope * (start - left)
        at_stop = here[:, :-1] + slope * (stop - left)
        meets = start <= stop
        best_end = np.where(at_stop > at_start, stop, start)
        top = np.where(meets, np.maximum(at_start, at_stop), -np.inf)
        risen = np.where(meets, top + rise, -np.inf)
        rows = np.arange(cost.shape[0])
        chosen = best_end[rows, top.argmax(axis=1)]
        return risen.max(axis=1), np.clip(chosen[:, None], low, high)


def draws(block: Block) -> int:
    """Draws of a block's carry-over, worth or curves."""
    curve = block.saturation
    assert isinstance(curve, HillBank | LogisticBank | TableBank)
    drawn = (
        (curve.ceiling, curve.half_spend, curve.shape)
        if isinstance(curve, HillBank)
        else (curve.ceiling, curve.rate)
        if isinstance(curve, LogisticBank)
        else (curve.scale,)
    )
    return max(int(part.shape[1]) for part in (block.lift, block.before, block.weight, *drawn))
