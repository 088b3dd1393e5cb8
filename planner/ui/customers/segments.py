"""Customers, segments: who brings the value, and who gets the money."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.analysis.customer_value import Equity, GroupValue, equity
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.base_months import shares
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context
from planner.ui.customers.value import chosen_years, equity_line


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """Value share beside budget share, and a row a segment."""
    company, active = context.company, now.figures["active_customers"].value
    if not company.segments or active is None:
        components.empty(
            _("No segments yet: their share of customers, retention, orders and sale. Enter them in Setup."),
            "pages/setup.py",
            _("Open Setup"),
        )
        return
    if company.margin is None or not context.with_margins:
        _without_value(context, active)
        return
    head = st.container()
    found = equity(company, active, chosen_years())
    head.subheader(finding(found))
    left, right = st.columns([1, 1.4], gap="large")
    with left:
        _shares(found)
    with right:
        rows = [
            {
                _("Segment"): group.name,
                _("Customers"): formats.count(group.customers),
                _("Worth of one, after a year"): formats.money_each(group.later, company),
                _("now"): formats.money_each(group.now, company),
                _("All of them"): formats.money(group.equity_later, company),
                _("Of value"): formats.share(group.value_share, digits=0),
                _("Of revenue"): formats.share(group.revenue_share, digits=0),
                _("Of budget"): formats.share(group.budget_share, digits=0),
            }
            for group in found.groups
        ]
        rows.append(
            {
                _("Segment"): _("All"),
                _("Customers"): formats.count(active),
                _("Worth of one, after a year"): formats.money_each(
                    found.later / active if active else None, company
                ),
                _("now"): formats.money_each(found.now / active if active else None, company),
                _("All of them"): formats.money(found.later, company),
                _("Of value"): formats.share(1.0, digits=0),
                _("Of revenue"): formats.share(1.0, digits=0),
                _("Of budget"): formats.share(1.0, digits=0)
                if found.groups[0].budget_share is not None
                else formats.NOTHING,
            }
        )
        components.table(pd.DataFrame(rows), alt=_("Segments with value and budget"), height="content")
        st.caption(equity_line(context, found) + " " + _tie(context, found))


def finding(found: Equity) -> str:
    """Where value and money part most."""
    gaps = [(g, g.value_share - g.budget_share) for g in found.groups if g.budget_share is not None]
    if not gaps:
        best = max(found.groups, key=lambda group: group.value_share)
        return _("{segment} customers hold {value} of customer value").format(
            segment=best.name, value=formats.share(best.value_share, digits=0)
        )
    widest, gap = max(gaps, key=lambda pair: abs(pair[1]))
    words = (
        _("{segment} customers hold {value} of the value and get {budget} of the money")
        if gap > 0
        else _("{segment} customers get {budget} of the money and hold {value} of the value")
    )
    return words.format(
        segment=widest.name,
        value=formats.share(widest.value_share, digits=0),
        budget=formats.share(widest.budget_share, digits=0),
    )


def _shares(found: Equity) -> None:
    words = (_("share of value"), _("share of budget"))
    rows = []
    for group in found.groups:
        rows.append({"name": group.name, "kind": words[0], "value": 100 * group.value_share})
        if group.budget_share is not None:
            rows.append({"name": group.name, "kind": words[1], "value": 100 * group.budget_share})
    components.chart(
        shares(pd.DataFrame(rows), _title(found.groups), "%", components.colours(), words=words),
        alt=_("Share of value beside share of budget by segment"),
    )


def _title(groups: tuple[GroupValue, ...]) -> str:
    best = max(groups, key=lambda group: group.later)
    least = min(groups, key=lambda group: group.later)
    if least.later <= 0:
        return _("{segment} customers are worth most each").format(segment=best.name)
    return _("A {best} customer is worth {times} {least} ones").format(
        best=best.name,
        times=formats.ratio(best.later / least.later, digits=1),
        least=least.name,
    )


def _tie(context: Context, found: Equity) -> str:
    """Segments' revenue beside that of the base as one."""
    company = context.company
    gap = found.revenue - found.base.revenue
    if abs(gap) < 0.005 * max(found.base.revenue, 1.0):
        return _("Segments buy {revenue} a year, as Setup's averages say.").format(
            revenue=formats.money(found.revenue, company)
        )
    return _("Segments buy {revenue} a year, {gap} beside Setup's averages: correct one of them.").format(
        revenue=formats.money(found.revenue, company), gap=formats.money(gap, company, signed=True)
    )


def _without_value(context: Context, active: float) -> None:
    st.subheader(_("Segments"))
    rows = [
        {
            _("Segment"): one.name,
            _("Customers"): formats.count(active * one.share),
            _("Retention"): formats.share(one.retention),
            _("Orders each"): formats.ratio(one.frequency),
            _("Average sale"): formats.money_each(one.average_sale, context.company),
            _("Budget"): formats.share(one.budget_share, digits=0),
        }
        for one in context.company.segments
    ]
    components.table(pd.DataFrame(rows), alt=_("Segments"), height="content")
    st.caption(_("Customer value needs the margin, which is hidden or not given."))
