"""The store that pages and the command line work with: the records, and where each year was seen to land."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from planner.domain.actuals import ActualRow
from planner.domain.calendar import Month
from planner.services.record_store import RecordStore
from planner.services.snapshots import keep_outlooks
from planner.storage.database import Database, database_file, database_url
from planner.storage.records import (
    AuditEntry,
    BatchInfo,
    ClosedMonth,
    CurvesInfo,
    KeptOutlook,
    Restated,
    Said,
    VersionInfo,
    WorkspaceInfo,
)

__all__ = [
    "AuditEntry",
    "BatchInfo",
    "ClosedMonth",
    "CurvesInfo",
    "KeptOutlook",
    "Restated",
    "Said",
    "Store",
    "VersionInfo",
    "WorkspaceInfo",
    "open_store",
]

_open: dict[str, Store] = {}
_opening = Lock()


def open_store(url: str | None = None) -> Store:
    """The store at `url`, PLANNER_DATABASE_URL or in the data folder, at the newest schema.

    Cheap to call again: a program opens each database once.
    """
    url = database_url(url)
    with _opening:
        file = database_file(url)
        if url in _open and file is not None and not file.exists():
            _open.pop(url).close()  # somebody deleted it; writing on into the deleted file would lose all
        if url not in _open:
            _open[url] = Store(Database(url))
        return _open[url]


class Store(RecordStore):
    """The records of all companies. Whenever figures come in or become final, it keeps where the year lands.

    That outlook follows from the figures, in a transaction of its own behind theirs: figures stay stored even
    where none can be made of them.
    """

    def take_over(
        self,
        slug: str,
        rows: Sequence[ActualRow],
        file_name: str,
        digest: str,
        who: str,
        note: str = "",
        **options: Any,
    ) -> BatchInfo:
        """Store the rows of a file, and where its year lands with them."""
        batch = super().take_over(slug, rows, file_name, digest, who, note, **options)
        keep_outlooks(self, slug, {row.month for row in rows}, "actuals", who)
        return batch

    def undo_batch(self, slug: str, batch_id: int, who: str) -> BatchInfo:
        """Let a batch no longer count, and keep where its year lands without it."""
        batch = super().undo_batch(slug, batch_id, who)
        first, last = Month.parse(batch.first_month), Month.parse(batch.last_month)
        months = {str(first + i) for i in range(last - first + 1)}  # of years between its ends, too
        keep_outlooks(self, slug, months, "undone", who)
        return batch

    def close_month(
        self, slug: str, month: Month | str, who: str, note: str = "", *, ledger: float | None = None
    ) -> ClosedMonth:
        """Make a month's figures final, and keep where its year lands."""
        closed = super().close_month(slug, month, who, note, ledger=ledger)
        keep_outlooks(self, slug, {closed.month}, "closed", who)
        return closed
