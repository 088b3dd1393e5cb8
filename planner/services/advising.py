"""What a plan's files advise: moves of a year to come, the rest of a running one, risks with their cost."""

from __future__ import annotations

from datetime import date

from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.plan.advice import Move, ranked_moves
from planner.plan.evaluation import evaluate
from planner.plan.questions import Desk, best_split
from planner.plan.stress import stress_test
from planner.presentation.annual_plan import Advice, CameFrom, Hold, first_open
from planner.services.library import Store
from planner.services.lift_advice import next_test
from planner.services.replanning import Aim, Replan, promised, replan
from planner.services.results import Results
from planner.services.stand_in import is_stand_in
from planner.services.standing import bridge_between, standing


def advice(store: Store, slug: str, results: Results, as_of: date) -> Advice:
    """Advice on a version by its results; parts that have no answer stay empty.

    as_of  day of the newest of what it rests on: no month that had begun by then is asked to change
    """
    months = results.version.grid.months
    stressed = stress_test(
        results.model,
        results.company,
        results.evaluation,
        results.version.lines,
        results.version.book.risks,
    )
    if is_stand_in(results.curves):
        return Advice(stressed=stressed)  # what media brings is not known before a fit
    if results.through is None:
        if (
            months[0].start < as_of
        ):  # what moves of a whole year gain, or a test before them, needs the whole year
            return Advice(stressed=stressed)
        test = next_test(store, slug, results.company, results.version)
        return Advice(moves=_moves(results), stressed=stressed, test=test)
    first = first_open(months, results.through, as_of)
    rest = to_target = None
    if first is not None:
        rest, to_target = (_rest(store, slug, results, aim, first) for aim in (Aim.BUDGET, Aim.TARGET))
    return Advice(
        rest=None if rest is None else rest.found,
        to_target=None if to_target is None else to_target.found,
        out_of_reach=to_target is not None and to_target.best is not None,
        hold=None if rest is None else _hold(results, rest),
        stressed=stressed,
    )


def came_from(store: Store, slug: str, results: Results) -> CameFrom | None:
    """The bridge from last year's plan, for a version that has no actuals to be bridged to yet."""
    before = store.approved(slug, results.version.year - 1)
    if before is None or results.through is not None:
        return None
    try:
        first, second = standing(store, slug, before), standing(store, slug, results.version)
        return CameFrom(before.name, bridge_between(store, slug, first, second))
    except PlannerError:
        return None  # years of other lengths or months: there is no bridge between them


def _moves(results: Results) -> tuple[Move, ...]:
    version = results.version
    if version.grid.total <= 0:
        return ()
    desk = Desk(results.model, results.company, version.lines, results.evaluation, version.locks)
    try:
        found = best_split(desk)
    except PlannerError:
        return ()
    before, after = found.before.forecast.spend, found.after.forecast.spend
    return ranked_moves(results.model, before, after)


def _hold(results: Results, rest: Replan) -> Hold | None:
    """The channel whose months left earn least beside their cost, in the year and in full."""
    company, lines, grid = results.company, results.version.lines, results.evaluation.grid
    if company.margin is None:
        return None
    open_months = [j for j, month in enumerate(grid.months) if month not in rest.found.frozen]
    best: Hold | None = None
    for i, channel in enumerate(grid.channels):
        cents = grid.cents.copy()
        cents[i, open_months] = 0
        amount = int(grid.cents[i, open_months].sum()) / 100
        if amount == 0 or channel in results.version.locks:
            continue
        held = evaluate(results.model, company, BudgetGrid(grid.channels, grid.months, cents), lines)
        revenue, profit = (
            (held.figures[key].value or 0.0) - (results.evaluation.figures[key].value or 0.0)
            for key in ("revenue", "profit")
        )
        lasting = (held.figures["profit"].full or 0.0) - (results.evaluation.figures["profit"].full or 0.0)
        if lasting > 0 and profit > (best.profit if best else 0.0):
            best = Hold(channel, amount, revenue, profit)
    return best


def _rest(store: Store, slug: str, results: Results, aim: Aim, first: Month) -> Replan | None:
    try:
        floors = promised(results, store.details(slug, results.plan.months), campaigns=True)
        return replan(results, floors, aim, locked=results.version.locks, first=first)
    except PlannerError:
        return None  # nothing of the year is left to plan
