"""Decide how one table is read: from its columns, or the table's surroundings where no column says it."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.errors import BadFile, say
from planner.sources.channel_names import ChannelNames
from planner.sources.content import content_of
from planner.sources.context import Context
from planner.sources.corner import read_corner
from planner.sources.figure_columns import LABEL_ROLES, FigureChooser, FigureColumn, roles
from planner.sources.grid import Sheet, address
from planner.sources.header import Header
from planner.sources.headings import Headings
from planner.sources.label_columns import LabelColumns
from planner.sources.layout import Layout
from planner.sources.mapping import FileMapping
from planner.sources.money_states import INVOICE_WORDS, ORDER_WORDS
from planner.sources.months import Moment, is_period_number, week_start
from planner.sources.questions import ask_channel, ask_metric


def understand(
    sheet: Sheet,
    header: Header,
    headings: Headings,
    names: ChannelNames,
    mapping: FileMapping,
    context: Context,
    place: str,
) -> Layout:
    """Decide how a table is read.

    Raises OpenQuestion where only the sender knows, BadFile where nothing fits.
    """
    return _Understanding(sheet, header, headings, names, mapping, context, place).layout()


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
        self._sheet, self._names, self._mapping = sheet, names, mapping
        self._context, self._place = context, place
        self._contents = {
            column.index: content_of(sheet, column.index, header.last + 1, headings, names)
            for column in header.columns
        }
        self._header, self._corner = read_corner(header, self._contents)
        self._labels = LabelColumns(sheet, self._header, self._contents, names, mapping, place)

    def layout(self) -> Layout:
        labels = self._labels
        self._refuse_weeks()
        across = any(c.heading.month and c.heading.role not in LABEL_ROLES for c in self._header.columns)
        state = labels.state()
        scenario = labels.by_content("scenario", "scenarios") if state is None else None
        metric_column = labels.by_content("metric_name", "metrics")
        time = None if across and not labels.given("time") else labels.time({scenario, metric_column})
        self._refuse_fiscal_periods(time)
        taken = {time, scenario, metric_column, state}
        channel_column = labels.channel(taken, wide=across)
        chooser = FigureChooser(
            self._header, self._contents, self._mapping, self._place, open_names=self._names.open
        )
        figures, left_out = chooser.figures(channel_column, metric_column, taken | {channel_column}, time)
        if not figures:
            raise self._no_figures()
        metric = None
        if metric_column is None and any(figure.metric is None for figure in figures):
            metric = self._metric()
        by_column = any(figure.channel for figure in figures)
        channel = None
        if channel_column is None and not by_column:
            channel = self._one_channel()
        month = None
        if time is None and not any(figure.month for figure in figures):
            month = self._one_month()
        currency = labels.first("currency")
        spends = self._spends(figures, metric)
        if state is not None and not spends:
            state, scenario = None, labels.by_content("scenario", "scenarios")
        others = {*taken, channel_column, *(figure.index for figure in figures)}
        return Layout(
            name=self._mapping.layout or self._name(figures, channel_column, metric_column, time),
            header=self._header,
            figures=tuple(figures),
            time=time,
            end=labels.first("end"),
            year=labels.first("year"),
            channel_column=channel_column,
            metric_column=metric_column,
            scenario_column=scenario,
            currency_column=currency,
            campaign_column=labels.campaign({*taken, channel_column}),
            state_column=state,
            order_column=labels.number("order", ORDER_WORDS, others) if spends else None,
            invoice_column=labels.number("invoice", INVOICE_WORDS, others) if spends else None,
            month=month,
            channel=channel,
            metric=metric,
            left_out=tuple(left_out),
        )

    def _refuse_weeks(self) -> None:
        weeks = [c for c in self._header.columns if week_start(c.heading.text) and not c.heading.given]
        if len(weeks) > 1 and not any(c.heading.month for c in self._header.columns):
            raise BadFile(
                say(
                    "{place}: the columns from {cell} on are weeks, and a week may lie in two months. Send "
                    "the figures by month or by day.",
                    place=self._place,
                    cell=address(self._header.last, weeks[0].index),
                ),
                reason="weeks_across",
            )

    def _refuse_fiscal_periods(self, time: int | None) -> None:
        """Period 1 is the first of the fiscal year; a title that lets it begin elsewhere contradicts that."""
        if self._context.fiscal_start == self._mapping.first_month:
            return
        title, below = self._context.fiscal_title, self._header.last + 1
        heads = [c.heading.text for c in self._header.columns if c.heading.month]
        cells = [] if time is None else [row[time] for row in self._sheet.rows[below:] if time < len(row)]
        if title and any(is_period_number(one) for one in (*heads, *cells)):
            raise BadFile(
                say(
                    '{place}: the title "{title}" names a year that does not begin in January, so period '
                    "1 may be another month. Write months (2026-04) instead of numbers of periods.",
                    place=self._place,
                    title=title,
                ),
                reason="fiscal_periods",
            )

    def _no_figures(self) -> BadFile:
        if any(c.heading.total or c.heading.year for c in self._header.columns):
            return BadFile(
                say(
                    "{place}: the figures are sums of quarters, years or everything, none of a single "
                    "month. Send them by month.",
                    place=self._place,
                ),
                reason="no_month",
            )
        return BadFile(
            say(
                "{place}: no column of figures was understood. Name the columns (month, channel, "
                'spend, ...) or say which is which with "column_map" in the mapping file.',
                place=self._place,
            ),
            reason="no_figures",
            columns=roles(self._header),
        )

    def _one_month(self) -> Moment:
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
        return month

    def _metric(self) -> str:
        # An answer is given for the tables that say nothing; a title of a table's own goes before it.
        named = self._context.sheet_metric
        if named is None and len(self._context.metrics) == 1:
            named = self._context.metrics[0]
        if named is None:
            named = self._corner
        if named is None:
            named = self._mapping.metric
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

    def _spends(self, figures: Sequence[FigureColumn], metric: str | None) -> bool:
        metrics = {figure.metric or metric for figure in figures}
        return "spend" in metrics or None in metrics

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
