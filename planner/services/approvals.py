"""The road of a plan to approval: who may take which step, what was signed, and what is asked to change."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.budget_plan import PlanVersion, VersionStatus
from planner.domain.company import Company, all_marketing
from planner.domain.errors import NotFound, say
from planner.domain.signing import NotAllowed, Signatures, Signed, Step, refuse
from planner.services.library import Store
from planner.storage.records import AuditEntry

STATUSES = {
    Step.SUBMIT: VersionStatus.SUBMITTED,
    Step.APPROVE: VersionStatus.APPROVED,
    Step.SEND_BACK: VersionStatus.DRAFT,
}


def signatures(trail: Sequence[AuditEntry]) -> Signatures:
    """What was signed, from everything that was done to a version."""
    known = {f"version.{step.value}": step for step in Step}
    return Signatures.of(
        Signed(known[entry.action], entry.who, entry.at, str(entry.detail.get("reason") or ""))
        for entry in trail
        if entry.action in known
    )


def request_base(store: Store, slug: str, version: PlanVersion) -> PlanVersion | None:
    """The approved plan of the same year that a version asks to change; None for any other version."""
    if version.base_id is None:
        return None
    try:
        base = store.version(slug, version.base_id)
    except NotFound:
        return None
    decided = base.status in (VersionStatus.APPROVED, VersionStatus.SUPERSEDED)
    return base if decided and base.year == version.year and base.kind is version.kind else None


def allowed(
    store: Store, slug: str, company: Company, version: PlanVersion, step: Step, who: str, reason: str
) -> None:
    """Raise NotAllowed, saying who may or what is missing, where `who` may not take `step` now."""
    assert version.id is not None
    before = VersionStatus.DRAFT if step is Step.SUBMIT else VersionStatus.SUBMITTED
    if version.status is not before:
        raise NotAllowed(
            say(
                '"{name}" is {status}; it has to be {before} for that.',
                name=version.name,
                status=version.status,
                before=before,
            )
        )
    signed = signatures(store.trail(slug, version.id))
    submitted_by = signed.submitted.who if signed.submitted else None
    total = all_marketing(version.grid.total, version.lines)
    refuse(step, who, company.signers, total, submitted_by, reason)
    asks = step is Step.SUBMIT and request_base(store, slug, version) is not None
    if asks and not (version.reason.strip() or reason.strip()):
        raise NotAllowed(say("Say why the approved plan should change; whoever approves reads it."))


def take(
    store: Store, slug: str, version: PlanVersion, step: Step, who: str, reason: str = ""
) -> PlanVersion:
    """Take a version one step, as long as nobody changed it since it was read.

    Raises NotAllowed, Conflict or Locked; nothing happened then.
    """
    assert version.id is not None
    allowed(store, slug, store.company(slug), version, step, who, reason)
    if step is Step.REVIEW:
        return store.review_version(slug, version.id, who, reason.strip(), revision=version.revision)
    return store.set_status(slug, version.id, STATUSES[step], who, reason.strip(), revision=version.revision)


def request_change(
    store: Store, slug: str, version: PlanVersion, name: str, reason: str, who: str
) -> PlanVersion:
    """A draft that asks to change an approved plan; the reason stays with it."""
    if not reason.strip():
        raise NotAllowed(say("Say why the approved plan should change; whoever approves reads it."))
    assert version.id is not None
    return store.new_draft_from(slug, version.id, name, version.year, who, reason=reason.strip())
