"""Customers, levers: what other money for programmes, or another price, would do."""

from __future__ import annotations

import streamlit as st

from planner.analysis.customer_base import programme_move
from planner.analysis.levers import elasticity, next_ones, purpose_split
from planner.domain.customer_base import Programme, ProgrammeKind
from planner.domain.figures import KeyFigures
from planner.domain.price import price_move
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context

PRICE_ROOM = 20
"""Per cent either way that the price slider goes."""


def show(context: Context, now: Evaluation) -> None:
    """Programme sliders with what they do, the price beside them."""
    left, right = st.columns([1.5, 1], gap="large")
    with left, st.container(border=True):
        _programmes(context, now)
    with right:
        with st.container(border=True):
            _price(context, now.figures)
        with st.container(border=True):
            _next_one(context, now.figures)


def costs(context: Context) -> dict[str, float]:
    """Monthly costs as the sliders of this visit have them; only those that moved."""
    found = {}
    for one in context.company.programmes:
        held = st.session_state.get(_key(context, one))
        if held is not None and abs(float(held) - one.cost) > 1e-9:
            found[one.name] = float(held)
    return found


def _key(context: Context, one: Programme) -> str:
    return f"_programme_{context.slug}_{context.settings}_{one.name}"


def keep(context: Context) -> None:
    """Let the sliders keep what they say while another view is shown."""
    for one in context.company.programmes:
        key = _key(context, one)
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _programmes(context: Context, now: Evaluation) -> None:
    company = context.company
    st.markdown(f"**{_('Customer programmes: what another monthly cost does')}**")
    if not company.programmes:
        components.empty(
            _("No programmes yet: what they cost a month and what that brings. Enter them in Setup."),
            "pages/setup.py",
            _("Open Setup"),
        )
        return
    for one in company.programmes:
        top = max(2 * one.cost, 3 * one.typical)
        step = 10.0 ** max(0, len(str(int(top))) - 2)
        key = _key(context, one)
        if key not in st.session_state:
            st.session_state[key] = float(one.cost)
        typed = st.slider(
            _("{programme}, {currency} a month").format(programme=one.name, currency=company.currency),
            0.0,
            float(top),
            step=float(step),
            format="localized",
            key=key,
            help=promise(one),
        )
        st.caption(_effect(one, float(typed)))
    move = programme_move(company, now.forecast, costs(context))
    if not costs(context):
        st.caption(_("As today: nothing added. Today's effect is inside Setup's customer figures."))
        return
    st.markdown(
        _("{cost} a year: {customers} customers at its end, {orders} orders, {revenue} revenue.").format(
            cost=formats.money(move.cost, company, signed=True),
            customers=formats.count(move.customers, signed=True),
            orders=formats.count(move.orders, signed=True),
            revenue=formats.money(move.revenue, company, signed=True),
        )
    )
    if context.with_margins and move.profit is not None:
        value = now.figures["clv_later"].value
        text = _("Profit in the year {profit}.").format(
            profit=formats.money(move.profit, company, signed=True)
        )
        if value is not None and abs(move.customers) >= 0.5:
            text += " " + _("The customers are worth {value} more in the years after.").format(
                value=formats.money(value * move.customers, company, signed=True)
            )
        st.markdown(text)
    if st.button(_("Back to today"), icon=":material/undo:", on_click=_reset, args=(context,)):
        st.rerun()
    st.caption(_("A trial: neither the plan nor Setup changes. The base by month follows it."))


def _reset(context: Context) -> None:
    for one in context.company.programmes:
        st.session_state[_key(context, one)] = float(one.cost)


def promise(one: Programme) -> str:
    """The response as it was typed: "at 3,000 a month it keeps 90 more customers, never more than 260"."""
    words = {
        ProgrammeKind.RETENTION: _("At {cost} a month {effect} more customers stay, never more than {most}."),
        ProgrammeKind.ACQUISITION: _(
            "At {cost} a month {effect} more customers come, never more than {most}."
        ),
        ProgrammeKind.FREQUENCY: _("At {cost} a month {effect} more orders come, never more than {most}."),
    }[one.kind]
    return words.format(
        cost=formats.count(one.typical), effect=formats.count(one.effect), most=formats.count(one.most)
    )


def _effect(one: Programme, cost: float) -> str:
    words = {
        ProgrammeKind.RETENTION: _("{number} more customers stay each month; {more} than today"),
        ProgrammeKind.ACQUISITION: _("{number} more customers come each month; {more} than today"),
        ProgrammeKind.FREQUENCY: _("{number} more orders come each month; {more} than today"),
    }[one.kind]
    brings = round(one.brings(cost))
    more = brings - round(one.brings(one.cost))
    if not more:
        words = {
            ProgrammeKind.RETENTION: _("{number} more customers stay each month, as today"),
            ProgrammeKind.ACQUISITION: _("{number} more customers come each month, as today"),
            ProgrammeKind.FREQUENCY: _("{number} more orders come each month, as today"),
        }[one.kind]
    return words.format(number=formats.count(brings), more=formats.count(more, signed=True))


def _price(context: Context, figures: KeyFigures) -> None:
    company = context.company
    revenue = figures["revenue"].value
    st.markdown(f"**{_('Price: what a change does')}**")
    if revenue is None:
        st.caption(_("Needs the sales without media; enter them in Setup, Baseline."))
        return
    change = st.slider(
        _("All prices, % against the plan"),
        -PRICE_ROOM,
        PRICE_ROOM,
        0,
        key="customers_price",
        format="%+d",
    )
    move = price_move(revenue, company.margin, elasticity(company), change / 100)
    shown = [
        (_("Volume"), formats.share(move.volume, signed=True)),
        (_("Revenue"), formats.money(move.revenue, company, signed=True)),
    ]
    if context.with_margins and move.contribution is not None:
        shown.append((_("Contribution"), formats.money(move.contribution, company, signed=True)))
    with st.grid(len(shown), gap="small", min_column_width=130):
        for label, value in shown:
            st.metric(label, value)
    text = _("By an elasticity of {value}: one per cent dearer moves volume by {volume}.").format(
        value=formats.ratio(elasticity(company)),
        volume=formats.share(price_move(1.0, None, elasticity(company), 0.01).volume, signed=True),
    )
    st.caption(text + " " + _("Change it in Setup, Market and prices."))


def _next_one(context: Context, figures: KeyFigures) -> None:
    """The next customer kept beside the next one won, and where the money goes."""
    company = context.company
    found = next_ones(company, figures)
    if not found:
        return
    kept = [one for one in found if one.kind is ProgrammeKind.RETENTION]
    won = [one for one in found if one.kind is ProgrammeKind.ACQUISITION]
    if kept and won:
        title = _("Keeping the next customer costs {kept}, winning one {won}").format(
            kept=formats.money_each(kept[0].cost, company), won=formats.money_each(won[0].cost, company)
        )
    else:
        title = _("What the next customer costs")
    st.markdown(f"**{title}**")
    for one in found:
        keeping = one.kind is ProgrammeKind.RETENTION
        way = one.way or _("media, spread like the plan")
        words = _("{cost} to keep one: {way}") if keeping else _("{cost} to win one: {way}")
        st.markdown(words.format(cost=formats.money_each(one.cost, company), way=components.escape(way)))
    split = purpose_split(company, figures, company.programmes)
    whole = split.winning + split.keeping
    if whole > 0:
        st.caption(
            _(
                "Today {winning} of media and programmes wins customers, {keeping} keeps and activates "
                "those you have."
            ).format(
                winning=formats.share(split.winning / whole, digits=0),
                keeping=formats.share(split.keeping / whole, digits=0),
            )
        )
