"""The sheet to fill with actuals and to upload: one line a month and channel, as the reader expects it."""

from __future__ import annotations

from planner.presentation.formats import vat_label
from planner.presentation.language import _
from planner.presentation.workbook.sheet import Sheet


def write_template(sheet: Sheet) -> None:
    """Month and channel are filled in; figures are left empty, which is not the same as zero."""
    plan = sheet.plan
    sheet.heading(
        _("Actuals template"),
        _("Fill in what was spent and what came of it, then upload the file; empty means not reported"),
        [11, 30, *[14] * 7],
    )
    head = sheet.row
    labels = [
        _("Month"),
        _("Channel"),
        _("Spend"),
        _("Revenue"),
        _("Orders"),
        _("New customers"),
        _("Leads"),
        _("Impressions"),
        _("Clicks"),
    ]
    sheet.heads(head, labels, left=2)
    sheet.page.set_row(head, 20)
    row = head + 1
    for month in plan.months:
        for name in plan.channels:
            sheet.text(row, 0, str(month), "cell")
            sheet.text(row, 1, name, "cell")
            for column in range(2, 9):
                sheet.blank(row, column, "money" if column < 4 else "count", "cell", "input")
            row += 1
    number = {"validate": "decimal", "criteria": ">=", "value": -1e12}
    number |= {
        "error_title": _("Not a number"),
        "error_message": _("Give a number in {currency}, {vat}; leave the cell empty if unknown.").format(
            currency=plan.company.currency, vat=vat_label(plan.company)
        ),
    }
    sheet.page.data_validation(head + 1, 2, max(row - 1, head + 1), 8, number)
    sheet.page.autofilter(head, 0, max(row - 1, head + 1), 8)
    sheet.freeze(head + 1, 2, repeat=True)
    sheet.row = row
    sheet.finish()
