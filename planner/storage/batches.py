"""Actuals: files taken over and undone, figures restated, months closed.

Stored figures never change. What counts now is told anew from the batches in their order and the channels
renamed or merged between them, so that undoing a batch brings back exactly what was there before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from planner.domain.actuals import METRICS, ActualRow, Actuals
from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, Locked, NotFound, PlannerError
from planner.storage import audit
from planner.storage.models import ActualCell, BatchRow, ChannelChangeRow, ClosedMonthRow
from planner.storage.records import BatchInfo, ClosedMonth, Restated, Stamp, said

LARGEST_FIGURE = 10**13
"""A figure beyond ten trillion is a slip, and would not fit the database either."""

Key = tuple[str, str, str]
"""Month, channel, metric."""


class SameFile(PlannerError):
    """The very same file was taken over before."""

    code = "same_file"


def current(session: Session, workspace_id: int, months: Collection[str] | None = None) -> Actuals:
    """The figures that count now, by month, then in the order of channels and metrics of their files."""
    figures = _figures(session, workspace_id, months)
    order = {channel: i for i, channel in enumerate(dict.fromkeys(key[1] for key in figures))}
    keys = sorted(figures, key=lambda key: (key[0], order[key[1]], METRICS.index(key[2])))
    return Actuals(tuple(ActualRow(*key, figures[key] / 100) for key in keys))


def restated(session: Session, workspace_id: int, rows: Iterable[ActualRow]) -> list[Restated]:
    """Figures that are there already and that `rows` would change."""
    wanted = _hundredths(rows)
    figures = _figures(session, workspace_id, {key[0] for key in wanted})
    return [
        Restated(*key, old=figures[key] / 100, new=new / 100)
        for key, new in wanted.items()
        if key in figures and figures[key] != new
    ]


def take_over(
    session: Session,
    workspace_id: int,
    rows: Sequence[ActualRow],
    *,
    file_name: str,
    digest: str,
    note: str,
    stamp: Stamp,
) -> BatchInfo:
    """Store the rows of one file as a batch.

    Raises SameFile when a batch that counts has the digest (an empty one is not compared), Locked when a row
    would change a closed month; a closed month's rows that say what is there already are welcome.
    """
    wanted = _hundredths(rows)
    if not wanted:
        raise BadDocument(f'"{file_name}" holds no figure to take over.', file=file_name)
    _refuse_same_file(session, workspace_id, file_name, digest)
    _refuse_closed(session, workspace_id, _figures(session, workspace_id, {k[0] for k in wanted}), wanted)
    batch = BatchRow(
        workspace_id=workspace_id,
        file_name=file_name,
        sha256=digest,
        who=stamp.who,
        at=stamp.at,
        note=note,
        undone_by="",
    )
    session.add(batch)
    session.flush()
    cells = [
        {"batch_id": batch.id, "month": month, "channel": channel, "metric": metric, "hundredths": value}
        for (month, channel, metric), value in wanted.items()
    ]
    session.execute(insert(ActualCell), cells)
    audit.note(
        session, workspace_id, stamp, "actuals.taken_over", id=batch.id, file=file_name, rows=len(cells)
    )
    return find(session, workspace_id, batch.id)


def undo(session: Session, workspace_id: int, batch_id: int, stamp: Stamp) -> BatchInfo:
    """Let a batch no longer count, which brings the earlier figures back. Refused where months are closed."""
    info = find(session, workspace_id, batch_id)
    if info.undone_at is not None:
        raise PlannerError(
            f'"{info.file_name}" was undone by {info.undone_by} on {said(info.undone_at)} already.',
            who=info.undone_by,
            at=info.undone_at,
        )
    months = set(session.scalars(select(ActualCell.month).where(ActualCell.batch_id == batch_id).distinct()))
    before = _figures(session, workspace_id, months)
    row = session.get_one(BatchRow, batch_id)
    row.undone_at, row.undone_by = stamp.at, stamp.who
    session.flush()
    _refuse_closed(session, workspace_id, before, _figures(session, workspace_id, months), whole=True)
    audit.note(session, workspace_id, stamp, "actuals.undone", id=batch_id, file=info.file_name)
    return find(session, workspace_id, batch_id)


def listed(session: Session, workspace_id: int) -> list[BatchInfo]:
    """All batches, undone ones too, newest first."""
    wanted = (
        select(
            BatchRow,
            func.count(ActualCell.month),
            func.min(ActualCell.month),
            func.max(ActualCell.month),
        )
        .join(ActualCell, ActualCell.batch_id == BatchRow.id)
        .where(BatchRow.workspace_id == workspace_id)
        .group_by(BatchRow.id)
        .order_by(BatchRow.id.desc())
    )
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
        )
        for row, count, first, last in session.execute(wanted)
    ]


def find(session: Session, workspace_id: int, batch_id: int) -> BatchInfo:
    """The batch of that number."""
    found = next((info for info in listed(session, workspace_id) if info.id == batch_id), None)
    if found is None:
        raise NotFound(
            f"There is no batch with number {batch_id} in this company.", kind="batch", id=batch_id
        )
    return found


def change_channel(session: Session, workspace_id: int, source: str, target: str) -> None:
    """Read all figures of `source` so far as figures of `target`; where both exist they add up."""
    last = session.scalar(select(func.max(BatchRow.id)).where(BatchRow.workspace_id == workspace_id))
    session.add(
        ChannelChangeRow(workspace_id=workspace_id, after_batch=last or 0, source=source, target=target)
    )
    session.flush()


def closed_months(session: Session, workspace_id: int) -> list[ClosedMonth]:
    """Closed months in order of time."""
    rows = session.scalars(
        select(ClosedMonthRow)
        .where(ClosedMonthRow.workspace_id == workspace_id)
        .order_by(ClosedMonthRow.month)
    )
    return [ClosedMonth(row.month, row.who, row.at, row.note) for row in rows]


def close_month(session: Session, workspace_id: int, month: Month, note: str, stamp: Stamp) -> ClosedMonth:
    """Make the figures of a month final; a month without figures has nothing to close."""
    row = session.get(ClosedMonthRow, (workspace_id, str(month)))
    if row is not None:
        raise Locked(f"{month} was closed by {row.who} on {said(row.at)} already.", month=str(month))
    if not _figures(session, workspace_id, {str(month)}):
        raise NotFound(f"There are no actuals of {month} yet; take them over first.", month=str(month))
    session.add(
        ClosedMonthRow(workspace_id=workspace_id, month=str(month), who=stamp.who, at=stamp.at, note=note)
    )
    audit.note(session, workspace_id, stamp, "month.closed", month=str(month), note=note)
    return ClosedMonth(str(month), stamp.who, stamp.at, note)


def reopen_month(session: Session, workspace_id: int, month: Month, note: str, stamp: Stamp) -> None:
    """Let a closed month change again; the trail keeps who closed and who reopened it."""
    row = session.get(ClosedMonthRow, (workspace_id, str(month)))
    if row is None:
        raise NotFound(f"{month} is not closed.", month=str(month))
    session.delete(row)
    audit.note(session, workspace_id, stamp, "month.reopened", month=str(month), note=note, closed_by=row.who)


def _hundredths(rows: Iterable[ActualRow]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for row in rows:
        key = (row.month, row.channel, row.metric)
        if key in found:
            raise BadDocument(f"{row.channel}, {row.month}, {row.metric} is there twice; sum it first.")
        if abs(row.value) > LARGEST_FIGURE:
            raise BadDocument(f"{row.channel}, {row.month}, {row.metric}: {row.value:,.0f} is too large.")
        found[key] = round(row.value * 100)
    return found


def _figures(session: Session, workspace_id: int, months: Collection[str] | None) -> dict[Key, int]:
    wanted = (
        select(
            ActualCell.batch_id,
            ActualCell.month,
            ActualCell.channel,
            ActualCell.metric,
            ActualCell.hundredths,
        )
        .join(BatchRow, BatchRow.id == ActualCell.batch_id)
        .where(BatchRow.workspace_id == workspace_id, BatchRow.undone_at.is_(None))
    )
    if months is not None:
        wanted = wanted.where(ActualCell.month.in_(sorted(months)))
    by_batch: dict[int, list[tuple[Key, int]]] = defaultdict(list)
    for batch_id, month, channel, metric, hundredths in session.execute(wanted):
        by_batch[batch_id].append(((month, channel, metric), hundredths))
    changes = session.execute(
        select(ChannelChangeRow.after_batch, ChannelChangeRow.source, ChannelChangeRow.target)
        .where(ChannelChangeRow.workspace_id == workspace_id)
        .order_by(ChannelChangeRow.id)
    ).all()

    figures: dict[Key, int] = {}
    for moment in sorted({*by_batch, *(after for after, _, _ in changes)}):
        figures.update(by_batch.get(moment, ()))
        for after, source, target in changes:
            if after == moment:
                _read_as(figures, source, target)
    return figures


def _read_as(figures: dict[Key, int], source: str, target: str) -> None:
    for month, channel, metric in list(figures):
        if channel == source:
            to = (month, target, metric)
            figures[to] = figures.get(to, 0) + figures.pop((month, channel, metric))


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
        called = "" if same.file_name == file_name else f' as "{same.file_name}"'
        raise SameFile(
            f"{same.who} took over this file{called} on {said(same.at)}; nothing was stored again. "
            "To read it differently, undo that batch first.",
            who=same.who,
            at=same.at,
            batch=same.id,
            file=same.file_name,
        )


def _refuse_closed(
    session: Session, workspace_id: int, before: dict[Key, int], after: dict[Key, int], *, whole: bool = False
) -> None:
    """Raise Locked when a closed month would change; `whole`: a figure missing in `after` would vanish."""
    changed = {key for key, value in after.items() if before.get(key) != value}
    if whole:
        changed |= before.keys() - after.keys()
    closed = {info.month: info for info in closed_months(session, workspace_id)}
    hit = sorted({key[0] for key in changed} & closed.keys())
    if hit:
        first = closed[hit[0]]
        others = f" (and {', '.join(hit[1:])})" if hit[1:] else ""
        raise Locked(
            f"{first.month}{others} was closed by {first.who} on {said(first.at)} and this would change it; "
            "reopen it first, or leave it out.",
            months=hit,
            who=first.who,
            at=first.at,
        )
