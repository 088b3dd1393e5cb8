"""Moving sliders: how the other channels answer when one moves. Whole cents at both ends, so totals hold.

The board previews these rules in the browser (`shared` and `atLeastLoss` of board.js), sum by sum the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

import numpy as np

from planner.domain.errors import PlannerError, say
from planner.domain.money import in_whole_units

STEPS = 200
"""Parts in which money changes hands at least loss."""
LEAST = 1e-6
"""Cents below which nothing is left to move."""


class Returns(Protocol):
    """What the next unit of money brings on each channel."""

    def next_unit(self, channel: str, amount: float) -> float:
        """Outcome of the next currency unit at `amount` a year."""

    def top(self, channel: str) -> float:
        """The largest yearly amount that an answer is known for."""


class NothingToGive(PlannerError):
    """No unlocked channel can give or take what a move asks for."""

    code = "nothing_to_give"


def moved(
    totals: Mapping[str, int],
    channel: str,
    cents: int,
    *,
    locked: Collection[str],
    keep_total: bool,
    returns: Returns | None = None,
) -> dict[str, int]:
    """Year totals (cents) after `channel` is set to `cents`.

    keep_total  the other unlocked channels give or take, so that the sum stays
    returns     None: they do so in proportion to what they hold (evenly when they hold nothing); else where
                the next unit brings least, and most
    Raises NothingToGive for a locked channel, when every other channel is locked while the total is kept, and
    for more than the others can give.
    """
    if channel in locked:
        raise NothingToGive(say('"{channel}" is locked; unlock it to move it.', channel=channel))
    after = dict(totals)
    cents = max(0, cents)
    if not keep_total:
        after[channel] = cents
        return after
    others = {name: held for name, held in totals.items() if name != channel and name not in locked}
    if not others:
        raise NothingToGive(say("Every other channel is locked: unlock one, or let the total change."))
    room = totals[channel] + sum(others.values())
    if cents > room:
        raise NothingToGive(
            say(
                'With the total kept, "{channel}" can hold {room:,.0f} at most, and {asked:,.0f} was asked '
                "for; let the total change to add money.",
                channel=channel,
                room=room / 100,
                asked=cents / 100,
            )
        )
    after[channel] = cents
    return after | _answering(room - cents, others, returns)


def with_total(
    totals: Mapping[str, int], cents: int, *, locked: Collection[str], returns: Returns | None = None
) -> dict[str, int]:
    """Year totals (cents) brought to the sum `cents`, unlocked channels as in `moved`.

    Raises NothingToGive when the locked channels alone hold more, or all are locked.
    """
    free = {name: held for name, held in totals.items() if name not in locked}
    held = sum(totals.values()) - sum(free.values())
    if not free:
        raise NothingToGive(say("Every channel is locked: unlock one to change the total."))
    if cents < held:
        raise NothingToGive(
            say(
                "The locked channels hold {held:,.0f}, more than a total of {total:,.0f}; unlock one.",
                held=held / 100,
                total=cents / 100,
            )
        )
    return dict(totals) | _answering(cents - held, free, returns)


def _answering(cents: int, held: Mapping[str, int], returns: Returns | None) -> dict[str, int]:
    """Channels brought from what they hold to `cents` together, to the cent."""
    amounts = shared(cents, held) if returns is None else at_least_loss(cents, held, returns)
    whole = in_whole_units(np.array(list(amounts.values())), cents)
    return {name: int(amount) for name, amount in zip(held, whole, strict=True)}


def shared(cents: float, held: Mapping[str, float]) -> dict[str, float]:
    """`cents` shared over channels in proportion to what they hold; evenly when they hold nothing."""
    whole = sum(held.values())
    if whole == 0:
        return dict.fromkeys(held, cents / len(held))
    return {name: amount / whole * cents for name, amount in held.items()}


def at_least_loss(cents: float, held: Mapping[str, float], returns: Returns) -> dict[str, float]:
    """Channels brought to `cents` together: they give where the next unit brings least, take where most.

    Nobody gives more than they hold or takes more than an answer is known for; what is left then is shared in
    proportion.
    """
    amounts = {name: float(amount) for name, amount in held.items()}
    change = cents - sum(held.values())
    gives = change < 0
    step = abs(change) / STEPS
    earns = {name: returns.next_unit(name, amount / 100) for name, amount in amounts.items()}
    left = abs(change)
    while left > LEAST:
        best, room = None, 0.0
        for name, amount in amounts.items():
            free = amount if gives else 100 * returns.top(name) - amount
            better = best is None or (earns[name] < earns[best] if gives else earns[name] > earns[best])
            if free > LEAST and better:
                best, room = name, free
        if best is None:
            return shared(sum(amounts.values()) + left, amounts)
        part = min(left, step, room)
        amounts[best] += -part if gives else part
        left -= part
        earns[best] = returns.next_unit(best, amounts[best] / 100)
    return amounts
