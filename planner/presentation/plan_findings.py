"""What an annual plan shows, in a sentence each: titles of charts and slides, alike in every file."""

from __future__ import annotations

import re

import numpy as np

from planner.domain.budget_plan import CampaignStatus
from planner.domain.money import FloatArray
from planner.domain.whole_campaigns import whole_campaigns
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.formats import compact, money_each, month_label, month_name, share
from planner.presentation.language import _, ngettext

LEVEL = 0.005
"""Months that differ by less than this share of their mean are alike."""


def numbered(plan: AnnualPlan) -> list[str]:
    """Which version of its year the plan is, as its readers count them; nothing for a scenario."""
    if plan.number is None:
        return []
    return [_("version {number} of {year}").format(number=plan.number, year=plan.version.year)]


def knows_sales(plan: AnnualPlan) -> bool:
    """Whether sales without media are known; without them only media revenue can be told."""
    return plan.evaluation.figures["revenue"].value is not None


def marketing_brings(plan: AnnualPlan) -> str:
    """The plan in one sentence: money and revenue."""
    said = (
        _("{marketing} of marketing bring {revenue} of revenue")
        if knows_sales(plan)
        else _("{marketing} of marketing bring {revenue} of media revenue")
    )
    return said.format(
        marketing=compact(plan.evaluation.figures["marketing"].value, plan.company, currency=True),
        revenue=compact(float(plan.evaluation.revenue_by_month.sum()), plan.company, currency=True),
    )


def revenue_months(plan: AnnualPlan) -> str:
    """How the months stand: to plan once figures came in, else to last year, else among themselves."""
    if plan.outlook is not None and np.isfinite(plan.outlook.revenue.actual).any():
        actual, planned = plan.outlook.revenue.actual, plan.outlook.revenue.plan
        seen = np.isfinite(actual)
        short = int((actual[seen] < planned[seen]).sum())
        if short == 0:
            return _("Revenue reached its plan in every month so far")
        return ngettext(
            "Revenue fell short of plan in {short} of {count} month",
            "Revenue fell short of plan in {short} of {count} months",
            int(seen.sum()),
        ).format(short=short, count=int(seen.sum()))
    values = plan.evaluation.revenue_by_month
    then = [] if plan.last_year is None else [v for v in plan.last_year.revenue if v is not None]
    if plan.last_year is not None and len(then) == values.size and knows_sales(plan):
        above = int((values > np.array(then)).sum())
        return ngettext(
            "Revenue is above {year} in {above} of {count} month",
            "Revenue is above {year} in {above} of {count} months",
            values.size,
        ).format(year=plan.last_year.label, above=above, count=values.size)
    if _level(values):
        said = (
            _("Revenue is {amount} every month")
            if knows_sales(plan)
            else _("Media revenue is {amount} every month")
        )
        return said.format(amount=compact(float(values.mean()), plan.company, currency=True))
    best = int(np.argmax(values))
    said = (
        _("Revenue is highest in {month}: {amount}")
        if knows_sales(plan)
        else _("Media revenue is highest in {month}: {amount}")
    )
    return said.format(
        month=month_name(plan.months[best]),
        amount=compact(float(values[best]), plan.company, currency=True),
    )


def media_part(plan: AnnualPlan) -> str:
    """What part of the revenue media bring; their months where nothing else is known."""
    whole = float(plan.evaluation.revenue_by_month.sum())
    if not knows_sales(plan) or whole <= 0:
        return revenue_months(plan)
    part = float(plan.evaluation.forecast.media.sum()) / whole
    return _("Media bring {share} of revenue").format(share=share(part, digits=0))


def spend_months(plan: AnnualPlan) -> str:
    """When the money goes out."""
    by_month = plan.evaluation.grid.spend.sum(axis=0)
    if not by_month.any():
        return _("No money is planned yet")
    if _level(by_month):
        return _("Working media are {amount} every month").format(
            amount=compact(float(by_month.mean()), plan.company, currency=True)
        )
    high, low = (plan.months[int(at)] for at in (by_month.argmax(), by_month.argmin()))
    return _("Most is spent in {high}, least in {low}").format(high=month_name(high), low=month_name(low))


def spend_to_date(plan: AnnualPlan, actual: FloatArray) -> str:
    """Spend of the reported months against their plan; `actual` by month, nan where not reported."""
    seen = np.isfinite(actual)
    planned = float(plan.evaluation.grid.spend.sum(axis=0)[seen].sum())
    if not planned:
        return spend_months(plan)
    last = plan.months[int(np.flatnonzero(seen)[-1])]
    return _("Spend to {month} is {difference} against plan").format(
        month=month_label(last), difference=share(float(actual[seen].sum()) / planned - 1, signed=True)
    )


def media_split(plan: AnnualPlan) -> str:
    """Who gets the most of the money."""
    spent = plan.evaluation.grid.by_channel()
    if plan.evaluation.grid.total <= 0:
        return _("No money is planned yet")
    most = max(spent, key=lambda name: spent[name])
    return _("{channel} gets the most working media: {share} of {total}").format(
        channel=most,
        share=share(spent[most] / plan.evaluation.grid.total, digits=0),
        total=compact(plan.evaluation.grid.total, plan.company, currency=True),
    )


def next_unit_best(plan: AnnualPlan) -> str:
    """Where the next unit of money earns the most."""
    own = plan.evaluation.figures.by_channel
    spending = [name for name in plan.channels if own[name].spend > 0]
    if not spending:
        return _("No channel has a budget")
    best = max(spending, key=lambda name: own[name].next_unit)
    return _("The next {unit} earns most on {channel}: {amount} of revenue").format(
        unit=compact(1.0, plan.company, currency=True),
        channel=best,
        amount=money_each(own[best].next_unit, plan.company),
    )


def campaigns_hold(plan: AnnualPlan) -> str:
    """How much of the budget has been given to campaigns."""
    campaigns = plan.version.campaigns
    if not campaigns:
        return _("No campaigns yet: the whole budget is still to be given to campaigns")
    held = sum(c.cents for c in campaigns if c.status is not CampaignStatus.CANCELLED) / 100
    return _("{count} campaigns hold {total} of the {media} budget").format(
        count=len(whole_campaigns(campaigns)),
        total=compact(held, plan.company, currency=True),
        media=compact(plan.evaluation.grid.total, plan.company, currency=True),
    )


def unbroken(line: str) -> str:
    """`line` whose signs stay with their amounts: "+$19.1k" may otherwise end a line after the plus."""
    return re.sub(r"([+−])(?=\S)", "\\1\u2060", line)


def _level(values: FloatArray) -> bool:
    mean = float(values.mean())
    return mean > 0 and float(np.ptp(values)) < LEVEL * mean
