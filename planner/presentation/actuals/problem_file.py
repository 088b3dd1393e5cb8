"""The uploaded file again, as a workbook with what is wrong beside each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.domain.actuals import RowProblem
from planner.presentation.actuals.words import problem_words
from planner.presentation.language import _
from planner.presentation.workbook.book import OPTIONS

LONGEST_TEXT = 32_767
_LARGEST = 1e300


def problem_file(
    sheets: Sequence[tuple[str, Sequence[Sequence[object]]]],
    problems: Sequence[RowProblem],
    header_rows: Mapping[str, int],
) -> bytes:
    """Every sheet as it was, values instead of formulas, cells at fault marked, one column more.

    sheets       name and rows; text stays text, even where it begins like a formula
    header_rows  sheet to its header row from 1, where the new column is named
    """
    buffer = BytesIO()
    file = Workbook(buffer, {**OPTIONS, "constant_memory": True, "nan_inf_to_errors": False})
    style = {
        "head": file.add_format({"bold": True, "bg_color": "#FDE9D9", "text_wrap": True}),
        "said": file.add_format({"font_color": "#9C3A00"}),
        "fault": file.add_format({"bg_color": "#FBD5C4"}),
        "day": file.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }
    for number, (name, rows) in enumerate(sheets, 1):
        page = file.add_worksheet(_sheet_name(name, number))
        mine = [problem for problem in problems if problem.sheet == name]
        _write(page, rows, mine, header_rows.get(name, 1), style)
    if not sheets:
        file.add_worksheet()
    file.close()
    return buffer.getvalue()


def _write(
    page: Worksheet,
    rows: Sequence[Sequence[object]],
    problems: Sequence[RowProblem],
    header: int,
    style: Mapping[str, Format],
) -> None:
    said: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        said[problem.row or header].append(". ".join(part for part in problem_words(problem) if part))
    faults = {problem.cell for problem in problems if problem.cell}
    column = max((len(row) for row in rows), default=0)
    page.set_column(column, column, 60)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            _cell(page, r, c, value, style["fault"] if _address(r, c) in faults else None, style["day"])
        if r + 1 == header:
            text = "; ".join([_("Problem"), *dict.fromkeys(said.get(header, ()))])
            page.write_string(r, column, text[:LONGEST_TEXT], style["head"])
        elif r + 1 in said:
            text = "; ".join(dict.fromkeys(said[r + 1]))
            page.write_string(r, column, text[:LONGEST_TEXT], style["said"])


def _cell(page: Worksheet, row: int, column: int, value: object, mark: Format | None, day: Format) -> None:
    match value:
        case None:
            if mark is not None:
                page.write_blank(row, column, None, mark)
        case bool():
            page.write_boolean(row, column, value, mark)
        case int() | float() if abs(value) < _LARGEST:  # not so for what is no number
            page.write_number(row, column, value, mark)
        case date() if value.year >= 1900:
            page.write_datetime(row, column, value, mark or day)
        case _:
            page.write_string(row, column, str(value)[:LONGEST_TEXT], mark)


def _address(row: int, column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _sheet_name(name: str, number: int) -> str:
    """A name that every spreadsheet takes: at most 31 letters, without the seven that mean something."""
    clean = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in name)
    return clean.strip(" '")[:31].strip(" '") or f"{_('Sheet')} {number}"
