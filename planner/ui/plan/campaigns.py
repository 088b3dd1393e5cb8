"""The campaign list: edited in place; what campaigns leave unallocated stays visible by channel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.errors import BadDocument, PlannerError
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.plan import editing

COLUMNS = ("name", "channel", "start", "end", "budget", "status", "owner", "goal")


def view(context: Context) -> None:
    """Editor of all campaigns of the version, then the balance of each channel."""
    version, grid = context.version(), context.evaluation().grid
    statuses = {
        CampaignStatus.IDEA.value: _("idea"),
        CampaignStatus.PLANNED.value: _("planned"),
        CampaignStatus.APPROVED.value: _("approved"),
        CampaignStatus.LIVE.value: _("live"),
        CampaignStatus.DONE.value: _("done"),
        CampaignStatus.CANCELLED.value: _("cancelled"),
    }
    frame = pd.DataFrame(
        [
            (c.name, c.channel, c.start, c.end, c.cents / 100, c.status.value, c.owner, c.goal)
            for c in version.campaigns
        ],
        columns=pd.Index(COLUMNS),
    )
    key = editing.editor_key("campaigns", context)
    first, last = grid.months[0].start, grid.months[-1].stop
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="fixed" if version.is_frozen else "dynamic",
        disabled=version.is_frozen,
        hide_index=True,
        width="stretch",
        height="content",
        alt=_("Campaigns"),
        column_config={
            "name": st.column_config.TextColumn(_("Campaign"), required=True, width="large"),
            "channel": st.column_config.SelectboxColumn(
                _("Channel"), options=list(grid.channels), required=True
            ),
            "start": st.column_config.DateColumn(_("Start"), required=True, min_value=first, max_value=last),
            "end": st.column_config.DateColumn(_("End"), required=True, min_value=first, max_value=last),
            "budget": st.column_config.NumberColumn(
                _("Budget, {currency}").format(currency=context.company.currency),
                min_value=0.0,
                format="%,.2f",
                required=True,
            ),
            "status": st.column_config.SelectboxColumn(
                _("Status"),
                options=list(statuses),
                format_func=lambda s: statuses.get(str(s), str(s)),
                required=True,
            ),
            "owner": st.column_config.TextColumn(_("Owner")),
            "goal": st.column_config.TextColumn(_("Goal")),
        },
    )
    if editing.is_touched(key) and not version.is_frozen and st.button(_("Save campaigns"), type="primary"):
        try:
            campaigns = read_campaigns(edited.to_dict("records"), grid)
            state.store().save_version(context.slug, replace(version, campaigns=campaigns), who=state.who())
        except PlannerError as problem:
            st.error(told(problem), icon=":material/error:")
        else:
            editing.done()
            state.say_after_rerun(_("Saved"))
            st.rerun()
    _balance(context, version.campaigns, grid)


def read_campaigns(records: Sequence[dict[Any, Any]], grid: BudgetGrid) -> tuple[Campaign, ...]:
    """Rows of the editor as campaigns. Raises BadDocument naming the row and what is wrong in it."""
    found = []
    for number, record in enumerate(records, 1):
        blank = [c for c in ("name", "channel", "start", "end") if pd.isna(record.get(c))]
        if len(blank) == 4:  # an added row nobody filled
            continue
        if blank:
            raise BadDocument(_("Row {row}: fill in {fields}.").format(row=number, fields=", ".join(blank)))
        try:
            start, end = _day(record["start"]), _day(record["end"])
        except (ValueError, TypeError):
            raise BadDocument(_("Row {row}: start and end must be dates.").format(row=number)) from None
        if start < grid.months[0].start or end >= grid.months[-1].stop:
            raise BadDocument(
                _("Row {row}: “{name}” lies outside the plan's year.").format(
                    row=number, name=str(record["name"])[:60]
                )
            )
        if record["channel"] not in grid.channels:
            raise BadDocument(
                _("Row {row}: {channel} is not a channel of this plan.").format(
                    row=number, channel=record["channel"]
                )
            )
        budget = 0.0 if pd.isna(record.get("budget")) else record["budget"]
        if isinstance(budget, bool) or not isinstance(budget, int | float) or not math.isfinite(budget):
            raise BadDocument(_("Row {row}: {value} is no amount.").format(row=number, value=budget))
        status = CampaignStatus.PLANNED.value if pd.isna(record.get("status")) else str(record["status"])
        if status not in {known.value for known in CampaignStatus}:
            raise BadDocument(_("Row {row}: {value} is no status.").format(row=number, value=status))
        found.append(
            Campaign(
                name=str(record["name"]),
                channel=str(record["channel"]),
                start=start,
                end=end,
                cents=round(budget * 100),
                status=CampaignStatus(status),
                owner="" if pd.isna(record.get("owner")) else str(record["owner"]),
                goal="" if pd.isna(record.get("goal")) else str(record["goal"]),
            )
        )
    return tuple(found)


def _day(value: Any) -> date:
    return value if type(value) is date else pd.Timestamp(value).date()


def _balance(context: Context, campaigns: Sequence[Campaign], grid: BudgetGrid) -> None:
    held = grid.by_channel()
    given = dict.fromkeys(held, 0.0)
    for campaign in campaigns:
        if campaign.status is not CampaignStatus.CANCELLED and campaign.channel in given:
            given[campaign.channel] += campaign.cents / 100
    over = [name for name in held if given[name] > held[name] + 0.005]
    if over:
        st.warning(
            _("Campaigns hold more than the budget on {channels}.").format(channels=", ".join(over)),
            icon=":material/warning:",
        )
    money = {n: formats.money(v, context.company) for n, v in held.items()}
    components.table(
        pd.DataFrame(
            [
                {
                    _("Channel"): name,
                    _("Budget"): money[name],
                    _("In campaigns"): formats.money(given[name], context.company),
                    _("Unallocated"): formats.money(held[name] - given[name], context.company),
                }
                for name in held
            ]
        ),
        alt=_("Budget, campaigns and what is unallocated by channel"),
        height="content",
    )
