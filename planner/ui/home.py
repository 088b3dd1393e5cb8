"""The Home screen: one headline, five figures, the year's revenue, what needs you, and the three reasons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from planner.analysis.outlook import OutlookFigure
from planner.analysis.variance import Comparison, Status
from planner.domain.company import BASELINE, Company
from planner.domain.kpis import KPIS, Unit
from planner.presentation import formats
from planner.presentation.causes import cause_words
from planner.presentation.language import _
from planner.presentation.words import mood
from planner.presentation.year import year_finding
from planner.services.attention import Attention, Need, needs_you
from planner.services.results import Results
from planner.ui import cached, components, present, state
from planner.ui.components import TileText
from planner.ui.context import Context
from planner.ui.results import remarks
from planner.ui.results.words import chance_words

NBSP = formats.NBSP
LINES = (Need.OVERSPENT, Need.UNDERSPENT, Need.EFFICIENCY)
"""Needs that are explained line by line."""
VIEWS = {Need.NOTICE: {"plan_view": "orders"}, Need.TASK: {"plan_view": "team", "team_part": "tasks"}}
"""Views of the Plan page on which items are settled."""
TILES = ("revenue", "profit", "media", "new_customers", "cac_blended")


def screen(context: Context) -> None:
    """Everything above the fold; nothing to set."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    st.subheader(headline(results))
    if not results.model.baseline.any():
        components.empty(
            _("No sales without media are known for {year}, so revenue here is media revenue only.").format(
                year=results.version.year
            ),
            "pages/setup.py",
            _("Give them in Setup"),
        )
    _tiles(context, results)
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _revenue(context, results)
        _reasons(context, results)
    with right:
        _attention(context, results)


def wall(context: Context) -> None:
    """The headline and the outlook's figures as they go on the wall."""
    with components.errors_in_words():
        results = cached.results(context.slug, context.year)
    shown = [t for t in TILES if t in results.outlook.figures and (context.with_margins or t != "profit")]
    against = _("{year}, {label}, against plan").format(
        year=results.version.year, label=results.outlook.label
    )
    source = "  ·  ".join((context.company.name, against, formats.basis_label(context.company)))
    figures = [_on_the_wall(results.outlook[key], context.company, judged=judged(results)) for key in shown]
    present.show(present.Wall(source, headline(results), figures))


def _on_the_wall(figure: OutlookFigure, company: Company, *, judged: bool) -> TileText:
    kpi, year = KPIS[figure.key], figure.year
    delta = _difference(figure, company) if judged else None
    moved = delta is not None and any(digit in delta for digit in "123456789")
    note = ""
    if figure.low is not None and figure.high is not None and figure.high > figure.low:
        note = _("range {range}").format(range=formats.figure_range(kpi, figure.low, figure.high, company))
    tone, way = (mood(year), "up" if (year.difference or 0.0) > 0 else "down") if moved else ("plain", "")
    return TileText(_(kpi.label), formats.figure(kpi, year.actual, company), delta, tone, note, "", way)


def headline(results: Results) -> str:
    """ "2026 lands at 19.2M, 1.5% below plan; 31% chance of the target." """
    company, outlook = results.company, results.outlook
    revenue = outlook["revenue"].year
    landing = formats.compact(revenue.actual, company)
    if not judged(results):
        return _("{year}: {amount} of media revenue; no full month has come in yet.").format(
            year=results.version.year, amount=landing
        )
    if revenue.share is None:
        return _("{year} lands at {amount}.").format(year=results.version.year, amount=landing)
    gap = abs(revenue.share - 1)
    words = (
        _("{year} lands at {amount}, on plan")
        if gap < 0.0005
        else _("{year} lands at {amount}, {share} above plan")
        if revenue.share > 1
        else _("{year} lands at {amount}, {share} below plan")
    )
    text = words.format(year=results.version.year, amount=landing, share=formats.share(gap))
    if outlook.chance is None:
        return _("{text}.").format(text=text)
    return _("{text}; {chance} chance of the target.").format(text=text, chance=chance_words(outlook.chance))


def judged(results: Results) -> bool:
    """Whether there is anything to judge the year by: a month that came in, or sales without media."""
    return bool(results.outlook.actual_months or results.model.baseline.any())


