"""The child process: bytes of a file on standard input, marshalled pieces on standard output.

Pieces, in order: ("sheet", name, visible, merges, errors, uncached, hidden_rows), then ("rows", list) for its
rows, and ("end", facts) last; or one ("refused", reason, message) at any time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from planner.sources.child.limits import limit_self, send
from planner.sources.child.refusal import Refusal
from planner.sources.child.sheet_xml import MAX_CELLS, Hidden
from planner.sources.child.workbook import RawSheet, Value

MEMORY = 448 * 2**20
"""Address space; a workbook of 500,000 rows needs half of it."""
CPU_SECONDS = 9
_BATCH = 2_000


def main(kind: str) -> None:
    """Read standard input as `kind` (see filetype) and write the pieces."""
    limit_self(MEMORY, CPU_SECONDS)
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        facts: dict[str, Any] = {}
        total = 0
        for sheet in _sheets(kind, data, facts):
            found = sheet.hidden
            send(
                out,
                ("sheet", sheet.name, sheet.visible, sheet.merges, found.errors, found.uncached, found.rows),
            )
            total = _send_rows(out, sheet, total)
        send(out, ("end", facts))
    except Refusal as refusal:
        send(out, ("refused", refusal.reason, str(refusal)))
    except MemoryError:
        send(out, ("refused", "memory", "needs more memory to open than one upload may use."))
    except RecursionError:
        send(out, ("refused", "damaged", "is nested too deeply to be read."))
    out.flush()


def _sheets(kind: str, data: bytes, facts: dict[str, Any]) -> Iterator[RawSheet]:
    # Imports follow the kind: text needs no archive code, and start-up is paid on every upload.
    if kind in ("zip", "ole"):
        from planner.sources.child.workbook import open_workbook, sheets  # noqa: PLC0415

        if kind == "zip":
            hidden = _package_findings(data, facts)
            yield from sheets(open_workbook(data), hidden)
            return
        from planner.sources.child.records import refuse_other_documents, scan_old_workbook  # noqa: PLC0415

        refuse_other_documents(data)
        facts["format"] = "xls"
        yield from sheets(open_workbook(data), {}, scan_old_workbook(data))
        return
    from planner.sources.child import markup_table, text_table  # noqa: PLC0415

    if kind == "markup":
        text = _declared(data) or text_table.decode(data)[0]
        facts["format"] = "html"
        yield from markup_table.tables(text)
        return
    text, facts["encoding"] = text_table.decode(data)
    facts["format"] = "text"
    yield RawSheet("", text_table.rows(text))


def _package_findings(data: bytes, facts: dict[str, Any]) -> dict[str, Hidden]:
    from planner.sources.child.archive import open_package  # noqa: PLC0415
    from planner.sources.child.marks import marks  # noqa: PLC0415
    from planner.sources.child.ods_xml import scan_content  # noqa: PLC0415
    from planner.sources.child.records import scan_binary_workbook  # noqa: PLC0415
    from planner.sources.child.sheet_xml import scan_workbook  # noqa: PLC0415

    package = open_package(data)
    facts["format"] = package.format
    if package.format == "ods":
        return scan_content(package.part("content.xml"))
    if package.format == "xlsb":
        return scan_binary_workbook(package)
    hidden, facts["date1904"] = scan_workbook(package)
    facts |= marks(package)
    return hidden


def _declared(data: bytes) -> str | None:
    from planner.sources.child.markup_table import declared_encoding  # noqa: PLC0415

    name = declared_encoding(data)
    try:
        return data.decode(name) if name else None
    except (LookupError, UnicodeDecodeError):
        return None


def _send_rows(out: BinaryIO, sheet: RawSheet, total: int) -> int:
    # Equal texts are sent once a batch: marshal keeps identities.
    known: dict[Value, Value] = {}
    batch: list[list[Value]] = []
    blank = 0
    for row in sheet.rows:
        if not row:
            blank += 1  # trailing blank rows are never sent
            continue
        batch.extend([] for _ in range(blank))
        blank = 0
        total += len(row) - row.count(None)
        if total > MAX_CELLS:
            raise Refusal("too_many_cells", f"has more than {MAX_CELLS:,} filled cells, the limit.")
        batch.append([known.setdefault(cell, cell) if cell.__class__ is str else cell for cell in row])
        if len(batch) >= _BATCH:
            send(out, ("rows", batch))
            batch, known = [], {}
    send(out, ("rows", batch))
    return total
