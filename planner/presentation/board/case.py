"""A business case in words: headline, tiles, payback and reasons; on screen and as one sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.domain.budget_plan import PlanVersion
from planner.domain.company import Company
from planner.domain.whole_campaigns import whole_campaigns
from planner.plan.business_case import Ask, Case, Keep, MoreMoney, Range
from planner.presentation.axes import axis, ticks
from planner.presentation.clauses import clauses, listed, sentence
from planner.presentation.formats import compact, month_label, month_name, ratio, share, vat_label
from planner.presentation.language import _, current
from planner.presentation.words import word

MOST_ROWS = 8
JOINED = "\N{WORD JOINER}"


@dataclass(frozen=True, eq=False)
class CaseText:
    """A case and what is needed to word it. `with_margins`: profit and payback may be shown."""

    company: Company
    version: PlanVersion
    ask: Ask
    case: Case
    target: float
    with_margins: bool = True

    @property
    def shows_profit(self) -> bool:
        """Whether profit is known and may be shown."""
        return self.with_margins and self.case.profit is not None

    def money(self, value: float, *, signed: bool = False) -> str:
        """An amount in three figures with the currency's sign."""
        said = compact(value, self.company, signed=signed, currency=True)
        return (
            said if said[0] not in "+−-" else f"{said[0]}{JOINED}{said[1:]}"
        )  # a sign stays with its amount


def asked(text: CaseText) -> str:
    """What is asked for: "100k more", "20k more for TV", "Spring and 2 other campaigns"."""
    if isinstance(text.ask, MoreMoney):
        amount = text.money(text.ask.amount)
        if text.ask.channel is None:
            return _("{amount} more").format(amount=amount)
        return _("{amount} more for {channel}").format(amount=amount, channel=text.ask.channel)
    names = [whole.name for whole in whole_campaigns(text.ask.campaigns)]
    first = names[0][:40]
    if len(names) == 1:
        return first
    return _("{name} and {count} more campaigns").format(name=first, count=len(names) - 1)


def headline(text: CaseText) -> str:
    """The case in one sentence."""
    found = text.case
    said = _("{ask}: {revenue} of revenue this year, {full} in full").format(
        ask=asked(text),
        revenue=text.money(found.revenue.value, signed=True),
        full=text.money(found.revenue_full.value, signed=True),
    )
    if text.shows_profit and found.profit and found.profit_full:
        profit = _("profit {profit} this year, {full} in full").format(
            profit=text.money(found.profit.value, signed=True),
            full=text.money(found.profit_full.value, signed=True),
        )
        return clauses((said, profit))
    return said


def tiles(text: CaseText) -> list[dict[str, str]]:
    """Cost, revenue and profit in both readings with their ranges, payback, chance."""
    found = text.case
    media = _("of it {media} working media").format(media=text.money(found.media))
    shown = [_tile(_("Cost"), text.money(found.cost), media)]
    shown.append(_ranged(text, _("Revenue, in-year"), found.revenue))
    shown.append(_ranged(text, _("Revenue, full effect"), found.revenue_full))
    if text.shows_profit and found.profit and found.profit_full:
        shown.append(_ranged(text, _("Profit, in-year"), found.profit, toned=True))
        shown.append(_ranged(text, _("Profit, full effect"), found.profit_full, toned=True))
        shown.append(_tile(_("Payback"), payback_words(text), _("from its first month of spend")))
    return shown


def payback_words(text: CaseText) -> str:
    """ "7.5 mo.", or when else."""
    found = text.case
    if found.payback is not None:
        return _("{months} mo.").format(months=ratio(found.payback, digits=1))
    if found.profit_full is not None and found.profit_full.value > 0:
        return _("after the year")
    return _("never")


def reasons(text: CaseText) -> list[str]:
    """Why: return, what is lost without it, the chance of the target."""
    found = text.case
    said = []
    if found.media:
        said.append(
            _("Each unit of media brings {ratio} of revenue in the year, {full} in full.").format(
                ratio=ratio(found.revenue.value / found.media),
                full=ratio(found.revenue_full.value / found.media),
            )
        )
    lost = [
        _("Without it: {revenue} less revenue this year, {full} less in full").format(
            revenue=text.money(found.revenue.value), full=text.money(found.revenue_full.value)
        )
    ]
    if text.shows_profit and found.profit and found.profit_full:
        lost.append(
            _("{cost} saved, profit {profit} this year, {full} in full").format(
                cost=text.money(found.cost),
                profit=text.money(-found.profit.value, signed=True),
                full=text.money(-found.profit_full.value, signed=True),
            )
        )
    said.append(sentence(lost))
    without, with_it = found.chances(text.target)
    if without is not None and with_it is not None:
        said.append(
            _("Chance of {target} revenue: {without} without it, {with_it} with it.").format(
                target=text.money(text.target), without=_chance(without), with_it=_chance(with_it)
            )
        )
    return said


