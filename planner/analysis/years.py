"""A year as a table, channels x months by metric: planned, measured, and measured with its gaps filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from planner.domain.actuals import Actuals, Metric
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.errors import BadDocument, LabelMismatch, say
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import ResponseModel


class MonthState(StrEnum):
    """What is known of a month.

    ACTUAL      revenue is in; it is compared and frozen
    INCOMPLETE  figures are in, but no revenue, or not the sales without media that other months have
    RUNNING     the month is not over: shown, not compared in full
    OPEN        nothing is in
    """

    ACTUAL = "actual"
    INCOMPLETE = "incomplete"
    RUNNING = "running"
    OPEN = "open"


@dataclass(frozen=True, eq=False)
class YearTable:
    """Figures of a year. Each array has shape (C + 1, M): the channels in order, then sales without media.

    values  by metric; money in currency units, the rest counts; nan where a figure is not known, never zero
    """

    channels: tuple[str, ...]
    months: tuple[Month, ...]
    values: Mapping[Metric, FloatArray]

    def __post_init__(self) -> None:
        shape = (len(self.channels) + 1, len(self.months))
        for metric in Metric:
            if metric not in self.values or self.values[metric].shape != shape:
                raise BadDocument(
                    say("A year's table needs {metric} in the shape {shape}.", metric=metric, shape=shape)
                )
        if BASELINE in self.channels:
            raise BadDocument(
                say('"{baseline}" stands for sales without media and cannot be a channel.', baseline=BASELINE)
            )

    @property
    def rows(self) -> tuple[str, ...]:
        """Labels of the rows."""
        return (*self.channels, BASELINE)

    def __getitem__(self, metric: Metric) -> FloatArray:
        return self.values[metric]

    def total(self, metric: Metric) -> float:
        """The year's sum of what is known; nan where nothing is."""
        known = self.values[metric][np.isfinite(self.values[metric])]
        return float(known.sum()) if known.size else float("nan")


@dataclass(frozen=True, eq=False)
class MeasuredYear:
    """What actuals say about a year.

    states       one a month
    closed       (M,) months that somebody closed: all there is to come has come
    unmeasured   channels whose revenue nobody reports, so that it sits inside the sales without media
    """

    table: YearTable
    states: tuple[MonthState, ...]
    closed: np.ndarray
    unmeasured: tuple[str, ...]

    @property
    def actual(self) -> np.ndarray:
        """Months that are compared and frozen, shape (M,)."""
        return np.array([state is MonthState.ACTUAL for state in self.states])

    @property
    def months(self) -> tuple[Month, ...]:
        """The actual months."""
        return tuple(m for m, known in zip(self.table.months, self.actual.tolist(), strict=True) if known)

    def known(self, metric: Metric) -> np.ndarray:
        """Cells whose figure is final: reported, and in a month that is over; shape (C + 1, M)."""
        over = np.array([state in (MonthState.ACTUAL, MonthState.INCOMPLETE) for state in self.states])
        final: np.ndarray = np.isfinite(self.table[metric]) & over
        return final

    @property
    def baseline_reported(self) -> bool:
        """Whether any month says what was sold without media."""
        return bool(np.isfinite(self.table[Metric.REVENUE][-1]).any())


def planned_year(model: ResponseModel, company: Company, spend: FloatArray) -> YearTable:
    """What `spend` (C, M) is expected to bring, by the curves.

    Orders are revenue / average sale, new customers a channel's share of its orders; customers that no
    channel brings come evenly over the months. Without customers in Setup both stay unknown.
    """
    forecast = respond(model, spend)
    revenue = np.vstack([forecast.media, forecast.baseline])
    months = model.horizon.months
    unknown = np.full(revenue.shape, np.nan)
    values = dict.fromkeys(Metric, unknown)
    values[Metric.SPEND] = np.vstack([spend, np.zeros(len(months))])
    values[Metric.REVENUE] = revenue
    if company.customers is not None:
        orders = revenue / company.customers.average_sale
        share = np.array([company.channel(name).new_customer_share for name in model.channels])
        without_media = np.full(len(months), company.customers.new_without_media / len(months))
        values[Metric.CONVERSIONS] = orders
        values[Metric.NEW_CUSTOMERS] = np.vstack([orders[:-1] * share[:, None], without_media])
    return YearTable(model.channels, months, values)


