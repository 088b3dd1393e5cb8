"""The bridge: why revenue differs, cause by cause and channel by channel, adding up by formula."""

from __future__ import annotations

from planner.analysis.bridge_values import Bar, Bridge
from planner.presentation.axes import axis, axis_format
from planner.presentation.board.charts import bridge_words
from planner.presentation.causes import cause_bars
from planner.presentation.formats import compact
from planner.presentation.language import _
from planner.presentation.workbook import charts
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import Sheet, shortened
from planner.presentation.workbook.styles import GREEN, RUST

LEAST = 0.005
"""A bar smaller than half a cent is nothing."""


def write_bridge(sheet: Sheet, bridge: Bridge) -> None:
    """From one revenue to the other: the causes, their chart, and each cause by channel."""
    plan = sheet.plan
    title, start, end = bridge_words(plan, bridge)
    finding = title.replace(
        "{difference}", compact(bridge.end - bridge.start, plan.company, signed=True, currency=True)
    )
    causes = [bar for bar in bridge.bars if abs(bar.amount) >= LEAST]
    sheet.heading(_("Bridge"), finding, [34, 16, 12, *[14] * max(len(causes), 3)])
    head = sheet.row
    sheet.heads(head, [_("From one to the other"), _("Revenue"), _("Share")])
    first = head + 1
    sheet.text(first, 0, start, "total")
    sheet.put(first, 1, bridge.start, "money", "total")
    sheet.blank(first, 2, "total")
    words = cause_bars()
    whole = sheet.cell(first, 1)
    for row, bar in enumerate(causes, first + 1):
        sheet.text(row, 0, words[bar.cause], "cell")
        amount = sheet.put(row, 1, bar.amount, "change", "cell")
        sheet.put(row, 2, amount / whole, "small_growth", "cell")
    last = first + len(causes)
    sheet.text(last + 1, 0, end, "total")
    sheet.put(last + 1, 1, sheet.sum(first, 1, last, 1), "money", "total")
    sheet.put(last + 1, 2, (sheet.cell(last + 1, 1) - whole) / whole, "small_growth", "total")
    sheet.freeze(first)
    sheet.row = last + 3
    if causes:
        _chart(sheet, finding, first + 1, [bar.amount for bar in causes])
        _by_channel(sheet, bridge, [words[bar.cause] for bar in causes], causes)
    sheet.note(
        _("Causes that work on each other share their effect by Shapley's rule; the bars add up exactly.")
    )
    sheet.finish(one_page=True)


def _chart(sheet: Sheet, title: str, first: int, amounts: list[float]) -> None:
    last = first + len(amounts) - 1
    chart = charts.titled(sheet.file, {"type": "bar"}, title, legend=False)
    names, values = [sheet.name, first, 0, last, 0], [sheet.name, first, 1, last, 1]
    # Points have their own colours: not every program paints bars below zero differently.
    points = [{"fill": {"color": GREEN if amount > 0 else RUST}} for amount in amounts]
    chart.add_series(charts.series(_("Revenue"), names, values, GREEN, gap=40, points=points))
    farthest = max(abs(amount) for amount in amounts)
    charts.axes(chart, values=axis_format(*axis(farthest), signed=True), lowest=None, bars=True)
    sheet.chart(chart, sheet.row, 0, max(min(sheet.width_px() - 6, 900), 480), 240)
    sheet.row += 14


def _by_channel(sheet: Sheet, bridge: Bridge, labels: list[str], causes: list[Bar]) -> None:
    top = sheet.block(_("By channel"))
    sheet.heads(top, [_("Channel"), _("In all"), "", *labels])
    sheet.page.set_row(top, 30)
    rows = [*bridge.channels, _("Sales without media")]
    for row, name in enumerate(rows, top + 1):
        sheet.text(row, 0, shortened(name, 40), "cell")
        parts: list[Live] = []
        for column, bar in enumerate(causes, 3):
            own = (
                float(bar.by_channel[row - top - 1])
                if row - top - 1 < len(bridge.channels)
                else (bar.amount - float(bar.by_channel.sum()))
            )
            parts.append(sheet.put(row, column, own, "change", "cell"))
        total = sheet.sum(row, 3, row, 2 + len(causes))
        sheet.put(row, 1, total, "change", "cell", "strong")
        sheet.blank(row, 2, "cell")
    last = top + len(rows)
    sheet.text(last + 1, 0, _("In all"), "total")
    for column in (1, *range(3, 3 + len(causes))):
        sheet.put(last + 1, column, sheet.sum(top + 1, column, last, column), "change", "total")
    sheet.blank(last + 1, 2, "total")
    sheet.row = last + 3
