"""The steps of a plan version: submitted, reviewed, sent back, approved in place of the one before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.budget_plan import VersionKind, VersionStatus
from planner.domain.errors import Locked, say
from planner.storage import audit
from planner.storage.models import VersionRow
from planner.storage.plan_revisions import in_trail, next_revision, refuse_frozen, refuse_stale, touch
from planner.storage.records import Stamp

STEPS = {
    VersionStatus.DRAFT: {VersionStatus.SUBMITTED, VersionStatus.APPROVED},
    VersionStatus.SUBMITTED: {VersionStatus.DRAFT, VersionStatus.APPROVED},
}
"""The ways a person can take a version; superseded it becomes only when another one is approved."""


def newest(
    session: Session, workspace_id: int, year: int, statuses: tuple[str, ...], kind: VersionKind
) -> VersionRow | None:
    """The latest version of a year, kind and one of the statuses."""
    return session.scalar(
        select(VersionRow)
        .where(VersionRow.workspace_id == workspace_id, VersionRow.year == year)
        .where(VersionRow.kind == kind.value, VersionRow.status.in_(statuses))
        .order_by(VersionRow.id.desc())
        .limit(1)
    )


def review(session: Session, row: VersionRow, reason: str, stamp: Stamp, revision: int | None) -> None:
    """Note that somebody reviewed a submitted version."""
    if row.status != VersionStatus.SUBMITTED.value:
        raise Locked(
            say('"{name}" is {status}; only a submitted plan is reviewed.', name=row.name, status=row.status)
        )
    if revision is not None:
        refuse_stale(session, row, revision)
    touch(session, row, stamp, "version.reviewed", reason=reason)


def set_status(
    session: Session, row: VersionRow, status: VersionStatus, reason: str, stamp: Stamp, revision: int | None
) -> None:
    """Take a version a step further (or a submitted one back); approving supersedes the previous approved."""
    refuse_frozen(row)
    if revision is not None:
        refuse_stale(session, row, revision)
    was = VersionStatus(row.status)
    if status not in STEPS[was]:
        raise Locked(
            say('"{name}" is {was} and cannot become {status}.', name=row.name, was=was, status=status),
            name=row.name,
            status=str(was),
        )
    if status is VersionStatus.APPROVED:
        if row.kind == VersionKind.SCENARIO.value:
            raise Locked(
                say('"{name}" is a scenario; take it into a draft and approve that.', name=row.name),
                name=row.name,
            )
        _supersede(session, row, stamp)
    row.status = status.value
    row.reason = row.reason or reason  # why it was made; why it went a step is in the trail
    next_revision(row, stamp)
    audit.note(
        session,
        row.workspace_id,
        stamp,
        f"version.{status.value}",
        **in_trail(row),
        was=was.value,
        reason=reason,
    )


def _supersede(session: Session, row: VersionRow, stamp: Stamp) -> None:
    # A forecast replaces the forecast before it; the approved budget stays what everything is measured by.
    previous = newest(
        session, row.workspace_id, row.year, (VersionStatus.APPROVED.value,), VersionKind(row.kind)
    )
    if previous is not None:
        previous.status = VersionStatus.SUPERSEDED.value
        touch(session, previous, stamp, "version.superseded", by=row.id)
