"""Tables in markup: web pages saved as .xls, and Excel 2003 XML as ledgers write it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from planner.sources.child.refusal import Refusal
from planner.sources.child.workbook import MAX_TEXT, RawSheet, Value

MAX_SPAN = 500
MAX_MARKUP_CELLS = 1_000_000
MAX_TABLES = 500
MAX_SPANNED = 100_000
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def declared_encoding(data: bytes) -> str | None:
    """Encoding that the markup names about itself."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def tables(text: str) -> list[RawSheet]:
    """One sheet per table or worksheet, in document order. Raises Refusal where there is none."""
    head = text[:8192]
    if re.search(r"<!ENTITY", text[:65536], re.IGNORECASE):
        raise Refusal("entities", "declares entities, which no spreadsheet program writes.")
    parser = _Reader(spreadsheet="urn:schemas-microsoft-com:office:spreadsheet" in head)
    parser.feed(text)
    parser.close()
    if not parser.found:
        raise Refusal("no_table", "is markup without a table. Save the table as xlsx or CSV.")
    return [
        RawSheet(name or (f"Table {i + 1}" if len(parser.found) > 1 else ""), iter(rows), merges=merges)
        for i, (name, rows, merges) in enumerate(parser.found)
    ]


class _Reader(HTMLParser):
    """Collects rows; spans are kept as merges, their cells blank as in a workbook."""

    def __init__(self, *, spreadsheet: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[list[Value]], list[tuple[int, int, int, int]]]] = []
        self._row_tag = "row" if spreadsheet else "tr"
        self._cell_tags: tuple[str, ...] = ("cell",) if spreadsheet else ("td", "th")
        self._table_tag = "worksheet" if spreadsheet else "table"
        self._spreadsheet = spreadsheet
        self._text: list[str] | None = None
        self._number = False
        self._column = 0
        self._cells = self._spanned = 0
        self._place = (0, 0)
        self._taken: dict[int, set[int]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell."""
        given = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        if tag == self._table_tag:
            if self.found and not any(self.found[-1][1]):
                self.found.pop()
            if len(self.found) >= MAX_TABLES:
                raise Refusal("too_many_sheets", f"has more than {MAX_TABLES} tables, the limit.")
            self.found.append((given.get("name", ""), [], []))
            self._taken = {}
        elif not self.found:
            return
        elif tag == self._row_tag:
            self._open_row(given)
        elif tag in self._cell_tags:
            self._open_cell(given)
        elif tag == "data":
            self._number = given.get("type") == "Number"
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in (*self._cell_tags, self._row_tag, self._table_tag):
            self._close_cell()

    def close(self) -> None:
        """Close what the document left open."""
        super().close()
        self._close_cell()

    def handle_data(self, data: str) -> None:
        """Text of the open cell."""
        if self._text is not None:
            self._text.append(data)

    def _open_row(self, given: dict[str, str]) -> None:
        self._close_cell()
        rows = self.found[-1][1]
        index = _whole(given.get("index"), 0)
        while self._spreadsheet and len(rows) < min(index - 1, len(rows) + MAX_SPAN):
            rows.append([])
        rows.append([])
        self._column = 0

    def _open_cell(self, given: dict[str, str]) -> None:
        self._close_cell()
        _, rows, merges = self.found[-1]
        if not rows:
            rows.append([])
        self._cells += 1
        if self._cells > MAX_MARKUP_CELLS:
            raise Refusal("too_many_cells", f"has more than {MAX_MARKUP_CELLS:,} cells.")
        row = len(rows) - 1
        if self._spreadsheet and "index" in given:
            self._column = min(_whole(given["index"], 1), 16_384) - 1
        while self._column in self._taken.get(row, ()):
            self._column += 1
        extra = 1 if self._spreadsheet else 0
        across = _whole(given.get("mergeacross" if self._spreadsheet else "colspan"), 1 - extra) + extra
        down = _whole(given.get("mergedown" if self._spreadsheet else "rowspan"), 1 - extra) + extra
        across, down = max(1, min(across, MAX_SPAN)), max(1, min(down, MAX_SPAN))
        rows[-1].extend([None] * (self._column + 1 - len(rows[-1])))
        if across > 1 or down > 1:
            merges.append((row, self._column, row + down - 1, self._column + across - 1))
            self._spanned += across * down
            if self._spanned > MAX_SPANNED:
                raise Refusal(
                    "too_many_cells", f"spans more than {MAX_SPANNED:,} cells by merging, the limit."
                )
            for below in range(row + 1, row + down):
                self._taken.setdefault(below, set()).update(range(self._column, self._column + across))
        self._text, self._number = [], False
        self._place = (row, self._column)
        self._column += across

    def _close_cell(self) -> None:
        if self._text is None:
            return
        text = " ".join("".join(self._text).replace("\xa0", " ").split())[:MAX_TEXT]
        row, column = self._place
        value: Value = text or None
        if self._number and text:
            try:
                value = float(text)
            except ValueError:
                value = text
        self.found[-1][1][row][column] = value
        self._text = None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.strip().isdigit() and len(text) < 8 else default
