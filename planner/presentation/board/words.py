"""What the board page says: headline, tiles, what is asked for, what could go wrong."""

from __future__ import annotations

from datetime import timedelta
from textwrap import shorten
from typing import Any

from planner.domain.budget_plan import VersionStatus
from planner.domain.calendar import Month
from planner.plan.reforecast import Reforecast
from planner.presentation.annual_plan import AnnualPlan, Hold
from planner.presentation.formats import compact, day_label, share
from planner.presentation.language import _
from planner.presentation.lift_words import test_words
from planner.presentation.plan_findings import knows_sales, marketing_brings

MOST_LISTED = 3
LONGEST_RISK = 90
MOST_MOVES = 4
LEAST_GAIN = 0.0005
"""Share of revenue below which no board is asked to move money."""


def headline(plan: AnnualPlan) -> str:
    """The year in one sentence."""
    company = plan.company
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
    return _("{year}: {finding}").format(year=plan.version.year, finding=marketing_brings(plan))


def _chance(chance: float) -> str:
    """A chance without false certainty: no draw of two hundred is not "never"."""
    if chance < 0.01:
        return "<" + share(0.01, digits=0)
    return ">" + share(0.99, digits=0) if chance > 0.99 else share(chance, digits=0)


def asks(plan: AnnualPlan) -> list[str]:
    """What the board is asked to decide: each with its amount, its effect and the day it is for."""
    if plan.evaluation.grid.total <= 0:
        return [_("Give the plan a budget.")]
    if plan.outlook is not None:
        found = _rest_of_year(plan)
    else:
        approval = plan.version.status in (VersionStatus.DRAFT, VersionStatus.SUBMITTED)
        found = [_approval(plan, plan.first_open)] if approval and plan.first_open else []
        found += _moves(plan)
    test = _test(plan)
    return [*[*found, *_responses(plan)][: MOST_LISTED - len(test)], *test]


def _approval(plan: AnnualPlan, first: Month) -> str:
    company, figures = plan.company, plan.evaluation.figures
    words = (
        _("Approve {marketing} of marketing by {day}, {media} of it media: it brings {revenue}")
        if knows_sales(plan)
        else _("Approve {marketing} of marketing by {day}, {media} of it media: media bring {revenue}")
    )
    said = words.format(
        marketing=compact(figures["marketing"].value, company, currency=True),
        media=compact(plan.evaluation.grid.total, company, currency=True),
        revenue=compact(float(plan.evaluation.revenue_by_month.sum()), company, currency=True),
        day=day_label(first.start - timedelta(days=1)),
    )
    profit = figures["profit"].value
    if plan.margin is not None and profit is not None:
        said += ", " + _("{profit} of it profit").format(profit=compact(profit, company, currency=True))
    return said + "."


def _moves(plan: AnnualPlan) -> list[str]:
    """The best moves; where all together, which is the best split, gain next to nothing, that."""
    company, moves = plan.company, plan.advice.moves
    if not moves:
        return []
    revenue = plan.evaluation.figures["revenue"].value or 0.0
    whole = moves[-1].gain_so_far
    if whole < LEAST_GAIN * revenue:
        return [
            _("Keep the split: the best one would add {gain} of revenue.").format(
                gain=compact(whole, company, currency=True)
            )
        ]
    day = day_label(plan.months[0].start)
    found = []
    for move in moves[:MOST_MOVES]:
        if move.source is None or move.target is None:
            continue
        said = _("From {day} move {amount} from {source} to {target}: {gain} of revenue").format(
            day=day,
            amount=compact(move.amount, company, currency=True),
            source=move.source,
            target=move.target,
            gain=compact(move.gain, company, signed=True, currency=True),
        )
        if plan.margin is not None:
            said += ", " + _("{profit} of profit").format(
                profit=compact(plan.margin * move.gain, company, signed=True, currency=True)
            )
        found.append(said + ".")
    return found


