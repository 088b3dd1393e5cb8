"""Each channel's response drawn from nothing to double its plan, on one scale, and the points behind it."""

from __future__ import annotations

from planner.domain.money import FloatArray
from planner.presentation.annual_plan import LADDER, response_ladder
from planner.presentation.axes import axis_format
from planner.presentation.language import _
from planner.presentation.workbook import charts
from planner.presentation.workbook.sheet import ROW_PIXELS, Sheet, shortened
from planner.presentation.workbook.styles import BLUE, RUST

CHARTS_ACROSS, CHART_HEIGHT = 4, 170


def write_curves(sheet: Sheet) -> None:
    """Charts first, points below: revenue of the year when a channel's plan is scaled."""
    channels = sheet.plan.channels
    ladder = response_ladder(sheet.plan)
    sheet.heading(
        _("Response curves"),
        _("Revenue of the year when a channel gets nothing, its plan, or up to double; the dot is the plan"),
        [24, *[11.5] * max(len(channels), 8)],
    )
    chart_row = sheet.row
    down = -(-len(channels) // CHARTS_ACROSS)
    sheet.row = chart_row + down * (CHART_HEIGHT // ROW_PIXELS + 1) + 1
    top = sheet.block(_("Points of the curves"))
    sheet.heads(top, [_("Share of the planned spend"), *(shortened(name, 24) for name in channels)])
    sheet.page.set_row(top, 39)
    for row, step in enumerate(LADDER, top + 1):
        sheet.put(row, 0, step, "share", "cell")
        for column in range(len(channels)):
            sheet.put(row, 1 + column, float(ladder.revenue[column, row - top - 1]), "money", "cell")
    sheet.row = top + len(LADDER) + 1
    if not sheet.plan.evaluation.grid.spend.sum(axis=1).all():
        sheet.note(_("A channel without a budget is drawn as if it had the average budget of the others."))
    _response_charts(sheet, chart_row, top + 1, ladder.revenue)
    sheet.finish()


def _response_charts(sheet: Sheet, chart_row: int, first: int, revenue: FloatArray) -> None:
    last = first + len(LADDER) - 1
    planned = first + LADDER.index(1.0)
    highest, step = _axis(float(revenue.max(initial=1.0)))
    width = (sheet.width_px() - 6) // CHARTS_ACROSS
    for index, name in enumerate(sheet.plan.channels):
        chart = charts.titled(
            sheet.file, {"type": "scatter", "subtype": "smooth"}, shortened(name, 24), legend=False
        )
        x, y = [sheet.name, first, 0, last, 0], [sheet.name, first, 1 + index, last, 1 + index]
        chart.add_series(charts.series(name, x, y, BLUE, line={"width": 1.75}, marker={"type": "none"}))
        here = {"type": "circle", "size": 7, "fill": {"color": RUST}, "border": {"color": "#FFFFFF"}}
        chart.add_series(
            {
                "name": _("plan"),
                "categories": [sheet.name, planned, 0, planned, 0],
                "values": [sheet.name, planned, 1 + index, planned, 1 + index],
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
