"""The store's part for actuals: batches, closed months, and how each source's files are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from planner.domain.actuals import ActualDetail, ActualRow, Actuals
from planner.domain.calendar import Month
from planner.domain.company import BASELINE
from planner.domain.errors import LabelMismatch
from planner.storage import batches, closing, workspaces
from planner.storage.database import Database
from planner.storage.details import counting_details
from planner.storage.records import BatchInfo, ClosedMonth, Restated, Said, Stamp


class ActualsStore:
    """Each call is one transaction. See `RecordStore`, which this is a part of."""

    database: Database

    def actuals(self, slug: str, months: Collection[Month | str] | None = None) -> Actuals:
        """The figures that count now."""
        wanted = None if months is None else {str(month) for month in months}
        with self.database.reading() as session:
            return batches.current(session, workspaces.find(session, slug).id, wanted)

    def restated(self, slug: str, rows: Iterable[ActualRow]) -> list[Restated]:
        """Figures that taking `rows` over would change, old beside new."""
        with self.database.reading() as session:
            return batches.restated(session, workspaces.find(session, slug).id, rows)

    def restatement(self, slug: str, batch_id: int) -> list[Restated]:
        """Figures that were in before a batch was taken over and that it changed, old beside new."""
        with self.database.reading() as session:
            return batches.restatement(session, workspaces.find(session, slug).id, batch_id)

    def take_over(
        self,
        slug: str,
        rows: Sequence[ActualRow],
        file_name: str,
        digest: str,
        who: str,
        note: str = "",
        *,
        source: str = "",
        details: Sequence[ActualDetail] = (),
        mapping: Mapping[str, Any] | None = None,
    ) -> BatchInfo:
        """Store the rows of a file, all or none, and how its source is read.

        digest   the file's SHA-256, "" for typed figures
        source   which report it is; `mapping` is remembered for the next file of it
        details  the rows by day, campaign and money state, where the file has them
        """
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            known = {channel.name for channel in workspaces.company(workspace).channels} | {BASELINE}
            if unknown := {row.channel for row in rows} - known:
                raise LabelMismatch("channel", (), unknown)
            stamp = Stamp(who)
            if mapping is not None and mapping != (workspaces.mapping(session, workspace.id, source) or {}):
                workspaces.save_mapping(session, workspace.id, source, mapping, stamp)
            return batches.take_over(
                session,
                workspace.id,
                rows,
                file_name=file_name,
                digest=digest,
                note=note,
                stamp=stamp,
                source=source,
                details=details,
            )

    def undo_batch(self, slug: str, batch_id: int, who: str) -> BatchInfo:
        """Let a batch no longer count; the figures before it are back."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return batches.undo(session, workspace.id, batch_id, Stamp(who))

    def batches(self, slug: str) -> list[BatchInfo]:
        """All batches, undone ones too, newest first."""
        with self.database.reading() as session:
            return batches.listed(session, workspaces.find(session, slug).id)

    def coverage(self, slug: str) -> dict[int, frozenset[str]]:
        """Batch that counts to the months it speaks of."""
        with self.database.reading() as session:
            return batches.coverage(session, workspaces.find(session, slug).id)

    def history(self, slug: str, month: Month | str, channel: str, metric: str) -> list[Said]:
        """What every batch said about one figure, newest first."""
        with self.database.reading() as session:
            return batches.history(session, workspaces.find(session, slug).id, str(month), channel, metric)

    def details(self, slug: str, months: Collection[Month | str] | None = None) -> list[ActualDetail]:
        """What counts now by day, campaign and money state, where files said so."""
        wanted = None if months is None else {str(month) for month in months}
        with self.database.reading() as session:
            return counting_details(session, workspaces.find(session, slug).id, wanted)

    def closed_months(self, slug: str) -> list[ClosedMonth]:
        """Closed months in order of time."""
        with self.database.reading() as session:
            return closing.closed_months(session, workspaces.find(session, slug).id)

    def close_month(
        self, slug: str, month: Month | str, who: str, note: str = "", *, ledger: float | None = None
    ) -> ClosedMonth:
        """Make a month's figures final; a difference to the ledger's spend is explained in `note`."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            closing_month = Month.parse(str(month))
            return closing.close_month(session, workspace.id, closing_month, note, Stamp(who), ledger=ledger)

    def reopen_month(self, slug: str, month: Month | str, who: str, note: str = "") -> None:
        """Let a closed month change again; `note` says why."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            closing.reopen_month(session, workspace.id, Month.parse(str(month)), note, Stamp(who))

    def mapping(self, slug: str, source: str) -> dict[str, Any] | None:
        """How files of `source` are read; None when nobody said so yet."""
        with self.database.reading() as session:
            return workspaces.mapping(session, workspaces.find(session, slug).id, source)

    def mappings(self, slug: str) -> dict[str, dict[str, Any]]:
        """All mappings by source."""
        with self.database.reading() as session:
            return workspaces.mappings(session, workspaces.find(session, slug).id)

    def save_mapping(self, slug: str, source: str, document: Mapping[str, Any], who: str) -> None:
        """Remember how files of `source` are read."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            workspaces.save_mapping(session, workspace.id, source, document, Stamp(who))
