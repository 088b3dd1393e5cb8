"""Outlook: where the year lands, how sure that is, and what cruder roads say."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.charts.revenue import monthly_revenue
from planner.presentation.language import _
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.home import headline, revenue_frame, status_mark


def view(context: Context) -> None:
    """Headline, months with range, the figures of the year, and the checks."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    outlook, company = results.outlook, context.company
    components.chart(
        monthly_revenue(
            revenue_frame(results),
            headline(results),
            formats.unit_label(company),
            components.colours(),
            words=(_("Actual"), _("Forecast"), _("Plan")),
            height=270,
        ),
        alt=_("Revenue by month: actual, forecast and plan"),
    )
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        st.markdown(f"**{_('The year, forecast {label}').format(label=outlook.label)}**")
        rows = []
        for key, figure in outlook.figures.items():
            if key == "profit" and not context.with_margins:
                continue
            kpi, year = KPIS[key], figure.year
            rows.append(
                {
                    _("Figure"): _(kpi.label),
                    _("Plan"): formats.figure(kpi, year.plan, company),
                    _("Outlook"): formats.figure(kpi, year.actual, company),
                    _("Difference"): formats.difference(kpi, year.difference, company),
                    _("Range"): formats.figure_range(kpi, figure.low, figure.high, company),
                    _("Status"): _plain(status_mark(year.status)),
                }
            )
        components.table(pd.DataFrame(rows), alt=_("Outlook of the year"), height="content")
    with right:
        st.markdown(f"**{_('Other roads to the year')}**")
        checks = outlook.checks
        for label, value in (
            (_("To date + remaining plan"), checks.plus_plan),
            (_("Year's plan × to date / plan to date"), checks.phased),
            (_("Straight run-rate, for flat business only"), checks.run_rate),
        ):
            st.markdown(f"{label}: **{formats.money(value, company)}**")
        if outlook.required_rate is not None:
            st.markdown(
                _(
                    "Needed a month for the target: **{needed}**; planned {planned}, expected {expected}"
                ).format(
                    needed=formats.money(outlook.required_rate, company),
                    planned=formats.money(outlook.planned_rate, company),
                    expected=formats.money(outlook.expected_rate, company),
                )
            )
        for name, month in outlook.gaps[:3]:
            st.warning(
                _("{channel} has no figures for {month}; the plan stands in.").format(
                    channel=name, month=formats.month_label(month)
                )
            )
        if outlook.assumed_baseline:
            st.warning(_("No file said what was sold without media; Setup's baseline stands in."))


def _plain(mark: str) -> str:
    return mark.partition("[")[2].rstrip("]")
