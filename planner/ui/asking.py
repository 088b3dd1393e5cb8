"""What each question of the Simulator answers: sentences, and the plan it proposes."""

from __future__ import annotations

from planner.plan import questions, what_if
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk, Proposal
from planner.presentation import narrative
from planner.presentation.language import _
from planner.ui.context import Context

SHOWN_MOVES = 4
Answered = tuple[tuple[str, ...], Proposal | None]


def effects(context: Context, before: Evaluation, after: Evaluation) -> tuple[str, ...]:
    """Revenue and profit effect in-year and in full, as sentences."""
    sentences = [narrative.effect(before, after, context.company)]
    profit = narrative.profit_effect(before, after, context.company)
    if profit and context.with_margins:
        sentences.append(profit)
    return tuple(sentences)


def _moves(context: Context, proposal: Proposal) -> tuple[str, ...]:
    moves = proposal.moves()
    if not moves:
        return ()
    text = narrative.moves_in_words(moves[:SHOWN_MOVES], context.company)
    rest = len(moves) - SHOWN_MOVES
    return (text if rest <= 0 else _("{moves} and {count} smaller").format(moves=text, count=rest),)


def changed(context: Context, desk: Desk, amount: float) -> Answered:
    """A cut or an addition, the smart way beside the pro-rata one."""
    found = questions.budget_changed(desk, amount)
    sentences = (
        narrative.budget_changed(found, context.company),
        *effects(context, found.before, found.after),
        *_moves(context, found),
    )
    return sentences, found


def timing(context: Context, desk: Desk) -> Answered:
    """Each channel's own money over the months."""
    found = questions.best_timing(desk)
    return effects(context, found.before, found.after), found


def sure(context: Context, now: Evaluation) -> Answered:
    """The range behind the numbers, and what the next customer costs."""
    return (narrative.confidence(now, context.company), narrative.next_customer(now, context.company)), None


def reached(context: Context, desk: Desk, target: float) -> Answered:
    """The least money that reaches a revenue target."""
    found = questions.reach(desk, "revenue", target)
    first = narrative.reached(found, context.company, target, found.after.figures.chance_of_revenue(target))
    return (first, *effects(context, found.before, found.after), *_moves(context, found)), found


def dropped(context: Context, desk: Desk, channel: str) -> Answered:
    """What a channel's end costs, and the best re-use of its money."""
    plan_without, reused = questions.without(desk, channel)
    first = narrative.without_channel(channel, desk.plan, plan_without, reused, context.company)
    return (first, *effects(context, desk.plan, reused.after)), reused


def best_total(context: Context, desk: Desk) -> Answered:
    """How much is enough: the budget at which the next unit earns just the hurdle."""
    found = questions.best_total(desk)
    first = narrative.best_total(found, context.company, context.measure)
    return (first, *effects(context, found.before, found.after), *_moves(context, found)), found


def media_prices(context: Context, desk: Desk, change: float) -> Answered:
    """What dearer media cost, and what a new split saves of it; the split can be applied."""
    hit, saved = what_if.media_prices(desk, change)
    first = narrative.media_prices(desk.plan, hit, saved, change, context.company)
    return (first, *effects(context, desk.plan, hit)), saved


def brand_share(context: Context, desk: Desk) -> Answered:
    """Where the year and where the long run would put the share of brand media."""
    now, points = what_if.brand_share(desk)
    return (narrative.brand_share(now, points, context.company),), None


def verdicts(context: Context, desk: Desk) -> Answered:
    """Stop, keep or scale, channel by channel, against the hurdle."""
    return narrative.verdicts(what_if.verdicts(desk), context.company.hurdle), None
