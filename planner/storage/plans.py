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
from planner.storage.plan_revisions import in_trail, next_revision, refuse_frozen, refuse_stale
from planner.storage.records import Stamp
from planner.storage.workspaces import InUse


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
    next_revision(row, stamp)
    after = plan_rows.load(session, row)
    changed = changes.between(before, after)
    action = "version.progressed" if progress else "version.saved"
    audit.note(session, workspace_id, stamp, action, **in_trail(row), **changed, **noted)
    return after


def undo(session: Session, row: VersionRow, entry_id: int, stamp: Stamp) -> PlanVersion:
    """Take back one save of a version, whatever came after it, as long as nothing touched the same places."""
    entry = session.get(AuditRow, entry_id)
    if entry is None or entry.detail.get("id") != row.id or "cells" not in entry.detail:
        raise NotFound(say("That change is not one of this plan's; look at its change log again."))
    now = plan_rows.load(session, row)
    back = changes.undone(now, entry.detail)
    return save(session, row.workspace_id, back, row.reason, stamp, undo_of=entry_id)


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
    audit.note(session, row.workspace_id, stamp, "scenario.deleted", **in_trail(row))
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
        **in_trail(row),
        year=row.year,
        total=version.grid.total,
        **noted,
    )
    return plan_rows.load(session, row)


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
