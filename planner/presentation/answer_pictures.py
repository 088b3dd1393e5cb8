"""Which picture an answer gets: its finding as title, its figures from the plans that the answer is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.domain.budget_plan import BudgetGrid
from planner.domain.company import Company
from planner.domain.errors import PlannerError
from planner.domain.goals import Stop
from planner.plan.advice import GainSplit, Move
from planner.plan.evaluation import Evaluation
from planner.plan.frontier import FrontierPoint, frontier
from planner.plan.questions import Asked, Desk, Proposal
from planner.plan.what_if import BrandPoint, Verdict
from planner.presentation.formats import money, money_range, month_name, ratio, share, unit_label
from planner.presentation.language import _
from planner.presentation.narrative import change_of, likely_range
from planner.presentation.pictures import (
    MOST_ROWS,
    Bars,
    Curves,
    Dumbbell,
    Picture,
    Ranges,
    Shifts,
    Steps,
    largest,
)
from planner.presentation.rarer_sentences import parts_shown

TOTALS = 7
"""Points of a line over totals: each is a search of its own."""
SECONDS = 0.2
"""What proving those points may take together: the line shows where the answer stands, it proves nothing."""


def split(
    before: BudgetGrid, after: BudgetGrid, company: Company, without: str | None = None
) -> Picture | None:
    """Each channel's year now and as advised; None where no money moves.

    without  a channel that ends: what becomes of its money is the finding
    """
    old = before.by_channel()
    changes = [(name, old.get(name, 0.0), held) for name, held in after.by_channel().items()]
    rows, other = largest(changes)
    if not rows:
        return None
    told = [row for row in rows if row[0] != without] or list(rows)
    name, now, advised = told[0]
    pattern = _("{channel} takes most: {amount}") if advised > now else _("{channel} gives most: {amount}")
    return Dumbbell(
        pattern.format(channel=name, amount=money(advised - now, company, signed=True)), rows, other
    )


def proposed(found: Proposal, company: Company, without: str | None = None) -> Picture | None:
    """The split that a proposal advises."""
    return split(found.before.grid, found.after.grid, company, without)


def cuts(moves: Sequence[Move], company: Company) -> Picture | None:
    """Revenue missed for each unit cut, the least first; each channel's cut and its loss beside the bar."""
    taken = [move for move in moves if move.source is not None and move.amount > 0]
    if not taken:
        return None
    taken.sort(key=lambda move: -move.gain / move.amount)
    kind = _("missed")
    rows = tuple(
        (
            move.source or "",
            -move.gain / move.amount,
            _("{lost} for {amount}").format(
                lost=money(move.gain, company, signed=True), amount=money(-move.amount, company, signed=True)
            ),
            kind,
        )
        for move in taken[:MOST_ROWS]
    )
    return Bars(
        _("{channel} is missed least: {lost} for each unit cut").format(
            channel=rows[0][0], lost=ratio(rows[0][1])
        ),
        rows,
        (kind, "", ""),
        _("Revenue missed for each unit cut"),
    )


def shifts(found: Proposal, company: Company) -> Picture | None:
    """Money that changes its month, by channel; None where none does."""
    before, after = found.before.grid, found.after.grid
    amounts = after.spend - before.spend
    moved = amounts.sum(axis=0)
    if np.abs(amounts).max(initial=0.0) < 0.5:
        return None
    largest_first = np.argsort(-np.abs(amounts).sum(axis=1), kind="stable")[:MOST_ROWS]
    kept = sorted(int(row) for row in largest_first)
    months = tuple(month_name(month) for month in after.months)
    to, source = int(moved.argmax()), int(moved.argmin())
    return Shifts(
        _("{least} gives {given}, {most} takes {taken}").format(
            least=months[source],
            given=money(float(-moved[source]), company),
            most=months[to],
            taken=money(float(moved[to]), company),
        ),
        tuple(after.channels[row] for row in kept),
        months,
        amounts[kept],
    )


