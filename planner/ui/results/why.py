"""Why: a bridge that adds up exactly, then channel by channel."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.analysis.bridge import Cause
from planner.domain.actuals import Metric
from planner.presentation import formats
from planner.presentation.charts.differences import bridge as bridge_chart
from planner.presentation.charts.differences import variance_bars
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.home import cause_words


def view(context: Context) -> None:
    """The revenue bridge over the actual months, the channels behind it, and the table."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    if results.bridge is None:
        components.empty(
            _("No month of {year} has actuals yet, so there is nothing to explain.").format(
                year=context.year
            ),
            "pages/actuals.py",
            _("Upload actuals"),
        )
        return
    _bridge(context, results)
    left, right = st.columns(2, gap="large")
    with left:
        _channels(context, results)
    with right:
        _causes(context, results)
    _months(context, results)


def _bridge(context: Context, results: Results) -> None:
    found = results.bridge
    assert found is not None
    company, scale = context.company, formats.scale(context.company)
    words = {
        Cause.BASELINE: _("Sales without media"),
        Cause.VOLUME: _("Spend volume"),
        Cause.MIX: _("Mix"),
        Cause.TIMING: _("Timing"),
        Cause.MEDIA_COST: _("Media cost"),
        Cause.EFFICIENCY: _("Efficiency"),
        Cause.UNEXPLAINED: _("Unexplained"),
    }
    steps = [(words[bar.cause], bar.amount / scale.divisor) for bar in found.bars if abs(bar.amount) >= 0.5]
    cause, channel, amount = found.reasons(1)[0] if found.reasons(1) else (Cause.BASELINE, "", 0.0)
    change = found.end - found.start
    title = _("{months}: revenue {change} against plan; largest reason: {reason} {amount}").format(
        months=f"{formats.month_name(found.months[0])}–{formats.month_label(found.months[-1])}",
        change=formats.money(change, company, signed=True),
        reason=cause_words(cause, channel),
        amount=formats.money(amount, company, signed=True),
    )
    components.chart(
        bridge_chart(
            (_("Plan"), found.start / scale.divisor),
            steps,
            (_("Actual"), found.end / scale.divisor),
            title,
            formats.unit_label(company),
            components.colours(),
        ),
        alt=_("Revenue from plan to actual, cause by cause"),
    )


def _channels(context: Context, results: Results) -> None:
    found = results.variance[Metric.REVENUE]
    scale = formats.scale(context.company)
    rows = []
    for name in found.ranked():
        compared = found.row(name)
        shown = _("Sales without media") if name == found.rows[-1] else name
        rows.append(
            {
                "name": shown,
                "amount": (compared.difference or 0.0) / scale.divisor,
                "favourable": bool(compared.favourable),
            }
        )
    if not rows:
        return
    behind = sum(not row["favourable"] for row in rows)
    components.chart(
        variance_bars(
            pd.DataFrame(rows),
            _("{behind} of {all} lines are behind plan").format(behind=behind, all=len(rows)),
            _("Revenue against plan, {unit}").format(unit=formats.unit_label(context.company)),
            components.colours(),
            words=(_("ahead"), _("behind")),
        ),
        alt=_("Revenue against plan by channel"),
    )


def _causes(context: Context, results: Results) -> None:
    assert results.bridge is not None
    company = context.company

    def signed(value: float) -> str:
        return formats.money(value, company, signed=True) if abs(value) >= 0.5 else "·"

    st.markdown(f"**{_('What moved each channel')}**")
    parts = sorted(results.bridge.by_channel, key=lambda part: -abs(part.difference))
    frame = pd.DataFrame(
        [
            {
                _("Channel"): part.channel,
                _("Against plan"): signed(part.difference),
                _("Spend"): signed(part.spend),
                _("Timing"): signed(part.timing),
                _("Media cost"): signed(part.media_cost),
                _("Efficiency"): signed(part.efficiency),
            }
            for part in parts
        ]
    )
    components.table(frame, alt=_("Causes by channel"), height="content")


def _months(context: Context, results: Results) -> None:
    revenue, spend = results.variance[Metric.REVENUE], results.variance[Metric.SPEND]
    company = context.company
    rows = []
    for j, month in enumerate(revenue.months):
        r, s = revenue.by_month[j], spend.by_month[j]
        rows.append(
            {
                _("Month"): formats.month_label(month),
                _("Spend, plan"): formats.money(s.plan, company),
                _("Spend, actual"): formats.money(s.actual, company),
                _("Spend, difference"): formats.money(s.difference, company, signed=True),
                _("Revenue, plan"): formats.money(r.plan, company),
                _("Revenue, actual"): formats.money(r.actual, company),
                _("Revenue, difference"): formats.money(r.difference, company, signed=True),
                _("Of plan"): formats.share(r.share),
            }
        )
    components.table(pd.DataFrame(rows), alt=_("Plan against actual by month"), height="content")
