"""Revisions of a plan version: who may still change it, who saved in between, and each change counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from planner.domain.budget_plan import VersionStatus
from planner.domain.errors import Conflict, Locked, say
from planner.storage import audit
from planner.storage.models import VersionRow
from planner.storage.records import Stamp

CHANGEABLE = (VersionStatus.DRAFT.value, VersionStatus.SUBMITTED.value)


def refuse_frozen(row: VersionRow) -> None:
    """Raise Locked for an approved or superseded version."""
    if row.status not in CHANGEABLE:
        raise Locked(
            say(
                '"{name}" is {status} and cannot change any more; make a new draft from it.',
                name=row.name,
                status=row.status,
            ),
            name=row.name,
            status=row.status,
        )


def refuse_stale(session: Session, row: VersionRow, revision: int) -> None:
    """Raise Conflict, saying who changed what and when, unless `revision` is the latest."""
    if revision == row.revision:
        return
    trail = audit.about(session, row.workspace_id, "version", row.id)
    missed = [dict(entry.detail) for entry in trail if entry.detail.get("revision", 0) > revision]
    raise Conflict(
        say(
            '{saved_by} saved "{name}" on {saved_at}, after you opened it{missed}; nothing was '
            "overwritten. Keep your copy as a scenario, or load the plan again and repeat your "
            "change.",
            saved_by=row.saved_by,
            name=row.name,
            saved_at=row.saved_at,
            missed=_changes_said(missed),
        ),
        name=row.name,
        who=row.saved_by,
        at=row.saved_at,
        revision=row.revision,
        changes=missed,
    )


def touch(session: Session, row: VersionRow, stamp: Stamp, action: str, **detail: Any) -> None:
    """Count a change that did not come through `save`, so that copies made before are recognised as old."""
    next_revision(row, stamp)
    audit.note(session, row.workspace_id, stamp, action, **in_trail(row), **detail)


def next_revision(row: VersionRow, stamp: Stamp) -> None:
    """Count a change: whoever opened the version before sees that it is old."""
    row.revision += 1
    row.saved_by, row.saved_at = stamp.who, stamp.at


def in_trail(row: VersionRow) -> dict[str, Any]:
    """How the trail names a version."""
    return {"id": row.id, "name": row.name, "revision": row.revision}


def _changes_said(missed: list[dict[str, Any]]) -> str:
    moves: dict[str, list[float]] = {}
    for detail in missed:  # newest first: the oldest start, the newest end
        for name, (old, new) in detail.get("channels", {}).items():
            moves[name] = [old, moves[name][1] if name in moves else new]
    said_moves = [f"{name} {old:,.0f} to {new:,.0f}" for name, (old, new) in moves.items() if old != new]
    more = f" and {len(said_moves) - 3} more" if len(said_moves) > 3 else ""
    return f" ({', '.join(said_moves[:3])}{more})" if said_moves else ""
