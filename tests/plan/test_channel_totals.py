"""One channel's best for every total: bounds that bound, plans near them, and money divided by them."""

from __future__ import annotations

import numpy as np
import pytest

from planner.domain.money import FloatArray
from planner.domain.saturation import HillBank, LogisticBank
from planner.plan.channel_totals import ChannelTotals
from planner.plan.course import Course, shortfall
from planner.plan.split import Line, Split, Sums


def one(value: float) -> FloatArray:
    return np.full((1, 1, 1), value)


def drawn_course(rng: np.random.Generator) -> Course:
    """Hill or logistic, with floors, prices, carry-in and effect after the horizon in some."""
    periods = int(rng.integers(1, 9))
    half, retention = rng.uniform(0.5, 3), float(rng.choice([0, rng.uniform(0, 0.85)]))
    curve: HillBank | LogisticBank = HillBank(one(rng.uniform(1, 9)), one(half), one(rng.uniform(1, 5)))
    if rng.random() < 0.2:
        curve = LogisticBank(one(3.0), one(2 / half))
    return Course(
        saturation=curve,
        long=np.ones(1),
        retention=retention,
        gain=rng.uniform(0.5, 1.5, periods) * (1 - retention if rng.random() < 0.5 else 1),
        weight=rng.uniform(0.5, 1.5, periods + int(rng.integers(0, 4))),
        low=rng.uniform(0, 0.5, periods) * (rng.random(periods) < 0.5) * rng.integers(0, 2),
        cost=rng.uniform(0, 0.3, periods) * rng.integers(0, 2),
        start=float(rng.choice([0, rng.uniform(0, 2)])),
        ended=0.0,
    )


def earned(path: Course, spend: FloatArray) -> float:
    """Plain loop: outcome of each period's adstock, less what spend costs."""
    adstock, total = path.start, 0.0
    for t, weight in enumerate(path.weight):
        adstock = path.retention * adstock + (path.gain[t] * spend[t] if t < spend.size else 0.0)
        total += weight * float(path.outcome(np.array([adstock]))[0])
    return total - float(path.cost @ spend)


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_earns_more_than_its_total_is_said_to(seed: int) -> None:
    rng = np.random.default_rng(seed)
    path = drawn_course(rng)
    most = path.floor + rng.uniform(0.3, 6) * path.scale
    found = ChannelTotals(path, most, path.scale / rng.integers(3, 30))
    assert found.totals[0] == pytest.approx(path.floor)
    assert found.totals[-1] >= most
    for _ in range(60):
        money = rng.uniform(0, most - path.floor) * rng.choice([1, 1, 0.1, 0.01])
        share = rng.exponential(1, path.gain.size) ** 3 * (rng.random(path.gain.size) < 0.6) + 1e-12
        spend = path.low + share / share.sum() * money
        upper = np.interp(spend.sum(), found.totals, found.upper)
        assert earned(path, spend) <= upper + 1e-9 * abs(upper)
    for total in (path.floor, most, 0.5 * (most + path.floor)):
        plan = found.plan(total)
        assert (plan >= path.low).all()
        assert plan.sum() <= total * (1 + 1e-9)
        upper = np.interp(total, found.totals, found.upper)
        assert earned(path, plan) <= upper + 1e-9 * abs(upper)


@pytest.mark.parametrize("seed", range(5))
def test_halving_the_grid_leaves_a_quarter_of_what_it_misses(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    path = drawn_course(rng)
    most = path.floor + 4 * path.scale
    missed = []
    for parts in (20, 40, 80):
        found = ChannelTotals(path, most, path.scale / parts)
        upper = float(np.interp(most, found.totals, found.upper))
        missed.append(upper - earned(path, found.plan(most)))
    assert missed[2] <= 0.35 * missed[1] + 1e-9
    assert missed[2] <= 2 * shortfall(path) * (path.scale / 80) ** 2 + 1e-9


def test_one_period_earns_what_the_curve_says() -> None:
    path = Course(
        HillBank(one(10.0), one(1.0), one(3.0)),
        np.ones(1),
        0.0,
        np.ones(1),
        np.ones(1),
        np.zeros(1),
        np.zeros(1),
        0.0,
        0.0,
    )
    found = ChannelTotals(path, 3.0, 0.01)
    at = np.interp([0.0, 0.5, 1.0, 2.0, 3.0], found.totals, found.upper)
    assert at == pytest.approx([0, 10 / 9, 5, 80 / 9, 270 / 28], rel=2e-3, abs=2e-3)


def test_the_division_is_the_best_of_all_on_a_grid() -> None:
    """By enumeration: three lines with jumps and two sums, points at whole units, so that it is exact."""
    rng = np.random.default_rng(4)
    units = np.arange(21.0)
    lines = [Line(units, np.cumsum(rng.uniform(0, 3, 21) * (rng.random(21) < 0.3))) for _ in range(3)]
    sums = Sums(np.array([[1.0, 1, 1], [1, 1, 0]]), np.array([30.0, 0]), np.array([30.0, 17.0]))
    split = Split(lines, sums, np.zeros(3), np.full(3, 20.0))
    split.run(0.0, np.inf)
    best = max(
        lines[0].upper[a] + lines[1].upper[b] + lines[2].upper[30 - a - b]
        for a in range(21)
        for b in range(21)
        if a + b <= 17 and 10 <= a + b <= 30
    )
    assert split.bound == pytest.approx(best)
    assert split.figure == pytest.approx(best)
    assert split.totals.sum() == pytest.approx(30)
    low, high = split.narrowed(best)
    assert (low <= split.totals + 1e-9).all()
    assert (split.totals <= high + 1e-9).all()
