"""Files that naive readers choke on end in a sentence, quickly and small, and leave nothing behind."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest

from planner.domain.errors import BadFile, PlannerError
from planner.sources import guard, sandbox
from tests.sources.books import MAIN, TABLE, package, read, sheet_xml, spend, xlsx


def _zip(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def _spaces() -> Iterator[str]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    yield from (" " * 2**20 for _ in range(300))
    yield "</t></is></c></row></sheetData></worksheet>"


def _strings(count: int) -> Iterator[str]:
    yield f'<sst xmlns="{MAIN}">'
    yield from ("<si><t>a</t></si>" * 10_000 for _ in range(count // 10_000))
    yield "</sst>"


def _rows(count: int) -> Iterator[str]:
    yield f'<worksheet xmlns="{MAIN}"><sheetData>'
    yield from ("<row/>" * 10_000 for _ in range(count // 10_000))
    yield "</sheetData></worksheet>"


def _encrypted() -> bytes:
    data = bytearray(package(sheet_xml(TABLE)))
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        data[start + 8] |= 1
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(data)


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (bytes, "is empty"),
    "only zeros": (lambda: bytes(5000), "is empty"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj", "is a PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "is a PNG"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(100), "gzip"),
    "json": (lambda: b'{"a": [1]}', "JSON"),
    "random bytes": (lambda: random.Random(1).randbytes(20_000), "neither a workbook nor text"),
    "spaces bomb": (lambda: package(_spaces()), "unpacks to more than 150 MB"),
    "string bomb": (
        lambda: package(sheet_xml(TABLE), parts={"xl/sharedStrings.xml": _strings(12_000_000)}),
        "unpacks to more than 150 MB",
    ),
    "many strings": (
        lambda: package(sheet_xml(TABLE), parts={"xl/sharedStrings.xml": _strings(8_000_000)}),
        "more memory or time",
    ),
    "20 million rows": (lambda: package(_rows(20_000_000)), "no cells|more memory or time|unpacks to"),
    "far cell": (lambda: package(sheet_xml(TABLE + FAR)), "far from the table"),
    "entities": (lambda: package(sheet_xml(TABLE), doctype=DOCTYPE), "entities"),
    "entities in markup": (lambda: b'<?xml version="1.0"?>' + DOCTYPE.encode() + b"<x>&b;</x>", "entities"),
    "too many parts": (
        lambda: package(sheet_xml(TABLE), parts={f"xl/x{i}.xml": ["x"] for i in range(2500)}),
        "limit is 2,000",
    ),
    "no sheet part": (lambda: package(None), "damaged"),
    "broken sheet": (lambda: package([f'<worksheet xmlns="{MAIN}"><sheetData>{TABLE}']), "damaged"),
    "cut off": (lambda: package(sheet_xml(TABLE))[:800], "damaged or cut-off"),
    "password": (_encrypted, "password"),
    "docx": (lambda: _zip(**{"word/document.xml": "x"}), "Word document"),
    "zip of csv": (lambda: _zip(**{"a.csv": "Month,Channel,Spend"}), "without a workbook"),
    "old office garbage": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(5000),
        "opened as a workbook",
    ),
    "page without table": (lambda: b"<html><body>hello</body></html>", "without a table"),
    "nested tables": (lambda: b"<table>" * 100_000, "no cells"),
    "spanning cells": (lambda: b"<table><tr>" + b"<td colspan=9999 rowspan=9999>x" * 10_000,
    "spans more than"),
    "one long line": (lambda: b"a," * 3_000_000, "columns in a row"),
    "one long cell": (lambda: b"x" * 5_000_000, "CSV"),
    "quote never closed": (lambda: b'Month,Channel,Spend\n"2026-01,TV,5\n' + b"a,b,c\n" * 500_000, "CSV"),
    "prose": (lambda: b"Dear colleagues,\nplease find nothing attached.\n", "no header row"),
    "header only": (lambda: b"Month,Channel,Spend\n", "no figures under it"),
    "quarters only": (lambda: b"Channel,Q1 2026,Q2 2026\nTV,1,2\n", "none of a single month"),
    "another year": (lambda: b"Month,Channel,Spend\n2019-01,TV,5\n", "figures of 2019 only"),
    "hidden sheets only": (
        lambda: xlsx([[None]], more={"Old": [["Month", "Channel", "Spend"]]}, hidden_sheets=["Old"]),
        "Hidden sheets",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_file_ends_in_a_sentence(kind: str) -> None:
    make, words = HOSTILE[kind]
    data = make()
    left = set(os.listdir(tempfile.gettempdir()))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(BadFile, match=words) as refused:
        read(data, "report.xlsx")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "report.xlsx" in str(refused.value)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 10
    assert after.ru_maxrss < 500 * 1024
    assert not {name for name in set(os.listdir(tempfile.gettempdir())) - left if "planner" in name}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("dimension tag that lies", package(sheet_xml(TABLE, before='<dimension ref="A1"/>'))),
        ("strict namespace", package(sheet_xml(TABLE))),
        ("cell in the last row",
        package(sheet_xml(TABLE + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))),
        ("400,000 styles", package(
            sheet_xml(TABLE),
            parts={"xl/styles.xml": [f'<styleSheet xmlns="{MAIN}"><cellXfs>',
            '<xf numFmtId="0"/>' * 400_000,
                                     "</cellXfs></styleSheet>"]})),
        ("part outside the archive", package(sheet_xml(TABLE), parts={"../../../tmp/evil.xml": ["x"]})),
        ("csv named xlsx", b"Month,Channel,Spend\n2026-01,TV,5\n"),
        ("csv with stray zeros", b"Month,Channel,Spend\n2026-01,TV,5\n\x00\x00"),
        ("sep line", b"sep=;\r\nMonth;Channel;Spend\r\n2026-01;TV;5\r\n"),
    ],
)  # fmt: skip
def test_odd_but_sound_file_is_read(kind: str, data: bytes) -> None:
    assert spend(read(data)) == {("2026-01", "TV"): 5}, kind


def test_child_starts_with_little() -> None:
    """Start-up is paid for every upload: no numpy, no pandas, nothing of the app."""
    code = guard.BOOT.replace(".main(*arguments)", "; print(*sorted(sys.modules))")
    out = subprocess.run(
        [sys.executable, "-I", "-c", code, str(guard._ROOT), "planner.sources.child.main"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    loaded = set(out.split())
    assert "planner.sources.child.main" in loaded
    assert not {"numpy", "pandas", "streamlit", "pydantic", "planner.domain", "openpyxl"} & loaded


def test_child_that_falls_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BOOT", "import os; os.abort()")
    with pytest.raises(BadFile, match="more memory or time"):
        read(xlsx([["Month"]]))


def test_child_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BOOT", "import time; time.sleep(60)")
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.3)
    with pytest.raises(BadFile, match="takes longer"):
        read(xlsx([["Month"]]))


GOOD = xlsx(
    [
        ["Month", "Channel", "Spend", "Clicks"],
        ["Jan", "TV", 10, 1],
        ["Feb", "Radio", 20.5, 2],
        ["Total", None, 30.5, 3],
    ]
)


@pytest.mark.parametrize("seed", range(40))
def test_mutated_archive_never_raises_anything_but_our_own(seed: int) -> None:
    """Bytes of the archive, or of one part inside it, are changed, dropped or doubled."""
    dice = random.Random(seed)
    data = bytearray(GOOD)
    if seed % 2:
        with zipfile.ZipFile(BytesIO(GOOD)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = dice.choice([name for name in sorted(parts) if name.startswith("xl/w") or "Strings" in name])
        parts[name] = bytes(_changed(bytearray(parts[name]), dice))
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        data = bytearray(out.getvalue())
    else:
        data = _changed(data, dice)
    try:
        result = read(bytes(data))
    except PlannerError:
        return
    assert result.rows


def _changed(data: bytearray, dice: random.Random) -> bytearray:
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        match dice.randrange(3):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randint(1, 40)]
            case _:
                data[at:at] = data[at : at + dice.randint(1, 40)]
    return data


@pytest.mark.parametrize("seed", range(30))
def test_random_text_never_raises_anything_but_our_own(seed: int) -> None:
    dice = random.Random(seed)
    words = ["Month", "Channel", "Spend", "TV", "2026-01", "1,5", "1.234", "", "Total", "Jan", "янв",
    "消费", '"', "\n",
             "-", "#REF!", "31/12/2026", "02/03/2026", "W05", "EUR", "$5", "=1+1", "\x0b", "Q1",
             "Plan", "Actual", "13"]  # fmt: skip
    mark = dice.choice(",;\t")
    text = "\n".join(mark.join(dice.choice(words) for _ in range(dice.randint(1, 6))) for _ in range(12))
    try:
        result = read(text.encode(dice.choice(["utf-8", "utf-16", "cp1251", "gb18030"]), "replace"), "x.csv")
    except PlannerError:
        return
    assert result.rows
