"""Where month, channel and metric of a figure come from: its row, its column, or the table's surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.errors import BadFile, say
from planner.sources.channel_names import ChannelNames
from planner.sources.content import content_of
from planner.sources.context import Context
from planner.sources.corner import read_corner
from planner.sources.figure_columns import LABEL_ROLES, FigureChooser, FigureColumn, roles
from planner.sources.grid import Sheet
from planner.sources.header import Column, Header
from planner.sources.headings import Headings, is_total
from planner.sources.mapping import FileMapping
from planner.sources.money_states import (
    CAMPAIGN_WORDS,
    INVOICE_WORDS,
    ORDER_WORDS,
    STATE_COLUMN_WORDS,
    are_states,
)
from planner.sources.months import Moment
from planner.sources.questions import ask_channel, ask_metric, ask_weeks
from planner.sources.words import bare


@dataclass(frozen=True)
class Layout:
    """How to read one table. Column numbers count from 0 and are None where the rows do not say."""

    name: str
    header: Header
    figures: tuple[FigureColumn, ...]
    time: int | None = None
    end: int | None = None
    year: int | None = None
    channel_column: int | None = None
    metric_column: int | None = None
    scenario_column: int | None = None
    currency_column: int | None = None
    campaign_column: int | None = None
    state_column: int | None = None
    order_column: int | None = None
    invoice_column: int | None = None
    month: Moment | None = None
    channel: str | None = None
    metric: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[int, ...]:
        """Columns of order and invoice numbers."""
        return tuple(c for c in (self.order_column, self.invoice_column) if c is not None)

    def columns(self) -> dict[str, str | None]:
        """Header to role, for the mapping screen."""
        labels = (
            (self.order_column, "order"),
            (self.invoice_column, "invoice"),
            (self.campaign_column, "campaign"),
            (self.state_column, "state"),
            (self.time, "month"),
            (self.channel_column, "channel"),
        )
        used = {index: role for index, role in labels if index is not None}
        used |= {figure.index: figure.metric or self.metric or "value" for figure in self.figures}
        return {
            column.heading.text: used.get(column.index)
            for column in self.header.columns
            if column.heading.text
        }


class _Understanding:
    """The decisions for one table, taken in the order time, channel, metric, figures."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        headings: Headings,
        names: ChannelNames,
        mapping: FileMapping,
        context: Context,
        place: str,
    ) -> None:
        self._sheet, self._header, self._headings = sheet, header, headings
        self._names, self._mapping, self._context, self._place = names, mapping, context, place
        self._contents = {
            column.index: content_of(sheet, column.index, header.last + 1, headings, names)
            for column in header.columns
        }
        self._header, self._corner = read_corner(header, self._contents)

    def layout(self) -> Layout:
        columns = self._header.columns
        across = [c for c in columns if c.heading.month and not self._label_role(c)]
        state = self._state()
        scenario = self._by_content("scenario", "scenarios") if state is None else None
        metric_column = self._by_content("metric_name", "metrics")
        time = None if across and not self._given("time") else self._time({scenario, metric_column})
        taken = {time, scenario, metric_column, state}
        channel_column = self._channel(taken, bool(across))
        chooser = FigureChooser(
            self._header, self._contents, self._mapping, self._place, open_names=self._names.open
        )
        figures, left_out = chooser.figures(channel_column, metric_column, taken | {channel_column}, time)
        if not figures and any(c.heading.total or c.heading.year for c in columns):
            raise BadFile(
                say(
                    "{place}: the figures are sums of quarters, years or everything, none of a single "
                    "month. Send them by month.",
                    place=self._place,
                ),
                reason="no_month",
            )
        if not figures:
            raise BadFile(
                say(
                    "{place}: no column of figures was understood. Name the columns (month, channel, "
                    'spend, ...) or say which is which with "column_map" in the mapping file.',
                    place=self._place,
                ),
                reason="no_figures",
                columns=roles(self._header),
            )
        metric = None
        if metric_column is None and any(figure.metric is None for figure in figures):
            metric = self._metric()
        by_column = any(figure.channel for figure in figures)
        channel = None
        if channel_column is None and not by_column:
            channel = self._one_channel()
        month = None
        if time is None and not any(figure.month for figure in figures):
            month = self._context.sheet_month or self._context.month
            if month is None:
                raise BadFile(
                    say(
                        "{place}: no month was found, neither in a column, nor in the header, the title or "
                        "the sheet's name. Add a column with the month (2027-03).",
                        place=self._place,
                    ),
                    reason="no_month",
                )
        currency = self._first("currency")
        spends = self._spends(figures, metric)
        if state is not None and not spends:
            state, scenario = None, self._by_content("scenario", "scenarios")
        others = {*taken, channel_column, *(figure.index for figure in figures)}
        return Layout(
            name=self._mapping.layout or self._name(figures, channel_column, metric_column, time),
            header=self._header,
            figures=tuple(figures),
            time=time,
            end=self._first("end"),
            year=self._first("year"),
            channel_column=channel_column,
            metric_column=metric_column,
            scenario_column=scenario,
            currency_column=currency,
            campaign_column=self._campaign({*taken, channel_column}),
            state_column=state,
            order_column=self._number("order", ORDER_WORDS, others) if spends else None,
            invoice_column=self._number("invoice", INVOICE_WORDS, others) if spends else None,
            month=month,
            channel=channel,
            metric=metric,
            left_out=tuple(left_out),
        )

    def _label_role(self, column: Column) -> bool:
        return column.heading.role in LABEL_ROLES

    def _given(self, role: str) -> bool:
        return any(c.heading.given and c.heading.role == role for c in self._header.columns)

    def _first(self, role: str) -> int | None:
        return next((c.index for c in self._header.columns if c.heading.role == role), None)

    def _by_content(self, role: str, share: str) -> int | None:
        for column in self._header.columns:
            heading = column.heading
            content = getattr(self._contents[column.index], share)
            if heading.given and heading.role not in (role, ""):
                continue
            if content >= 0.5 and (
                heading.role == role or (heading.role in ("", "channel") and not heading.metric)
            ):
                return column.index
        return None

    def _state(self) -> int | None:
        """The column that says how far the row's money is on its way."""
        for column in self._header.columns:
            heading, last = column.heading, _last_level(column)
            if heading.given:
                if heading.role == "state":
                    return column.index
                continue
            named = last in STATE_COLUMN_WORDS
            open_to = heading.role == "scenario" or not heading.known
            if (named or open_to) and are_states(self._texts(column.index), named=named):
                return column.index
        return None

    def _texts(self, column: int) -> set[str]:
        rows = self._sheet.rows[self._header.last + 1 :]
        return {
            cell for row in rows if column < len(row) and isinstance(cell := row[column], str)
            and not is_total(cell)
        }  # fmt: skip

    def _spends(self, figures: Sequence[FigureColumn], metric: str | None) -> bool:
        metrics = {figure.metric or metric for figure in figures}
        return "spend" in metrics or None in metrics

    def _campaign(self, taken: set[int | None]) -> int | None:
        free = [c for c in self._header.columns if c.index not in taken]
        given = [c for c in free if c.heading.role == "campaign"]
        named = [
            c for c in free
            if c.heading.role == "note" and not c.heading.given and _last_level(c) in CAMPAIGN_WORDS
        ]  # fmt: skip
        return next((c.index for c in [*given, *named] if self._contents[c.index].filled), None)

    def _number(self, role: str, words: frozenset[str], taken: set[int | None]) -> int | None:
        """The column of order or invoice numbers; of several the one that is filled most."""
        free = [c for c in self._header.columns if c.index not in taken]
        given = [c for c in free if c.heading.role == role]
        named = [c for c in free if not c.heading.given and _last_level(c) in words]
        filled = [c for c in given or named if self._contents[c.index].filled]
        best = max(filled, key=lambda c: (self._contents[c.index].filled, -c.index), default=None)
        return None if best is None else best.index

    def _time(self, taken: set[int | None]) -> int | None:
        named = [c for c in self._header.columns if c.heading.role == "time" and c.index not in taken]
        if (first := next((c for c in named if c.heading.given), None)) is not None:
            return first.index
        best = max(named, key=lambda c: (round(self._months_of(c), 1), -c.index), default=None)
        if best is not None and self._contents[best.index].weeks > 0.5:
            raise ask_weeks(self._place, best.heading.text)
        if best is not None:
            return best.index
        for column in self._header.columns:
            content = self._contents[column.index]
            unnamed = not column.heading.known or column.heading.role == "quarter"
            if unnamed and content.months >= 0.5 and column.index not in taken:
                return column.index
        corner = next((c for c in self._header.columns if self._is_corner(c, taken)), None)
        if corner is not None:
            return corner.index
        week = next((c for c in self._header.columns if c.heading.role == "week"), None)
        if week is not None:
            raise ask_weeks(self._place, week.heading.text)
        return None

    def _is_corner(self, column: Column, taken: set[int | None]) -> bool:
        """Months under a corner cell that names what stands to its right ("Channel", "Metric")."""
        heading = column.heading
        free = column.index not in taken and not heading.given
        return (
            free and heading.role in ("channel", "metric_name") and self._contents[column.index].months > 0.6
        )

    def _months_of(self, column: Column) -> float:
        content = self._contents[column.index]
        return max(content.months, 0.5 * content.figures)

    def _channel(self, taken: set[int | None], wide: bool) -> int | None:
        columns = [c for c in self._header.columns if c.index not in taken]
        named = sorted((c for c in columns if c.heading.role == "channel"), key=lambda c: c.heading.rank)
        if named and named[0].heading.given:
            return named[0].index
        if self._mapping.default_channel is not None:
            named = [c for c in named if c.heading.rank <= 0]
        if any(c.heading.channel for c in columns if not self._label_role(c)):
            named = [c for c in named if self._contents[c.index].is_text]
        texts = [c for c in columns if not c.heading.known and self._contents[c.index].is_text]
        if not self._names.open:
            notes = [c for c in columns if c.heading.role == "note" and not c.heading.given]
            best = max([*named, *texts, *notes], key=self._channel_likeness, default=None)
            if best is not None and self._contents[best.index].channels > 0:
                return best.index
        if named:
            return named[0].index
        if self._mapping.default_channel is None and wide and texts:
            return texts[0].index
        return None

    def _channel_likeness(self, column: Column) -> tuple[bool, bool, int, float]:
        known = self._contents[column.index].channels
        return known > 0, column.heading.role == "channel", -column.heading.rank, known

    def _metric(self) -> str:
        if self._mapping.metric:
            return self._mapping.metric
        named = self._context.sheet_metric
        if named is None and len(self._context.metrics) == 1:
            named = self._context.metrics[0]
        if named is None:
            named = self._corner
        if named is None:
            raise ask_metric(self._place)
        return named

    def _one_channel(self) -> str:
        if self._mapping.default_channel is not None:
            return self._mapping.default_channel
        named = self._context.sheet_channel or self._context.channel
        if named is None:
            raise ask_channel(self._place, self._names.channels)
        return named

    def _name(
        self, figures: Sequence[FigureColumn], channel: int | None, metric: int | None, time: int | None
    ) -> str:
        months = any(figure.month for figure in figures)
        channels = any(figure.channel for figure in figures)
        metrics = len({figure.metric for figure in figures}) > 1
        if (months and (channels or metrics)) or (channels and metrics):
            return "wide2"
        if months:
            return "wide"
        return "transposed" if channels else "long"


def _last_level(column: Column) -> str:
    return bare(column.heading.text.rpartition(" / ")[2])


def understand(
    sheet: Sheet,
    header: Header,
    headings: Headings,
    names: ChannelNames,
    mapping: FileMapping,
    context: Context,
    place: str,
) -> Layout:
    """Decide how a table is read. Raises OpenQuestion where only the sender knows, BadFile where "
    "nothing fits."""
    return _Understanding(sheet, header, headings, names, mapping, context, place).layout()
