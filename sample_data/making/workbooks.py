"""The sample's Excel files: budgets, the company's own export, and an agency's report."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import xlsxwriter

from planner.documents.reading import write_whole
from planner.domain.calendar import FiscalYear
from planner.domain.money import FloatArray
from sample_data.making.economy import AVERAGE_SALE, LINES, NAME
from sample_data.making.story import Happened

AGENCY = "Quillmere Media"
MADE = datetime(2026, 11, 3, 9, 0)  # stands in the workbooks instead of the clock, so that bytes repeat


class Sheet:
    """One worksheet of a workbook whose bytes do not depend on the clock."""

    def __init__(self, name: str, title: str) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_properties({"title": title, "author": NAME, "created": MADE})
        self.sheet = self._book.add_worksheet(name)
        self.bold = self._book.add_format({"bold": True})
        self.head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.money = self._book.add_format({"num_format": "#,##0.00"})
        self.count = self._book.add_format({"num_format": "#,##0"})
        self.total = self._book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        self.grey = self._book.add_format({"italic": True, "font_color": "#666666"})

    def save(self, path: Path) -> None:
        """Write the file."""
        self._book.close()
        write_whole(path, self._bytes.getvalue())


def write_plan(path: Path, title: str, basis: str, year: int, spend: FloatArray) -> None:
    """A budget as a planner would keep it: channel x month with totals as live formulas."""
    book = Sheet(f"Budget {year}", title)
    sheet = book.sheet
    sheet.write(0, 0, title, book.bold)
    sheet.write(1, 0, basis, book.grey)
    top, last = 3, 3 + len(LINES)
    sheet.write_row(
        top, 0, ["Channel", *(f"{m.start:%b} {m.year}" for m in FiscalYear(year).months)], book.head
    )
    sheet.write(top, 13, "Total", book.head)
    for i, one in enumerate(LINES):
        at = top + 1 + i
        sheet.write(at, 0, one.name)
        sheet.write_row(at, 1, spend[i].tolist(), book.money)
        sheet.write_formula(at, 13, f"=SUM(B{at + 1}:M{at + 1})", book.money, round(float(spend[i].sum()), 2))
    sheet.write(last + 1, 0, "Total", book.total)
    for column, amount in enumerate([*spend.sum(axis=0).tolist(), float(spend.sum())], 1):
        letter = chr(ord("A") + column)
        sheet.write_formula(
            last + 1, column, f"=SUM({letter}{top + 2}:{letter}{last + 1})", book.total, round(amount, 2)
        )
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 13, 13)
    sheet.freeze_panes(top + 1, 1)
    book.save(path)


MEASURES = ("Spend", "Impressions", "Clicks", "Orders", "New customers", "Revenue")


def month_rows(truth: Happened, month: int, baseline_name: str) -> list[list[object]]:
    """Rows of one month: name, then the six measures; blank where a channel has no such figure."""
    rows: list[list[object]] = []
    for i, one in enumerate(LINES):
        figures = [
            truth.spend[i, month],
            truth.impressions[i, month],
            truth.clicks[i, month] if one.ctr else None,
            truth.orders[i, month],
            truth.new_customers[i, month],
            truth.revenue[i, month],
        ]
        rows.append([one.name, *figures])
    orders = round(float(truth.baseline[month]) / AVERAGE_SALE)
    rows.append([baseline_name, None, None, None, orders, truth.baseline_new[month], truth.baseline[month]])
    return rows


def write_rows(book: Sheet, at: int, month: str, cells: list[object]) -> None:
    """One row of a long table; columns as `MEASURES`."""
    book.sheet.write(at, 0, month)
    for column, value in enumerate(cells, 1):
        if value is not None:
            book.sheet.write(at, column, value, book.money if column in (2, 7) else book.count)


def write_actuals_2025(path: Path, truth: Happened) -> None:
    """Last year as the company's own export: a plain long table."""
    book = Sheet("Actuals 2025", f"{NAME}: actuals 2025")
    book.sheet.write_row(0, 0, ["Month", "Channel", *MEASURES], book.head)
    at = 1
    for m, month in enumerate(FiscalYear(2025).months):
        for cells in month_rows(truth, m, "Baseline"):
            write_rows(book, at, str(month), cells)
            at += 1
    book.sheet.set_column(0, 7, 16)
    book.sheet.freeze_panes(1, 0)
    book.save(path)


def write_actuals_2026(path: Path, truth: Happened, months: int) -> None:
    """This year as the agency reports it: titles, its own spelling, a total row and a note."""
    spelled = {"Paid social": "Paid Socal"}
    book = Sheet("Performance", f"{AGENCY}: performance report")
    sheet = book.sheet
    sheet.write(0, 0, f"{AGENCY} - media performance report", book.bold)
    sheet.write(1, 0, f"Client: {NAME}")
    sheet.write(2, 0, "Period: January - October 2026")
    sheet.write(3, 0, "Amounts in USD, net of VAT; agency fee not included", book.grey)
    top = 5
    sheet.write_row(top, 0, ["Month", "Channel", *MEASURES], book.head)
    at = top + 1
    for m, month in enumerate(FiscalYear(2026).months[:months]):
        for name, *figures in month_rows(truth, m, "Organic & direct"):
            write_rows(book, at, f"{month.start:%b-%y}", [spelled.get(str(name), name), *figures])
            at += 1
    sheet.write(at, 0, "Total", book.total)
    done = slice(None, months)
    stated = (
        truth.spend[:, done].sum(),
        truth.impressions[:, done].sum(),
        truth.clicks[:, done].sum(),
        truth.orders[:, done].sum() + sum(round(float(v) / AVERAGE_SALE) for v in truth.baseline[done]),
        truth.new_customers[:, done].sum() + truth.baseline_new[done].sum(),
        truth.revenue[:, done].sum() + truth.baseline[done].sum(),
    )
    for column, value in enumerate(stated, 2):
        letter = chr(ord("A") + column)
        sheet.write_formula(
            at, column, f"=SUM({letter}{top + 2}:{letter}{at})", book.total, round(float(value), 2)
        )
    sheet.write(
        at + 2,
        0,
        "Note: October is preliminary; sales are net of returns and attributed by the client's own model.",
        book.grey,
    )
    sheet.set_column(0, 7, 16)
    sheet.freeze_panes(top + 1, 0)
    book.save(path)
