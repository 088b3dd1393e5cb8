"""The store's part for fits: lift tests, and fits that run or wait to be kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from planner.analysis.fit.plain_values import note_document, read_note
from planner.documents.curves import read_curves
from planner.domain.curves import CurveSet
from planner.domain.errors import NotFound, say
from planner.domain.experiment import Experiment
from planner.services.unmeasured import carried_on
from planner.storage import curve_sets, experiments, fit_runs, workspaces
from planner.storage.database import Database
from planner.storage.records import FitRun, FitState, KeptExperiment, Stamp


class FitsStore:
    """Each call is one transaction. See `RecordStore`, which this is a part of."""

    database: Database

    def experiments(self, slug: str) -> list[KeptExperiment]:
        """All lift tests, the latest first."""
        with self.database.reading() as session:
            return experiments.listed(session, workspaces.find(session, slug).id)

    def add_experiments(self, slug: str, found: Sequence[Experiment], source: str, who: str) -> list[int]:
        """Keep lift tests; returns their numbers."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return experiments.add(session, workspace.id, found, source, Stamp(who))

    def remove_experiment(self, slug: str, experiment_id: int, who: str) -> None:
        """Forget a lift test; the trail keeps it."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            experiments.remove(session, workspace.id, experiment_id, Stamp(who))

    def fit_run(self, slug: str) -> FitRun | None:
        """The newest fit that somebody asked for, whatever became of it; its message can be told again."""
        with self.database.reading() as session:
            found = fit_runs.latest(session, workspaces.find(session, slug).id)
        return None if found is None else replace(found, message=_read(found.message))

    def fit_started(self, slug: str, name: str, who: str) -> int:
        """Note that a fit begins; returns its number."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return fit_runs.start(session, workspace.id, name, Stamp(who))

    def fit_heard(self, run_id: int, progress: float) -> bool:
        """Note how far a fit is; False where it is to stop."""
        with self.database.writing() as session:
            return fit_runs.heard(session, run_id, progress)

    def fit_ended(
        self, run_id: int, state: FitState, message: str = "", document: dict[str, Any] | None = None
    ) -> None:
        """Note how a fit ended, with the curves document that came out of it or why none did."""
        kept = json.dumps(note_document(message), ensure_ascii=False) if message else ""
        with self.database.writing() as session:
            fit_runs.end(session, run_id, state, kept, document)

    def fit_curves(self, slug: str, run_id: int) -> CurveSet:
        """What came out of a fit that is neither kept nor thrown away yet."""
        with self.database.reading() as session:
            row = fit_runs.find(session, workspaces.find(session, slug).id, run_id)
            if row.document is None:
                raise NotFound(say("This fit holds no result any more."), kind="fit", id=run_id)
            return read_curves(row.document)

    def cancel_fit(self, slug: str, run_id: int) -> None:
        """Stop a fit that runs: its worker sees it and ends."""
        self._settle(slug, run_id, FitState.CANCELLED)

    def discard_fit(self, slug: str, run_id: int) -> None:
        """Throw a fit's result away."""
        self._settle(slug, run_id, FitState.DISCARDED)

    def keep_fit(self, slug: str, run_id: int, name: str, source: str, who: str) -> int:
        """Keep a fit's result as the newest curves, with what was assumed beside it; returns their number."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            document = fit_runs.settle(session, workspace.id, run_id, FitState.KEPT)
            if document is None:
                raise NotFound(say("This fit holds no result any more."), kind="fit", id=run_id)
            curves = read_curves(document)
            if curve_sets.listed(session, workspace.id):
                curves = carried_on(curves, curve_sets.load(session, workspace.id, None))
            return curve_sets.add(session, workspace.id, curves, name=name, source=source, stamp=Stamp(who))

    def _settle(self, slug: str, run_id: int, state: FitState) -> None:
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            fit_runs.settle(session, workspace.id, run_id, state)


def _read(kept: str) -> str:
    """A message as it was said; one of an earlier version is plain text."""
    try:
        return read_note(json.loads(kept))
    except ValueError:
        return kept
