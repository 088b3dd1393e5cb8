"""What was measured: the fit behind the plan's curves, or, where they came without, the newest beside."""

from __future__ import annotations

from dataclasses import dataclass

from planner.analysis.fit.record import FitRecord
from planner.domain.curves import CurveSet
from planner.services.library import CurvesInfo
from planner.ui import cached, state
from planner.ui.context import Context
from planner.ui.curves.words import grades_of, record_of


@dataclass(frozen=True, eq=False)
class Proof:
    """A version of the curves with the report of its fit; `own` where the plan stands on it."""

    info: CurvesInfo
    curves: CurveSet
    record: FitRecord
    own: bool

    @property
    def grades(self) -> dict[str, str]:
        """Grade by channel, for the channels that evidence stands behind."""
        return grades_of(self.curves)


def proof_of(context: Context) -> Proof | None:
    """The plan's own fit, else the newest kept one that knows a channel of the plan; None without any."""
    if context.version_id is None:
        return None
    listed = state.store().curves_list(context.slug)
    planned = context.version().curves_id
    names = set(cached.curves(context.slug, planned).names)
    for info in sorted(listed, key=lambda info: info.id != planned):
        curves = cached.curves(context.slug, info.id)
        record = record_of(curves)
        if record is not None and names & set(record.channels):
            return Proof(info, curves, record, info.id == planned)
    return None
