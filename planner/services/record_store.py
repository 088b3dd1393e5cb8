"""A company's records: settings, curves, plan versions and the trail beside actuals, fits and results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.services.actuals_store import ActualsStore
from planner.services.fits_store import FitsStore
from planner.services.results_store import ResultsStore
from planner.storage import audit, channels, curve_sets, plan_rows, plan_steps, plans, workspaces
from planner.storage.database import Database
from planner.storage.models import VersionRow
from planner.storage.plan_revisions import CHANGEABLE
from planner.storage.records import AuditEntry, CurvesInfo, Stamp, VersionInfo, WorkspaceInfo


class RecordStore(ActualsStore, FitsStore, ResultsStore):
    """Companies and everything they keep, each call one transaction, stored whole or not.

    `slug` names the company, `who` the person who acts. What a person can mend is raised as a PlannerError:
    NotFound, Locked, Conflict, InUse, SameFile, LabelMismatch or StorageTrouble.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    # Companies

    def workspaces(self) -> list[WorkspaceInfo]:
        """All companies, the user's own by name, the sample last."""
        with self.database.reading() as session:
            return workspaces.listed(session)

    def company(self, slug: str) -> Company:
        """The company's settings."""
        with self.database.reading() as session:
            return workspaces.company(workspaces.find(session, slug))

    def company_revision(self, slug: str) -> int:
        """Which save of the settings is the latest."""
        with self.database.reading() as session:
            return workspaces.find(session, slug).revision

    def save_company(self, slug: str, company: Company, *, revision: int, who: str) -> int:
        """Store settings that were opened at `revision`; returns the new one."""
        with self.database.writing() as session:
            row = workspaces.find(session, slug, change=True)
            return workspaces.save(session, row, company, revision=revision, stamp=Stamp(who))

    def start_company(self, company: Company, who: str) -> str:
        """A workspace for the user's own company; returns its slug."""
        with self.database.writing() as session:
            return workspaces.start(session, replace(company, is_sample=False), Stamp(who)).slug

    def rename_channel(self, slug: str, old: str, new: str, who: str) -> None:
        """Call a channel `new` everywhere, in the past too."""
        with self.database.writing() as session:
            channels.rename(session, workspaces.find(session, slug, change=True), old, new, Stamp(who))

    def merge_channels(self, slug: str, source: str, target: str, who: str) -> None:
        """Add everything of channel `source` to `target`."""
        with self.database.writing() as session:
            channels.merge(session, workspaces.find(session, slug, change=True), source, target, Stamp(who))

    def archive_channel(self, slug: str, name: str, who: str) -> None:
        """Take a channel out of future planning; its history stays."""
        with self.database.writing() as session:
            channels.archive(session, workspaces.find(session, slug, change=True), name, Stamp(who))

    # Curves

    def curves(self, slug: str, curves_id: int | None = None) -> CurveSet:
        """The curves of that number, or the newest."""
        with self.database.reading() as session:
            return curve_sets.load(session, workspaces.find(session, slug).id, curves_id)

    def curves_list(self, slug: str) -> list[CurvesInfo]:
        """All curve sets, newest first."""
        with self.database.reading() as session:
            return curve_sets.listed(session, workspaces.find(session, slug).id)

    def add_curves(self, slug: str, name: str, curves: CurveSet, source: str, who: str) -> int:
        """Keep curves as the newest set; plans stay with theirs. Returns its number."""
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return curve_sets.add(session, workspace.id, curves, name=name, source=source, stamp=Stamp(who))

    # Plan versions and scenarios

    def versions(self, slug: str, year: int | None = None) -> list[VersionInfo]:
        """Versions and scenarios, newest first."""
        with self.database.reading() as session:
            return plan_rows.listed(session, workspaces.find(session, slug).id, year)

    def version(self, slug: str, version_id: int) -> PlanVersion:
        """The version or scenario of that number."""
        with self.database.reading() as session:
            workspace = workspaces.find(session, slug)
            return plan_rows.load(session, plans.find(session, workspace.id, version_id))

    def approved(self, slug: str, year: int) -> PlanVersion | None:
        """The year's approved budget."""
        return self._newest(slug, year, (VersionStatus.APPROVED.value,))

    def approved_forecast(self, slug: str, year: int) -> PlanVersion | None:
        """The year's approved forecast: what the months to come hold now."""
        return self._newest(slug, year, (VersionStatus.APPROVED.value,), VersionKind.FORECAST)

    def latest_draft(self, slug: str, year: int) -> PlanVersion | None:
        """The year's newest budget that can still change, submitted or not."""
        return self._newest(slug, year, CHANGEABLE)

    def save_version(
        self, slug: str, version: PlanVersion, *, who: str, reason: str = "", **noted: Any
    ) -> PlanVersion:
        """Store a new version (id None) as a draft, or the next revision of one; returns it as stored.

        noted  plain values that go into the trail with it, such as what a budget was built on
        """
        with self.database.writing() as session:
            workspace = workspaces.find(session, slug, change=True)
            return plans.save(session, workspace.id, version, reason, Stamp(who), **noted)

    def undo_change(self, slug: str, version_id: int, entry_id: int, who: str) -> PlanVersion:
        """Take back one save of a version; refused where the same places were changed again since."""
        with self.database.writing() as session:
            return plans.undo(session, self._changing(session, slug, version_id), entry_id, Stamp(who))

    def review_version(
        self, slug: str, version_id: int, who: str, reason: str = "", *, revision: int | None = None
    ) -> PlanVersion:
        """Note that somebody reviewed a submitted version."""
        with self.database.writing() as session:
            row = self._changing(session, slug, version_id)
            plan_steps.review(session, row, reason, Stamp(who), revision)
            return plan_rows.load(session, row)

    def set_status(
        self,
        slug: str,
        version_id: int,
        status: VersionStatus,
        who: str,
        reason: str = "",
        *,
        revision: int | None = None,
    ) -> PlanVersion:
        """Submit, return or approve a version; with `revision` only if nobody changed it since."""
        with self.database.writing() as session:
            row = self._changing(session, slug, version_id)
            plan_steps.set_status(session, row, status, reason, Stamp(who), revision)
            return plan_rows.load(session, row)

    def delete_scenario(self, slug: str, version_id: int, who: str) -> None:
        """Delete a scenario that nothing was made from."""
        with self.database.writing() as session:
            plans.delete_scenario(session, self._changing(session, slug, version_id), Stamp(who))

    def new_draft_from(
        self, slug: str, version_id: int, name: str, year: int, who: str, *, reason: str = ""
    ) -> PlanVersion:
        """A draft of `year` with a version's money and campaigns; a new year starts on the newest curves."""
        with self.database.writing() as session:
            row = self._changing(session, slug, version_id)
            newest = curve_sets.number(session, row.workspace_id, None)
            return plans.new_draft_from(
                session,
                row,
                name=name,
                year=year,
                curves_id=row.curves_id if year == row.year else newest,
                stamp=Stamp(who),
                reason=reason,
            )

    # The trail

    def audit(self, slug: str, limit: int = 100) -> list[AuditEntry]:
        """What was done, newest first."""
        with self.database.reading() as session:
            return audit.entries(session, workspaces.find(session, slug).id, limit)

    def trail(self, slug: str, version_id: int) -> list[AuditEntry]:
        """Everything that was done to one plan version, newest first."""
        with self.database.reading() as session:
            return audit.about(session, workspaces.find(session, slug).id, "version", version_id)

    def curves_trail(self, slug: str, curves_id: int) -> list[AuditEntry]:
        """Everything that was done to one set of curves, newest first."""
        with self.database.reading() as session:
            return audit.about(session, workspaces.find(session, slug).id, "curves", curves_id)

    def last_change(self, slug: str) -> int:
        """A number that changes whenever anything of the company does: a cheap key for caches."""
        with self.database.reading() as session:
            return audit.last_id(session, workspaces.find(session, slug).id)

    def _newest(
        self, slug: str, year: int, statuses: tuple[str, ...], kind: VersionKind = VersionKind.BUDGET
    ) -> PlanVersion | None:
        with self.database.reading() as session:
            workspace = workspaces.find(session, slug)
            row = plan_steps.newest(session, workspace.id, year, statuses, kind)
            return None if row is None else plan_rows.load(session, row)

    @staticmethod
    def _changing(session: Session, slug: str, version_id: int) -> VersionRow:
        return plans.find(session, workspaces.find(session, slug, change=True).id, version_id)
