"""The budget: working media by channel and month, to the cent. The sheet to edit and to upload again."""

from __future__ import annotations

from dataclasses import dataclass

from planner.presentation.axes import for_amounts
from planner.presentation.formats import compact
from planner.presentation.language import _
from planner.presentation.plan_findings import media_split, spend_months
from planner.presentation.workbook import charts
from planner.presentation.workbook.assumptions import Assumptions
from planner.presentation.workbook.live import Live, twelfth
from planner.presentation.workbook.sheet import FIRST_MONTH, Sheet
from planner.presentation.workbook.styles import BLUE, SKY


@dataclass(frozen=True)
class Budget:
    """Where the money stands: rows of channels from `top`, month columns from FIRST_MONTH, then the year."""

    sheet: Sheet
    top: int
    channels: tuple[str, ...]
    months: int
    marketing_row: int
    exported: Live

    @property
    def media_row(self) -> int:
        """Row of the working media's totals."""
        return self.top + len(self.channels)

    @property
    def year_column(self) -> int:
        """Column of the year's totals."""
        return FIRST_MONTH + self.months

    def spend(self, channel: str) -> Live:
        """A channel's year."""
        return self.sheet.cell(self.top + self.channels.index(channel), self.year_column)

    @property
    def media(self) -> Live:
        """The year's working media."""
        return self.sheet.cell(self.media_row, self.year_column)

    @property
    def largest_year(self) -> float:
        """The most that a channel takes in a year, this or the last."""
        plan = self.sheet.plan
        own = plan.evaluation.grid.by_channel()
        return max((max(own[name], plan.last_spend(name) or 0.0) for name in self.channels), default=0.0)

    @property
    def marketing(self) -> Live:
        """All marketing of the year."""
        return self.sheet.cell(self.marketing_row, self.year_column)


def write_budget(sheet: Sheet, assumptions: Assumptions) -> Budget:
    """Channels x months with totals both ways, other lines, and the check against the exported total."""
    plan = sheet.plan
    grid, months = plan.evaluation.grid, len(plan.months)
    style = "cents" if (grid.cents % 100).any() else "money"
    largest = f"{grid.total:,.2f}" if style == "cents" else f"{grid.total:,.0f}"
    width = max(len(f"{grid.spend.sum(axis=0).max(initial=0):,.0f}") + (4 if style == "cents" else 1), 8.5)
    year_width = max(len(largest) + 1.5, 10)
    sheet.heading(
        _("Budget"),
        _("{total} of working media; cells on cream may be changed and uploaded again").format(
            total=compact(grid.total, plan.company, currency=True)
        ),
        [30, *[width] * months, year_width, 8, year_width, year_width, 8.5],
    )
    head = sheet.row
    year = FIRST_MONTH + months
    sheet.heads(head, [_("Channel")])
    sheet.month_heads(head, plan.months)
    before = plan.last_year.label if plan.last_year else _("Last year")
    sheet.heads(head, [_("Year"), _("Share"), before, _("Change"), _("Change %")], year, left=0)
    sheet.page.set_row(head, 26)
    top = head + 1
    media_row = top + len(grid.channels)
    for row, name in enumerate(grid.channels, top):
        sheet.text(row, 0, name, "cell")
        for column, cents in enumerate(grid.cents[row - top], FIRST_MONTH):
            sheet.put(row, column, int(cents) / 100, style, "cell", "input")
        sheet.put(row, year, sheet.sum(row, FIRST_MONTH, row, year - 1), style, "cell", "strong")
        _compared(sheet, row, year, plan.last_spend(name), "cell")
    sheet.text(media_row, 0, _("Working media"), "total")
    for column in range(FIRST_MONTH, year + 1):
        sheet.put(media_row, column, sheet.sum(top, column, media_row - 1, column), style, "total")
    _compared(sheet, media_row, year, None if plan.last_year is None else plan.last_year.grid.total, "total")
    for row in range(top, media_row + 1):
        share = sheet.cell(row, year) / sheet.cell(media_row, year)
        sheet.put(row, year + 1, share, "share", "total" if row == media_row else "cell")
    sheet.page.data_validation(
        top,
        FIRST_MONTH,
        media_row - 1,
        year - 1,
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": _("Not an amount"),
            "error_message": _("Give an amount of 0 or more, in whole currency units."),
        },
    )
    sheet.file.define_name("Budget_grid", "=" + sheet.span(top, FIRST_MONTH, media_row - 1, year - 1))
    sheet.name_cell("Working_media", media_row, year)
    sheet.freeze(top)
    sheet.row = media_row + 1
    marketing_row = _other_lines(sheet, assumptions, media_row, year)
    exported = _check(sheet, media_row, year)
    budget = Budget(sheet, top, grid.channels, months, marketing_row, exported)
    _chart(sheet, budget)
    sheet.finish()
    return budget


