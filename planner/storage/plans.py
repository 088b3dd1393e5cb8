"""Plan versions and scenarios: what is approved never changes, and no save overwrites an unseen one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import moved_day
from planner.domain.errors import BadDocument, Conflict, Locked, NotFound, say
from planner.domain.planning.progress import only_progress
from planner.storage import audit, changes, curve_sets, plan_rows
from planner.storage.models import AuditRow, VersionRow
from planner.storage.records import Stamp
from planner.storage.workspaces import InUse

CHANGEABLE = (VersionStatus.DRAFT.value, VersionStatus.SUBMITTED.value)
STEPS = {
    VersionStatus.DRAFT: {VersionStatus.SUBMITTED, VersionStatus.APPROVED},
    VersionStatus.SUBMITTED: {VersionStatus.DRAFT, VersionStatus.APPROVED},
}
"""The ways a person can take a version; superseded it becomes only when another one is approved."""


def find(session: Session, workspace_id: int, version_id: int) -> VersionRow:
    """The row of that version in that company."""
    row = session.get(VersionRow, version_id)
    if row is None or row.workspace_id != workspace_id:
        raise NotFound(
            say(
                "This company has no plan or scenario with number {version_id}; it may have been deleted.",
                version_id=version_id,
            ),
            kind="version",
            id=version_id,
        )
    return row


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


def save(
    session: Session, workspace_id: int, version: PlanVersion, reason: str, stamp: Stamp, **noted: Any
) -> PlanVersion:
    """Store a new version (no id yet; it starts as a draft) or the next revision of a changeable one.

    `noted` goes into the trail beside what changed. Raises Conflict when somebody saved since
    `version.revision`, Locked when it is submitted, approved or superseded; how an approved plan goes may
    still be written.
    """
    _check_references(session, workspace_id, version)
    if version.id is None:
        return _insert(session, workspace_id, version, reason, stamp, noted)
    row = find(session, workspace_id, version.id)
    before = plan_rows.load(session, row)
    progress = row.status == VersionStatus.APPROVED.value and only_progress(before, version)
    if not progress:
        refuse_frozen(row)
    refuse_stale(session, row, version.revision)
    if version.year != row.year:
        raise BadDocument(
            say(
                '"{name}" plans {year}; make a new draft to plan {other_year}.',
                name=row.name,
                year=row.year,
                other_year=version.year,
            )
        )
    _check_name(session, workspace_id, version)
    if row.status == VersionStatus.SUBMITTED.value:
        raise Locked(
            say('"{name}" is submitted; send it back to draft to change it.', name=row.name),
            name=row.name,
            status=row.status,
        )
    plan_rows.store(session, row, version)
    row.reason = reason or version.reason
    _next_revision(row, stamp)
    after = plan_rows.load(session, row)
    changed = changes.between(before, after)
    action = "version.progressed" if progress else "version.saved"
    audit.note(session, workspace_id, stamp, action, **_noted(row), **changed, **noted)
    return after


def undo(session: Session, row: VersionRow, entry_id: int, stamp: Stamp) -> PlanVersion:
    """Take back one save of a version, whatever came after it, as long as nothing touched the same places."""
    entry = session.get(AuditRow, entry_id)
    if entry is None or entry.detail.get("id") != row.id or "cells" not in entry.detail:
        raise NotFound(say("That change is not one of this plan's; look at its change log again."))
    now = plan_rows.load(session, row)
    back = changes.undone(now, entry.detail)
    return save(session, row.workspace_id, back, row.reason, stamp, undo_of=entry_id)


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
    _next_revision(row, stamp)
    audit.note(
        session,
        row.workspace_id,
        stamp,
        f"version.{status.value}",
        **_noted(row),
        was=was.value,
        reason=reason,
    )


def delete_scenario(session: Session, row: VersionRow, stamp: Stamp) -> None:
    """Delete a scenario; refused for plans, and for a scenario that another version was made from."""
    if row.kind != VersionKind.SCENARIO.value:
        raise Locked(
            say('"{name}" is a plan version; only scenarios can be deleted.', name=row.name), name=row.name
        )
    scenario = session.scalar(select(VersionRow.name).where(VersionRow.base_id == row.id).limit(1))
    if scenario is not None:
        raise InUse(
            say(
                '"{scenario}" was made from "{name}", which therefore stays.',
                scenario=scenario,
                name=row.name,
            ),
            name=row.name,
            by=scenario,
        )
    audit.note(session, row.workspace_id, stamp, "scenario.deleted", **_noted(row))
    session.delete(row)


def new_draft_from(
    session: Session,
    row: VersionRow,
    *,
    name: str,
    year: int,
    curves_id: int,
    stamp: Stamp,
    reason: str = "",
) -> PlanVersion:
    """A draft of `year` with a version's money, cost lines, campaigns and plan book, moved by whole years."""
    base = plan_rows.load(session, row)
    months = 12 * (year - base.year)
    draft = replace(
        base,
        id=None,
        year=year,
        name=name,
        kind=VersionKind.BUDGET,
        base_id=base.id,
        curves_id=curves_id,
        grid=BudgetGrid(base.grid.channels, tuple(m + months for m in base.grid.months), base.grid.cents),
        campaigns=tuple(
            _moved(campaign, months)
            for campaign in base.campaigns
            if campaign.status is not CampaignStatus.CANCELLED
        ),
        reason="",
        author="",
        book=base.book.moved(months),
    )
    return save(session, row.workspace_id, draft, reason, stamp)


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
    _next_revision(row, stamp)
    audit.note(session, row.workspace_id, stamp, action, **_noted(row), **detail)


