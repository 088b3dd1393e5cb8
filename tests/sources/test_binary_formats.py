"""What .xls, .xlsb and .ods hide from the fast reader: error cells and hidden rows."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from planner.domain.errors import BadFile
from planner.sources.child.archive import Package
from planner.sources.child.records import scan_binary_workbook
from tests.sources.books import figures, read, rejected

FILES = Path(__file__).parent / "files"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def test_old_workbook_with_an_error_a_hidden_row_and_a_hidden_sheet() -> None:
    """Made by LibreOffice: C5 holds =1/0, row 3 is hidden, so is the sheet "secret"."""
    result = read((FILES / "errors.xls").read_bytes(), "errors.xls")
    assert figures(result) == [
        ("2026-01", "TV", "spend", 100.5), ("2026-01", "TV", "clicks", 1), ("2026-02", "Radio",
        "spend", 1234.56),
        ("2026-02", "Radio", "clicks", 3), ("2026-03", "TV", "clicks", 5),
    ]  # fmt: skip
    assert [(p.cell, p.code) for p in result.rejected] == [("C5", "error_cell")]
    assert {"hidden_rows", "hidden_sheet"} <= {p.code for p in result.warnings}


def _ods(rows: str) -> bytes:
    names = " ".join(f'xmlns:{n}="{OFFICE}:{n}:1.0"' for n in ("office", "table", "text"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names} '
            'xmlns:calcext="urn:org:documentfoundation:calc">'
            f'<office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def _text(*texts: str) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )


def test_ods_with_an_error_after_repeated_cells() -> None:
    number = (
        '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
    )
    error = (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#REF!</text:p></table:table-cell>"
    )
    rows = (
        f"<table:table-row>{_text('Month', 'Channel', 'Spend', 'Clicks')}</table:table-row>"
        f"<table:table-row>{_text('2026-01', 'TV')}{number}{number}</table:table-row>"
        '<table:table-row table:visibility="collapse">'
        f"{_text('2026-02', 'TV')}{error}{number}</table:table-row>"
    )
    result = read(_ods(rows), "table.ods")
    assert figures(result) == [
        ("2026-01", "TV", "spend", 5), ("2026-01", "TV", "clicks", 5), ("2026-02", "TV", "clicks", 5),
    ]  # fmt: skip
    assert rejected(result) == [(3, "error_cell")]
    assert "hidden_rows" in {p.code for p in result.warnings}


def test_records_of_a_binary_workbook() -> None:
    """By hand: sheet "S" with row 7 hidden, and #DIV/0! in its third column."""

    def record(kind: int, body: bytes) -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + bytes([len(body)]) + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = record(0, struct.pack("<IIHBBB", 6, 0, 0, 0, 0x10, 0)) + record(3, struct.pack("<IIB", 2, 0, 7))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("S")))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", '<Relationship Id="rId1" Target="worksheets/sheet1.bin"/>'
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    found = scan_binary_workbook(Package("xlsb", zipfile.ZipFile(out)))
    assert found["S"].errors == [(6, 2, "#DIV/0!")]
    assert found["S"].rows == [6]


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "password"),
        ("WordDocument", "Word document"),
        ("PowerPoint Document", "presentation"),
    ],
)
def test_compound_file_of_another_program_is_named(stream: str, words: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)
    with pytest.raises(BadFile, match=words):
        read(data, "file.xls")


@pytest.mark.parametrize("shown", ["#N/A", "#Н/Д"])
def test_not_available_is_a_blank_in_ods_whatever_its_language(shown: str) -> None:
    cell = f'<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">\
<text:p>{shown}</text:p></table:table-cell>'
    number = (
        '<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>'
    )
    rows = "".join(
        f"<table:table-row>{cells}</table:table-row>"
        for cells in (_text("Month", "Channel", "Spend", "Clicks"), _text("2026-01", "TV") + cell + number)
    )
    result = read(_ods(rows), "table.ods")
    assert figures(result) == [("2026-01", "TV", "clicks", 5)]
    assert rejected(result) == []
