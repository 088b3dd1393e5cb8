"""Closed months: final figures, and the ledger's total beside what was read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.errors import BadDocument, Locked, NotFound, Several, say
from planner.storage import audit
from planner.storage.figures import LARGEST_FIGURE, Key, figures_of
from planner.storage.models import ClosedMonthRow
from planner.storage.records import ClosedMonth, Stamp


def closed_months(session: Session, workspace_id: int) -> list[ClosedMonth]:
    """Closed months in order of time."""
    rows = session.scalars(
        select(ClosedMonthRow)
        .where(ClosedMonthRow.workspace_id == workspace_id)
        .order_by(ClosedMonthRow.month)
    )
    return [_closed(row) for row in rows]


def close_month(
    session: Session, workspace_id: int, month: Month, note: str, stamp: Stamp, *, ledger: float | None = None
) -> ClosedMonth:
    """Make the figures of a month final; a month without figures has nothing to close.

    ledger  the ledger's spend of the month; a difference to what was read must be explained in `note`
    """
    row = session.get(ClosedMonthRow, (workspace_id, str(month)))
    if row is not None:
        raise Locked(
            say("{month} was closed by {who} on {at} already.", month=month, who=row.who, at=row.at),
            month=str(month),
        )
    figures = figures_of(session, workspace_id, {str(month)})
    if not figures:
        raise NotFound(
            say("There are no actuals of {month} yet; take them over first.", month=month), month=str(month)
        )
    read = sum(value for (_, _, metric), value in figures.items() if metric == Metric.SPEND)
    there = None if ledger is None else _hundredths(ledger)
    if there is not None and there != read and not note.strip():
        raise BadDocument(
            say(
                "The ledger has {there:+,.2f} against the {read:,.2f} read for {month}; say where "
                "the difference comes from, or that it is accepted.",
                there=(there - read) / 100,
                read=read / 100,
                month=month,
            ),
            month=str(month),
        )
    row = ClosedMonthRow(
        workspace_id=workspace_id,
        month=str(month),
        who=stamp.who,
        at=stamp.at,
        note=note,
        ledger=there,
        read=None if there is None else read,
    )
    session.add(row)
    closed = _closed(row)
    compared = {} if ledger is None else {"ledger": closed.ledger, "read": closed.read}
    audit.note(session, workspace_id, stamp, "month.closed", month=str(month), note=note, **compared)
    return closed


def reopen_month(session: Session, workspace_id: int, month: Month, note: str, stamp: Stamp) -> None:
    """Let a closed month change again; the trail keeps who closed it, who reopened it, and why."""
    row = session.get(ClosedMonthRow, (workspace_id, str(month)))
    if row is None:
        raise NotFound(say("{month} is not closed.", month=month), month=str(month))
    if not note.strip():
        raise BadDocument(
            say("Say why {month} is opened again; the trail keeps it.", month=month), month=str(month)
        )
    session.delete(row)
    audit.note(session, workspace_id, stamp, "month.reopened", month=str(month), note=note, closed_by=row.who)


def _closed(row: ClosedMonthRow) -> ClosedMonth:
    ledger, read = (None if part is None else part / 100 for part in (row.ledger, row.read))
    return ClosedMonth(row.month, row.who, row.at, row.note, ledger, read)


def _hundredths(amount: float) -> int:
    if not abs(amount) <= LARGEST_FIGURE:
        raise BadDocument(say("The ledger's total of {amount:,.0f} is too large.", amount=amount))
    return round(amount * 100)


def refuse_closed(
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
        others = Several([Month.parse(month) for month in hit[1:]], ", ")
        raise Locked(
            say(
                "{month}{others} was closed by {who} on {at} and this would change it; reopen it "
                "first, or leave it out.",
                month=Month.parse(first.month),
                others=say(" (and {months})", months=others) if hit[1:] else "",
                who=first.who,
                at=first.at,
            ),
            months=hit,
            who=first.who,
            at=first.at,
        )
