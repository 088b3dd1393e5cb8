"""`optimize`: the best plan for a request, with its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

import numpy as np

from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.goals import Mean, Reach
from planner.domain.money import FloatArray
from planner.domain.request import Request
from planner.domain.response import respond
from planner.plan.answer import Answer
from planner.plan.discrete import Discrete, rules_of
from planner.plan.explain import binding, marginals
from planner.plan.feasible import Room, find_room
from planner.plan.problem import Problem, compile_problem
from planner.plan.proving import FURTHER, prove, proving
from planner.plan.reach import reach
from planner.plan.risk import weigh
from planner.plan.search import SAFETY, Search, relative_gap


def optimize(curves: CurveSet, request: Request) -> Answer:
    """Answer `request` for `curves`.

    Raises BadDocument for names or figures that do not fit, NoFeasiblePlan naming the limits that clash, and
    Unreachable with the best reachable value.
    """
    started = perf_counter()
    problem = compile_problem(curves, request)
    deadline = started + request.stop.seconds
    rules = rules_of(curves, problem)
    risky = not isinstance(request.risk, Mean)
    if risky and (isinstance(request.goal, Reach) or not rules.none):
        raise BadDocument(
            say("Risk goes with a spend or profit goal without steps, flights on or off, or moves.")
        )
    if isinstance(request.goal, Reach) and not rules.none:
        raise BadDocument(say("Steps, flights on or off, and moves go with a spend or profit goal."))
    if isinstance(request.goal, Reach):
        found = reach(curves, request, problem, deadline)
        bound = found.least * (1 - SAFETY)
        answer = finish(found.problem, found.room, found.v, found.spend, None, "gap", started)
        missing = max(0.0, found.spend - bound)
        gap = missing / bound if bound > 0 else None if missing > 0 else 0.0
        stopped_by = "gap" if gap is not None and gap <= request.stop.gap else "seconds"
        return replace(answer, bound=bound, gap=gap, stopped_by=stopped_by)
    room, search, starts = _begun(problem, deadline)
    search.first(starts)
    # Under risk there is no bound to prove: a good plan for the mean is where the weighing starts.
    proven_by = started + MEAN_FIRST * request.stop.seconds if risky else deadline
    stopped_by = prove(search, request.stop.gap, started, proven_by)
    if risky:
        weighed = weigh(curves, problem, room, search, deadline)
        return finish(problem, room, weighed.v, weighed.figure, None, "search ended", started, weighed.notes)
    if not rules.none:
        discrete = Discrete(problem, rules, search, min(request.stop.gap, FURTHER), deadline)
        stopped_by = discrete.run()
        assert discrete.v is not None
        if relative_gap(discrete.figure, discrete.bound) <= request.stop.gap:
            stopped_by = "gap"
        return finish(problem, room, discrete.v, discrete.figure, discrete.bound, stopped_by, started)
    return finish(problem, room, search.v, search.figure, search.bound, stopped_by, started)


MEAN_FIRST = 0.25
"""Share of the time that goes to the plan with the best mean where another risk is asked for."""
FIRST = 0.4
"""Seconds for a first answer where only a whole search gives one."""
WORTH_SHOWING = 1e-6
"""Share by which plan or bound must have got better for another answer."""


Going = Callable[[], bool]
"""Says whether somebody still waits for a better answer."""


def always() -> bool:
    """Somebody waits."""
    return True


def improve(curves: CurveSet, request: Request, going: Going = always) -> Iterator[Answer]:
    """Answers to show at once and replace: a first good one, then better ones until `request.stop`.

    The last is the one `optimize` gives, the clock apart. Raises what `optimize` raises, on the first step.
    Ends early, between two steps of the search, once `going` says that nobody waits any more.
    """
    plain = isinstance(request.risk, Mean) and not isinstance(request.goal, Reach)
    started = perf_counter()
    problem = compile_problem(curves, request)
    if not plain or not rules_of(curves, problem).none:
        quick = min(FIRST, request.stop.seconds)
        first = optimize(curves, replace(request, stop=replace(request.stop, seconds=quick)))
        yield first
        if quick < request.stop.seconds and first.stopped_by == "seconds" and going():
            yield optimize(curves, request)
        return
    room, search, starts = _begun(problem, started + request.stop.seconds)
    search.first(starts)
    shown = search.figure, search.bound
    yield _shown(problem, room, search, started)
    for _ in proving(search, request.stop.gap, started, started + request.stop.seconds):
        if not going():
            return
        figure, bound = search.figure, search.bound
        if max(figure - shown[0], shown[1] - bound) > WORTH_SHOWING * abs(figure):
            shown = figure, bound
            yield _shown(problem, room, search, started)
    if (search.figure, search.bound) != shown:
        yield _shown(problem, room, search, started)


def _begun(problem: Problem, until: float) -> tuple[Room, Search, list[FloatArray]]:
    """Where plans may lie, a search among them, and the plan to beat as its start."""
    room = find_room(problem)
    current = problem.request.current_spend(problem.names)
    return room, Search(problem, room, until=until), [] if current is None else [problem.variables(current)]


def _shown(problem: Problem, room: Room, search: Search, started: float) -> Answer:
    stopped_by = "gap" if search.gap <= problem.request.stop.gap else "seconds"
    return finish(problem, room, search.v, search.figure, search.bound, stopped_by, started)


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
    """The answer that a plan `v` (C, V) makes: no bound on all plans lies below its own figure."""
    request = problem.request
    bound = None if bound is None else max(bound, figure)
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