def _rest_of_year(plan: AnnualPlan) -> list[str]:
    """What is left of a running year: its best split, and what its target would still take."""
    company, rest, reach = plan.company, plan.advice.rest, plan.advice.to_target
    found = []
    landing = plan.evaluation.figures["revenue"].value or 0.0
    if rest is not None and rest.moves() and rest.gain < LEAST_GAIN * landing:
        found.append(
            _("From {day} keep the split: the best moves of what is left would add {gain}.").format(
                day=_first_open(plan, rest), gain=compact(rest.gain, company, currency=True)
            )
        )
    elif rest is not None and rest.moves():
        moves = ", ".join(
            f"{name} {compact(amount, company, signed=True, currency=True)}"
            for name, amount in rest.moves()[:3]
        )
        found.append(
            _("From {day} re-split what is left ({moves}): {gain} of revenue this year.").format(
                day=_first_open(plan, rest),
                moves=moves,
                gain=compact(rest.gain, company, signed=True, currency=True),
            )
        )
    if plan.advice.hold is not None and rest is not None:
        found.append(_hold(plan, plan.advice.hold, _first_open(plan, rest)))
    if reach is None or plan.outlook is None:
        return found
    target = compact(plan.outlook.target, company, currency=True)
    more = compact(reach.spend_change, company, signed=True, currency=True)
    if plan.advice.out_of_reach:
        found.append(
            _("The target of {target} is out of reach: {more} of media adds {gain}. Set a new one.").format(
                target=target, more=more, gain=compact(reach.gain, company, currency=True)
            )
        )
    elif reach.spend_change > 0:
        found.append(
            _("Decide by {day}: {more} of media would still reach the target of {target}.").format(
                day=_first_open(plan, reach), more=more, target=target
            )
        )
    return found


def _hold(plan: AnnualPlan, hold: Hold, day: str) -> str:
    said = _("Hold the {amount} of {channel} from {day} on: {revenue} of revenue this year").format(
        amount=compact(hold.amount, plan.company, currency=True),
        channel=hold.channel,
        day=day,
        revenue=compact(hold.revenue, plan.company, signed=True, currency=True),
    )
    if plan.margin is not None:
        said += ", " + _("{profit} of profit").format(
            profit=compact(hold.profit, plan.company, signed=True, currency=True)
        )
    return said + "."


def _first_open(plan: AnnualPlan, rest: Reforecast) -> str:
    """The first day that can still be planned."""
    left = [month for month in plan.months if month not in rest.frozen]
    return day_label(left[0].start) if left else "–"


def _responses(plan: AnnualPlan) -> list[str]:
    """What the plan book would do about its largest risks, and when that is looked at; not what is past."""
    if plan.first_open is None:
        return []
    first = plan.first_open.start
    return [
        _("Decide by {day}: {response} ({risk}).").format(
            day=day_label(one.risk.review),
            response=shorten(one.risk.response, LONGEST_RISK, placeholder="…"),
            risk=shorten(one.risk.name, LONGEST_RISK, placeholder="…"),
        )
        for one in plan.advice.stressed
        if one.risk.response and one.risk.review is not None and one.risk.review >= first
    ]


def _test(plan: AnnualPlan) -> list[str]:
    """The test that Curves advises: what it is, what it costs and is worth, and what nobody knows without."""
    company, test, first = plan.company, plan.advice.test, plan.first_open
    if test is None or first is None:
        return []
    said = (
        _("Test {channel} from {day} on, {test}, {spend} of media: worth {net} after its cost of {cost}.")
        if test.cost > 0
        else _(
            "Test {channel} from {day} on, {test}, {spend} of media: worth {net}, and it costs no revenue."
        )
    ).format(
        channel=test.channel,
        day=day_label(first.start),
        test=test_words(test),
        spend=compact(test.spend_change, company, signed=True, currency=True),
        net=compact(test.net, company, currency=True),
        cost=compact(max(test.cost, 0.0), company, currency=True),
    )
    own = plan.evaluation.figures.by_channel.get(test.channel)
    if own is None or own.high <= own.low:
        return [said]
    unknown = _("Unknown today: its revenue of the year is between {low} and {high}.").format(
        low=compact(own.low, company, currency=True), high=compact(own.high, company, currency=True)
    )
    return [f"{said} {unknown}"]


def risks(plan: AnnualPlan) -> list[str]:
    """What the plan book, the ranges and the evidence say could go wrong."""
    company, figures, own = plan.company, plan.evaluation.figures, plan.evaluation.figures.by_channel
    landing: Any = plan.outlook["revenue"] if plan.outlook is not None else figures["revenue"]
    found = []
    if landing.low is not None:
        found.append(
            _("One time in ten revenue ends below {amount}.").format(
                amount=compact(landing.low, company, currency=True)
            )
        )
    found += [
        _("{risk}: {revenue} of revenue if it happens, chance {chance}.").format(
            risk=shorten(one.risk.name, LONGEST_RISK, placeholder="…"),
            revenue=compact(one.revenue, company, signed=True, currency=True),
            chance=share(one.risk.probability, digits=0),
        )
        for one in [one for one in plan.advice.stressed if one.revenue < 0][:2]
    ]
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
    return found[: MOST_LISTED + 1]
