"""Customers, levers: revenue as customers x orders x sale and as baseline + channels, to the cent."""

from __future__ import annotations

import streamlit as st

from planner.analysis.kpi_tree import KpiTree, kpi_tree, log_split
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.ui.context import Context

TOP = 3


def tree_of(context: Context, plan: Evaluation) -> KpiTree:
    """The tree of an evaluated plan."""
    customers = context.company.customers
    return kpi_tree(
        plan.forecast,
        plan.figures,
        customers.frequency if customers else None,
        customers.average_sale if customers else None,
    )


def show(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """Both readings as rows of cards, the line that reconciles them, and what moved since the other plan."""
    tree = tree_of(context, now)
    company = context.company
    assert tree.customers is not None
    assert tree.by_base is not None
    assert tree.gap is not None
    other = tree_of(context, before) if before is not None else None
    moved = _moved(tree, other)
    with st.container(border=True):
        st.markdown(f"**{_('Revenue, read two ways')}**")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _card(_("Revenue"), formats.money(tree.revenue / 100, company))
            _sign("=")
            _card(_("Active customers"), formats.count(tree.customers), _part(context, moved, 0))
            _sign("×")
            _card(_("Orders each"), formats.ratio(tree.frequency), _part(context, moved, 1))
            _sign("×")
            _card(_("Average sale"), formats.money_each(tree.average_sale, company), _part(context, moved, 2))
            _sign("\\+")
            _card(_("Difference to reconcile"), formats.money(tree.gap / 100, company, signed=True))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _card(_("Revenue"), formats.money(tree.revenue / 100, company))
            _sign("=")
            _card(_("Sales without media"), formats.money(tree.baseline / 100, company))
            ranked = sorted(tree.channels, key=lambda channel: -channel[1])
            for name, cents in ranked[:TOP]:
                _sign("\\+")
                _card(name, formats.money(cents / 100, company))
            rest = ranked[TOP:]
            if rest:
                _sign("\\+")
                words = ngettext("{count} more channel", "{count} more channels", len(rest))
                words = words.format(count=len(rest))
                _card(words, formats.money(sum(cents for _name, cents in rest) / 100, company))
        st.caption(reconciled(context, tree))
        if moved is not None and other is not None:
            st.caption(
                _(
                    "Under a card: its part of the {amount} revenue beside the compared plan, at the orders "
                    "each that the plan's revenue says."
                ).format(amount=formats.money((tree.revenue - other.revenue) / 100, company, signed=True))
            )


def reconciled(context: Context, tree: KpiTree) -> str:
    """The stated line between what the customers give and what the plan's revenue says."""
    assert tree.by_base is not None
    assert tree.gap is not None
    company = context.company
    text = _(
        "{customers} customers × {frequency} orders × {sale} = {base}; the plan's revenue is {plan}. The "
        "difference of {gap} ({share}) is {orders} orders a year: the plan would need {implied} orders each."
    )
    return text.format(
        customers=formats.count(tree.customers),
        frequency=formats.ratio(tree.frequency),
        sale=formats.money_each(tree.average_sale, company),
        base=formats.exact(tree.by_base / 100, company),
        plan=formats.exact(tree.revenue / 100, company),
        gap=formats.exact(tree.gap / 100, company, signed=True),
        share=formats.share(tree.gap / tree.revenue if tree.revenue else None, signed=True, digits=2),
        orders=formats.count(tree.gap / 100 / (tree.average_sale or 1.0), signed=True),
        implied=formats.ratio(tree.implied, digits=4),
    )


def _moved(tree: KpiTree, other: KpiTree | None) -> tuple[float, ...] | None:
    """Each factor's part of the difference to the compared plan; None where there is none to share."""
    if other is None:
        return None
    sides = [(one.customers, one.implied, one.average_sale) for one in (other, tree)]
    if any(not factor or factor <= 0 for side in sides for factor in side):
        return None
    before, after = ([float(factor or 0.0) for factor in side] for side in sides)
    return log_split(before, after)


def _part(context: Context, moved: tuple[float, ...] | None, place: int) -> str:
    if moved is None or abs(moved[place]) < 0.5:
        return ""
    return _("{amount} revenue").format(amount=formats.money(moved[place], context.company, signed=True))


def _card(label: str, value: str, note: str = "") -> None:
    with st.container(gap=None, width="content"):
        st.caption(label, width="content")
        st.markdown(f"**{value}**" + (f"  :small[{note}]" if note else ""), width="content")


def _sign(text: str) -> None:
    st.markdown(text, width="content")
