"""The year at a glance: where the money goes month by month, and which campaigns run when."""

from __future__ import annotations

from planner.domain.budget_plan import Campaign
from planner.domain.calendar import Month
from planner.presentation.language import _
from planner.presentation.plan_findings import spend_months
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import FIRST_MONTH, Sheet, printable
from planner.presentation.workbook.styles import BLUE


def write_calendar(sheet: Sheet, budget: Budget, campaigns: Sheet, rows: tuple[int, int] | None) -> None:
    """Heat map of the budget's own cells, then a bar of months for each campaign."""
    plan = sheet.plan
    width = max(len(f"{plan.evaluation.grid.spend.max(initial=0):,.0f}") + 1, 9)
    total = max(len(f"{plan.evaluation.grid.total:,.0f}") + 2, 10)
    sheet.heading(_("Calendar"), spend_months(plan), [34, *[width] * len(plan.months), total])
    head = sheet.block(_("Working media, darker is more"))
    sheet.heads(head, [_("Channel")])
    sheet.month_heads(head, plan.months)
    year = FIRST_MONTH + len(plan.months)
    sheet.heads(head, [_("Year")], year, left=0)
    top = head + 1
    for row, name in enumerate(budget.channels, top):
        source = budget.top + row - top
        sheet.text(row, 0, name, "cell")
        for column in range(FIRST_MONTH, year):
            sheet.put(row, column, budget.sheet.cell(source, column), "money")
        sheet.put(row, year, budget.sheet.cell(source, year), "money", "cell", "strong")
        sheet.page.set_row(row, 18)
    last = top + len(budget.channels) - 1
    sheet.text(last + 1, 0, _("Working media"), "total")
    for column in range(FIRST_MONTH, year + 1):
        sheet.put(last + 1, column, sheet.sum(top, column, last, column), "money", "total")
    shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#8FA8EE", "min_type": "num"}
    sheet.page.conditional_format(top, FIRST_MONTH, last, year - 1, shades | {"min_value": 0})
    sheet.page.freeze_panes(0, 1)
    sheet.row = last + 3
    if rows is not None:
        _campaigns(sheet, head, campaigns, rows)
    sheet.finish()


def _campaigns(sheet: Sheet, months_row: int, source: Sheet, rows: tuple[int, int]) -> None:
    plan = sheet.plan
    head = sheet.block(_("Campaigns"))
    sheet.heads(head, [_("Campaign")])
    sheet.month_heads(head, plan.months)
    year = FIRST_MONTH + len(plan.months)
    sheet.heads(head, [_("Months")], year, left=0)
    first = rows[0]
    for row, campaign in enumerate(plan.version.campaigns, head + 1):
        listed = first + row - head - 1
        label, said = source.at(listed, 1), campaign.name
        if sum(one.name == campaign.name for one in plan.version.campaigns) > 1:
            label, said = f'{label}&", "&{source.at(listed, 2)}', f"{campaign.name}, {campaign.channel}"
        sheet.page.write_formula(row, 0, "=" + label, sheet.style("cell"), printable(said))
        start, end = source.at(listed, 3), source.at(listed, 4)
        for column, month in enumerate(plan.months, FIRST_MONTH):
            here = sheet.at(months_row, column).split("!")[1]
            runs = Live(f"IF(AND({start}<EDATE({here},1),{end}>={here}),1,0)", float(_runs(campaign, month)))
            sheet.put(row, column, runs, "hidden_number", "cell")
        sheet.put(row, year, sheet.sum(row, FIRST_MONTH, row, year - 1), "count", "cell")
        sheet.page.set_row(row, 16)
    last = head + len(plan.version.campaigns)
    bar = sheet.file.add_format({"bg_color": BLUE, "font_color": BLUE})
    one = {"type": "cell", "criteria": "==", "value": 1, "format": bar}
    sheet.page.conditional_format(head + 1, FIRST_MONTH, last, year - 1, one)
    sheet.row = last + 1


def _runs(campaign: Campaign, month: Month) -> bool:
    return campaign.start < month.stop and campaign.end >= month.start
