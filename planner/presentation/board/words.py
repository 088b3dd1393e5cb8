"""What the board page says: headline, tiles, what is asked for, what could go wrong."""

from __future__ import annotations

from typing import Any

from planner.analysis.outlook import OutlookFigure
from planner.domain.budget_plan import VersionStatus
from planner.domain.kpis import KPIS, Unit
from planner.presentation.annual_plan import AnnualPlan
from planner.presentation.formats import compact, figure, ratio, share
from planner.presentation.language import _

TILES = ("revenue", "profit", "marketing", "new_customers", "cac_blended", "roas")
MOST_LISTED = 3


def headline(plan: AnnualPlan) -> str:
    """The year in one sentence."""
    company, figures = plan.company, plan.evaluation.figures
    if plan.outlook is not None:
        landing = plan.outlook["revenue"].year
        said = _("{year} lands at {amount} of revenue").format(
            year=plan.version.year, amount=compact(landing.actual, company, currency=True)
        )
        if landing.share is not None:
            said += ", " + _("{difference} against plan").format(
                difference=share(landing.share - 1, signed=True)
            )
        if plan.outlook.chance is not None:
            said += "; " + _("{chance} chance of the target").format(chance=_chance(plan.outlook.chance))
        return said
    return _("{year}: {marketing} of marketing bring {revenue} of revenue").format(
        year=plan.version.year,
        marketing=compact(figures["marketing"].value, company, currency=True),
        revenue=compact(float(plan.evaluation.revenue_by_month.sum()), company, currency=True),
    )


def tiles(plan: AnnualPlan) -> list[dict[str, str]]:
    """Five to six figures: value, difference with its tone, range."""
    shown = {f.kpi.key for f in plan.figures if f.value is not None}
    found = []
    for key in TILES:
        if key not in shown:
            continue
        if plan.outlook is not None and key in plan.outlook.figures:
            found.append(_landing(plan, plan.outlook.figures[key]))
        else:
            found.append(_planned(plan, key))
    return found


def _said(plan: AnnualPlan, key: str, value: float | None) -> str:
    kpi = KPIS[key]
    return compact(value, plan.company) if kpi.unit is Unit.MONEY else figure(kpi, value, plan.company)


def _range(plan: AnnualPlan, key: str, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    return f"{_said(plan, key, low)}–{_said(plan, key, high)}"


def _landing(plan: AnnualPlan, landing: OutlookFigure) -> dict[str, str]:
    year = landing.year
    tone = {True: "good", False: "bad", None: "plain"}[year.favourable]
    change = "" if year.share is None else share(year.share - 1, signed=True)
    planned = _("plan {amount}").format(amount=_said(plan, landing.key, year.plan))
    return {
        "label": _(KPIS[landing.key].label),
        "value": _said(plan, landing.key, year.actual),
        "tone": tone,
        "change": f"{_arrow(year.difference)} {change} · {planned}".strip(),
        "range": _range(plan, landing.key, landing.low, landing.high),
    }


def _planned(plan: AnnualPlan, key: str) -> dict[str, str]:
    known = plan.evaluation.figures[key]
    change, tone = "", "plain"
    if key == "revenue" and plan.last_year is not None and None not in plan.last_year.revenue:
        then = sum(amount for amount in plan.last_year.revenue if amount is not None)
        growth = (known.value or 0.0) / then - 1 if then > 0 else 0.0
        change = f"{_arrow(growth)} " + _("{growth} on {year}").format(
            growth=share(growth, signed=True), year=plan.last_year.label
        )
        tone = "good" if growth > 0 else "bad" if growth < 0 else "plain"
    return {
        "label": _(KPIS[key].label),
        "value": _said(plan, key, known.value),
        "tone": tone,
        "change": change,
        "range": _range(plan, key, known.low, known.high),
    }


def _chance(chance: float) -> str:
    """A chance without false certainty: no draw of two hundred is not "never"."""
    if chance < 0.01:
        return "<" + share(0.01, digits=0)
    return ">" + share(0.99, digits=0) if chance > 0.99 else share(chance, digits=0)


def _arrow(difference: float | None) -> str:
    return "" if not difference else "▲" if difference > 0 else "▼"


def asks(plan: AnnualPlan) -> list[str]:
    """What the board is asked for: approval, more where it pays, less where it does not."""
    company, own = plan.company, plan.evaluation.figures.by_channel
    total = compact(plan.evaluation.grid.total, company, currency=True)
    found = []
    if plan.version.status in (VersionStatus.DRAFT, VersionStatus.SUBMITTED):
        found.append(
            _("Approve {total} of working media for {year}.").format(total=total, year=plan.version.year)
        )
    spending = {name: channel for name, channel in own.items() if channel.spend > 0}
    if not spending:
        return [*found, _("Give the plan a budget.")]
    best = max(spending, key=lambda name: spending[name].next_unit)
    least = min(spending, key=lambda name: spending[name].next_unit)
    hurdle = company.hurdle / plan.margin if plan.margin else None
    said = _("Look first at {channel} for more money: its next unit brings {ratio} of revenue.")
    if spending[best].next_unit > 0:
        found.append(said.format(channel=best, ratio=ratio(spending[best].next_unit)))
    if least != best and (hurdle is None or spending[least].next_unit < hurdle):
        said = _("Look first at {channel} for savings: its next unit brings {ratio} of revenue.")
        found.append(said.format(channel=least, ratio=ratio(spending[least].next_unit)))
    return found[:MOST_LISTED]


def risks(plan: AnnualPlan) -> list[str]:
    """What the ranges and the evidence say could go wrong."""
    company, figures, own = plan.company, plan.evaluation.figures, plan.evaluation.figures.by_channel
    landing: Any = plan.outlook["revenue"] if plan.outlook is not None else figures["revenue"]
    found = []
    if landing.low is not None:
        found.append(
            _("One time in ten revenue ends below {amount}.").format(
                amount=compact(landing.low, company, currency=True)
            )
        )
    if plan.evaluation.forecast.has_ranges and any(channel.high > channel.low for channel in own.values()):
        doubt = max(own, key=lambda name: own[name].high - own[name].low)
        span = "–".join(compact(v, company, currency=True) for v in (own[doubt].low, own[doubt].high))
        found.append(_("The largest doubt is {channel}: it brings {span}.").format(channel=doubt, span=span))
    beyond = [name for name, channel in own.items() if channel.beyond_seen]
    if beyond:
        found.append(
            _("Spend leaves the range seen so far on: {channels}.").format(channels=", ".join(beyond[:4]))
        )
    if not found:
        found.append(_("The curves carry no ranges, so nobody knows how sure these figures are."))
    return found[:MOST_LISTED]