def _insert(
    session: Session,
    workspace_id: int,
    version: PlanVersion,
    reason: str,
    stamp: Stamp,
    noted: dict[str, Any],
) -> PlanVersion:
    _check_name(session, workspace_id, version)
    row = VersionRow(
        workspace_id=workspace_id,
        year=version.year,
        status=VersionStatus.DRAFT.value,
        reason=reason or version.reason,
        author=version.author or stamp.who,
        created_at=stamp.at,
        revision=1,
        saved_by=stamp.who,
        saved_at=stamp.at,
    )
    # Campaigns copied along from another version are new ones here.
    plan_rows.store(
        session, row, replace(version, campaigns=tuple(replace(c, id=None) for c in version.campaigns))
    )
    audit.note(
        session,
        workspace_id,
        stamp,
        "version.created",
        **_noted(row),
        year=row.year,
        total=version.grid.total,
        **noted,
    )
    return plan_rows.load(session, row)


def _supersede(session: Session, row: VersionRow, stamp: Stamp) -> None:
    # A forecast replaces the forecast before it; the approved budget stays what everything is measured by.
    previous = newest(
        session, row.workspace_id, row.year, (VersionStatus.APPROVED.value,), VersionKind(row.kind)
    )
    if previous is not None:
        previous.status = VersionStatus.SUPERSEDED.value
        touch(session, previous, stamp, "version.superseded", by=row.id)


def _check_references(session: Session, workspace_id: int, version: PlanVersion) -> None:
    curve_sets.number(session, workspace_id, version.curves_id)
    if version.base_id is not None:
        find(session, workspace_id, version.base_id)


def _check_name(session: Session, workspace_id: int, version: PlanVersion) -> None:
    taken = session.scalar(
        select(VersionRow.id).where(
            VersionRow.workspace_id == workspace_id,
            VersionRow.year == version.year,
            VersionRow.name == version.name,
        )
    )
    if taken is not None and taken != version.id:
        raise Conflict(
            say(
                '{year} has a plan or scenario called "{name}" already; choose another name.',
                year=version.year,
                name=version.name,
            ),
            name=version.name,
            year=version.year,
        )


def _next_revision(row: VersionRow, stamp: Stamp) -> None:
    row.revision += 1
    row.saved_by, row.saved_at = stamp.who, stamp.at


def _noted(row: VersionRow) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "revision": row.revision}


def _changes_said(missed: list[dict[str, Any]]) -> str:
    moves: dict[str, list[float]] = {}
    for detail in missed:  # newest first: the oldest start, the newest end
        for name, (old, new) in detail.get("channels", {}).items():
            moves[name] = [old, moves[name][1] if name in moves else new]
    said_moves = [f"{name} {old:,.0f} to {new:,.0f}" for name, (old, new) in moves.items() if old != new]
    more = f" and {len(said_moves) - 3} more" if len(said_moves) > 3 else ""
    return f" ({', '.join(said_moves[:3])}{more})" if said_moves else ""


def _moved(campaign: Campaign, months: int) -> Campaign:
    return replace(
        campaign,
        id=None,
        start=moved_day(campaign.start, months),
        end=moved_day(campaign.end, months),
        status=CampaignStatus.PLANNED if months else campaign.status,
        # What it brought is last year's; what was learned from it is worth keeping.
        details=replace(campaign.details, result="", measured=None) if months else campaign.details,
    )
