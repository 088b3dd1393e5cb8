"""Problems of one sheet, each with its place in words."""

from __future__ import annotations

from typing import Literal

from planner.domain.actuals import RowProblem, Severity
from planner.sources.grid import Cell, ErrorValue, address

Code = Literal[
    "unknown_channel",
    "blank_channel",
    "blank_month",
    "bad_month",
    "several_months",
    "not_a_number",
    "cut_row",
    "error_cell",
    "no_result",
    "other_currency",
    "bad_state",
    "duplicate",
    "total_differs",
    "hidden_sheet",
    "sheet_left_out",
    "left_out",
    "hidden_rows",
    "totals",
    "not_actual",
    "same_money",
    "details_coarser",
    "other_year",
    "unit",
    "plan_named",
    "periods",
    "month_numbers",
    "more",
    "far_off",
    "not_ended",
]
"""Everything found at fault or remarked in a file; `planner.presentation` has words for each."""


MOST = 20_000
"""Problems of one table told one by one; nobody reads more, and a million of them would fill the memory."""


class ProblemLog:
    """Collects problems; rows and columns count from 0 here and from 1 in the problems."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self.problems: list[RowProblem] = []
        self._more = 0

    def close(self) -> None:
        """Say how many problems there were beyond those told."""
        if self._more:
            text = f"{self._more:,} more rows or figures have problems that are not listed."
            self.problems.append(RowProblem(self._sheet, "", None, "more", text, "warning"))

    def reject(self, row: int, column: int | None, code: Code, message: str) -> None:
        """Something was left out."""
        self._add(row, column, code, message, "rejected")

    def warn(self, row: int, column: int | None, code: Code, message: str) -> None:
        """Something was taken but wants looking at."""
        self._add(row, column, code, message, "warning")

    def _add(self, row: int, column: int | None, code: Code, message: str, severity: Severity) -> None:
        if len(self.problems) >= MOST:
            self._more += 1
            return
        cell = address(row, column) if column is not None else ""
        place = f"{self._sheet}!{cell}" if self._sheet and cell else cell or f"Row {row + 1}"
        self.problems.append(RowProblem(self._sheet, cell, row + 1, code, f"{place}: {message}", severity))


def shown(cell: Cell) -> str:
    """A cell as a message shows it, "" for a blank."""
    if isinstance(cell, ErrorValue):
        return cell.code or "a formula without a result"
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())[:80]
