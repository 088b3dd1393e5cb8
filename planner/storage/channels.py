"""A channel renamed, merged or archived everywhere at once, its history kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.documents.curves import curves_document, read_curves
from planner.documents.plan_book import book_document, read_book
from planner.domain.budget_plan import BudgetGrid, CampaignStatus, VersionKind
from planner.domain.company import Channel
from planner.domain.errors import BadDocument, Conflict, NotFound, say
from planner.domain.planning.references import renamed
from planner.storage import audit, batches, curve_sets, experiments, notes, plan_rows, workspaces
from planner.storage.models import CampaignRow, CellRow, CurveSetRow, MappingRow, VersionRow, WorkspaceRow
from planner.storage.plan_revisions import CHANGEABLE, touch
from planner.storage.records import Stamp
from planner.storage.workspaces import InUse

NOT_CHANNELS = {"form", "parts", "controls", "notes", "events"}
"""Entries of a fit's document that are keyed by names of other things than channels."""


def rename(session: Session, row: WorkspaceRow, old: str, new: str, stamp: Stamp) -> None:
    """Call a channel `new` in settings, plans, campaigns, curves, actuals and mappings."""
    company = workspaces.company(row)
    channel = _known(row, old)
    if new == old:
        return
    if any(known.name == new for known in company.channels):
        raise Conflict(
            say('There is a channel "{new}" already; merge "{old}" into it instead.', new=new, old=old),
            channel=new,
        )
    renamed = replace(channel, name=new)
    everything = tuple(renamed if known.name == old else known for known in company.channels)
    workspaces.store(row, replace(company, channels=everything), stamp)
    for curves in session.scalars(select(CurveSetRow).where(CurveSetRow.workspace_id == row.id)):
        if _holds(curves, new) and _holds(curves, old):
            raise Conflict(
                say(
                    'The curves "{name}" hold "{new}" already; choose another name.',
                    name=curves.name,
                    new=new,
                ),
                channel=new,
            )
        curves.document = _renamed_in_curves(curves.document, old, new)
    for version in session.scalars(select(VersionRow).where(VersionRow.workspace_id == row.id)):
        if old in version.channels and new in version.channels:
            raise Conflict(
                say('"{name}" holds "{new}" already; choose another name.', name=version.name, new=new),
                channel=new,
            )
        if _move(session, version.id, old, new) or old in version.channels:
            version.channels = _substituted(version.channels, old, new)
            version.locks = sorted(_substituted(version.locks, old, new))
            _in_book(version, old, new)
            touch(session, version, stamp, "version.channel_renamed", old=old, new=new)
    _rename_in_mappings(session, row.id, old, new)
    batches.change_channel(session, row.id, old, new)
    notes.change_channel(session, row.id, old, new)
    experiments.rename_channel(session, row.id, old, new)
    audit.note(session, row.id, stamp, "channel.renamed", old=old, new=new)


def merge(session: Session, row: WorkspaceRow, source: str, target: str, stamp: Stamp) -> None:
    """Add a channel's plan money, campaigns and actuals to another one; the settings forget it.

    Curves cannot be added up: the target keeps its own. Sets that a changeable plan uses get a successor
    without the source, and the plan moves to it; older plans keep theirs.
    """
    company = workspaces.company(row)
    _known(row, source)
    _known(row, target)
    if source == target:
        raise BadDocument(
            say('"{source}" cannot be merged into itself; choose another channel.', source=source)
        )
    kept = tuple(known for known in company.channels if known.name != source)
    workspaces.store(row, replace(company, channels=kept), stamp)
    versions = list(session.scalars(select(VersionRow).where(VersionRow.workspace_id == row.id)))
    for version in versions:
        grid = _merged(plan_rows.load(session, version).grid, source, target)
        plan_rows.store_cells(session, version.id, grid)
        if _move(session, version.id, source, target) or source in version.channels:
            version.channels = list(grid.channels)
            version.locks = sorted({*version.locks} - {source})
            _in_book(version, source, target)
            touch(session, version, stamp, "version.channels_merged", source=source, target=target)
    _succeed_curves(session, row.id, versions, source, target, stamp)
    _rename_in_mappings(session, row.id, source, target)
    batches.change_channel(session, row.id, source, target)
    notes.change_channel(session, row.id, source, target)
    audit.note(session, row.id, stamp, "channel.merged", source=source, target=target)


