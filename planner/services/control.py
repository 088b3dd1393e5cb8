"""Spend control: each line's money by state, and one list of what is out of order, with owner and amount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.analysis.media_price import UNITS
from planner.analysis.variance import Comparison, Status, unplanned_and_idle
from planner.domain.actuals import ActualDetail, Metric, MoneyState
from planner.domain.calendar import Month
from planner.domain.notes import Tag, VarianceNote, notes_on
from planner.services.replanning import committed_cells
from planner.services.results import Results

DELIVERED = (MoneyState.ACCRUED, MoneyState.INVOICED, MoneyState.PAID)
_DOCUMENTS = (MoneyState.INVOICED, MoneyState.PAID)
LEAST = 0.0005
"""Alerts below this share of the year's budget are left out: nobody acts on them."""


@dataclass(frozen=True)
class MoneyLine:
    """One channel's budget and where its money is. None: no file says.

    spent      delivered to date, as reported; `to_date` compares it with the plan of the same months
    committed  ordered and not delivered yet
    by_state   of what was spent, the part that is accrued, invoiced, paid
    """

    channel: str
    budget: float
    spent: float
    to_date: Comparison
    committed: float | None
    by_state: dict[MoneyState, float] | None

    @property
    def available(self) -> float:
        """Budget that is neither spent nor ordered; below 0: overdrawn."""
        return self.budget - self.spent - (self.committed or 0.0)


class Alarm(StrEnum):
    """What is out of order.

    OVERDRAWN   spent and ordered exceed the year's budget
    AHEAD, BEHIND  spend to date is out of pace with its plan
    UNIT_COST   a unit of media costs more or less than a year ago
    UNPLANNED   spend without a plan
    SILENT      a plan without reported spend
    TWICE       an invoice stands twice, by its number or its amount, day and campaign
    ELSEWHERE   an invoice stands on another channel too, with the same amount
    """

    OVERDRAWN = "overdrawn"
    TWICE = "twice"
    ELSEWHERE = "elsewhere"
    UNPLANNED = "unplanned"
    SILENT = "silent"
    AHEAD = "ahead"
    BEHIND = "behind"
    UNIT_COST = "unit_cost"


@dataclass(frozen=True)
class Alert:
    """One thing out of order: money at stake, how far it is off as a share, whose it is, what was said.

    unit     "CPM" or "CPC" where it is about a price
    invoice  its number where the file has one
    others   channels that the same invoice stands on with the same amount
    red      the limits of Setup call it off plan, not only to be watched
    """

    alarm: Alarm
    channel: str
    amount: float
    share: float | None
    owner: str
    note: VarianceNote | None = None
    unit: str = ""
    month: Month | None = None
    invoice: str = ""
    others: tuple[str, ...] = ()
    red: bool = True

    @property
    def settled(self) -> bool:
        """Whether somebody said that it is a matter of timing."""
        return self.note is not None and self.note.tag is Tag.TIMING


def money_lines(results: Results, details: Sequence[ActualDetail]) -> tuple[MoneyLine, ...]:
    """Every channel that holds budget or spend, in the order of the plan."""
    months = {str(month) for month in results.plan.months}
    mine = [one for one in details if one.month in months]
    orders: dict[str, float] = defaultdict(float)
    shut = {str(m) for m, closed in zip(results.plan.months, results.measured.closed, strict=True) if closed}
    for (channel, month), amount in committed_cells(mine).items():
        if str(month) not in shut:  # what a closed month did not deliver is no order any more
            orders[channel] += amount
    states = _by_state(mine)
    spend = results.spend
    reported = results.measured.table[Metric.SPEND][:-1]
    planned = results.plan[Metric.SPEND][:-1].sum(axis=1)
    any_order = any(one.state is MoneyState.COMMITTED for one in mine)
    found = []
    for i, name in enumerate(results.plan.channels):
        spent = float(np.nansum(reported[i]))
        if planned[i] == 0 and spent == 0 and not orders.get(name):
            continue
        committed = orders.get(name, 0.0) if any_order else None
        found.append(MoneyLine(name, float(planned[i]), spent, spend.row(name), committed, states.get(name)))
    return tuple(found)


def alerts(results: Results, details: Sequence[ActualDetail]) -> tuple[Alert, ...]:
    """What is out of order, the largest amounts first; what is called timing last."""
    least = LEAST * results.version.grid.total
    found = [
        *_lines(results, money_lines(results, details)),
        *_prices(results),
        *_twice(results, details),
        *_elsewhere(results, details),
    ]
    kept = [one for one in found if abs(one.amount) >= least]
    return tuple(sorted(kept, key=lambda one: (one.settled, -abs(one.amount))))


def owner_of(results: Results, channel: str) -> str:
    """Who owns most of a channel's campaign money; else who made the plan."""
    money: Counter[str] = Counter()
    for campaign in results.version.campaigns:
        if campaign.channel == channel and campaign.owner:
            money[campaign.owner] += campaign.cents
    return money.most_common(1)[0][0] if money else results.version.author


