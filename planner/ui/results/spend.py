"""Spend control: budget, ordered, spent and available by channel, pace, and what is out of order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.variance import Status, unplanned_and_idle
from planner.domain.actuals import Metric, MoneyState
from planner.domain.calendar import Month
from planner.presentation import formats
from planner.presentation.charts.differences import Mood, variance_bars
from planner.presentation.language import _
from planner.services.control import MoneyLine, alerts, money_lines
from planner.services.results import Results
from planner.services.saving import open_months, still_saved
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.home import status_mark
from planner.ui.plan.orders import headline, quarters_of
from planner.ui.results import alerts as alert_list
from planner.ui.results import gaps


def view(context: Context) -> None:
    """The alerts first, then every channel's money by state, and the distance from plan."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    if not np.isfinite(results.measured.table[Metric.SPEND]).any():
        components.empty(
            _("No month of {year} has reported spend yet.").format(year=context.year),
            "pages/actuals.py",
            _("Upload actuals"),
        )
        return
    details = state.store().details(context.slug, results.plan.months)
    lines = sorted(money_lines(results, details), key=lambda line: -abs(line.to_date.difference or 0.0))
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        _table(context, results, lines)
        _saving(context, results)
    with right:
        alert_list.show(context, alerts(results, details))
        gaps.money_not_compared(results)
        gaps.one_sided(*unplanned_and_idle(results.spend))
        _bars(context, lines)


def _table(context: Context, results: Results, lines: Sequence[MoneyLine]) -> None:
    company = context.company
    by_state = any(line.by_state is not None for line in lines)
    ordered = any(line.committed is not None for line in lines)
    rows = []
    for line in lines:
        row = {
            _("Channel"): line.channel,
            _("Budget, year"): formats.money(line.budget, company),
        }
        if ordered:
            row[_("Committed")] = formats.money(line.committed, company)
        if by_state:
            for status, label in (
                (MoneyState.ACCRUED, _("Accrued")),
                (MoneyState.INVOICED, _("Invoiced")),
                (MoneyState.PAID, _("Paid")),
            ):
                row[label] = formats.money((line.by_state or {}).get(status), company)
        row |= {
            _("Spent to date"): formats.money(line.spent, company),
            _("Available"): formats.money(line.available, company),
            _("Of plan to date"): formats.share(line.to_date.share),
            _("Status"): status_mark(line.to_date.status).partition("[")[2].rstrip("]"),
        }
        rows.append(row)
    total = _total(lines)
    to_date = results.spend.total
    rows.append(
        dict.fromkeys(rows[0], "")
        | {
            _("Channel"): _("Total"),
            _("Budget, year"): formats.money(total[0], company),
            _("Spent to date"): formats.money(total[1], company),
            _("Available"): formats.money(total[2], company),
            _("Of plan to date"): formats.share(to_date.share),
        }
    )
    title = _("{spent} of {budget} spent, {available} available; {share} of the plan to date").format(
        spent=formats.money(total[1], company),
        budget=formats.money(total[0], company),
        available=formats.money(total[2], company),
        share=formats.share(to_date.share),
    )
    st.markdown(f"**{title}**")
    components.table(pd.DataFrame(rows), alt=title, height="content")
    if not ordered and not by_state:
        st.caption(
            _("No file says yet what is committed, invoiced or paid: a column “status” in the actuals does.")
        )
    else:
        st.caption(_("Available = budget − spent − committed. Spent is what was delivered."))


def _saving(context: Context, results: Results) -> None:
    """What cancelling budget lines would still save in the running quarter, and the way to them."""
    version, today = results.version, cached.today()
    months = version.grid.months
    span = next((part for part in quarters_of(months).values() if Month.of(today) in part), months)
    found = still_saved(version, results.measured, context.company.vat_basis, today, span)
    if not found:
        return
    # A link's words do not wrap: on a phone a sentence would be cut.
    left = [month for month in open_months(results.measured, today) if month in span]
    st.markdown(headline(context, found, left))
    st.page_link(
        "pages/plan.py",
        label=_("Open the orders"),
        icon=":material/arrow_forward:",
        query_params={"plan": str(version.id), "plan_view": "orders", "orders_part": "saving"},
    )


def _total(lines: Sequence[MoneyLine]) -> tuple[float, float, float]:
    return (
        sum(line.budget for line in lines),
        sum(line.spent for line in lines),
        sum(line.available for line in lines),
    )


def mood(line: MoneyLine) -> Mood:
    """Too much money is bad; too little is none of both, it asks why."""
    if line.to_date.status in (Status.GREEN, Status.UNKNOWN):
        return Mood.PLAIN
    return Mood.BAD if (line.to_date.difference or 0.0) > 0 else Mood.NOTED


def _bars(context: Context, lines: Sequence[MoneyLine]) -> None:
    scale = formats.scale(context.company)
    bars = [
        {
            "name": line.channel,
            "amount": line.to_date.difference / scale.divisor,
            "mood": mood(line),
        }
        for line in lines
        if line.to_date.difference
    ]
    if not bars:
        return
    components.chart(
        variance_bars(
            pd.DataFrame(bars),
            _("Furthest from plan to date: {channel}, {amount}").format(
                channel=lines[0].channel,
                amount=formats.money(lines[0].to_date.difference, context.company, signed=True),
            ),
            _("Spend against plan to date, {unit}").format(unit=formats.unit_label(context.company)),
            components.colours(),
            words={
                Mood.BAD: _("over its limits"),
                Mood.NOTED: _("behind its pace"),
                Mood.PLAIN: _("within its limits"),
            },
            digits=scale.digits,
        ),
        alt=_("Spend against plan by channel"),
    )
