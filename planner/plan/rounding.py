"""Plans in whole steps: rounded down, filled up where a step earns most, then improved by exchanges."""

from __future__ import annotations

import numpy as np

from planner.domain.money import FloatArray
from planner.plan.polish import Aim
from planner.plan.problem import Problem

EXCHANGES = 300
NEAR = 1e-4


def fill_steps(
    problem: Problem,
    aim: Aim,
    step: FloatArray,
    least: FloatArray,
    v: FloatArray,
    low: FloatArray,
    high: FloatArray,
) -> FloatArray | None:
    """A plan near `v` (C, V) whose stepped cells are whole steps and whose rows hold; None if none is found.

    Cells without a step keep their amount; the caller lets them take up what is left.
    """
    stepped = step > 0
    unit = np.where(stepped, step, 1.0)
    held = np.where(stepped, np.clip(np.floor((v + NEAR) / unit) * unit, low, high), v)
    held = np.where(stepped & (held > 0) & (held < least - NEAR), np.where(low > 0, least, 0.0), held)
    matrix = problem.rows.matrix.toarray().reshape(problem.rows.count, *v.shape)
    loose = bool((~stepped).any())
    for _ in range(2000):
        short = _short(problem, matrix, held)
        if not short:
            break
        move = _best_move(problem, aim, matrix, held, unit * stepped, least, low, high, up=True)
        if move is None:
            break
        held = move
    if not loose and _short(problem, matrix, held):
        return None
    return held if loose else _exchange(problem, aim, matrix, held, unit * stepped, least, low, high)


def _short(problem: Problem, matrix: FloatArray, v: FloatArray) -> bool:
    """Whether some row still asks for more."""
    sums = np.einsum("mcv,cv->m", matrix, v)
    return bool((problem.rows.low - sums > NEAR).any())


def _best_move(
    problem: Problem,
    aim: Aim,
    matrix: FloatArray,
    v: FloatArray,
    step: FloatArray,
    least: FloatArray,
    low: FloatArray,
    high: FloatArray,
    *,
    up: bool,
) -> FloatArray | None:
    """The plan with the one step more (or less) that earns most (or costs least) and breaks no upper end."""
    plans = []
    for c, t in np.argwhere(step > 0):
        amount = v[c, t] + (step[c, t] if up else -step[c, t])
        if up and 0 < amount < least[c, t] - NEAR:
            amount = np.ceil((least[c, t] - NEAR) / step[c, t]) * step[c, t]
        if not up and amount < least[c, t] - NEAR:
            amount = 0.0
        if amount > high[c, t] + NEAR or amount < low[c, t] - NEAR or amount < -NEAR:
            continue
        plan = v.copy()
        plan[c, t] = max(amount, 0.0)
        plans.append(plan)
    if not plans:
        return None
    stacked = np.stack(plans)
    sums = np.einsum("mcv,bcv->bm", matrix, stacked)
    fits = (sums <= problem.rows.high + NEAR).all(axis=1) if up else np.ones(len(plans), bool)
    if not fits.any():
        return None
    stacked = stacked[fits]
    spent = (stacked - v).sum(axis=(1, 2))
    gain = (aim.value(stacked) - aim.value(v[None])) / np.maximum(np.abs(spent), 1e-12)
    best: FloatArray = stacked[int(np.argmax(gain))]
    return best


def _exchange(
    problem: Problem,
    aim: Aim,
    matrix: FloatArray,
    v: FloatArray,
    step: FloatArray,
    least: FloatArray,
    low: FloatArray,
    high: FloatArray,
) -> FloatArray:
    """Move single steps from cell to cell while that earns more."""
    cells = np.argwhere(step > 0)
    value = float(aim.value(v[None])[0])
    for _ in range(EXCHANGES):
        ups, downs = [], []
        for c, t in cells:
            more, less = v[c, t] + step[c, t], v[c, t] - step[c, t]
            if more <= high[c, t] + NEAR and more >= least[c, t] - NEAR:
                ups.append((c, t))
            if less >= low[c, t] - NEAR and less >= -NEAR and (less <= NEAR or less >= least[c, t] - NEAR):
                downs.append((c, t))
        if not ups or not downs:
            break
        gains = _single(aim, v, ups, step, 1.0) - value
        losses = _single(aim, v, downs, step, -1.0) - value
        best_ups = [ups[i] for i in np.argsort(-gains)[:6]]
        best_downs = [downs[i] for i in np.argsort(-losses)[:6]]
        plans = []
        for up in best_ups:
            for down in best_downs:
                if up != down and abs(step[up] - step[down]) <= NEAR:
                    plan = v.copy()
                    plan[up] += step[up]
                    plan[down] = max(plan[down] - step[down], 0.0)
                    plans.append(plan)
        if not plans:
            break
        stacked = np.stack(plans)
        sums = np.einsum("mcv,bcv->bm", matrix, stacked)
        fits = ((sums <= problem.rows.high + NEAR) & (sums >= problem.rows.low - NEAR)).all(axis=1)
        values = np.where(fits, aim.value(stacked), -np.inf)
        best = int(np.argmax(values))
        if values[best] <= value + 1e-12 * abs(value):
            break
        v, value = stacked[best], float(values[best])
    return v


def _single(
    aim: Aim, v: FloatArray, cells: list[tuple[int, int]], step: FloatArray, sign: float
) -> FloatArray:
    plans = np.repeat(v[None], len(cells), axis=0)
    for b, at in enumerate(cells):
        plans[b][at] = max(plans[b][at] + sign * step[at], 0.0)
    return aim.value(plans)
