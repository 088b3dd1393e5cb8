"""The department: directions, people against work and payroll, funds against what is planned from them."""

from __future__ import annotations

import numpy as np

from planner.domain.planning.costs import planned_costs
from planner.domain.planning.funds import balance
from planner.domain.planning.people import Person, capacity_by_month
from planner.domain.planning.tasks import load_by_month
from planner.presentation.formats import count, month_name
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import plan_word
from planner.presentation.words import direction_word
from planner.presentation.workbook.live import number
from planner.presentation.workbook.sheet import FIRST_MONTH, Sheet

LAST_MONTH = FIRST_MONTH + 11
YEAR, CAP, LEFT = LAST_MONTH + 1, LAST_MONTH + 2, LAST_MONTH + 3


def write_department(sheet: Sheet) -> None:
    """Work and capacity, payroll, funds, then the directions in words."""
    sheet.heading(_("Department and funds"), _finding(sheet), [34, *[9.5] * 12, 12, 12, 12])
    if sheet.plan.version.book.people:
        _work(sheet)
        _payroll(sheet)
    if sheet.plan.version.book.funds:
        _funds(sheet)
    if sheet.plan.version.book.directions:
        _directions(sheet)
    sheet.page.freeze_panes(0, 1)
    sheet.finish()


def _finding(sheet: Sheet) -> str:
    book, months = sheet.plan.version.book, sheet.plan.months
    if not book.people:
        return ngettext("{count} fund", "{count} funds", len(book.funds)).format(count=len(book.funds))
    short = load_by_month(book.tasks, months) - capacity_by_month(book.people, months)
    worst = int(np.argmax(short))
    if short[worst] > 0.5:
        return _("{days} days of work too much in {month}").format(
            days=count(float(short[worst])), month=month_name(months[worst])
        )
    return _("The people suffice for the work of every month")


def _work(sheet: Sheet) -> None:
    """Days of work, days to give, and what is left, a block of three rows a direction."""
    book, months = sheet.plan.version.book, sheet.plan.months
    top = sheet.block(_("Days of work and days to give"))
    sheet.heads(top, [_("Direction")])
    sheet.month_heads(top, months)
    sheet.heads(top, [_("Year")], YEAR, left=0)
    names = {direction.key: direction.name for direction in book.directions}
    row = top + 1
    for key in dict.fromkeys([*names, *(person.direction for person in book.people)]):
        people = [person for person in book.people if person.direction == key]
        tasks = [task for task in book.tasks if task.direction == key]
        values = (load_by_month(tasks, months), capacity_by_month(people, months))
        title = direction_word(names.get(key, key)) or _("Whole department")
        for offset, (label, line) in enumerate(zip((_("work"), _("to give")), values, strict=True)):
            sheet.text(row + offset, 0, f"{title}: {label}", "cell")
            for column, value in enumerate(line.tolist(), FIRST_MONTH):
                sheet.put(row + offset, column, value, "months", "cell")
        sheet.text(row + 2, 0, _("left"), "cell", "muted", "indent")
        for column in range(FIRST_MONTH, YEAR):
            left = sheet.cell(row + 1, column) - sheet.cell(row, column)
            sheet.put(row + 2, column, left, "months", "cell", "muted")
        for line_row in range(row, row + 3):
            sheet.put(
                line_row,
                YEAR,
                sheet.sum(line_row, FIRST_MONTH, line_row, LAST_MONTH),
                "months",
                "cell",
                "strong",
            )
        short = {"type": "cell", "criteria": "<", "value": -0.5, "format": sheet.style("short")}
        sheet.page.conditional_format(row + 2, FIRST_MONTH, row + 2, LAST_MONTH, short)
        row += 3
    sheet.row = row + 1


def _payroll(sheet: Sheet) -> None:
    book, months = sheet.plan.version.book, sheet.plan.months
    top = sheet.block(_("Payroll"))
    sheet.heads(top, [_("Name")])
    sheet.month_heads(top, months)
    sheet.heads(top, [_("Year")], YEAR, left=0)
    for row, person in enumerate(book.people, top + 1):
        sheet.text(row, 0, _post(person), "cell")
        for column, cents in enumerate(np.rint(person.cents * person.presence(months)).tolist(), FIRST_MONTH):
            sheet.put(row, column, cents / 100, "money", "cell")
        sheet.put(row, YEAR, sheet.sum(row, FIRST_MONTH, row, LAST_MONTH), "money", "cell", "strong")
    last = top + len(book.people)
    sheet.text(last + 1, 0, _("Total"), "total")
    for column in range(FIRST_MONTH, YEAR + 1):
        sheet.put(last + 1, column, sheet.sum(top + 1, column, last, column), "money", "total")
    sheet.row = last + 3


def _post(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.role) if part)[:120]


def _funds(sheet: Sheet) -> None:
    plan = sheet.plan
    book = plan.version.book
    top = sheet.block(_("Funds: planned by month"))
    sheet.heads(top, [_("Fund")])
    sheet.month_heads(top, plan.months)
    sheet.heads(top, [_("Year"), _("Cap of the year"), _("Left")], YEAR, left=0)
    costs = planned_costs(plan.company, plan.evaluation.grid, book.lines, book.people)
    over: list[str] = []
    for row, fund in enumerate(book.funds, top + 1):
        found = balance(fund, costs, plan.months)
        kinds = ", ".join(plan_word(kind) for kind in fund.kinds)
        sheet.text(row, 0, f"{fund.name}: {kinds}"[:120], "cell", "wrap")
        sheet.tall(row, [(f"{fund.name}: {kinds}"[:120], 36)])
        for column, cents in enumerate(found.planned.tolist(), FIRST_MONTH):
            sheet.put(row, column, cents / 100, "money", "cell")
        year = sheet.put(row, YEAR, sheet.sum(row, FIRST_MONTH, row, LAST_MONTH), "money", "cell", "strong")
        cap = None if fund.annual is None else fund.annual / 100
        held = sheet.put(row, CAP, cap, "money", "cell", "input")
        sheet.put(row, LEFT, None if cap is None else held - year, "money", "cell", "strong")
        if months := found.exceeded():
            names = ", ".join(month_name(plan.months[j]) for j in months)
            over.append(
                _("{fund}: more than a month may take in {months}").format(fund=fund.name[:60], months=names)
            )
    last = top + len(book.funds)
    short = {"type": "cell", "criteria": "<", "value": 0, "format": sheet.style("short")}
    sheet.page.conditional_format(top + 1, LEFT, last, LEFT, short)
    sheet.row = last + 2
    for said in over:
        sheet.note(said)
    sheet.row += 1


def _directions(sheet: Sheet) -> None:
    book = sheet.plan.version.book
    sheet.block(_("Directions"))
    for direction in book.directions:
        staff = sum(not p.head for p in book.people if p.direction == direction.key)
        least = number(direction.minimum_staff)
        parts = (
            (_("Head"), direction.head),
            (_("Audience"), direction.audience),
            (_("Stage"), direction.stage),
            (_("Units"), direction.units),
            (_("Tools"), direction.tools),
            (_("Result system"), direction.results),
            (_("Staff without head"), f"{staff} ({_('at least')} {least.text})"),
        )
        sheet.text(sheet.row, 0, direction_word(direction.name), "strong")
        sheet.row += 1
        sheet.note("; ".join(f"{label}: {text}" for label, text in parts if text))
