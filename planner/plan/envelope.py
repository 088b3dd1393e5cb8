"""Concave envelopes of curves, and the bound they give: no allowed plan earns more.

Maximising the envelope instead of the curve is a concave problem, so its optimum is found from anywhere and a
tangent plane at any point bounds it. It starts the search for S-shaped curves and bounds what the dynamic
programme cannot. Source: Udell and Boyd (2013), "Maximizing a sum of sigmoids".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank, TableBank
from planner.plan.bank import Bank, Block
from planner.plan.linear import lowest
from planner.plan.problem import Rows
from planner.plan.shape import above_chord, bend

HULL_POINTS = 1500
ROUNDED = 1 + 1e-12
DAMPING = 0.03
"""Stand-in curvature of an envelope's line, as a share of rise over length; larger slows, smaller wobbles."""


@dataclass(frozen=True, eq=False)
class HillEnvelope:
    """Least concave function above a Hill curve on [left, infinity), each period with its own `left`.

    A straight line from (left, f(left)) to where it touches the curve at `touch`, then the curve itself.
    left, touch, base, rise   (n, S, T): `base` is f(left), `rise` the line's slope
    """

    hill: HillBank
    left: FloatArray
    touch: FloatArray
    base: FloatArray
    rise: FloatArray

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Value of the envelope; adstock (n, S or 1, T * B) with periods first."""
        left, touch, base, rise = self._spread(adstock)
        return np.where(adstock < touch, base + rise * (adstock - left), self.hill.outcome(adstock))

    def slope(self, adstock: FloatArray) -> FloatArray:
        """Derivative; where bounds end the line early, the line's, as the curve may be steeper there."""
        _, touch, _, rise = self._spread(adstock)
        return np.where(adstock <= touch * ROUNDED, rise, self.hill.slope(adstock))

    def bend(self, adstock: FloatArray) -> FloatArray:
        """Second derivative; on the line a stand-in that bounds a Newton step to about the line's length."""
        left, touch, _, rise = self._spread(adstock)
        damped = -DAMPING * rise / np.where(touch > left, touch - left, 1.0)
        return np.where(adstock < touch, damped, np.minimum(bend(self.hill, adstock), 0.0))

    def _spread(self, adstock: FloatArray) -> tuple[FloatArray, ...]:
        plans = adstock.shape[2] // self.left.shape[2]
        return tuple(np.repeat(part, plans, axis=2) for part in (self.left, self.touch, self.base, self.rise))


@dataclass(frozen=True, eq=False)
class HullEnvelope:
    """Concave hull of sampled points, lifted by what a curve can rise between them."""

    nodes: tuple[FloatArray, ...]
    values: tuple[FloatArray, ...]
    scale: FloatArray

    def outcome(self, adstock: FloatArray) -> FloatArray:
        """Value of the hull."""
        hulls = zip(adstock, self.nodes, self.values, strict=True)
        found: FloatArray = self.scale * np.stack([np.interp(a, n, v) for a, n, v in hulls])
        return found

    def slope(self, adstock: FloatArray) -> FloatArray:
        """Slope of the hull's piece, 0 beyond the last point."""
        pieces = []
        for a, nodes, values in zip(adstock, self.nodes, self.values, strict=True):
            steps = np.append(np.diff(values) / np.diff(nodes), 0.0)
            pieces.append(steps[np.clip(np.searchsorted(nodes, a, side="right") - 1, 0, steps.size - 1)])
        found: FloatArray = self.scale * np.stack(pieces)
        return found

    def bend(self, adstock: FloatArray) -> FloatArray:
        """A smooth stand-in: straight pieces bend only where they meet."""
        found = []
        for a, nodes, values in zip(adstock, self.nodes, self.values, strict=True):
            steps = np.append(np.diff(values) / np.diff(nodes), 0.0)
            middle = np.append((nodes[1:] + nodes[:-1]) / 2, nodes[-1] * 1.01)
            found.append(np.interp(a, middle, np.gradient(steps, middle)) if middle.size > 1 else 0 * a)
        bent: FloatArray = self.scale * np.stack(found)
        return bent


Envelope = HillEnvelope | HullEnvelope


def is_concave(bank: Bank) -> bool:
    """Whether every curve is its own envelope."""
    return all(
        isinstance(b.saturation, LogisticBank)
        or (isinstance(b.saturation, HillBank) and bool((b.saturation.shape <= 1).all()))
        for b in bank.blocks
    )


