"""What a row says about its figures: month, channel, metric, scenario - or that it is a total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from planner.domain.actuals import LabelMatch, MoneyState
from planner.domain.calendar import Month
from planner.sources.channel_names import ChannelNames
from planner.sources.fill import filled_labels, merged_labels
from planner.sources.grid import Cell, ErrorValue, Row, Sheet
from planner.sources.header import is_figure
from planner.sources.headings import Headings, is_account, is_starred, is_total
from planner.sources.layout import Layout
from planner.sources.mapping import FileMapping
from planner.sources.money_states import knows_state, state_of
from planner.sources.months import Counted, Moment, names_days
from planner.sources.periods import Calendar, NoMonth, decide_order
from planner.sources.problem_log import ProblemLog, shown
from planner.sources.questions import ask_year
from planner.sources.vocabulary import PERIOD_HEAD, REMARK_WORDS, SCENARIOS, WEEK_WORDS
from planner.sources.words import bare

_LONG_NOTE = 30


class RowLabels:
    """Reads the label columns of one table; a label at fault is logged and reads as None."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        headings: Headings,
        names: ChannelNames,
        mapping: FileMapping,
        log: ProblemLog,
        *,
        default_year: int | None,
        calendar_year: bool,
        date1904: bool,
    ) -> None:
        self._layout, self._headings, self._names = layout, headings, names
        self._mapping, self._log = mapping, log
        self._place = sheet.name or "The file"
        self._default_year, self._calendar_year = default_year, calendar_year
        self._fiscal_start = mapping.first_month
        self._first = layout.header.last + 1
        self._cells = filled_labels(sheet, layout, self._first)
        finer = (layout.campaign_column, layout.state_column, *layout.references)
        self._finer = merged_labels(sheet, finer, self._first)
        times: Sequence[Cell] = self._cells[layout.time] if layout.time is not None else ()
        order = decide_order(times, mapping.date_order, self._place)
        counted = self._counted_by(layout)
        self._calendar = Calendar(order, date1904=date1904, year=default_year, counted=counted)
        figures = {figure.index for figure in layout.figures}
        self._columns = [c.index for c in layout.header.columns if c.index not in figures]
        named = None if layout.channel_column is None else layout.header.columns[layout.channel_column]
        head = "" if named is None else bare(named.heading.text)
        # 1C puts the account's own row above those of its analytics.
        self._ledger = "субконто" in head or head.startswith(("счет /", "счет,", "account /"))
        self._shown: dict[Cell, str] = {}
        self._metrics: dict[str, str | None] = {}
        self.matches: dict[str, LabelMatch] = {}
        self.lines: Counter[str] = Counter()
        self.skipped_metrics: Counter[str] = Counter()
        self.skipped_scenarios: Counter[str] = Counter()
        self.counted: set[Counted] = set()

    def month_text(self, moment: Moment, year: int | None = None) -> str:
        """2027-03; a bare month takes its row's year, else the plan's. Raises OpenQuestion without either.

        Period 1 is the first month of the fiscal year: of the one that is named beside it, else the one of
        those months that lies in the calendar year that is read.
        """
        named = moment.year if moment.year is not None else year
        chosen = self._default_year if named is None else named
        if chosen is None:
            raise ask_year(self._place)
        if moment.counted:
            self.counted.add(moment.counted)
        if moment.counted != "period":
            return moment.text(chosen)
        month = Month(chosen, self._fiscal_start or 1) + (moment.month - 1)
        return str(Month(chosen, month.number) if named is None and self._calendar_year else month)

    def _counted_by(self, layout: Layout) -> Counted:
        """What a number alone counts in the time column: periods where its head says so, else months."""
        head = "" if layout.time is None else bare(layout.header.columns[layout.time].heading.text)
        return "period" if PERIOD_HEAD.search(head) else "number"

    def month(self, r: int, row: Row) -> str | None:
        """The row's month by its time column."""
        column = self._layout.time or 0
        cell = self._cell(column, r)
        if cell is None or isinstance(cell, ErrorValue):
            self._log.reject(r, column, "blank_month", "the row has figures but no month. Fill in the month.")
            return None
        moment = self._calendar.read(cell)
        if isinstance(moment, NoMonth):
            message = f'"{shown(cell)}" is not a month; the row was left out. Write it as 2027-03.'
            self._log.reject(r, column, "bad_month", message)
            return None
        end_column = self._layout.end
        if end_column is not None and end_column < len(row):
            end = self._calendar.read(row[end_column])
            if isinstance(end, Moment) and (end.year, end.month) != (moment.year, moment.month):
                self._log.reject(
                    r,
                    end_column,
                    "several_months",
                    f'"{shown(cell)}" to "{shown(row[end_column])}" covers several months. '
                    "Export the report by month or by day.",
                )
                return None
        return self.month_text(moment, self._year(r))

    def has_days(self) -> bool:
        """Whether the time column names days; first or last days of months throughout stand for the month."""
        column = self._layout.time
        if column is None or bare(self._layout.header.columns[column].heading.text) in WEEK_WORDS:
            return False
        moments = [self._calendar.read(cell) for cell in set(self._cells[column]) if cell is not None]
        return names_days(moment for moment in moments if isinstance(moment, Moment))

    def day(self, r: int, row: Row, month: str) -> date | None:
        """The row's day by its time column, None where the row covers more than a day."""
        moment = self._calendar.read(self._cell(self._layout.time, r))
        if not isinstance(moment, Moment) or moment.day is None:
            return None
        end_column = self._layout.end
        if end_column is not None and end_column < len(row) and row[end_column] is not None:
            end = self._calendar.read(row[end_column])
            if end != moment:
                return None
        return date(int(month[:4]), moment.month, moment.day)

    def campaign(self, r: int) -> str:
        """The row's campaign, "" for none."""
        column = self._layout.campaign_column
        return "" if column is None else self._name(self._finer[column][r - self._first])

    def numbers(self, r: int) -> tuple[str, str]:
        """The row's order and invoice number, "" for a blank."""
        columns = (self._layout.order_column, self._layout.invoice_column)
        order, invoice = ("" if c is None else self._name(self._finer[c][r - self._first]) for c in columns)
        return order, invoice

    def state(self, r: int) -> tuple[bool, MoneyState | None]:
        """Whether the row can be counted, and its money state; unknown states are logged."""
        column = self._layout.state_column
        if column is None or (cell := self._finer[column][r - self._first]) is None:
            return True, None
        label = shown(cell)
        if knows_state(label):
            return True, state_of(label)
        if SCENARIOS.get(bare(label)) not in (None, "actual"):
            self.skipped_scenarios[label] += 1
            return False, None
        self._log.reject(
            r,
            column,
            "bad_state",
            f'"{label}" is no state of money; the row was left out. '
            "Write planned, committed, accrued, invoiced or paid.",
        )
        return False, None

    def channel(self, r: int) -> str | None:
        """The row's plan channel by its channel column, or the table's one channel."""
        column = self._layout.channel_column
        cell: Cell = self._layout.channel if column is None else self._cell(column, r)
        if cell is None and self._mapping.default_channel:
            cell = self._mapping.default_channel
        if cell is None or isinstance(cell, ErrorValue):
            message = "the row has figures but no channel. Fill in the channel."
            self._log.reject(r, column, "blank_channel", message)
            return None
        return self.matched(self._name(cell), r, column)

    def matched(self, label: str, r: int, column: int | None) -> str | None:
        """The plan channel of a label, unknown ones logged at the given place."""
        match = self.matches.get(label)
        if match is None:
            if self._names.ignored(label):
                return None
            match = self.matches[label] = self._names.match(label)
        self.lines[label] += 1
        if match.channel is None:
            near = f'; the nearest is "{match.suggestions[0]}"' if match.suggestions else ""
            message = (
                f'"{label}" is not a plan channel{near}. Correct the name, or map it once ("channel_map").'
            )
            self._log.reject(r, column, "unknown_channel", message)
        return match.channel

    def metric(self, r: int) -> str | None:
        """The row's metric by its metric column; measures the planner does not keep are counted."""
        label = shown(self._cell(self._layout.metric_column, r))
        if label not in self._metrics:
            heading = self._headings.read(label)
            self._metrics[label] = None if heading.ratio else heading.metric
        if self._metrics[label] is None and label:
            self.skipped_metrics[label] += 1
        return self._metrics[label]

    def unit(self, r: int) -> float | None:
        """Factor that the row's metric label names ("Spend, EUR k")."""
        return self._headings.read(shown(self._cell(self._layout.metric_column, r))).unit

    def is_actual(self, r: int) -> bool:
        """Whether the row's scenario is actual; other scenarios are counted."""
        if self._layout.scenario_column is None:
            return True
        label = shown(self._cell(self._layout.scenario_column, r))
        if SCENARIOS.get(bare(label)) in (None, "actual"):
            return True
        self.skipped_scenarios[label] += 1
        return False

    def total(self, r: int, row: Row) -> str:
        """The label that makes the row a sum of others ("Total TV", "Q1"), "" for other rows."""
        first = next((row[c] for c in self._columns if c < len(row) and row[c] is not None), None)
        if isinstance(first, str) and (is_starred(first) or (self._ledger and is_account(first))):
            return first
        for c in self._columns:
            cell = row[c] if c < len(row) else None
            if not isinstance(cell, str) or not is_total(cell) or self._is_plan_channel(cell):
                continue
            if c == self._columns[0] or not self._is_remark(r, c, cell):
                return cell
        time = self._cell(self._layout.time, r)
        if isinstance(time, str) and self._calendar.read(time) is NoMonth.SUMMARY:
            return time
        return ""

    def _is_remark(self, r: int, c: int, text: str) -> bool:
        """Whether "Total incl. fees" is said about the row's figures, not about what the row is."""
        heading = self._layout.header.columns[c].heading
        is_comment = bare(heading.text) in REMARK_WORDS
        if heading.role != "note" and not is_comment:
            return False
        labels = [column for column in (self._layout.time, self._layout.channel_column) if column is not None]
        labelled = len(labels) > 1 and all(self._cell(column, r) is not None for column in labels)
        return len(text) >= _LONG_NOTE or (labelled and is_comment)

    def absent(self, r: int, row: Row) -> bool:
        """Whether the row has no label, not even from a merged block, though the table's rows carry some."""
        carried = [c for c in self._cells if c != self._layout.year]
        if not carried or any(self._cell(column, r) is not None for column in carried):
            return False
        return all(c >= len(row) or row[c] is None or is_figure(row[c]) for c in self._columns)

    def names_month(self, column: int | None, row: Row) -> bool:
        """Whether the cell in a time column is a month."""
        if column is None or column >= len(row) or row[column] is None:
            return False
        return not isinstance(self._calendar.read(row[column]), NoMonth)

    def alone(self, row: Row) -> bool:
        """Whether at most one label stands in the row; figures of columns nobody knows are none."""
        columns = self._layout.header.columns
        return (
            sum(
                c < len(row) and row[c] is not None and (columns[c].heading.known or not is_figure(row[c]))
                for c in self._columns
            )
            <= 1
        )

    def _name(self, cell: Cell) -> str:
        if (name := self._shown.get(cell)) is None:
            name = self._shown[cell] = shown(cell)
        return name

    def _is_plan_channel(self, label: str) -> bool:
        return not self._names.open and self._names.match(label).channel is not None

    def _year(self, r: int) -> int | None:
        cell = self._cell(self._layout.year, r)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and 1900 < cell < 2100:
            return int(cell)
        return self._headings.read(cell).year if isinstance(cell, str) else None

    def _cell(self, column: int | None, r: int) -> Cell:
        return self._cells[column][r - self._first] if column is not None else None