def measured_year(
    actuals: Actuals,
    channels: Sequence[str],
    months: Sequence[Month],
    *,
    closed: frozenset[Month] = frozenset(),
    as_of: date | None = None,
) -> MeasuredYear:
    """The actuals of `months`, by channel. Raises LabelMismatch for a channel that `channels` lacks.

    as_of  the day the figures were drawn; the month it falls into is running unless it was closed, and so is
           a later one of which spend alone is in: an invoice paid early is not all that will be spent
    """
    labels = {str(month) for month in months}
    extra = {row.channel for row in actuals if row.month in labels} - {*channels, BASELINE}
    if extra:
        raise LabelMismatch("channel", (), extra)
    rows, columns = (*channels, BASELINE), tuple(str(month) for month in months)
    values = {metric: actuals.grid(metric, rows, columns) for metric in Metric}
    table = YearTable(tuple(channels), tuple(months), values)
    reported = np.isfinite(values[Metric.REVENUE])
    baseline_used = bool(reported[-1].any())
    states = []
    for i, month in enumerate(months):
        any_figure = any(np.isfinite(grid[:, i]).any() for grid in values.values())
        has_revenue = reported[:, i].any() and (reported[-1, i] or not baseline_used)
        to_come = as_of is not None and as_of < month.start and not reported[:, i].any()
        within = as_of is not None and month.start <= as_of < month.stop
        running = (within or to_come) and month not in closed
        if not any_figure:
            states.append(MonthState.OPEN)
        elif running:
            states.append(MonthState.RUNNING)
        else:
            states.append(MonthState.ACTUAL if has_revenue else MonthState.INCOMPLETE)
    unmeasured = tuple(
        name for name, seen in zip(channels, reported[:-1], strict=True) if baseline_used and not seen.any()
    )
    shut = np.array([month in closed for month in months])
    return MeasuredYear(table, tuple(states), shut, unmeasured)


def frozen_months(measured: MeasuredYear) -> np.ndarray:
    """Months that cannot change any more, shape (M,): closed ones, and all up to the last actual one."""
    last = max((i for i, known in enumerate(measured.actual.tolist()) if known), default=-1)
    frozen: np.ndarray = measured.closed | (np.arange(measured.closed.size) <= last)
    return frozen


def spend_so_far(measured: MeasuredYear, planned_spend: FloatArray) -> FloatArray:
    """Spend of the year as far as we know, shape (C, M): actual where reported, else as planned.

    A credit larger than a month's spend counts as no spend: curves know no negative money. A running month
    gets its plan, or what was spent already where that is more.
    """
    reported = measured.table[Metric.SPEND][:-1]
    known = measured.known(Metric.SPEND)[:-1]
    running = np.array([state is MonthState.RUNNING for state in measured.states])
    spend = np.where(known, reported, planned_spend)
    spend = np.where(running & np.isfinite(reported), np.fmax(reported, planned_spend), spend)
    so_far: FloatArray = np.maximum(spend, 0.0)
    return so_far


def settled(measured: MeasuredYear, modelled: YearTable) -> YearTable:
    """The measured year with every gap filled from `modelled`, the curves' answer to the spend so far.

    Revenue of an unmeasured channel is the curves' and leaves the sales without media by as much, so that
    the month's total stays what was reported. Orders and new customers of a channel that reports none
    follow its revenue.
    """
    values = dict(modelled.values)
    reported = measured.table[Metric.REVENUE]
    revenue = np.where(measured.known(Metric.REVENUE), reported, modelled[Metric.REVENUE])
    hidden = np.isin(np.array(modelled.channels, dtype=object), measured.unmeasured)
    whole = measured.known(Metric.REVENUE)[-1]
    revenue[-1] -= np.where(whole, modelled[Metric.REVENUE][:-1][hidden].sum(axis=0), 0.0)
    values[Metric.REVENUE] = revenue
    model_revenue = modelled[Metric.REVENUE]
    scale = np.ones(revenue.shape)
    np.divide(revenue, model_revenue, out=scale, where=model_revenue > 0)
    values[Metric.SPEND] = np.where(
        measured.known(Metric.SPEND), measured.table[Metric.SPEND], modelled[Metric.SPEND]
    )
    for metric in (Metric.CONVERSIONS, Metric.NEW_CUSTOMERS):
        follows = modelled[metric] * scale
        if metric is Metric.NEW_CUSTOMERS:
            follows[-1] = modelled[metric][-1]
        values[metric] = np.where(measured.known(metric), measured.table[metric], follows)
    return YearTable(modelled.channels, modelled.months, values)
