"""The questions of a meeting, each answered with a sentence, a number, its range, in-year and full effect.

A question may need the optimiser: then it can be answered at once and better and better, or once for good.
"""

from __future__ import annotations

from dataclasses import replace

from planner.domain.forecast import Measure
from planner.plan import questions, what_if
from planner.plan.advice import Gain, Move, gain_between, gain_split
from planner.plan.evaluation import Evaluation
from planner.plan.in_part import moves_in_order
from planner.plan.questions import Desk, Proposal
from planner.presentation import answer_pictures as pictures
from planner.presentation import formats, move_words, narrative, rarer_sentences, trust
from planner.presentation.language import _
from planner.presentation.reply import Question, Reply

SHOWN_MOVES = 4


def changed(desk: Desk, amount: float, *, margins: bool = True) -> Question:
    """1 and 4: a cut or an addition, the smart way beside pro rata, and what the next unit brings then."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = narrative.budget_changed(found, desk.company, desk.measure)
        details = (*_effects(desk, found, margins), narrative.stop_point(found))
        return _reply(desk, found, sentence, details)

    return Question(words, questions.budget(desk, amount))


def least_missed(desk: Desk, amount: float, *, margins: bool = True) -> Question:
    """2: which cuts hurt least, ranked; `amount` is what has to go, above 0."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        moves = moves_in_order(desk, found)
        sentence = narrative.least_missed(found, moves, desk.company, desk.measure)
        reply = _reply(desk, found, sentence, _effects(desk, found, margins), moves)
        return replace(reply, picture=pictures.cuts(moves, desk.company))

    return Question(words, questions.cuts(desk, amount))


def reached(desk: Desk, target: float, *, margins: bool = True) -> Question:
    """3: the least money that reaches a revenue target, and how likely it is then."""

    asked = questions.target(desk, "revenue", target)

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        chance = _chance(found.after, target, desk.measure)
        sentence = narrative.reached(found, desk.company, target, chance, desk.measure)
        reply = _reply(desk, found, sentence, (*_effects(desk, found, margins), *_moves(desk, found)))
        return replace(reply, picture=pictures.needed(desk, asked, found, target))

    return Question(words, asked)


def dropped(desk: Desk, channel: str, *, margins: bool = True) -> Question:
    """5: what a channel's end costs, month by month and after the year, and the best re-use of its money."""
    gone = questions.dropped(desk, channel)

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = narrative.without_channel(channel, desk.plan, gone, found, desk.company, desk.measure)
        lost = gain_between(desk.plan.forecast, gone.forecast, desk.measure)
        alone = narrative.effect(desk.plan, gone, desk.company, lost, desk.measure)
        reused, *profit = _effects(desk, found, margins)
        details = (
            _("Nothing in its place: {effect}").format(effect=alone),
            narrative.lost_by_month(desk.plan, gone, desk.company),
            _("Its money elsewhere: {effect}").format(effect=reused),
            *profit,
        )
        reply = _reply(desk, found, sentence, details, about=lost)
        return replace(reply, picture=pictures.proposed(found, desk.company, channel), months=gone)

    return Question(words, questions.reuse(desk, channel))


def sure(desk: Desk) -> Question:
    """6: the range behind the revenue, what is most in doubt, and what the next customer costs."""

    def words(_found: Proposal | None) -> Reply:
        revenue = desk.plan.figures["revenue"]
        if revenue.missing:
            revenue = desk.plan.figures["media_revenue"]
        return Reply(
            trust.confidence(desk.plan, desk.company),
            revenue.value or 0.0,
            revenue.low,
            revenue.high,
            details=narrative.next_customer(desk.plan, desk.company),
            picture=pictures.doubts(desk.plan, desk.company),
        )

    return Question(words)


def best_split(desk: Desk, *, margins: bool = True) -> Question:
    """7: the same money split best; a split already near the best is called that."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        moves = moves_in_order(desk, found)
        least = desk.company.thresholds.least_gain
        sentence = narrative.best_split(found, moves, desk.company, least, desk.measure)
        return _reply(desk, found, sentence, _effects(desk, found, margins), moves)

    return Question(words, questions.split(desk))


def mix_or_money(desk: Desk, saved: Evaluation) -> Question:
    """8: where the difference to the saved plan comes from: more money, its split, its timing."""

    def words(_found: Proposal | None) -> Reply:
        before, after = saved.forecast, desk.plan.forecast
        parts = gain_split(desk.model, before.spend, after.spend, desk.measure)
        sentence = rarer_sentences.mix_or_money(parts, desk.company, desk.measure)
        about = gain_between(before, after, desk.measure)
        effect = narrative.effect(saved, desk.plan, desk.company, about, desk.measure)
        moved = saved.grid.cents != desk.plan.grid.cents
        reply = replace(_figures(sentence, about, desk.measure), details=(effect,) if moved.any() else ())
        full = desk.measure == "full"
        return replace(reply, picture=pictures.causes(saved, desk.plan, parts, desk.company, full=full))

    return Question(words)


def media_prices(desk: Desk, change: float, *, margins: bool = True) -> Question:
    """16: what dearer media cost, and what a new split saves of it; not to be applied at today's prices."""
    elsewhere = what_if.dearer(desk, change)
    hit = elsewhere.plan

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        today = desk.evaluate(found.after.grid)
        sentence = rarer_sentences.media_prices(
            desk.plan, hit, found, today, change, desk.company, desk.measure
        )
        lost = Proposal(desk.plan, hit)
        about = gain_between(desk.plan.forecast, hit.forecast, desk.measure)
        reply = _reply(desk, found, sentence, _effects(desk, lost, margins), about=about)
        picture = pictures.dearer(desk.plan, hit, found, desk)
        return replace(reply, applies=False, picture=picture)

    return Question(words, questions.split(elsewhere))


