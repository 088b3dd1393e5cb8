"""Customers, brand: the slow stock that media fill, beside what surveys found, and what it does to sales."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.brand import Brand, BrandMetric, BrandStock
from planner.domain.company import Company
from planner.domain.money import FloatArray
from planner.domain.survey import Asked
from planner.plan.evaluation import Evaluation, brand_rows
from planner.presentation import formats
from planner.presentation.charts.surveys import month_line, waves
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context
from planner.ui.customers import surveys

QUESTIONS = {
    BrandMetric.AWARENESS: Asked.AWARENESS,
    BrandMetric.CONSIDERATION: Asked.CONSIDERATION,
}


def has_data(company: Company) -> bool:
    """Whether Setup holds a brand, or surveys of one."""
    asked = any(wave.asked in QUESTIONS.values() for wave in company.waves)
    return asked or (company.brand is not None and bool(company.brand.stocks))


def view(context: Context, now: Evaluation, before: Evaluation | None) -> None:
    """Each metric expected and asked, and what the one that lifts sales would bring."""
    brand = context.company.brand or Brand()
    rows = brand_rows(context.company, now.forecast.channels)
    spend = now.forecast.spend[rows].sum(axis=0)
    st.subheader(finding(context, brand, now, spend))
    shown = [m for m in BrandMetric if brand.stock(m) or surveys.of(context, QUESTIONS[m])]
    for column, metric in zip(st.columns(max(len(shown), 1), gap="large"), shown, strict=False):
        with column:
            _metric(context, metric, brand.stock(metric), now, spend)
    st.caption(
        _("Bars hold the truth 95 times in 100. Brand media of the plan: {amount} a year.").format(
            amount=formats.money(float(spend.sum()), context.company)
        )
    )
    if brand.lifting is not None:
        _lift(context, brand, now, spend)


def lift_revenue(brand: Brand, now: Evaluation, spend: FloatArray) -> float:
    """Revenue of the year that the stock adds to sales without media, beyond its reference level."""
    plain = now.forecast.baseline - now.forecast.lifted
    return float((plain * brand.lift_of(spend)).sum())


def finding(context: Context, brand: Brand, now: Evaluation, spend: FloatArray) -> str:
    """Where the plan takes the metric that lifts sales."""
    stock = brand.lifting
    if stock is None:
        return _("What people know and think of us")
    end = float(stock.path(spend)[-1])
    return _("This plan takes {metric} from {start} to {end} by the year's end").format(
        metric=surveys.names()[QUESTIONS[stock.metric]].lower(),
        start=formats.share(stock.start),
        end=formats.share(end),
    )


def _metric(
    context: Context, metric: BrandMetric, stock: BrandStock | None, now: Evaluation, spend: FloatArray
) -> None:
    asked = QUESTIONS[metric]
    months = now.forecast.horizon.months
    path = None
    if stock is not None:
        path = pd.DataFrame(
            {"month": [pd.Timestamp(m.start) for m in months], "value": 100 * stock.path(spend)}
        )
    if surveys.of(context, asked):
        found = surveys.of(context, asked)
        components.chart(
            waves(
                surveys.frame(found),
                surveys.finding(found),
                "%",
                components.colours(),
                words=(_("survey"), _("expected by the plan")),
                path=path,
                height=250,
            ),
            alt=_("{series} by wave").format(series=surveys.names()[asked]),
        )
    elif path is not None:
        shown = pd.DataFrame({"month": [formats.month_name(m) for m in months], "value": path["value"]})
        title = _("{series}: expected, no survey yet").format(series=surveys.names()[asked])
        components.chart(
            month_line(shown, title, "%", components.colours(), height=250), alt=surveys.names()[asked]
        )
    if stock is not None:
        st.caption(
            _(
                "Without media {base} stay; half of the rest is forgotten in {months}. {spend} of brand "
                "media a month hold {level}."
            ).format(
                base=formats.share(stock.base),
                months=formats.months(stock.half_life),
                spend=formats.money(stock.spend, context.company),
                level=formats.share(stock.level),
            )
        )


def _lift(context: Context, brand: Brand, now: Evaluation, spend: FloatArray) -> None:
    company = context.company
    revenue = lift_revenue(brand, now, spend)
    with st.container(border=True):
        st.markdown(
            "**"
            + _("Sales without media would move by {revenue} over the year").format(
                revenue=formats.money(revenue, company, signed=True)
            )
            + "**"
        )
        st.markdown(
            _("One point of {metric} moves them by {lift} (an average of studies; yours may differ).").format(
                metric=surveys.names()[QUESTIONS[brand.lifts]].lower(), lift=formats.share(brand.lift)
            )
        )
        if brand.counted:
            st.markdown(
                _(
                    "Counted in the year's revenue of every screen. The full effect leaves it out: the "
                    "channels' long-term multipliers hold it there already."
                )
            )
        else:
            st.markdown(
                _(
                    "Not counted: no plan's revenue includes it. Switch it on in Setup, Brand and surveys. "
                    "The full effect never does, as long-term multipliers hold it already."
                )
            )
        st.page_link("pages/setup.py", label=_("Open Setup"), icon=":material/arrow_forward:")
