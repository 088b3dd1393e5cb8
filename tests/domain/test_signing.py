"""Who may sign what: rights, limits, four eyes, and what a step back does to signatures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from planner.domain.company import Company
from planner.domain.errors import BadDocument
from planner.domain.signing import NotAllowed, Right, Signatures, Signed, Signer, Step, refuse

ANN, BEA, CARL, DORA = (
    Signer("Ann", "Analyst"),
    Signer("Bea", "CMO", Right.REVIEW),
    Signer("Carl", "CFO", Right.APPROVE, 1_000_000),
    Signer("Dora", "CEO", Right.APPROVE),
)
ALL = (ANN, BEA, CARL, DORA)


def test_without_people_everybody_may_do_everything() -> None:
    for step in (Step.SUBMIT, Step.REVIEW, Step.APPROVE):
        refuse(step, "Anyone", (), 10**9, "Anyone")


@pytest.mark.parametrize(
    ("step", "who", "total", "submitted_by"),
    [
        (Step.SUBMIT, "Ann", 10**9, None),
        (Step.REVIEW, "Bea", 10**9, "Ann"),
        (Step.REVIEW, "Carl", 10**9, "Ann"),
        (Step.APPROVE, "Carl", 1_000_000, "Ann"),
        (Step.APPROVE, "Dora", 10**9, "Ann"),
        (Step.SEND_BACK, "Ann", 1, "Ann"),
        (Step.SEND_BACK, "Bea", 1, "Ann"),
    ],
)
def test_these_steps_are_allowed(step: Step, who: str, total: float, submitted_by: str | None) -> None:
    refuse(step, who, ALL, total, submitted_by, "because")


@pytest.mark.parametrize(
    ("step", "who", "total", "submitted_by", "said"),
    [
        (Step.SUBMIT, "Eve", 1, None, '"Eve" is not among the people who sign'),
        (Step.REVIEW, "Ann", 1, "Bea", "Ann may not review; Bea, Carl, Dora may"),
        (Step.REVIEW, "Bea", 1, "Bea", "Bea submitted this plan; somebody else reviews it: Carl, Dora"),
        (Step.APPROVE, "Bea", 1, "Ann", "Bea does not approve plans; Carl, Dora may"),
        (
            Step.APPROVE,
            "Carl",
            1_000_000.01,
            "Ann",
            "Carl approves up to 1,000,000 and this plan holds 1,000,000 of marketing; Dora may",
        ),
        (Step.APPROVE, "Dora", 1, "Dora", "Dora submitted this plan, so somebody else approves it; Carl may"),
        (Step.APPROVE, "Dora", 2_000_000, "Dora", "nobody else may approve 2,000,000"),
        (Step.SEND_BACK, "Ann", 1, "Bea", "Ann may not send the plan back; Bea, Carl, Dora may"),
    ],
)
def test_these_steps_are_refused_and_say_who_may(
    step: Step, who: str, total: float, submitted_by: str | None, said: str
) -> None:
    with pytest.raises(NotAllowed, match=said):
        refuse(step, who, ALL, total, submitted_by, "because")


def test_the_only_person_may_approve_what_they_submitted() -> None:
    refuse(Step.APPROVE, "Dora", [DORA], 1, "Dora")


@pytest.mark.parametrize("reason", ["", "   "])
def test_sending_back_needs_a_reason(reason: str) -> None:
    with pytest.raises(NotAllowed, match="Say why the plan goes back"):
        refuse(Step.SEND_BACK, "Bea", (), 1, "Ann", reason)


def signed(step: Step, who: str, day: int) -> Signed:
    return Signed(step, who, datetime(2026, 11, day, tzinfo=UTC))


def test_a_plan_sent_back_or_submitted_anew_has_lost_its_review() -> None:
    steps = [signed(Step.SUBMIT, "Ann", 1), signed(Step.REVIEW, "Bea", 2), signed(Step.SEND_BACK, "Carl", 3)]
    back = Signatures.of(reversed(steps))
    assert (back.submitted, back.reviewed, back.sent_back) == (None, None, steps[2])
    again = Signatures.of([*steps, signed(Step.SUBMIT, "Bea", 4), signed(Step.APPROVE, "Dora", 5)])
    assert again.submitted is not None
    assert again.approved is not None
    assert (again.submitted.who, again.reviewed, again.approved.who) == ("Bea", None, "Dora")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Signer(""),
        lambda: Signer("x" * 81),
        lambda: Signer("Ann", right=Right.APPROVE, limit=-1),
        lambda: Signer("Ann", right=Right.APPROVE, limit=float("nan")),
        lambda: Signer("Ann", right=Right.REVIEW, limit=5),
        lambda: Company("Firm", signers=(ANN, ANN)),
    ],
)
def test_impossible_people_are_refused(make: object) -> None:
    with pytest.raises(BadDocument):
        make()  # type: ignore[operator]
