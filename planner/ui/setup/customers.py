"""Setup, Customers: the base of the year, and the customer value that follows from it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planner.domain.company import Customers
from planner.domain.errors import BadDocument, PlannerError, say
from planner.domain.figures import customer_value
from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.ui import components
from planner.ui.context import Context
from planner.ui.setup.opened import Opened, opened, save, save_button


def view(context: Context) -> None:
    """Six numbers on the left, what they make a customer worth on the right, as they are typed."""
    form = opened(context, "customers")
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        typed = _inputs(form)
        pressed = save_button(form)
    customers: Customers | None = None
    with right:
        try:
            customers = _customers(typed)
            _value(customers, context, form)
        except PlannerError as problem:
            st.warning(told(problem), icon=":material/error:")
    if pressed:
        with left:
            save(form, lambda: replace(form.company, customers=_customers(typed)), _("Customers saved."))


def _inputs(form: Opened) -> dict[str, float | None]:
    held = form.company.customers
    words: dict[str, tuple[str, float, str, str | None]] = {
        "opening": (_("Opening customers"), 100.0, "%.0f", _("Active at the start of the year.")),
        "retention": (_("Retention, % a year"), 1.0, "%.1f", _("Share still buying at the end of the year.")),
        "new_without_media": (
            _("New without media, a year"),
            100.0,
            "%.0f",
            _("New customers that no channel brings."),
        ),
        "frequency": (_("Orders per customer, a year"), 0.1, "%.2f", None),
        "average_sale": (
            _("Average sale, {currency}").format(currency=form.company.currency),
            1.0,
            "%.2f",
            None,
        ),
        "discount_rate": (
            _("Discount rate, % a year"),
            1.0,
            "%.1f",
            _("What next year's money is worth less."),
        ),
    }
    grid = st.grid(2, min_column_width=130, vertical_alignment="bottom")
    found: dict[str, float | None] = {}
    for name, (label, step, pattern, help_text) in words.items():
        share = name in ("retention", "discount_rate")
        value = None if held is None else round(getattr(held, name) * (100 if share else 1), 6)
        if held is None and name == "discount_rate":
            value = 10.0
        typed = grid.number_input(
            label,
            min_value=0.0,
            max_value=100.0 if share else None,
            value=value,
            step=step,
            format=pattern,
            key=form.key(name),
            placeholder=_("not given"),
            help=help_text,
        )
        found[name] = None if typed is None else typed / 100 if share else typed
    return found


def _customers(typed: dict[str, float | None]) -> Customers | None:
    """None where nothing was typed; half an answer is none, and is said."""
    given = {name: value for name, value in typed.items() if value is not None and name != "discount_rate"}
    if not given:
        return None
    if len(given) < 5:
        raise BadDocument(say("Customer value needs all of these numbers; fill in the empty ones."))
    discount = typed["discount_rate"]
    return Customers(
        opening=given["opening"],
        retention=given["retention"],
        new_without_media=given["new_without_media"],
        frequency=given["frequency"],
        average_sale=given["average_sale"],
        discount_rate=0.0 if discount is None else discount,
    )


def _value(customers: Customers | None, context: Context, form: Opened) -> None:
    company = form.company
    if customers is None:
        components.empty(
            _("Without customers there is no CAC, no customer value and no payback. Fill in the numbers.")
        )
        return
    if company.margin is None:
        components.empty(_("Customer value needs the margin too; it stands in Company."))
        return
    if not context.with_margins:
        st.caption(_("Margins are hidden."))
        return
    now, later = customer_value(customers, company.margin)
    one, two = st.columns(2)
    for column, key, value in ((one, "clv", now), (two, "clv_later", later)):
        with column.container(border=True, gap=None):
            st.metric(_(KPIS[key].label), formats.money_each(value, company), help=components.formula(key))
    yearly = customers.frequency * customers.average_sale
    st.caption(
        _("{frequency} orders × {sale} × {margin} margin = {yearly} a year per customer.").format(
            frequency=formats.ratio(customers.frequency),
            sale=formats.money_each(customers.average_sale, company),
            margin=formats.share(company.margin),
            yearly=formats.money_each(yearly * company.margin, company),
        )
    )
    kept = customers.opening * customers.retention
    st.caption(
        _("{opening} opening × {retention} retention = {kept} kept through the year.").format(
            opening=formats.count(customers.opening),
            retention=formats.share(customers.retention),
            kept=formats.count(kept),
        )
    )
