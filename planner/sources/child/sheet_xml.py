"""What the fast reader does not see in a sheet's XML: error cells, hidden rows, formulas without a result."""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import dataclass, field

from planner.sources.child.archive import Package
from planner.sources.child.refusal import Refusal

MAX_AREA = 12_000_000
MAX_CELLS = 4_500_000

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FAR_COLUMN = re.compile(rb'\br="([A-Z]{3})(\d{1,7})"')
_LOOKS = 10_000
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')


@dataclass
class Hidden:
    """Findings in one sheet; rows and columns count from 0."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncached: list[tuple[int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def scan_workbook(package: Package) -> tuple[dict[str, Hidden], bool]:
    """Findings by sheet name, and whether dates count from 1904. Raises Refusal for sheets beyond the "
    "limits."""
    workbook = package.part("xl/workbook.xml")
    targets = sheet_parts(package.part("xl/_rels/workbook.xml.rels"))
    found: dict[str, Hidden] = {}
    for sheet in _SHEET.finditer(workbook):
        attributes = _attributes(sheet[1])
        name = html.unescape(attributes.get("name", ""))
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        if part := targets.get(relation):
            found[name] = scan_sheet(package.part(part), name)
    return found, bool(re.search(rb'\bdate1904="(?:1|true)"', workbook))


def scan_sheet(xml: bytes, name: str) -> Hidden:
    """Findings in one sheet's XML. Raises Refusal where it spans more cells than can be read."""
    _check_extent(xml, name)
    hidden = Hidden()
    if b'hidden="' in xml:
        hidden.rows = [int(row[1]) - 1 for row in _HIDDEN.finditer(xml)]
    if b't="e"' in xml or _FORMULA.search(xml):
        _scan_cells(xml, hidden)
    return hidden


def _check_extent(xml: bytes, name: str) -> None:
    cells = xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b":c ")
    if cells > MAX_CELLS:
        raise Refusal(
            "too_many_cells", f'has {cells:,} cells in sheet "{name}"; the limit is {MAX_CELLS:,} a sheet.'
        )
    # Rows come in order and columns beyond ZZ are rare, so a look at few places measures honest sheets; what
    # a dishonest one hides elsewhere meets the memory limit.
    last_row = last_column = 1
    tail = xml[xml.rfind(b"<row") :] if b"<row" in xml else xml[-4096:]
    for ref in itertools.chain(_REF.finditer(tail), itertools.islice(_FAR_COLUMN.finditer(xml), _LOOKS)):
        last_row, last_column = max(last_row, int(ref[2])), max(last_column, _column(ref[1]) + 1)
    if last_row * last_column > MAX_AREA:
        raise Refusal(
            "far_cell",
            f'has a cell far from the table in sheet "{name}" (row {last_row:,}, column {last_column:,}). '
            "Delete the empty rows and columns around the table and save again.",
        )


def _scan_cells(xml: bytes, hidden: Hidden) -> None:
    row = column = -1
    starts = [(match.start(), match[1]) for match in _ROW.finditer(xml)]
    for index, (start, attributes) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(xml)
        number = _ROW_NUMBER.search(attributes)
        row = int(number[1]) - 1 if number else row + 1
        body = xml[start:end]
        if b't="e"' not in body and b"<f" not in body and b":f" not in body:
            continue
        column = -1
        for cell in _CELL.finditer(body):
            ref = _REF.search(cell[1])
            column = _column(ref[1]) if ref else column + 1
            inside = cell[2] or b""
            value = _VALUE.search(inside)
            text = value[1].strip() if value else b""
            if b't="e"' in cell[1]:
                hidden.errors.append((row, column, text.decode("ascii", "replace") or "#ERROR"))
            elif not text and b't="str"' not in cell[1] and _FORMULA.search(inside):
                hidden.uncached.append((row, column))


def sheet_parts(xml: bytes) -> dict[str, str]:
    """Part names by relation, as a workbook's .rels lists them; links out of the package are not followed."""
    found = {}
    for relation in _RELATION.finditer(xml):
        attributes = _attributes(relation[1])
        target = html.unescape(attributes.get("Target", ""))
        if attributes.get("TargetMode") != "External":
            found[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): (double or single).decode("utf-8", "replace")
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
