"""The trail of what was done; written in the same transaction as the deed."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.storage.models import AuditRow
from planner.storage.records import AuditEntry, Stamp


def note(session: Session, workspace_id: int, stamp: Stamp, action: str, **detail: Any) -> None:
    """Write down that `stamp.who` did `action`. `detail` holds plain JSON values."""
    session.add(AuditRow(workspace_id=workspace_id, at=stamp.at, who=stamp.who, action=action, detail=detail))


def entries(session: Session, workspace_id: int, limit: int, action: str | None = None) -> list[AuditEntry]:
    """The latest `limit` entries, newest first; only those of `action` where one is given."""
    wanted = select(AuditRow).where(AuditRow.workspace_id == workspace_id)
    if action is not None:
        wanted = wanted.where(AuditRow.action == action)
    rows = session.scalars(wanted.order_by(AuditRow.id.desc()).limit(limit))
    return [AuditEntry(row.id, row.at, row.who, row.action, row.detail) for row in rows]


def about(
    session: Session, workspace_id: int, kind: Literal["version", "curves"], number: int
) -> list[AuditEntry]:
    """Everything that was done to one plan version or set of curves, newest first."""
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.workspace_id == workspace_id, AuditRow.action.startswith(f"{kind}."))
        .where(AuditRow.detail["id"].as_integer() == number)
        .order_by(AuditRow.id.desc())
    )
    return [AuditEntry(row.id, row.at, row.who, row.action, row.detail) for row in rows]


def last_id(session: Session, workspace_id: int) -> int:
    """Number of the latest entry: as everything stored is noted, it changes when anything does."""
    return session.scalar(select(func.max(AuditRow.id)).where(AuditRow.workspace_id == workspace_id)) or 0
