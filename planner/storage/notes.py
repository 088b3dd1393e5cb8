"""Tags and comments on differences: kept with the number, replaced by the next word on the same months."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.domain.calendar import Month
from planner.domain.errors import NotFound, say
from planner.domain.notes import Tag, VarianceNote
from planner.storage import audit
from planner.storage.records import Stamp
from planner.storage.results_models import VarianceNoteRow


def listed(session: Session, workspace_id: int) -> list[VarianceNote]:
    """All notes, newest first."""
    rows = session.scalars(
        select(VarianceNoteRow)
        .where(VarianceNoteRow.workspace_id == workspace_id)
        .order_by(VarianceNoteRow.id.desc())
    )
    return [_note(row) for row in rows]


def write(session: Session, workspace_id: int, note: VarianceNote, stamp: Stamp) -> VarianceNote:
    """Store a note in place of the one on the same channel and months; the trail keeps the old words."""
    before = session.scalars(
        select(VarianceNoteRow).where(
            VarianceNoteRow.workspace_id == workspace_id,
            VarianceNoteRow.channel == note.channel,
            VarianceNoteRow.first_month == str(note.first),
            VarianceNoteRow.last_month == str(note.last),
        )
    ).all()
    replaced = {"was": before[-1].comment, "was_tag": before[-1].tag} if before else {}
    for row in before:
        session.delete(row)
    row = VarianceNoteRow(
        workspace_id=workspace_id,
        channel=note.channel,
        first_month=str(note.first),
        last_month=str(note.last),
        tag=note.tag or "",
        comment=note.comment.strip(),
        hundredths=None if note.amount is None else round(note.amount * 100),
        who=stamp.who,
        at=stamp.at,
    )
    session.add(row)
    session.flush()
    audit.note(session, workspace_id, stamp, "note.written", **_said(row), **replaced)
    return _note(row)


def remove(session: Session, workspace_id: int, note_id: int, stamp: Stamp) -> None:
    """Take a note back; the trail keeps its words."""
    row = session.get(VarianceNoteRow, note_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound(say("This note does not exist any more."), kind="note", id=note_id)
    audit.note(session, workspace_id, stamp, "note.removed", **_said(row))
    session.delete(row)


def change_channel(session: Session, workspace_id: int, source: str, target: str) -> None:
    """Let the notes follow a channel that was renamed or merged."""
    session.execute(
        update(VarianceNoteRow)
        .where(VarianceNoteRow.workspace_id == workspace_id, VarianceNoteRow.channel == source)
        .values(channel=target)
    )


def _said(row: VarianceNoteRow) -> dict[str, object]:
    return {
        "channel": row.channel,
        "months": [row.first_month, row.last_month],
        "tag": row.tag,
        "comment": row.comment,
    }


def _note(row: VarianceNoteRow) -> VarianceNote:
    return VarianceNote(
        channel=row.channel,
        first=Month.parse(row.first_month),
        last=Month.parse(row.last_month),
        tag=Tag(row.tag) if row.tag else None,
        comment=row.comment,
        amount=None if row.hundredths is None else row.hundredths / 100,
        who=row.who,
        at=row.at,
        id=row.id,
    )
