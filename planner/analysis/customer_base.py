"""The customer base of a year by month, and how it ties to the plan's orders and revenue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.customer_base import Programme, ProgrammeKind
from planner.domain.errors import PlannerError, say
from planner.domain.forecast import Forecast
from planner.domain.money import FloatArray


@dataclass(frozen=True, eq=False)
class BaseYear:
    """Customers of a year by month; arrays (M,) unless said. opening - lost + new = closing, every month.

    lost              customers leaving; what programmes keep is off it already
    kept              of those who would have left, customers that retention programmes keep
    new_by_channel    (C, M) new customers by media revenue / average sale x new-customer share
    new_by_programmes customers that acquisition programmes win
    new_without       customers that neither wins
    by_base           orders that the base gives: customers x frequency, in the months that sales fall into
    by_plan           orders that the plan's revenue says: revenue / average sale
    """

    months: tuple[Month, ...]
    channels: tuple[str, ...]
    opening: FloatArray
    lost: FloatArray
    kept: FloatArray
    new_by_channel: FloatArray
    new_by_programmes: FloatArray
    new_without: FloatArray
    by_base: FloatArray
    by_plan: FloatArray
    average_sale: float
    frequency: float

    @property
    def retained(self) -> FloatArray:
        """Opening customers who stay."""
        stay: FloatArray = self.opening - self.lost
        return stay

    @property
    def new(self) -> FloatArray:
        """All new customers."""
        whole: FloatArray = self.new_by_channel.sum(axis=0) + self.new_by_programmes + self.new_without
        return whole

    @property
    def closing(self) -> FloatArray:
        """Customers at the month's end."""
        end: FloatArray = self.retained + self.new
        return end

    @property
    def gap(self) -> FloatArray:
        """Orders that the plan's revenue says and the base does not give: the line that reconciles them."""
        more: FloatArray = self.by_plan - self.by_base
        return more

    @property
    def revenue(self) -> FloatArray:
        """The plan's revenue: (by_base + gap) x average sale."""
        whole: FloatArray = self.by_plan * self.average_sale
        return whole


def base_year(company: Company, forecast: Forecast, costs: Mapping[str, float] | None = None) -> BaseYear:
    """The base of the forecast's year, programmes at `costs` a month (name -> currency; absent: today's).

    The year's retention r leaves opening x r^(m/12) after m months, so that twelve of them give r; who comes
    in the year stays to its end, as Setup counts active customers. What programmes bring by today's cost is
    inside Setup's retention, new customers and frequency; only another cost changes the base.
    Raises PlannerError while Setup knows no customers.
    """
    customers = company.customers
    if customers is None:
        raise PlannerError(say("The customer base needs opening customers, retention and orders; see Setup."))
    months = forecast.horizon.months
    count = len(months)
    then = {p.name: p.cost if costs is None else costs.get(p.name, p.cost) for p in company.programmes}
    now = {p.name: p.cost for p in company.programmes}
    kept_then = brought(company.programmes, ProgrammeKind.RETENTION, then)
    more_kept = kept_then - brought(company.programmes, ProgrammeKind.RETENTION, now)
    more_orders = brought(company.programmes, ProgrammeKind.FREQUENCY, then) - brought(
        company.programmes, ProgrammeKind.FREQUENCY, now
    )
    won_then = brought(company.programmes, ProgrammeKind.ACQUISITION, then)
    won_now = brought(company.programmes, ProgrammeKind.ACQUISITION, now)
    sale = customers.average_sale
    share = np.array([company.channel(name).new_customer_share for name in forecast.channels])
    by_channel = forecast.media / sale * share[:, None]
    staying = customers.opening * customers.retention ** (np.arange(count + 1) / count)
    lost_today = staying[:-1] - staying[1:]
    # Nobody can be kept who does not leave.
    lost = np.maximum(lost_today - more_kept, 0.0)
    without = np.full(count, customers.new_without_media / count - won_now)
    new_today = by_channel.sum(axis=0) + without + won_now
    today = _levels(customers.opening, lost_today, new_today)
    levels = _levels(customers.opening, lost, by_channel.sum(axis=0) + without + won_then)
    by_plan = forecast.by_period / sale
    middle = (today[:-1] + today[1:]) / 2
    weight = middle * _season(forecast)
    weight = weight / weight.sum() if weight.sum() > 0 else np.full(count, 1 / count)
    extra = ((levels[:-1] + levels[1:]) / 2 - middle) * customers.frequency / count + more_orders
    return BaseYear(
        months=months,
        channels=forecast.channels,
        opening=levels[:-1],
        lost=lost,
        kept=np.full(count, kept_then),
        new_by_channel=by_channel,
        new_by_programmes=np.full(count, won_then),
        new_without=without,
        by_base=today[-1] * customers.frequency * weight + extra,
        by_plan=by_plan,
        average_sale=sale,
        frequency=customers.frequency,
    )


def brought(programmes: Iterable[Programme], kind: ProgrammeKind, costs: Mapping[str, float]) -> float:
    """Effect a month of all programmes of a kind at `costs` a month each."""
    return sum(one.brings(costs[one.name]) for one in programmes if one.kind is kind)


def _levels(opening: float, lost: FloatArray, new: FloatArray) -> FloatArray:
    """Customers at the start and after each month, shape (M + 1,)."""
    levels: FloatArray = opening + np.concatenate(([0.0], np.cumsum(new - lost)))
    return levels


def _season(forecast: Forecast) -> FloatArray:
    """How sales without media fall on the months; evenly where there are none."""
    whole: FloatArray = forecast.baseline - forecast.lifted
    return whole if whole.sum() > 0 else np.ones(whole.size)


@dataclass(frozen=True)
class ProgrammeMove:
    """What other programme costs do to a year beside today's.

    customers  at the year's end; orders, revenue of the year; contribution before the cost, None: no margin
    """

    cost: float
    customers: float
    orders: float
    revenue: float
    contribution: float | None

    @property
    def profit(self) -> float | None:
        """Contribution less the cost."""
        return None if self.contribution is None else self.contribution - self.cost


def programme_move(company: Company, forecast: Forecast, costs: Mapping[str, float]) -> ProgrammeMove:
    """The year with programmes at `costs` a month beside the year as it is."""
    before, after = base_year(company, forecast), base_year(company, forecast, costs)
    orders = float((after.by_base - before.by_base).sum())
    revenue = orders * after.average_sale
    more = sum(costs.get(p.name, p.cost) - p.cost for p in company.programmes) * len(after.months)
    return ProgrammeMove(
        cost=more,
        customers=float(after.closing[-1] - before.closing[-1]),
        orders=orders,
        revenue=revenue,
        contribution=None if company.margin is None else company.margin * revenue,
    )
