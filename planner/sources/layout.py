"""How one table is read: where month, channel and metric of a figure come from."""

from __future__ import annotations

from dataclasses import dataclass

from planner.sources.figure_columns import FigureColumn
from planner.sources.header import Header
from planner.sources.months import Moment


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
