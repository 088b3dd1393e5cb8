"""Files for reading: workbooks made cell by cell, hostile packages made part by part."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from planner.domain.actuals import ReadResult
from planner.sources.actuals_file import read_actuals

Cells = Sequence[Any]
"""Rows of cells of any type, None a blank."""
PLAN = ("TV", "Paid Search", "Radio", "Baseline")


def xlsx(
    rows: Cells,
    *,
    name: str = "Actuals",
    merges: Iterable[tuple[int, int, int, int, str]] = (),
    hidden_rows: Iterable[int] = (),
    more: Mapping[str, Cells] | None = None,
    hidden_sheets: Iterable[str] = (),
    date1904: bool = False,
) -> bytes:
    """A workbook; `more` are further sheets, None is a blank cell."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd", "date_1904": date1904})
    for title, cells in {name: rows, **(more or {})}.items():
        sheet = book.add_worksheet(title)
        for r, row in enumerate(cells):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(r, c, cell)
                elif isinstance(cell, dt.date):
                    sheet.write_datetime(r, c, dt.datetime(cell.year, cell.month, cell.day))
                elif cell is not None:
                    sheet.write(r, c, cell)
        if title in hidden_sheets:
            sheet.hide()
        if title == name:
            for merge in merges:
                sheet.merge_range(*merge)
            for r in hidden_rows:
                sheet.set_row(r, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def read(data: bytes, filename: str = "file.xlsx", **options: Any) -> ReadResult:
    """Read with the plan of these tests, unless told otherwise."""
    return read_actuals(data, filename, **{"channels": PLAN, "year": 2026, **options})


def figures(result: ReadResult) -> list[tuple[str, str, str, float]]:
    """Rows as plain tuples."""
    return [(row.month, row.channel, row.metric, row.value) for row in result.rows]


def spend(result: ReadResult) -> dict[tuple[str, str], float]:
    """{(month, channel): spend}."""
    return {(row.month, row.channel): row.value for row in result.rows if row.metric == "spend"}


def rejected(result: ReadResult) -> list[tuple[int | None, str]]:
    """(row, code) of what was left out."""
    return [(problem.row, problem.code) for problem in result.rejected]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
)
_ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_LINKS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
TABLE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Month</t></is></c><c r="B1" t="inlineStr"><is><t>'
    "Channel</t></is></c>"
    '<c r="C1" t="inlineStr"><is><t>Spend</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>2026-01</t></is></c><c r="B2" t="inlineStr"><is><t>'
    "TV</t></is></c>"
    '<c r="C2"><v>5</v></c></row>'
)
"""Rows 1 and 2 of a sheet: TV spent 5 in January 2026."""


def sheet_xml(inside: str, *, before: str = "") -> list[str]:
    """A sheet's XML around its rows."""
    return [
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>',
        inside,
        "</sheetData></worksheet>",
    ]


def package(
    sheet: Iterable[str] | None, *, parts: Mapping[str, Iterable[str]] | None = None, doctype: str = ""
) -> bytes:
    """An xlsx package made by hand; parts are written piece by piece, so that bombs cost no memory here."""
    book = (
        f'<?xml version="1.0"?>{doctype}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    fixed = {
        "[Content_Types].xml": [_TYPES],
        "_rels/.rels": [_ROOT],
        "xl/workbook.xml": [book],
        "xl/_rels/workbook.xml.rels": [_LINKS],
    }
    written: dict[str, Iterable[str]] = {**fixed, **(parts or {})}
    if sheet is not None:
        written["xl/worksheets/sheet1.xml"] = sheet
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in written.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece.encode())
    return out.getvalue()
