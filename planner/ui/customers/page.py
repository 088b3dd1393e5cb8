"""The Customers screen: what a customer costs, what one is worth, and which lever pays."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.figures import KeyFigures
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.customers import chart_height, next_customer_cost
from planner.presentation.charts.differences import bridge
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import LAST_YEAR, Context
from planner.ui.customers import levers

COSTS = ("cac_blended", "cac_paid", "cac_marginal", "new_customers")
VALUES = ("clv", "clv_later", "clv_to_cac", "payback")


def screen(context: Context) -> None:
    """Headline, tiles, CAC by channel beside customer value, the base of the year, and the levers."""
    now = context.evaluation()
    # Last year is known by its actuals, which hold no customer base to compare with.
    before = context.evaluation(context.compared_id) if context.compared_id else None
    st.subheader(headline(context, now.figures))
    keys = COSTS + (VALUES if context.with_margins else ())
    with st.grid(4, min_column_width=165, gap="small"):
        for key in keys:
            other = None if before is None else before.figures[key]
            note = _("of media, spread like the plan") if key == "cac_marginal" else None
            components.figure_tile(now.figures[key], other, context.company, context.measure, note=note)
    if context.compared_id == LAST_YEAR:
        st.caption(_("Last year's actuals hold no customer base; compare with a plan to see differences."))
    left, right = st.columns(2, gap="large")
    with left:
        _by_channel(context, now.figures)
    with right:
        _base(context, now)
    levers.table(context, now.figures)


def headline(context: Context, figures: KeyFigures) -> str:
    """Whether winning still pays, with its numbers."""
    company = context.company
    cac, value = figures["cac_marginal"].value, figures["clv_later"].value
    if cac is None:
        return _("No channel wins new customers yet: give them a new-customer share in Setup")
    cost = formats.money_each(cac, company)
    if value is None or not context.with_margins:
        return _("The next customer costs {cost} of media").format(cost=cost)
    worth = formats.money_each(value, company)
    if cac <= value:
        return _("Winning pays: the next customer costs {cost} and is worth {worth}").format(
            cost=cost, worth=worth
        )
    return _("Keep before you win: the next customer costs {cost} and is worth {worth}").format(
        cost=cost, worth=worth
    )


def _by_channel(context: Context, figures: KeyFigures) -> None:
    company = context.company
    costs = {n: c.cac_marginal for n, c in figures.by_channel.items() if c.cac_marginal is not None}
    if not costs:
        components.empty(
            _("No channel has a new-customer share yet; enter them in Setup, Channels."),
            "pages/setup.py",
            _("Open Setup"),
        )
        return
    now, later = figures["clv"].value, figures["clv_later"].value
    valued = context.with_margins and later is not None and now is not None
    frame = pd.DataFrame(
        [
            {
                "name": name,
                "cost": cost,
                "text": formats.money_each(cost, company),
                "pays": not valued or cost <= (later or 0),
            }
            for name, cost in sorted(costs.items(), key=lambda item: item[1])
        ]
    )
    marks: list[tuple[str, float]] = []
    if valued:
        assert now is not None
        assert later is not None
        marks = [
            (_("CLV, after a year {value}").format(value=formats.money_each(later, company)), later),
            (_("CLV, now {value}").format(value=formats.money_each(now, company)), now),
        ]
    components.chart(
        next_customer_cost(
            frame,
            marks,
            cost_finding(frame, valued=valued),
            _("{currency} for the next customer").format(currency=company.currency),
            components.colours(),
            words=(_("pays"), _("costs more than a customer is worth")),
        ),
        alt=_("Cost of the next customer by channel, beside customer value"),
    )


def cost_finding(frame: pd.DataFrame, *, valued: bool) -> str:
    """What the bars say."""
    dear = list(frame.loc[~frame["pays"], "name"])
    first = frame.iloc[0]
    if len(dear) == 1:
        return _("{channel} wins customers at a loss").format(channel=dear[0])
    if dear:
        return _("{count} channels win customers at a loss").format(count=len(dear))
    if valued:
        return _("Every channel wins customers at a gain")
    return _("{channel} wins the next customer cheapest: {cost}").format(
        channel=first["name"], cost=first["text"]
    )


def _base(context: Context, now: Evaluation) -> None:
    customers, company = context.company.customers, context.company
    assert customers is not None
    new = now.figures["new_customers"].value or 0.0
    active = now.figures["active_customers"].value or 0.0
    lost = customers.opening * (1 - customers.retention)
    title = _("The base grows by {change} to {active} customers")
    if active < customers.opening:
        title = _("The base shrinks by {change} to {active} customers")
    components.chart(
        bridge(
            (_("Opening"), customers.opening),
            [
                (_("Lost"), -lost),
                (_("New from media"), new - customers.new_without_media),
                (_("New without media"), customers.new_without_media),
            ],
            (_("Active"), active),
            title.format(change=formats.count(abs(active - customers.opening)), active=formats.count(active)),
            _("customers"),
            components.colours(),
            height=chart_height(len(now.figures.by_channel)) - 50,
        ),
        alt=_("Customer base from opening to active"),
    )
    st.caption(_tie(active, now.figures, context))
    st.caption(
        _("Retained: {kept} of {opening} ({share}).").format(
            kept=formats.count(customers.opening - lost),
            opening=formats.count(customers.opening),
            share=formats.share(customers.retention),
        )
        + (" " + _("Amounts in {unit}.").format(unit=formats.basis_label(company)))
    )


def _tie(active: float, figures: KeyFigures, context: Context) -> str:
    """Customers x orders x sale beside the revenue that baseline and curves forecast."""
    customers, company = context.company.customers, context.company
    assert customers is not None
    orders = active * customers.frequency
    revenue = orders * customers.average_sale
    text = _("{active} x {frequency} orders x {sale} = {orders} orders, {revenue} revenue").format(
        active=formats.count(active),
        frequency=formats.ratio(customers.frequency),
        sale=formats.money_each(customers.average_sale, company),
        orders=formats.count(orders),
        revenue=formats.money(revenue, company),
    )
    forecast = figures["revenue"].value
    if forecast is None:
        return f"{text}."
    return text + _("; baseline and curves forecast {forecast} ({gap}).").format(
        forecast=formats.money(forecast, company),
        gap=formats.share(revenue / forecast - 1 if forecast else None, signed=True),
    )
