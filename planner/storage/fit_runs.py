"""Fits that run or wait to be kept. The row is all that pages, the worker and other servers share.

A run is `running` until its worker says `done` or `failed`, or somebody says `cancelled`; a worker that has
not been heard of for a while was stopped with its server.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.domain.errors import Conflict, NotFound, say
from planner.storage.fit_models import FitRunRow
from planner.storage.records import FitRun, FitState, Stamp, now

SILENT = timedelta(seconds=20)
"""How long a worker may be silent before its run counts as stopped."""


def start(session: Session, workspace_id: int, name: str, stamp: Stamp) -> int:
    """A new run; refused while another one of the company runs. Results nobody kept are let go."""
    before = latest(session, workspace_id)
    if before is not None and before.state is FitState.RUNNING:
        raise Conflict(
            say(
                "{who} is fitting {name} already; wait for it or cancel it.", who=before.who, name=before.name
            )
        )
    session.execute(update(FitRunRow).where(FitRunRow.workspace_id == workspace_id).values(document=None))
    row = FitRunRow(
        workspace_id=workspace_id,
        name=name,
        who=stamp.who,
        at=stamp.at,
        state=FitState.RUNNING.value,
        progress=0.0,
        beat=stamp.at,
        message="",
        document=None,
    )
    session.add(row)
    session.flush()
    return row.id


def latest(session: Session, workspace_id: int) -> FitRun | None:
    """The newest run without what came out of it."""
    row = session.execute(
        select(
            FitRunRow.id,
            FitRunRow.name,
            FitRunRow.who,
            FitRunRow.at,
            FitRunRow.state,
            FitRunRow.progress,
            FitRunRow.message,
            FitRunRow.beat,
        )
        .where(FitRunRow.workspace_id == workspace_id)
        .order_by(FitRunRow.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    state = FitState(row.state)
    if state is FitState.RUNNING and now() - row.beat > SILENT:
        state = FitState.STOPPED
    return FitRun(row.id, row.name, row.who, row.at, state, row.progress, row.message)


def heard(session: Session, run_id: int, progress: float) -> bool:
    """Note that the worker lives; False where nobody wants its work any more."""
    row = session.get(FitRunRow, run_id)
    if row is None or row.state != FitState.RUNNING.value:
        return False
    row.progress, row.beat = progress, now()
    return True


def end(
    session: Session, run_id: int, state: FitState, message: str = "", document: dict[str, Any] | None = None
) -> None:
    """Say how a run ended; one that was cancelled in between stays so."""
    row = session.get(FitRunRow, run_id)
    if row is not None and row.state == FitState.RUNNING.value:
        row.state, row.message, row.document = state.value, message, document
        row.progress = 1.0 if state is FitState.DONE else row.progress


def settle(session: Session, workspace_id: int, run_id: int, state: FitState) -> dict[str, Any] | None:
    """Cancel, keep or throw away a run; returns what came out of it, once."""
    row = find(session, workspace_id, run_id)
    document, row.document, row.state = row.document, None, state.value
    return document


def find(session: Session, workspace_id: int, run_id: int) -> FitRunRow:
    """The run of that number."""
    row = session.get(FitRunRow, run_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound(say("This fit does not exist any more."), kind="fit", id=run_id)
    return row
