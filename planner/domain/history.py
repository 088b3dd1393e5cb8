"""What was spent, and what came of it, period by period: the evidence behind curves, or a spend to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from planner.domain.calendar import Horizon
from planner.domain.errors import BadDocument, LabelMismatch, say
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class History:
    """Spend of every channel in consecutive periods, in order of time; the arrays are read-only.

    spend     (C, P) currency per period, none negative
    controls  what else moved the outcome, (P,) each, by name
    outcome   (P,) currency per period, None where only a spend is given
    missing   periods, from 0, whose outcome nobody reported; what stands there is a stopgap, not evidence
    """

    horizon: Horizon
    channels: tuple[str, ...]
    spend: FloatArray
    controls: Mapping[str, FloatArray] = field(default_factory=dict)
    outcome: FloatArray | None = None
    missing: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        periods = self.horizon.count
        if self.spend.shape != (len(self.channels), periods):
            raise BadDocument(
                say(
                    "The history's spend has shape {shape}, not {count} channels x {periods} periods.",
                    shape=self.spend.shape,
                    count=len(self.channels),
                    periods=periods,
                )
            )
        if not (np.isfinite(self.spend) & (self.spend >= 0)).all():
            raise BadDocument(say("The history's spend must be amounts of 0 or more."))
        series = {**self.controls, **({"outcome": self.outcome} if self.outcome is not None else {})}
        for name, values in series.items():
            if values.shape != (periods,) or not np.isfinite(values).all():
                raise BadDocument(
                    say(
                        'The history\'s "{name}" needs one number for each of {periods} periods.',
                        name=name,
                        periods=periods,
                    )
                )
        if any(not 0 <= period < periods for period in self.missing):
            raise BadDocument(say("The history names a missing period that it does not have."))
        for values in (self.spend, *series.values()):
            values.setflags(write=False)

    def by_channel(self) -> dict[str, FloatArray]:
        """Spend (P,) by channel name."""
        return dict(zip(self.channels, self.spend, strict=True))


def merged(history: History, name: str, parts: Sequence[str]) -> History:
    """The history with the spend of `parts` as one channel `name`, in the place of the first.

    For channels that always move together: what each brings cannot be told, what both bring can. Raises
    LabelMismatch for unknown parts, BadDocument for fewer than two or a name that another channel has.
    """
    wanted = set(parts)
    if unknown := wanted - set(history.channels):
        raise LabelMismatch("channel", (), unknown)
    if len(wanted) < 2:
        raise BadDocument(say('Name at least two channels to merge into "{name}".', name=name))
    if name in set(history.channels) - wanted:
        raise BadDocument(say('Another channel is already called "{name}".', name=name))
    ours = [one for one in history.channels if one in wanted]
    first = ours[0]
    rows = history.by_channel()
    kept = [one for one in history.channels if one == first or one not in wanted]
    together = np.sum([rows[one] for one in ours], axis=0)
    return replace(
        history,
        channels=tuple(name if one == first else one for one in kept),
        spend=np.array([together if one == first else rows[one] for one in kept]),
    )
