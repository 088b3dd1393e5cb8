"""Differences between a plan and a changed workbook, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.domain.budget_plan import Campaign, CampaignStatus
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.planning.tasks import Task, TaskStatus
from planner.presentation import formats
from planner.presentation.language import _
from planner.presentation.plan_words import plan_word
from planner.presentation.words import N_, word

_FIELDS = {
    "name": N_("Name"),
    "channel": N_("Channel"),
    "start": N_("Start"),
    "end": N_("End"),
    "status": N_("Status"),
    "owner": N_("Owner"),
    "goal": N_("Goal"),
    "money": N_("Budget"),
    "direction": N_("Direction"),
    "programme": N_("Programme"),
    "effort": N_("Effort, days"),
    "added": N_("new in the workbook"),
    "removed": N_("missing in the workbook"),
}


def field_word(field: str) -> str:
    """A month of the budget, a property, or what happened to the whole row."""
    if not field:
        return ""
    return _(_FIELDS[field]) if field in _FIELDS else formats.month_label(Month.parse(field))


def value_word(field: str, value: Any, company: Company) -> str:
    """What stands in the plan or in the cell."""
    text = str(value)
    match value:
        case None | "":
            text = formats.NOTHING
        case Campaign():
            money = formats.exact(value.cents / 100, company)
            text = f"{value.name}, {value.channel}, {_span(value)}, {money}"
        case Task():
            text = f"{value.name}, {_span(value)}"
        case CampaignStatus():
            text = word(value)
        case TaskStatus():
            text = plan_word(value)
        case date():
            text = formats.day_label(value)
        case int():  # money of the budget or of a campaign
            text = formats.exact(value / 100, company)
        case float():
            text = f"{value:g}"
    return text


def _span(row: Campaign | Task) -> str:
    return f"{formats.day_label(row.start)} – {formats.day_label(row.end)}"
