"""`optimize`: the best plan for a request, with its proof."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from planner.domain.curves import CurveSet
from planner.domain.goals import Reach
from planner.domain.money import FloatArray
from planner.domain.request import Request
from planner.domain.response import respond
from planner.plan.answer import Answer
from planner.plan.explain import binding, marginals
from planner.plan.feasible import Room, find_room
from planner.plan.problem import Problem, compile_problem
from planner.plan.reach import reach
from planner.plan.search import Search, relative_gap


def optimize(curves: CurveSet, request: Request) -> Answer:
    """Answer `request` for `curves`.

    Raises BadDocument for names or figures that do not fit, NoFeasiblePlan naming the limits that clash, and
    Unreachable with the best reachable value.
    """
    started = perf_counter()
    problem = compile_problem(curves, request)
    if isinstance(request.goal, Reach):
        found = reach(curves, request, problem, _solve)
        bound = found.least * (1 - 4e-9)
        answer = finish(found.problem, found.room, found.v, found.spend, bound, "gap", started)
        return replace(answer, gap=max(0.0, found.spend - bound) / max(bound, 1e-9) if found.spend else 0.0)
    room = find_room(problem)
    current = request.current_spend(problem.names)
    starts = [] if current is None else [problem.variables(current)]
    search = _solve(problem, room, None, starts)
    stopped_by = "gap" if search.gap <= request.stop.gap else "search ended"
    return finish(problem, room, search.v, search.figure, search.bound, stopped_by, started)


def _solve(problem: Problem, room: Room, scale: FloatArray | None, starts: list[FloatArray]) -> Search:
    search = Search(problem, room, scale)
    for start in starts:
        search.offer(start)
    search.first(starts)
    return search


def finish(
    problem: Problem,
    room: Room,
    v: FloatArray,
    figure: float,
    bound: float | None,
    stopped_by: str,
    started: float,
    notes: tuple[str, ...] = (),
) -> Answer:
    """The answer that a plan `v` (C, V) makes."""
    request = problem.request
    outcome, by_channel, by_cell = marginals(problem, v)
    spend = problem.spend(v)
    forecast = respond(problem.exact, spend)
    current = request.current_spend(problem.names)
    before = None
    if current is not None:
        before = respond(problem.exact, current).outcome(request.measure)
    return Answer(
        channels=problem.names,
        horizon=request.horizon,
        allocation=spend,
        outcome=outcome,
        in_year=forecast.outcome("in_year"),
        full=forecast.outcome("full"),
        figure=figure,
        bound=bound,
        gap=None if bound is None else relative_gap(figure, bound),
        binding=binding(problem, v, room.unit),
        marginal=by_channel,
        marginal_cells=by_cell,
        beyond_seen=np.asarray(forecast.beyond_seen, bool),
        stopped_by=stopped_by,
        seconds=perf_counter() - started,
        started_from=before,
        notes=notes,
    )
