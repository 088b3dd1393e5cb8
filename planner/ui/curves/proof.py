"""What was measured: the fit behind the plan's curves, or, where they came without, the newest beside."""

from __future__ import annotations

from dataclasses import dataclass

from planner.analysis.fit.record import FitRecord
from planner.domain.curves import CurveSet
from planner.services.library import CurvesInfo
from planner.services.lift_advice import proof_curves
from planner.ui import cached, state
from planner.ui.context import Context
from planner.ui.curves.words import grades_of


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
    return context.once("proof", lambda: _found(context))


def _found(context: Context) -> Proof | None:
    if context.version_id is None:
        return None
    planned = context.version().curves_id
    listed = state.store().curves_list(context.slug)
    found = proof_curves(listed, planned, lambda number: cached.curves(context.slug, number))
    return None if found is None else Proof(*found, own=found[0].id == planned)
