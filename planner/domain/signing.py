"""Who signs a plan: people with their right and limit, what was signed, and what each of them may do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite

from planner.domain.errors import BadDocument, PlannerError, Sentence, say


class Right(StrEnum):
    """What a person may do with a plan. Who reviews or approves may prepare too; who approves may review."""

    PREPARE = "prepare"
    REVIEW = "review"
    APPROVE = "approve"


class Step(StrEnum):
    """What a person does to a version on its way to approval."""

    SUBMIT = "submitted"
    REVIEW = "reviewed"
    APPROVE = "approved"
    SEND_BACK = "draft"


@dataclass(frozen=True)
class Signer:
    """A person who signs.

    limit  all marketing of a plan, currency units, up to which the person may approve; None: any amount
    """

    name: str
    title: str = ""
    right: Right = Right.PREPARE
    limit: float | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 80:
            raise BadDocument(say("A person needs a name of 1 to 80 characters."))
        if len(self.title) > 80:
            raise BadDocument(say('The role of "{name}" is longer than 80 characters.', name=self.name))
        if self.limit is None:
            return
        if not (isfinite(self.limit) and self.limit >= 0):
            raise BadDocument(
                say('The limit of "{name}" must be a number of at least 0, not {limit}.', **vars(self))
            )
        if self.right is not Right.APPROVE:
            raise BadDocument(
                say('"{name}" has a limit, but does not approve; clear one of them.', **vars(self))
            )

    @property
    def reviews(self) -> bool:
        """Whether the person may review and send back."""
        return self.right is not Right.PREPARE

    def approves(self, total: float) -> bool:
        """Whether the person may approve a plan of `total` marketing."""
        return self.right is Right.APPROVE and (self.limit is None or total <= self.limit)


class NotAllowed(PlannerError):
    """The person who acts may not take this step; the message says who may."""

    code = "not_allowed"


@dataclass(frozen=True)
class Signed:
    """One step somebody took, as the audit trail has it."""

    step: Step
    who: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Signatures:
    """What holds now: a version sent back, or submitted anew, needs new signatures."""

    submitted: Signed | None = None
    reviewed: Signed | None = None
    approved: Signed | None = None
    sent_back: Signed | None = None

    @classmethod
    def of(cls, steps: Iterable[Signed]) -> Signatures:
        """From all steps of a version, in any order."""
        submitted = reviewed = approved = sent_back = None
        for signed in sorted(steps, key=lambda signed: signed.at):
            if signed.step is Step.SUBMIT:
                submitted, reviewed, approved, sent_back = signed, None, None, None
            elif signed.step is Step.SEND_BACK:
                submitted, reviewed, approved, sent_back = None, None, None, signed
            elif signed.step is Step.REVIEW:
                reviewed = signed
            else:
                approved = signed
        return cls(submitted, reviewed, approved, sent_back)


def check_signers(signers: Sequence[Signer]) -> None:
    """Refuse two people of one name: a signature could be either's."""
    names = [signer.name for signer in signers]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadDocument(say('"{name}" stands twice among the people who sign.', name=twice))


def refuse(
    step: Step,
    who: str,
    signers: Collection[Signer],
    total: float,
    submitted_by: str | None,
    reason: str = "",
) -> None:
    """Raise NotAllowed, saying who may, where `who` may not take `step` with a plan of `total` marketing.

    Without any person in Setup everybody may do everything. Nobody approves what they submitted, unless they
    are the only person who signs.
    """
    if step is Step.SEND_BACK and not reason.strip():
        raise NotAllowed(say("Say why the plan goes back; its author reads it."))
    if not signers:
        return
    known = next((signer for signer in signers if signer.name == who), None)
    if known is None:
        raise NotAllowed(
            say(
                '"{who}" is not among the people who sign; act as one of them, or add the name in Setup.',
                who=who,
            )
        )
    if step is Step.SEND_BACK and who != submitted_by and not known.reviews:
        raise NotAllowed(
            say("{who} may not send the plan back; {names} may.", who=who, names=_reviewers(signers))
        )
    if step is Step.REVIEW and not known.reviews:
        raise NotAllowed(say("{who} may not review; {names} may.", who=who, names=_reviewers(signers)))
    if step is Step.REVIEW and who == submitted_by and len(signers) > 1:
        raise NotAllowed(
            say(
                "{who} submitted this plan; somebody else reviews it: {names}.",
                who=who,
                names=_others(signers, who),
            )
        )
    if step is Step.APPROVE:
        _refuse_approval(known, signers, total, submitted_by)


def _refuse_approval(
    known: Signer, signers: Collection[Signer], total: float, submitted_by: str | None
) -> None:
    others = ", ".join(
        s.name for s in signers if s.approves(total) and s.name not in (known.name, submitted_by)
    )
    may: Sentence = (
        say("{names} may", names=others)
        if others
        else say(
            "nobody else may approve {total:,.0f}: raise a limit in Setup, People, or let another submit it",
            total=total,
        )
    )
    if known.right is not Right.APPROVE:
        raise NotAllowed(say("{who} does not approve plans; {may}.", who=known.name, may=may))
    if not known.approves(total):
        raise NotAllowed(
            say(
                "{who} approves up to {limit:,.0f} and this plan holds {total:,.0f} of marketing; {may}.",
                who=known.name,
                limit=known.limit,
                total=total,
                may=may,
            )
        )
    if known.name == submitted_by and len(signers) > 1:
        raise NotAllowed(
            say("{who} submitted this plan, so somebody else approves it; {may}.", who=known.name, may=may)
        )


def _reviewers(signers: Collection[Signer]) -> str:
    return ", ".join(signer.name for signer in signers if signer.reviews)


def _others(signers: Collection[Signer], who: str) -> str:
    return ", ".join(signer.name for signer in signers if signer.reviews and signer.name != who)
