"""Moving sliders: how the other channels answer when one moves. Whole cents throughout, so totals hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from planner.domain.errors import PlannerError
from planner.domain.money import in_whole_units


class NothingToGive(PlannerError):
    """No unlocked channel can give or take what a move asks for."""

    code = "nothing_to_give"


def moved(
    totals: Mapping[str, int], channel: str, cents: int, *, locked: Collection[str], keep_total: bool
) -> dict[str, int]:
    """Year totals (cents) after `channel` is set to `cents`.

    keep_total  the other unlocked channels give or take in proportion to what they hold (evenly when they
                hold nothing), so that the sum stays; what they cannot give, the channel does not get.
    Raises NothingToGive for a locked channel, and when every other channel is locked while the total is kept.
    """
    if channel in locked:
        raise NothingToGive(f'"{channel}" is locked; unlock it to move it.')
    after = dict(totals)
    cents = max(0, cents)
    if not keep_total:
        after[channel] = cents
        return after
    others = [name for name in totals if name != channel and name not in locked]
    if not others:
        raise NothingToGive("Every other channel is locked: unlock one, or let the total change.")
    room = totals[channel] + sum(totals[name] for name in others)
    after[channel] = min(cents, room)
    return after | _shared(room - after[channel], {name: totals[name] for name in others})


def with_total(totals: Mapping[str, int], cents: int, *, locked: Collection[str]) -> dict[str, int]:
    """Year totals (cents) brought to the sum `cents`, unlocked channels in proportion.

    Raises NothingToGive when the locked channels alone hold more, or all are locked.
    """
    free = {name: held for name, held in totals.items() if name not in locked}
    held = sum(totals.values()) - sum(free.values())
    if not free:
        raise NothingToGive("Every channel is locked: unlock one to change the total.")
    if cents < held:
        raise NothingToGive(
            f"The locked channels hold {held / 100:,.0f}, more than a total of {cents / 100:,.0f}; "
            "unlock one."
        )
    return dict(totals) | _shared(cents - held, free)


def _shared(cents: int, held: Mapping[str, int]) -> dict[str, int]:
    """`cents` shared over channels in proportion to what they hold, to the cent."""
    weights = np.array(list(held.values()), float)
    if weights.sum() == 0:
        weights = np.ones(len(held))
    shares = in_whole_units(weights / weights.sum() * cents, cents)
    return {name: int(share) for name, share in zip(held, shares, strict=True)}
