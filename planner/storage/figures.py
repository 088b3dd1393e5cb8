"""What counts now: the batches in their order, and the channels renamed or merged between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from planner.domain.actuals import ActualRow, Actuals
from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, say
from planner.storage.models import ActualCell, BatchRow, ChannelChangeRow

LARGEST_FIGURE = 10**13
"""A figure beyond ten trillion is a slip, and would not fit the database either."""

Key = tuple[str, str, str]
"""Month, channel, metric."""

Change = tuple[int, str, str]
"""After which batch a channel, named first, reads as another."""


def hundredths(rows: Iterable[ActualRow]) -> dict[Key, int]:
    """Figures as they are stored. Raises BadDocument for one that is there twice or too large."""
    found: dict[Key, int] = {}
    for row in Actuals(tuple(rows)):
        if abs(row.value) > LARGEST_FIGURE:
            raise BadDocument(
                say(
                    "{channel}, {month}, {metric}: {value:,.0f} is too large.",
                    channel=row.channel,
                    month=Month.parse(row.month),
                    metric=row.metric,
                    value=row.value,
                )
            )
        found[row.month, row.channel, row.metric] = round(row.value * 100)
    return found


def figures_of(session: Session, workspace_id: int, months: Collection[str] | None) -> dict[Key, int]:
    """The figures that count now, in hundredths; of `months`, or of all."""
    wanted = _cells(workspace_id).where(BatchRow.undone_at.is_(None))
    if months is not None:
        wanted = wanted.where(ActualCell.month.in_(sorted(months)))
    return _sums(session, workspace_id, wanted)


def changed_by(session: Session, batch: BatchRow) -> dict[Key, tuple[int, int]]:
    """Figures that were in when a batch was taken over and that it changed: before and after, in hundredths.

    Channels are named as they are now; a batch undone since was there then.
    """
    months = select(ActualCell.month).where(ActualCell.batch_id == batch.id)
    then = _cells(batch.workspace_id).where(
        ActualCell.month.in_(months),
        BatchRow.id <= batch.id,
        or_(BatchRow.undone_at.is_(None), BatchRow.undone_at >= batch.at),
    )
    after = _sums(session, batch.workspace_id, then)
    before = _sums(session, batch.workspace_id, then.where(BatchRow.id < batch.id))
    return {key: (was, after[key]) for key, was in before.items() if after[key] != was}


def history_of(
    session: Session, workspace_id: int, month: str, channel: str, metric: str
) -> dict[int, tuple[int, bool]]:
    """Batch to what it said about one figure, in hundredths, and whether that counts now. Undone ones too."""
    wanted = _cells(workspace_id).where(ActualCell.month == month, ActualCell.metric == metric)
    changes = changes_of(session, workspace_id)
    said: dict[int, int] = defaultdict(int)
    for batch_id, _, name, _, hundredths in session.execute(wanted):
        if _name_now(name, batch_id, changes) == channel:
            said[batch_id] += hundredths
    counting = _told(session, workspace_id, wanted.where(BatchRow.undone_at.is_(None)))
    now = counting.get((month, channel, metric), {})
    return {batch_id: (value, batch_id in now) for batch_id, value in sorted(said.items())}


def _cells(workspace_id: int) -> Select[int, str, str, str, int]:
    return (
        select(
            ActualCell.batch_id,
            ActualCell.month,
            ActualCell.channel,
            ActualCell.metric,
            ActualCell.hundredths,
        )
        .join(BatchRow, BatchRow.id == ActualCell.batch_id)
        .where(BatchRow.workspace_id == workspace_id)
    )


def _sums(session: Session, workspace_id: int, wanted: Select[int, str, str, str, int]) -> dict[Key, int]:
    return {key: sum(parts.values()) for key, parts in _told(session, workspace_id, wanted).items()}


def changes_of(session: Session, workspace_id: int) -> list[Change]:
    """Channels renamed or merged, in the order in which that was done."""
    rows = session.execute(
        select(ChannelChangeRow.after_batch, ChannelChangeRow.source, ChannelChangeRow.target)
        .where(ChannelChangeRow.workspace_id == workspace_id)
        .order_by(ChannelChangeRow.id)
    )
    return [(after, source, target) for after, source, target in rows]


def _told(
    session: Session, workspace_id: int, wanted: Select[int, str, str, str, int]
) -> dict[Key, dict[int, int]]:
    """Each figure's parts by the batch they come from: several only where channels were merged."""
    by_batch: dict[int, list[tuple[Key, int]]] = defaultdict(list)
    for batch_id, month, channel, metric, hundredths in session.execute(wanted):
        by_batch[batch_id].append(((month, channel, metric), hundredths))
    changes = changes_of(session, workspace_id)
    told: dict[Key, dict[int, int]] = {}
    for moment in sorted({*by_batch, *(after for after, _, _ in changes)}):
        told.update((key, {moment: hundredths}) for key, hundredths in by_batch.get(moment, ()))
        for after, source, target in changes:
            if after == moment:
                _read_as(told, source, target)
    return told


def _read_as(told: dict[Key, dict[int, int]], source: str, target: str) -> None:
    for month, channel, metric in list(told):
        if channel == source:
            parts = told.setdefault((month, target, metric), {})
            for batch_id, value in told.pop((month, channel, metric)).items():
                parts[batch_id] = parts.get(batch_id, 0) + value


def _name_now(name: str, batch_id: int, changes: Iterable[Change]) -> str:
    for after, source, target in changes:
        if after >= batch_id and name == source:
            name = target
    return name
