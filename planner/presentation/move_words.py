"""Moves of money between channels in words, and what they earn."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.company import Company
from planner.plan.advice import Move
from planner.presentation.formats import money
from planner.presentation.language import _, ngettext


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
    """What the first moves earn together, or cost."""
    gain = moves[count - 1].gain_so_far
    if gain < 0:
        return ngettext("The first move costs {lost}.", "The first {count} moves cost {lost}.", count).format(
            count=count, lost=money(-gain, company)
        )
    return ngettext("The first move earns {gain}.", "The first {count} moves earn {gain}.", count).format(
        count=count, gain=money(gain, company, signed=True)
    )


def first_of(moves: Sequence[tuple[str, float]], count: int, company: Company) -> tuple[str, ...]:
    """The largest moves in one line, "TV +35k, Display −20k"; nothing where nothing moves."""
    if not moves:
        return ()
    text = ", ".join(f"{name} {money(amount, company, signed=True)}" for name, amount in moves[:count])
    rest = len(moves) - count
    return (text if rest <= 0 else _("{moves} and {count} smaller").format(moves=text, count=rest),)
