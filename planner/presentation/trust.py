"""How far an answer is to be believed: its proof, the evidence behind its curves, the range it lies in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.domain.company import Company
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Proposal
from planner.presentation.formats import money_range, share
from planner.presentation.language import _, ngettext

SURE = 5e-5
"""A gap below this is nothing on any screen."""


def proof(proposal: Proposal) -> tuple[str, ...]:
    """How far the answer can be from the best on these curves; nothing where that was not proven.

    It is said of the curves only: how far these are to be believed is their evidence's matter.
    """
    if proposal.gap is None:
        return ()
    if not proposal.settled:
        return (
            _(
                "Not the last word: on these curves at most {share} more can be found within the limits."
            ).format(share=share(proposal.gap, digits=2)),
        )
    if proposal.gap < SURE:
        return (_("On these curves nothing within the limits is better."),)
    return (
        _("On these curves nothing within the limits is better by {share}.").format(
            share=share(proposal.gap, digits=2)
        ),
    )


def evidence(grades: Mapping[str, str], channels: Sequence[str]) -> str:
    """How many of the channels that an answer moves stand on evidence, and how good it is."""
    good = [name for name in channels if grades.get(name) in ("A", "B")]
    weak = [name for name in channels if grades.get(name) in ("C", "D")]
    none = [name for name in channels if name not in grades]
    if len(none) == len(channels):
        return _("No evidence stands behind the curves of these channels yet.")
    if not weak and not none:
        return _("Good evidence stands behind the curve of each channel.")
    parts = (
        (ngettext("good for {count} channel", "good for {count} channels", len(good)), good),
        (ngettext("weak for {count} channel", "weak for {count} channels", len(weak)), weak),
        (ngettext("none for {count} channel", "none for {count} channels", len(none)), none),
    )
    said = ", ".join(words.format(count=len(names)) for words, names in parts if names)
    return _("Evidence behind these curves: {parts}.").format(parts=said)


def confidence(now: Evaluation, company: Company) -> str:
    """How sure the revenue is, without a statistical word."""
    revenue = now.figures["revenue"]
    if revenue.low is None:
        return _("These curves carry no ranges; fit them on history to learn how sure they are.")
    widest = max(now.figures.by_channel.items(), key=lambda item: item[1].high - item[1].low)
    return _(
        "Eight times out of ten the year's revenue lands at {range}; {channel} is the largest doubt."
    ).format(range=money_range(revenue.low, revenue.high, company), channel=widest[0])
