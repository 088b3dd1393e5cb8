"""Forecast by month: what sells without media, what each channel brings, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.presentation.axes import for_amounts
from planner.presentation.formats import compact
from planner.presentation.language import _
from planner.presentation.plan_findings import knows_sales, media_part
from planner.presentation.workbook import charts
from planner.presentation.workbook.assumptions import Assumptions
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import FIRST_MONTH, Sheet
from planner.presentation.workbook.styles import BLUE, INK, MUTED, SKY


@dataclass(frozen=True)
class ForecastRows:
    """Where the forecast stands."""

    sheet: Sheet
    baseline_row: int
    top: int
    channels: tuple[str, ...]
    revenue_row: int
    year_column: int
    profit: Live | None
    last_year: Live | None

    @property
    def media_row(self) -> int:
        """Row of all channels' revenue."""
        return self.top + len(self.channels)

    def channel(self, name: str) -> Live:
        """A channel's revenue of the year."""
        return self.sheet.cell(self.top + self.channels.index(name), self.year_column)

    @property
    def revenue(self) -> Live:
        """The year's revenue."""
        return self.sheet.cell(self.revenue_row, self.year_column)

    @property
    def media(self) -> Live:
        """The year's media revenue."""
        return self.sheet.cell(self.media_row, self.year_column)


def write_forecast(sheet: Sheet, assumptions: Assumptions, budget: Budget) -> ForecastRows:
    """Baseline, media by channel, revenue, range, last year; contribution and profit where they may show."""
    plan = sheet.plan
    forecast, figures = plan.evaluation.forecast, plan.evaluation.figures
    months = len(plan.months)
    biggest = float(plan.evaluation.revenue_by_month.sum())
    width = max(len(f"{biggest / 6:,.0f}") + 1, 9)
    wide = max(len(f"{biggest:,.0f}") + 2, 11)
    sheet.heading(
        _("Forecast by month"), _finding(sheet, biggest), [30, *[width] * months, wide, 8.5, wide, wide, wide]
    )
    head, year = sheet.row, FIRST_MONTH + months
    sheet.heads(head, [_("Revenue")])
    sheet.month_heads(head, plan.months)
    sheet.heads(
        head, [_("Year"), _("Share"), _("Low (P10)"), _("High (P90)"), _("Full effect")], year, left=0
    )
    sheet.page.set_row(head, 26)
    baseline = head + 1
    top = baseline + 1
    known = knows_sales(plan)
    without = [float(v) if known else None for v in forecast.baseline]
    _row(sheet, baseline, _("Without media"), without, "cell")
    for row, name in enumerate(plan.channels, top):
        _row(sheet, row, name, [float(v) for v in forecast.media[row - top]], "cell")
        own = figures.by_channel[name]
        low, high = (own.low, own.high) if forecast.has_ranges else (None, None)
        _beside(sheet, row, year, low, high, own.full, "cell")
    media = top + len(plan.channels)
    sheet.text(media, 0, _("Media revenue"), "total")
    sheet.text(media + 1, 0, _("Revenue") if known else _("Revenue as far as known"), "total")
    for column in range(FIRST_MONTH, year + 1):
        total = sheet.put(media, column, sheet.sum(top, column, media - 1, column), "money", "total")
        whole = sheet.cell(baseline, column) + total if known else total
        sheet.put(media + 1, column, whole, "money", "total")
    for row, key in ((media, "media_revenue"), (media + 1, "revenue")):
        shown = figures[key]
        _beside(sheet, row, year, shown.low, shown.high, shown.full, "total")
    _beside(sheet, baseline, year, None, None, None, "cell")
    for row in range(baseline, media + 2):
        part = sheet.cell(row, year) / sheet.cell(media + 1, year)
        sheet.put(row, year + 1, part, "share", "total" if row >= media else "cell")
    sheet.name_cell("Revenue", media + 1, year)
    sheet.name_cell("Media_revenue", media, year)
    sheet.freeze(baseline)
    sheet.row = media + 2
    if forecast.has_ranges:
        _ranges(sheet)
    last = _last_year(sheet, media + 1, year)
    profit = _profit(sheet, assumptions, budget, media + 1, year)
    sheet.row += 1
    if forecast.has_ranges:
        sheet.note(
            _(
                "The year's low and high are those of the year as a whole: good and bad months offset each "
                "other, so they are not the sums of the months'."
            )
        )
    sheet.note(_("Full effect: with what this year's spend still brings after the year's end."))
    sheet.row += 1
    rows = ForecastRows(sheet, baseline, top, plan.channels, media + 1, year, profit, last)
    _chart(sheet, rows)
    sheet.finish()
    return rows


def _finding(sheet: Sheet, biggest: float) -> str:
    """What is expected, and between what."""
    plan = sheet.plan
    said = _("{total} of revenue expected") if knows_sales(plan) else _("{total} of media revenue expected")
    finding = said.format(total=compact(biggest, plan.company, currency=True))
    revenue = plan.evaluation.figures["revenue"]
    if revenue.low is not None:
        finding += "; " + _("eight times in ten between {span}").format(
            span="–".join(compact(b, plan.company, currency=True) for b in (revenue.low, revenue.high))
        )
    return finding