def _compared(sheet: Sheet, row: int, year: int, before: float | None, look: str) -> None:
    last = sheet.put(row, year + 2, before, "money", look)
    now = sheet.cell(row, year)
    if before is None:
        sheet.put(row, year + 3, None, "money", look)
        sheet.put(row, year + 4, None, "money", look)
        return
    change = sheet.put(row, year + 3, now - last, "change", look)
    sheet.put(row, year + 4, change / last, "growth", look)


def _other_lines(sheet: Sheet, assumptions: Assumptions, media_row: int, year: int) -> int:
    """Production, agency and the rest below media; returns the row of all marketing."""
    first = sheet.row
    months = range(FIRST_MONTH, year)
    for line, given in assumptions.lines:
        row = sheet.row
        sheet.text(row, 0, line.name, "cell")
        # Months of whole units where the year has no cents: what is shown adds up to what is shown.
        digits = 0 if line.amount is not None and float(line.amount).is_integer() else 2
        for column in months:
            amount = (
                twelfth(given, column - FIRST_MONTH, len(months), digits)
                if line.amount is not None
                else given * sheet.cell(media_row, column)
            )
            sheet.put(row, column, amount, "money", "cell")
        # A fixed amount is itself, whatever its parts add up to in the last binary digit.
        whole = given if line.amount is not None else sheet.sum(row, FIRST_MONTH, row, year - 1)
        sheet.put(row, year, whole, "money", "cell", "strong")
        sheet.row += 1
    marketing = sheet.row
    sheet.text(marketing, 0, _("All marketing"), "total")
    for column in range(FIRST_MONTH, year + 1):
        total = sheet.cell(media_row, column)
        if marketing > first:
            total = total + sheet.sum(first, column, marketing - 1, column)
        sheet.put(marketing, column, total, "money", "total")
    sheet.name_cell("All_marketing", marketing, year)
    sheet.row = marketing + 2
    return marketing


def _check(sheet: Sheet, media_row: int, year: int) -> Live:
    """The total that the forecast in this file was made for, beside what the cells add up to now."""
    row = sheet.row
    total = sheet.plan.evaluation.grid.total
    sheet.text(row, 0, _("Working media the forecast is for"), "muted")
    sheet.put(row, 1, total, "money", "muted")
    exported = sheet.name_cell("Forecast_is_for", row, 1)
    sheet.text(row + 1, 0, _("Changed since the export by"), "muted")
    sheet.put(row + 1, 1, sheet.cell(media_row, year) - exported, "change", "muted")
    sheet.row = row + 2
    sheet.note(
        _(
            "Forecast, ranges and returns are the planner's for the exported budget. After changing cells "
            "here, upload the file: the planner shows the differences and forecasts anew."
        )
    )
    sheet.row += 1
    return exported


def _chart(sheet: Sheet, budget: Budget) -> None:
    grid = sheet.plan.evaluation.grid
    if grid.total == 0:
        return
    half = sheet.width_px() // 2 - 6
    chart = charts.titled(
        sheet.file,
        {"type": "column"},
        spend_months(sheet.plan),
        legend=False,
    )
    year = budget.year_column
    where = [sheet.name, budget.top - 1, FIRST_MONTH, budget.top - 1, year - 1]
    values = [sheet.name, budget.media_row, FIRST_MONTH, budget.media_row, year - 1]
    chart.add_series(charts.series(_("Working media"), where, values, BLUE, gap=60))
    by_month = sheet.plan.evaluation.grid.spend.sum(axis=0)
    charts.axes(chart, months=True, **for_amounts(float(by_month.max(initial=0))))
    sheet.chart(chart, sheet.row, 0, half, 340)
    by_channel = charts.titled(
        sheet.file, {"type": "bar"}, media_split(sheet.plan), legend=sheet.plan.last_year is not None
    )
    names = [sheet.name, budget.top, 0, budget.media_row - 1, 0]
    if sheet.plan.last_year is not None:
        before = [sheet.name, budget.top, year + 2, budget.media_row - 1, year + 2]
        by_channel.add_series(
            charts.series(sheet.plan.last_year.label, names, before, SKY, gap=40, overlap=0)
        )
    now = [sheet.name, budget.top, year, budget.media_row - 1, year]
    by_channel.add_series(charts.series(str(sheet.plan.version.year), names, now, BLUE, gap=40))
    charts.axes(by_channel, bars=True, names=len(sheet.plan.channels), **for_amounts(budget.largest_year))
    sheet.chart(by_channel, sheet.row, half + 8, sheet.width_px() - half - 14, 340)
