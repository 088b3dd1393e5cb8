"""The figures of one table as numbers: their decimal sign, their unit and their currency."""

from __future__ import annotations

from planner.domain.actuals import MONEY_METRICS
from planner.sources.amounts import Typed, currency_of, typed
from planner.sources.context import Context
from planner.sources.figure_columns import FigureColumn
from planner.sources.figures import Figures, NoFigure, decide_decimal
from planner.sources.grid import Cell, Row, Sheet
from planner.sources.layout import Layout
from planner.sources.mapping import FileMapping
from planner.sources.row_labels import RowLabels


class FigureReader:
    """Reads cells of figures. Raises OpenQuestion when made where decimal signs cannot be decided."""

    def __init__(
        self, sheet: Sheet, layout: Layout, mapping: FileMapping, context: Context, labels: RowLabels
    ) -> None:
        self._layout, self._mapping, self._context, self._labels = layout, mapping, context, labels
        self._readers = self._readers_of(sheet)
        self._factors: dict[tuple[int, str], float] = {}

    def _readers_of(self, sheet: Sheet) -> dict[int, Figures]:
        rows = sheet.rows[self._layout.header.last + 1 :]
        columns = []
        for figure in self._layout.figures:
            cells = (row[figure.index] for row in rows if figure.index < len(row))
            texts = sorted({cell for cell in cells if isinstance(cell, str)})
            columns.append((figure.header, figure.metric or self._layout.metric, texts))
        threes = self._mapping.three_digits
        decimals = decide_decimal(columns, self._mapping.decimal, sheet.name or "The file", threes)
        return {
            f.index: Figures(decimal, threes)
            for f, decimal in zip(self._layout.figures, decimals, strict=True)
        }

    def read(self, figure: FigureColumn, cell: Cell) -> float | NoFigure:
        """The cell's number as written, before its unit, or why it is none."""
        return self._readers[figure.index].read(cell)

    def factor(self, r: int, figure: FigureColumn, metric: str) -> float:
        """What a figure is multiplied by: its own unit; for money the mapping's first, the title's last."""
        if (known := self._factors.get((figure.index, metric))) is not None:
            return known
        own = figure.unit
        by_row = own is None and self._layout.metric_column is not None
        if by_row:
            own = self._labels.unit(r)
        factor = own or 1.0
        if metric in MONEY_METRICS:
            factor = self._mapping.unit or own or self._context.unit or 1.0
        if not by_row:
            self._factors[figure.index, metric] = factor
        return factor

    def currency(self, row: Row, figure: FigureColumn) -> str | None:
        """The currency of an amount: the cell's own, else the row's, else the header's, else the title's."""
        cell = row[figure.index]
        code = _currency_in(cell) if isinstance(cell, str) else None
        column = self._layout.currency_column
        if code is None and column is not None and column < len(row) and isinstance(own := row[column], str):
            code = currency_of(own) or (own.strip().upper() if len(own.strip()) == 3 else None)
        return code or figure.currency or self._context.currency


def _currency_in(text: str) -> str | None:
    number = typed(text)
    return number.currency if isinstance(number, Typed) else currency_of(text)
