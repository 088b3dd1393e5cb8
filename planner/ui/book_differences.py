"""What differs between two versions besides their money: campaigns and the plan book, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.calendar import moved_day
from planner.domain.planning.differences import book_differences
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import field_word, part_word
from planner.ui import components
from planner.ui.context import Context

MOST_SHOWN = 200
Row = tuple[str, str, str, str]
"""List, name, what changed, between which values."""


def show(context: Context, before: PlanVersion, after: PlanVersion) -> None:
    """A list of what `after` has otherwise than `before`; nothing where campaigns and book are the same.

    Versions of two years are laid month beside month, and what stands where is no difference then.
    """
    before = _moved(before, after.year)
    rows = [*_campaigns(context, before, after), *_book(context, before, after)]
    if not rows:
        return
    title = ngettext(
        "{count} difference besides the money", "{count} differences besides the money", len(rows)
    )
    with st.expander(title.format(count=len(rows)), icon=":material/difference:"):
        heads = [_("List"), _("Name"), _("Change"), _("From and to")]
        components.table(
            pd.DataFrame(rows[:MOST_SHOWN], columns=pd.Index(heads)),
            alt=_("Differences besides the money"),
            height="content",
        )
        if len(rows) > MOST_SHOWN:
            st.caption(_("{count} more are not shown.").format(count=len(rows) - MOST_SHOWN))


def _moved(version: PlanVersion, year: int) -> PlanVersion:
    months = 12 * (year - version.year)
    if not months:
        return version
    campaigns = tuple(
        replace(
            c,
            start=moved_day(c.start, months),
            end=moved_day(c.end, months),
            status=CampaignStatus.PLANNED if c.status is CampaignStatus.DONE else c.status,
        )
        for c in version.campaigns
    )
    return replace(version, campaigns=campaigns, book=version.book.moved(months))


def _campaigns(context: Context, before: PlanVersion, after: PlanVersion) -> list[Row]:
    """Matched by name, a campaign of several channels by them too: in two versions numbers differ."""
    label = part_word("campaigns")
    waiting: dict[str, list[Campaign]] = {}
    for campaign in before.campaigns:
        waiting.setdefault(campaign.name, []).append(campaign)
    rows = []
    for campaign in after.campaigns:
        was = waiting.get(campaign.name)
        name = _line_name(campaign, after)
        if not was:
            rows.append((label, name, _("added"), ""))
            continue
        same = next((at for at, one in enumerate(was) if one.channel == campaign.channel), 0)
        rows += _changed(context, label, name, was.pop(same), campaign, skip=("id", "details"))
    gone = [_line_name(one, before) for left in waiting.values() for one in left]
    return rows + [(label, name, _("taken out"), "") for name in gone]


def _line_name(campaign: Campaign, version: PlanVersion) -> str:
    """A campaign's name; with its channel where it has several lines."""
    alone = sum(one.name == campaign.name for one in version.campaigns) == 1
    return campaign.name[:80] if alone else f"{campaign.name[:60]}, {campaign.channel}"


def _book(context: Context, before: PlanVersion, after: PlanVersion) -> list[Row]:
    rows: list[Row] = []
    for one in book_differences(before.book, after.book):
        label = part_word(one.part)
        if one.before is None:
            rows.append((label, one.name[:80], _("added"), ""))
        elif one.after is None:
            rows.append((label, one.name[:80], _("taken out"), ""))
        else:
            rows += _changed(context, label, one.name, one.before, one.after)
    return rows


def _changed(
    context: Context, label: str, name: str, was: Any, now: Any, skip: Iterable[str] = ()
) -> list[Row]:
    return [
        (
            label,
            name[:80],
            field_word(f.name),
            f"{_said(context, f.name, old)} → {_said(context, f.name, new)}",
        )
        for f in fields(was)
        if f.name not in skip and (old := getattr(was, f.name)) != (new := getattr(now, f.name))
    ]


def _said(context: Context, field: str, value: Any) -> str:
    if value is None or value == "":
        return formats.NOTHING
    if field in MONEY and isinstance(value, int):
        return formats.money(value / 100, context.company)
    if field == "months":
        return formats.money(sum(value) / 100, context.company)
    if field in SHARES:
        return formats.share(value, digits=0)
    return str(value)[:60]


MONEY = (
    "cents",
    "annual",
    "monthly",
    "committed",
    "accrued",
    "invoiced",
    "paid",
    "cancellation",
    "at_launch",
    "sustained",
)
SHARES = ("probability", "change", "vat_rate")
