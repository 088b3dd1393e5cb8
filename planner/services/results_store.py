"""The store's part for results: what was said about differences, and the outlooks of the past."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.notes import VarianceNote
from planner.storage import notes, outlooks, workspaces
from planner.storage.database import Database
from planner.storage.records import KeptMonth, KeptOutlook, Stamp


class ResultsStore:
    """Each call is one transaction. See `RecordStore`, which this is a part of."""

    database: Database

    def notes(self, slug: str) -> list[VarianceNote]:
        """All tags and comments on differences, newest first."""
        with self.database.reading() as session:
            return notes.listed(session, workspaces.find(session, slug).id)

    def write_note(self, slug: str, note: VarianceNote, who: str) -> VarianceNote:
        """Say something about a difference, in place of what was said about the same months."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return notes.write(session, workspace.id, note, Stamp(who))

    def remove_note(self, slug: str, note_id: int, who: str) -> None:
        """Take back what was said; the trail keeps it."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            notes.remove(session, workspace.id, note_id, Stamp(who))

    def keep_outlook(
        self,
        slug: str,
        *,
        year: int,
        event: str,
        version_id: int,
        months: Sequence[KeptMonth],
        target: float,
        chance: float | None,
        who: str,
    ) -> KeptOutlook | None:
        """Keep where a year is expected to land; None where the last one kept says the same."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return outlooks.keep(
                session,
                workspace.id,
                year=year,
                event=event,
                version_id=version_id,
                months=months,
                target=target,
                chance=chance,
                stamp=Stamp(who),
            )

    def outlooks(self, slug: str, year: int) -> list[KeptOutlook]:
        """The outlooks of a year that were kept, oldest first."""
        with self.database.reading() as session:
            return outlooks.listed(session, workspaces.find(session, slug).id, year)
