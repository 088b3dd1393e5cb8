"""How long a channel's spend works, in words."""

from __future__ import annotations

from itertools import accumulate
from math import log

from planner.domain.curves import ChannelCurve, Geometric, NoCarryover, Weights
from planner.presentation.formats import ratio
from planner.presentation.language import _


def half_effect(channel: ChannelCurve) -> float:
    """Periods after which half of a spend's effect on the adstock has come; 0 without carry-over."""
    carry = channel.carryover
    match carry:
        case NoCarryover():
            return 0.0
        case Geometric(retention, _normalized, None):
            # 1 - retention^n of the effect has come after n periods.
            return log(0.5) / log(retention) if retention > 0 else 0.0
        case Geometric(retention, _normalized, length):
            weights = tuple(retention**lag for lag in range(length or 1))
        case Weights(weights):
            pass
    reached = list(accumulate(weights))
    if reached[-1] <= 0:
        return 0.0
    lag = next(i for i, total in enumerate(reached) if total >= reached[-1] / 2)
    before = reached[lag - 1] if lag else 0.0
    return lag + (reached[-1] / 2 - before) / weights[lag]


def carryover_words(channel: ChannelCurve, period: str) -> str:
    """ "half of the effect after 2.1 months"; what is over within half a period works at once."""
    half = half_effect(channel)
    if half < 1 / 2:
        return _("works within the month") if period == "month" else _("works within the week")
    pattern = (
        _("half of the effect after {number} months")
        if period == "month"
        else _("half of the effect after {number} weeks")
    )
    return pattern.format(number=ratio(half, digits=1))
