"""What new periods or lift tests changed in fitted curves, and why: two fits side by side, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.analysis.fit.baseline import forecast_fitted
from planner.analysis.fit.quality import Reason
from planner.analysis.fit.record import FitRecord
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.history import History

Returns = tuple[float, float, float]
SURER, LESS_SURE = 0.85, 1.15
"""Ratio of a range's width (in logarithms) to the one before from which it counts as narrower or wider."""
NOTABLE = 0.1
"""Relative change of a middle from which it counts as one."""


@dataclass(frozen=True)
class Surprise:
    """The new periods against the forecast of the curves that did not know them.

    actual, expected  outcome over them, with their real spend; inside  share of them in the 80 % range
    """

    periods: int
    actual: float
    expected: float
    inside: float


@dataclass(frozen=True)
class ChannelChange:
    """A channel's return over its history in both fits (P10, middle, P90), None where it had none."""

    channel: str
    before: Returns | None
    after: Returns | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Changes:
    """Two fits side by side; `surprise` is None where no period is new."""

    surprise: Surprise | None
    channels: tuple[ChannelChange, ...]

    def document(self) -> dict[str, Any]:
        """As plain values for a curves document."""
        new = self.surprise
        return {
            **(
                {}
                if new is None
                else {
                    "new_periods": new.periods,
                    "outcome": new.actual,
                    "expected": new.expected,
                    "inside_range": new.inside,
                }
            ),
            "channels": {
                one.channel: {
                    "before": None if one.before is None else list(one.before),
                    "after": None if one.after is None else list(one.after),
                    "reasons": [reason.text for reason in one.reasons],
                }
                for one in self.channels
            },
        }


def changes_between(before: CurveSet, after: CurveSet) -> Changes:
    """What the later fit says differently. Raises BadDocument where one of them holds no report of a fit."""
    was, now = FitRecord.read(before), FitRecord.read(after)
    if was is None or now is None:
        raise BadDocument(say("These curves hold no history of their own; fit them from the whole history."))
    surprise = _surprise(before, was.history, now.history)
    return Changes(
        surprise,
        tuple(
            ChannelChange(
                name,
                was.channels[name].returns if name in was.channels else None,
                one.returns,
                tuple(_reasons(name, was, now, surprise)),
            )
            for name, one in now.channels.items()
        ),
    )


def _surprise(before: CurveSet, old: History, new: History) -> Surprise | None:
    """The periods behind the old history's end, as the old curves would have forecast them."""
    first = _start_of_new(old, new)
    count = new.horizon.count - first
    if count <= 0 or any(name not in new.channels for name in old.channels):
        return None
    assert new.outcome is not None
    spend = new.by_channel()
    ahead = History(
        replace(new.horizon, start=new.horizon.starts()[first], count=count),
        old.channels,
        np.stack([spend[name][first:] for name in old.channels]),
        {name: values[first:].copy() for name, values in new.controls.items()},
    )
    known = np.setdiff1d(np.arange(count), [period - first for period in new.missing])
    if not known.size:
        return None
    mean, drawn = forecast_fitted(before, ahead)
    low, high = np.percentile(drawn, [10, 90], axis=1)
    actual = new.outcome[first:]
    return Surprise(
        known.size,
        float(actual[known].sum()),
        float(mean[known].sum()),
        float(((actual >= low) & (actual <= high))[known].mean()),
    )


def _start_of_new(old: History, new: History) -> int:
    end = old.horizon.starts()[-1]
    return sum(start < end for start in new.horizon.starts()[:-1])


def _reasons(name: str, was: FitRecord, now: FitRecord, surprise: Surprise | None) -> Iterator[Reason]:
    """Why a channel's return is another one, the strongest first; one reason at least."""
    period = now.history.horizon.period
    old, new = was.channels.get(name), now.channels[name]
    if old is None or old.returns is None:
        yield Reason("new_channel", "The curves before knew nothing of it.")
        return
    if new.returns is None:
        yield Reason("gone", "The later history has no spend on it.")
        return
    more = sum(one.channel == name for one in now.experiments) - sum(
        one.channel == name for one in was.experiments
    )
    if more > 0:
        yield Reason("tests", f"{more} more lift test{'s' if more > 1 else ''} on it.", {"count": more})
    moved = new.returns[1] / old.returns[1] - 1.0
    if surprise is not None and abs(moved) >= NOTABLE:
        apart = surprise.actual / surprise.expected - 1.0
        yield Reason(
            "surprise",
            f"The {surprise.periods} new {period}s brought {abs(apart):.1%} "
            f"{'more' if apart > 0 else 'less'} than the curves before expected of their spend.",
            {"periods": surprise.periods, "apart": apart},
        )
    yield from _spend_left_its_range(name, was.history, now.history)
    width = np.log(new.returns[2] / new.returns[0]) / max(np.log(old.returns[2] / old.returns[0]), 1e-9)
    if width <= SURER or width >= LESS_SURE:
        surer = width <= SURER
        yield Reason(
            "surer" if surer else "less_sure",
            f"Its range is {abs(1 - width):.0%} {'narrower' if surer else 'wider'} than before.",
            {"width": float(width)},
        )
    elif abs(moved) < NOTABLE and more <= 0:
        yield Reason("steady", f"The new {period}s say what the history said.")


def _spend_left_its_range(name: str, old: History, new: History) -> Iterator[Reason]:
    """Spend at levels never seen before teaches the most about a curve."""
    first = _start_of_new(old, new)
    rows: Mapping[str, Any] = new.by_channel()
    fresh = rows[name][first:]
    if not fresh.size:
        return
    seen = old.by_channel()[name]
    for code, value, beyond, word in (
        ("higher_spend", float(fresh.max()), fresh.max() > 1.05 * seen.max(), "up to"),
        ("lower_spend", float(fresh.min()), fresh.min() < 0.95 * seen.min(), "down to"),
    ):
        if beyond:
            yield Reason(
                code,
                f"Its spend went {word} {value:,.0f} a {new.horizon.period}; before, it was seen between "
                f"{seen.min():,.0f} and {seen.max():,.0f}.",
                {"spend": value, "low": float(seen.min()), "high": float(seen.max())},
            )
