"""Spend control: budget, spent, left, and pace by channel."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.actuals import Metric
from planner.presentation import formats
from planner.presentation.charts.differences import variance_bars
from planner.presentation.language import _
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.home import status_mark


def view(context: Context) -> None:
    """What each channel spent against its budget to date, and what is left for the year."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    if not results.variance.months:
        components.empty(
            _("No month of {year} has actuals yet.").format(year=context.year),
            "pages/actuals.py",
            _("Upload actuals"),
        )
        return
    company, scale = context.company, formats.scale(context.company)
    spend = results.variance[Metric.SPEND]
    year = dict(zip(results.plan.channels, results.plan[Metric.SPEND][:-1].sum(axis=1), strict=True))
    rows, bars = [], []
    for name in (*spend.ranked(), *(n for n in spend.rows[:-1] if n not in spend.ranked())):
        compared = spend.row(name)
        if name not in year:
            continue
        spent = compared.actual or 0.0
        rows.append(
            {
                _("Channel"): name,
                _("Budget, year"): formats.money(float(year[name]), company),
                _("Budget to date"): formats.money(compared.plan, company),
                _("Spent to date"): formats.money(compared.actual, company),
                _("Pace"): formats.share(compared.share),
                _("Left for the year"): formats.money(float(year[name]) - spent, company),
                _("Status"): status_mark(compared.status).partition("[")[2].rstrip("]"),
            }
        )
        if compared.difference:
            bars.append(
                {
                    "name": name,
                    "amount": compared.difference / scale.divisor,
                    "favourable": compared.difference <= 0,
                }
            )
    total = spend.total
    title = _("{spent} spent of {plan} planned to date: {share}").format(
        spent=formats.money(total.actual, company),
        plan=formats.money(total.plan, company),
        share=formats.share(total.share),
    )
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        st.markdown(f"**{title}**")
        components.table(pd.DataFrame(rows), alt=title, height="content")
    with right:
        if bars:
            components.chart(
                variance_bars(
                    pd.DataFrame(bars),
                    _("{channel} is furthest from its budget").format(channel=bars[0]["name"]),
                    _("Spend against plan, {unit}").format(unit=formats.unit_label(company)),
                    components.colours(),
                    words=(_("under"), _("over")),
                ),
                alt=_("Spend against plan by channel"),
            )
