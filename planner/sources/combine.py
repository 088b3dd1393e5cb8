"""Figures of one or more sheets to one answer: summed, ordered, and tied to the file's own totals."""

from __future__ import annotations

import math
from calendar import month_name
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from planner.domain.actuals import (
    METRICS,
    ActualRow,
    LabelMatch,
    ReadFacts,
    ReadResult,
    RowProblem,
    TotalSeen,
)
from planner.sources.channel_names import ChannelNames
from planner.sources.context import Context
from planner.sources.details import Details
from planner.sources.grid import Book, Sheet, address
from planner.sources.layout import Layout
from planner.sources.problem_log import Code
from planner.sources.stated_totals import compared
from planner.sources.table import Key, Table


class SheetRead(Protocol):
    """A sheet, how it was understood, and what it gave."""

    @property
    def sheet(self) -> Sheet: ...  # noqa: D102
    @property
    def layout(self) -> Layout: ...  # noqa: D102
    @property
    def context(self) -> Context: ...  # noqa: D102
    @property
    def table(self) -> Table: ...  # noqa: D102


def combine(
    book: Book, read: Sequence[SheetRead], skipped: Sequence[str], names: ChannelNames, year: int | None
) -> ReadResult:
    """One result from the sheets that belong together; `skipped` are visible sheets left alone."""
    rows = _summed(read, names)
    totals = tuple(total for one in read for total in _totals(one))
    problems = [problem for one in read for problem in one.table.problems]
    details = Details()
    for one in read:
        details.update(one.table.details)
    said = [*_said(book, read, skipped, year), *_total_warnings(totals, read), *_coarser(details)]
    problems.sort(key=lambda problem: (_sheet_order(book, problem.sheet), problem.row or 0))
    layouts = {one.layout.name for one in read}
    if len(read) > 1 and all(one.context.sheet_metric for one in read):
        layouts = {"sheet_per_metric"}
    elif len(read) > 1 and all(one.context.sheet_month for one in read):
        layouts = {"sheet_per_month"}
    facts = ReadFacts(
        sheets=tuple(dict.fromkeys(one.sheet.name for one in read)),
        header_rows={one.sheet.name: one.layout.header.last + 1 for one in reversed(read)},
        layout="/".join(sorted(layouts)),
        columns={name: role for one in read for name, role in one.layout.columns().items()},
        labels=_labels(read),
        totals=totals,
        months=tuple(sorted({figure.month for figure in rows or details.listed()})),
        currency=next((code for one in read for code in sorted(one.table.currencies)), None),
        unit=next((one.context.unit for one in read if one.context.unit), 1.0),
        notes=tuple(problem.message for problem in said),
        cells=_cells(read),
    )
    return ReadResult(rows, (*problems, *said), facts, details.listed())


def _summed(read: Sequence[SheetRead], names: ChannelNames) -> tuple[ActualRow, ...]:
    sums: dict[tuple[str, str, str], list[float]] = {}
    for one in read:
        for key, values in one.table.figures.items():
            sums.setdefault(key, []).extend(values)
    place = {channel: i for i, channel in enumerate(dict.fromkeys(key[1] for key in sums))}
    keys = sorted(sums, key=lambda key: (key[0], names.order(key[1]), place[key[1]], METRICS.index(key[2])))
    return tuple(ActualRow(*key, round(math.fsum(sums[key]), 6)) for key in keys)


def _cells(read: Sequence[SheetRead]) -> dict[Key, tuple[str, str]]:
    largest: dict[Key, tuple[float, str, str]] = {}
    for one in read:
        for key, (size, row, column) in one.table.places.items():
            if key not in largest or size > largest[key][0]:
                largest[key] = (size, one.sheet.name, address(row, column))
    return {key: (sheet, cell) for key, (_, sheet, cell) in largest.items()}


def _labels(read: Sequence[SheetRead]) -> tuple[LabelMatch, ...]:
    found: dict[str, LabelMatch] = {}
    for one in read:
        for label, match in one.table.labels.items():
            lines = one.table.label_lines[label] + (found[label].lines if label in found else 0)
            found[label] = replace(match, lines=lines)
    return tuple(found.values())


def _totals(one: SheetRead) -> Iterator[TotalSeen]:
    """Sums the file states, each beside the sum of what it closes."""
    metrics = {figure.index: figure.metric or one.layout.metric or "" for figure in one.layout.figures}
    for total, index, read in compared(one.table.totals, one.table.columns):
        stated, cell = round(total.figures[index], 6), address(total.row, index)
        yield TotalSeen(one.sheet.name, cell, total.label, metrics[index], stated, round(read, 6))


