"""Each channel's response drawn from nothing to double its plan, on one scale, and the points behind it."""

from __future__ import annotations

from planner.domain.money import FloatArray
from planner.presentation.annual_plan import LADDER, response_ladder
from planner.presentation.axes import axis_format
from planner.presentation.language import _
from planner.presentation.workbook import charts
from planner.presentation.workbook.sheet import (
    MOST_SHRUNK,
    PAGE_RATIO,
    PAGE_WIDTH_PX,
    ROW_PIXELS,
    Sheet,
    shortened,
)
from planner.presentation.workbook.styles import BLUE, RUST

CHARTS_ACROSS, CHART_HEIGHT = 4, 170


def write_curves(sheet: Sheet) -> None:
    """Charts first, points below: revenue of the year when a channel's plan is scaled."""
    channels = sheet.plan.channels
    ladder = response_ladder(sheet.plan)
    width = max(len(f"{ladder.revenue.max(initial=0.0):,.0f}") + 1, 8.5)
    sheet.heading(
        _("Response curves"),
        _("Revenue of the year when a channel gets nothing, its plan, or up to double; the dot is the plan"),
        [30, *[width] * len(LADDER)],
    )
    chart_row = sheet.row
    down = -(-len(channels) // CHARTS_ACROSS)
    sheet.row = chart_row + down * (CHART_HEIGHT // ROW_PIXELS + 1) + 1
    _page_breaks(sheet, chart_row, down, len(channels) + 2)
    top = sheet.block(_("Points of the curves: revenue at this share of the planned spend"))
    sheet.heads(top, [_("Channel")])
    for column, step in enumerate(LADDER, 1):
        sheet.put(top, column, step, "share", "head")
    for row, name in enumerate(channels, top + 1):
        sheet.text(row, 0, shortened(name, 34), "cell")
        for column in range(len(LADDER)):
            sheet.put(row, 1 + column, float(ladder.revenue[row - top - 1, column]), "money", "cell")
    sheet.row = top + len(channels) + 1
    if not sheet.plan.evaluation.grid.spend.sum(axis=1).all():
        sheet.note(_("A channel without a budget is drawn as if it had the average budget of the others."))
    _response_charts(sheet, chart_row, top, ladder.revenue)
    sheet.finish()


def _page_breaks(sheet: Sheet, chart_row: int, down: int, table_rows: int) -> None:
    """Pages end between rows of charts, and before the points where these would be torn."""
    room = int(max(sheet.width_px(), PAGE_WIDTH_PX) * PAGE_RATIO / ROW_PIXELS)
    tall = CHART_HEIGHT // ROW_PIXELS + 1
    if sheet.row + table_rows <= room * MOST_SHRUNK:
        return  # all of it is shrunk onto one page
    begun, breaks = 0, []
    blocks = [(chart_row + place * tall, tall) for place in range(down)] + [(sheet.row, table_rows)]
    for first, rows in blocks:
        if first + rows - begun > room:
            breaks.append(first)
            begun = first
    sheet.page.set_h_pagebreaks(breaks)


def _response_charts(sheet: Sheet, chart_row: int, head: int, revenue: FloatArray) -> None:
    last, planned = len(LADDER), 1 + LADDER.index(1.0)
    highest, step = _axis(float(revenue.max(initial=1.0)))
    width = (sheet.width_px() - 6) // CHARTS_ACROSS
    for index, name in enumerate(sheet.plan.channels):
        chart = charts.titled(
            sheet.file, {"type": "scatter", "subtype": "smooth"}, shortened(name, 24), legend=False
        )
        row = head + 1 + index
        x, y = [sheet.name, head, 1, head, last], [sheet.name, row, 1, row, last]
        chart.add_series(charts.series(name, x, y, BLUE, line={"width": 1.75}, marker={"type": "none"}))
        here = {"type": "circle", "size": 7, "fill": {"color": RUST}, "border": {"color": "#FFFFFF"}}
        chart.add_series(
            {
                "name": _("plan"),
                "categories": [sheet.name, head, planned, head, planned],
                "values": [sheet.name, row, planned, row, planned],
                "marker": here,
                "line": {"none": True},
            }
        )
        charts.axes(chart, values=axis_format(highest, step), highest=highest, step=step)
        chart.set_x_axis(charts.quiet_axis("0%") | {"min": 0, "max": 2, "major_unit": 0.5})
        down, across = divmod(index, CHARTS_ACROSS)
        sheet.chart(
            chart,
            chart_row + down * (CHART_HEIGHT // ROW_PIXELS + 1),
            across * width,
            width - 6,
            CHART_HEIGHT,
        )


def _axis(value: float) -> tuple[float, float]:
    """Top of an axis that holds `value`, and its step: round numbers, three to five steps."""
    power = 10.0 ** (len(f"{int(value)}") - 1)
    tops = {1: 5, 1.5: 3, 2: 4, 2.5: 5, 3: 3, 4: 4, 5: 5, 6: 3, 8: 4, 10: 5}
    top, steps = next((top * power, steps) for top, steps in tops.items() if top * power >= value)
    return top, top / steps
