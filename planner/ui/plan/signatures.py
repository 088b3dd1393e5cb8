"""Who signed a version, in one line: on the Plan page and beside versions that are compared."""

from __future__ import annotations

from planner.domain.company import Company
from planner.domain.signing import Signatures, Signed
from planner.presentation import formats
from planner.presentation.language import _
from planner.services import approvals
from planner.ui import state
from planner.ui.context import Context


def of_version(context: Context, version_id: int) -> str:
    """The signatures of a version in words; "" where nobody signed."""
    return words(context.company, approvals.signatures(state.store().trail(context.slug, version_id)))


def words(company: Company, signed: Signatures) -> str:
    """Prepared, reviewed and approved by whom, when and with which remark."""
    parts = [
        (_("Prepared by {who}, {day}"), signed.submitted),
        (_("reviewed by {who}, {day}"), signed.reviewed),
        (_("approved by {who}, {day}"), signed.approved),
    ]
    return " · ".join(
        pattern.format(who=named(company, step), day=formats.day_label(step.at.date()))
        + (f" “{step.reason}”" if step.reason else "")
        for pattern, step in parts
        if step is not None
    )


def named(company: Company, signed: Signed) -> str:
    """A name with its role: "Tomas Weil (Finance director)"."""
    title = next((s.title for s in company.signers if s.name == signed.who), "")
    return f"{signed.who} ({title})" if title else signed.who
