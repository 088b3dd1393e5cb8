"""Actuals: files taken over and undone, figures restated, months closed.

Stored figures never change. What counts now is told anew from the batches in their order and the channels
renamed or merged between them, so that undoing a batch brings back exactly what was there before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from planner.domain.actuals import METRICS, ActualDetail, ActualRow, Actuals
from planner.domain.errors import BadDocument, NotFound, PlannerError, say
from planner.storage import audit
from planner.storage.closing import refuse_closed
from planner.storage.figures import changed_by, figures_of, history_of, hundredths
from planner.storage.models import ActualCell, ActualDetailRow, BatchRow, ChannelChangeRow
from planner.storage.records import BatchInfo, Restated, Said, Stamp


class SameFile(PlannerError):
    """The very same file was taken over before."""

    code = "same_file"


def current(session: Session, workspace_id: int, months: Collection[str] | None = None) -> Actuals:
    """The figures that count now, by month, then in the order of channels and metrics of their files."""
    figures = figures_of(session, workspace_id, months)
    order = {channel: i for i, channel in enumerate(dict.fromkeys(key[1] for key in figures))}
    keys = sorted(figures, key=lambda key: (key[0], order[key[1]], METRICS.index(key[2])))
    return Actuals(tuple(ActualRow(*key, figures[key] / 100) for key in keys))


def restated(session: Session, workspace_id: int, rows: Iterable[ActualRow]) -> list[Restated]:
    """Figures that are there already and that `rows` would change."""
    wanted = hundredths(rows)
    figures = figures_of(session, workspace_id, {key[0] for key in wanted})
    return [
        Restated(*key, old=figures[key] / 100, new=new / 100)
        for key, new in wanted.items()
        if key in figures and figures[key] != new
    ]


def restatement(session: Session, workspace_id: int, batch_id: int) -> list[Restated]:
    """Figures that were in before a batch and that it changed, by month, then in the order of their files."""
    info = find(session, workspace_id, batch_id)
    changed = changed_by(session, session.get_one(BatchRow, info.id))
    return sorted(
        (Restated(*key, old=old / 100, new=new / 100) for key, (old, new) in changed.items()),
        key=lambda one: (one.month, METRICS.index(one.metric)),
    )


def take_over(
    session: Session,
    workspace_id: int,
    rows: Sequence[ActualRow],
    *,
    file_name: str,
    digest: str,
    note: str,
    stamp: Stamp,
    source: str = "",
    details: Sequence[ActualDetail] = (),
) -> BatchInfo:
    """Store the rows of one file as a batch; a file of orders alone has details only.

    Raises SameFile when a batch that counts has the digest (an empty one is not compared), Locked when a row
    would change a closed month; a closed month's rows that say what is there already are welcome.
    """
    wanted = hundredths(rows)
    if not wanted and not details:
        raise BadDocument(say('"{file}" holds no figure to take over.', file=file_name), file=file_name)
    _refuse_same_file(session, workspace_id, file_name, digest)
    refuse_closed(session, workspace_id, figures_of(session, workspace_id, {k[0] for k in wanted}), wanted)
    batch = BatchRow(
        workspace_id=workspace_id,
        file_name=file_name,
        sha256=digest,
        who=stamp.who,
        at=stamp.at,
        note=note,
        undone_by="",
        source=source,
    )
    session.add(batch)
    session.flush()
    cells = [
        {"batch_id": batch.id, "month": month, "channel": channel, "metric": metric, "hundredths": value}
        for (month, channel, metric), value in wanted.items()
    ]
    if cells:
        session.execute(insert(ActualCell), cells)
    if details:
        session.execute(insert(ActualDetailRow), [_detail_cells(batch.id, detail) for detail in details])
    audit.note(
        session,
        workspace_id,
        stamp,
        "actuals.taken_over",
        id=batch.id,
        file=file_name,
        rows=len(cells) or len(details),
    )
    return find(session, workspace_id, batch.id)


def undo(session: Session, workspace_id: int, batch_id: int, stamp: Stamp) -> BatchInfo:
    """Let a batch no longer count, which brings the earlier figures back. Refused where months are closed."""
    info = find(session, workspace_id, batch_id)
    if info.undone_at is not None:
        raise PlannerError(
            say(
                '"{file}" was undone by {who} on {at} already.',
                file=info.file_name,
                who=info.undone_by,
                at=info.undone_at,
            ),
            who=info.undone_by,
            at=info.undone_at,
        )
    months = set(session.scalars(select(ActualCell.month).where(ActualCell.batch_id == batch_id).distinct()))
    before = figures_of(session, workspace_id, months)
    row = session.get_one(BatchRow, batch_id)
    row.undone_at, row.undone_by = stamp.at, stamp.who
    session.flush()
    refuse_closed(session, workspace_id, before, figures_of(session, workspace_id, months), whole=True)
    audit.note(session, workspace_id, stamp, "actuals.undone", id=batch_id, file=info.file_name)
    return find(session, workspace_id, batch_id)


def listed(session: Session, workspace_id: int) -> list[BatchInfo]:
    """All batches, undone ones too, newest first."""
    found: dict[int, tuple[BatchRow, int, str, str]] = {}
    for table in (ActualDetailRow, ActualCell):  # of details only where the file had no figure
        wanted = (
            select(BatchRow, func.count(), func.min(table.month), func.max(table.month))
            .join(table, table.batch_id == BatchRow.id)
            .where(BatchRow.workspace_id == workspace_id)
            .group_by(BatchRow.id)
        )
        found |= {row.id: (row, count, first, last) for row, count, first, last in session.execute(wanted)}
    return [
        BatchInfo(
            id=row.id,
            file_name=row.file_name,
            digest=row.sha256,
            who=row.who,
            at=row.at,
            note=row.note,
            rows=count,
            first_month=first,
            last_month=last,
            undone_at=row.undone_at,
            undone_by=row.undone_by,
            source=row.source,
        )
        for _, (row, count, first, last) in sorted(found.items(), reverse=True)
    ]


def find(session: Session, workspace_id: int, batch_id: int) -> BatchInfo:
    """The batch of that number."""
    found = next((info for info in listed(session, workspace_id) if info.id == batch_id), None)
    if found is None:
        raise NotFound(
            say("There is no batch with number {id} in this company.", id=batch_id),
            kind="batch",
            id=batch_id,
        )
    return found


def coverage(session: Session, workspace_id: int) -> dict[int, frozenset[str]]:
    """Batch that counts to the months it speaks of."""
    wanted = (
        select(ActualCell.batch_id, ActualCell.month)
        .join(BatchRow, BatchRow.id == ActualCell.batch_id)
        .where(BatchRow.workspace_id == workspace_id, BatchRow.undone_at.is_(None))
        .distinct()
    )
    found: dict[int, set[str]] = {}
    for batch_id, month in session.execute(wanted):
        found.setdefault(batch_id, set()).add(month)
    return {batch_id: frozenset(months) for batch_id, months in found.items()}


def history(session: Session, workspace_id: int, month: str, channel: str, metric: str) -> list[Said]:
    """What every batch said about one figure, newest first; undone ones too."""
    told = history_of(session, workspace_id, month, channel, metric)
    return [
        Said(info, told[info.id][0] / 100, told[info.id][1])
        for info in listed(session, workspace_id)
        if info.id in told
    ]


def change_channel(session: Session, workspace_id: int, source: str, target: str) -> None:
    """Read all figures of `source` so far as figures of `target`; where both exist they add up."""
    last = session.scalar(select(func.max(BatchRow.id)).where(BatchRow.workspace_id == workspace_id))
    session.add(
        ChannelChangeRow(workspace_id=workspace_id, after_batch=last or 0, source=source, target=target)
    )
    session.flush()


def _refuse_same_file(session: Session, workspace_id: int, file_name: str, digest: str) -> None:
    if not digest:
        return
    same = session.scalar(
        select(BatchRow)
        .where(BatchRow.workspace_id == workspace_id, BatchRow.sha256 == digest, BatchRow.undone_at.is_(None))
        .order_by(BatchRow.id.desc())
        .limit(1)
    )
    if same is not None:
        called = "" if same.file_name == file_name else say(' as "{file}"', file=same.file_name)
        raise SameFile(
            say(
                "{who} took over this file{called} on {at}; nothing was stored again. To read it "
                "differently, undo that batch first.",
                who=same.who,
                called=called,
                at=same.at,
            ),
            who=same.who,
            at=same.at,
            batch=same.id,
            file=same.file_name,
        )


def _detail_cells(batch_id: int, detail: ActualDetail) -> dict[str, Any]:
    return {
        "batch_id": batch_id,
        "month": detail.month,
        "channel": detail.channel,
        "metric": detail.metric,
        "day": detail.day,
        "campaign": detail.campaign,
        "state": detail.state or "",
        "hundredths": round(detail.value * 100),
        "order_number": detail.order,
        "invoice_number": detail.invoice,
    }
