"""The questions of a meeting, each answered with a sentence, a number, its range, in-year and full effect.

A question may need the optimiser: then it can be answered at once and better and better, or once for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from planner.domain.forecast import Measure
from planner.plan import questions, what_if
from planner.plan.advice import Gain, Move, gain_between, gain_split
from planner.plan.evaluation import Evaluation
from planner.plan.in_part import moves_in_order
from planner.plan.optimizer import Going, always
from planner.plan.questions import SECONDS, Asked, Desk, Proposal
from planner.presentation import narrative, rarer_sentences

SHOWN_MOVES = 4


@dataclass(frozen=True, eq=False)
class Reply:
    """An answer in words, and the figures it stands on, in currency units.

    sentence       the finding, with its base
    number         the figure that the sentence is about: mostly what happens to revenue, as the desk reads it
    low, high      its range, eight cases of ten; None where no draws stand behind the curves
    in_year, full  the change of revenue in both readings; None where nothing would change
    details        further sentences
    proposal       the plan that the answer is about; None: there is none
    applies        whether that plan can be taken over: not where it stands on an assumption of the question
    moves          the proposal in parts that can be taken by themselves
    """

    sentence: str
    number: float
    low: float | None = None
    high: float | None = None
    in_year: float | None = None
    full: float | None = None
    details: tuple[str, ...] = ()
    proposal: Proposal | None = None
    moves: tuple[Move, ...] = ()
    applies: bool = True

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it, the finding first."""
        return (self.sentence, *self.details)


@dataclass(frozen=True, eq=False)
class Question:
    """Something asked: `asked` of the optimiser (None: not needed), and the words for what it proposes."""

    words: Callable[[Proposal | None], Reply]
    asked: Asked | None = None

    def reply(self) -> Reply:
        """The answer, once for good."""
        return self.words(None if self.asked is None else self.asked.best())

    def proposals(self, going: Going = always, seconds: float = SECONDS) -> Iterator[Proposal]:
        """What the optimiser proposes, better and better; nothing where it is not asked."""
        return iter(()) if self.asked is None else self.asked.better(going, seconds)


def changed(desk: Desk, amount: float, *, margins: bool = True) -> Question:
    """1 and 4: a cut or an addition, the smart way beside pro rata, and what the next unit brings then."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = narrative.budget_changed(found, desk.company)
        details = (*_effects(desk, found, margins), *_moves(desk, found), narrative.stop_point(found))
        return _reply(desk, found, sentence, details)

    return Question(words, questions.budget(desk, amount))


def least_missed(desk: Desk, amount: float, *, margins: bool = True) -> Question:
    """2: which cuts hurt least, ranked; `amount` is what has to go, above 0."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        moves = moves_in_order(desk, found)
        sentence = narrative.least_missed(moves, desk.company)
        return _reply(desk, found, sentence, _effects(desk, found, margins), moves)

    return Question(words, questions.budget(desk, -amount))


def reached(desk: Desk, target: float, *, margins: bool = True) -> Question:
    """3: the least money that reaches a revenue target, and how likely it is then."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        chance = found.after.figures.chance_of_revenue(target)
        sentence = narrative.reached(found, desk.company, target, chance)
        return _reply(desk, found, sentence, (*_effects(desk, found, margins), *_moves(desk, found)))

    return Question(words, questions.target(desk, "revenue", target))


def dropped(desk: Desk, channel: str, *, margins: bool = True) -> Question:
    """5: what a channel's end costs, month by month and after the year, and the best re-use of its money."""
    gone = questions.dropped(desk, channel)

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = narrative.without_channel(channel, desk.plan, gone, found, desk.company)
        details = (narrative.lost_by_month(desk.plan, gone, desk.company), *_effects(desk, found, margins))
        lost = gain_between(desk.plan.forecast, gone.forecast, desk.measure)
        return _reply(desk, found, sentence, details, about=lost)

    return Question(words, questions.reuse(desk, channel))


