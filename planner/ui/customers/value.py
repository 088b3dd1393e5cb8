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

LEADS = ("cac_marginal", "clv_later", "clv_to_cac", "payback")
"""The one reading of each question; the others stand in its small print."""
COSTS = ("cac_marginal", "cac_blended", "cac_paid", "new_customers")
"""What is shown instead where margins are hidden or unknown."""
HORIZONS = {"ever": None, "5": 5, "3": 3, "1": 1}


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """Tiles, the next customer's cost by channel beside customer value, and the value by horizon."""
    st.subheader(headline(context, now.figures))
    valued = context.with_margins and now.figures["clv_later"].value is not None
    notes = _second(context, now.figures) if valued else {"cac_marginal": _("of media, spread like the plan")}
    with st.grid(4, min_column_width=180, gap="small"):
        for key in LEADS if valued else COSTS:
            other = None if before is None else before.figures[key]
            components.figure_tile(
                now.figures[key], other, context.company, context.measure, note=notes.get(key)
            )
    if context.compared_id == LAST_YEAR:
        st.caption(_("Last year's actuals hold no customer base; compare with a plan to see differences."))
    left, right = st.columns(2, gap="large")
    with left:
        _by_channel(context, now.figures)
    with right:
        _worth(context, now.figures)


def _second(context: Context, figures: KeyFigures) -> dict[str, str]:
    """The other readings of each lead, for its small print."""
    company = context.company

    def said(key: str) -> str:
        return formats.figure(figures[key].kpi, figures[key].value, company)

    worth, cost = figures["clv_later"].value, figures["cac_marginal"].value
    return {
        "cac_marginal": _("blended {blended}, of paid media {paid}").format(
            blended=said("cac_blended"), paid=said("cac_paid")
        ),
        "clv_later": _("if the first margin counts now: {value}").format(value=said("clv")),
        "clv_to_cac": _("of the blended CAC; of the next customer's {ratio}").format(
            ratio=_times(worth or 0.0, cost)
        ),
        "payback": _("of the blended CAC, out of the margin of a month"),
    }


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
    worth = figures["clv_later"].value if context.with_margins else None
    frame = pd.DataFrame(
        [
            {
                "name": name,
                "cost": cost,
                "text": formats.money_each(cost, company),
                "pays": worth is None or cost <= worth,
            }
            for name, cost in sorted(costs.items(), key=lambda item: item[1])
        ]
    )
    marks: list[tuple[str, float]] = []
    if worth is not None:
        said = _("a customer is worth {value}").format(value=formats.money_each(worth, company))
        marks = [(said, worth)]
    components.chart(
        next_customer_cost(
            frame,
            marks,
            cost_finding(frame, valued=worth is not None),
            _("{currency} for the next customer").format(currency=company.currency),
            components.colours(),
            words=(_("pays"), _("costs more than a customer is worth")),
        ),
        alt=_("Cost of the next customer by channel, beside customer value"),
    )
    losing = list(frame.loc[~frame["pays"], "name"])
    if losing:
        st.caption(
            _(
                "By new customers alone. Sales of {channels} to customers you have are judged by revenue, in "
                "the scorecard."
            ).format(channels=", ".join(map(components.escape, losing)))
        )
        st.page_link(
            "pages/results.py",
            label=_("Open the scorecard"),
            icon=":material/arrow_forward:",
            query_params={"results_view": "scorecard"},
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
    st.caption(_("Value of a customer counted over"))
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
    title = _("{count} customers are worth {amount}").format(
        count=formats.count(active), amount=formats.money(found.later, company)
    )
    st.markdown(f"**{title}**  \n:small[{equity_line(context, found)}]")
    costs = [
        (_("CAC, blended"), "cac_blended"),
        (_("CAC, paid"), "cac_paid"),
        (_("next customer"), "cac_marginal"),
    ]
    rows = [
        {
            _("First margin"): words,
            _("Worth of one"): formats.money_each(worth, company),
            **{_("to {cost}").format(cost=label): _times(worth, figures[key].value) for label, key in costs},
            _("All customers"): formats.money(everyone, company),
        }
        for words, worth, everyone in ((_("after a year"), later, found.later), (_("now"), now, found.now))
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


def _conventions(context: Context, figures: KeyFigures) -> str:
    payback = figures["payback"].value
    if payback is None:
        return ""
    return _("Payback {months}; three times the cost and twelve months are customs, not laws.").format(
        months=formats.months(payback)
    )


def equity_line(context: Context, found: Equity) -> str:
    """How customer equity was counted, and what it would be otherwise."""
    company = context.company
    now = formats.money(found.now, company)
    if len(found.groups) < 2:
        return _("First margin after a year, the careful reading; if it counts now: {now}.").format(now=now)
    return _(
        "Sum over {count} segments, first margin after a year, the careful reading. If it counts now: {now}. "
        "As one group with Setup's averages: {base}; an average hides who stays longer."
    ).format(count=len(found.groups), now=now, base=formats.money(found.base.equity_later, company))


def _times(value: float, cost: float | None) -> str:
    return formats.ratio(value / cost) if cost else formats.NOTHING
