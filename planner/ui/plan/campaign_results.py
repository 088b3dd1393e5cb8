"""What campaigns brought: each type in its own figures, and what was left of it after the cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import Campaign, PlanVersion
from planner.domain.planning.details import CampaignKind
from planner.domain.planning.results import (
    RESULTS,
    CampaignResult,
    CodeResult,
    LoyaltyResult,
    MailingResult,
    PlacementResult,
    PromotionResult,
)
from planner.presentation import formats
from planner.presentation.language import _
from planner.presentation.plan_words import choices
from planner.ui import components
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.campaign_choice import merged
from planner.ui.plan.columns import TEXT_WIDTH, Column, Kind

Shown = list[tuple[str, str]]
"""Computed figures: label and value in words."""


def view(context: Context) -> None:
    """One type at a time: its figures to type in, and what follows from them."""
    version = context.version()
    kinds = choices(CampaignKind)
    held = {kind: [c for c in version.campaigns if c.details.kind == kind] for kind in RESULTS}
    words = {kind: f"{kinds[kind]} ({len(held[kind])})" for kind in RESULTS}
    kind = components.view("results_kind", words, _("Type"))
    rows = tuple(held[kind])
    if not rows:
        components.empty(_("No campaign of this type. Choose its type under Purpose."))
        return
    typed = table.edit_rows(
        context,
        f"results_{kind}",
        rows,
        [
            Column("name", _("Campaign"), locked=True),
            Column("channel", _("Channel"), locked=True),
            *_columns(context, kind),
        ],
        partial(_made, kind),
        lambda version, after: _saved(version, rows, after),
        alt=_("Results of campaigns"),
        read_field=_read,
        fixed=True,
        progress=[*(f.name for f in fields(RESULTS[kind])), "result", "lesson"],
    )
    _computed(context, typed)


def _saved(version: PlanVersion, rows: tuple[Any, ...], after: tuple[Any, ...]) -> PlanVersion:
    return replace(version, campaigns=merged(version.campaigns, rows, after))


def _columns(context: Context, kind: str) -> list[Column]:
    labels = _labels(context.company.currency)
    return [
        Column(field.name, labels[kind, field.name], Kind.NUMBER, empty=None)
        for field in fields(RESULTS[kind])
        if field.name != "kind"
    ] + [Column("result", _("Result"), width=TEXT_WIDTH), Column("lesson", _("Lesson"), width=TEXT_WIDTH)]


def _labels(currency: str) -> dict[tuple[str, str], str]:
    def money(label: str) -> str:
        return f"{label}, {currency}"

    return {
        ("promotion", "sales"): money(_("Sales")),
        ("promotion", "expected"): money(_("Expected without it")),
        ("promotion", "taken"): money(_("Taken from other products")),
        ("promotion", "pulled"): money(_("Bought earlier")),
        ("promotion", "discount"): money(_("Discount given")),
        ("loyalty", "members"): _("Members"),
        ("loyalty", "active"): _("Of them active"),
        ("loyalty", "issued"): money(_("Points issued")),
        ("loyalty", "redeemed"): money(_("Points redeemed")),
        ("loyalty", "expired"): money(_("Points expired")),
        ("loyalty", "extra_sales"): money(_("Extra sales")),
        ("codes", "issued"): _("Codes issued"),
        ("codes", "redeemed"): _("Codes redeemed"),
        ("codes", "value"): money(_("Value of a code")),
        ("codes", "extra_sales"): money(_("Extra sales")),
        ("mailing", "sent"): _("Sent"),
        ("mailing", "opened"): _("Opened"),
        ("mailing", "ordered"): _("Ordered"),
        ("mailing", "sales"): money(_("Sales")),
        ("mailing", "unsubscribed"): _("Unsubscribed"),
        ("placement", "booked"): _("Booked"),
        ("placement", "placed"): _("Placed"),
        ("placement", "reached"): _("People reached"),
        ("placement", "sales"): money(_("Sales")),
    }


def _read(campaign: Campaign, field: str) -> Any:
    if field in ("name", "channel"):
        return getattr(campaign, field)
    if field in ("result", "lesson"):
        return getattr(campaign.details, field)
    return None if campaign.details.measured is None else getattr(campaign.details.measured, field)


def _made(kind: str, before: Campaign | None, values: dict[str, Any]) -> Campaign:
    assert before is not None
    texts = {field: values.pop(field) for field in ("result", "lesson")}
    del values["name"], values["channel"]
    given = {field: value for field, value in values.items() if value is not None}
    measured = RESULTS[kind](**given) if given else None
    return replace(before, details=replace(before.details, measured=measured, **texts))


def _computed(context: Context, campaigns: tuple[Campaign, ...]) -> None:
    rows = []
    for campaign in campaigns:
        measured = campaign.details.measured
        if measured is None:
            continue
        cost = campaign.own_cents / 100
        row = {
            _("Campaign"): campaign.name[:60],
            _("Channel"): campaign.channel,
            _("Our cost"): formats.money(cost, context.company),
        }
        row |= dict(computed(context, measured, cost))
        margin = context.company.margin
        if margin is not None and context.with_margins:
            row[_("Net margin")] = formats.money(measured.net(margin, cost), context.company, signed=True)
        rows.append(row)
    if not rows:
        st.caption(_("No results yet. Type them in when the campaign is over."))
        return
    components.table(pd.DataFrame(rows), alt=_("What follows from the results"), height="content")
    if context.company.margin is None:
        st.caption(_("The net margin needs the margin; give it in Setup."))


def computed(context: Context, measured: CampaignResult, cost: float) -> Shown:
    """What follows from a result, besides its net margin."""
    makers: dict[type[Any], Callable[[Any], Shown]] = {
        PromotionResult: lambda r: [
            (_("Lift"), formats.money(r.lift, context.company, signed=True)),
            (_("Lift that stays"), formats.money(r.incremental, context.company, signed=True)),
        ],
        LoyaltyResult: lambda r: [
            (_("Active"), formats.share(r.active_share)),
            (_("Redeemed"), formats.share(r.redemption)),
            (_("Still owed to members"), formats.money(r.liability, context.company)),
        ],
        CodeResult: lambda r: [(_("Redeemed"), formats.share(r.redemption))],
        MailingResult: lambda r: [
            (_("Opened"), formats.share(r.open_rate)),
            (_("Ordered"), formats.share(r.order_rate)),
            (_("Sales per 1,000"), formats.exact(r.per_thousand, context.company)),
            (_("Unsubscribed"), formats.share(r.leaving_rate)),
        ],
        PlacementResult: lambda r: [
            (_("Placed"), formats.share(r.placed_share)),
            (_("Cost per 1,000 reached"), formats.exact(r.cost_per_thousand(cost), context.company)),
        ],
    }
    return makers[type(measured)](measured)
