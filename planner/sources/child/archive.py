"""Look into a zip before anything else does: is a workbook inside, and does it unpack to a bearable size?"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from planner.sources.child.refusal import Refusal

MAX_PARTS = 2_000
MAX_UNPACKED = 150 * 2**20
MAX_UNPACKED_PLAIN = 400 * 2**20
PLAIN_RATIO = 25
"""Sheets of real figures shrink five- to fifteenfold; what shrinks a thousandfold is a bomb."""
_CHUNK = 1 << 20
_MARKUP = (".xml", ".rels", ".bin")
_DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE_DOCTYPES = tuple(
    mark.decode().encode(code) for mark in _DOCTYPES for code in ("utf-16-le", "utf-16-be")
)


@dataclass(frozen=True)
class Package:
    """An opened archive that passed the look: `format` is "xlsx", "xlsb" or "ods"."""

    format: str
    archive: zipfile.ZipFile

    def part(self, name: str) -> bytes:
        """Unpacked bytes of a part, b"" where it is absent. Raises Refusal beyond the limit."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return b""
        return b"".join(_unpacked(self.archive, info, _limit(self.archive)))


def open_package(data: bytes) -> Package:
    """Open a workbook's archive after checking it. Raises Refusal."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise Refusal(
            "damaged", "is a damaged or cut-off archive. Save it again and send the new copy."
        ) from problem
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise Refusal("too_many_parts", f"holds {len(infos):,} parts; the limit is {MAX_PARTS:,}.")
    if any(info.flag_bits & 1 for info in infos):
        raise Refusal("password", "is protected by a password. Save it without one and send it again.")
    found = _format(archive)
    names = [info.filename.lower() for info in infos]
    if len(set(names)) != len(names):
        raise Refusal("damaged", "holds two parts of the same name, which no spreadsheet program writes.")
    limit = _limit(archive)
    declared = sum(info.file_size for info in infos)
    if declared > limit:
        raise _too_big(declared, limit)
    _check_streams(archive, infos, limit)
    return Package(found, archive)


def _format(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    lowered = {name.lower() for name in names}
    if "xl/workbook.bin" in lowered:
        return "xlsb"
    if "xl/workbook.xml" in lowered or any(
        name.startswith("xl/") and "workbook" in name and name.endswith(".xml") for name in lowered
    ):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return _open_document(archive)
    for marker, what in (
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a presentation"),
        ("index/document.iwa", "an Apple Numbers document"),
        ("meta-inf/manifest.mf", "a Java archive"),
    ):
        if marker in lowered:
            raise Refusal("no_workbook", f"is {what}, not a workbook. Save the table as xlsx or CSV.")
    raise Refusal("no_workbook", "is a zip archive without a workbook inside. Unpack it and send the table.")


def _open_document(archive: zipfile.ZipFile) -> str:
    kind = b"".join(_unpacked(archive, archive.getinfo("mimetype"), 4096))
    if b"spreadsheet" not in kind:
        raise Refusal("no_workbook", "is an OpenDocument file, but no spreadsheet. Save the table as ods.")
    if "META-INF/manifest.xml" in archive.namelist():
        manifest = b"".join(_unpacked(archive, archive.getinfo("META-INF/manifest.xml"), 2**20))
        if b"encryption-data" in manifest:
            raise Refusal("password", "is protected by a password. Save it without one and send it again.")
    return "ods"


def _limit(archive: zipfile.ZipFile) -> int:
    infos = archive.infolist()
    packed = sum(info.compress_size for info in infos) or 1
    plain = sum(info.file_size for info in infos) / packed <= PLAIN_RATIO
    return MAX_UNPACKED_PLAIN if plain else MAX_UNPACKED


def _check_streams(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], limit: int) -> None:
    # Declared sizes can lie, so every part that a reader would open is unpacked once, piece by piece.
    budget = limit
    for info in infos:
        if not info.filename.lower().endswith(_MARKUP):
            continue
        # Binary parts hold the texts of cells in two bytes a letter, and a cell may say anything.
        marks = _DOCTYPES if info.filename.lower().endswith(".bin") else (*_DOCTYPES, *_WIDE_DOCTYPES)
        tail = b""
        for piece in _unpacked(archive, info, budget):
            budget -= len(piece)
            window = tail + piece
            if any(mark in window for mark in marks):
                raise Refusal(
                    "entities", "carries a document type with entities, which no spreadsheet program writes."
                )
            tail = piece[-32:]


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    done = 0
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                done += len(piece)
                if done > limit:
                    raise _too_big(done, limit)
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as problem:
        raise Refusal(
            "damaged", f'is damaged in its part "{info.filename[:80]}". Save it again and send the new copy.'
        ) from problem


def _too_big(size: int, limit: int) -> Refusal:
    return Refusal(
        "bomb",
        f"unpacks to more than {min(size, limit) / 2**20:,.0f} MB; the limit is {limit / 2**20:,.0f} MB. "
        "Copy the cells that matter into a new workbook.",
    )