def archive(session: Session, row: WorkspaceRow, name: str, stamp: Stamp) -> None:
    """Take a channel out of future planning; refused while a plan that can still change gives it money."""
    company, channel = workspaces.company(row), _known(row, name)
    if channel.archived:
        return
    plan = session.scalar(
        select(VersionRow.name)
        .join(CellRow, CellRow.version_id == VersionRow.id)
        .where(VersionRow.workspace_id == row.id, VersionRow.kind != VersionKind.SCENARIO.value)
        .where(VersionRow.status.in_(CHANGEABLE), CellRow.channel == name)
        .limit(1)
    )
    if plan is not None:
        raise InUse(
            say(
                '"{plan}" still gives money to "{name}"; move it before you archive the channel.',
                plan=plan,
                name=name,
            ),
            channel=name,
            by=plan,
        )
    campaign = session.execute(
        select(CampaignRow.name, VersionRow.name)
        .join(VersionRow, VersionRow.id == CampaignRow.version_id)
        .where(VersionRow.workspace_id == row.id, VersionRow.kind != VersionKind.SCENARIO.value)
        .where(VersionRow.status.in_(CHANGEABLE), CampaignRow.channel == name)
        .where(CampaignRow.cents > 0, CampaignRow.status != CampaignStatus.CANCELLED.value)
        .limit(1)
    ).first()
    if campaign is not None:
        raise InUse(
            say(
                'Campaign "{campaign}" of "{plan}" runs on "{channel}"; move or cancel it before you archive '
                "the channel.",
                campaign=campaign[0][:60],
                plan=campaign[1],
                channel=name,
            ),
            channel=name,
            by=campaign[1],
        )
    workspaces.store(row, company.with_channel(replace(channel, archived=True)), stamp)
    audit.note(session, row.id, stamp, "channel.archived", channel=name)


def _known(row: WorkspaceRow, name: str) -> Channel:
    found = next((known for known in workspaces.company(row).channels if known.name == name), None)
    if found is None:
        raise NotFound(say('There is no channel "{name}" in Setup.', name=name), kind="channel", name=name)
    return found


def _merged(grid: BudgetGrid, source: str, target: str) -> BudgetGrid:
    channels = tuple(name for name in grid.channels if name != source)
    if source not in grid.channels:
        return grid
    if target not in channels:  # the source's row simply changes its name
        return BudgetGrid(tuple(_substituted(grid.channels, source, target)), grid.months, grid.cents)
    cents = grid.cents.copy()
    cents[grid.channels.index(target)] += cents[grid.channels.index(source)]
    return BudgetGrid(channels, grid.months, np.delete(cents, grid.channels.index(source), axis=0))


def _move(session: Session, version_id: int, old: str, new: str) -> bool:
    """Put the version's cells and campaigns under the new name; whether there were any."""
    moved = False
    for table in (CellRow, CampaignRow):
        spoken_of = (table.version_id == version_id, table.channel == old)
        moved = moved or session.scalar(select(table.version_id).where(*spoken_of).limit(1)) is not None
        session.execute(update(table).where(*spoken_of).values(channel=new))
    for row in session.scalars(select(CampaignRow).where(CampaignRow.version_id == version_id)):
        if old in row.details.get("also_on", ()):
            others = dict.fromkeys(_substituted(row.details["also_on"], old, new))
            row.details = {**row.details, "also_on": [name for name in others if name != row.channel]}
    return moved


def _in_book(version: VersionRow, old: str, new: str) -> None:
    version.book = book_document(renamed(read_book(version.book), "channels", old, new))


def _succeed_curves(
    session: Session, workspace_id: int, versions: list[VersionRow], source: str, target: str, stamp: Stamp
) -> None:
    rows = list(
        session.scalars(
            select(CurveSetRow).where(CurveSetRow.workspace_id == workspace_id).order_by(CurveSetRow.id)
        )
    )
    for row in rows:
        users = [v for v in versions if v.curves_id == row.id and v.status in CHANGEABLE]
        if not _holds(row, source) or not (users or row is rows[-1]):
            continue
        if _holds(row, target):
            curves = read_curves(row.document)
            others = tuple(channel for channel in curves.channels if channel.name != source)
            successor = replace(curves, channels=others)
        else:
            successor = read_curves(_renamed_in_curves(row.document, source, target))
        added = curve_sets.add(
            session,
            workspace_id,
            successor,
            name=row.name,
            source=f"{source} merged into {target}",
            stamp=stamp,
        )
        for version in users:
            version.curves_id = added


def _holds(row: CurveSetRow, channel: str) -> bool:
    return any(known["name"] == channel for known in row.document["channels"])


def _renamed_in_curves(document: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    curves = read_curves(document)
    channels = tuple(replace(c, name=new) if c.name == old else c for c in curves.channels)
    extra = {key: _renamed_in_fit(value, old, new) for key, value in curves.extra.items()}
    return curves_document(replace(curves, channels=channels, extra=extra))


def _renamed_in_fit(value: Any, old: str, new: str) -> Any:
    """What a fit says of channels: by their name as a key, in lists of names, or as an entry `channel`."""
    if isinstance(value, list):
        return [new if part == old else _renamed_in_fit(part, old, new) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        (new if key == old else key): new
        if key in ("channel", "other") and part == old
        else part
        if key in NOT_CHANNELS
        else _renamed_in_fit(part, old, new)
        for key, part in value.items()
    }


def _rename_in_mappings(session: Session, workspace_id: int, old: str, new: str) -> None:
    for row in session.scalars(select(MappingRow).where(MappingRow.workspace_id == workspace_id)):
        document = dict(row.document)
        if isinstance(labels := document.get("channel_map"), dict):
            document["channel_map"] = {label: new if to == old else to for label, to in labels.items()}
        if document.get("default_channel") == old:
            document["default_channel"] = new
        row.document = document


def _substituted(names: Iterable[str], old: str, new: str) -> list[str]:
    return [new if name == old else name for name in names]
