"""What the causes of a bridge are called, on screen and in files."""

from __future__ import annotations

from planner.analysis.bridge import Cause
from planner.presentation.language import _


def cause_bars() -> dict[Cause, str]:
    """The bars of a bridge."""
    return {
        Cause.BASELINE: _("Sales without media"),
        Cause.MARKET: _("Market demand"),
        Cause.SEASON: _("Season"),
        Cause.PRICE: _("Own prices"),
        Cause.PROMOTION: _("Promotions"),
        Cause.CURRENCY: _("Currency"),
        Cause.VOLUME: _("Spend volume"),
        Cause.MIX: _("Mix"),
        Cause.TIMING: _("Timing"),
        Cause.MEDIA_COST: _("Media cost"),
        Cause.EFFICIENCY: _("Efficiency"),
        Cause.UNEXPLAINED: _("Unexplained"),
    }


def cause_words(cause: Cause, channel: str) -> str:
    """A reason: what a channel did, or what happened outside of media."""
    of_channel = {
        Cause.VOLUME: _("{channel}: spend"),
        Cause.MIX: _("{channel}: mix"),
        Cause.TIMING: _("{channel}: timing"),
        Cause.MEDIA_COST: _("{channel}: media cost"),
        Cause.EFFICIENCY: _("{channel}: efficiency"),
        Cause.UNEXPLAINED: _("{channel}: unexplained"),
    }
    if cause in of_channel:
        return of_channel[cause].format(channel=channel)
    return cause_bars()[cause]
