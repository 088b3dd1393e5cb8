"""Figures as finely as their files say them: which of them count, under the names that channels have now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from planner.domain.actuals import ActualDetail, MoneyState
from planner.storage.figures import changes_of
from planner.storage.models import ActualDetailRow, BatchRow

PROMISED = (MoneyState.PLANNED, MoneyState.COMMITTED)
"""Money that is no figure yet: a file of orders replaces orders, never what was delivered."""

Line = tuple[str, str, str, bool]
"""Month, channel, metric, and whether the money is only promised."""


def counting_details(
    session: Session, workspace_id: int, months: Collection[str] | None = None
) -> list[ActualDetail]:
    """Details of batches that count, of `months` or of all, in the order they came in.

    Of two files on one line the later counts, as for the figures that details refine; lines of channels that
    were merged since both do.
    """
    by_batch: dict[int, dict[Line, list[ActualDetailRow]]] = defaultdict(lambda: defaultdict(list))
    for row in session.scalars(_wanted(workspace_id, months)):
        by_batch[row.batch_id][_line(row)].append(row)
    changes = changes_of(session, workspace_id)
    told: dict[Line, list[ActualDetailRow]] = {}
    for moment in sorted({*by_batch, *(after for after, _, _ in changes)}):
        told |= by_batch.get(moment, {})
        for after, source, target in changes:
            if after == moment:
                _read_as(told, source, target)
    found = [(row, channel) for (_, channel, *_), rows in told.items() for row in rows]
    found.sort(key=lambda one: (one[0].batch_id, one[0].id))
    return [_detail(row, channel) for row, channel in found]


def _wanted(workspace_id: int, months: Collection[str] | None) -> Select[ActualDetailRow]:
    wanted = (
        select(ActualDetailRow)
        .join(BatchRow, BatchRow.id == ActualDetailRow.batch_id)
        .where(BatchRow.workspace_id == workspace_id, BatchRow.undone_at.is_(None))
        .order_by(ActualDetailRow.id)
    )
    return wanted if months is None else wanted.where(ActualDetailRow.month.in_(sorted(months)))


def _line(row: ActualDetailRow) -> Line:
    return row.month, row.channel, row.metric, row.state in PROMISED


def _read_as(told: dict[Line, list[ActualDetailRow]], source: str, target: str) -> None:
    for line in [line for line in told if line[1] == source]:
        month, _, metric, promised = line
        told.setdefault((month, target, metric, promised), []).extend(told.pop(line))


def _detail(row: ActualDetailRow, channel: str) -> ActualDetail:
    return ActualDetail(
        row.month,
        channel,
        row.metric,
        row.hundredths / 100,
        row.day,
        row.campaign,
        MoneyState(row.state) if row.state else None,
        row.order_number,
        row.invoice_number,
    )
