"""CSV and its kin to rows of text: encoding, delimiter and quotes are found from the content."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from planner.sources.child.refusal import Refusal
from planner.sources.child.workbook import MAX_TEXT, Value

MAX_COLUMNS = 2_000
MAX_ROWS = 2**20
_DELIMITERS = (",", ";", "\t", "|")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CYRILLIC = re.compile(r"[а-яёА-ЯЁ]")
_CYRILLIC_WORD = re.compile(r"\b[А-ЯЁ]?[а-яё]{2,}\b|\b[А-ЯЁ]{2,}\b")
_KNOWN_HAN = re.compile(
    "消费|花费|消耗|费用|金额|投放|成本|支出|展现|展示|曝光|点击|日期|时间|月份|渠道|媒体|平台|总计|合计|小计|"
    "转化|订单|收入|销售|线索|新客|账户|计划|实际|预算|[0-9一二三四五六七八九十]月|年"
)
_CP1252 = {
    ord(letter): byte for byte in range(128, 160) if (letter := bytes([byte]).decode("cp1252", "ignore"))
}
"""The letters of CP1252 that Latin-1 lacks, to their bytes."""
_BEYOND_CP1252 = re.compile(f"[^\x00-\xff{''.join(map(chr, _CP1252))}]")
_ACCENT = re.compile(r"(?<![^\x00-\x7f])[À-ÖØ-öø-ÿŠŽŒšžœŸ€£](?![^\x00-\x7f])")
"""A letter of western Europe, or a currency, that stands alone between plain characters."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read in: UTF-8/16 by mark, else UTF-8, GB18030, CP1251, CP1252 by "
    "words."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if data[:4096].count(0) * 5 > len(data[:4096]):
        encoding = "utf-16-le" if data[1:2] == b"\x00" or b"\n\x00" in data[:4096] else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return _mended(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    sample = data[: 1 << 16].rsplit(b"\n", 1)[0] or data[: 1 << 16]
    best = max(("gb18030", "cp1251", "cp1252"), key=lambda encoding: _score(sample, encoding))
    return data.decode(best, "replace"), best


def _mended(text: str) -> str:
    """The text, or what it was before a program took its UTF-8 for CP1252 and saved it again: "Ð¢Ð’" is "ТВ".

    Text that was never garbled is no valid UTF-8 when it is written in CP1252, so it stays as it is.
    """
    if text.isascii() or _BEYOND_CP1252.search(text):
        return text
    try:
        return text.translate(_CP1252).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _score(sample: bytes, encoding: str) -> float:
    try:
        text = sample.decode(encoding, "strict" if encoding == "gb18030" else "replace")
    except UnicodeDecodeError:
        return -1.0
    high = sum(1 for char in text if ord(char) > 127) or 1
    if encoding == "gb18030":
        return (2.0 * len(_KNOWN_HAN.findall(text)) + 0.3 * len(_HAN.findall(text))) / high
    if encoding == "cp1251":
        return sum(len(word) for word in _CYRILLIC_WORD.findall(text)) / high
    # Western accents stand alone between plain letters; other scripts in this encoding stand in rows.
    return len(_ACCENT.findall(text)) / high


def rows(text: str) -> Iterator[list[Value]]:
    """Rows of cells, blank cells None. Raises Refusal for text that no table fits in."""
    text = text.replace("\x00", "")
    forced = re.match(r"sep=(.)\r?\n", text)
    delimiter = forced[1] if forced else _delimiter(text)
    body = io.StringIO(text[forced.end() :] if forced else text, newline="")
    csv.field_size_limit(1 << 20)
    if forced:
        yield []  # keeps row numbers those of the file
    try:
        for number, cells in enumerate(csv.reader(body, delimiter=delimiter)):
            if number >= MAX_ROWS:
                raise Refusal(
                    "too_many_rows", f"has more than {MAX_ROWS:,} rows, as many as a sheet of Excel."
                )
            if len(cells) > MAX_COLUMNS:
                raise Refusal(
                    "too_many_columns", f"has {len(cells):,} columns in a row; the limit is {MAX_COLUMNS:,}."
                )
            row: list[Value] = [cell.strip()[:MAX_TEXT] or None for cell in cells]
            while row and row[-1] is None:
                row.pop()
            yield row
    except csv.Error as problem:
        raise Refusal("damaged", f"cannot be read as CSV text ({problem}).") from problem


def _delimiter(text: str) -> str:
    # The delimiter is the one that cuts most lines into the same number of cells.
    lines = [line for line in text[: 1 << 16].splitlines()[:200] if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if len(cells) > 1]
        except csv.Error:
            continue
        if not widths:
            continue
        common = max(set(widths), key=widths.count)
        score = widths.count(common) * (1.0 + 0.1 * min(common, 10))
        if score > best_score:
            best, best_score = delimiter, score
    return best
