"""Which campaigns are on screen, and moving many of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from planner.domain.allocation import follow
from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.errors import PlannerError
from planner.domain.planning.shifting import shifted
from planner.domain.whole_campaigns import also_running, whole_campaigns
from planner.presentation.language import _, told
from planner.presentation.words import word
from planner.ui import cached
from planner.ui.context import Context
from planner.ui.plan import editing, reconcile, table

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
            passing = [c for c in campaigns if _passes(c, soon, picked)]
            _shift(context, passing, locked)
            if passing and "campaigns" in tables:
                _more_channels(context, passing, locked)
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
    lines = {
        whole.name: [c.id for c in whole.lines if c.id is not None] for whole in whole_campaigns(campaigns)
    }
    with (
        st.popover(
            _("Shift dates"), icon=":material/date_range:", disabled=locked, key=f"shift_{_saves(context)}"
        ),
        st.form(f"shift_form_{_saves(context)}", border=False),
    ):
        names = st.multiselect(
            _("Campaigns"),
            list(lines),
            format_func=lambda name: name[:60],
            placeholder=_("all that are shown"),
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
        ids = [number for name in names or lines for number in lines[name]]
        after = shifted(version.campaigns, ids, version.grid.months, **by)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/event_busy:")
        return
    grid = follow(version.grid, version.campaigns, after) if moves else version.grid
    table.save(context, "campaigns", replace(version, campaigns=after, grid=grid))


def _saves(context: Context) -> str:
    """What a form is named by: once saved it stands empty, and a second press does nothing twice."""
    version = context.version()
    return f"{version.id}_{version.revision}"


def _more_channels(context: Context, campaigns: Sequence[Campaign], locked: bool) -> None:
    """One campaign on several channels: a row of its own for each, with the name, days and purpose."""
    version = context.version()
    offered = {whole.name: whole for whole in whole_campaigns(campaigns)}
    with (
        st.popover(
            _("Add channels"), icon=":material/library_add:", disabled=locked, key=f"more_{_saves(context)}"
        ),
        st.form(f"more_form_{_saves(context)}", border=False),
    ):
        st.caption(_("A campaign on several channels has a row for each, under one name."))
        name = st.selectbox(_("Campaign"), list(offered), format_func=lambda name: name[:60])
        channels = st.multiselect(
            _("Channels"), list(version.grid.channels), placeholder=_("where it runs too")
        )
        amount = st.number_input(
            _("On each, {currency}").format(currency=context.company.currency), 0.0, 1e11, 0.0, 500.0, "%.0f"
        )
        grows = st.toggle(_("The budget grows by it"), help=_("Else it takes money that no campaign holds"))
        if not st.form_submit_button(_("Add"), type="primary"):
            return
    if not channels:
        st.error(_("Choose at least one channel."))
        return

    def made() -> PlanVersion:
        after = also_running(version.campaigns, name, channels, round(amount * 100))
        grid = follow(version.grid, version.campaigns, after) if grows else version.grid
        return replace(version, campaigns=after, grid=grid)

    reconcile.keep(context, version, made)