def _total_warnings(totals: Sequence[TotalSeen], read: Sequence[SheetRead]) -> Iterator[RowProblem]:
    for one in read:
        differing = [t for t in totals if t.sheet == one.sheet.name and not t.agrees]
        if differing:
            first = differing[0]
            row = int("".join(char for char in first.cell if char.isdigit()))
            more = f" ({len(differing)} totals differ)" if len(differing) > 1 else ""
            yield RowProblem(
                one.sheet.name, first.cell, row, "total_differs",
                f"Your total {first.stated:,.2f}; read {first.read:,.2f}{more}. "
                "See the rows left out above, or check the total.", "warning",
            )  # fmt: skip


def _said(
    book: Book, read: Sequence[SheetRead], skipped: Sequence[str], year: int | None
) -> Iterator[RowProblem]:
    def remark(code: Code, message: str, sheet: str = "", row: int | None = None) -> RowProblem:
        return RowProblem(sheet, "", row, code, message, "warning")

    if book.hidden_sheets:
        yield remark("hidden_sheet", f"Hidden sheets were not read: {', '.join(book.hidden_sheets)}.")
    if skipped:
        yield remark("sheet_left_out", f"These sheets were not read: {', '.join(skipped)}.")
    for one in read:
        yield from _said_of_sheet(one, remark, year)


def _said_of_sheet(one: SheetRead, remark: _Remark, year: int | None) -> Iterator[RowProblem]:
    table, name = one.table, one.sheet.name
    left_out = list(dict.fromkeys([*one.layout.left_out, *table.skipped_metrics]))
    if left_out:
        yield remark(
            "left_out", f"Measures and columns that were not read: {', '.join(left_out[:20])}.", name
        )
    if table.hidden_rows:
        yield remark("hidden_rows", f"{_were(table.hidden_rows, 'hidden row')} read like the others.", name)
    if table.totals:
        yield remark("totals", f"{_were(len(table.totals), 'row', ' of totals')} not added up.", name)
    if table.skipped_scenarios:
        yield remark("not_actual", f"Rows left out: {_counts(table.skipped_scenarios)}.", name)
    if table.unspent:
        text = f"Rows kept as details and not counted as spend: {_counts(table.unspent)}."
        yield remark("not_actual", text, name)
    if table.same_money:
        text = f"{_were(table.same_money, 'figure')} left out as later states of money that is counted."
        yield remark("same_money", text, name)
    if table.other_years:
        yield remark(
            "other_year", f"Figures outside {year} were left out: {_counts(table.other_years)}.", name
        )
    if one.context.plan_named and not _says_actual(one.layout):
        title = " ".join(one.context.plan_named.split())[:80]
        yield remark(
            "plan_named",
            f'"{title}" reads like a plan, a forecast or another year. Take it over only if it was really '
            "spent and earned.",
            name,
        )
    if "period" in table.counted:
        first = "" if table.fiscal_start in (None, 1) else ", in which the fiscal year starts"
        yield remark("periods", f"Period 1 was read as {month_name[table.fiscal_start or 1]}{first}.", name)
    if "number" in table.counted and table.fiscal_start not in (None, 1):
        text = (
            f"Month 1 was read as January, though the fiscal year starts in {month_name[table.fiscal_start]}."
        )
        yield remark("month_numbers", f"{text} Write P1 or the month's name if it is another.", name)
    if one.context.unit and not one.layout.metric_column:
        yield remark("unit", f"Money was multiplied by {one.context.unit:,.0f}, as the title says.", name)


def _says_actual(layout: Layout) -> bool:
    """Whether columns say themselves which figures are actual."""
    if layout.scenario_column is not None or layout.state_column is not None:
        return True
    return any(column.heading.scenario == "actual" for column in layout.header.columns)


def _coarser(details: Details) -> Iterator[RowProblem]:
    if details.said:
        yield RowProblem(
            "", "", None, "details_coarser",
            f"There are more details than can be kept, so {' and '.join(details.said)} were left out; "
            "the monthly figures are complete.", "warning",
        )  # fmt: skip


class _Remark(Protocol):
    def __call__(self, code: Code, message: str, sheet: str = "", row: int | None = None) -> RowProblem: ...


def _were(count: int, one: str, more: str = "") -> str:
    return f"1 {one}{more} was" if count == 1 else f"{count:,} {one}s{more} were"


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in sorted(counter.items()))


def _sheet_order(book: Book, name: str) -> int:
    return next((i for i, sheet in enumerate(book.sheets) if sheet.name == name), 0)
