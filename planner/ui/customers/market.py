"""Customers, market: our share of sales and of voice, and what more money of rivals would cost us."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.market import MarketYear, drift, market_year
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.domain.errors import PlannerError
from planner.domain.money import FloatArray
from planner.plan.competitor import CompetitorMove, competitor_spends
from planner.plan.evaluation import Evaluation
from planner.plan.questions import Desk
from planner.presentation import formats, rivals
from planner.presentation.charts.surveys import month_line
from planner.presentation.language import _, told
from planner.ui import components
from planner.ui.context import Context

ALL = "*"


def has_data(company: Company) -> bool:
    """Whether Setup holds anything of the market."""
    return company.market is not None and bool(company.market.sizes or company.market.rivals)


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """Shares under their finding, the rivals' log, and the question what a rival's money would do."""
    market = context.company.market
    assert market is not None
    months = now.forecast.horizon.months
    year = context.company.year_of(months[0])
    found = market_year(market, year, months, now.forecast.by_period, now.forecast.spend.sum(axis=0))
    st.subheader(finding(found))
    left, right = st.columns(2, gap="large")
    with left:
        _share(found, context)
    with right:
        _voice(found)
    left, right = st.columns([1, 1.15], gap="large")
    with left:
        _rivals(context, found)
        if found.excess is not None:
            st.caption(
                _(
                    "Excess share of voice {excess}: by the rule of thumb (+10 points about +0.5 a year, "
                    "weakening) share of market drifts by {drift} a year."
                ).format(
                    excess=formats.points(found.excess),
                    drift=formats.points(drift(market, found.excess), digits=2),
                )
            )
    with right, st.container(border=True):
        _more_from_rivals(context, now)


def finding(found: MarketYear) -> str:
    """Share of market beside share of voice."""
    share, voice = found.share_of_year, found.voice_of_year
    if share is None and voice is None:
        return _("Neither market size nor rivals' spend is known for this year")
    if voice is None:
        return _("We hold {share} of the market").format(share=formats.share(share))
    if share is None:
        return _("We make {voice} of the category's noise").format(voice=formats.share(voice))
    return _("{share} of the market with {voice} of the voice").format(
        share=formats.share(share), voice=formats.share(voice)
    )


def _months(found: MarketYear, values: FloatArray) -> pd.DataFrame:
    return pd.DataFrame(
        {"month": [formats.month_name(month) for month in found.months], "value": 100 * values}
    )


def _share(found: MarketYear, context: Context) -> None:
    if np.isnan(found.share).all():
        st.caption(_("The market's size of this year is not known; enter it in Setup, Market and prices."))
        return
    best = int(np.nanargmax(found.share))
    title = _("Share of market is highest in {month}").format(month=formats.month_name(found.months[best]))
    if float(np.nanmax(found.share) - np.nanmin(found.share)) < 0.001:
        title = _("Share of market is the same in every month")
    components.chart(
        month_line(_months(found, found.share), title, "%", components.colours(), digits=1),
        alt=_("Share of market by month"),
    )
    size = float(np.nansum(found.size))
    st.caption(
        _("Market {size} a year; ours is the plan's revenue.").format(
            size=formats.compact(size, context.company)
        )
    )


def _voice(found: MarketYear) -> None:
    if np.isnan(found.voice).all():
        st.caption(_("What rivals spend is not known; write it down in Setup, Market and prices."))
        return
    low = int(np.nanargmin(found.voice))
    title = _("Our voice is faintest in {month}: {share}").format(
        month=formats.month_name(found.months[low]), share=formats.share(float(found.voice[low]))
    )
    components.chart(
        month_line(_months(found, found.voice), title, "%", components.colours(), digits=1),
        alt=_("Share of voice by month"),
    )
    if found.assumed.any():
        st.caption(
            _("{count} months have no log yet: rivals are taken as in the same month before.").format(
                count=int(found.assumed.sum())
            )
        )


def _rivals(context: Context, found: MarketYear) -> None:
    voices = found.voices()
    if not voices:
        return
    own = found.voice_of_year or 0.0
    rows = [
        {
            _("Who"): _("We"),
            _("Media, year"): formats.money(float(found.spend.sum()), context.company),
            _("Share of voice"): formats.share(own),
        }
    ]
    for name, share in sorted(voices.items(), key=lambda pair: -pair[1]):
        spent = float(np.nansum(found.rivals[found.names.index(name)]))
        rows.append(
            {
                _("Who"): name,
                _("Media, year"): formats.money(spent, context.company),
                _("Share of voice"): formats.share(share),
            }
        )
    loudest = max(voices, key=lambda name: voices[name])
    st.markdown(
        "**"
        + _("{rival} is the loudest with {share} of the voice").format(
            rival=components.escape(loudest), share=formats.share(voices[loudest], digits=0)
        )
        + "**"
    )
    components.table(pd.DataFrame(rows), alt=_("Share of voice by rival"), height="content")
    log = context.company.market.rivals if context.company.market else ()
    last = max((one.month for one in log), default=None)
    sources = ", ".join(sorted({one.source for one in log if one.source}))
    st.caption(
        _("{count} figures logged, the last of {month}. Source: {source}.").format(
            count=len(log),
            month=formats.month_label(Month.parse(last)) if last else formats.NOTHING,
            source=sources or formats.NOTHING,
        )
    )


def _more_from_rivals(context: Context, now: Evaluation) -> None:
    """The preset "doubles spend" with its assumptions open."""
    market = context.company.market
    assert market is not None
    st.markdown(f"**{_('What if a rival spends more?')}**")
    if not market.rivals:
        st.caption(_("Needs what rivals spend; write it down in Setup, Market and prices."))
        return
    names = list(dict.fromkeys(one.rival for one in market.rivals))
    left, middle, right = st.columns(3, gap="small")
    who = left.selectbox(
        _("Who"), [ALL, *names], format_func=lambda n: _("all rivals") if n == ALL else n, key="rival_who"
    )
    multiple = middle.selectbox(
        _("Spends"),
        [2.0, 1.5, 1.25, 0.5],
        format_func=lambda m: _("{times} times as much").format(
            times=formats.ratio(m, digits=0 if m == int(m) else 2)
        ),
        key="rival_multiple",
    )
    haircut = right.number_input(
        _("Haircut per doubling, %"),
        0.0,
        90.0,
        value=round(100 * market.haircut, 2),
        step=1.0,
        format="%.1f",
        key="rival_haircut",
        help=_("Assumption: what our media lose when all rivals double. Setup holds its range."),
    )
    asked = None if abs(haircut / 100 - market.haircut) < 1e-9 else haircut / 100
    try:
        found = ask(context, now, float(multiple), None if who == ALL else who, asked)
    except PlannerError as problem:
        st.caption(told(problem))
        return
    for sentence in rivals.sentences(found, context.company, with_margins=context.with_margins):
        st.markdown(sentence)


def ask(
    context: Context, now: Evaluation, multiple: float, rival: str | None, haircut: float | None
) -> CompetitorMove:
    """The question asked of the plan on screen."""
    desk = Desk(context.model(), context.company, context.version().lines, now)
    return competitor_spends(desk, multiple, rival=rival, haircut=haircut)
