"""Sentences of rarer questions: how much is enough, dearer media, brand or performance, what should stop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.domain.company import Company
from planner.domain.money import in_whole_units
from planner.plan.advice import GainSplit
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Proposal
from planner.plan.what_if import BrandPoint, Verdict
from planner.presentation.formats import money, ratio, scale, share
from planner.presentation.language import _
from planner.presentation.narrative import change_of, of_revenue


def mix_or_money(parts: GainSplit, company: Company, measure: str) -> str:
    """A difference in its three causes; what is shown adds up to what is shown."""
    if max(abs(part) for part in (parts.budget, parts.mix, parts.timing)) < 0.5:
        return _("Nothing differs from the saved plan yet: move money on the board, then ask.")
    budget, mix, timing, total = _adding_up(parts, company)
    pattern = (
        _(
            "Against the saved plan {total} in full effect: {budget} from the budget, {mix} from the mix, "
            "{timing} from the timing."
        )
        if measure == "full"
        else _(
            "Against the saved plan {total} within the year: {budget} from the budget, {mix} from the mix, "
            "{timing} from the timing."
        )
    )
    return pattern.format(total=total, budget=budget, mix=mix, timing=timing)


def parts_shown(parts: GainSplit, company: Company) -> tuple[float, float, float]:
    """Budget, mix and timing as they are shown: rounded so that they add up to the rounded total."""
    quantum = _quantum(parts.total, company)[0]
    whole = in_whole_units(np.array((parts.budget, parts.mix, parts.timing)) / quantum)
    budget, mix, timing = (float(n) * quantum for n in whole)
    return budget, mix, timing


def _adding_up(parts: GainSplit, company: Company) -> tuple[str, ...]:
    """Signed amounts and their sum in the company's unit, rounded so that they add up as shown."""
    digits = _quantum(parts.total, company)[1]
    shown = parts_shown(parts, company)
    return tuple(money(n, company, signed=True, digits=digits) for n in (*shown, sum(shown)))


def _quantum(total: float, company: Company) -> tuple[float, int]:
    """The smallest amount shown beside such a total, and the decimals that show it."""
    unit = scale(company)
    digits = unit.digits + (1 if unit.divisor > 1 and abs(total) < 9.95 * unit.divisor else 0)
    return unit.divisor / 10**digits, digits


def best_total(proposal: Proposal, company: Company, measure: str) -> str:
    """How much is enough, in the reading asked for."""
    pattern = (
        _("In full effect money earns its hurdle up to {total} working media, {change} against this plan.")
        if measure == "full"
        else _(
            "Within the year money earns its hurdle up to {total} working media, {change} against this plan."
        )
    )
    total = proposal.after.grid.total
    change = total - proposal.before.grid.total
    return pattern.format(total=money(total, company), change=money(change, company, signed=True))


def media_prices(
    plan: Evaluation,
    hit: Evaluation,
    saved: Proposal,
    today: Evaluation,
    change: float,
    company: Company,
    measure: str,
) -> str:
    """Dearer media: what they cost, what a new split saves, and what it brings as prices are `today`."""
    full = measure == "full"
    back = change_of(hit, saved.after, "revenue", full=full)
    pattern = (
        _(
            "Media prices {change} cost {lost} at the same {base}; a new split brings back {back}. "
            "It would bring {gain} at today's prices too."
        )
        if back >= 0.5
        else _("Media prices {change} cost {lost} at the same {base}; no other split saves any of it.")
    )
    return pattern.format(
        change=share(change, signed=True, digits=0),
        lost=of_revenue(money(-change_of(plan, hit, "revenue", full=full), company), measure),
        base=money(plan.grid.total, company),
        back=money(back, company),
        gain=money(change_of(plan, today, "revenue", full=full), company, signed=True),
    )


def brand_share(now: float, points: Sequence[BrandPoint], plan: Evaluation, company: Company) -> str:
    """Where the year and where the long run would put brand media, against where it is."""
    year, long_run = max(points, key=lambda p: p.in_year), max(points, key=lambda p: p.full)
    here = plan.forecast
    return _(
        "Brand holds {now} of {base} working media. The year alone would put it at {year} ({in_year} revenue "
        "in-year), the full effect at {long} ({full} revenue in full effect)."
    ).format(
        now=share(now, digits=0),
        base=money(plan.grid.total, company),
        year=share(year.share, digits=0),
        in_year=money(year.in_year - here.outcome(), company, signed=True),
        long=share(long_run.share, digits=0),
        full=money(long_run.full - here.outcome("full"), company, signed=True),
    )


def verdicts(
    found: Sequence[tuple[str, Verdict, float, float]], plan: Evaluation, company: Company
) -> tuple[str, ...]:
    """What should stop, with the money it holds; then stop, keep and scale by name."""
    hurdle, stops = company.hurdle, [name for name, said, _now, _full in found if said is Verdict.STOP]
    held = plan.grid.by_channel()
    if stops:
        first = _(
            "Stop adding to {channels} ({held} of {base} working media): the next unit contributes less than "
            "the hurdle of {hurdle}, even in full effect."
        ).format(
            channels=", ".join(stops),
            held=money(sum(held[name] for name in stops), company),
            base=money(plan.grid.total, company),
            hurdle=ratio(hurdle),
        )
    else:
        first = _(
            "Nothing of {base} working media has to stop: each channel's next unit clears the hurdle of "
            "{hurdle}, within the year or in full effect."
        ).format(base=money(plan.grid.total, company), hurdle=ratio(hurdle))
    sentences = [first]
    words = {
        Verdict.SCALE: _("Scale, as this year alone clears it: {channels}."),
        Verdict.KEEP: _("Keep, as the full effect clears it: {channels}."),
    }
    for verdict, pattern in words.items():
        named = [name for name, said, _now, _full in found if said is verdict]
        if named:
            sentences.append(pattern.format(channels=", ".join(named)))
    return tuple(sentences)


def tenth_less(channels: Sequence[str], amount: float, effect: str, company: Company) -> str:
    """What the last money on channels brings, with its doubt."""
    return _("A tenth less on {channels} ({amount}): {effect}").format(
        channels=", ".join(channels), amount=money(amount, company), effect=effect
    )


def judged_by_sales(channels: Sequence[str]) -> str:
    """Why a channel may earn here and win customers at a loss there."""
    return _(
        "Judged by all sales. By new customers alone the next one costs more than a customer is worth at "
        "{channels}; see Value on the page Customers."
    ).format(channels=", ".join(channels))
