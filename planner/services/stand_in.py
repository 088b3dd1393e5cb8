"""What a plan stands on before its company has a fit: last year's sales, nothing said of media."""

from __future__ import annotations

from planner.domain.curves import ChannelCurve, CurveSet, Hill

BEFORE_FIT = "last year"
"""Source of such curves."""
MARK = "before_fit"
"""What tells them from curves that measured nothing coming of media."""


def no_curves(channels: tuple[str, ...], currency: str) -> CurveSet:
    """Curves of which nothing comes, so that all of a year's sales are its baseline."""
    nothing = Hill(0.0, 1.0, 1.0)
    return CurveSet(
        "month", currency, tuple(ChannelCurve(name, nothing) for name in channels), extra={MARK: True}
    )


def is_stand_in(curves: CurveSet) -> bool:
    """Whether nothing is known of what media brings yet."""
    return bool(curves.extra.get(MARK))
