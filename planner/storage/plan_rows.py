"""Plan versions between their tables and the domain; the rules about them are in `plans`."""

from __future__ import annotations

import numpy as np
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from planner.documents.cost_lines import cost_lines_document, read_cost_lines
from planner.documents.plan_book import book_document, details_document, read_book, read_details
from planner.domain.budget_plan import (
    BudgetGrid,
    Campaign,
    CampaignStatus,
    PlanVersion,
    VersionKind,
    VersionStatus,
)
from planner.domain.calendar import Month
from planner.storage.models import CampaignRow, CellRow, VersionRow
from planner.storage.records import VersionInfo


def listed(session: Session, workspace_id: int, year: int | None) -> list[VersionInfo]:
    """All versions, or those of a year, newest first."""
    wanted = (
        select(VersionRow, func.coalesce(func.sum(CellRow.cents), 0))
        .outerjoin(CellRow, CellRow.version_id == VersionRow.id)
        .where(VersionRow.workspace_id == workspace_id)
        .group_by(VersionRow.id)
        .order_by(VersionRow.id.desc())
    )
    if year is not None:
        wanted = wanted.where(VersionRow.year == year)
    return [
        VersionInfo(
            id=row.id,
            year=row.year,
            name=row.name,
            kind=VersionKind(row.kind),
            status=VersionStatus(row.status),
            author=row.author,
            created=row.created_at,
            revision=row.revision,
            total=int(cents) / 100,
            reason=row.reason,
            saved_by=row.saved_by,
            saved_at=row.saved_at,
            base_id=row.base_id,
            curves_id=row.curves_id,
        )
        for row, cents in session.execute(wanted)
    ]


def load(session: Session, row: VersionRow) -> PlanVersion:
    """The version in `row` with its grid and campaigns."""
    campaigns = session.scalars(
        select(CampaignRow).where(CampaignRow.version_id == row.id).order_by(CampaignRow.position)
    )
    return PlanVersion(
        year=row.year,
        name=row.name,
        kind=VersionKind(row.kind),
        status=VersionStatus(row.status),
        grid=_load_grid(session, row),
        curves_id=row.curves_id,
        lines=read_cost_lines(row.lines),
        campaigns=tuple(_campaign(campaign) for campaign in campaigns),
        reason=row.reason,
        author=row.author,
        created=row.created_at,
        base_id=row.base_id,
        id=row.id,
        revision=row.revision,
        locks=frozenset(row.locks),
        book=read_book(row.book),
    )


def store(session: Session, row: VersionRow, version: PlanVersion) -> None:
    """Put everything that a person edits of `version` into `row` and its tables."""
    grid = version.grid
    row.name, row.kind = version.name, version.kind.value
    row.base_id, row.curves_id = version.base_id, version.curves_id
    row.channels, row.months = list(grid.channels), [str(month) for month in grid.months]
    row.lines = cost_lines_document(version.lines)
    row.locks = sorted(version.locks)
    row.book = book_document(version.book)
    session.add(row)
    session.flush()
    store_cells(session, row.id, grid)
    _store_campaigns(session, row.id, version.campaigns)


def store_cells(session: Session, version_id: int, grid: BudgetGrid) -> None:
    """Replace the version's cells by those of `grid`; zeros need no row."""
    session.execute(delete(CellRow).where(CellRow.version_id == version_id))
    cells = [
        {
            "version_id": version_id,
            "channel": grid.channels[i],
            "month": str(grid.months[j]),
            "cents": int(grid.cents[i, j]),
        }
        for i, j in np.argwhere(grid.cents)
    ]
    if cells:
        session.execute(insert(CellRow), cells)


def _load_grid(session: Session, row: VersionRow) -> BudgetGrid:
    at_channel = {name: i for i, name in enumerate(row.channels)}
    at_month = {month: j for j, month in enumerate(row.months)}
    cents = np.zeros((len(at_channel), len(at_month)), np.int64)
    cells = select(CellRow.channel, CellRow.month, CellRow.cents).where(CellRow.version_id == row.id)
    for channel, month, amount in session.execute(cells):
        cents[at_channel[channel], at_month[month]] = amount
    return BudgetGrid(tuple(row.channels), tuple(Month.parse(month) for month in row.months), cents)


def _store_campaigns(session: Session, version_id: int, campaigns: tuple[Campaign, ...]) -> None:
    # A campaign keeps its number from save to save, so that a link or a note can speak of it.
    rows = {
        row.id: row
        for row in session.scalars(select(CampaignRow).where(CampaignRow.version_id == version_id))
    }
    for position, campaign in enumerate(campaigns):
        row = rows.pop(campaign.id, None) if campaign.id is not None else None
        if row is None:
            row = CampaignRow(version_id=version_id)
            session.add(row)
        row.position = position
        row.name, row.channel, row.cents = campaign.name, campaign.channel, campaign.cents
        row.start, row.end, row.status = campaign.start, campaign.end, campaign.status.value
        row.owner, row.goal = campaign.owner, campaign.goal
        row.details = details_document(campaign.details)
    for row in rows.values():
        session.delete(row)
    session.flush()


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        name=row.name,
        channel=row.channel,
        start=row.start,
        end=row.end,
        cents=row.cents,
        status=CampaignStatus(row.status),
        owner=row.owner,
        goal=row.goal,
        id=row.id,
        details=read_details(row.details),
    )
