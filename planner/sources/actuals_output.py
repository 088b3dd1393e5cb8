"""What was read as text for other programs: rows as CSV, problems as JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict

from planner.domain.actuals import ReadResult

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rows_csv(result: ReadResult) -> str:
    """Lines of month, channel, metric and value under their names, with line feeds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("month", "channel", "metric", "value"))
    writer.writerows((row.month, _as_text(row.channel), row.metric, _plain(row.value)) for row in result.rows)
    return out.getvalue()


def problems_json(result: ReadResult) -> str:
    """A list of {sheet, cell, row, code, message, severity}."""
    return json.dumps([asdict(p) for p in result.problems], ensure_ascii=False, indent=1) + "\n"


def _as_text(label: str) -> str:
    # A label that begins like a formula would run in the reader's spreadsheet.
    return f"'{label}" if label.startswith(_FORMULA_STARTS) else label


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
