"""The rows of a history file as text, whatever the file is: CSV, a workbook's first sheet, Parquet."""

from __future__ import annotations

import csv
import io
import math
from datetime import date, datetime

import pandas as pd

from planner.domain.errors import BadFile, say
from planner.sources.filetype import kind_of
from planner.sources.grid import Cell, ErrorValue
from planner.sources.sandbox import open_book

DELIMITERS = ",;\t|"
PARQUET = b"PAR1"
Lines = list[tuple[list[str], int]]


def lines_of(data: bytes, filename: str) -> Lines:
    """Filled rows with their number in the file, the header first. Raises BadFile for what holds no table."""
    if data.startswith(PARQUET):
        lines = _parquet(data, filename)
    elif kind_of(data, filename) == "text":
        lines = _text(data, filename)
    else:
        lines = _sheet(data, filename)
    return [(cells, number) for cells, number in lines if any(cells)]


def _text(data: bytes, filename: str) -> Lines:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(
            say('"{filename}" is not UTF-8 text. Save it as CSV (UTF-8).', filename=filename)
        ) from None
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))
    try:
        return [([cell.strip() for cell in line], reader.line_num) for line in reader]
    except csv.Error as problem:
        raise BadFile(
            say(
                '"{filename}", row {row}: {problem}.',
                filename=filename,
                row=reader.line_num,
                problem=problem,
            )
        ) from None


def _sheet(data: bytes, filename: str) -> Lines:
    """The first visible sheet that holds more than one row."""
    for sheet in open_book(data, filename).sheets:
        lines = [([_cell_text(cell) for cell in row], i) for i, row in enumerate(sheet.rows, 1)]
        if sum(any(cells) for cells, _ in lines) > 1:
            return lines
    raise BadFile(
        say('"{filename}" has no visible sheet with a header and rows below it.', filename=filename)
    )


def _parquet(data: bytes, filename: str) -> Lines:
    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except Exception as problem:
        # The reader's errors are of many kinds; all say that the bytes are not what they claim.
        raise BadFile(
            say(
                '"{filename}" cannot be read as Parquet: {problem}.',
                filename=filename,
                problem=str(problem)[:200],
            )
        ) from problem
    if frame.index.name is not None:
        frame = frame.reset_index()
    rows = [[_cell_text(cell) for cell in row] for row in frame.astype(object).to_numpy().tolist()]
    return [([str(name).strip() for name in frame.columns], 1), *((row, i) for i, row in enumerate(rows, 2))]


def _cell_text(cell: Cell | datetime) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)) or str(cell) == "NaT":
        return ""
    if isinstance(cell, ErrorValue):
        return "a formula without a result" if cell.uncached else cell.code
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
