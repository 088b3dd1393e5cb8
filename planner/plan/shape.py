"""How curves bend: second derivatives, and how far a curve can rise above the chord of an interval.

The second is what makes a bound on a grid rigorous: over [p, q] a function lies above its chord by at most
(q - p)^2 / 8 times the largest -f'' there.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from planner.domain.curves import Table
from planner.domain.money import FloatArray
from planner.domain.saturation import TINY, HillBank, LogisticBank, Saturation, TableBank

BOWED = 0.05
"""Share of a rise up to which a bow is a tighter bound than a tangent anyway."""
SECH_PEAK = float(np.arctanh(1 / np.sqrt(3)))
"""Where the logistic curve bends most: tanh'' is largest at tanh = 1 / sqrt(3)."""


def bend(saturation: Saturation, adstock: FloatArray) -> FloatArray:
    """Second derivative of each curve at `adstock` (n, S or 1, any), finite everywhere."""
    if isinstance(saturation, HillBank):
        shape = saturation.shape
        held = np.maximum(adstock, TINY * saturation.half_spend)
        with np.errstate(over="ignore"):
            share = 1.0 / (1.0 + np.exp(shape * (np.log(saturation.half_spend) - np.log(held))))
        # With u = (a / K)^s and share = u / (1 + u): f'' = C s share (1 - share) (s - 1 - 2 s share) / a^2.
        second: FloatArray = (
            saturation.ceiling * shape * share * (1 - share) * (shape - 1 - 2 * shape * share) / held**2
        )
        return second
    if isinstance(saturation, LogisticBank):
        reached = np.tanh(saturation.rate * adstock / 2)
        curved: FloatArray = -saturation.ceiling * saturation.rate**2 / 2 * reached * (1 - reached * reached)
        return curved
    return saturation.scale * saturation._each(adstock, 2)


def above_chord(
    saturation: Saturation,
    left: FloatArray,
    right: FloatArray,
    *,
    beyond: bool = False,
    rise: FloatArray | None = None,
    width: FloatArray | float | None = None,
) -> FloatArray:
    """An upper bound on how far each curve rises above its chord over [left, right], (n, S or 1, any).

    beyond  also for every interval of the same width further right: what a grid's rounding can cost when
            other spend is added on top
    rise    outcome at `right` less that at `left`, where it is known
    width   instead of right - left: for two standard deviations of anything that varies between `left` and
            `right` the bound is on how far the outcome of its mean lies above its mean outcome
    """
    width = right - left if width is None else np.asarray(width)
    if isinstance(saturation, HillBank):
        peak = _hill_peak(saturation)
        at = np.maximum(left, peak) if beyond else np.clip(peak, left, right)
        with np.errstate(invalid="ignore", over="ignore"):
            bowed = np.maximum(-bend(saturation, at), 0.0) * width**2 / 8
        if beyond:
            rise = saturation.slope(np.maximum(left, _hill_steepest(saturation))) * width
            concave = saturation.shape <= 1
            if concave.any():
                grown = saturation.outcome(right) - saturation.outcome(left)
                rise = np.where(concave, grown, rise)
        elif rise is None:
            rise = saturation.outcome(right) - saturation.outcome(left)
        return _no_higher(saturation, left, right, bowed, rise)
    if isinstance(saturation, LogisticBank):
        peak = 2 * SECH_PEAK / saturation.rate
        at = np.maximum(left, peak) if beyond else np.clip(peak, left, right)
        return -bend(saturation, at) * width**2 / 8
    return _table_above_chord(saturation, left, right, np.broadcast_to(width, left.shape), beyond=beyond)


def _no_higher(
    bank: HillBank, left: FloatArray, right: FloatArray, bowed: FloatArray, rise: FloatArray
) -> FloatArray:
    """The least of the bow, the rise itself and, for concave curves, a tangent at the right end.

    Near zero a curve of shape below 1 bends without bound; the other two still hold.
    """
    found: FloatArray = np.minimum(bowed, rise)
    if not (bank.shape <= 1).any():
        return found
    found = np.where((bank.shape <= 1) & (left <= TINY * bank.half_spend), rise, found)
    sharp = np.broadcast_to(bank.shape <= 1, found.shape) & (found > BOWED * rise)
    if sharp.any():
        one = [np.broadcast_to(p, found.shape)[sharp] for p in (bank.ceiling, bank.half_spend, bank.shape)]
        start, stop = (np.broadcast_to(end, found.shape)[sharp] for end in (left, right))
        tangent = np.broadcast_to(rise, found.shape)[sharp] - HillBank(*one).slope(stop) * (stop - start)
        found[sharp] = np.minimum(found[sharp], np.maximum(tangent, 0.0))
    return found


def chosen(saturation: Saturation, rows: slice, every: int = 1) -> Saturation:
    """The curves of some channels, and of their draws only each `every`-th."""
    if isinstance(saturation, TableBank):
        return TableBank(saturation.tables[rows], saturation.scale[rows, ::every])
    if isinstance(saturation, LogisticBank):
        return LogisticBank(saturation.ceiling[rows, ::every], saturation.rate[rows, ::every])
    parameters = saturation.ceiling, saturation.half_spend, saturation.shape
    return HillBank(*(parameter[rows, ::every] for parameter in parameters))


def steepest_fall(saturation: HillBank | LogisticBank) -> FloatArray:
    """The largest -f'' of each curve (n, S or 1, 1); curves of shape below 1 have none."""
    if isinstance(saturation, HillBank):
        return np.maximum(-bend(saturation, _hill_peak(saturation)), 0.0)
    return -bend(saturation, 2 * SECH_PEAK / saturation.rate)


def steepest(saturation: Saturation, adstock: FloatArray) -> FloatArray:
    """The largest slope of each curve at `adstock` (n, S or 1, any) or anywhere beyond."""
    if isinstance(saturation, HillBank):
        return saturation.slope(np.maximum(adstock, _hill_steepest(saturation)))
    if isinstance(saturation, LogisticBank):
        return saturation.slope(adstock)
    return _table_steepest(saturation, adstock)


def _table_steepest(bank: TableBank, adstock: FloatArray) -> FloatArray:
    """A cubic's slope is a parabola and stays below the largest of its three control points (Bezier)."""
    found = np.zeros(np.broadcast_shapes(adstock.shape, bank.scale.shape))
    for i, table in enumerate(bank.tables):
        knots, points = _knots(table)
        if knots.size == 1:
            continue
        ends, rise = PchipInterpolator(knots, points)(knots, 1), np.diff(points) / np.diff(knots)
        middle = 3 * rise - ends[:-1] - ends[1:]
        highest = np.maximum(np.maximum(ends[:-1], ends[1:]), middle)
        beyond = np.append(np.maximum.accumulate(highest[::-1])[::-1], 0.0)
        found[i] = bank.scale[i] * beyond[np.searchsorted(knots, adstock[i], side="right") - 1]
    return found


