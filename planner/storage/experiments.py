"""Lift tests of a company: the next fit reads all of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.domain.errors import BadDocument, NotFound, say
from planner.domain.experiment import Experiment
from planner.storage import audit
from planner.storage.fit_models import ExperimentRow
from planner.storage.records import KeptExperiment, Stamp


def listed(session: Session, workspace_id: int) -> list[KeptExperiment]:
    """All tests, the latest first."""
    rows = session.scalars(
        select(ExperimentRow)
        .where(ExperimentRow.workspace_id == workspace_id)
        .order_by(ExperimentRow.start.desc(), ExperimentRow.id.desc())
    )
    return [
        KeptExperiment(
            row.id,
            Experiment(row.channel, row.start, row.end, row.spend_change, row.lift, row.standard_error),
            row.source,
            row.who,
            row.at,
        )
        for row in rows
    ]


def add(
    session: Session, workspace_id: int, found: Sequence[Experiment], source: str, stamp: Stamp
) -> list[int]:
    """Keep tests; one of the same channel and days is refused, as it would count twice."""
    known = {
        (one.experiment.channel, one.experiment.start, one.experiment.end)
        for one in listed(session, workspace_id)
    }
    numbers = []
    for one in found:
        place = (one.channel, one.start, one.end)
        if place in known:
            raise BadDocument(
                say(
                    'There is a test on "{channel}" from {start} to {end} already; remove it first.',
                    channel=one.channel,
                    start=one.start,
                    end=one.end,
                )
            )
        known.add(place)
        row = ExperimentRow(
            workspace_id=workspace_id,
            channel=one.channel,
            start=one.start,
            end=one.end,
            spend_change=one.spend_change,
            lift=one.lift,
            standard_error=one.standard_error,
            source=source,
            who=stamp.who,
            at=stamp.at,
        )
        session.add(row)
        session.flush()
        numbers.append(row.id)
    audit.note(session, workspace_id, stamp, "experiments.added", ids=numbers, source=source)
    return numbers


def remove(session: Session, workspace_id: int, experiment_id: int, stamp: Stamp) -> None:
    """Forget a test; curves that were fitted with it stay as they are."""
    row = session.get(ExperimentRow, experiment_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound(say("This test does not exist any more."), kind="experiment", id=experiment_id)
    audit.note(
        session,
        workspace_id,
        stamp,
        "experiment.removed",
        id=row.id,
        channel=row.channel,
        start=row.start.isoformat(),
        end=row.end.isoformat(),
        spend_change=row.spend_change,
        lift=row.lift,
        standard_error=row.standard_error,
    )
    session.delete(row)


def rename_channel(session: Session, workspace_id: int, old: str, new: str) -> None:
    """Let tests follow a channel that was renamed."""
    session.execute(
        update(ExperimentRow)
        .where(ExperimentRow.workspace_id == workspace_id, ExperimentRow.channel == old)
        .values(channel=new)
    )
