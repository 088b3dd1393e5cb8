"""What two versions of curves say of the same spend, channel by channel, and what made the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.analysis.fit.record import FitRecord
from planner.domain.curves import CurveSet
from planner.services.typed_curves import steady_curve, usual_spend

Returns = tuple[float, float, float]


@dataclass(frozen=True)
class Cause:
    """One thing that differs between two versions of a channel's curve: a code and its particulars.

    periods (count)  the history is longer; tests (count) more lift tests; grade (before, after);
    typed  by hand, without evidence; fitted  evidence where there was none
    """

    code: str
    count: int = 0
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Change:
    """One channel in two versions.

    at             spend a month at which both are asked, currency units
    before, after  return for each unit spent there, every month alike: P10, middle, P90; None without a curve
    """

    channel: str
    at: float
    before: Returns | None
    after: Returns | None
    causes: tuple[Cause, ...]

    @property
    def left_range(self) -> bool:
        """Whether the new middle lies outside the old range."""
        if self.before is None or self.after is None:
            return False
        low, _, high = self.before
        return not low <= self.after[1] <= high


def changes(
    before: CurveSet, after: CurveSet, spend: Mapping[str, float] | None = None
) -> tuple[Change, ...]:
    """Every channel of either version, the largest spend first.

    spend  a month by channel at which both are asked; a channel without one is asked at its usual spend
    """
    was, now = FitRecord.read(before), FitRecord.read(after)
    found = []
    for name in dict.fromkeys((*after.names, *before.names)):
        at = (spend or {}).get(name, 0.0) or _usual(after, name) or _usual(before, name)
        found.append(
            Change(
                name,
                at,
                returns_at(before, name, at),
                returns_at(after, name, at),
                tuple(_causes(name, before, after, was, now)),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.at))


def returns_at(curves: CurveSet, name: str, at: float) -> Returns | None:
    """Return for each unit of a steady monthly spend: P10, middle, P90 (all the middle without draws)."""
    if name not in curves.names or at <= 0:
        return None
    curve = steady_curve(curves.channel(name), curves.period, at)
    return float(curve.low[-1]) / at, float(curve.outcome[-1]) / at, float(curve.high[-1]) / at


def _usual(curves: CurveSet, name: str) -> float:
    return usual_spend(curves.channel(name), curves.period) if name in curves.names else 0.0


def _grades(curves: CurveSet) -> Mapping[str, str]:
    fit = curves.extra.get("fit")
    grades = fit.get("evidence") if isinstance(fit, Mapping) else None
    return grades if isinstance(grades, Mapping) else {}


def _causes(
    name: str, before: CurveSet, after: CurveSet, was: FitRecord | None, now: FitRecord | None
) -> list[Cause]:
    if name not in before.names or name not in after.names:
        return []
    old, new = _grades(before).get(name), _grades(after).get(name)
    found = []
    if before.channel(name) != after.channel(name):
        if old and not new:
            found.append(Cause("typed"))
        if new and not old:
            found.append(Cause("fitted"))
    if was is not None and now is not None:
        more = now.outcome.size - was.outcome.size
        if more > 0 and new:
            found.append(Cause("periods", more))
        tests = sum(one.channel == name for one in now.experiments) - sum(
            one.channel == name for one in was.experiments
        )
        if tests > 0:
            found.append(Cause("tests", tests))
    if old and new and old != new:
        found.append(Cause("grade", before=old, after=new))
    return found
