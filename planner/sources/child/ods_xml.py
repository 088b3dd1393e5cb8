"""Error cells and hidden rows of an OpenDocument sheet, which the fast reader shows as blanks."""

from __future__ import annotations

import html
import re

from planner.sources.child.sheet_xml import Hidden

_TABLE = re.compile(rb'<table:table\b[^>]*\btable:name="([^"]*)"[^>]*>(.*?)</table:table>', re.DOTALL)
_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL
)
_ROWS = re.compile(rb'number-rows-repeated="(\d{1,7})"')
_COLUMNS = re.compile(rb'number-columns-repeated="(\d{1,5})"')
_TEXT = re.compile(rb"<text:p[^>]*>([^<]*)<")
_ERROR = b'calcext:value-type="error"'
_UNSEEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_MOST_HIDDEN = 10_000


def scan_content(xml: bytes) -> dict[str, Hidden]:
    """Findings by sheet name; b"" gives none."""
    if _ERROR not in xml and not _UNSEEN.search(xml):
        return {}
    return {html.unescape(name.decode("utf-8", "replace")): _scan(body) for name, body in _TABLE.findall(xml)}


def _scan(body: bytes) -> Hidden:
    hidden = Hidden()
    row = 0
    for attributes, cells in _ROW.findall(body):
        repeat = _count(_ROWS, attributes)
        if _UNSEEN.search(attributes):
            hidden.rows.extend(range(row, row + min(repeat, _MOST_HIDDEN)))
        if _ERROR in cells:
            column = 0
            for about, inside in _CELL.findall(cells):
                if _ERROR in about:
                    shown = _TEXT.search(inside)
                    hidden.errors.append(
                        (row, column, html.unescape(shown[1].decode()) if shown else "#ERROR")
                    )
                column += _count(_COLUMNS, about)
        row += repeat
    return hidden


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
