"""Companies: each in a workspace of its own, with its settings and its readers' mappings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planner.documents.company import company_document, read_company
from planner.domain.company import BASELINE, Company
from planner.domain.errors import BadDocument, Conflict, NotFound, PlannerError, say
from planner.domain.kpi_targets import changes as target_changes
from planner.storage import audit, batches
from planner.storage.models import (
    CampaignRow,
    CellRow,
    MappingRow,
    VersionRow,
    WorkspaceRow,
)
from planner.storage.records import Stamp, WorkspaceInfo

SAMPLE = "sample"


class InUse(PlannerError):
    """Something else needs what was to be deleted."""

    code = "in_use"


def listed(session: Session) -> list[WorkspaceInfo]:
    """All workspaces, the user's own by name, the sample last."""
    rows = session.scalars(
        select(WorkspaceRow).order_by(WorkspaceRow.is_sample, WorkspaceRow.name, WorkspaceRow.id)
    )
    return [WorkspaceInfo(row.slug, row.name, row.is_sample) for row in rows]


def find(session: Session, slug: str, *, change: bool = False) -> WorkspaceRow:
    """The workspace; with `change` it is locked, so that changes within one company queue up."""
    wanted = select(WorkspaceRow).where(WorkspaceRow.slug == slug)
    row = session.scalar(wanted.with_for_update() if change else wanted)
    if row is None:
        raise NotFound(
            say('There is no company "{slug}"; choose one from the list.', slug=slug),
            kind="company",
            name=slug,
        )
    return row


def start(session: Session, company: Company, stamp: Stamp) -> WorkspaceRow:
    """A new workspace holding `company`; its slug is made from the name, the sample's is fixed."""
    _refuse_reserved(company)
    slug = SAMPLE if company.is_sample else _free_slug(session, company.name)
    if session.scalar(select(WorkspaceRow.id).where(WorkspaceRow.slug == slug)):
        raise Conflict(say("The sample company is there already."), kind="company", name=slug)
    row = WorkspaceRow(
        slug=slug,
        name=company.name,
        is_sample=company.is_sample,
        settings=company_document(company),
        revision=1,
        saved_by=stamp.who,
        saved_at=stamp.at,
    )
    session.add(row)
    session.flush()
    audit.note(session, row.id, stamp, "company.started", name=company.name)
    return row


def company(row: WorkspaceRow) -> Company:
    """The company that the workspace holds."""
    return read_company(row.settings)


def save(session: Session, row: WorkspaceRow, changed: Company, *, revision: int, stamp: Stamp) -> int:
    """Store new settings and return their revision.

    Raises Conflict when somebody saved since `revision`, InUse when a channel with figures would vanish.
    """
    if revision != row.revision:
        raise Conflict(
            say(
                "{saved_by} saved the settings on {saved_at}, after you opened them; nothing was "
                "overwritten. Load them again and repeat your change.",
                saved_by=row.saved_by,
                saved_at=row.saved_at,
            ),
            who=row.saved_by,
            at=row.saved_at,
            revision=row.revision,
        )
    before = company(row)
    after = replace(changed, is_sample=row.is_sample)
    kept = {channel.name for channel in after.channels}
    for channel in before.channels:
        if channel.name not in kept and channel_is_used(session, row.id, channel.name):
            raise InUse(
                say(
                    '"{name}" holds plans or actuals and cannot be deleted; archive it, rename it, or '
                    "merge it into another channel.",
                    name=channel.name,
                ),
                channel=channel.name,
            )
    old, new = company_document(before), company_document(after)
    store(row, after, stamp)
    changed_parts = [key for key in {**old, **new} if new.get(key) != old.get(key)]
    moved = target_changes(before.targets, after.targets)
    audit.note(
        session,
        row.id,
        stamp,
        "company.saved",
        changed=changed_parts,
        **({"targets": moved} if moved else {}),
    )
    return row.revision


def store(row: WorkspaceRow, changed: Company, stamp: Stamp) -> None:
    """Put `changed` into the row as its next revision."""
    _refuse_reserved(changed)
    row.settings = company_document(changed)
    row.name = changed.name
    row.revision += 1
    row.saved_by, row.saved_at = stamp.who, stamp.at


def remove(session: Session, row: WorkspaceRow) -> None:
    """Delete the workspace with everything in it."""
    session.flush()
    session.execute(delete(WorkspaceRow).where(WorkspaceRow.id == row.id))
    session.expunge_all()


def channel_is_used(session: Session, workspace_id: int, name: str) -> bool:
    """Whether plan money, a campaign or an actual figure speaks of the channel."""
    versions = select(VersionRow.id).where(VersionRow.workspace_id == workspace_id)
    planned = (
        select(CellRow.cents).where(CellRow.version_id.in_(versions), CellRow.channel == name),
        select(CampaignRow.id).where(CampaignRow.version_id.in_(versions), CampaignRow.channel == name),
    )
    if any(session.scalar(found.limit(1)) is not None for found in planned):
        return True
    return name in batches.current(session, workspace_id).channels()


def mapping(session: Session, workspace_id: int, source: str) -> dict[str, Any] | None:
    """How files of `source` are read; None when nobody said so yet."""
    row = session.get(MappingRow, (workspace_id, source))
    return None if row is None else row.document


def mappings(session: Session, workspace_id: int) -> dict[str, dict[str, Any]]:
    """All mappings by source."""
    rows = session.scalars(
        select(MappingRow).where(MappingRow.workspace_id == workspace_id).order_by(MappingRow.source)
    )
    return {row.source: row.document for row in rows}


def save_mapping(
    session: Session, workspace_id: int, source: str, document: Mapping[str, Any], stamp: Stamp
) -> None:
    """Remember how files of `source` are read."""
    row = session.get(MappingRow, (workspace_id, source))
    if row is None:
        session.add(MappingRow(workspace_id=workspace_id, source=source, document=dict(document)))
    else:
        row.document = dict(document)
    audit.note(session, workspace_id, stamp, "mapping.saved", source=source)


def _refuse_reserved(company: Company) -> None:
    if any(channel.name == BASELINE for channel in company.channels):
        raise BadDocument(
            say(
                '"{baseline}" stands for sales without media; give the channel another name.',
                baseline=BASELINE,
            )
        )


def _free_slug(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "company"
    taken = {*session.scalars(select(WorkspaceRow.slug)), SAMPLE}
    slugs = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 3))
    return next(slug for slug in slugs if slug not in taken)
