"""Best total of single channels at given prices where flights fix the timing: one dimension, sampled."""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, TableBank
from planner.plan.bank import Block
from planner.plan.problem import Problem
from planner.plan.shape import above_chord

NODES = 400
REFERENCE = 160
CELLS = 3_000_000
"""Curve evaluations one compilation may take; many draws get fewer nodes."""


class Line:
    """Channels of one block. Values between nodes lie at most `rise` above their chords, rigorously."""

    def __init__(self, problem: Problem, block: Block, top: FloatArray, nodes: int = NODES) -> None:
        self.index = block.index
        self.block = block
        low, high = problem.low[block.index, 0], top[block.index, 0]
        draws = max(block.lift.shape[1], block.weight.shape[1], 1)
        size = block.index.size * block.lift.shape[2] * draws
        count = int(np.clip(CELLS / max(size, 1), 40, nodes))
        coarse = low[:, None] + (high - low)[:, None] * np.concatenate(
            [[0.0], np.geomspace(1e-7, 1.0, REFERENCE)]
        )
        density = np.sqrt(np.maximum(self._over(coarse), 0.0))
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
        self.outcome = self._by_period(self.nodes)  # (n, T, N), weighted
        self.over = self._over_by_period(self.nodes)  # (n, T, N - 1)
        self.value = self.outcome.sum(axis=1) - block.ended[:, None]
        self.rise = self.over.sum(axis=1)

    def _adstock(self, totals: FloatArray) -> FloatArray:
        return self.block.lift * totals[:, None, None, :] + self.block.before[..., None]

    def _by_period(self, totals: FloatArray) -> FloatArray:
        adstock = self._adstock(totals)
        flat = adstock.reshape(*adstock.shape[:2], -1)
        outcome = self.block.saturation.outcome(flat).reshape(adstock.shape[0], -1, *adstock.shape[2:])
        found: FloatArray = (outcome * self.block.weight[..., None]).mean(axis=1)
        return found

    def _over_by_period(self, totals: FloatArray) -> FloatArray:
        adstock = self._adstock(totals)
        saturation = self.block.saturation
        assert isinstance(saturation, HillBank | LogisticBank | TableBank)
        left, right = adstock[..., :-1], adstock[..., 1:]
        shape = left.shape
        over = above_chord(saturation, left.reshape(*shape[:2], -1), right.reshape(*shape[:2], -1))
        over = over.reshape(shape[0], -1, *shape[2:])
        found: FloatArray = (over * self.block.weight[..., None]).mean(axis=1)
        return found

    def _over(self, totals: FloatArray) -> FloatArray:
        total: FloatArray = self._over_by_period(totals).sum(axis=1)
        return total

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
