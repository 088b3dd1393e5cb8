"""Sentences: a number, its base, its range, in-year and full effect together; recommendation first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.company import Company
from planner.plan.advice import Gain, Move
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Proposal
from planner.presentation.formats import money, money_each, month_name, ratio, share
from planner.presentation.language import _, ngettext
from planner.presentation.year import year_finding

BEYOND = 5e-4
"""A target beaten by more than this share was no goal: the limits ask for more money than it needs."""


def of_revenue(amount: str, measure: str) -> str:
    """ "189k revenue", "330k revenue in full effect"."""
    pattern = _("{amount} revenue in full effect") if measure == "full" else _("{amount} revenue")
    return pattern.format(amount=amount)


def effect(
    before: Evaluation,
    after: Evaluation,
    company: Company,
    about: Gain | None = None,
    measure: str = "in_year",
) -> str:
    """ "Revenue +44k in-year (likely +20k to +70k), +118k full effect."

    about  the same change with its doubt in `measure`; None: its range is not said
    """
    likely = None if about is None else likely_range(about.low, about.high, company)
    if likely is None:
        pattern = _("Revenue {in_year} in-year, {full} full effect.")
    elif measure == "full":
        pattern = _("Revenue {in_year} in-year, {full} full effect (likely {likely}).")
    else:
        pattern = _("Revenue {in_year} in-year (likely {likely}), {full} full effect.")
    return pattern.format(
        in_year=money(change_of(before, after, "revenue"), company, signed=True),
        full=money(change_of(before, after, "revenue", full=True), company, signed=True),
        likely=likely,
    )


def likely_range(low: float, high: float, company: Company) -> str | None:
    """What a change of revenue lies within eight times out of ten; None where nothing is known of it."""
    if low == high:
        return None
    return _("{low} to {high}").format(
        low=money(low, company, signed=True), high=money(high, company, signed=True)
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
            "This split of {base} is within {share} of the best; the first move earns {gain}.",
            "This split of {base} is within {share} of the best; {count} moves earn {gain}.",
            first,
        ).format(
            base=money(proposal.before.grid.total, company),
            share=share(gain / base, digits=2),
            count=first,
            gain=of_revenue(money(moves[first - 1].gain_so_far, company, signed=True), measure),
        )
    return _("Moving money between channels brings {gain} for the same {base}.").format(
        gain=of_revenue(money(gain, company, signed=True), measure),
        base=money(proposal.before.grid.total, company),
    )


def budget_changed(proposal: Proposal, company: Company, measure: str = "in_year") -> str:
    """A cut or an addition, the smart way beside the pro-rata one, with its base."""
    full = measure == "full"
    amount = proposal.after.grid.total - proposal.before.grid.total
    base = proposal.before.grid.total
    smart = change_of(proposal.before, proposal.after, "revenue", full=full)
    if amount < 0 < smart:  # so much lay badly that less money split anew earns more
        pattern = _("Cutting {amount} ({share} of {base} working media) and splitting anew brings {smart}")
    elif amount < 0:
        pattern = _("Cutting {amount} ({share} of {base} working media) costs {smart} if cut smartly")
    else:
        pattern = _(
            "Adding {amount} ({share} of {base} working media) brings {smart} if spent best, no channel cut"
        )
    text = pattern.format(
        amount=money(abs(amount), company),
        share=share(abs(amount) / base if base else None, digits=0),
        base=money(base, company),
        smart=of_revenue(money(abs(smart), company), measure),
    )
    if proposal.pro_rata is None:
        return _("{text}.").format(text=text)
    plain = change_of(proposal.before, proposal.pro_rata, "revenue", full=full)
    return _("{text}; pro rata {plain}.").format(text=text, plain=money(plain, company, signed=True))


def reached(
    proposal: Proposal, company: Company, target: float, chance: float | None, measure: str = "in_year"
) -> str:
    """The least money that reaches a revenue target, and how likely it is then."""
    needed = proposal.after.grid.total
    key = _known(proposal.after, "revenue")
    figure = proposal.after.figures[key]
    brings = (figure.full if measure == "full" else figure.value) or 0.0
    pattern = (
        _("{target} takes {needed} working media or less, {change} against this plan.")
        if brings > target * (1 + BEYOND)
        else _("{target} needs {needed} working media, {change} against this plan.")
    )
    text = pattern.format(
        target=of_revenue(money(target, company), measure),
        needed=money(needed, company),
        change=money(needed - proposal.before.grid.total, company, signed=True),
    )
    if chance is None:
        return text
    return f"{text} " + _("Chance to reach it then: {chance}.").format(chance=share(chance, digits=0))


def without_channel(
    channel: str,
    plan: Evaluation,
    dropped: Evaluation,
    reused: Proposal,
    company: Company,
    measure: str = "in_year",
) -> str:
    """What a channel's end costs, and what the best re-use of its money brings back."""
    full = measure == "full"
    return _(
        "Without {channel} the plan saves {saved} and loses {lost}; its money on the other "
        "channels brings the difference to {net}."
    ).format(
        channel=channel,
        saved=money(plan.grid.total - dropped.grid.total, company),
        lost=of_revenue(money(-change_of(plan, dropped, "revenue", full=full), company), measure),
        net=money(change_of(plan, reused.after, "revenue", full=full), company, signed=True),
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


def stop_point(proposal: Proposal) -> str:
    """What the next unit of media brings once the proposal is taken, spread as its money is."""
    after = proposal.after.figures["roas_marginal"]
    return _(
        "One more unit, spread over all channels, then brings {in_year} in-year, {full} full effect."
    ).format(in_year=ratio(after.value), full=ratio(after.full))


def least_missed(proposal: Proposal, moves: Sequence[Move], company: Company, measure: str) -> str:
    """What a cut costs that raises no channel, and where it is missed least."""
    named = [
        _("{channel} {amount} ({lost} revenue)").format(
            channel=move.source,
            amount=money(-move.amount, company, signed=True),
            lost=money(move.gain, company, signed=True),
        )
        for move in moves
        if move.source is not None
    ]
    if not named:
        return _("Nothing has to be cut.")
    amount, base = proposal.before.grid.total - proposal.after.grid.total, proposal.before.grid.total
    lost = -change_of(proposal.before, proposal.after, "revenue", full=measure == "full")
    return _(
        "Cutting {amount} ({share} of {base} working media) without raising a channel costs {lost}. "
        "Least is missed at {first}."
    ).format(
        amount=money(amount, company),
        share=share(amount / base if base else None, digits=0),
        base=money(base, company),
        lost=of_revenue(money(lost, company), measure),
        first=named[0],
    )


def lost_by_month(plan: Evaluation, gone: Evaluation, company: Company) -> str:
    """When most is missed within the year, and what is missed after it."""
    lost = gone.revenue_by_month - plan.revenue_by_month
    worst = int(lost.argmin())
    later = float(gone.forecast.after.sum() - plan.forecast.after.sum())
    text = _("Most is missed in {month}: {amount}").format(
        month=month_name(plan.grid.months[worst]), amount=money(float(lost[worst]), company, signed=True)
    )
    if abs(later) < 0.5:
        return _("{text}.").format(text=text)
    return _("{text}; after the year another {later}.").format(
        text=text, later=money(later, company, signed=True)
    )


def months_finding(now: Evaluation, other: Evaluation, company: Company) -> str:
    """In which month two plans differ most; where they do not, how revenue moves over the year."""
    change = now.revenue_by_month - other.revenue_by_month
    most, months = int(np.abs(change).argmax()), now.grid.months
    if abs(change[most]) < 0.5:
        media_only = now.figures["revenue"].value is None
        return year_finding(now.revenue_by_month, months, company, media_only=media_only)
    return _("Revenue changes most in {month}: {amount}").format(
        month=month_name(months[most]), amount=money(float(change[most]), company, signed=True)
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
        "Other months for the same {base} bring {gain}; {least} gives most ({given}), "
        "{most} takes most ({taken})."
    ).format(
        base=money(proposal.before.grid.total, company),
        gain=of_revenue(money(gain, company, signed=True), measure),
        least=month_name(months[least]),
        given=money(float(moved[least]), company, signed=True),
        most=month_name(months[most]),
        taken=money(float(moved[most]), company, signed=True),
    )


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