def _row(sheet: Sheet, row: int, label: str, amounts: Sequence[float | None], look: str) -> None:
    sheet.text(row, 0, label, look)
    for column, amount in enumerate(amounts, FIRST_MONTH):
        sheet.put(row, column, amount, "money", look)
    year = FIRST_MONTH + len(amounts)
    sheet.put(row, year, sheet.sum(row, FIRST_MONTH, row, year - 1), "money", look, "strong")


def _beside(
    sheet: Sheet, row: int, year: int, low: float | None, high: float | None, full: float | None, look: str
) -> None:
    for column, value in enumerate((low, high, full), year + 2):
        sheet.put(row, column, value, "money", look)


def _ranges(sheet: Sheet) -> None:
    drawn = np.percentile(sheet.plan.evaluation.forecast.by_period_draws(), [10, 90], axis=1)
    for label, amounts in zip((_("Low (P10)"), _("High (P90)")), drawn, strict=True):
        sheet.text(sheet.row, 0, label, "cell", "muted")
        for column, amount in enumerate(amounts, FIRST_MONTH):
            sheet.put(sheet.row, column, float(amount), "money", "cell", "muted")
        sheet.row += 1


def _last_year(sheet: Sheet, revenue: int, year: int) -> Live | None:
    before = sheet.plan.last_year
    if before is None or all(amount is None for amount in before.revenue):
        return None
    row = sheet.row
    sheet.text(row, 0, _("Revenue {year}").format(year=before.label), "cell", "muted")
    sheet.text(row + 1, 0, _("Change"), "cell", "muted")
    for column, amount in enumerate(before.revenue, FIRST_MONTH):
        sheet.put(row, column, amount, "money", "cell", "muted")
    whole = sheet.put(row, year, sheet.sum(row, FIRST_MONTH, row, year - 1), "money", "cell", "muted")
    if any(amount is None for amount in before.revenue):
        # A year with holes is no year to compare with.
        whole = sheet.put(row, year, None, "money", "cell", "muted")
    for column in range(FIRST_MONTH, year + 1):
        then = sheet.cell(row, column)
        change = (sheet.cell(revenue, column) - then) / then
        sheet.put(row + 1, column, change, "growth", "cell", "muted")
    sheet.row = row + 2
    return whole if whole.value is not None else None


def _profit(sheet: Sheet, assumptions: Assumptions, budget: Budget, revenue: int, year: int) -> Live | None:
    if assumptions.margin is None:
        return None
    row = sheet.row
    sheet.text(row, 0, _("Contribution"), "cell")
    sheet.text(row + 1, 0, _("All marketing"), "cell")
    sheet.text(row + 2, 0, _("Profit after marketing"), "total")
    for column in range(FIRST_MONTH, year + 1):
        earned = sheet.put(row, column, sheet.cell(revenue, column) * assumptions.margin, "money", "cell")
        cost = budget.sheet.cell(budget.marketing_row, column)
        paid = sheet.put(row + 1, column, cost, "money", "cell")
        sheet.put(row + 2, column, earned - paid, "money", "total")
    sheet.row = row + 3
    return sheet.cell(row + 2, year)


def _chart(sheet: Sheet, rows: ForecastRows) -> None:
    plan, year = sheet.plan, rows.year_column
    where = [sheet.name, rows.baseline_row - 1, FIRST_MONTH, rows.baseline_row - 1, year - 1]

    def along(row: int) -> list[object]:
        return [sheet.name, row, FIRST_MONTH, row, year - 1]

    chart = revenue_chart(sheet, rows)
    ranged = plan.evaluation.forecast.has_ranges
    if ranged:
        lines = charts.titled(sheet.file, {"type": "line"}, "")
        for offset, label in ((1, _("Low (P10)")), (2, _("High (P90)"))):
            dashed = {"width": 1.25, "dash_type": "dash"}
            lines.add_series(
                charts.series(label, where, along(rows.revenue_row + offset), MUTED, line=dashed)
            )
        chart.combine(lines)
    sheet.chart(chart, sheet.row, 0, sheet.width_px() - 6, 300)


def revenue_chart(sheet: Sheet, rows: ForecastRows) -> Any:
    """Revenue by month: with and without media, and last year as a line where it is known."""
    source, plan = rows.sheet, sheet.plan
    year = rows.year_column
    where = [source.name, rows.baseline_row - 1, FIRST_MONTH, rows.baseline_row - 1, year - 1]
    chart = charts.titled(
        sheet.file,
        {"type": "column", "subtype": "stacked"},
        media_part(plan),
    )
    layers = [(rows.baseline_row, _("Without media"), SKY)] if knows_sales(plan) else []
    for row, label, colour in [*layers, (rows.media_row, _("Media revenue"), BLUE)]:
        values = [source.name, row, FIRST_MONTH, row, year - 1]
        chart.add_series(charts.series(label, where, values, colour, gap=50))
    charts.axes(chart, months=True, **for_amounts(float(plan.evaluation.revenue_by_month.max(initial=0))))
    if sheet is not source and rows.last_year is not None and plan.last_year is not None:
        offset = 3 if plan.evaluation.forecast.has_ranges else 1
        row = rows.revenue_row + offset
        line = charts.titled(sheet.file, {"type": "line"}, "")
        values = [source.name, row, FIRST_MONTH, row, year - 1]
        label = _("Revenue {year}").format(year=plan.last_year.label)
        line.add_series(charts.series(label, where, values, INK, line={"width": 1.5}))
        chart.combine(line)
    return chart
