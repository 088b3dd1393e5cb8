"""Customers, levers: what one per cent more of each costs and is worth."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.analysis.levers import Lever, elasticity, levers
from planner.domain.figures import KeyFigures
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context


def table(context: Context, figures: KeyFigures) -> None:
    """A row a lever under the finding; nothing while customers are unknown."""
    found = levers(context.company, figures)
    if not found:
        return
    company, margin = context.company, context.company.margin
    shows_margin = context.with_margins and margin is not None
    st.markdown(f"**{_('One per cent more of each lever')}**")
    rows = []
    for lever in found:
        row = {
            _("Lever"): _names()[lever.key],
            _("Now"): _now(lever, context),
            _("+1% is"): _step(lever, context),
            _("Revenue it brings"): formats.money(lever.revenue, company, signed=True),
            _("Media it costs"): formats.money(lever.cost, company)
            if lever.cost is not None
            else _("no channel moves it"),
            _("Programme it costs"): _programme(lever, context),
        }
        if shows_margin:
            assert margin is not None
            worth = lever.worth(margin)
            is_price = lever.key == "price"
            row[_("Worth paying up to")] = formats.NOTHING if is_price else formats.money(worth, company)
            cheapest = 0.0 if is_price else lever.cheapest
            row[_("In-year gain")] = formats.money(
                None if cheapest is None else worth - cheapest, company, signed=True
            )
        rows.append(row)
    frame = pd.DataFrame(rows)
    components.table(
        frame,
        alt=_("Cost and worth of one per cent more of each lever"),
        height="content",
        column_config={
            name: st.column_config.TextColumn(alignment="right") for name in list(frame.columns)[1:]
        },
    )
    note = _("Media cost at the next unit's return, programmes along their response; each lever alone.")
    if shows_margin:
        note += " " + _("Worth is the margin of the same year; what a customer brings later is in CLV.")
    note += " " + _("Price counts the volume it loses, at an elasticity of {value}.").format(
        value=formats.ratio(elasticity(company))
    )
    st.caption(note)


def finding(context: Context, figures: KeyFigures) -> None:
    """The screen's headline: which lever is the cheaper one."""
    found = levers(context.company, figures)
    if found:
        margin = context.company.margin if context.with_margins else None
        st.subheader(_finding(found, margin, context))


def _finding(found: tuple[Lever, ...], margin: float | None, context: Context) -> str:
    company = context.company
    customers = next(lever for lever in found if lever.key == "customers")
    kept = next(lever for lever in found if lever.key == "retention")
    if customers.cheapest is not None and kept.cheapest is not None:
        return _("1% more retention costs {kept}, 1% more customers {won}").format(
            kept=formats.money(kept.cheapest, company), won=formats.money(customers.cheapest, company)
        )
    if margin is None or customers.cost is None:
        return _("One per cent more customers brings {revenue} revenue").format(
            revenue=formats.money(customers.revenue, company)
        )
    return _("1% more customers costs {cost} of media; 1% more retention may cost up to {worth}").format(
        cost=formats.money(customers.cost, company), worth=formats.money(kept.worth(margin), company)
    )


def _names() -> dict[str, str]:
    return {
        "customers": _("Customers"),
        "frequency": _("Orders per customer"),
        "average_sale": _("Average sale"),
        "retention": _("Retention"),
        "price": _("Price"),
    }


def _programme(lever: Lever, context: Context) -> str:
    if lever.programme is None or lever.programme_cost is None:
        return formats.NOTHING
    cost = formats.money(lever.programme_cost, context.company)
    return _("{cost}, {programme}").format(cost=cost, programme=lever.programme)


def _now(lever: Lever, context: Context) -> str:
    match lever.key:
        case "customers":
            return formats.count(lever.now)
        case "average_sale":
            return formats.money_each(lever.now, context.company)
        case "retention":
            return formats.share(lever.now)
        case "price":
            return formats.NOTHING
    return formats.ratio(lever.now)


def _step(lever: Lever, context: Context) -> str:
    customers = context.company.customers
    assert customers is not None
    match lever.key:
        case "customers":
            return _("{number} customers").format(number=formats.count(lever.now * 0.01, signed=True))
        case "retention":
            kept = customers.opening * lever.now * 0.01
            return _("{points}, {number} kept").format(
                points=formats.points(lever.now * 0.01), number=formats.count(kept)
            )
        case "average_sale":
            return formats.money_each(lever.now * 0.01, context.company, signed=True)
        case "price":
            return _("all prices")
    return formats.ratio(lever.now * 0.01, signed=True)