def envelope_bank(bank: Bank, low: FloatArray, high: FloatArray) -> Bank:
    """`bank` with every curve replaced by its envelope over the adstocks that bounds (C, V) allow."""
    return replace(bank, blocks=tuple(_enveloped(block, low, high) for block in bank.blocks))


def _enveloped(block: Block, low: FloatArray, high: FloatArray) -> Block:
    least, most = (_reachable(block, v) for v in (low, high))
    saturation = block.saturation
    if isinstance(saturation, HillBank) and (saturation.shape > 1).any():
        return replace(block, saturation=_hill_envelope(saturation, least, most))
    if isinstance(saturation, TableBank):
        return replace(block, saturation=_table_envelope(saturation))
    return block


def _reachable(block: Block, v: FloatArray) -> FloatArray:
    adstock: FloatArray = (block.lift @ v[block.index][:, None, :, None])[..., 0] + block.before
    return adstock


def _hill_envelope(hill: HillBank, least: FloatArray, most: FloatArray) -> HillEnvelope:
    drawn = hill.shape.shape, hill.half_spend.shape, hill.ceiling.shape
    shape = np.broadcast_shapes(least.shape, *drawn)
    s, half = np.broadcast_to(hill.shape, shape), np.broadcast_to(hill.half_spend, shape)
    left = np.broadcast_to(least, shape)
    base = hill.outcome(left)
    convex = s > 1
    inflection = half * np.where(convex, (np.maximum(s, 1.0) - 1) / (s + 1), 0.0) ** (1 / s)
    # The line from `left` touches where f'(p) (p - left) = f(p) - f(left); the difference falls beyond the
    # inflection, so halving the interval finds it.
    bottom = np.maximum(inflection, left)
    top = np.maximum(half * np.maximum(s - 1, 1e-3) ** (1 / s), bottom) * 2 + left
    for _ in range(50):
        middle = (bottom + top) / 2
        early = hill.slope(middle) * (middle - left) > hill.outcome(middle) - base
        bottom, top = np.where(early, middle, bottom), np.where(early, top, middle)
    touch = np.where(convex & (left < inflection), np.minimum(top, np.maximum(most, left)), left)
    width = touch - left
    rise = (hill.outcome(touch) - base) / np.where(width > 0, width, 1.0)
    rise = np.where(width > 0, rise, hill.slope(left))
    return HillEnvelope(hill, left, touch, base, rise)


def _table_envelope(bank: TableBank) -> HullEnvelope:
    nodes, values = [], []
    for table in bank.tables:
        grid = np.unique(np.concatenate([np.linspace(0, table.spend[-1], HULL_POINTS), table.spend, [0.0]]))
        one = TableBank((table,), np.ones((1, 1, 1)))
        points = one.outcome(grid[None, None])[0, 0]
        over = above_chord(one, grid[None, None, :-1], grid[None, None, 1:])[0, 0]
        keep = _upper_hull(grid, points)
        nodes.append(grid[keep])
        values.append(points[keep] + over.max(initial=0.0))
    return HullEnvelope(tuple(nodes), tuple(values), bank.scale)


def _upper_hull(x: FloatArray, y: FloatArray) -> list[int]:
    hull: list[int] = []
    for i in range(x.size):
        while len(hull) >= 2:
            a, b = hull[-2], hull[-1]
            if (y[b] - y[a]) * (x[i] - x[a]) > (y[i] - y[a]) * (x[b] - x[a]):
                break
            hull.pop()
        hull.append(i)
    return hull


def tangent_bound(
    value: float, gradient: FloatArray, at: FloatArray, low: FloatArray, high: FloatArray, rows: Rows
) -> tuple[float, FloatArray]:
    """Largest value of the tangent plane at `at` over bounds and rows: above every concave value there.

    Also how the bound moves with each row's end, shape (m,): for a smaller budget it falls along that slope.
    """
    slope = gradient.ravel()
    bounds = np.column_stack([low.ravel(), np.maximum(low, high).ravel()])
    found = lowest(-slope, rows.matrix, rows.low, rows.high, bounds)
    if found.status != "optimal":
        return float("inf"), np.zeros(rows.count)
    return value - found.value - float(slope @ at.ravel()), -found.prices
