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
from planner.presentation.narrative import change_of


def mix_or_money(parts: GainSplit, company: Company, measure: str) -> str:
    """A difference in its three causes; what is shown adds up to what is shown."""
    budget, mix, timing, total = _adding_up((parts.budget, parts.mix, parts.timing), company)
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


def _adding_up(parts: Sequence[float], company: Company) -> tuple[str, ...]:
    """Signed amounts and their sum in the company's unit, rounded so that they add up as shown."""
    unit = scale(company)
    digits = unit.digits + (1 if unit.divisor > 1 and abs(sum(parts)) < 9.95 * unit.divisor else 0)
    quantum = unit.divisor / 10**digits
    whole = in_whole_units(np.array(parts) / quantum)
    amounts = [*(int(n) for n in whole), int(whole.sum())]
    return tuple(money(n * quantum, company, signed=True, digits=digits) for n in amounts)


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


def media_prices(plan: Evaluation, hit: Evaluation, saved: Proposal, change: float, company: Company) -> str:
    """Dearer media: what they cost, and what a new split saves."""
    return _(
        "Media prices {change} cost {lost} revenue at the same budget; a new split brings back {back} of it."
    ).format(
        change=share(change, signed=True, digits=0),
        lost=money(-change_of(plan, hit, "revenue"), company),
        back=money(change_of(hit, saved.after, "revenue"), company),
    )


def brand_share(now: float, points: Sequence[BrandPoint], company: Company) -> str:
    """Where the year and where the long run would put brand media."""
    year, long_run = max(points, key=lambda p: p.in_year), max(points, key=lambda p: p.full)
    return _(
        "Brand holds {now} of working media. The year alone would put it at {year} ({in_year} media "
        "revenue), the full effect at {long} ({full})."
    ).format(
        now=share(now, digits=0),
        year=share(year.share, digits=0),
        in_year=money(year.in_year, company),
        long=share(long_run.share, digits=0),
        full=money(long_run.full, company),
    )


def verdicts(found: Sequence[tuple[str, Verdict, float, float]], hurdle: float) -> tuple[str, ...]:
    """Stop, keep and scale as three sentences, and the hurdle they are judged by."""
    words = {
        Verdict.STOP: _("Stop adding: {channels}."),
        Verdict.KEEP: _("Keep: {channels}."),
        Verdict.SCALE: _("Scale: {channels}."),
    }
    sentences = [
        _("Contribution of the next unit against a hurdle of {hurdle}.").format(hurdle=ratio(hurdle))
    ]
    for verdict, pattern in words.items():
        named = [f"{name} {ratio(now)}" for name, said, now, _full in found if said is verdict]
        if named:
            sentences.append(pattern.format(channels=", ".join(named)))
        if named and verdict is Verdict.KEEP:
            sentences.append(_("Kept as the full effect clears the hurdle, though this year alone does not."))
    return tuple(sentences)
