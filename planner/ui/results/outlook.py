"""Outlook: where the year lands, how sure that is, what cruder roads say, and how good past outlooks were."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.variance import Comparison
from planner.domain.kpis import KPIS
from planner.domain.money import FloatArray
from planner.presentation import formats
from planner.presentation.charts.fan import fan
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.home import headline, tile_mark
from planner.ui.results import evidence, gaps, past, replan
from planner.ui.results.words import chance_words


def view(context: Context) -> None:
    """The fan to the year's end with what it needs; then the figures, the evidence and the past."""
    if state.remembered(replan.OPEN):
        replan.view(context)
        return
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    left, right = st.columns([2.3, 1], gap="large")
    with left:
        _fan(context, results)
    with right:
        _sure(context, results)
        if results.outlook.months_left and st.button(
            _("Re-plan the rest of the year"), type="primary", icon=":material/tune:", width="stretch"
        ):
            state.remember(replan.OPEN, "1")
            st.rerun()
    if results.outlook.actual_months:
        gaps.holes(results)
    else:
        gaps.nothing_in(context)
    gaps.without_plan(results)
    evidence.notices(context, results)
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        _figures(context, results)
    with right:
        _roads(context, results)
        past.view(context, results)


def fan_frame(results: Results) -> pd.DataFrame:
    """Months with actual, forecast and its bands, plan and last year in display units."""
    scale, series = formats.scale(results.company), results.outlook.revenue
    known = np.isfinite(series.actual)
    # The fan opens at the last point that is known, so that it grows out of the line.
    joined = ~known
    joined[np.flatnonzero(known)[-1:]] = True

    def ahead(values: FloatArray) -> FloatArray:
        return np.where(joined, values, np.nan) / scale.divisor

    return pd.DataFrame(
        {
            "month": [formats.month_name(m) for m in results.outlook.months],
            "actual": series.actual / scale.divisor,
            "forecast": ahead(series.outlook),
            "plan": series.plan / scale.divisor,
            "last_year": results.last_year_revenue / scale.divisor,
            "low": ahead(series.low),
            "high": ahead(series.high),
            "inner_low": ahead(series.inner_low),
            "inner_high": ahead(series.inner_high),
        }
    )


def _fan(context: Context, results: Results) -> None:
    components.chart(
        fan(
            fan_frame(results),
            headline(results),
            formats.unit_label(context.company),
            components.colours(),
            words=(
                _("Actual"),
                _("Forecast"),
                _("Plan"),
                _("Last year"),
                _("8 of 10 outcomes"),
                _("half of the outcomes"),
            ),
            height=280,
        ),
        alt=_("Revenue by month: actual, plan, last year, and the forecast with its fan"),
    )
    if results.outlook.revenue_draws.size > 1 and results.outlook.months_left:
        st.caption(_("Shaded: 8 of 10 outcomes lie in the light band, half in the dark one."))


def _sure(context: Context, results: Results) -> None:
    outlook, company = results.outlook, context.company
    revenue = outlook["revenue"]
    with st.container(border=True, gap=None):
        st.metric(
            _("The year lands at, forecast {label}").format(label=outlook.label),
            formats.money(revenue.year.actual, company),
            **components.change(formats.money(revenue.year.difference, company, signed=True), 1),
        )
        if revenue.low is not None:
            st.caption(
                _("range {range}").format(range=formats.money_range(revenue.low, revenue.high, company))
            )
    if outlook.chance is None:
        st.caption(_("No range and no chance of the target: these curves came without their doubt."))
        st.page_link(
            "pages/curves.py",
            label=_("Fit the curves to your history"),
            icon=":material/arrow_forward:",
            query_params={"curves_view": "fit"},
        )
    else:
        st.markdown(
            _("Chance of the target of {target}: **{chance}**").format(
                chance=chance_words(outlook.chance), target=formats.money(outlook.target, company)
            )
        )
    if outlook.required_rate is not None:
        st.markdown(
            _("Needed a month for the target: **{needed}**; planned {planned}, expected {expected}").format(
                needed=formats.money(outlook.required_rate, company),
                planned=formats.money(outlook.planned_rate, company),
                expected=formats.money(outlook.expected_rate, company),
            )
        )
    if outlook.spend_rate_left is not None:
        left = outlook.spend_rate_left
        words = _("Working media left a month: **{amount}**")
        if left < 0:
            words, left = (
                _("Working media of the year is overspent by **{amount}**"),
                -left * outlook.months_left,
            )
        st.markdown(words.format(amount=formats.money(left, company)))


def _figures(context: Context, results: Results) -> None:
    outlook, company = results.outlook, context.company
    st.markdown(f"**{_('The year, forecast {label}').format(label=outlook.label)}**")
    rows = []
    ranged = any(figure.low is not None for figure in outlook.figures.values())
    for key, figure in outlook.figures.items():
        if key == "profit" and not context.with_margins:
            continue
        kpi, year = KPIS[key], figure.year
        rows.append(
            {
                _("Figure"): _(kpi.label),
                _("Plan"): formats.figure(kpi, year.plan, company),
                _("Outlook"): formats.figure(kpi, year.actual, company),
                _("Difference"): formats.difference_shown(kpi, year.actual, year.plan, company),
                _("Range"): formats.figure_range(kpi, figure.low, figure.high, company),
                _("Status"): plain_mark(year),
            }
        )
    rows = [row for row in rows if {row[_("Plan")], row[_("Outlook")]} != {formats.NOTHING}]
    frame = pd.DataFrame(rows) if ranged else pd.DataFrame(rows).drop(columns=_("Range"))
    components.table(frame, alt=_("Outlook of the year"), height="content")
    gaps.missing_figures(context, results, ("margin", "customers"))


def plain_mark(year: Comparison) -> str:
    """Home's own judgement of a year, as a table can hold it: without the colour."""
    said = tile_mark(year)
    return said.partition("[")[2].rstrip("]") if said.startswith(":") else said


def _roads(context: Context, results: Results) -> None:
    outlook, company = results.outlook, context.company
    if not outlook.actual_months:
        return
    st.markdown(f"**{_('The year by simpler sums')}**")
    checks = outlook.checks
    for label, value in (
        (_("To date + remaining plan"), checks.plus_plan),
        (_("Year's plan × to date / plan to date"), checks.phased),
        (_("Straight run-rate, for flat business only"), checks.run_rate),
    ):
        st.markdown(f"{label}: **{formats.money(value, company)}**")
    if abs(outlook.surroundings) >= 0.5:
        st.caption(
            _("In the outlook: {amount} from forecast prices, promotions, demand and rates.").format(
                amount=formats.money(outlook.surroundings, company, signed=True)
            )
        )
    for name, month in outlook.gaps[:3]:
        st.warning(
            _("{channel} has no figures for {month}; the plan stands in.").format(
                channel=name, month=formats.month_label(month)
            )
        )
    if outlook.assumed_baseline and results.model.baseline.any():
        st.warning(_("No file said what was sold without media; Setup's baseline stands in."))
