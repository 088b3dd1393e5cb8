"""A workbook to fill with actuals and to upload: the plan's channels and months, ready to type into."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.presentation.formats import vat_label
from planner.presentation.language import _
from planner.presentation.words import N_
from planner.presentation.workbook.book import OPTIONS
from planner.presentation.workbook.sheet import printable
from planner.presentation.workbook.styles import BLUE, FONT, INK, INPUT, MUTED, RULE, WHITE

HEAD = 5
"""Row of the column heads, from 0."""
# Head and its note. The words are the ones that the reader knows in every language.
_COLUMNS = (
    (N_("Month"), N_("Filled in; please leave it")),
    (N_("Channel"), N_("Filled in; please leave it")),
    (N_("Spend"), N_("What was delivered in the month, also where the invoice is still to come")),
    (N_("Revenue"), N_("Net sales that the channel is credited with")),
    (N_("Orders"), N_("Orders after cancellations, as a number")),
    (N_("New customers"), N_("Customers who bought for the first time")),
    (N_("Leads"), N_("Enquiries, registrations, leads")),
    (N_("Impressions"), N_("How often an ad was shown")),
    (N_("Clicks"), N_("How often an ad was clicked")),
)
_MONEY = (2, 3)
_OF_BASELINE = (3, 4, 5)
"""Sales without media cost nothing and are not seen or clicked."""
_LIMIT = 10**12


def actuals_template(company: Company, channels: Sequence[str], months: Sequence[Month]) -> bytes:
    """The workbook in the language in use. Filled and uploaded, it needs no question."""
    buffer = BytesIO()
    file = Workbook(buffer, OPTIONS)
    file.set_properties({"title": printable(f"{company.name} · {_('Actuals template')}")})
    file.set_custom_property("planner_format", "planner-actuals/1", "text")
    style = _styles(file)
    page = file.add_worksheet(_("Actuals"))
    _head(page, style, company)
    row = HEAD + 1
    for month in months:
        for name in (*channels, BASELINE):
            page.write_string(row, 0, str(month), style["label"])
            page.write_string(row, 1, name, style["label"])
            for column in range(2, len(_COLUMNS)):
                wanted = name != BASELINE or column in _OF_BASELINE
                look = ("money" if column in _MONEY else "count") if wanted else "none"
                page.write_blank(row, column, None, style[look])
            row += 1
    last = max(row - 1, HEAD + 1)
    _check(page, last, company)
    page.autofilter(HEAD, 0, last, len(_COLUMNS) - 1)
    page.freeze_panes(HEAD + 1, 2)
    page.repeat_rows(HEAD)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    allowed = {"autofilter": True, "format_columns": True, "select_locked_cells": True}
    page.protect("", allowed)
    file.close()
    return buffer.getvalue()


def _head(page: Worksheet, style: dict[str, Format], company: Company) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 11)
    page.set_column(1, 1, 26)
    page.set_column(2, len(_COLUMNS) - 1, 15)
    page.set_row(0, 26)
    basis = _("Amounts in {currency}, {vat}, in single units").format(
        currency=company.currency, vat=vat_label(company)
    )
    lines = (
        f"{company.name} · {_('Actuals template')}",
        _("Type into the cream cells; empty means not reported, 0 means nothing"),
        basis,
        _("“{name}” stands for sales that would come without media").format(name=BASELINE),
    )
    for row, line in enumerate(lines):
        page.write_string(row, 0, printable(line), style["note" if row else "title"])
    page.set_row(HEAD, 22)
    for column, (label, note) in enumerate(_COLUMNS):
        page.write_string(HEAD, column, _(label), style["left" if column < 2 else "right"])
        page.write_comment(HEAD, column, _(note), {"author": "", "x_scale": 1.4, "font_size": 9})


def _check(page: Worksheet, last: int, company: Company) -> None:
    """What is typed must be a number; a person is told at once, not after the upload."""
    rule: dict[str, Any] = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -_LIMIT,
        "maximum": _LIMIT,
        "error_title": _("Not a number")[:32],
    }
    money = _("Give an amount in {currency}, {vat}; leave the cell empty if unknown.").format(
        currency=company.currency, vat=vat_label(company)
    )
    count = _("Give a number; leave the cell empty if unknown.")
    after = len(_COLUMNS) - 1
    page.data_validation(HEAD + 1, 2, last, 3, {**rule, "error_message": money[:255]})
    page.data_validation(HEAD + 1, 4, last, after, {**rule, "error_message": count[:255]})


def _styles(file: Workbook) -> dict[str, Format]:
    base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
    line = {"bottom": 1, "bottom_color": RULE}
    typed = {**line, "bg_color": INPUT, "locked": False, "align": "right"}
    head = {"bold": True, "font_color": WHITE, "bg_color": BLUE}
    looks: dict[str, dict[str, Any]] = {
        "title": {"font_size": 16, "bold": True, "font_color": BLUE},
        "note": {"font_color": MUTED},
        "left": {**head, "align": "left"},
        "right": {**head, "align": "right"},
        "label": line,
        "none": line,
        "money": {**typed, "num_format": "#,##0.00"},
        "count": {**typed, "num_format": "#,##0"},
    }
    return {name: file.add_format(base | look) for name, look in looks.items()}
