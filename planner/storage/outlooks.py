"""Outlooks of the past: kept when figures come in or a month is closed, scored when months have passed."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.storage.records import KeptMonth, KeptOutlook, Stamp
from planner.storage.results_models import OutlookRow

_MONTHS = TypeAdapter(tuple[KeptMonth, ...])


def keep(
    session: Session,
    workspace_id: int,
    *,
    year: int,
    event: str,
    version_id: int,
    months: Sequence[KeptMonth],
    target: float,
    chance: float | None,
    stamp: Stamp,
) -> KeptOutlook | None:
    """Store an outlook; None where the last one of the year says the same already.

    What a person did stands in the trail already; an outlook follows from it and gets no entry of its own.
    """
    last = session.scalar(
        select(OutlookRow)
        .where(OutlookRow.workspace_id == workspace_id, OutlookRow.year == year)
        .order_by(OutlookRow.id.desc())
        .limit(1)
    )
    document = _MONTHS.dump_python(tuple(months), mode="json")
    if last is not None and last.months == document and last.version_id == version_id:
        return None
    row = OutlookRow(
        workspace_id=workspace_id,
        year=year,
        event=event,
        who=stamp.who,
        at=stamp.at,
        version_id=version_id,
        months=document,
        target=target,
        chance=chance,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def listed(session: Session, workspace_id: int, year: int) -> list[KeptOutlook]:
    """The outlooks of a year, oldest first."""
    rows = session.scalars(
        select(OutlookRow)
        .where(OutlookRow.workspace_id == workspace_id, OutlookRow.year == year)
        .order_by(OutlookRow.id)
    )
    return [_kept(row) for row in rows]


def _kept(row: OutlookRow) -> KeptOutlook:
    return KeptOutlook(
        id=row.id,
        year=row.year,
        event=row.event,
        who=row.who,
        at=row.at,
        version_id=row.version_id,
        months=_MONTHS.validate_python(row.months),
        target=row.target,
        chance=row.chance,
    )