def sure(desk: Desk) -> Question:
    """6: the range behind the revenue, what is most in doubt, and what the next customer costs."""

    def words(_found: Proposal | None) -> Reply:
        revenue = desk.plan.figures["revenue"]
        if revenue.missing:
            revenue = desk.plan.figures["media_revenue"]
        return Reply(
            narrative.confidence(desk.plan, desk.company),
            revenue.value or 0.0,
            revenue.low,
            revenue.high,
            details=narrative.next_customer(desk.plan, desk.company),
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
        return _figures(sentence, gain_between(before, after, desk.measure), desk.measure)

    return Question(words)


def media_prices(desk: Desk, change: float, *, margins: bool = True) -> Question:
    """16: what dearer media cost, and what a new split saves of it; not to be applied at today's prices."""
    elsewhere = what_if.dearer(desk, change)
    hit = elsewhere.plan

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = rarer_sentences.media_prices(desk.plan, hit, found, change, desk.company)
        lost = Proposal(desk.plan, hit)
        about = gain_between(desk.plan.forecast, hit.forecast, desk.measure)
        reply = _reply(desk, found, sentence, _effects(desk, lost, margins), about=about)
        return replace(reply, applies=False)

    return Question(words, questions.split(elsewhere))


def brand_share(desk: Desk) -> Question:
    """19: where the year and where the long run would put the share of brand media."""

    def words(_found: Proposal | None) -> Reply:
        now, points = what_if.brand_share(desk)
        best = max(points, key=lambda p: p.full if desk.measure == "full" else p.in_year)
        here = desk.plan.forecast
        change = best.in_year - here.outcome(), best.full - here.outcome("full")
        return Reply(
            rarer_sentences.brand_share(now, points, desk.company),
            change[1] if desk.measure == "full" else change[0],
            in_year=change[0],
            full=change[1],
        )

    return Question(words)


def timing(desk: Desk, *, margins: bool = True) -> Question:
    """21: each channel's own money over the months, away from the dear ones."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = narrative.best_timing(found, desk.company, desk.measure)
        return _reply(desk, found, sentence, _effects(desk, found, margins))

    return Question(words, questions.timing(desk))


def verdicts(desk: Desk) -> Question:
    """24: stop, keep or scale, channel by channel, against the hurdle; its number is the money to stop."""

    def words(_found: Proposal | None) -> Reply:
        found = what_if.verdicts(desk)
        first, *rest = rarer_sentences.verdicts(found, desk.company.hurdle)
        stopped = [name for name, verdict, _now, _full in found if verdict is what_if.Verdict.STOP]
        at_stake = sum(desk.plan.figures.by_channel[name].spend for name in stopped)
        return Reply(first, at_stake, details=tuple(rest))

    return Question(words)


def best_total(desk: Desk, *, margins: bool = True) -> Question:
    """How much is enough: the budget at which the next unit earns just the hurdle."""

    def words(found: Proposal | None) -> Reply:
        assert found is not None
        sentence = rarer_sentences.best_total(found, desk.company, desk.measure)
        return _reply(desk, found, sentence, (*_effects(desk, found, margins), *_moves(desk, found)))

    return Question(words, questions.enough(desk))


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
    proven = narrative.proof(found)
    likely = narrative.likely(plain.low, plain.high, desk.company)
    return Reply(
        plain.sentence,
        plain.number,
        plain.low,
        plain.high,
        plain.in_year,
        plain.full,
        (*likely, *details, *proven),
        found,
        moves,
    )


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
    """Revenue and profit effect in-year and in full, as sentences."""
    sentences = [narrative.effect(found.before, found.after, desk.company)]
    profit = narrative.profit_effect(found.before, found.after, desk.company)
    if profit and margins:
        sentences.append(profit)
    return tuple(sentences)


def _moves(desk: Desk, found: Proposal) -> tuple[str, ...]:
    return narrative.first_of(found.moves(), SHOWN_MOVES, desk.company)
