"""The road to approval against the store: rules, trail and what a change request needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import FiscalYear
from planner.domain.company import Channel, Company, CostKind, CostLine
from planner.domain.curves import ChannelCurve, CurveSet, Hill
from planner.domain.errors import Conflict
from planner.domain.signing import NotAllowed, Right, Signer, Step
from planner.services.approvals import request_base, request_change, signatures, take
from planner.services.library import Store
from planner.storage.database import Database

PEOPLE = (
    Signer("Ann", "Analyst"),
    Signer("Bea", "CMO", Right.REVIEW),
    Signer("Carl", "CFO", Right.APPROVE, 1_500),
    Signer("Dora", "CEO", Right.APPROVE),
)
FEES = CostLine("Fees", CostKind.AGENCY, amount=400.0)
"""Beside 1,200 of media: 1,600 of marketing, above Carl's limit."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))
    yield made
    made.close()


@pytest.fixture
def slug(store: Store) -> str:
    return store.start_company(Company("Firm", channels=(Channel("TV"),), signers=PEOPLE), "Ann")


@pytest.fixture
def draft(store: Store, slug: str) -> PlanVersion:
    curves = CurveSet("month", "USD", (ChannelCurve("TV", Hill(1000, 100, 1.0)),))
    number = store.add_curves(slug, "Curves", curves, "typed", "Ann")
    grid = BudgetGrid.from_spend(("TV",), FiscalYear(2027).months, np.full((1, 12), 100.0))
    plan = PlanVersion(2027, "Budget", VersionKind.BUDGET, VersionStatus.DRAFT, grid, number, (FEES,))
    return store.save_version(slug, plan, who="Ann")


def test_the_whole_road_leaves_three_signatures(store: Store, slug: str, draft: PlanVersion) -> None:
    submitted = take(store, slug, draft, Step.SUBMIT, "Ann", "Please")
    reviewed = take(store, slug, submitted, Step.REVIEW, "Bea", "Fine")
    with pytest.raises(NotAllowed, match="Carl approves up to 1,500 and this plan holds 1,600"):
        take(store, slug, reviewed, Step.APPROVE, "Carl")
    approved = take(store, slug, reviewed, Step.APPROVE, "Dora")
    assert approved.status is VersionStatus.APPROVED
    signed = signatures(store.trail(slug, draft.id or 0))
    names = [step.who for step in (signed.submitted, signed.reviewed, signed.approved) if step]
    assert names == ["Ann", "Bea", "Dora"]
    assert signed.submitted is not None
    assert signed.submitted.reason == "Please"


def test_a_draft_cannot_be_approved_past_its_submission(store: Store, slug: str, draft: PlanVersion) -> None:
    for step in (Step.APPROVE, Step.REVIEW, Step.SEND_BACK):
        with pytest.raises(NotAllowed, match='"Budget" is draft; it has to be submitted for that'):
            take(store, slug, draft, step, "Dora", "because")


def test_what_somebody_changed_in_between_is_not_approved(
    store: Store, slug: str, draft: PlanVersion
) -> None:
    submitted = take(store, slug, draft, Step.SUBMIT, "Ann")
    back = take(store, slug, submitted, Step.SEND_BACK, "Bea", "More TV")
    grid = back.grid.with_cell("TV", back.grid.months[0], 1)
    changed = store.save_version(slug, replace(back, grid=grid), who="Ann")
    again = take(store, slug, changed, Step.SUBMIT, "Ann")
    with pytest.raises(Conflict):
        take(store, slug, submitted, Step.APPROVE, "Dora")
    assert signatures(store.trail(slug, draft.id or 0)).reviewed is None
    assert take(store, slug, again, Step.APPROVE, "Dora").status is VersionStatus.APPROVED


def test_a_change_request_starts_from_the_approved_and_needs_a_reason(
    store: Store, slug: str, draft: PlanVersion
) -> None:
    approved = take(store, slug, take(store, slug, draft, Step.SUBMIT, "Ann"), Step.APPROVE, "Dora")
    with pytest.raises(NotAllowed, match="Say why the approved plan should change"):
        request_change(store, slug, approved, "Change", "  ", "Ann")
    asked = request_change(store, slug, approved, "Change", "A late fair", "Ann")
    base = request_base(store, slug, asked)
    assert base is not None
    assert (base.id, asked.reason, asked.grid.total) == (approved.id, "A late fair", approved.grid.total)
    unsaid = store.save_version(slug, replace(asked, id=None, name="Unsaid", reason=""), who="Ann")
    with pytest.raises(NotAllowed, match="Say why the approved plan should change"):
        take(store, slug, unsaid, Step.SUBMIT, "Ann")
    take(store, slug, take(store, slug, asked, Step.SUBMIT, "Ann"), Step.APPROVE, "Dora")
    assert store.version(slug, approved.id or 0).status is VersionStatus.SUPERSEDED
    reason = signatures(store.trail(slug, asked.id or 0)).submitted
    assert reason is not None
    assert store.version(slug, asked.id or 0).reason == "A late fair"
    assert request_base(store, slug, approved) is None


def test_a_draft_made_from_a_submitted_one_asks_for_no_reason(
    store: Store, slug: str, draft: PlanVersion
) -> None:
    submitted = take(store, slug, draft, Step.SUBMIT, "Ann")
    other = store.new_draft_from(slug, submitted.id or 0, "Other", 2027, "Ann")
    assert request_base(store, slug, other) is None
    assert take(store, slug, other, Step.SUBMIT, "Ann").status is VersionStatus.SUBMITTED
