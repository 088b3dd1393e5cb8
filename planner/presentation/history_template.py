"""An empty history to fill in: the weeks of two years and a half, a column for each channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO

from xlsxwriter import Workbook

from planner.domain.calendar import WEEK
from planner.presentation.language import _
from planner.presentation.workbook.book import OPTIONS
from planner.presentation.workbook.sheet import printable
from planner.presentation.workbook.styles import BLUE, FONT, INK, INPUT, RULE, WHITE

WEEKS = 130


def history_template(channels: Sequence[str], today: date, currency: str) -> bytes:
    """The workbook: full weeks from Monday up to `today`. Filled and uploaded, its columns need no "
    "question."""
    last = today - timedelta(days=today.weekday() + WEEK)
    notes = {
        "date": _("The week's Monday; leave out weeks that you do not know at the start, never in between"),
        "revenue": _("All sales of the week in {currency}, with and without media").format(currency=currency),
        **{
            name: _("Spent in the week, in {currency}; 0 where nothing was spent").format(currency=currency)
            for name in channels or ("TV", "Search")
        },
        "price": _("What else moves sales, such as your average price; leave the column out if unknown"),
    }
    buffer = BytesIO()
    file = Workbook(buffer, OPTIONS)
    base = {"font_name": FONT, "font_size": 10, "font_color": INK, "bottom": 1, "bottom_color": RULE}
    head = file.add_format({**base, "bold": True, "font_color": WHITE, "bg_color": BLUE})
    day = file.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
    cell = file.add_format({**base, "bg_color": INPUT, "num_format": "#,##0.##"})
    page = file.add_worksheet(_("History")[:31])
    for column, (name, note) in enumerate(notes.items()):
        page.write_string(0, column, printable(name), head)
        page.write_comment(0, column, note, {"author": "", "x_scale": 1.4, "font_size": 9})
        page.set_column(column, column, max(12, len(name) + 3))
        for row in range(1, WEEKS + 1):
            if column:
                page.write_blank(row, column, None, cell)
            else:
                page.write_datetime(row, 0, last - timedelta(days=WEEK * (WEEKS - row)), day)
    page.freeze_panes(1, 1)
    file.close()
    return buffer.getvalue()
