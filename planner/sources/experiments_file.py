"""Lift tests as a file: channel, start, end, spend change, outcome lift, standard error; one row a test."""

from __future__ import annotations

import math
import re
from datetime import date

from planner.domain.errors import BadDocument, BadFile, say
from planner.domain.experiment import Experiment
from planner.sources.amounts import NotANumber, to_number, typed
from planner.sources.history_dates import FORMATS, parse_dates
from planner.sources.history_rows import lines_of

COLUMNS = {
    "channel": ("channel",),
    "start": ("start", "from", "begin"),
    "end": ("end", "to", "stop"),
    "spend_change": ("spend change", "change in spend", "spend delta", "delta spend"),
    "lift": ("outcome lift", "lift", "incremental outcome", "incremental revenue"),
    "standard_error": ("standard error", "se", "stderr", "std error", "error"),
}


def read_experiments(data: bytes, filename: str) -> tuple[Experiment, ...]:
    """Tests in the file's order. Raises BadFile naming row and column of the first fault."""
    lines = lines_of(data, filename)
    header, _ = lines[0]
    places = {name: _place(header, name, filename) for name in COLUMNS}
    if len(lines) == 1:
        raise BadFile(say('"{filename}" has a header but no test below it.', filename=filename))
    found = []
    for cells, row in lines[1:]:
        filled = [*cells, *[""] * (len(header) - len(cells))]

        def text(name: str, filled: list[str] = filled) -> str:
            return filled[places[name]]

        def fault(name: str, says: str, row: int = row) -> BadFile:
            return BadFile(
                say(
                    '"{filename}", row {row}, column "{header}": {says}.',
                    filename=filename,
                    row=row,
                    header=header[places[name]],
                    says=says,
                )
            )

        def number(name: str) -> float:
            value = _number(text(name))
            if value is None:
                raise fault(
                    name, f'"{text(name)[:40]}" is not a number' if text(name) else "the cell is blank"
                )
            return value

        def day(name: str) -> date:
            parsed = parse_dates([text(name)], None)[0]
            if not isinstance(parsed, date):
                raise fault(name, f"{parsed.message}; dates are written as {FORMATS[0]} or like it")
            return parsed

        if not text("channel"):
            raise fault("channel", "the cell is blank")
        try:
            found.append(
                Experiment(
                    text("channel"),
                    day("start"),
                    day("end"),
                    number("spend_change"),
                    number("lift"),
                    number("standard_error"),
                )
            )
        except BadDocument as problem:
            raise BadFile(
                say('"{filename}", row {row}: {problem}', filename=filename, row=row, problem=problem)
            ) from None
    return tuple(found)


def _place(header: list[str], name: str, filename: str) -> int:
    known = COLUMNS[name]
    for i, title in enumerate(header):
        if re.sub(r"[\s_-]+", " ", title.strip().casefold()) in known:
            return i
    raise BadFile(
        say(
            '"{filename}" has no column "{known}"; a file of experiments has channel, start, '
            "end, spend change, outcome lift and standard error.",
            filename=filename,
            known=known[0],
        ),
        column=known[0],
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        found = typed(text)
        made = None if isinstance(found, NotANumber) else to_number(found, ".")
        value = math.nan if made is None else made
    return value if math.isfinite(value) else None