def _by_state(details: Sequence[ActualDetail]) -> dict[str, dict[MoneyState, float]]:
    """Delivered money by channel and state, currency units."""
    found: dict[str, dict[MoneyState, float]] = {}
    for one in details:
        if one.state in DELIVERED and one.metric == Metric.SPEND:
            found.setdefault(one.channel, dict.fromkeys(DELIVERED, 0.0))[one.state] += one.value
    return found


def _lines(results: Results, lines: Iterable[MoneyLine]) -> list[Alert]:
    found = []
    held = results.spend
    unplanned, idle = unplanned_and_idle(held)
    for line in lines:
        name, notes = line.channel, notes_on(results.notes, line.channel, held.months)
        note, owner = (notes[0] if notes else None), owner_of(results, line.channel)
        if name in unplanned:
            found.append(Alert(Alarm.UNPLANNED, name, line.spent, None, owner, note))
            continue
        if name in idle:
            planned = float(np.nansum(held.plan[held.rows.index(name)]))
            found.append(Alert(Alarm.SILENT, name, planned, None, owner, note))
            continue
        if line.available < 0:
            over = -line.available / line.budget if line.budget > 0 else None
            found.append(Alert(Alarm.OVERDRAWN, name, -line.available, over, owner, note))
        gap, share = line.to_date.difference, line.to_date.share
        if line.to_date.status in (Status.RED, Status.AMBER) and gap and share is not None:
            alarm = Alarm.AHEAD if gap > 0 else Alarm.BEHIND
            red = line.to_date.status is Status.RED
            found.append(Alert(alarm, name, gap, share - 1, owner, note, red=red))
    return found


def _prices(results: Results) -> list[Alert]:
    """Channels whose unit costs differ from the same months of last year by more than the amber floor."""
    before, now = results.last_year, results.measured
    if before is None:
        return []
    columns = [results.plan.months.index(month) for month in results.spend.months]
    found = []
    for i, name in enumerate(now.table.channels):
        metric = results.company.channel(name).unit_metric
        unit = UNITS.get(metric)
        if unit is None or name not in before.table.channels:
            continue
        k = before.table.channels.index(name)
        rows = np.array(
            [
                table[kind][row, columns]
                for table, row in ((now.table, i), (before.table, k))
                for kind in (Metric.SPEND, unit)
            ]
        )
        both = np.isfinite(rows).all(axis=0)
        spend, units, spend_then, units_then = rows[:, both].sum(axis=1)
        if min(spend, units, spend_then, units_then) <= 0:
            continue
        ratio = (spend / units) / (spend_then / units_then)
        if abs(ratio - 1) > results.company.thresholds.spend_amber:
            notes = results.notes_on(name)
            more = float(spend - spend / ratio)
            note = notes[0] if notes else None
            found.append(
                Alert(Alarm.UNIT_COST, name, more, float(ratio - 1), owner_of(results, name), note, metric)
            )
    return found


def _twice(results: Results, details: Sequence[ActualDetail]) -> list[Alert]:
    """Invoices that stand twice.

    By its number: the same amount, channel, campaign and state, in whatever month it is entered again. An
    invoice without a number: the same day and campaign, too.
    """
    months = {str(month) for month in results.plan.months}
    wanted = [
        one
        for one in details
        if one.metric == Metric.SPEND and one.month in months and one.value > 0
        and (one.invoice or (one.state in _DOCUMENTS and (one.day is not None or one.campaign)))
    ]  # fmt: skip
    found: dict[tuple[object, ...], list[ActualDetail]] = defaultdict(list)
    for one in wanted:
        where = one.invoice or (one.month, one.day)
        found[one.channel, one.campaign, one.state, one.value, where].append(one)
    return [
        Alert(
            Alarm.TWICE,
            same[0].channel,
            same[0].value * (len(same) - 1),
            None,
            owner_of(results, same[0].channel),
            month=Month.parse(max(one.month for one in same)),
            invoice=same[0].invoice,
        )
        for same in found.values()
        if len(same) > 1
    ]


def _elsewhere(results: Results, details: Sequence[ActualDetail]) -> list[Alert]:
    """Numbered invoices that stand on several channels with the same amount, whatever their state.

    It may be one invoice in equal parts, so it is only to be watched; told on the line booked last.
    """
    months = {str(month) for month in results.plan.months}
    found: dict[tuple[str, float], list[ActualDetail]] = defaultdict(list)
    for one in details:
        if one.metric == Metric.SPEND and one.month in months and one.value > 0 and one.invoice:
            found[one.invoice, one.value].append(one)
    alerts = []
    for (invoice, value), same in found.items():
        channels = tuple(dict.fromkeys(one.channel for one in same))
        if len(channels) < 2:
            continue
        last = max(same, key=lambda one: (one.month, channels.index(one.channel)))
        others = tuple(name for name in channels if name != last.channel)
        alerts.append(
            Alert(
                Alarm.ELSEWHERE,
                last.channel,
                value * len(others),
                None,
                owner_of(results, last.channel),
                month=Month.parse(last.month),
                invoice=invoice,
                others=others,
                red=False,
            )
        )
    return alerts
