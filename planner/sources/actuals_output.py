"""Write what was read: rows as CSV and problems as JSON, whole files or none."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import asdict
from pathlib import Path

from planner.domain.actuals import ReadResult

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rows_csv(result: ReadResult, path: str | Path) -> None:
    """month, channel, metric, value; UTF-8 with line feeds. Raises OSError where the place cannot be "
    "written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("month", "channel", "metric", "value"))
    writer.writerows((row.month, _as_text(row.channel), row.metric, _plain(row.value)) for row in result.rows)
    _replace(Path(path), out.getvalue())


def write_problems_json(result: ReadResult, path: str | Path) -> None:
    """A list of {sheet, cell, row, code, message, severity}. Raises OSError where it cannot be written."""
    _replace(
        Path(path), json.dumps([asdict(p) for p in result.problems], ensure_ascii=False, indent=1) + "\n"
    )


def _as_text(label: str) -> str:
    # A label that begins like a formula would run in the reader's spreadsheet.
    return f"'{label}" if label.startswith(_FORMULA_STARTS) else label


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