def brand_share(desk: Desk, *, margins: bool = True) -> Question:
    """19: where the year and where the long run would put the share of brand media."""

    def words(_found: Proposal | None) -> Reply:
        now, points = what_if.brand_share(desk)
        bests = [max(points, key=lambda p: p.in_year), max(points, key=lambda p: p.full)]
        found = [what_if.at_brand_share(desk, point.share) for point in bests]
        details = [
            _("At {share}: {effect}").format(
                share=formats.share(point.share, digits=0), effect=_effects(desk, proposal, margins)[0]
            )
            for point, proposal in zip(bests, found, strict=True)
        ]
        advised = found[desk.measure == "full"]
        about = gain_between(desk.plan.forecast, advised.after.forecast, desk.measure)
        return replace(
            _figures(rarer_sentences.brand_share(now, points, desk.plan, desk.company), about, desk.measure),
            details=tuple(dict.fromkeys(details)),
            proposal=advised,
            applies=not any(name in desk.locked for name, _amount in advised.moves()),
            picture=pictures.brand(now, points, desk),
        )

    return Question(words)


def timing(desk: Desk, *, margins: bool = True) -> Question:
    """21: each channel's own money over the months, away from the dear ones."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = narrative.best_timing(found, desk.company, desk.measure)
        reply = _reply(desk, found, sentence, _effects(desk, found, margins))
        return replace(reply, picture=pictures.shifts(found, desk.company))

    return Question(words, questions.timing(desk))


def verdicts(desk: Desk) -> Question:
    """24: stop, keep or scale, channel by channel, against the hurdle; its number is the money to stop.

    Its range is that of a tenth less on these, or on the weakest where none has to stop.
    """

    def words(_found: Proposal | None) -> Reply:
        found = what_if.verdicts(desk)
        first, *rest = rarer_sentences.verdicts(found, desk.plan, desk.company)
        kept = [name for name, verdict, _now, _full in found if verdict is not what_if.Verdict.STOP]
        dear = [name for name in what_if.dear_customers(desk) if name in kept]
        rest += [rarer_sentences.judged_by_sales(dear)] if dear else []
        stopped = [name for name, verdict, _now, _full in found if verdict is what_if.Verdict.STOP]
        at_stake = sum(desk.plan.figures.by_channel[name].spend for name in stopped)
        picture = pictures.judged(found, desk.company.hurdle)
        if not found:  # no channel holds money, so nothing is at stake
            return Reply(first, at_stake, details=tuple(rest), picture=picture)
        named = stopped or [found[-1][0]]
        less = what_if.tenth_less(desk, named)
        about = gain_between(desk.plan.forecast, less.forecast, desk.measure)
        effect = narrative.effect(desk.plan, less, desk.company, about, desk.measure)
        saved = desk.plan.grid.total - less.grid.total
        rest.append(rarer_sentences.tenth_less(named, saved, effect, desk.company))
        figures = _figures(first, about, desk.measure)
        return replace(figures, number=at_stake, details=tuple(rest), picture=picture)

    return Question(words)


def best_total(desk: Desk, *, margins: bool = True) -> Question:
    """How much is enough: the budget at which the next unit earns just the hurdle."""

    asked = questions.enough(desk)

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = rarer_sentences.best_total(found, desk.company, desk.measure)
        reply = _reply(desk, found, sentence, (*_effects(desk, found, margins), *_moves(desk, found)))
        return replace(reply, picture=pictures.enough(desk, asked, found))

    return Question(words, asked)


def _reply(
    desk: Desk,
    found: Proposal,
    sentence: str,
    details: tuple[str, ...],
    moves: tuple[Move, ...] = (),
    about: Gain | None = None,
) -> Reply:
    """A reply about what `found` changes, or about another gain."""
    about = about or gain_between(found.before.forecast, found.after.forecast, desk.measure)
    plain = _figures(sentence, about, desk.measure)
    return replace(
        plain,
        details=(*details, *trust.proof(found)),
        proposal=found,
        moves=moves,
        picture=pictures.proposed(found, desk.company),
    )


def _chance(plan: Evaluation, target: float, measure: Measure) -> float | None:
    """Share of draws in which revenue, as the desk reads it, reaches the target; None without draws."""
    if measure == "in_year" or not plan.forecast.has_ranges:
        return plan.figures.chance_of_revenue(target)
    return float((plan.forecast.total_draws("full") >= target).mean())


def _figures(sentence: str, about: Gain, measure: Measure) -> Reply:
    ranged = about.low != about.high
    return Reply(
        sentence,
        about.full if measure == "full" else about.in_year,
        about.low if ranged else None,
        about.high if ranged else None,
        about.in_year,
        about.full,
    )


def _effects(desk: Desk, found: Proposal, margins: bool) -> tuple[str, ...]:
    """Revenue, with its range, and profit in-year and in full effect, as sentences."""
    about = gain_between(found.before.forecast, found.after.forecast, desk.measure)
    sentences = [narrative.effect(found.before, found.after, desk.company, about, desk.measure)]
    profit = narrative.profit_effect(found.before, found.after, desk.company)
    if profit and margins:
        sentences.append(profit)
    return tuple(sentences)


def _moves(desk: Desk, found: Proposal) -> tuple[str, ...]:
    return move_words.first_of(found.moves(), SHOWN_MOVES, desk.company)
