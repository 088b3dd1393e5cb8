"""One page for the board: the sentence, the figures, four pictures."""

from __future__ import annotations

from planner.domain.kpis import KPIS
from planner.presentation.axes import for_amounts
from planner.presentation.formats import compact, share
from planner.presentation.language import _
from planner.presentation.plan_findings import marketing_brings, media_split, next_unit_best, spend_months
from planner.presentation.workbook import charts
from planner.presentation.workbook.budget import Budget
from planner.presentation.workbook.forecast import ForecastRows, revenue_chart
from planner.presentation.workbook.kpis import UNIT_STYLES
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.returns import NEXT, Returns
from planner.presentation.workbook.sheet import FIRST_MONTH, ROW_PIXELS, Sheet
from planner.presentation.workbook.styles import BLUE, SKY

HEADLINE = (
    "revenue",
    "media_revenue",
    "marketing",
    "media",
    "profit",
    "new_customers",
    "cac_blended",
    "roas",
    "marketing_share",
    "clv_to_cac",
)
CHART_HEIGHT = 250


def write_summary(
    sheet: Sheet, cells: dict[str, Live], budget: Budget, forecast: ForecastRows, returns: Returns
) -> None:
    """Key figures linked to their sheets, with range, full effect and last year; then the charts."""
    plan = sheet.plan
    sheet.heading(_("Summary"), _headline(sheet), [34, 17, 17, 17, 17, 17, 13])
    head = sheet.row
    before = plan.last_year.label if plan.last_year else _("Last year")
    labels = [_("Figure"), _("Plan"), _("Low (P10)"), _("High (P90)"), _("Full effect"), before, _("Change")]
    sheet.heads(head, labels)
    sheet.page.set_row(head, 20)
    row = head + 1
    compared = {"revenue": forecast.last_year}
    if plan.last_year is not None:
        compared["media"] = budget.sheet.cell(budget.media_row, budget.year_column + 2)
    for key in HEADLINE:
        if key not in cells:
            continue
        style, figure = UNIT_STYLES[KPIS[key].unit], plan.evaluation.figures[key]
        sheet.text(row, 0, _(KPIS[key].label), "cell", "strong")
        value = sheet.put(row, 1, cells[key], style, "cell", "strong")
        for column, other in ((2, figure.low), (3, figure.high), (4, figure.full)):
            sheet.put(row, column, other, style, "cell")
        last = compared.get(key)
        then = sheet.put(row, 5, last, style, "cell")
        sheet.put(row, 6, None if last is None else (value - then) / then, "growth", "cell")
        sheet.page.set_row(row, 17)
        row += 1
    sheet.row = row + 1
    _charts(sheet, budget, forecast, returns)
    sheet.finish(one_page=True)


def _headline(sheet: Sheet) -> str:
    plan, figures = sheet.plan, sheet.plan.evaluation.figures
    revenue = figures["revenue"]
    total = float(plan.evaluation.revenue_by_month.sum())
    said = marketing_brings(plan)
    if revenue.low is not None:
        span = (compact(bound, plan.company, currency=True) for bound in (revenue.low, revenue.high))
        said += f" ({'–'.join(span)})"
    then = [] if plan.last_year is None else [v for v in plan.last_year.revenue if v is not None]
    if len(then) == len(plan.months) and sum(then) > 0:
        said += ", " + _("{growth} on {year}").format(
            growth=share(total / sum(then) - 1, signed=True),
            year=plan.last_year.label if plan.last_year else "",
        )
    return said


def _charts(sheet: Sheet, budget: Budget, forecast: ForecastRows, returns: Returns) -> None:
    plan = sheet.plan
    half = sheet.width_px() // 2
    sheet.chart(revenue_chart(sheet, forecast), sheet.row, 0, half - 6, CHART_HEIGHT)
    year = budget.year_column
    where = [budget.sheet.name, budget.top - 1, FIRST_MONTH, budget.top - 1, year - 1]
    values = [budget.sheet.name, budget.media_row, FIRST_MONTH, budget.media_row, year - 1]
    months = charts.titled(
        sheet.file,
        {"type": "column"},
        spend_months(plan),
        legend=False,
    )
    months.add_series(charts.series(_("Working media"), where, values, BLUE, gap=60))
    charts.axes(
        months, months=True, **for_amounts(float(plan.evaluation.grid.spend.sum(axis=0).max(initial=0)))
    )
    sheet.chart(months, sheet.row, half, half - 6, CHART_HEIGHT)
    sheet.row += CHART_HEIGHT // ROW_PIXELS + 1
    rows = min(max(CHART_HEIGHT, 24 * len(plan.channels) + 60), 480)
    names = [budget.sheet.name, budget.top, 0, budget.media_row - 1, 0]
    split = charts.titled(
        sheet.file,
        {"type": "bar"},
        media_split(plan),
        legend=plan.last_year is not None,
    )
    now = [budget.sheet.name, budget.top, year, budget.media_row - 1, year]
    if plan.last_year is not None:
        then = [budget.sheet.name, budget.top, year + 2, budget.media_row - 1, year + 2]
        split.add_series(charts.series(plan.last_year.label, names, then, SKY, gap=40))
    split.add_series(charts.series(str(plan.version.year), names, now, BLUE, gap=40))
    charts.axes(split, bars=True, names=len(plan.channels), **for_amounts(budget.largest_year))
    sheet.chart(split, sheet.row, 0, half - 6, rows)
    following = charts.titled(sheet.file, {"type": "bar"}, next_unit_best(plan), legend=False)
    names = [returns.sheet.name, returns.top, 0, returns.last, 0]
    values = [returns.sheet.name, returns.top, NEXT, returns.last, NEXT]
    following.add_series(charts.series(_("Next unit"), names, values, BLUE, gap=40))
    charts.axes(following, values="0.0", bars=True, names=len(plan.channels))
    sheet.chart(following, sheet.row, half, half - 6, rows)
