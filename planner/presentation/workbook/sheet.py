"""One sheet of the workbook: its heading, its cells and how it prints.

Every sheet looks alike: title, finding, which plan, which unit, then tables without a merged cell. What is
written is remembered, so that totals know their values.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from math import fsum, isfinite, isnan
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from planner.domain.calendar import Month
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.formats import NBSP, NOTHING, moment_label, month_label, vat_label
from planner.presentation.language import _, current
from planner.presentation.plan_findings import numbered
from planner.presentation.widths import shown_width
from planner.presentation.words import word
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.styles import Styles

BODY = 5
"""First row below the heading."""
FIRST_MONTH = 1
LONGEST_HEADING = 60
ROW_PIXELS = 20
PAGE_WIDTH_PX, PAGE_RATIO = 1036, 0.62
"""What prints on landscape A4 inside the margins at full size, and its height over its width."""
MOST_SHRUNK = 1.5
"""A sheet up to half as high again as its page is shrunk onto it rather than torn."""


def printable(text: str) -> str:
    """`text` without the control characters that no spreadsheet file may hold; line ends become spaces."""
    return "".join(letter if letter.isprintable() or letter == NBSP else " " for letter in text)


def shortened(text: str, length: int = LONGEST_HEADING) -> str:
    """`text` for a heading, where a name of a hundred letters would leave the page."""
    text = printable(text)
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


class Sheet:
    """A sheet being written from the top down; `row` is the next free row."""

    def __init__(self, file: Workbook, style: Styles, plan: AnnualPlan, name: str) -> None:
        self.file = file
        self.style = style
        self.plan = plan
        self.name = name
        self.page: Worksheet = file.add_worksheet(name)
        self.row = BODY
        self._widths: list[float] = []
        self._values: dict[tuple[int, int], float] = {}
        self._last = (BODY, 0)

    # -- heading and printing

    def heading(self, title: str, finding: str, widths: Sequence[float]) -> None:
        """Title, finding and basis; `widths` are the columns that the sheet uses, and prints."""
        plan, version = self.plan, self.plan.version
        self._widths = list(widths)
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width, self.style("text"))
        which = [shortened(plan.company.name), shortened(version.name), word(version.status)]
        which += numbered(plan)
        self.text(0, 0, title, "title")
        self.text(1, 0, finding, "finding")
        self.text(2, 0, " · ".join((*which, self.horizon)), "basis")
        self.text(3, 0, self.basis, "basis")
        self.page.set_row(0, 26)
        self.page.set_row(1, 18)
        self.page.hide_gridlines(2)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.set_margins(left=0.45, right=0.45, top=0.7, bottom=0.65)
        owner = _escaped(f"{shortened(plan.company.name, 40)} · {shortened(version.name, 40)}")
        page = _("Page {page} of {pages}").format(page="&P", pages="&N")
        # The space ends the size: text that begins with a digit would otherwise be read as part of it.
        self.page.set_header(f"&L&8 {owner}&R&8 {_escaped(word(version.status))}")
        self.page.set_footer(f"&L&8 {_escaped(self.name)}&C&8 {_escaped(self.time)}&R&8 {page}")

    @property
    def horizon(self) -> str:
        """First to last month."""
        return f"{month_label(self.plan.months[0])} – {month_label(self.plan.months[-1])}"

    @property
    def time(self) -> str:
        """The version's time, which is the file's."""
        return moment_label(self.plan.generated_at)

    @property
    def basis(self) -> str:
        """One unit and one tax basis for every amount on the sheet."""
        said = _("Amounts in {currency}, {vat} · version of {time}").format(
            currency=self.plan.company.currency, vat=vat_label(self.plan.company), time=self.time
        )
        through = self.plan.actual_through
        if through is not None:
            said += " · " + _("actuals through {month}").format(month=month_label(through))
        return said

    def freeze(self, row: int, column: int = 1, *, repeat: bool = False) -> None:
        """Keep rows above `row`, columns before `column` in sight; `repeat` prints the head on each page."""
        self.page.freeze_panes(row, column)
        if repeat:
            self.page.repeat_rows(row - 1)

    def finish(self, *, one_page: bool = False) -> None:
        """Print what was used: the sheet's width on a page, and all of it where that stays readable."""
        last = max(self._last[0], self.row - 1)
        self.page.print_area(0, 0, last, len(self._widths) - 1)
        room = max(self.width_px(), PAGE_WIDTH_PX) * PAGE_RATIO
        fits = one_page or (last + 1) * ROW_PIXELS <= room * MOST_SHRUNK
        self.page.fit_to_pages(1, 1 if fits else 0)

    def width_px(self, first: int = 0, last: int | None = None) -> int:
        """Pixels from column `first` through `last`, for charts."""
        return sum(int(width * 7 + 5) for width in self._widths[first : None if last is None else last + 1])

    # -- cells

    def text(self, row: int, column: int, value: str, *styles: str) -> None:
        """Text as text, even where it begins like a formula."""
        self._used(row, column)
        self.page.write_string(row, column, printable(value), self.style(*(styles or ("text",))))

    def texts(self, row: int, column: int, values: Iterable[str], *styles: str) -> None:
        """Texts side by side."""
        for offset, value in enumerate(values):
            self.text(row, column + offset, value, *styles)

    def put(self, row: int, column: int, value: float | Live | None, *styles: str) -> Live:
        """A number, or a formula with its value; None reads "–". Returns the cell, to calculate on with."""
        self._used(row, column)
        at = self.at(row, column)
        if isinstance(value, Live):
            shown = NOTHING if value.value is None else value.value
            self.page.write_formula(row, column, "=" + value.text, self.style(*styles), shown)
            value = value.value
        elif value is None or not isfinite(value):
            value = None
            self.page.write_string(row, column, NOTHING, self.style(*styles, "muted", "right"))
        else:
            self.page.write_number(row, column, value, self.style(*styles))
        self._values.pop((row, column), None)
        if value is not None:
            self._values[row, column] = value
        return Live(at, value)

    def blank(self, row: int, column: int, *styles: str) -> None:
        """An empty cell with a look."""
        self._used(row, column)
        self.page.write_blank(row, column, None, self.style(*styles))

    def day(self, row: int, column: int, value: date | None, *styles: str) -> None:
        """A date as a date."""
        if value is None:
            self.blank(row, column, *styles)
            return
        self._used(row, column)
        self.page.write_datetime(
            row, column, datetime.combine(value, time()), self.style(*styles, "date", "date_" + current())
        )

    def month_heads(self, row: int, months: Sequence[Month], column: int = FIRST_MONTH) -> None:
        """Month heads as dates, so that formulas can use them."""
        for offset, month in enumerate(months):
            self._used(row, column + offset)
            moment = datetime.combine(month.start, time())
            self.page.write_datetime(row, column + offset, moment, self.style("head", "month_" + current()))

    def heads(self, row: int, labels: Sequence[str], column: int = 0, left: int = 1) -> None:
        """Column heads, the first `left` of them flush left."""
        for offset, label in enumerate(labels):
            self.text(row, column + offset, label, "head", *(("head_left",) if offset < left else ()))

    def block(self, title: str, column: int = 0) -> int:
        """Start a block with its title; returns the row below it."""
        self.text(self.row, column, title, "block")
        self.page.set_row(self.row, 20)
        self.row += 1
        return self.row

    def note(self, text: str, column: int = 0) -> None:
        """A remark in as many rows as the sheet's width asks for."""
        room = int(sum(self._widths[column:]) * 1.05)
        narrow = room // 2 if current() == "zh_CN" else room
        for line in textwrap.wrap(text, max(narrow, 30)):
            self.text(self.row, column, line, "basis")
            self.row += 1

    def tall(self, row: int, texts: Iterable[tuple[str, float]], most: int = 6) -> None:
        """Height for wrapped texts in columns of the given widths, at most `most` lines."""
        lines = max((-(-shown_width(text) // max(int(width), 1)) for text, width in texts), default=1)
        self.page.set_row(row, 13 * min(max(lines, 1), most) + 3)

    # -- references

    def at(self, row: int, column: int) -> str:
        """A cell's address, valid from every sheet."""
        return f"{quote_sheetname(self.name)}!{xl_rowcol_to_cell(row, column, True, True)}"

    def near(self, row: int, column: int) -> str:
        """A cell's address for formulas of this sheet, without dollars: it moves along when copied."""
        address: str = xl_rowcol_to_cell(row, column)
        return address

    def span(self, first_row: int, first_column: int, last_row: int, last_column: int) -> str:
        """A range's address, valid from every sheet."""
        area = xl_range_abs(first_row, first_column, last_row, last_column)
        return f"{quote_sheetname(self.name)}!{area}"

    def cell(self, row: int, column: int) -> Live:
        """A cell already written, as an operand."""
        return Live(self.at(row, column), self._values.get((row, column)))

    def sum(self, first_row: int, first_column: int, last_row: int, last_column: int) -> Live:
        """Total of a range; texts and blanks count nothing."""
        area = self.span(first_row, first_column, last_row, last_column).split("!")[1]
        return Live(
            f"SUM({area.replace('$', '')})",
            fsum(self.values(first_row, first_column, last_row, last_column)),
        )

    def values(self, first_row: int, first_column: int, last_row: int, last_column: int) -> list[float]:
        """The numbers of a range, row by row; texts and blanks count as 0."""
        return [
            self._values.get((row, column), 0.0)
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]

    def name_cell(self, name: str, row: int, column: int) -> Live:
        """Give a cell a name of the workbook and return it under that name."""
        self.file.define_name(name, "=" + self.at(row, column))
        return Live(name, self._values.get((row, column)))

    # -- charts

    def chart(self, chart: Any, row: int, left: int, width: int, height: int) -> None:
        """Place a native chart `left` pixels from the sheet's edge, whatever the columns there."""
        column = 0
        while column < len(self._widths) - 1 and left >= self.width_px(column, column):
            left -= self.width_px(column, column)
            column += 1
        chart.set_size({"width": width, "height": height})
        self.page.insert_chart(
            row, column, chart, {"object_position": 2, "x_offset": left + 2, "y_offset": 4}
        )
        self._last = (max(self._last[0], row + -(-height // ROW_PIXELS) + 1), self._last[1])

    def _used(self, row: int, column: int) -> None:
        self._last = (max(self._last[0], row), max(self._last[1], column))


def _escaped(text: str) -> str:
    """Text inside a page header, where & starts a code."""
    return text.replace("&", "&&")


def known(value: float) -> float | None:
    """nan as None: not reported."""
    return None if isnan(value) else value