def status_mark(status: Status) -> str:
    """Colour and symbol together: neither alone carries the message."""
    return {
        Status.GREEN: f":green[● {_('close to plan')}]",
        Status.AMBER: f":orange[▲ {_('watch')}]",
        Status.RED: f":red[■ {_('off plan')}]",
    }.get(status, "")


def tile_mark(year: Comparison) -> str:
    """How far a year is off its plan, so that no chance speaks against it; else its status in a word.

    The sign says how much that matters, the colour whether it is good: a little below plan is not green.
    """
    mark = status_mark(year.status)
    if year.share is None or not mark:
        return mark
    gap = abs(year.share - 1)
    words = _("{share} above plan") if year.share > 1 else _("{share} below plan")
    said = _("on plan") if gap < 0.0005 else words.format(share=formats.share(gap))
    if year.status is Status.GREEN and year.favourable is False:
        return f"● {said}"
    colour, _bracket, symbol = mark.partition("[")
    return f"{colour}[{symbol[:1]} {said}]"


def _tiles(context: Context, results: Results) -> None:
    shown = [t for t in TILES if t in results.outlook.figures and (context.with_margins or t != "profit")]
    with st.grid(max(1, len(shown)), gap="small", min_column_width=150):
        for key in shown:
            missing = results.evaluation.figures[key].missing
            _tile(results.outlook[key], context.company, missing, judged=judged(results))


def _tile(figure: OutlookFigure, company: Company, missing: Sequence[str], *, judged: bool) -> None:
    kpi = KPIS[figure.key]
    year = figure.year
    with st.container(border=True, gap=None, height="stretch"):
        st.metric(
            _(kpi.label),
            formats.figure(kpi, year.actual, company),
            help=f"{_(kpi.label)} = {_(kpi.formula)}. {_('Outlook of the year against plan.')}",
            **components.change(_difference(figure, company) if judged else None, kpi.better),
        )
        # A caption is drawn paler, which takes the colours of the states below a readable contrast.
        known = judged and year.status is not Status.UNKNOWN
        st.markdown(f":small[{tile_mark(year) if known else NBSP}]")
        small = [NBSP, NBSP]
        if year.actual is None and missing:
            small[0] = components.needs(missing)
        if figure.low is not None and figure.high is not None and figure.high > figure.low:
            spread = formats.figure_range(kpi, figure.low, figure.high, company)
            small[0] = _("range {range}").format(range=spread)
        if figure.to_date.actual is not None:
            to_date = formats.figure(kpi, figure.to_date.actual, company)
            small[1] = _("to date {amount}").format(amount=to_date)
        st.caption("  \n".join(components.escape(line) for line in small))


def _difference(figure: OutlookFigure, company: Company) -> str | None:
    """The year's difference to plan; in words where it rounds to nothing, None where nothing is known.

    Money as the sentences beside it say it; the rest as the table of the outlook, which shows both ends.
    """
    kpi, year = KPIS[figure.key], figure.year
    if year.difference is None:
        return None
    if kpi.unit is Unit.MONEY:
        said = formats.difference(kpi, year.difference, company)
    else:
        said = formats.difference_shown(kpi, year.actual, year.plan, company)
    return said if any(digit in said for digit in "123456789") else _("as planned")


def revenue_frame(results: Results) -> pd.DataFrame:
    """Months with plan, actual, forecast and range in display units."""
    scale = formats.scale(results.company)
    series = results.outlook.revenue
    actual = series.actual
    known = np.isfinite(actual)
    frame = pd.DataFrame(
        {
            "month": [formats.month_name(m) for m in results.outlook.months],
            "actual": actual,
            "plan": series.plan,
            "forecast": series.outlook,
            "low": series.low,
            "high": series.high,
        }
    )
    frame.loc[known, ["forecast", "low", "high"]] = float("nan")
    amounts = ["actual", "plan", "forecast", "low", "high"]
    frame[amounts] = frame[amounts] / scale.divisor
    return frame


