"""Customers, profit account: from revenue to profit after marketing, plan beside plan."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.analysis.profit_and_loss import ProfitAndLoss, profit_and_loss
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.differences import bridge
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import LAST_YEAR, Context, version_label


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """The account of the plan on screen in both readings, the compared plan beside it, and its bridge."""
    assert context.version_id is not None
    if now.figures["contribution"].value is None:
        components.empty(
            _("The profit account needs the margin and the sales without media; enter them in Setup."),
            "pages/setup.py",
            _("Open Setup"),
        )
        return
    lines = context.version().lines
    year = profit_and_loss(now.figures, lines)
    full = profit_and_loss(now.figures, lines, "full")
    name = version_label(context.info(context.version_id))
    columns = {name: year, _("{plan}, full effect").format(plan=name): full}
    if before is not None and context.compared_id not in (None, LAST_YEAR):
        other = version_label(context.info(context.compared_id or 0))
        columns[other] = profit_and_loss(before.figures, context.version(context.compared_id).lines)
    st.subheader(finding(context, year))
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        _table(context, columns)
    with right:
        _bridge(context, year)


def finding(context: Context, account: ProfitAndLoss) -> str:
    """Of every unit of revenue, what stays."""
    company = context.company
    if account.revenue <= 0:
        return _("No revenue, no account")
    return _("Of {revenue} revenue {contribution} is contribution and {profit} stays after marketing").format(
        revenue=formats.money(account.revenue / 100, company),
        contribution=formats.money(account.contribution / 100, company),
        profit=formats.money(account.profit / 100, company),
    )


def rows_of(account: ProfitAndLoss) -> list[tuple[str, int, bool]]:
    """Label, cents and whether it is a sum, from the top."""
    return [
        (_("Revenue"), account.revenue, True),
        (_("Variable cost"), -account.variable, False),
        (_("Contribution"), account.contribution, True),
        (_("Working media"), -account.media, False),
        *((name, -cents, False) for name, cents in account.lines),
        (_("All marketing"), -account.marketing, False),
        (_("Profit after marketing"), account.profit, True),
    ]


def _table(context: Context, columns: dict[str, ProfitAndLoss]) -> None:
    cells = {name: {label: cents for label, cents, _sum in rows_of(one)} for name, one in columns.items()}
    labels = list(dict.fromkeys(label for one in columns.values() for label, _c, _s in rows_of(one)))
    end = [_("All marketing"), _("Profit after marketing")]
    labels = [label for label in labels if label not in end] + end
    first = next(iter(columns.values()))
    rows = []
    for label in labels:
        row = {_("Account"): label}
        for name in columns:
            cents = cells[name].get(label)
            row[name] = formats.NOTHING if cents is None else formats.exact(cents / 100, context.company)
        share = cells[next(iter(columns))].get(label)
        row[_("Of revenue")] = (
            formats.share(share / first.revenue) if share is not None and first.revenue else formats.NOTHING
        )
        rows.append(row)
    components.table(
        pd.DataFrame(rows),
        alt=_("Profit account of the plans"),
        height="content",
        column_config={_("Account"): st.column_config.TextColumn(pinned=True, width=170)},
    )
    st.caption(
        _("Amounts in {currency} to the cent; all marketing is working media and the lines below it.").format(
            currency=context.company.currency
        )
    )


def _bridge(context: Context, account: ProfitAndLoss) -> None:
    divisor = 100 * formats.scale(context.company).divisor
    lines = sum(cents for _name, cents in account.lines)
    title = _("{share} of contribution goes into marketing").format(
        share=formats.share(
            account.marketing / account.contribution if account.contribution > 0 else None, digits=0
        )
    )
    components.chart(
        bridge(
            (_("Contribution"), account.contribution / divisor),
            [(_("Working media"), -account.media / divisor), (_("Other marketing"), -lines / divisor)],
            (_("Profit"), account.profit / divisor),
            title,
            formats.unit_label(context.company),
            components.colours(),
            height=280,
            judged=False,
        ),
        alt=_("From contribution to profit after marketing"),
    )
