"""The year at a glance: where the money is, and which campaigns run when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd

from planner.presentation import formats
from planner.presentation.charts.calendar import gantt, heat_map
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context


def view(context: Context) -> None:
    """Heat map of the grid above the campaigns' Gantt chart."""
    version, grid = context.version(), context.evaluation().grid
    scale, unit = formats.scale(context.company), formats.unit_label(context.company)
    months = [formats.month_name(month) for month in grid.months]
    frame = pd.DataFrame(
        [
            {"channel": name, "month": months[j], "amount": grid.spend[i, j] / scale.divisor}
            for i, name in enumerate(grid.channels)
            for j in range(len(months))
        ]
    )
    by_month = grid.spend.sum(axis=0)
    peak = int(by_month.argmax())
    share = by_month[peak] / grid.total if grid.total else 0.0
    components.chart(
        heat_map(
            frame,
            _("{month} is the heaviest month with {share} of the year").format(
                month=months[peak], share=formats.share(float(share), digits=0)
            ),
            unit,
            components.colours(),
        ),
        alt=_("Working media by channel and month"),
    )
    if not version.campaigns:
        components.empty(_("No campaigns yet. Add them in the Campaigns view."))
        return
    rows = pd.DataFrame(
        [
            {
                "name": c.name[:60],
                "start": pd.Timestamp(c.start),
                "stop": pd.Timestamp(c.end + timedelta(days=1)),
                "text": f"{c.channel}, {formats.money(c.cents / 100, context.company)}",
            }
            for c in version.campaigns
        ]
    )
    today = datetime.now(UTC).date()
    total = sum(c.cents for c in version.campaigns) / 100
    components.chart(
        gantt(
            rows,
            today,
            _("{count} campaigns hold {amount} of {total}").format(
                count=len(rows),
                amount=formats.money(total, context.company),
                total=formats.money(grid.total, context.company),
            ),
            components.colours(),
            today_word=_("today"),
        ),
        alt=_("Campaigns over the year"),
    )