def needed(desk: Desk, asked: Asked, found: Proposal, target: float) -> Picture | None:
    """What the best split of each total brings, the target, where we are and what is needed."""
    company, full = desk.company, desk.measure == "full"
    points = _frontier(desk, asked, found)
    base = desk.plan.forecast.outcome("full" if full else "in_year")
    revenue = _revenue(desk.plan, full=full)
    if points is None or revenue is None:
        return None
    here, there = found.before.grid.total, found.after.grid.total
    reached = _revenue(found.after, full=full)
    return Curves(
        _("{target} revenue takes {needed} working media, now {now}").format(
            target=money(target, company), needed=money(there, company), now=money(here, company)
        ),
        np.array([point.total for point in points]),
        (
            (
                _("Best split of each total"),
                np.array([(point.full if full else point.in_year) + revenue - base for point in points]),
            ),
        ),
        ((_("You are here"), here, revenue), (_("Needed"), there, reached or target)),
        (
            _("Working media, {unit}").format(unit=unit_label(company)),
            _revenue_axis(company, full=full),
        ),
        level=(_("Revenue aimed at"), target),
    )


def enough(desk: Desk, asked: Asked, found: Proposal) -> Picture | None:
    """What the next unit contributes at each total, against the hurdle."""
    margin, company = desk.company.margin, desk.company
    points = _frontier(desk, asked, found)
    if points is None or margin is None:
        return None
    hurdle = company.hurdle or 1.0
    totals = np.array([point.total for point in points])
    earned = np.array([margin * point.next_unit for point in points])
    here, there = found.before.grid.total, found.after.grid.total
    marks = [
        (name, at, float(np.interp(at, totals, earned)))
        for name, at in ((_("You are here"), here), (_("Best total"), there))
    ]
    return Curves(
        _("Beyond {total} the next unit contributes less than {hurdle}").format(
            total=money(there, company), hurdle=ratio(hurdle)
        ),
        totals,
        ((_("Contribution of the next unit"), earned),),
        tuple(marks),
        (
            _("Working media, {unit}").format(unit=unit_label(company)),
            _("Contribution of the next unit"),
        ),
        ("money", "ratio"),
        level=(_("Hurdle"), hurdle),
    )


def doubts(plan: Evaluation, company: Company) -> Picture | None:
    """Each channel's revenue with its range, the widest first; None where no ranges are known."""
    if not plan.forecast.has_ranges:
        return None
    rows = sorted(
        ((name, one.low, one.revenue, one.high) for name, one in plan.figures.by_channel.items()),
        key=lambda row: row[1] - row[3],
    )
    widest = rows[0]
    return Ranges(
        _("{channel} is the largest doubt: {range}").format(
            channel=widest[0], range=money_range(widest[1], widest[3], company)
        ),
        tuple(rows[:MOST_ROWS]),
        _("Media revenue, eight times out of ten, {unit}").format(unit=unit_label(company)),
    )


def causes(
    saved: Evaluation, now: Evaluation, parts: GainSplit, company: Company, *, full: bool
) -> Picture | None:
    """From the saved plan's revenue over budget, mix and timing to this one's; None where nothing differs."""
    before, after = _revenue(saved, full=full), _revenue(now, full=full)
    if before is None or after is None or abs(parts.total) + abs(parts.mix) + abs(parts.timing) < 0.5:
        return None
    words = _("Budget"), _("Mix"), _("Timing")
    named = tuple(zip(words, parts_shown(parts, company), strict=True))
    largest_cause = max(named, key=lambda one: abs(one[1]))
    return Steps(
        _("{cause} makes most of it: {amount}").format(
            cause=largest_cause[0], amount=money(largest_cause[1], company, signed=True)
        ),
        (_("Plan"), before),
        named,
        (_("This split"), after),
        _revenue_axis(company, full=full),
    )


def dearer(plan: Evaluation, hit: Evaluation, found: Proposal, desk: Desk) -> Picture | None:
    """From today's revenue over what prices cost and what a new split brings back."""
    company, full = desk.company, desk.measure == "full"
    before, after = _revenue(plan, full=full), _revenue(found.after, full=full)
    if before is None or after is None:
        return None
    lost = change_of(plan, hit, "revenue", full=full)
    back = change_of(hit, found.after, "revenue", full=full)
    return Steps(
        _("A new split brings back {back} of {lost}").format(
            back=money(back, company), lost=money(-lost, company)
        ),
        (_("Plan"), before),
        ((_("Prices"), lost), (_("New split"), back)),
        (_("Then"), after),
        _revenue_axis(company, full=full),
    )


