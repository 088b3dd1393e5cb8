"""The campaigns, and how far their money agrees with the budget of their channels."""

from __future__ import annotations

from planner.domain.budget_plan import CampaignStatus
from planner.domain.whole_campaigns import whole_campaigns
from planner.presentation.language import _
from planner.presentation.plan_findings import campaigns_hold
from planner.presentation.words import word
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.live import Live, number
from planner.presentation.workbook.sheet import Sheet

NAME, CHANNEL, START, END, DAYS, STATUS, OWNER, GOAL, MONEY = range(1, 10)


def write_campaigns(sheet: Sheet, budget: Budget) -> tuple[int, int] | None:
    """The list, then channel by channel what is given to campaigns and what is left.

    Returns first and last row of the list, None where there is no campaign.
    """
    plan = sheet.plan
    campaigns = plan.version.campaigns
    sheet.heading(_("Campaigns"), campaigns_hold(plan), [6, 40, 24, 13, 13, 8, 13, 16, 34, 14])
    rows = _list(sheet) if campaigns else None
    _by_channel(sheet, budget, rows)
    if rows is not None:
        _several_channels(sheet, rows)
    sheet.finish()
    return rows


def _list(sheet: Sheet) -> tuple[int, int]:
    campaigns = sheet.plan.version.campaigns
    head = sheet.row
    labels = [
        _("No."),
        _("Campaign"),
        _("Channel"),
        _("Start"),
        _("End"),
        _("Days"),
        _("Status"),
        _("Owner"),
        _("Goal"),
        _("Budget"),
    ]
    sheet.heads(head, labels, left=9)
    sheet.page.set_row(head, 20)
    for row, campaign in enumerate(campaigns, head + 1):
        sheet.put(row, 0, campaign.id if campaign.id is not None else row - head, "count", "cell", "centre")
        sheet.text(row, NAME, campaign.name, "cell", "wrap", "strong", "indent")
        sheet.text(row, CHANNEL, campaign.channel, "cell", "wrap")
        sheet.day(row, START, campaign.start, "cell")
        sheet.day(row, END, campaign.end, "cell")
        span = f"{sheet.near(row, END)}-{sheet.near(row, START)}+1"
        days = Live(span, (campaign.end - campaign.start).days + 1)
        sheet.put(row, DAYS, days, "count", "cell", "centre")
        sheet.text(row, STATUS, word(campaign.status), "cell", "indent")
        sheet.text(row, OWNER, campaign.owner, "cell", "wrap")
        sheet.text(row, GOAL, campaign.goal, "cell", "wrap")
        sheet.put(row, MONEY, campaign.cents / 100, "money", "cell", "input")
        texts = [(campaign.name, 38), (campaign.channel, 23), (campaign.owner, 15), (campaign.goal, 34)]
        sheet.tall(row, texts)
    first, last = head + 1, head + len(campaigns)
    # With its total, so that a row put in anywhere above it belongs to the list.
    sheet.file.define_name("Campaign_list", "=" + sheet.span(first, 0, last + 1, MONEY))
    statuses = [word(status) for status in CampaignStatus]
    sheet.page.data_validation(first, STATUS, last, STATUS, {"validate": "list", "source": statuses})
    at_least = {"validate": "decimal", "criteria": ">=", "value": 0}
    sheet.page.data_validation(first, MONEY, last, MONEY, at_least)
    sheet.page.autofilter(head, 0, last, MONEY)
    for column in range(MONEY):
        sheet.blank(last + 1, column, "total")
    sheet.text(last + 1, NAME, _("Total"), "total")
    sheet.put(last + 1, MONEY, sheet.sum(first, MONEY, last, MONEY), "money", "total")
    sheet.freeze(first, 2, repeat=True)
    sheet.row = last + 3
    return first, last


def _by_channel(sheet: Sheet, budget: Budget, rows: tuple[int, int] | None) -> None:
    plan = sheet.plan
    top = sheet.block(_("Given to campaigns, by channel"))
    sheet.text(top, NAME, _("Channel"), "head", "head_left")
    sheet.heads(top, [_("Budget"), "", _("In campaigns"), "", _("Left")], CHANNEL, left=0)
    cancelled = word(CampaignStatus.CANCELLED)
    for row, name in enumerate(budget.channels, top + 1):
        sheet.text(row, NAME, name, "cell")
        planned = sheet.put(row, CHANNEL, budget.spend(name), "money", "cell")
        given = number(0)
        if rows is not None:
            used = (
                c.cents
                for c in plan.version.campaigns
                if c.channel == name and c.status is not CampaignStatus.CANCELLED
            )
            first, last = rows
            # Not SUMIFS: it would read a channel called "=1" or "a*" as a condition.
            formula = (
                f"SUMPRODUCT(EXACT({sheet.span(first, CHANNEL, last, CHANNEL)},{sheet.near(row, NAME)})"
                f'*({sheet.span(first, STATUS, last, STATUS)}<>"{cancelled}")'
                f"*{sheet.span(first, MONEY, last, MONEY)})"
            )
            given = Live(formula, sum(used) / 100)
        sheet.blank(row, START, "cell")
        held = sheet.put(row, END, given, "money", "cell")
        sheet.blank(row, DAYS, "cell")
        sheet.put(row, STATUS, planned - held, "money", "cell")
    last_row = top + len(budget.channels)
    total = last_row + 1
    for column in range(NAME, OWNER):
        sheet.blank(total, column, "total")
    sheet.text(total, NAME, _("Total"), "total")
    for column, look in ((CHANNEL, "money"), (END, "money"), (STATUS, "money")):
        sheet.put(total, column, sheet.sum(top + 1, column, last_row, column), look, "total")
    sheet.row = total + 1
    if any(c.status is CampaignStatus.CANCELLED for c in plan.version.campaigns):
        sheet.note(_("Cancelled campaigns hold no money here."), NAME)


def _several_channels(sheet: Sheet, rows: tuple[int, int]) -> None:
    """Campaigns that are more than one line: the rows of one name added up."""
    several = [whole for whole in whole_campaigns(sheet.plan.version.campaigns) if len(whole.lines) > 1]
    if not several:
        return
    sheet.row += 1
    top = sheet.block(_("Campaigns on several channels"))
    sheet.texts(top, NAME, [_("Campaign"), _("Channels"), _("Start"), _("End")], "head", "head_left")
    sheet.heads(top, ["", _("Budget")], DAYS, left=0)
    first, last = rows
    names = sheet.span(first, NAME, last, NAME)
    cancelled = word(CampaignStatus.CANCELLED)
    for row, whole in enumerate(several, top + 1):
        sheet.text(row, NAME, whole.name, "cell", "wrap", "strong")
        sheet.text(row, CHANNEL, ", ".join(whole.channels), "cell", "wrap")
        sheet.day(row, START, whole.start, "cell")
        sheet.day(row, END, whole.end, "cell")
        sheet.blank(row, DAYS, "cell")
        held = sum(line.cents for line in whole.lines if line.status is not CampaignStatus.CANCELLED)
        formula = (
            f"SUMPRODUCT(EXACT({names},{sheet.near(row, NAME)})"
            f'*({sheet.span(first, STATUS, last, STATUS)}<>"{cancelled}")'
            f"*{sheet.span(first, MONEY, last, MONEY)})"
        )
        sheet.put(row, STATUS, Live(formula, held / 100), "money", "cell", "strong")
        sheet.tall(row, [(whole.name, 38), (", ".join(whole.channels), 23)])
    sheet.row = top + len(several) + 1
