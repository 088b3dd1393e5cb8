"""What each channel returns: average and next unit of spend, and the customers it wins."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.company import Ownership
from planner.presentation.formats import compact
from planner.presentation.language import _
from planner.presentation.plan_findings import next_unit_best
from planner.presentation.words import word
from planner.presentation.workbook import charts
from planner.presentation.workbook.assumptions import Assumptions
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.forecast import ForecastRows
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import Sheet
from planner.presentation.workbook.styles import BLUE, SKY

MOST_ON_A_PAGE = 45
"""Channels up to which table and chart are shrunk onto one page: a chart torn in two is none."""
SPEND, REVENUE, LOW, HIGH, FULL, ROAS, NEXT, NEXT_FULL, SHARE, NEW, NEXT_CAC, TYPE = range(1, 13)


@dataclass(frozen=True)
class Returns:
    """Columns of the table of returns, channels from `top` to `last`."""

    sheet: Sheet
    top: int
    last: int

    def column(self, column: int) -> str:
        """A column's range."""
        return self.sheet.span(self.top, column, self.last, column)

    def values(self, column: int) -> list[float]:
        """A column's numbers; a missing one counts as 0, as it does in Excel's sums."""
        return self.sheet.values(self.top, column, self.last, column)

    def product(self, *columns: int) -> Live:
        """Sum over channels of the columns' product."""
        total = 0.0
        for factors in zip(*(self.values(column) for column in columns), strict=True):
            part = 1.0
            for factor in factors:
                part *= factor
            total += part
        return Live(f"SUMPRODUCT({','.join(self.column(c) for c in columns)})", total)

    def paid(self, column: int, labels: list[str]) -> Live:
        """Sum of a column over paid channels; `labels` are the type column's words."""
        wanted = word(Ownership.PAID)
        total = sum(v for v, label in zip(self.values(column), labels, strict=True) if label == wanted)
        return Live(f'SUMIFS({self.column(column)},{self.column(TYPE)},"{wanted}")', total)


def write_returns(sheet: Sheet, assumptions: Assumptions, budget: Budget, forecast: ForecastRows) -> Returns:
    """The table, and a chart of average and next unit side by side."""
    plan = sheet.plan
    own = plan.evaluation.figures.by_channel
    money = max(len(f"{sum(c.full for c in own.values()):,.0f}") + 2, 11)
    sheet.heading(
        _("Returns"),
        next_unit_best(plan),
        [30, money, money, money, money, money, 9, 9, 9, 10, 10, 11, 9, 12, 9],
    )
    top, last = _table(sheet, assumptions, budget, forecast)
    total = last + 1
    sheet.freeze(top)
    sheet.row = total + 1
    sheet.note(
        _(
            "Next unit: revenue that one more currency unit brings, spread over the months like the plan. "
            "Beyond seen: some month's spend lies outside what the evidence covers."
        )
    )
    if assumptions.margin is not None:
        sheet.note(_("A channel earns its next unit back where its contribution reaches the hurdle."))
    sheet.row += 1
    returns = Returns(sheet, top, last)
    _marginal_chart(sheet, returns)
    sheet.finish(one_page=len(plan.channels) <= MOST_ON_A_PAGE)
    return returns


def _table(sheet: Sheet, assumptions: Assumptions, budget: Budget, forecast: ForecastRows) -> tuple[int, int]:
    """Heads, a row a channel, totals; returns the first and last channel's row."""
    plan = sheet.plan
    own = plan.evaluation.figures.by_channel
    head = sheet.row
    heads = [
        _("Channel"),
        _("Spend"),
        _("Revenue in the year"),
        _("Low (P10)"),
        _("High (P90)"),
        _("Full effect"),
        _("ROAS"),
        _("Next unit"),
        _("Next unit, full"),
        _("New customer share"),
        _("New customers"),
        _("Next customer's CAC"),
        _("Type"),
        _("Evidence"),
    ]
    if plan.with_margins:
        heads.append(_("Next unit's contribution"))
    sheet.heads(head, heads)
    sheet.page.set_row(head, 39)
    top = head + 1
    ranged = plan.evaluation.forecast.has_ranges
    for row, name in enumerate(plan.channels, top):
        found = own[name]
        sheet.text(row, 0, name, "cell")
        spend = sheet.put(row, SPEND, budget.spend(name), "money", "cell")
        revenue = sheet.put(row, REVENUE, forecast.channel(name), "money", "cell")
        sheet.put(row, LOW, found.low if ranged else None, "money", "cell")
        sheet.put(row, HIGH, found.high if ranged else None, "money", "cell")
        sheet.put(row, FULL, found.full, "money", "cell")
        sheet.put(row, ROAS, revenue / spend, "ratio", "cell")
        following = sheet.put(row, NEXT, found.next_unit, "ratio", "cell")
        sheet.put(row, NEXT_FULL, found.next_unit_full, "ratio", "cell")
        share = sheet.put(row, SHARE, assumptions.shares[name], "share", "cell")
        sale = assumptions.average_sale
        sheet.put(row, NEW, None if sale is None else revenue * share / sale, "count", "cell")
        sheet.put(row, NEXT_CAC, None if sale is None else sale / (following * share), "each", "cell")
        sheet.text(row, TYPE, word(plan.company.channel(name).ownership), "cell", "right")
        seen = _("beyond seen") if found.beyond_seen else _("within seen")
        typed = name in plan.curves.names and plan.curves.channel(name).observed is None
        sheet.text(row, 13, _("no history") if typed else seen, "cell", "right")
        if plan.with_margins:
            earned = None if assumptions.margin is None else following * assumptions.margin
            sheet.put(row, 14, earned, "ratio", "cell")
    last = top + len(plan.channels) - 1
    total = last + 1
    sheet.text(total, 0, _("Total"), "total")
    for column in range(1, 15 if plan.with_margins else 14):
        sheet.blank(total, column, "total")
    for column in (SPEND, REVENUE, FULL, NEW):
        look = "count" if column == NEW else "money"
        sheet.put(total, column, sheet.sum(top, column, last, column), look, "total")
    sheet.put(total, ROAS, sheet.cell(total, REVENUE) / sheet.cell(total, SPEND), "ratio", "total")
    return top, last


def type_words(sheet: Sheet) -> list[str]:
    """The words in the type column."""
    return [word(sheet.plan.company.channel(name).ownership) for name in sheet.plan.channels]


def _marginal_chart(sheet: Sheet, returns: Returns) -> None:
    chart = charts.titled(sheet.file, {"type": "column"}, next_unit_best(sheet.plan))
    names = [sheet.name, returns.top, 0, returns.last, 0]
    per = _("revenue per {unit}").format(unit=compact(1.0, sheet.plan.company, currency=True))
    for column, label, colour in ((ROAS, _("ROAS"), SKY), (NEXT, _("Next unit"), BLUE)):
        values = [sheet.name, returns.top, column, returns.last, column]
        name = f"{label}, {per}"
        chart.add_series(charts.series(name, names, values, colour, gap=60, overlap=0))
    charts.axes(chart, values="0.0")
    sheet.chart(chart, sheet.row, 0, sheet.width_px() - 6, 260)