def _revenue(context: Context, results: Results) -> None:
    # The figures above are on screen before the charts' library is loaded.
    from planner.presentation.charts.revenue import monthly_revenue  # noqa: PLC0415

    outlook, company = results.outlook, context.company
    if outlook.required_rate is not None and outlook.expected_rate is not None and outlook.actual_months:
        title = _(
            "The rest of the year needs {needed} a month for the target; {expected} is expected"
        ).format(
            needed=formats.money(outlook.required_rate, company),
            expected=formats.money(outlook.expected_rate, company),
        )
    else:
        title = year_finding(outlook.revenue.outlook, outlook.months, company)
    components.chart(
        monthly_revenue(
            revenue_frame(results),
            title,
            formats.unit_label(company),
            components.colours(),
            words=(_("Actual"), _("Forecast"), _("Plan")),
            height=330,
        ),
        alt=_("Revenue by month: actual, forecast and plan"),
    )


def _reasons(context: Context, results: Results) -> None:
    if results.bridge is None:
        return
    reasons = results.bridge.reasons(3)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{_('Why, to date')}**", width="content")
        for cause, channel, amount in reasons:
            colour = "green" if amount > 0 else "red"
            words = cause_words(cause, channel)
            money = formats.money(amount, context.company, signed=True)
            said = remarks.beside(results, channel)
            st.markdown(
                f"{words} :{colour}[**{money}**]" + (f"  \n:small[{said}]" if said else ""), width="content"
            )
        st.page_link("pages/results.py", label=_("All reasons"), icon=":material/arrow_forward:")


def _attention(context: Context, results: Results) -> None:
    closed = {entry.month for entry in state.store().closed_months(context.slug)}
    items = needs_you(results, context.versions, closed, today=cached.today())
    with st.container(border=True):
        st.markdown(f"**{_('Needs you')}**")
        if not items:
            st.markdown(_("Nothing is waiting."))
        for item in items:
            text, page, label = attention_words(item, context.company)
            st.markdown(text)
            line = {"results_view": "why", "line": item.subject}
            link = line if item.need in LINES else VIEWS.get(item.need, {})
            st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=link)


def attention_words(item: Attention, company: Company) -> tuple[str, str, str]:
    """Sentence, page and button of an item."""
    subject = _("sales without media") if item.subject == BASELINE else item.subject
    month = formats.month_label(item.month) if item.month else ""
    plain = formats.money(abs(item.amount), company)
    day = formats.day_label(item.day) if item.day else ""
    owner = f" ({item.owner})" if item.owner else ""
    return {
        Need.MISSING: (
            _("**{month}** has no figures for {subject}.").format(month=month, subject=subject),
            "pages/actuals.py",
            _("Upload them"),
        ),
        Need.CLOSE: (
            _("**{month}** is in with {amount} spend and not closed.").format(month=month, amount=plain),
            "pages/actuals.py",
            _("Close the month"),
        ),
        Need.OVERSPENT: (
            _("**{subject}** runs {amount} over its budget to date.").format(subject=subject, amount=plain),
            "pages/results.py",
            _("See why"),
        ),
        Need.UNDERSPENT: (
            _("**{subject}** is {amount} behind its budget to date.").format(subject=subject, amount=plain),
            "pages/results.py",
            _("See why"),
        ),
        Need.EFFICIENCY: (
            _("**{subject}** earns {amount} less than its spend should.").format(
                subject=subject, amount=plain
            ),
            "pages/results.py",
            _("See why"),
        ),
        Need.SUBMITTED: (
            _("**{subject}** waits for approval: {amount} working media.").format(
                subject=subject, amount=plain
            ),
            "pages/plan.py",
            _("Decide"),
        ),
        Need.NOTICE: (
            _("**{subject}** can be cancelled until {day} and saves {amount}{owner}.").format(
                subject=subject, day=day, amount=plain, owner=owner
            ),
            "pages/plan.py",
            _("Decide"),
        ),
        Need.TASK: (
            _("**{subject}** was due on {day}{owner}.").format(subject=subject, day=day, owner=owner),
            "pages/plan.py",
            _("See the tasks"),
        ),
        Need.DRAFT: (
            _("**{subject}** is not submitted yet: {amount} working media.").format(
                subject=subject, amount=plain
            ),
            "pages/simulator.py",
            _("Try it in the Simulator"),
        ),
    }[item.need]
