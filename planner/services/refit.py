"""New periods behind an earlier fit's history: fitted again as one, with what changed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.analysis.fit.changes import Changes, changes_between
from planner.analysis.fit.record import FitRecord
from planner.analysis.fit.run import fit_history
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.domain.experiment import Experiment
from planner.domain.history import History
from planner.services.longer_history import joined


def refit(
    previous: CurveSet,
    more: History,
    experiments: Sequence[Experiment] = (),
    currency: str | None = None,
    notes: Sequence[str] = (),
) -> tuple[CurveSet, Changes]:
    """Curves fitted to the earlier history with `more` behind it; their `fit` block tells the changes.

    experiments  new lift tests; the earlier fit's stay
    Raises BadDocument where `previous` holds no history, is in another currency, or `more` does not follow.
    """
    record = FitRecord.read(previous)
    if record is None:
        raise BadDocument(say("These curves hold no history of their own; fit them from the whole history."))
    if currency is not None and currency != previous.currency:
        raise BadDocument(
            say(
                "The earlier curves are in {kept}, the new figures in {currency}; convert one of them.",
                kept=previous.currency,
                currency=currency,
            )
        )
    longer = joined(record.history, more)
    tests = dict.fromkeys([*record.experiments, *experiments])
    fitted = fit_history(
        longer.history,
        experiments=list(tests),
        currency=previous.currency,
        notes=[*notes, *longer.notes],
    ).curves
    changes = changes_between(previous, fitted)
    block = fitted.extra["fit"]
    assert isinstance(block, Mapping)
    block = {**block, "changes": changes.document()}
    return replace(fitted, extra={**fitted.extra, "fit": block}), changes
