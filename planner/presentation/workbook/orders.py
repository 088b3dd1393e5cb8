"""Budget lines: what is bought from whom by month, how far it is bound, until when it can be cancelled."""

from __future__ import annotations

from planner.presentation.formats import compact
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import plan_word
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import Sheet

FIRST = 4
"""First month's column."""


def write_orders(sheet: Sheet) -> None:
    """The lines by month, then how far each is bound."""
    plan = sheet.plan
    lines = plan.version.book.lines
    total = sum(line.total for line in lines) / 100
    finding = ngettext("{count} budget line of {amount}", "{count} budget lines of {amount}", len(lines))
    sheet.heading(
        _("Orders"),
        finding.format(count=len(lines), amount=compact(total, plan.company, currency=True)),
        [32, 15, 13, 18, *[11] * len(plan.months), 12],
    )
    _by_month(sheet)
    _states(sheet)
    sheet.page.freeze_panes(0, 1)
    sheet.finish()


def _by_month(sheet: Sheet) -> None:
    lines, months = sheet.plan.version.book.lines, sheet.plan.months
    top = sheet.block(_("Planned by month"))
    sheet.heads(top, [_("Line"), _("Pays for"), _("Direction"), _("Vendor")], left=4)
    sheet.month_heads(top, months, FIRST)
    year = FIRST + len(months)
    sheet.heads(top, [_("Year")], year, left=0)
    for row, line in enumerate(lines, top + 1):
        texts = (line.name, plan_word(line.kind), line.direction, line.vendor)
        sheet.texts(row, 0, texts, "cell", "wrap")
        for column in range(FIRST, year):
            at = column - FIRST
            cents = line.months[at] if at < len(line.months) else 0
            sheet.put(row, column, cents / 100, "money", "cell")
        sheet.put(row, year, sheet.sum(row, FIRST, row, year - 1), "money", "cell", "strong")
        sheet.tall(row, zip(texts, (32, 15, 13, 18), strict=True))
    _total(sheet, top + 1, top + len(lines), range(FIRST, year + 1))
    sheet.row = top + len(lines) + 2
    sheet.note(_("Media lines detail the budget; the other kinds detail the plan's cost lines."))
    sheet.row += 1


def _states(sheet: Sheet) -> None:
    lines = sheet.plan.version.book.lines
    top = sheet.block(_("How far they are bound"))
    amounts = [_("Planned"), _("Committed"), _("Delivered"), _("Invoiced"), _("Paid"), _("Not owed yet")]
    sheet.heads(top, [_("Line"), _("Order no."), _("Cancel by"), _("Owner")], left=4)
    sheet.heads(top, [*amounts, _("To cancel"), _("VAT")], FIRST, left=0)
    sheet.page.set_row(top, 28)
    rest, fee, vat = (FIRST + len(amounts) + at for at in (-1, 0, 1))
    for row, line in enumerate(lines, top + 1):
        sheet.texts(row, 0, (line.name, line.order), "cell", "wrap")
        sheet.day(row, 2, line.cancel_by, "cell")
        sheet.text(row, 3, line.owner, "cell", "wrap")
        states = (line.total, line.committed, line.accrued, line.invoiced, line.paid)
        for column, cents in enumerate(states, FIRST):
            sheet.put(row, column, cents / 100, "money", "cell")
        owed = ",".join(sheet.near(row, FIRST + at) for at in (2, 3, 4))
        left = Live(f"{sheet.near(row, FIRST)}-MAX({owed})", (line.total - line.bound) / 100)
        sheet.put(row, rest, left, "money", "cell", "strong")
        sheet.put(row, fee, line.cancellation / 100, "money", "cell")
        basis = _("without") if line.vat == "net" else _("with")
        sheet.text(row, vat, basis, "cell", "right")
        sheet.tall(row, [(line.name, 32), (line.order, 15), (line.owner, 18)])
    _total(sheet, top + 1, top + len(lines), range(FIRST, fee))
    for column in (fee, vat):
        sheet.blank(top + len(lines) + 1, column, "total")
    sheet.row = top + len(lines) + 2


def _total(sheet: Sheet, first: int, last: int, columns: range) -> None:
    for column in range(FIRST):
        sheet.blank(last + 1, column, "total")
    sheet.text(last + 1, 0, _("Total"), "total")
    for column in columns:
        sheet.put(last + 1, column, sheet.sum(first, column, last, column), "money", "total")
