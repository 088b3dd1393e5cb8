"""One line in depth: its months, the causes behind them, its campaigns, and what people say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.bridge import Cause, ChannelBridge
from planner.domain.actuals import ActualDetail, Metric, delivered
from planner.domain.calendar import Month
from planner.domain.company import BASELINE
from planner.presentation import formats
from planner.presentation.causes import cause_bars
from planner.presentation.charts.differences import Mood, month_bars, variance_bars
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import cached, components, reasons, state
from planner.ui.context import Context
from planner.ui.results import remarks
from planner.ui.results.words import line_words, months_words


def show(context: Context, results: Results, channel: str) -> None:
    """Months, causes and words of a channel over the period, or over the month chosen in its chart."""
    period = results.variance.months
    month = _month(period)
    scoped = results
    if month is not None and len(period) > 1:
        scoped = cached.results(context.slug, context.year, (str(month),))
    compared = scoped.variance[Metric.REVENUE].row(channel)
    st.subheader(
        _("{line}: {amount} revenue, {months}").format(
            line=line_words(channel),
            amount=formats.money(compared.difference, context.company, signed=True),
            months=months_words(scoped.variance.months),
        )
    )
    left, middle, right = st.columns([1.15, 1, 1], gap="large")
    with left:
        _months(context, results, channel, month)
    with middle:
        _causes(context, scoped, channel)
        _campaigns(context, scoped, channel)
    with right:
        remarks.panel(context, scoped, channel, scoped.variance.months, compared.difference)


def _month(period: tuple[Month, ...]) -> Month | None:
    wanted = state.remembered("month")
    return next((month for month in period if str(month) == wanted), None)


def _months(context: Context, results: Results, channel: str, chosen: Month | None) -> None:
    found = results.variance[Metric.REVENUE]
    scale = formats.scale(context.company)
    rows = []
    for month in found.months:
        cell = found.cell(channel, month)
        rows.append(
            {
                "key": str(month),
                "month": formats.month_name(month),
                "amount": (cell.difference if cell.difference is not None else np.nan) / scale.divisor,
                "mood": Mood.of(bool(cell.favourable)),
                "chosen": chosen is None or month == chosen,
            }
        )
    frame = pd.DataFrame(rows).dropna(subset=["amount"])
    if frame.empty:
        st.caption(_("Nobody reports revenue of this line; it sits inside the sales without media."))
        return
    amounts = frame["amount"].to_numpy()
    lowest = int(amounts.argmin())
    dust = 0.5 / scale.divisor
    if amounts[lowest] <= -dust:
        title = _("Worst month: {month}, {amount}").format(
            month=list(frame["month"])[lowest],
            amount=formats.money(float(amounts[lowest]) * scale.divisor, context.company, signed=True),
        )
    else:
        ahead = amounts.max() >= dust
        title = _("Never behind plan in a month") if ahead else _("On plan in every month")
    key = f"why_months_{channel}_{chosen}"

    def pick() -> None:
        picked = components.picked(key)
        state.remember("month", str(picked["key"]) if picked else None)

    components.chart(
        month_bars(
            frame,
            title,
            _("Revenue against plan, {unit}").format(unit=formats.unit_label(context.company)),
            components.colours(),
            words={Mood.GOOD: _("ahead"), Mood.BAD: _("behind")},
            digits=scale.digits,
        ),
        alt=_("Revenue of {line} against plan by month").format(line=line_words(channel)),
        key=key,
        on_select=pick if len(frame) > 1 else None,
    )
    if chosen is not None and len(found.months) > 1:
        if st.button(_("All months of the period"), type="tertiary", icon=":material/undo:"):
            state.remember("month", None)
            st.rerun()
    elif len(frame) > 1:
        st.caption(_("Click a month to see its causes alone."))


def cause_rows(part: ChannelBridge, has_curve: bool) -> list[tuple[str, float]]:
    """The causes of a channel's difference in words; what no curve explains is called that."""
    last = _("Efficiency") if has_curve else _("Unexplained")
    return [
        (_("Spend"), part.spend),
        (_("Timing"), part.timing),
        (_("Media cost"), part.media_cost),
        (_("Own prices"), part.price),
        (_("Currency"), part.currency),
        (last, part.efficiency),
    ]