def basis(text: CaseText) -> list[str]:
    """What the case stands on, and what could be wrong with it."""
    found = text.case
    said = []
    if isinstance(text.ask, Keep):
        said.append(_("Compared: the plan as it is, and the plan without these campaigns' money."))
    elif text.ask.channel is None:
        said.append(_("The money goes where it earns most; no channel is cut, none grows by more than half."))
    else:
        said.append(_("The money follows the channel's months as planned."))
    if text.shows_profit and text.company.margin is not None:
        said.append(
            _("Profit = revenue × {margin} margin − cost; paid back when margin so far covers it.").format(
                margin=share(text.company.margin)
            )
        )
    beyond = [
        name
        for name, own in found.with_it.figures.by_channel.items()
        if own.beyond_seen and _moved(found, name)
    ]
    if beyond:
        said.append(
            _("Spend leaves the range seen so far on: {channels}.").format(channels=listed(beyond[:4]))
        )
    if found.revenue.low is None:
        said.append(_("The curves carry no ranges, so nobody knows how sure these figures are."))
    return said


def sheet(text: CaseText) -> dict[str, Any]:
    """The case as the board's sheet: same places, same drawing."""
    version, company = text.version, text.company
    months = version.grid.months
    which = [company.name[:60], version.name[:60], word(version.status), _("Business case")]
    return {
        "lang": current().split("_")[0],
        "title": f"{company.name} · {asked(text)}",
        "author": version.author,
        "which": " · ".join(which),
        "basis": _("Amounts in {currency}, {vat} · {first} – {last}").format(
            currency=company.currency,
            vat=vat_label(company),
            first=month_label(months[0]),
            last=month_label(months[-1]),
        ),
        "headline": headline(text),
        "tiles": tiles(text),
        "reasons": _where(text),
        "months": _so_far(text),
        "asks": {"title": _("Why"), "items": reasons(text)},
        "risks": {"title": _("What it stands on"), "items": basis(text)},
    }


def _tile(label: str, value: str, note: str, tone: str = "plain", change: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "tone": tone, "change": change, "range": note}


def _ranged(text: CaseText, label: str, found: Range, *, toned: bool = False) -> dict[str, str]:
    note = (
        ""
        if found.low is None or found.high is None
        else f"{text.money(found.low)} – {text.money(found.high)}"
    )
    tone = "plain" if not toned else "good" if found.value > 0 else "bad"
    chance = ""
    if toned and found.chance is not None:
        chance = _("pays in {chance} of cases").format(chance=_chance(found.chance))
    return _tile(label, text.money(found.value, signed=True), note, tone, chance)


def _chance(chance: float | None) -> str:
    if chance is None:
        return "–"
    if chance < 0.01:
        return "<" + share(0.01, digits=0)
    return ">" + share(0.99, digits=0) if chance > 0.99 else share(chance, digits=0)


def _moved(found: Case, name: str) -> bool:
    return any(channel == name for channel, _amount in found.moves())


def _where(text: CaseText) -> dict[str, Any]:
    moves = text.case.moves()
    if len(moves) > MOST_ROWS:
        rest = sum(amount for _name, amount in moves[MOST_ROWS - 1 :])
        moves = [*moves[: MOST_ROWS - 1], (_("Other channels"), rest)]
    longest = max((abs(amount) for _name, amount in moves), default=1.0)
    rows = [
        {
            "label": name if len(name) <= 20 else name[:19] + "…",
            "from": 0.0,
            "to": abs(amount) / longest,
            "text": compact(amount, text.company, signed=True),
            "tone": "blue",
            "total": False,
        }
        for name, amount in moves
    ]
    return {"title": _("Where the money goes"), "zero": 0.0, "rows": rows}


def _so_far(text: CaseText) -> dict[str, Any]:
    """Bars: earned so far, month by month; lines: spent so far."""
    found = text.case
    earned, what = so_far(text)
    top, step = axis(float(max([*earned, *found.spent, 1.0])))
    bars = [
        {
            "label": month_name(month),
            "height": max(float(earned[i]), 0.0) / top,
            "actual": False,
            "plan": float(found.spent[i]) / top,
            "low": None,
            "high": None,
        }
        for i, month in enumerate(text.version.grid.months)
    ]
    marks = [{"at": amount / top, "text": said} for amount, said in ticks(top, step)]
    words = {"actual": None, "forecast": what, "plan": _("Spent so far"), "range": None}
    return {
        "title": so_far_title(text),
        "bars": bars,
        "ticks": marks,
        "words": words,
    }


def so_far(text: CaseText) -> tuple[Any, str]:
    """What the ask has earned by each month, shape (M,), and what that is: contribution, or revenue."""
    found = text.case
    if text.shows_profit and found.earned is not None:
        return found.earned, _("Margin so far")
    gained = found.with_it.forecast.by_period - found.without.forecast.by_period
    return np.cumsum(gained), _("Revenue so far")


def so_far_title(text: CaseText) -> str:
    """What the picture of money earned and spent so far finds."""
    found = text.case
    earned, what = so_far(text)
    spent, last = float(found.spent[-1]), month_name(text.version.grid.months[-1])
    if spent <= 0:
        return _("{what} against money spent").format(what=what)
    covered = float(earned[-1]) / spent
    if not (text.shows_profit and found.earned is not None):
        return _("By {month} each unit spent has brought {ratio} of revenue").format(
            month=last, ratio=ratio(covered)
        )
    if found.payback is not None:
        return _("Margin has covered the money after {months} mo.").format(
            months=ratio(found.payback, digits=1)
        )
    return _("By {month} margin covers {share} of the money spent").format(
        month=last, share=share(covered, digits=0)
    )
