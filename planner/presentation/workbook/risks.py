"""Risks with what they would cost by the plan's own forecast, and tests paid from the reserve."""

from __future__ import annotations

from planner.domain.company import CostKind
from planner.domain.planning.risks import StressKind
from planner.plan.evaluation import version_model
from planner.plan.stress import Stressed, stress_test
from planner.presentation.formats import compact, share
from planner.presentation.language import _
from planner.presentation.plan_words import plan_word
from planner.presentation.workbook.sheet import Sheet

NAME, HITS, OWNER, RESPONSE, CHANGE, CHANCE, REVENUE, PROFIT, WEIGHED = range(9)


def write_risks(sheet: Sheet) -> None:
    """Risks, the heaviest first, then tests."""
    plan = sheet.plan
    found: tuple[Stressed, ...] = ()
    if plan.version.book.risks:
        model = version_model(plan.company, plan.curves, plan.version, plan.channels)
        lines = plan.version.lines
        found = stress_test(model, plan.company, plan.evaluation, lines, plan.version.book.risks)
    finding = _("No risks are written down")
    if found:
        finding = _("Heaviest: {risk}, {amount} of revenue if it happens, {chance} likely").format(
            risk=found[0].risk.name[:60],
            amount=compact(found[0].revenue, plan.company, signed=True, currency=True),
            chance=share(found[0].risk.probability, digits=0),
        )
    sheet.heading(_("Risks and tests"), finding, [40, 26, 16, 46, 9, 11, 13, 13, 13])
    if found:
        _risks(sheet, found)
    if plan.version.book.tests:
        _tests(sheet)
    sheet.finish()


def _risks(sheet: Sheet, found: tuple[Stressed, ...]) -> None:
    shows_profit = sheet.plan.margin is not None
    head = sheet.row
    heads = [_("Risk"), _("It hits"), _("Owner"), _("What we do"), _("Change"), _("Probability")]
    sheet.heads(head, [*heads, _("Revenue"), _("Profit") if shows_profit else "", _("Weighed")], left=4)
    for row, one in enumerate(found, head + 1):
        risk = one.risk
        where = f", {risk.channel}" if risk.channel and risk.stress is not StressKind.BASELINE else ""
        hits = plan_word(risk.stress) + where
        sheet.text(row, NAME, risk.name, "cell", "wrap", "strong")
        sheet.text(row, HITS, hits, "cell", "wrap")
        sheet.put(row, CHANGE, risk.change, "growth", "cell", "input")
        loss = sheet.put(row, REVENUE, one.revenue, "change", "cell")
        if shows_profit:
            loss = sheet.put(row, PROFIT, one.profit, "change", "cell")
        else:
            sheet.blank(row, PROFIT, "cell")
        chance = sheet.put(row, CHANCE, risk.probability, "share", "cell", "input")
        sheet.put(row, WEIGHED, loss * chance, "change", "cell", "strong")
        sheet.text(row, OWNER, risk.owner, "cell", "wrap")
        sheet.text(row, RESPONSE, risk.response, "cell", "wrap")
        sheet.tall(row, [(risk.name, 44), (hits, 31), (risk.response, 54), (risk.owner, 19)])
    last = head + len(found)
    for column in range(9):
        sheet.blank(last + 1, column, "total")
    sheet.text(last + 1, NAME, _("Weighed together"), "total")
    sheet.put(last + 1, WEIGHED, sheet.sum(head + 1, WEIGHED, last, WEIGHED), "change", "total")
    sheet.freeze(head + 1, 1, repeat=True)
    sheet.row = last + 2
    sheet.note(
        _("Each risk alone, by this plan's forecast with its money unchanged; weighed by its probability.")
    )
    sheet.row += 1


def _tests(sheet: Sheet) -> None:
    plan = sheet.plan
    cards = plan.version.book.tests
    top = sheet.block(_("Tests paid from the reserve"))
    sheet.heads(top, [_("Test"), _("Channel"), _("Status"), _("What do we want to know?"), "", ""], left=4)
    sheet.heads(top, [_("Cost"), "", ""], REVENUE, left=0)
    for row, card in enumerate(cards, top + 1):
        for column in range(9):
            sheet.blank(row, column, "cell")
        sheet.text(row, NAME, card.name, "cell", "wrap", "strong")
        sheet.text(row, HITS, card.channel, "cell", "wrap")
        sheet.put(row, REVENUE, card.cents / 100, "money", "cell", "input")
        sheet.text(row, OWNER, plan_word(card.status), "cell")
        question = " ".join(part for part in (card.question, card.finding) if part)
        sheet.text(row, RESPONSE, question, "cell", "wrap")
        sheet.tall(row, [(card.name, 44), (question, 54)])
    last = top + len(cards)
    media = plan.evaluation.grid.total
    held = sum(line.cost(media) for line in plan.version.lines if line.kind is CostKind.RESERVE)
    for offset in (1, 2, 3):
        for column in range(9):
            sheet.blank(last + offset, column, "total")
    sheet.text(last + 1, NAME, _("Tests together"), "total")
    cost = sheet.put(last + 1, REVENUE, sheet.sum(top + 1, REVENUE, last, REVENUE), "money", "total")
    sheet.text(last + 2, NAME, _("Reserve of the plan"), "total")
    reserve = sheet.put(last + 2, REVENUE, held, "money", "total")
    sheet.text(last + 3, NAME, _("Left of the reserve"), "total")
    sheet.put(last + 3, REVENUE, reserve - cost, "money", "total")
    sheet.row = last + 5
