"""Plan, actual and forecast by month; the actual months decide, the rest is the outlook."""

from __future__ import annotations

from math import isnan

import numpy as np

from planner.domain.actuals import Metric
from planner.domain.company import BASELINE
from planner.domain.money import FloatArray
from planner.presentation.axes import for_amounts
from planner.presentation.formats import compact, share
from planner.presentation.language import _
from planner.presentation.plan_findings import revenue_months, spend_to_date
from planner.presentation.workbook import charts
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.forecast import ForecastRows
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import FIRST_MONTH, Sheet
from planner.presentation.workbook.styles import BLUE, INK, SKY

ACTUAL, FORECAST, LATEST, GAP = range(1, 5)
"""Rows below the plan's."""


def write_tracking(sheet: Sheet, budget: Budget, forecast: ForecastRows) -> None:
    """Revenue, spend, and the channels' spend to date against their plan to date."""
    plan = sheet.plan
    months = len(plan.months)
    revenue = _by_month(plan.actual(Metric.REVENUE, [*plan.channels, BASELINE]))
    by_channel = plan.actual(Metric.SPEND, plan.channels)
    spend = _by_month(by_channel)
    width = max(len(f"{plan.evaluation.revenue_by_month.max(initial=0):,.0f}") + 2, 9.5)
    wide = max(len(f"{plan.evaluation.revenue_by_month.sum():,.0f}") + 3, 12)
    sheet.heading(
        _("Plan, actual, forecast"), _finding(sheet, revenue), [30, *[width] * months, wide, wide, wide, 9]
    )
    head, year = sheet.row, FIRST_MONTH + months
    sheet.heads(head, [_("Revenue")])
    sheet.month_heads(head, plan.months)
    sheet.heads(head, [_("Year"), _("Plan to date"), _("Actual to date"), _("Off plan")], year, left=0)
    sheet.page.set_row(head, 26)
    outlook = plan.outlook.revenue.outlook if plan.outlook is not None else None
    top = head + 1
    sources = [forecast.sheet.cell(forecast.revenue_row, FIRST_MONTH + i) for i in range(months)]
    _block(sheet, top, sources, revenue, outlook)
    second = top + GAP + 3
    sheet.heads(second - 1, [_("Working media")])
    sheet.month_heads(second - 1, plan.months)
    sheet.heads(second - 1, [_("Year"), _("Plan to date"), _("Actual to date"), _("Off plan")], year, left=0)
    sources = [budget.sheet.cell(budget.media_row, FIRST_MONTH + i) for i in range(months)]
    _block(sheet, second, sources, spend, None)
    sheet.freeze(top)
    sheet.row = second + GAP + 2
    _channels(sheet, budget, by_channel)
    _chart(sheet, head, top, (revenue_months(plan), spend_to_date(plan, spend)))
    sheet.finish()


def _finding(sheet: Sheet, revenue: FloatArray) -> str:
    plan = sheet.plan
    seen = ~np.isnan(revenue)
    if plan.outlook is not None:
        landing = plan.outlook["revenue"].year
        return _("{label}: the year lands at {amount} of revenue").format(
            label=plan.outlook.label, amount=compact(landing.actual, plan.company, currency=True)
        )
    planned = float(plan.evaluation.revenue_by_month[seen].sum())
    if not planned:
        return _("Spend is reported, revenue not yet")
    return _("{months} months actual: revenue {difference} against plan").format(
        months=int(seen.sum()), difference=share(float(revenue[seen].sum()) / planned - 1, signed=True)
    )


def _by_month(figures: FloatArray) -> FloatArray:
    """Sums over channels, nan where no channel reported."""
    reported = ~np.isnan(figures)
    return np.where(reported.any(axis=0), np.nansum(figures, axis=0), np.nan)


def _block(
    sheet: Sheet, top: int, planned: list[Live], actual: FloatArray, outlook: FloatArray | None
) -> None:
    """Rows plan, actual, forecast of the open months, latest (actual, else forecast), latest - plan."""
    year = FIRST_MONTH + len(planned)
    labels = [_("Plan"), _("Actual"), _("Forecast"), _("Latest"), _("Latest − plan")]
    for offset, label in enumerate(labels):
        sheet.text(top + offset, 0, label, "total" if offset == LATEST else "cell")
    for index, source in enumerate(planned):
        column = FIRST_MONTH + index
        plan = sheet.put(top, column, source, "money", "cell")
        measured = float(actual[index])
        if isnan(measured):
            sheet.blank(top + ACTUAL, column, "cell", "input")
            coming = plan if outlook is None else float(outlook[index])
            latest = sheet.put(top + FORECAST, column, coming, "money", "cell")
        else:
            latest = sheet.put(top + ACTUAL, column, measured, "money", "cell", "input")
            sheet.blank(top + FORECAST, column, "cell")
        here, there = sheet.near(top + ACTUAL, column), sheet.near(top + FORECAST, column)
        shown = Live(f'IF({here}="",{there},{here})', latest.value)
        latest = sheet.put(top + LATEST, column, shown, "money", "total")
        sheet.put(top + GAP, column, latest - plan, "change", "cell")
    for row in range(top, top + GAP):
        look = "total" if row == top + LATEST else "cell"
        sheet.put(row, year, sheet.sum(row, FIRST_MONTH, row, year - 1), "money", look, "strong")
    gap = sheet.cell(top + LATEST, year) - sheet.cell(top, year)
    sheet.put(top + GAP, year, gap, "change", "cell", "strong")
    _to_date(sheet, top, top + ACTUAL, year)


