"""Customers, value: what a customer costs, what one is worth, and whether that pays."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.analysis.customer_value import Equity, equity
from planner.domain.customer_base import lifetime_value
from planner.domain.figures import KeyFigures
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.customers import next_customer_cost
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import LAST_YEAR, Context

COSTS = ("cac_blended", "cac_paid", "cac_marginal", "new_customers")
VALUES = ("clv", "clv_later", "clv_to_cac", "payback")
HORIZONS = {"ever": None, "5": 5, "3": 3, "1": 1}


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """Tiles, the next customer's cost by channel beside customer value, and the value by horizon."""
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
        _worth(context, now.figures)


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


def chosen_years() -> int | None:
    """The horizon of customer value, kept in the URL."""
    words = {
        "ever": _("No horizon"),
        "5": _("5 years"),
        "3": _("3 years"),
        "1": _("1 year"),
    }
    return HORIZONS[components.view("clv_horizon", words, _("Horizon of customer value"))]


def _worth(context: Context, figures: KeyFigures) -> None:
    """Both conventions over a horizon, how they pay, and customer equity."""
    company, customers = context.company, context.company.customers
    active = figures["active_customers"].value
    assert customers is not None
    if not context.with_margins:
        st.caption(_("Margins are hidden."))
        return
    if company.margin is None or active is None:
        components.empty(
            _("Customer value needs the margin; enter it in Setup, Company."),
            "pages/setup.py",
            _("Open Setup"),
        )
        return
    years = chosen_years()
    yearly = customers.frequency * customers.average_sale * company.margin
    now, later = lifetime_value(yearly, customers.retention, customers.discount_rate, years)
    found = equity(company, active, years)
    st.markdown(
        "**"
        + _("{count} customers are worth {amount}").format(
            count=formats.count(active), amount=formats.money(found.later, company)
        )
        + "**"
    )
    costs = [
        (_("CAC, blended"), "cac_blended"),
        (_("CAC, paid"), "cac_paid"),
        (_("next customer"), "cac_marginal"),
    ]
    rows = [
        {
            _("First margin"): _("now"),
            _("Worth of one"): formats.money_each(now, company),
            **{_("to {cost}").format(cost=label): _times(now, figures[key].value) for label, key in costs},
            _("All customers"): formats.money(found.now, company),
        },
        {
            _("First margin"): _("after a year"),
            _("Worth of one"): formats.money_each(later, company),
            **{_("to {cost}").format(cost=label): _times(later, figures[key].value) for label, key in costs},
            _("All customers"): formats.money(found.later, company),
        },
    ]
    components.table(pd.DataFrame(rows), alt=_("Customer value by convention"), height="content")
    st.caption(
        _("{yearly} margin a year and customer, {retention} stay, {discount} discount.").format(
            yearly=formats.money_each(yearly, company),
            retention=formats.share(customers.retention),
            discount=formats.share(customers.discount_rate),
        )
        + " "
        + _conventions(context, figures)
    )
    if len(found.groups) > 1:
        st.caption(equity_line(context, found))


def _conventions(context: Context, figures: KeyFigures) -> str:
    payback = figures["payback"].value
    if payback is None:
        return ""
    return _("Payback {months}; three times the cost and twelve months are customs, not laws.").format(
        months=formats.months(payback)
    )


def equity_line(context: Context, found: Equity) -> str:
    """The sum over segments beside the value of the base as one."""
    company = context.company
    return _(
        "Sum over {count} segments. As one group with Setup's averages the base is worth {base}: an "
        "average hides who stays longer."
    ).format(count=len(found.groups), base=formats.money(found.base.equity_later, company))


def _times(value: float, cost: float | None) -> str:
    return formats.ratio(value / cost, digits=1) if cost else formats.NOTHING
