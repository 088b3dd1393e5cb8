"""What is counted of the figures of a table: by month, by day and campaign, and each money once."""

from __future__ import annotations

from datetime import date

from planner.domain.actuals import MoneyState
from planner.sources.grid import Row
from planner.sources.layout import Layout
from planner.sources.mapping import FileMapping
from planner.sources.money_states import UNSPENT, Line, counted
from planner.sources.months import names_days
from planner.sources.row_labels import RowLabels
from planner.sources.stated_totals import ColumnFigures
from planner.sources.table import Key, Table

Taken = list[tuple[int, Key, float]]
"""Column, key and value of each figure of a row."""
_NOWHERE = (-1.0, 0, 0)


class Tally:
    """Adds figures to `table`. `year` is the only one whose figures count, None where all do."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        labels: RowLabels,
        mapping: FileMapping,
        *,
        year: str | None,
        place: str,
    ) -> None:
        self._table, self._layout, self._labels = table, layout, labels
        self._mapping, self._year, self._place = mapping, year, place
        self._lines: list[tuple[int, int, Key, Line]] = []
        moments = [f.month for f in layout.figures if f.month]
        self._column_days: dict[int, int] = {}
        if names_days(moments):
            self._column_days = {f.index: f.month.day for f in layout.figures if f.month and f.month.day}
        self._row_days = labels.has_days()
        self._detailed = bool(
            self._row_days
            or self._column_days
            or layout.campaign_column is not None
            or layout.state_column is not None
            or layout.references
        )

    def add(self, r: int, row: Row, taken: Taken, state: MoneyState | None) -> None:
        """Count the figures of row `r`, or hold them until all states of the same money are known."""
        if self._detailed:
            self._add_details(r, row, taken, state)
        if self._layout.state_column is None:
            self._count(r, taken)
        elif state in UNSPENT:
            self._table.unspent[str(state)] += 1
        else:
            campaign, numbers = self._labels.campaign(r), self._labels.numbers(r)
            for index, key, value in taken:
                self._lines.append((r, index, key, Line(*key, campaign, numbers, state, value)))

    def settle(self) -> None:
        """Delivered money counts once, however many states of it the table holds."""
        if self._layout.state_column is None:
            return
        lines = [line for *_, line in self._lines]
        keep = counted(lines, self._mapping.states, self._place)
        self._table.same_money = keep.count(False)
        for (r, index, key, line), kept in zip(self._lines, keep, strict=True):
            if kept:
                self._count(r, [(index, key, line.value)])

    def _count(self, r: int, taken: Taken) -> None:
        for index, key, value in taken:
            self._table.columns.setdefault(index, ColumnFigures()).add(r, key[0], key[1], value)
            if self._year is not None and key[0][:4] != self._year:
                self._table.other_years[key[0][:4]] += 1
            else:
                self._table.figures.setdefault(key, []).append(value)
                if abs(value) > self._table.places.get(key, _NOWHERE)[0]:
                    self._table.places[key] = (abs(value), r, index)

    def _add_details(self, r: int, row: Row, taken: Taken, state: MoneyState | None) -> None:
        campaign, (order, invoice) = self._labels.campaign(r), self._labels.numbers(r)
        add = self._table.details.add
        own = self._labels.day(r, row, taken[0][1][0]) if self._row_days else None
        for index, (month, channel, metric), value in taken:
            if self._year is not None and month[:4] != self._year:
                continue
            day = own
            if number := self._column_days.get(index):
                day = date(int(month[:4]), int(month[5:]), number)
            add((month, channel, metric, day, campaign, state, order, invoice), value)
