"""What a year's results lack, which month or input it is, and where to give it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from planner.analysis.years import MonthState
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.domain.kpis import KPIS
from planner.presentation import formats
from planner.presentation.language import _
from planner.presentation.missing import blocked_figures
from planner.services.results import Results
from planner.ui import components
from planner.ui.context import Context


def nothing_compared(context: Context, results: Results) -> None:
    """Why there is no bridge: nothing is in, or what is in lacks revenue or is not over."""
    waiting = [m for m in results.plan.months if m not in _of(results, MonthState.OPEN)]
    if not waiting:
        words = _("No month of {year} has actuals yet, so there is nothing to explain.")
        text = words.format(year=context.year)
    elif _of(results, MonthState.INCOMPLETE):
        words = _(
            "{months}: figures are in, revenue is missing. Without revenue there is nothing to explain."
        )
        text = words.format(months=formats.month_runs(_of(results, MonthState.INCOMPLETE)))
    else:
        text = _("{months}: not over yet, so not compared.").format(months=formats.month_runs(waiting))
    components.empty(text, "pages/actuals.py", _("Upload actuals"))


def nothing_in(context: Context) -> None:
    """An outlook without an actual month is the plan itself, evaluated once more."""
    components.empty(
        _(
            "No month of {year} is compared yet: until revenue is in, the outlook stands on the plan and "
            "what was spent."
        ).format(year=context.year),
        "pages/actuals.py",
        _("Upload actuals"),
    )


def nothing_scored(context: Context) -> None:
    """A scorecard without an actual month judges the plan's next unit alone."""
    components.empty(
        _(
            "No month of {year} is compared yet: cost and result to date are missing, verdicts are the "
            "plan's."
        ).format(year=context.year),
        "pages/actuals.py",
        _("Upload actuals"),
    )


def not_compared(results: Results) -> None:
    """Say which months are in but not compared or not in at all, and what stands on one side only."""
    told = {
        MonthState.RUNNING: _("{months}: not over yet, so not compared."),
        MonthState.INCOMPLETE: _("{months}: revenue is missing, so not compared."),
    }
    for state, words in told.items():
        if months := _of(results, state):
            st.info(words.format(months=formats.month_runs(months)), icon=":material/info:")
    holes(results)
    without_plan(results)
    one_sided(results.variance.unplanned, results.variance.idle)


def money_not_compared(results: Results) -> None:
    """The same of money alone, which needs no revenue to be compared."""
    spend = results.measured.table[Metric.SPEND]
    reported = [bool(np.isfinite(column).any()) for column in spend.T]
    running = _of(results, MonthState.RUNNING)
    spent = [m for m, seen in zip(results.plan.months, reported, strict=True) if seen and m in running]
    if spent:
        words = _(
            "{months}: not over yet; its money counts as spent and is not held against the plan to date."
        )
        st.info(words.format(months=formats.month_runs(spent)), icon=":material/info:")


def holes(results: Results) -> None:
    """Months without any figure before others that have them: what the outlook takes instead."""
    empty = set(_of(results, MonthState.OPEN))
    if months := [month for month in results.outlook.holes if month in empty]:
        words = _(
            "{months}: nothing is in; the outlook takes the plan's money and what the curves give for it."
        )
        st.info(words.format(months=formats.month_runs(months)), icon=":material/info:")


def without_plan(results: Results) -> None:
    """Sales without media that files report and the plan lacks."""
    if not results.without_plan:
        return
    components.empty(
        _(
            "Files report {amount} of sales without media; the plan of {year} knows none, so media revenue "
            "alone is compared."
        ).format(amount=formats.money(results.without_plan, results.company), year=results.version.year),
        "pages/setup.py",
        _("Give them in Setup"),
    )


def one_sided(unplanned: tuple[str, ...], idle: tuple[str, ...]) -> None:
    """Channels that spent without a plan, and planned ones without reported spend."""
    if unplanned:
        words = _("Spend without a plan: {channels}.").format(channels=", ".join(unplanned))
        st.info(words, icon=":material/info:")
    if idle:
        words = _("Planned, and no spend reported: {channels}.").format(channels=", ".join(idle))
        st.info(words, icon=":material/info:")


def missing_figures(context: Context, results: Results, needs: tuple[str, ...]) -> None:
    """Which figures wait for an input of Setup, and the way to it.

    needs  of "margin" and "customers": those whose figures the view would show
    """
    company = results.company
    absent = {
        "margin": company.margin is None and context.with_margins,
        "customers": company.customers is None,
    }
    names = {"margin": _("the margin"), "customers": _("customers")}
    views = {"margin": "company", "customers": "customers"}
    for need in needs:
        if not absent[need]:
            continue
        held = [label for label in blocked_figures(need) if label in _outlook_labels(results)]
        figures = ", ".join(held) or _("Verdicts")
        st.caption(_("Not answered without {input}: {figures}.").format(figures=figures, input=names[need]))
        st.page_link(
            "pages/setup.py",
            label=_("Give it in Setup"),
            icon=":material/arrow_forward:",
            query_params={"setup_view": views[need]},
        )


def _outlook_labels(results: Results) -> set[str]:
    return {_(KPIS[key].label) for key in results.outlook.figures}


def _of(results: Results, state: MonthState) -> list[Month]:
    """The year's months of that state."""
    both = zip(results.plan.months, results.measured.states, strict=True)
    return [month for month, found in both if found is state]
