"""Branches: a cut loses no plan, and each half's bound holds for the plans in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.documents.curves import read_curves
from planner.documents.request import read_request
from planner.domain.money import FloatArray
from planner.plan.feasible import find_room
from planner.plan.halving import Cut
from planner.plan.oracle import Bounds, Oracle
from planner.plan.problem import Problem, compile_problem
from planner.plan.repair import nearest
from planner.plan.search import Search
from tests.plan.test_contract_problems import contract_problem


def allowed(bounds: Bounds, v: FloatArray) -> bool:
    """Whether a plan (C, T) is in a branch."""
    sums, near = v.sum(axis=1), 1e-9 * v.max()
    inside = (v >= bounds.low - near).all() and (v <= bounds.high + near).all()
    return bool(inside and (sums >= bounds.least - near).all() and (sums <= bounds.most + near).all())


def plans(problem: Problem, search: Search, seed: int) -> list[FloatArray]:
    """The search's plan and others that keep all limits, some near it."""
    rng = np.random.default_rng(seed)
    found = [search.v]
    for spread in (0.2, 0.5, 1.0, 2.0):
        start = search.v * rng.lognormal(0, spread, search.v.shape) + search.v.mean() * 0.3 * spread
        moved = nearest(problem, search.room, np.clip(start, problem.low, problem.high))
        if moved is not None:
            found.append(moved)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_every_plan_stays_in_a_half_and_below_its_bound(seed: int) -> None:
    curves, request = contract_problem(seed, channels=5)
    problem = compile_problem(read_curves(curves), read_request(request))
    search = Search(problem, find_room(problem))
    search.first([])
    oracle = Oracle(problem, search.aim, search.top, 96, hold=True, enough=1e-5 * search.figure)
    assert oracle.summed.any()
    rng = np.random.default_rng(seed)
    prices = oracle.first_prices(search.v, search.prices) * rng.uniform(0.7, 1.3, oracle.low.size)
    known = plans(problem, search, seed)
    assert len(known) > 1
    held, loose = int(np.flatnonzero(oracle.summed)[0]), int(rng.integers(5))
    for cut in (
        Cut(held, None, float(search.v[held].sum()) * 0.99),
        Cut(held, int(search.v[held].argmax()), float(search.v[held].max()) * 0.6),
        Cut(loose, 3, float(search.v[loose].mean())),
    ):
        halves = cut.halves(oracle.root)
        bounds = [oracle.quote(prices, oracle.box(half)).bound for half in halves]
        for v in known:
            inside = [allowed(half, v) for half in halves]
            assert any(inside)
            figure = float(search.aim.value(v[None])[0])
            assert all(figure <= bound for bound, within in zip(bounds, inside, strict=True) if within)


def test_a_sum_is_cut_from_where_it_stands() -> None:
    """By hand: a channel between 10 and 30, cut at 20; others stay as they are."""
    spends, ends = np.zeros((2, 3)), np.full(2, np.inf)
    root = Bounds(spends, spends + 15.0, -ends, ends)
    begun = replace(root, least=np.array([10.0, -np.inf]), most=np.array([30.0, np.inf]))
    below, above = Cut(0, None, 20.0).halves(begun)
    assert (below.least[0], below.most[0]) == (10.0, 20.0)
    assert (above.least[0], above.most[0]) == (20.0, 30.0)
    assert (below.most[1], above.least[1]) == (np.inf, -np.inf)
    assert begun.most[0] == 30.0
