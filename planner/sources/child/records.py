"""Error cells and hidden rows in Excel's binary formats, .xls (a compound file) and .xlsb (parts)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from planner.sources.child.archive import Package
from planner.sources.child.refusal import Refusal
from planner.sources.child.sheet_xml import Hidden, sheet_parts

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SMALL = 4096
_END = 0xFFFFFFFA
"""Sector numbers from here on end a chain."""
_FREE_NAMES = {
    "EncryptedPackage": ("password", "is protected by a password. Save it without one and send it again."),
    "WordDocument": ("no_workbook", "is a Word document, not a workbook. Save the table as xlsx or CSV."),
    "PowerPoint Document": (
        "no_workbook",
        "is a presentation, not a workbook. Save the table as xlsx or CSV.",
    ),
    "__properties_version1.0": ("no_workbook", "is a saved e-mail. Send the file that is attached to it."),
}


def refuse_other_documents(data: bytes) -> None:
    """Raise Refusal for a compound file that is something else, saying what: names are stored in UTF-16."""
    for name, (reason, message) in _FREE_NAMES.items():
        if name.encode("utf-16-le") in data:
            raise Refusal(reason, message)


def scan_old_workbook(data: bytes) -> list[Hidden]:
    """Findings of the sheets of an .xls in workbook order, [] where its structure is beyond this look."""
    try:
        stream = _workbook_stream(data)
        return [_scan_old_sheet(stream, offset) for offset in _sheet_offsets(stream)]
    except (struct.error, IndexError, ValueError):
        return []  # the reader itself decides whether the file is damaged


def scan_binary_workbook(package: Package) -> dict[str, Hidden]:
    """Findings of an .xlsb by sheet name."""
    links = sheet_parts(package.part("xl/_rels/workbook.bin.rels"))
    found = {}
    for kind, body in _binary_records(package.part("xl/workbook.bin")):
        if kind == 156:  # BrtBundleSh: state, id, relation, name
            relation, after = _wide_text(body, 8)
            name, _ = _wide_text(body, after)
            if part := links.get(relation):
                found[name] = _scan_binary_sheet(package.part(part))
    return found


def _workbook_stream(data: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    count, first_directory = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 48)[0]
    listed = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _END][:count]
    table: list[int] = []
    for sector in listed:
        table.extend(struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size))
    directory = _chain(data, table, first_directory, size)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, used = struct.unpack_from("<II", directory, at + 116)
            if used >= _SMALL:
                return _chain(data, table, start, size)[:used]
            # Small streams live in 64-byte pieces of the root entry's stream, with a table of their own.
            small = _chain(data, table, struct.unpack_from("<I", data, 60)[0], size)
            inner = list(struct.unpack(f"<{len(small) // 4}I", small))
            holder = _chain(data, table, struct.unpack_from("<I", directory, 116)[0], size)
            return _chain(b"\0" * 64 + holder, inner, start, 64)[:used]
    raise ValueError("no workbook stream")


def _chain(data: bytes, table: list[int], sector: int, size: int) -> bytes:
    pieces = []
    for _ in range(len(table)):
        if sector >= _END:
            break
        pieces.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(pieces)


def _sheet_offsets(stream: bytes) -> list[int]:
    offsets = []
    for kind, body in _old_records(stream, 0):
        if kind == 0x85:  # BOUNDSHEET
            offsets.append(struct.unpack_from("<I", body)[0])
        elif kind == 0x0A:  # EOF of the globals
            break
    return offsets


def _scan_old_sheet(stream: bytes, offset: int) -> Hidden:
    hidden = Hidden()
    depth = 0
    for kind, body in _old_records(stream, offset):
        if kind == 0x0809:  # BOF; charts nest
            depth += 1
        elif kind == 0x0A:
            depth -= 1
            if depth <= 0:
                break
        elif kind == 0x0205 and body[7:8] == b"\x01":  # BOOLERR holding an error
            hidden.errors.append((*struct.unpack_from("<HH", body), ERRORS.get(body[6], "#ERROR")))
        elif kind == 0x0006 and body[12:14] == b"\xff\xff" and body[6] == 2:  # FORMULA with an error
            hidden.errors.append((*struct.unpack_from("<HH", body), ERRORS.get(body[8], "#ERROR")))
        elif kind == 0x0208 and body[12] & 0x20:  # ROW without height
            hidden.rows.append(struct.unpack_from("<H", body)[0])
    return hidden


def _old_records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _scan_binary_sheet(part: bytes) -> Hidden:
    hidden = Hidden()
    row = 0
    for kind, body in _binary_records(part):
        if kind == 0 and len(body) >= 13:  # BrtRowHdr
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                hidden.rows.append(row)
        elif kind in (3, 11) and len(body) >= 9:  # BrtCellError, BrtFmlaError
            hidden.errors.append((row, struct.unpack_from("<I", body)[0], ERRORS.get(body[8], "#ERROR")))
    return hidden


def _binary_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = _varying(part, at, 2)
        length, at = _varying(part, at, 4)
        yield kind, part[at : at + length]
        at += length


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for i in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * i)
        if not byte & 0x80:
            break
    return value, at


def _wide_text(body: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(body):
        return "", at
    length = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