def _to_date(sheet: Sheet, plan_row: int, actual_row: int, year: int, source: Sheet | None = None) -> None:
    """Plan and actual of the reported months; the plan may stand on another sheet, in the same columns."""
    first = FIRST_MONTH
    reported = sheet.span(actual_row, first, actual_row, year - 1)
    plan_sheet, row = (sheet, plan_row) if source is None else (source, plan_row)
    planned = plan_sheet.span(row, first, row, year - 1)
    pairs = [
        plan_sheet.cell(row, column).value or 0.0
        for column in range(first, year)
        if sheet.cell(actual_row, column).value is not None
    ]
    # SUMPRODUCT, not SUMIF: a reported 0 counts as reported.
    text = f'SUMPRODUCT(({reported}<>"")*{planned})'
    at = actual_row if source is not None else plan_row
    plan = sheet.put(at, year + 1, Live(text, sum(pairs)), "money", "cell")
    total = sheet.sum(actual_row, first, actual_row, year - 1)
    actual = sheet.put(at, year + 2, total, "money", "cell")
    sheet.put(at, year + 3, (actual - plan) / plan, "growth", "cell")


def _channels(sheet: Sheet, budget: Budget, spend: FloatArray) -> None:
    year = FIRST_MONTH + len(sheet.plan.months)
    top = sheet.block(_("Actual spend by channel"))
    sheet.heads(top, [_("Channel")])
    sheet.month_heads(top, sheet.plan.months)
    sheet.heads(top, [_("Actual"), _("Plan to date"), _("Actual to date"), _("Off plan")], year, left=0)
    for row, name in enumerate(sheet.plan.channels, top + 1):
        sheet.text(row, 0, name, "cell")
        for column, value in enumerate(spend[row - top - 1], FIRST_MONTH):
            if isnan(value):
                sheet.blank(row, column, "cell", "input")
            else:
                sheet.put(row, column, float(value), "money", "cell", "input")
        sheet.put(row, year, sheet.sum(row, FIRST_MONTH, row, year - 1), "money", "cell", "strong")
        _to_date(sheet, budget.top + row - top - 1, row, year, budget.sheet)
    last = top + len(sheet.plan.channels)
    sheet.text(last + 1, 0, _("Total"), "total")
    for column in range(FIRST_MONTH, year + 3):
        sheet.put(last + 1, column, sheet.sum(top + 1, column, last, column), "money", "total")
    planned, actual = sheet.cell(last + 1, year + 1), sheet.cell(last + 1, year + 2)
    sheet.put(last + 1, year + 3, (actual - planned) / planned, "growth", "total")
    sheet.row = last + 2
    sheet.note(_("To date: the months that have been reported. A cell left empty was not reported; 0 was."))
    sheet.row += 1


def _chart(sheet: Sheet, head: int, top: int, titles: tuple[str, str]) -> None:
    year = FIRST_MONTH + len(sheet.plan.months)
    where = [sheet.name, head, FIRST_MONTH, head, year - 1]
    for index, (first, title) in enumerate(zip((top, top + GAP + 3), titles, strict=True)):
        chart = charts.titled(sheet.file, {"type": "column"}, title)
        for row, label, colour in ((first + LATEST, _("Forecast"), SKY), (first + ACTUAL, _("Actual"), BLUE)):
            values = [sheet.name, row, FIRST_MONTH, row, year - 1]
            chart.add_series(charts.series(label, where, values, colour, gap=50, overlap=100))
        line = charts.titled(sheet.file, {"type": "line"}, "")
        values = [sheet.name, first, FIRST_MONTH, first, year - 1]
        line.add_series(charts.series(_("Plan"), where, values, INK, line={"width": 1.5}))
        chart.combine(line)
        shown = sheet.values(first, FIRST_MONTH, first + LATEST, year - 1)
        charts.axes(chart, months=True, **for_amounts(max(shown, default=0.0)))
        half = sheet.width_px() // 2
        sheet.chart(chart, sheet.row, index * half, half - 6, 260)
