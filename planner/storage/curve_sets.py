"""Curve sets: added, never edited, so that every plan can be recomputed with the curves it was made with."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.documents.curves import curves_document, read_curves
from planner.domain.curves import CurveSet
from planner.domain.errors import NotFound, say
from planner.storage import audit
from planner.storage.models import CurveSetRow
from planner.storage.records import CurvesInfo, Stamp


def listed(session: Session, workspace_id: int) -> list[CurvesInfo]:
    """All sets, newest first."""
    rows = session.execute(
        select(
            CurveSetRow.id,
            CurveSetRow.name,
            CurveSetRow.source,
            CurveSetRow.created_by,
            CurveSetRow.created_at,
            func.row_number().over(order_by=CurveSetRow.id),
        )
        .where(CurveSetRow.workspace_id == workspace_id)
        .order_by(CurveSetRow.id.desc())
    )
    return [CurvesInfo(*row) for row in rows]


def number(session: Session, workspace_id: int, curves_id: int | None) -> int:
    """The number of the newest set for None; else `curves_id`, once it is known to be there."""
    wanted = select(CurveSetRow.id).where(CurveSetRow.workspace_id == workspace_id)
    if curves_id is not None:
        wanted = wanted.where(CurveSetRow.id == curves_id)
    found = session.scalar(wanted.order_by(CurveSetRow.id.desc()).limit(1))
    if found is None:
        raise NotFound(
            say("This company has no curves yet; fit, import or type them on Curves.")
            if curves_id is None
            else say("There are no curves with number {number} in this company.", number=curves_id),
            kind="curves",
            id=curves_id,
        )
    return found


def load(session: Session, workspace_id: int, curves_id: int | None) -> CurveSet:
    """The curves of that number, or the newest for None."""
    return read_curves(session.get_one(CurveSetRow, number(session, workspace_id, curves_id)).document)


def add(
    session: Session, workspace_id: int, curves: CurveSet, *, name: str, source: str, stamp: Stamp
) -> int:
    """Keep `curves` as the newest set; returns its number."""
    row = CurveSetRow(
        workspace_id=workspace_id,
        name=name,
        source=source,
        document=curves_document(curves),
        created_by=stamp.who,
        created_at=stamp.at,
    )
    session.add(row)
    session.flush()
    audit.note(session, workspace_id, stamp, "curves.added", id=row.id, name=name, source=source)
    return row.id