def losses(rows: Sequence[tuple[str, float, float, float]], company: Company) -> Picture:
    """What is at stake in both readings: name, low, expected, high."""
    worst = min(rows, key=lambda row: row[2])
    return Ranges(
        _("{reading}: {range} revenue").format(
            reading=worst[0], range=likely_range(worst[1], worst[3], company)
        ),
        tuple(rows),
        _("Revenue, eight times out of ten, {unit}").format(unit=unit_label(company)),
    )


def brand(now: float, points: Sequence[BrandPoint], desk: Desk) -> Picture:
    """Media revenue over the share of brand media, in-year and in full effect."""
    company, here = desk.company, desk.plan.forecast
    year, long_run = max(points, key=lambda p: p.in_year), max(points, key=lambda p: p.full)
    mark = _("You are here")
    return Curves(
        _("The year is best at {year} brand, the full effect at {long}").format(
            year=share(year.share, digits=0), long=share(long_run.share, digits=0)
        ),
        np.array([point.share for point in points]),
        (
            (_("In-year"), np.array([point.in_year for point in points])),
            (_("Full effect"), np.array([point.full for point in points])),
        ),
        ((mark, now, here.outcome()), (mark, now, here.outcome("full"))),
        (_("Share of brand in working media"), _("Media revenue, {unit}").format(unit=unit_label(company))),
        ("share", "money"),
    )


def judged(found: Sequence[tuple[str, Verdict, float, float]], hurdle: float) -> Picture | None:
    """What the next unit contributes by channel, against the hurdle."""
    if not found:
        return None
    words = {Verdict.SCALE: _("scale"), Verdict.KEEP: _("keep"), Verdict.STOP: _("stop adding")}
    rows = tuple(
        (name, now, _("{now}, full {full}").format(now=ratio(now), full=ratio(full)), words[said])
        for name, said, now, full in found
    )
    stops = [name for name, said, _now, _full in found if said is Verdict.STOP]
    best = found[0]
    title = (
        _("Below the hurdle even in full effect: {channels}").format(channels=", ".join(stops))
        if stops
        else _("{channel} earns most with its next unit: {now}").format(channel=best[0], now=ratio(best[2]))
    )
    return Bars(
        title,
        rows[:MOST_ROWS],
        (words[Verdict.SCALE], words[Verdict.KEEP], words[Verdict.STOP]),
        _("Next unit's contribution; dashed: hurdle {hurdle}").format(hurdle=ratio(hurdle)),
        level=hurdle,
    )


def _revenue_axis(company: Company, *, full: bool) -> str:
    pattern = _("Revenue in full effect, {unit}") if full else _("Revenue, {unit}")
    return pattern.format(unit=unit_label(company))


def _revenue(evaluation: Evaluation, *, full: bool) -> float | None:
    """Revenue as read; without a baseline media revenue."""
    figure = evaluation.figures["revenue"]
    figure = evaluation.figures["media_revenue"] if figure.missing else figure
    return figure.full if full else figure.value


def _frontier(desk: Desk, asked: Asked, found: Proposal) -> tuple[FrontierPoint, ...] | None:
    """The best splits of totals around where we are and where the answer is."""
    here, there = found.before.grid.total, found.after.grid.total
    if here <= 0 or there <= 0:
        return None
    low, high = min(here, there), max(here, there)
    room = max(0.15 * high, 0.5 * (high - low))
    between = np.linspace(max(0.1 * low, low - room), high + room, TOTALS - 2)
    totals = sorted({here, there, *(float(total) for total in between)})
    request = replace(asked.request, stop=Stop(seconds=SECONDS))
    try:
        return frontier(desk.model.curves, request, totals)
    except PlannerError:
        return None
