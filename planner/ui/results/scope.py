"""What the explanation is about: the period, and from which size on a difference is told by itself."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from planner.analysis.variance import MetricVariance
from planner.domain.actuals import Metric
from planner.domain.calendar import Month
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.results import Results
from planner.ui import cached, state
from planner.ui.context import Context
from planner.ui.results.words import months_words

TO_DATE = "ytd"
LEAST_OF_REVENUE = 0.0005
"""The standard floor of amounts: this share of the year's planned revenue."""

LARGE = 10
"""A difference this many times the floor needs no share of its plan."""


@dataclass(frozen=True)
class Floors:
    """A difference is told by itself from both floors on: a share of its plan, and an amount.

    One of `LARGE` times the amount is told whatever its share: a small miss of the largest line matters.
    """

    share: float
    amount: float

    def material(self, found: MetricVariance) -> tuple[str, ...]:
        """Lines whose difference passes both floors, largest first."""
        told = {*found.ranked(self.share, self.amount), *found.ranked(0.0, LARGE * self.amount)}
        return tuple(name for name in found.ranked() if name in told)


def periods(results: Results) -> dict[str, tuple[Month, ...]]:
    """What may be chosen: the year to date, each quarter and each month with actuals."""
    actual = results.measured.months
    found = {TO_DATE: actual}
    months = results.plan.months
    for number in range(4):
        inside = tuple(m for m in months[3 * number : 3 * number + 3] if m in actual)
        if inside:
            found[f"q{number + 1}"] = inside
    return found | {str(month): (month,) for month in reversed(actual)}


def choose(context: Context, whole: Results) -> Results:
    """Draw the period's selector; the results explained over it."""
    offered = periods(whole)
    wanted = state.remembered("period", TO_DATE)
    chosen = wanted if wanted in offered else TO_DATE

    def words(key: str) -> str:
        if key == TO_DATE:
            return _("Year to date, {months}").format(months=months_words(offered[key]))
        if key.startswith("q"):
            return _("Quarter {number}, {months}").format(number=key[1:], months=months_words(offered[key]))
        return formats.month_label(offered[key][0])

    picked = st.selectbox(
        _("Period"),
        list(offered),
        index=list(offered).index(chosen),
        format_func=words,
        key=f"why_period_{chosen}_{len(offered)}",
        width=260,
    )
    state.remember("period", None if picked == TO_DATE else picked)
    if picked != chosen:
        st.rerun()
    if picked == TO_DATE:
        return whole
    return cached.results(context.slug, context.year, tuple(str(month) for month in offered[picked]))


def floors_of(results: Results) -> Floors:
    """The floors as Setup has them, the amount in proportion to the period."""
    limits, part = results.company.thresholds, len(results.variance.months) / 12
    standard = LEAST_OF_REVENUE * results.plan.total(Metric.REVENUE)
    return Floors(
        1 - limits.result_green if limits.floor_share is None else limits.floor_share,
        (standard if limits.floor_amount is None else limits.floor_amount) * part,
    )


def floors(results: Results) -> Floors:
    """Draw from which size on a line is told by itself, and the way to change it."""
    company, now = results.company, floors_of(results)
    label = _("Lines shown from {share} and {amount}").format(
        share=formats.share(now.share), amount=formats.money(now.amount, company)
    )
    with st.popover(label, icon=":material/filter_alt:"):
        st.markdown(
            _(
                "A line is told by itself when its difference is at least this share of its plan **and** "
                "this amount, or {large} times the amount; the rest is one bar. Standard: the green "
                "threshold of Setup, and {share} of the period's revenue."
            ).format(large=LARGE, share=formats.share(LEAST_OF_REVENUE, digits=2))
        )
        st.page_link(
            "pages/setup.py",
            label=_("Change them in Setup, Company"),
            icon=":material/arrow_forward:",
            query_params={"setup_view": "company"},
        )
    return now
