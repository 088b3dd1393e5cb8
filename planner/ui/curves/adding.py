"""Curves into the store: what must fit the company, and what to say afterwards."""

from __future__ import annotations

from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, say
from planner.presentation.language import _
from planner.ui import state
from planner.ui.context import Context


def add(context: Context, curves: CurveSet, name: str, source: str) -> str:
    """Store curves that fit the company; returns what to say. Raises BadDocument where they cannot."""
    company = context.company
    if curves.currency != company.currency:
        raise BadDocument(
            say(
                "The curves count in {currency}, {name} in {company_currency}; convert them or correct "
                "their currency.",
                currency=curves.currency,
                name=company.name,
                company_currency=company.currency,
            )
        )
    known = {channel.name for channel in company.channels}
    if company.channels and not known & set(curves.names):
        raise BadDocument(
            say(
                "None of the curves' channels ({names}) is a channel of {name}; rename them in the "
                "file or in Setup.",
                names=", ".join(curves.names[:4]),
                name=company.name,
            )
        )
    state.store().add_curves(context.slug, name, curves, source, state.who())
    said = _("{name} added as version {number}.").format(
        name=name, number=len(state.store().curves_list(context.slug))
    )
    return " ".join([said, *about(context, curves)])


def about(context: Context, curves: CurveSet) -> list[str]:
    """Channels of ours without a curve, and curves of channels that Setup does not know."""
    known = {channel.name for channel in context.company.channels}
    said = []
    without = [
        channel.name for channel in context.company.active_channels if channel.name not in curves.names
    ]
    if without:
        said.append(_("Without a curve: {names}.").format(names=", ".join(without)))
    if new := [name for name in curves.names if name not in known]:
        said.append(_("New to Setup: {names}.").format(names=", ".join(new)))
    return said
