"""Customers, base: who is there, who came and who left by month, and how that ties to the plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.customer_base import BaseYear, base_year
from planner.domain.customer_base import ProgrammeKind
from planner.domain.money import in_whole_units
from planner.domain.survey import Asked
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.base_months import flows
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context
from planner.ui.customers import programmes, surveys


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """The flows and the table under their finding, the line that reconciles, and what was measured."""
    costs = programmes.costs(context)
    found = base_year(context.company, now.forecast, costs)
    st.subheader(finding(found))
    if costs:
        st.info(
            _("With the programme costs tried under Levers; the plan itself does not change."),
            icon=":material/science:",
        )
    _flows(found)
    _table(context, found)
    st.caption(tie(context, found))
    surveys.row(context, (Asked.RETENTION, Asked.REACTIVATION, Asked.NPS))


def finding(found: BaseYear) -> str:
    """Whether the base grows, by how much, and where to."""
    change = float(found.closing[-1] - found.opening[0])
    words = _("The base grows by {change} to {active} customers: {new} come, {lost} leave")
    if change < 0:
        words = _("The base shrinks by {change} to {active} customers: {new} come, {lost} leave")
    return words.format(
        change=formats.count(abs(change)),
        active=formats.count(float(found.closing[-1])),
        new=formats.count(float(found.new.sum())),
        lost=formats.count(float(found.lost.sum())),
    )


def _flows(found: BaseYear) -> None:
    words = (_("new by media"), _("new by programmes"), _("new without either"), _("lost"))
    amounts = (found.new_by_channel.sum(axis=0), found.new_by_programmes, found.new_without, -found.lost)
    rows = [
        {"month": formats.month_name(month), "kind": word, "amount": float(amount[j])}
        for word, amount in zip(words, amounts, strict=True)
        for j, month in enumerate(found.months)
    ]
    net = found.new - found.lost
    best = int(np.argmax(net))
    title = _("{month} gains most: {net}").format(
        month=formats.month_name(found.months[best]), net=formats.count(float(net[best]), signed=True)
    )
    components.chart(
        flows(pd.DataFrame(rows), title, _("customers a month"), components.colours(), words=words),
        alt=_("New and lost customers by month"),
    )


def whole(found: BaseYear) -> dict[str, np.ndarray]:
    """The base in whole customers and orders, each (M,) of integers: rows add up to their year as it is said
    elsewhere, columns from opening to closing.

    Levels are rounded; what rounding leaves falls on the new customers by media and on the orders between.
    """
    levels = np.rint(np.append(found.opening, found.closing[-1])).astype(np.int64)
    lost, programmes_won, without, by_base, by_plan = (
        in_whole_units(one, round(float(one.sum())))
        for one in (found.lost, found.new_by_programmes, found.new_without, found.by_base, found.by_plan)
    )
    return {
        "opening": levels[:-1],
        "lost": -lost,
        "retained": levels[:-1] - lost,
        "media": np.diff(levels) + lost - programmes_won - without,
        "programmes": programmes_won,
        "without": without,
        "closing": levels[1:],
        "base": by_base,
        "gap": by_plan - by_base,
        "plan": by_plan,
    }


def _table(context: Context, found: BaseYear) -> None:
    """Months across, the steps from opening to closing down, then orders and revenue."""
    company = context.company
    numbers = whole(found)
    labels = {
        "opening": _("Opening"),
        "lost": _("Lost"),
        "retained": _("Retained"),
        "media": _("New by media"),
        "programmes": _("New by programmes"),
        "without": _("New without either"),
        "closing": _("Closing"),
        "base": _("Orders by the base"),
        "gap": _("Orders to reconcile"),
        "plan": _("Orders of the plan"),
    }
    names = [formats.month_name(month) for month in found.months]
    table = []
    for key, label in labels.items():
        amounts = numbers[key]
        year = {"opening": amounts[0], "closing": amounts[-1]}.get(key, amounts.sum())
        if key == "retained":  # who was there at the start and still is
            year = numbers["opening"][0] + numbers["lost"].sum()
        cells = {name: formats.count(int(v)) for name, v in zip(names, amounts, strict=True)}
        table.append({_("Customers"): label, **cells, _("Year"): formats.count(int(year))})
    money = {n: formats.money(float(v), company) for n, v in zip(names, found.revenue, strict=True)}
    year_money = formats.money(float(found.revenue.sum()), company)
    table.append({_("Customers"): _("Revenue of the plan"), **money, _("Year"): year_money})
    components.table(
        pd.DataFrame(table),
        alt=_("The customer base by month"),
        height="content",
        column_config={
            _("Customers"): st.column_config.TextColumn(pinned=True, width=170),
            **{
                name: st.column_config.TextColumn(alignment="right", width=64) for name in (*names, _("Year"))
            },
        },
    )
    if any(one.kind is ProgrammeKind.RETENTION for one in company.programmes):
        st.caption(
            _("Retention programmes keep {kept} a month who would be among the lost.").format(
                kept=formats.count(float(found.kept[0]))
            )
        )


def tie(context: Context, found: BaseYear) -> str:
    """What the base gives, what the plan says, and the line between them."""
    company = context.company
    gap = float(found.gap.sum())
    words = _(
        "Orders of the plan are its revenue / {sale}. The base gives {base} of {plan} orders ({frequency} "
        "each); {gap} orders, {revenue} revenue, are the line that reconciles them: above 0, baseline and "
        "curves expect more than these customers buy."
    )
    return words.format(
        sale=formats.money_each(found.average_sale, company),
        base=formats.count(float(found.by_base.sum())),
        plan=formats.count(float(found.by_plan.sum())),
        frequency=formats.ratio(found.frequency),
        gap=formats.count(gap, signed=True),
        revenue=formats.money(gap * found.average_sale, company, signed=True),
    )
