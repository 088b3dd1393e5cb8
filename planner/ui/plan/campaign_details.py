"""What campaigns are for: type, programme, target, audience, offer, region, effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.kpis import KPIS
from planner.domain.planning.details import CampaignDetails, CampaignKind, Flighting
from planner.domain.planning.progress import CAMPAIGNS
from planner.domain.planning.results import RESULTS
from planner.domain.whole_campaigns import whole_campaigns
from planner.presentation import formats
from planner.presentation.language import _
from planner.presentation.plan_words import choices
from planner.presentation.words import word
from planner.ui import components
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.campaign_choice import chosen, merged
from planner.ui.plan.columns import Column, Kind, choice, names
from planner.ui.plan.goals import programme_choices

OWN = ("name", "channel", "status")
"""Columns of the campaign itself."""


def view(context: Context) -> None:
    """One row a campaign; the list view adds and deletes them."""
    version = context.version()
    shown = chosen(context, "purpose")
    launches = names(
        [launch.name for launch in version.book.launches], [c.details.launch for c in version.campaigns]
    )
    figures = {key: _(kpi.label) for key, kpi in KPIS.items()}
    figures |= names([c.details.figure for c in version.campaigns if c.details.figure not in KPIS])
    statuses = {status.value: word(status) for status in CampaignStatus}
    columns = [
        Column("name", _("Campaign"), locked=True, width=190),
        Column("channel", _("Channel"), locked=True),
        choice("status", _("Status"), CampaignStatus, statuses, CampaignStatus.PLANNED),
        choice("kind", _("Type"), CampaignKind, choices(CampaignKind), CampaignKind.MEDIA),
        Column("programme", _("Programme"), Kind.CHOICE, programme_choices(context)),
        Column("launch", _("Launch"), Kind.CHOICE, launches),
        Column("figure", _("Figure"), Kind.CHOICE, {k: v for k, v in figures.items() if k}),
        Column("target", _("Value to reach"), Kind.NUMBER, empty=None),
        Column("audience", _("Audience"), width=210),
        Column("offer", _("Offer"), width=170),
        Column("region", _("Region")),
        Column("product", _("Product")),
        Column("also_on", _("Also on"), Kind.SEVERAL, names(version.grid.channels), empty=()),
        choice("flighting", _("Money runs"), Flighting, choices(Flighting), Flighting.EVEN),
        Column(
            "effect_days",
            _("Works on, days"),
            Kind.COUNT,
            empty=0,
            help=_(
                "After its end, for events and PR. The calendar shows it, the forecast has carry-over instead"
            ),
        ),
        Column("partner_share", _("Partner pays, %"), Kind.SHARE, empty=0.0),
        Column("result", _("Result")),
        Column("lesson", _("Lesson")),
    ]

    def save(version: PlanVersion, rows: tuple[Any, ...]) -> PlanVersion:
        return replace(version, campaigns=merged(version.campaigns, shown, rows))

    table.edit_rows(
        context,
        "purpose",
        shown,
        columns,
        _made,
        save,
        alt=_("What campaigns are for"),
        read_field=_read,
        fixed=True,
        progress=CAMPAIGNS,
    )
    _by_region(context, shown)


def _by_region(context: Context, campaigns: Sequence[Campaign]) -> None:
    """What each region holds: partners' parts apart, cancelled campaigns left out."""
    running = [c for c in campaigns if c.status is not CampaignStatus.CANCELLED]
    regions = dict.fromkeys(c.details.region for c in running)
    if not any(regions):
        return
    rows = []
    for region in sorted(regions):
        held = [c for c in running if c.details.region == region]
        whole, own = sum(c.cents for c in held) / 100, sum(c.own_cents for c in held) / 100
        rows.append(
            {
                _("Region"): region[:60] or _("none named"),
                _("Campaigns"): str(len(whole_campaigns(held))),
                _("Budget"): formats.money(whole, context.company),
                _("Partners pay"): formats.money(whole - own if whole != own else None, context.company),
                _("We pay"): formats.money(own, context.company),
            }
        )
    st.markdown(f"**{_('Campaigns by region')}**")
    components.table(pd.DataFrame(rows), alt=_("Campaigns by region"), height="content")


def _read(campaign: Campaign, field: str) -> Any:
    return getattr(campaign if field in OWN else campaign.details, field)


def _made(before: Campaign | None, values: dict[str, Any]) -> Campaign:
    assert before is not None
    given = {field: value for field, value in values.items() if field not in OWN}
    measured = before.details.measured
    if measured is not None and RESULTS.get(given["kind"]) is not type(measured):
        measured = None  # a result table of another type would not fit
    details: CampaignDetails = replace(before.details, **given, measured=measured)
    return replace(before, details=details, status=values["status"])
