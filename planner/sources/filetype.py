"""What a file is, judged by its first bytes: names lie, and an .xls is often a web page or text."""

from __future__ import annotations

from typing import Literal

from planner.domain.errors import BadFile, say

Kind = Literal["zip", "ole", "markup", "text"]

MAX_BYTES = 64 * 1024 * 1024
_WHAT_TO_SEND = "Send an Excel workbook (xlsx, xlsm, xls, xlsb), an ods sheet, or CSV text."
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"{\\rtf", "a rich-text document"),
    (b"MIME-Version:", "a web archive (MHTML)"),
    (b'{"', "a JSON document"),
    (b"[{", "a JSON document"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes, filename: str) -> Kind:
    """Say how `data` has to be opened. Raises BadFile for what holds no table, naming what it is."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise BadFile(
            say('"{filename}" is empty. {what_to_send}', filename=filename, what_to_send=_WHAT_TO_SEND),
            reason="empty",
        )
    if len(data) > MAX_BYTES:
        raise BadFile(
            say(
                '"{filename}" has {count:,.0f} MB; the limit is {max_bytes} MB. Send fewer months or '
                "fewer columns at a time.",
                filename=filename,
                count=len(data) / 2**20,
                max_bytes=MAX_BYTES // 2**20,
            ),
            reason="too_large",
        )
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise BadFile(
                say(
                    '"{filename}" is {what}, not a table. {what_to_send}',
                    filename=filename,
                    what=what,
                    what_to_send=_WHAT_TO_SEND,
                ),
                reason="no_table",
            )
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    if data.startswith(_WIDE_MARKS):
        return "text"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        return "markup"
    if _is_binary(data):
        raise BadFile(
            say(
                '"{filename}" is neither a workbook nor text: its bytes look like no format the '
                "planner reads. {what_to_send}",
                filename=filename,
                what_to_send=_WHAT_TO_SEND,
            ),
            reason="unknown_bytes",
        )
    return "text"


def _is_binary(data: bytes) -> bool:
    sample = data[:65536]
    zeros = sample.count(0)
    if zeros * 5 > len(sample) and _looks_utf16(sample):
        return False
    control = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 26, 27))
    return control > len(sample) * 0.01 + 4


def _looks_utf16(sample: bytes) -> bool:
    # UTF-16 without a mark: line feeds are two bytes, one of them zero.
    return b"\n\x00" in sample or b"\x00\n" in sample
