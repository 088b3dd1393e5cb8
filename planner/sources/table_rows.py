"""Walk the rows of one table: every figure is taken, missing, or a problem with its place."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.actuals import MONEY_METRICS, MoneyState
from planner.domain.errors import BadFile, say
from planner.sources.channel_names import ChannelNames
from planner.sources.context import Context
from planner.sources.cut_rows import cut_rows
from planner.sources.figure_columns import FigureColumn
from planner.sources.figure_reader import FigureReader
from planner.sources.figures import NoFigure
from planner.sources.grid import Cell, ErrorValue, Row, Sheet
from planner.sources.headings import Headings
from planner.sources.layout import Layout
from planner.sources.mapping import FileMapping
from planner.sources.problem_log import ProblemLog, shown
from planner.sources.row_labels import RowLabels
from planner.sources.stated_totals import Total
from planner.sources.table import Table
from planner.sources.tally import Taken, Tally


def read_table(
    sheet: Sheet,
    layout: Layout,
    headings: Headings,
    names: ChannelNames,
    mapping: FileMapping,
    context: Context,
    *,
    year: int | None,
    date1904: bool,
) -> Table:
    """All figures of one table. Raises OpenQuestion for a missing year or undecidable numbers and dates."""
    table = _Walk(sheet, layout, headings, names, mapping, context, year, date1904).walk()
    unspent = table.unspent.total()
    if (table.skipped_scenarios or unspent) and table.data_rows == unspent and not table.commits:
        kinds = ", ".join(sorted({*table.skipped_scenarios, *table.unspent}))
        raise BadFile(
            say(
                "{place}: every row is marked {kinds}; none is actual. Send the actuals.",
                place=sheet.name or "The file",
                kinds=kinds,
            ),
            reason="plan_only",
        )
    return table


class _Walk:
    """One way through the rows; what was found is in the table it returns."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        headings: Headings,
        names: ChannelNames,
        mapping: FileMapping,
        context: Context,
        year: int | None,
        date1904: bool,
    ) -> None:
        self._sheet, self._layout, self._headings = sheet, layout, headings
        self._mapping = mapping
        default_year = year if year is not None else _only(context.years)
        self._log = ProblemLog(sheet.name)
        self._labels = RowLabels(
            sheet,
            layout,
            headings,
            names,
            mapping,
            self._log,
            default_year=default_year,
            calendar_year=year is not None,
            date1904=date1904,
        )
        self._table = Table(problems=self._log.problems, labels=self._labels.matches)
        self._first = layout.header.last + 1
        self._reader = FigureReader(sheet, layout, mapping, context, self._labels)
        self._seen: dict[int, int] = {}
        self._cut = cut_rows(sheet, layout.header)
        month_text = self._labels.month_text
        self._months = {f.index: month_text(f.month) for f in layout.figures if f.month}
        self._fixed_month = month_text(layout.month) if layout.month else None
        self._channels = self._column_channels()
        self._unlabelled: list[int] = []
        self._tally = Tally(
            self._table,
            layout,
            self._labels,
            mapping,
            year=None if year is None else f"{year:04d}",
            place=sheet.name or "The file",
        )

    def walk(self) -> Table:
        for r in range(self._first, len(self._sheet.rows)):
            row = self._sheet.rows[r]
            if any(cell is not None for cell in row):
                self._row(r, row)
        self._tally.settle()
        for r in self._unlabelled:
            self._settle_unlabelled(r)
        self._log.close()
        self._table.label_lines = self._labels.lines
        self._table.counted, self._table.fiscal_start = self._labels.counted, self._mapping.first_month
        self._table.skipped_metrics = self._labels.skipped_metrics
        self._table.skipped_scenarios = self._labels.skipped_scenarios
        return self._table

    def _column_channels(self) -> dict[int, str | None]:
        """Plan channel of each column that names one; unknown ones are said once, at the header."""
        at = self._layout.header.last
        return {
            f.index: self._labels.matched(f.channel, at, f.index) for f in self._layout.figures if f.channel
        }

    def _row(self, r: int, row: Row) -> None:
        layout, labels = self._layout, self._labels
        if r in self._cut:
            self._reject_cut(r)
            return
        figures = [f for f in layout.figures if f.index < len(row) and row[f.index] is not None]
        if total := labels.total(r, row):
            self._take_total(r, row, total, figures)
            return
        if not figures or self._is_note(row, figures) or not labels.is_actual(r):
            return
        if labels.absent(r, row):
            self._unlabelled.append(r)
            return
        counts, state = labels.state(r)
        if not counts:
            return
        self._table.data_rows += 1
        self._table.hidden_rows += r in self._sheet.hidden_rows
        month = self._fixed_month if layout.time is None else labels.month(r, row)
        if month is None and layout.time is not None:
            return
        channel: str | None = ""
        if layout.channel_column is not None or layout.channel is not None:
            channel = labels.channel(r)
        metric = layout.metric if layout.metric_column is None else labels.metric(r)
        if channel is not None and (metric is not None or layout.metric_column is None):
            self._take(r, row, figures, month, channel, metric, state)

    def _take(
        self,
        r: int,
        row: Row,
        figures: list[FigureColumn],
        month: str | None,
        channel: str,
        metric: str | None,
        state: MoneyState | None,
    ) -> None:
        taken: Taken = []
        faults: list[tuple[FigureColumn, NoFigure]] = []
        for figure in figures:
            where = self._channels.get(figure.index, channel)
            value = self._reader.read(figure, row[figure.index])
            name = figure.metric or metric
            when = self._months.get(figure.index) or month
            if value is NoFigure.MISSING or not where or name is None or when is None:
                continue
            if value is NoFigure.TEXT:
                self._reject_text(r, figure, row[figure.index])
                return
            if isinstance(value, NoFigure):
                faults.append((figure, value))
                continue
            if name in MONEY_METRICS and not self._in_currency(r, row, figure):
                return
            taken.append((figure.index, (when, where, name), value * self._reader.factor(r, figure, name)))
        for figure, fault in faults:
            self._say_fault(r, figure, fault, row[figure.index])
        if not taken:
            return
        self._note_duplicate(r, row)
        self._tally.add(r, row, taken, state)

    def _in_currency(self, r: int, row: Row, figure: FigureColumn) -> bool:
        code = self._reader.currency(row, figure)
        if code and self._mapping.currency and code != self._mapping.currency:
            self._log.reject(
                r,
                figure.index,
                "other_currency",
                f"the amount is in {code}, the plan in {self._mapping.currency}; the row was left out.",
            )
            return False
        if code:
            self._table.currencies[code] += 1
        return True

    def _take_total(self, r: int, row: Row, label: str, figures: Sequence[FigureColumn]) -> None:
        sums = {}
        for figure in figures:
            value = self._reader.read(figure, row[figure.index])
            metric = figure.metric or self._layout.metric
            if isinstance(value, float) and metric:
                sums[figure.index] = value * self._reader.factor(r, figure, metric)
        labels, time = self._labels, self._layout.time
        month = (labels.month(r, row) or "") if time is not None and labels.names_month(time, row) else ""
        alone = labels.alone(row) or (
            month and labels.alone([None if c == time else cell for c, cell in enumerate(row)])
        )
        pure = bool(alone) and self._layout.metric_column is None
        self._table.totals.append(Total(r, label, sums, pure, month))

    def _settle_unlabelled(self, r: int) -> None:
        """A row of figures without labels is the total where it equals the sums, otherwise it is at fault."""
        row = self._sheet.rows[r]
        left = {*self._unlabelled, *(total.row for total in self._table.totals)}
        figures = [f for f in self._layout.figures if f.index < len(row) and row[f.index] is not None]
        for figure in figures:
            stated = self._reader.read(figure, row[figure.index])
            summed = 0.0
            for other in range(self._first, len(self._sheet.rows)):
                value = self._reader.read(figure, self._sheet.at(other, figure.index))
                if other not in left and isinstance(value, float):
                    summed += value
            if not isinstance(stated, float) or abs(stated - summed) > max(0.5, 1e-5 * abs(summed)):
                self._log.reject(
                    r,
                    figure.index,
                    "blank_channel" if self._layout.time is None else "blank_month",
                    "the row has figures but neither month nor channel. Fill them in.",
                )
                return
        self._take_total(r, row, "", figures)

    def _is_note(self, row: Row, figures: list[FigureColumn]) -> bool:
        """A row without figures: dashes, a repeated header, or a remark that reaches into the figures."""
        values: list[str] = []
        for figure in figures:
            if not isinstance(value := row[figure.index], str):
                return False
            values.append(value)
        read = {self._reader.read(f, row[f.index]) for f in figures}
        if not read <= {NoFigure.TEXT, NoFigure.MISSING}:
            return False
        words = [value for value in values if any(char.isalpha() for char in value)]  # "10%" names no ratio
        headings = sum(self._headings.read(value).known for value in words)
        channel, time = self._layout.channel_column, self._layout.time
        no_channel = channel is None or channel >= len(row) or row[channel] is None
        bare_labels = no_channel and not self._labels.names_month(time, row)
        return NoFigure.TEXT not in read or headings * 2 > len(values) or bare_labels

    def _note_duplicate(self, r: int, row: Row) -> None:
        # Hashes instead of rows keep large files small; rows are compared where hashes meet.
        first = self._seen.setdefault(hash(tuple(row)), r)
        if first != r and self._sheet.rows[first] == row:
            self._log.warn(
                r, None, "duplicate", f"the row is the same as row {first + 1}; both were counted."
            )

    def _reject_cut(self, r: int) -> None:
        self._log.reject(
            r,
            None,
            "cut_row",
            "the row has more cells than the header, so its figures may stand in wrong columns; it was left "
            "out. Put amounts and names that hold the separator in quotes.",
        )

    def _reject_text(self, r: int, figure: FigureColumn, cell: Cell) -> None:
        self._log.reject(
            r,
            figure.index,
            "not_a_number",
            f'"{shown(cell)}" is not a number in column "{figure.header}"; the row was left out. '
            "Put the amount there, or leave it blank.",
        )

    def _say_fault(self, r: int, figure: FigureColumn, fault: NoFigure, cell: Cell) -> None:
        if fault is NoFigure.UNCACHED:
            message = "the formula has no stored result. Open the file in Excel, save it and send it again."
            self._log.reject(r, figure.index, "no_result", message)
            return
        code = cell.code if isinstance(cell, ErrorValue) else shown(cell)
        message = f'the cell shows {code} in column "{figure.header}"; this figure was left out.'
        self._log.reject(r, figure.index, "error_cell", f"{message} Mend the formula.")


def _only(years: Sequence[int]) -> int | None:
    return years[0] if len(years) == 1 else None
