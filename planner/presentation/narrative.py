"""Sentences: a number, its base, its range, in-year and full effect together; recommendation first."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.company import Company
from planner.plan.advice import Move
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Proposal
from planner.presentation.formats import money, money_each, money_range, month_name, ratio, share
from planner.presentation.language import _, ngettext

SURE = 5e-5
"""A gap below this is nothing on any screen."""
LISTED = 5
"""Cuts that one sentence names."""


def effect(before: Evaluation, after: Evaluation, company: Company) -> str:
    """ "Revenue +44k in-year, +118k full effect; profit after marketing +20k." """
    return _("Revenue {in_year} in-year, {full} full effect.").format(
        in_year=money(change_of(before, after, "revenue"), company, signed=True),
        full=money(change_of(before, after, "revenue", full=True), company, signed=True),
    )


def profit_effect(before: Evaluation, after: Evaluation, company: Company) -> str | None:
    """What happens to profit after marketing; None where no margin is known."""
    if after.figures["profit"].missing:
        return None
    return _("Profit after marketing {in_year} in-year, {full} full effect.").format(
        in_year=money(change_of(before, after, "profit"), company, signed=True),
        full=money(change_of(before, after, "profit", full=True), company, signed=True),
    )


def best_split(
    proposal: Proposal, moves: Sequence[Move], company: Company, least_gain: float, measure: str
) -> str:
    """The advice on a re-split; a split already near the best is called that."""
    gain = change_of(proposal.before, proposal.after, "revenue", full=measure == "full")
    base = (
        proposal.before.figures["revenue"].full if measure == "full" else _value(proposal.before, "revenue")
    )
    if not moves or gain <= 0:
        return _("This split is already the best within its limits.")
    if base and gain / base < least_gain:
        first = min(2, len(moves))
        return ngettext(
            "This split is within {share} of the best; the first move alone earns {gain}.",
            "This split is within {share} of the best; the first {count} moves earn {gain}.",
            first,
        ).format(
            share=share(gain / base, digits=2),
            count=first,
            gain=money(moves[first - 1].gain_so_far, company, signed=True),
        )
    return _("Moving money between channels brings {gain} more revenue for the same budget.").format(
        gain=money(gain, company)
    )


def moves_in_words(moves: Sequence[tuple[str, float]], company: Company) -> str:
    """ "TV +35k, Display −20k" """
    return ", ".join(f"{name} {money(amount, company, signed=True)}" for name, amount in moves)


def move(step: Move, company: Company) -> str:
    """One move and what it earns: "Display → TV 22k: +20k"."""
    amount = money(step.amount, company)
    earned = money(step.gain, company, signed=True)
    if step.source is None:
        return _("{target} +{amount}: {gain}").format(target=step.target, amount=amount, gain=earned)
    if step.target is None:
        return _("{source} −{amount}: {gain}").format(source=step.source, amount=amount, gain=earned)
    return _("{source} → {target} {amount}: {gain}").format(
        source=step.source, target=step.target, amount=amount, gain=earned
    )


def taken(moves: Sequence[Move], count: int, company: Company) -> str:
    """What the first moves earn together."""
    return ngettext("The first move earns {gain}.", "The first {count} moves earn {gain}.", count).format(
        count=count, gain=money(moves[count - 1].gain_so_far, company, signed=True)
    )


def proof(proposal: Proposal) -> tuple[str, ...]:
    """How far the answer can be from the best possible plan; nothing where that was not proven."""
    if proposal.gap is None:
        return ()
    if not proposal.settled:
        return (
            _("Not the last word: within these limits at most {share} more can be found.").format(
                share=share(proposal.gap, digits=2)
            ),
        )
    if proposal.gap < SURE:
        return (_("Proven: within these limits no split earns more."),)
    return (
        _("Proven: within these limits no split earns {share} more.").format(
            share=share(proposal.gap, digits=2)
        ),
    )


def budget_changed(proposal: Proposal, company: Company) -> str:
    """A cut or an addition, the smart way beside the pro-rata one, with its base."""
    amount = proposal.after.grid.total - proposal.before.grid.total
    base = proposal.before.grid.total
    smart = change_of(proposal.before, proposal.after, "revenue")
    pattern = (
        _("Cutting {amount} ({share} of {base} working media) costs {smart} revenue if cut smartly")
        if amount < 0
        else _("Adding {amount} ({share} of {base} working media) brings {smart} revenue if spent best")
    )
    text = pattern.format(
        amount=money(abs(amount), company),
        share=share(abs(amount) / base if base else None, digits=0),
        base=money(base, company),
        smart=money(abs(smart), company),
    )
    if proposal.pro_rata is None:
        return f"{text}."
    plain = change_of(proposal.before, proposal.pro_rata, "revenue")
    return _("{text}, {plain} pro rata.").format(text=text, plain=money(abs(plain), company))


def reached(proposal: Proposal, company: Company, target: float, chance: float | None) -> str:
    """The least money that reaches a revenue target, and how likely it is then."""
    needed = proposal.after.grid.total
    text = _("{target} revenue needs {needed} working media, {change} against this plan.").format(
        target=money(target, company),
        needed=money(needed, company),
        change=money(needed - proposal.before.grid.total, company, signed=True),
    )
    if chance is None:
        return text
    return f"{text} " + _("Chance to reach it then: {chance}.").format(chance=share(chance, digits=0))


def without_channel(
    channel: str, plan: Evaluation, dropped: Evaluation, reused: Proposal, company: Company
) -> str:
    """What a channel's end costs, and what the best re-use of its money brings back."""
    return _(
        "Without {channel} the plan saves {saved} and loses {lost} revenue; its money on the other channels "
        "brings the difference to {net}."
    ).format(
        channel=channel,
        saved=money(plan.grid.total - dropped.grid.total, company),
        lost=money(-change_of(plan, dropped, "revenue"), company),
        net=money(change_of(plan, reused.after, "revenue"), company, signed=True),
    )