def known_outside(results: Results) -> list[tuple[str, float]]:
    """What of the sales without media Setup's prices, promotions, market, season and rates explain."""
    assert results.bridge is not None
    words = cause_bars()
    outside = (Cause.MARKET, Cause.SEASON, Cause.PRICE, Cause.PROMOTION, Cause.CURRENCY)
    own = [(bar.cause, bar.amount - float(bar.by_channel.sum())) for bar in results.bridge.bars]
    found = [(words[cause], amount) for cause, amount in own if cause in outside and abs(amount) >= 0.5]
    return [(_("Of it, {cause}:").format(cause=word.lower()), amount) for word, amount in found]


def _causes(context: Context, results: Results, channel: str) -> None:
    if channel == BASELINE:
        st.markdown(f"**{_('Outside the plan')}**")
        st.markdown(_("What no media brings: market, season, price, supply. The curves cannot say which."))
        for words, amount in known_outside(results):
            st.markdown(f"{words} **{formats.money(amount, context.company, signed=True)}**")
        return
    assert results.bridge is not None
    part = next(one for one in results.bridge.by_channel if one.channel == channel)
    curve = results.model.curves.channels[results.model.channels.index(channel)].curve
    scale = formats.scale(context.company)
    rows = [
        {"name": name, "amount": amount / scale.divisor, "mood": Mood.of(amount >= 0)}
        for name, amount in cause_rows(part, getattr(curve, "ceiling", 1.0) > 0)
        if abs(amount) >= 0.5
    ]
    if not rows:
        st.caption(_("As planned: nothing to explain."))
        return
    main = max(rows, key=lambda row: abs(float(str(row["amount"]))))
    components.chart(
        variance_bars(
            pd.DataFrame(rows),
            _("Mostly {cause}").format(cause=str(main["name"]).lower()),
            _("Revenue against plan, {unit}").format(unit=formats.unit_label(context.company)),
            components.colours(),
            words={Mood.GOOD: _("helped"), Mood.BAD: _("hurt")},
            digits=scale.digits,
        ),
        alt=_("Causes of the difference of {line}").format(line=channel),
    )
    spend = results.variance[Metric.SPEND].row(channel)
    st.caption(
        _("Spent {spent} of {plan} planned. Efficiency: what it brought beyond its curve.").format(
            spent=formats.money(spend.actual, context.company),
            plan=formats.money(spend.plan, context.company),
        )
    )
    reasons.channel_link(channel)


def _campaigns(context: Context, results: Results, channel: str) -> None:
    """Campaigns as far as files name them."""
    months = {str(month) for month in results.variance.months}
    named: dict[tuple[str, str, str], list[ActualDetail]] = {}
    for detail in state.store().details(context.slug, months):
        if detail.channel == channel and detail.campaign:
            named.setdefault((detail.campaign, detail.metric, detail.month), []).append(detail)
    sums: dict[str, dict[str, float]] = {}
    for (campaign, metric, _month), stages in named.items():
        of_campaign = sums.setdefault(campaign, {})
        of_campaign[metric] = of_campaign.get(metric, 0.0) + delivered(stages)
    if not sums:
        return
    company = context.company
    rows = [
        {
            _("Campaign"): name,
            _("Spend"): formats.money(found.get(Metric.SPEND), company),
            _("Revenue"): formats.money(found.get(Metric.REVENUE), company),
        }
        for name, found in sorted(sums.items(), key=lambda pair: -pair[1].get(Metric.SPEND, 0.0))
    ]
    components.table(pd.DataFrame(rows), alt=_("Campaigns of {line}").format(line=channel), height="content")
