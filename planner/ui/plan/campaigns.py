"""The campaign list: edited in place; what campaigns leave unallocated stays visible by channel."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.allocation import follow
from planner.domain.budget_plan import BudgetGrid, Campaign, CampaignStatus
from planner.domain.errors import BadDocument, PlannerError
from planner.domain.planning.references import with_campaigns
from planner.presentation.language import _, told
from planner.ui import components, once, state
from planner.ui.context import Context
from planner.ui.plan import campaign_choice, campaign_details, campaign_results, editing, reconcile
from planner.ui.plan.columns import NAME_WIDTH, amounts, choice_width, read_amount

COLUMNS = ("name", "channel", "start", "end", "budget", "status", "owner", "goal")


def view(context: Context) -> None:
    """The list with its money, what campaigns are for, or what they brought."""
    parts: dict[str, tuple[str, Callable[[Context], None]]] = {
        "list": (_("List"), _list),
        "purpose": (_("Purpose"), campaign_details.view),
        "results": (_("Results"), campaign_results.view),
    }
    words = {name: label for name, (label, _show) in parts.items()}
    parts[components.view("campaigns_part", words, _("Part"))][1](context)


def _list(context: Context) -> None:
    """Editor of the campaigns that the filters leave, then the difference of all to the grid."""
    version, grid = context.version(), context.evaluation().grid
    shown = campaign_choice.chosen(context, "campaigns")
    saved = _frame(shown)
    key, start = editing.opened("campaigns", context, saved)
    edited = st.data_editor(
        start,
        key=key,
        num_rows="fixed" if version.is_frozen else "dynamic",
        disabled=version.is_frozen,
        hide_index=True,
        width="stretch",
        height="content",
        alt=_("Campaigns"),
        column_config=_columns(context, grid),
    )
    campaigns: Sequence[Campaign] = version.campaigns
    if not version.is_frozen:
        changed = not edited.equals(saved)
        editing.typed("campaigns", context, saved, start, edited if changed else None)
        if changed:
            campaigns = _not_saved(context, edited.to_dict("records"), shown)
    reconcile.section(context, grid, campaigns)


def _frame(campaigns: Sequence[Campaign]) -> pd.DataFrame:
    rows = [
        (
            c.id,
            c.name,
            c.channel,
            c.start,
            c.end,
            budget,
            c.status.value,
            c.owner,
            c.goal,
        )
        for c, budget in zip(campaigns, amounts([c.cents for c in campaigns]), strict=True)
    ]
    frame = pd.DataFrame(rows, columns=pd.Index(("id", *COLUMNS)))
    return frame.astype({"id": "Int64"})


def _columns(context: Context, grid: BudgetGrid) -> dict[str, Any]:
    first, last = grid.months[0].start, grid.months[-1].stop
    statuses = {
        CampaignStatus.IDEA.value: _("idea"),
        CampaignStatus.PLANNED.value: _("planned"),
        CampaignStatus.APPROVED.value: _("approved"),
        CampaignStatus.LIVE.value: _("live"),
        CampaignStatus.DONE.value: _("done"),
        CampaignStatus.CANCELLED.value: _("cancelled"),
    }
    days: dict[str, Any] = {"required": True, "min_value": first, "max_value": last, "format": "localized"}
    return {
        "id": None,
        "name": st.column_config.TextColumn(_("Campaign"), required=True, width=NAME_WIDTH),
        "channel": st.column_config.SelectboxColumn(_("Channel"), options=list(grid.channels), required=True),
        "start": st.column_config.DateColumn(_("Start"), **days),
        "end": st.column_config.DateColumn(_("End"), **days),
        # As text, like the grid: the browser would read a pasted "3000,5" as 30,005.
        "budget": st.column_config.TextColumn(
            _("Budget, {currency}").format(currency=context.company.currency),
            required=True,
            alignment="right",
        ),
        "status": st.column_config.SelectboxColumn(
            _("Status"),
            width=choice_width(_("Status"), statuses),
            options=list(statuses),
            format_func=lambda s: statuses.get(str(s), str(s)),
            required=True,
        ),
        "owner": st.column_config.TextColumn(_("Owner")),
        "goal": st.column_config.TextColumn(_("Goal")),
    }


def _not_saved(
    context: Context, records: Sequence[dict[Any, Any]], shown: Sequence[Campaign]
) -> Sequence[Campaign]:
    """What the edits mean for grid and forecast, and the two ways on; the campaigns as they stand typed."""
    version, grid = context.version(), context.evaluation().grid
    try:
        typed = read_campaigns(records, grid, version.campaigns)
        campaigns = campaign_choice.merged(version.campaigns, shown, typed)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        st.button(_("Discard"), on_click=editing.done, args=("campaigns",), key="discard_campaigns")
        return version.campaigns
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        follows = st.toggle(
            _("Budget follows campaigns"),
            key="grid_follows",
            help=_(
                "A changed budget or date moves the same money in the grid; else the difference stays open"
            ),
        )
        after = follow(grid, version.campaigns, campaigns) if follows else grid
        st.markdown(
            reconcile.told_effect(context, after)
            if follows
            else _("Not saved yet. The budget and the forecast stay as they are."),
            width="stretch",
        )
        save = st.button(_("Save campaigns"), type="primary")
        st.button(_("Discard"), on_click=editing.done, args=("campaigns",), key="discard_campaigns")
    if save:
        try:
            changed = replace(with_campaigns(version, campaigns), grid=after if follows else version.grid)
            once.save_version(context.slug, changed)
        except PlannerError as problem:
            st.error(told(problem), icon=":material/error:")
        else:
            editing.done("campaigns")
            state.say_after_rerun(_("Saved"))
            st.rerun()
    return campaigns


def read_campaigns(
    records: Sequence[dict[Any, Any]], grid: BudgetGrid, known: Sequence[Campaign] = ()
) -> tuple[Campaign, ...]:
    """Rows of the editor as campaigns. Raises BadDocument naming the row and what is wrong in it.

    known  the campaigns that the rows' ids speak of: what the table does not show of them stays
    """
    by_id = {campaign.id: campaign for campaign in known}
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
        given = 0.0 if pd.isna(record.get("budget")) else record["budget"]
        budget = read_amount(given) if isinstance(given, str) else given
        if isinstance(budget, bool) or not isinstance(budget, int | float) or not math.isfinite(budget):
            raise BadDocument(_("Row {row}: {value} is no amount.").format(row=number, value=given))
        status = CampaignStatus.PLANNED.value if pd.isna(record.get("status")) else str(record["status"])
        if status not in {known.value for known in CampaignStatus}:
            raise BadDocument(_("Row {row}: {value} is no status.").format(row=number, value=status))
        shown: dict[str, Any] = {
            "name": str(record["name"]),
            "channel": str(record["channel"]),
            "start": start,
            "end": end,
            "cents": round(budget * 100),
            "status": CampaignStatus(status),
            "owner": "" if pd.isna(record.get("owner")) else str(record["owner"]),
            "goal": "" if pd.isna(record.get("goal")) else str(record["goal"]),
        }
        number_kept = record.get("id")
        before = None if pd.isna(number_kept) else by_id.get(number_kept)
        found.append(Campaign(**shown) if before is None else replace(before, **shown))
    return tuple(found)


def _day(value: Any) -> date:
    return value if type(value) is date else pd.Timestamp(value).date()