def confidence(now: Evaluation, company: Company) -> str:
    """How sure the revenue is, without a statistical word."""
    revenue = now.figures["revenue"]
    if revenue.low is None:
        return _("These curves carry no ranges; fit them on history to learn how sure they are.")
    widest = max(now.figures.by_channel.items(), key=lambda item: item[1].high - item[1].low)
    return _("Eight times out of ten revenue lands at {range}; {channel} is the largest doubt.").format(
        range=money_range(revenue.low, revenue.high, company), channel=widest[0]
    )


def next_customer(now: Evaluation, company: Company) -> tuple[str, ...]:
    """Average and next customer's cost; nothing where customers are not known."""
    if now.figures["cac_marginal"].missing:
        return ()
    return (
        _("A new customer costs {blended} on average; the next one costs {marginal} of media.").format(
            blended=money_each(_value(now, "cac_blended"), company),
            marginal=money_each(_value(now, "cac_marginal"), company),
        ),
    )


def likely(low: float | None, high: float | None, company: Company) -> tuple[str, ...]:
    """The range of a change of revenue; nothing where none is known."""
    if low is None or high is None:
        return ()
    return (
        _("Eight times out of ten: {low} to {high} revenue.").format(
            low=money(low, company, signed=True), high=money(high, company, signed=True)
        ),
    )


def stop_point(proposal: Proposal) -> str:
    """What the next unit of media brings once the proposal is taken."""
    after = proposal.after.figures["roas_marginal"]
    return _("The next unit then brings {in_year} in-year, {full} full effect.").format(
        in_year=ratio(after.value), full=ratio(after.full)
    )


def least_missed(moves: Sequence[Move], company: Company) -> str:
    """Which cuts hurt least, the least first."""
    cuts = [move for move in moves if move.source is not None]
    if not cuts:
        return _("Nothing has to be cut.")
    named = "; ".join(
        _("{channel} {amount} ({lost} revenue)").format(
            channel=move.source if move.target is None else f"{move.source} → {move.target}",
            amount=money(-move.amount, company, signed=True),
            lost=money(move.gain, company, signed=True),
        )
        for move in cuts[:LISTED]
    )
    return _("Least is missed in this order: {cuts}.").format(cuts=named)


def lost_by_month(plan: Evaluation, gone: Evaluation, company: Company) -> str:
    """When most is missed within the year, and what is missed after it."""
    lost = gone.revenue_by_month - plan.revenue_by_month
    worst = int(lost.argmin())
    later = float(gone.forecast.after.sum() - plan.forecast.after.sum())
    text = _("Most is missed in {month}: {amount}").format(
        month=month_name(plan.grid.months[worst]), amount=money(float(lost[worst]), company, signed=True)
    )
    if abs(later) < 0.5:
        return f"{text}."
    return _("{text}; after the year another {later}.").format(
        text=text, later=money(later, company, signed=True)
    )


def best_timing(proposal: Proposal, company: Company, measure: str) -> str:
    """What moving money between months brings, and between which most of it moves."""
    gain = change_of(proposal.before, proposal.after, "revenue", full=measure == "full")
    moved = proposal.after.forecast.spend.sum(axis=0) - proposal.before.forecast.spend.sum(axis=0)
    least, most = int(moved.argmin()), int(moved.argmax())
    months = proposal.before.grid.months
    if gain <= 0 or moved[most] < 0.5:
        return _("The months are already the best within their limits.")
    return _(
        "Other months for the same money bring {gain} more revenue; {least} gives most ({given}), "
        "{most} takes most ({taken})."
    ).format(
        gain=money(gain, company),
        least=month_name(months[least]),
        given=money(float(moved[least]), company, signed=True),
        most=month_name(months[most]),
        taken=money(float(moved[most]), company, signed=True),
    )


def first_of(moves: Sequence[tuple[str, float]], count: int, company: Company) -> tuple[str, ...]:
    """The largest moves in one line; nothing where nothing moves."""
    if not moves:
        return ()
    text = moves_in_words(moves[:count], company)
    rest = len(moves) - count
    return (text if rest <= 0 else _("{moves} and {count} smaller").format(moves=text, count=rest),)


def _value(evaluation: Evaluation, key: str) -> float:
    return evaluation.figures[_known(evaluation, key)].value or 0.0


def change_of(before: Evaluation, after: Evaluation, key: str, *, full: bool = False) -> float:
    """What happens to a figure; revenue changes as media revenue does where no baseline is known."""
    key = _known(after, key)
    old, new = before.figures[key], after.figures[key]
    if full:
        return (new.full or 0.0) - (old.full or 0.0)
    return (new.value or 0.0) - (old.value or 0.0)


def _known(evaluation: Evaluation, key: str) -> str:
    """Revenue changes as media revenue does; without a baseline only the latter is known."""
    return "media_revenue" if key == "revenue" and evaluation.figures[key].missing else key
