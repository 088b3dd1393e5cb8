"""Every key figure of the register: its value, live where the workbook holds what it is made of."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.figures import Figure
from planner.domain.kpis import Unit
from planner.presentation.formats import figure as said
from planner.presentation.language import _
from planner.presentation.words import better_word, input_word, unit_words
from planner.presentation.workbook.assumptions import Assumptions
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.forecast import ForecastRows
from planner.presentation.workbook.live import Live, number
from planner.presentation.workbook.returns import NEW, NEXT, SHARE, SPEND, Returns, type_words
from planner.presentation.workbook.sheet import Sheet

UNIT_STYLES: Mapping[Unit, str] = {
    Unit.MONEY: "money",
    Unit.MONEY_EACH: "each",
    Unit.COUNT: "count",
    Unit.RATIO: "ratio",
    Unit.SHARE: "share",
    Unit.MONTHS: "months",
}


def write_kpis(
    sheet: Sheet, assumptions: Assumptions, budget: Budget, forecast: ForecastRows, returns: Returns
) -> dict[str, Live]:
    """The table of key figures; returns the cell of each by its key."""
    plan = sheet.plan
    shown = {figure.kpi.key: figure for figure in plan.figures}
    words = [
        f"{_(shown[key].kpi.label)} {said(shown[key].kpi, shown[key].value, plan.company)}"
        for key in ("roas", "roas_marginal", "cac_blended")
        if shown[key].value is not None
    ]
    sheet.heading(_("Key figures"), " · ".join(words), [30, 15, 13, 13, 15, 12, 78, 18])
    head = sheet.row
    sheet.heads(
        head,
        [_("Figure"), _("Plan"), _("Low (P10)"), _("High (P90)"), _("Full effect"), _("Unit")],
    )
    sheet.texts(head, 6, [_("Formula"), _("Source")], "head", "head_left", "indent")
    sheet.page.set_row(head, 20)
    live = _formulas(sheet, assumptions, budget, forecast, returns)
    cells: dict[str, Live] = {}
    for row, figure in enumerate(plan.figures, head + 1):
        kpi, style = figure.kpi, UNIT_STYLES[figure.kpi.unit]
        sheet.text(row, 0, _(kpi.label), "cell", "strong")
        value = _value(figure, live, cells)
        cells[kpi.key] = sheet.put(row, 1, value, style, "cell", "strong")
        for column, bound in ((2, figure.low), (3, figure.high), (4, figure.full)):
            sheet.put(row, column, bound, style, "cell")
        unit = unit_words(kpi.unit, plan.company.currency)
        sheet.text(row, 5, unit, "cell", "right", "muted")
        formula = _(kpi.formula)
        if figure.missing:
            needs = ", ".join(input_word(need) for need in figure.missing)
            formula = _("not answered: Setup has no {inputs}").format(inputs=needs)
        sheet.text(row, 6, formula, "cell", "indent")
        sheet.text(row, 7, _(kpi.source), "cell", "muted", "indent")
        sheet.page.set_row(row, 18)
        sheet.file.define_name(f"KPI_{kpi.key}", "=" + sheet.at(row, 1))
    sheet.freeze(head + 1)
    sheet.row = head + 1 + len(plan.figures)
    sheet.row += 1
    sheet.note(
        _(
            "Low and high: eight times in ten the figure lies between them. Full effect: with what this "
            "year's spend still brings after the year's end."
        )
    )
    sheet.finish()
    return cells


def _value(figure: Figure, live: Mapping[str, Live], cells: Mapping[str, Live]) -> Live | float | None:
    """The formula where there is one that agrees with the figure; else the planner's own number."""
    if figure.value is None:
        return None
    formula = live.get(figure.kpi.key)
    if figure.kpi.key == "clv_to_cac" and {"clv_later", "cac_blended"} <= cells.keys():
        formula = cells["clv_later"] / cells["cac_blended"]
    return figure.value if formula is None or formula.value is None else formula


def _formulas(
    sheet: Sheet, given: Assumptions, budget: Budget, forecast: ForecastRows, returns: Returns
) -> dict[str, Live]:
    revenue, media, spend = forecast.revenue, forecast.media, budget.media
    found = {
        "revenue": revenue,
        "media_revenue": media,
        "media": spend,
        "marketing": budget.marketing,
        "roas": media / spend,
        "roas_marginal": returns.product(SPEND, NEXT) / spend,
        "marketing_share": budget.marketing / revenue,
    }
    if given.margin is not None:
        found["contribution"] = revenue * given.margin
        found["profit"] = revenue * given.margin - budget.marketing
    sale, base = given.average_sale, given.new_without_media
    if sale is None or base is None or given.opening is None or given.retention is None:
        return found
    new = Live(f"SUM({returns.column(NEW)})", sum(returns.values(NEW))) + base
    found |= {
        "orders": revenue / sale,
        "new_customers": new,
        "active_customers": given.opening * given.retention + new,
        "cac_blended": budget.marketing / new,
    }
    words = type_words(sheet)
    found["cac_paid"] = returns.paid(SPEND, words) / returns.paid(NEW, words)
    found["cac_marginal"] = (sale * spend) / returns.product(SPEND, NEXT, SHARE)
    if given.margin is None or given.frequency is None or given.discount is None:
        return found
    yearly = given.frequency * sale * given.margin
    spread = Live(
        "(1+Discount_rate-Retention)", 1 + (given.discount.value or 0) - (given.retention.value or 0)
    )
    first = Live("(1+Discount_rate)", 1 + (given.discount.value or 0))
    found["clv"] = yearly * first / spread
    found["clv_later"] = yearly * given.retention / spread
    found["payback"] = found["cac_blended"] / (yearly / number(12))
    return found


def write_dictionary(sheet: Sheet) -> None:
    """What each figure means, for whoever did not make the plan."""
    sheet.heading(
        _("Dictionary of key figures"),
        _("How each figure is calculated, what it needs and which way is good"),
        [30, 82, 12, 16, 18, 24],
    )
    head = sheet.row
    sheet.heads(
        head,
        [_("Figure"), _("Formula"), _("Unit"), _("Direction"), _("Source"), _("Needs from Setup")],
        left=6,
    )
    for row, figure in enumerate(sheet.plan.figures, head + 1):
        kpi = figure.kpi
        needs = ", ".join(input_word(need) for need in kpi.needs)
        unit = unit_words(kpi.unit, sheet.plan.company.currency)
        cells = [_(kpi.label), _(kpi.formula), unit, better_word(kpi.better), _(kpi.source), needs]
        sheet.texts(row, 0, cells, "cell")
        sheet.text(row, 0, cells[0], "cell", "strong")
        sheet.page.set_row(row, 18)
    sheet.row = head + 1 + len(sheet.plan.figures)
    sheet.row = sheet.row + 1
    terms = [
        (_("Low (P10), high (P90)"), _("eight times in ten the figure lies between them")),
        (
            _("In the year"),
            _("what spend of the year brings inside the year, and what earlier spend still brings"),
        ),
        (
            _("Full effect"),
            _("in the year, and what the year's spend brings after it, times its long-term multiplier"),
        ),
        (_("Next unit"), _("what one more currency unit would bring, spread over the months like the plan")),
        (
            _("Working media"),
            _("money that buys contacts; production, agency, technology and so on come on top"),
        ),
    ]
    sheet.block(_("Terms"))
    for term, meaning in terms:
        sheet.text(sheet.row, 0, term, "cell", "strong")
        sheet.text(sheet.row, 1, meaning, "cell")
        sheet.row += 1
    sheet.freeze(head + 1)
    sheet.finish()
