"""Which campaigns are on screen, and moving many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from planner.domain.allocation import follow
from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.errors import PlannerError
from planner.domain.planning.shifting import shifted
from planner.presentation.language import _, told
from planner.presentation.words import word
from planner.ui import cached
from planner.ui.context import Context
from planner.ui.plan import editing, table

AHEAD = timedelta(days=90)


def chosen(context: Context, *tables: str) -> tuple[Campaign, ...]:
    """Draw the filters; the campaigns they leave. While a table holds what was typed they stay."""
    version = context.version()
    locked = any(editing.standing(name, context) is not None for name in tables)
    campaigns = version.campaigns
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="campaign_filters"):
        soon = st.toggle(_("Next 90 days"), key="campaigns_soon", disabled=locked)
        picked = {
            field: st.multiselect(
                label,
                options,
                key=f"campaigns_{field}",
                placeholder=label,
                label_visibility="collapsed",
                width=190,
                disabled=locked or not options,
            )
            for field, label, options in (
                ("region", _("Region"), sorted({c.details.region for c in campaigns if c.details.region})),
                ("owner", _("Owner"), sorted({c.owner for c in campaigns if c.owner})),
                (
                    "status",
                    _("Status"),
                    [word(s) for s in CampaignStatus if any(c.status is s for c in campaigns)],
                ),
            )
        }
        if not version.is_frozen:
            _shift(context, [c for c in campaigns if _passes(c, soon, picked)], locked)
    key = f"_campaigns_shown_{version.id}"
    if not locked or key not in st.session_state:
        st.session_state[key] = [c.id for c in campaigns if _passes(c, soon, picked)]
    shown = set(st.session_state[key])
    return tuple(c for c in campaigns if c.id in shown)


def merged(
    campaigns: Sequence[Campaign], shown: Sequence[Campaign], typed: Sequence[Campaign]
) -> tuple[Campaign, ...]:
    """All campaigns with those shown as they were typed: changed in place, taken out, or added at the end."""
    by_id: dict[int | None, Campaign] = {c.id: c for c in typed if c.id is not None}
    on_screen = {c.id for c in shown}
    kept = tuple(by_id.get(c.id, c) for c in campaigns if c.id not in on_screen or c.id in by_id)
    return (*kept, *(c for c in typed if c.id is None))


def _passes(campaign: Campaign, soon: bool, picked: dict[str, list[str]]) -> bool:
    today = cached.today()
    if soon and not (campaign.start <= today + AHEAD and campaign.end >= today):
        return False
    held = {"region": campaign.details.region, "owner": campaign.owner, "status": word(campaign.status)}
    return all(not wanted or held[field] in wanted for field, wanted in picked.items())


def _shift(context: Context, campaigns: Sequence[Campaign], locked: bool) -> None:
    names = {c.id: c.name[:60] for c in campaigns if c.id is not None}
    with (
        st.popover(_("Shift dates"), icon=":material/date_range:", disabled=locked),
        st.form("shift", border=False),
    ):
        ids = st.multiselect(
            _("Campaigns"), list(names), format_func=lambda i: names[i], placeholder=_("all that are shown")
        )
        amount = st.number_input(_("By"), value=7, step=1, help=_("Below 0: earlier"))
        unit = st.segmented_control(
            _("Unit"),
            ["days", "months"],
            default="days",
            format_func=lambda u: _("days") if u == "days" else _("months"),
        )
        moves = st.toggle(_("The budget moves along"), value=True)
        if not st.form_submit_button(_("Shift"), type="primary"):
            return
    version = context.version()
    by = {"by_months": int(amount)} if unit == "months" else {"by_days": int(amount)}
    if editing.unsaved(context):
        st.error(_("Save or discard what you are typing first."))
        return
    try:
        after = shifted(version.campaigns, ids or list(names), version.grid.months, **by)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/event_busy:")
        return
    grid = follow(version.grid, version.campaigns, after) if moves else version.grid
    table.save(context, "campaigns", replace(version, campaigns=after, grid=grid))