def _knots(table: Table) -> tuple[FloatArray, FloatArray]:
    """Points of a table, (0, 0) among them."""
    knots, points = np.array(table.spend), np.array(table.outcome)
    if knots[0] > 0:
        knots, points = np.insert(knots, 0, 0.0), np.insert(points, 0, 0.0)
    return knots, points


def _hill_peak(bank: HillBank) -> FloatArray:
    """Where -f'' is largest: the larger root of f''' = 0, at 0 for shape up to 1."""
    s = np.maximum(bank.shape, 1.0)
    u = (2 * (s * s - 1) + s * np.sqrt(3 * (s * s - 1))) / ((s + 1) * (s + 2))
    found: FloatArray = bank.half_spend * u ** (1 / s)
    return found


def _hill_steepest(bank: HillBank) -> FloatArray:
    """Where f' is largest: f'' = 0 at (a / K)^s = (s - 1) / (s + 1)."""
    s = np.maximum(bank.shape, 1.0)
    found: FloatArray = bank.half_spend * ((s - 1) / (s + 1)) ** (1 / s)
    return found


def _table_above_chord(
    bank: TableBank, left: FloatArray, right: FloatArray, width: FloatArray, *, beyond: bool
) -> FloatArray:
    """Pieces are cubics, so -f'' is largest at a knot; beyond the last knot the slope falls to 0 at once."""
    found = np.empty(np.broadcast_shapes(left.shape, bank.scale.shape))
    for i, table in enumerate(bank.tables):
        knots, points = _knots(table)
        if knots.size == 1:
            found[i] = 0.0
            continue
        curve = PchipInterpolator(knots, points)
        ends = np.concatenate([-curve(knots[:-1], 2), -_left_second(curve, knots)])
        places = np.concatenate([knots[:-1], knots[1:]])
        worst = np.zeros(left.shape[-2:])
        starts, stops = knots[:-1], knots[1:]
        for start, stop in zip(starts, stops, strict=True):
            inside = (stop > left[i]) if beyond else (stop > left[i]) & (start < right[i])
            piece = ends[(places >= start) & (places <= stop)].max()
            worst = np.where(inside, np.maximum(worst, piece), worst)
        kink = float(curve(knots[-1], 1))
        crossing = left[i] < knots[-1] if beyond else (left[i] < knots[-1]) & (right[i] > knots[-1])
        own = width[i]
        found[i] = bank.scale[i] * (worst * own**2 / 8 + np.where(crossing, kink * own / 4, 0.0))
    return found


def _left_second(curve: PchipInterpolator, knots: FloatArray) -> FloatArray:
    """Second derivative at the right end of each piece, from the piece's own cubic."""
    width = np.diff(knots)
    cubic = np.asarray(curve.c)
    second: FloatArray = 6 * cubic[0] * width + 2 * cubic[1]
    return second
