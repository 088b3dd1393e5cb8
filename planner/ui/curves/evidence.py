"""Curves, Evidence: every channel's response on one scale, and what each next unit earns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.domain.curves import ChannelCurve, CurveSet
from planner.domain.figures import ChannelFigures
from planner.domain.response import Measure
from planner.plan.channel_curve import YearCurve, year_curve
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.carryover import carryover_words
from planner.presentation.charts.multiples import Scaling, domains, small_multiple
from planner.presentation.language import _
from planner.services.library import CurvesInfo
from planner.services.starting import TYPED
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves import focus, report, small
from planner.ui.curves.words import grades_of, record_of

ALL = ""
"""The choice of no channel in particular."""
PERIODS = {"month": 12.0, "week": 365.25 / 7}


def view(context: Context) -> None:
    """The finding, one channel where somebody asked for it, small multiples, the table, the fit's report."""
    version = context.version()
    curves = cached.curves(context.slug, version.curves_id)
    now = context.evaluation()
    info = next(i for i in state.store().curves_list(context.slug) if i.id == version.curves_id)
    st.subheader(finding(now, context.measure))
    st.caption(_provenance(curves, info, context))
    chosen, scaling = _choices(now)
    if chosen is not None:
        focus.draw(context, curves, now, chosen)
    _multiples(context, curves, now, chosen, scaling)
    _beyond(now)
    components.table(
        _table(context, curves, now),
        alt=_("What each channel earns, how long it works, and what was seen"),
        height="content",
        column_config={_("Channel"): st.column_config.TextColumn(pinned=True)}
        | {
            name: st.column_config.TextColumn(alignment="right")
            for name in (
                _("Spend"),
                *_returns(),
                _("In-year revenue, P10–P90"),
                _("Long-term factor"),
                _("Seen a month"),
            )
        },
    )
    _report(context, curves, info)


def _choices(now: Evaluation) -> tuple[str | None, Scaling]:
    """The channel asked for, which a link may name, and how the small charts are scaled."""
    names = by_spend(now)
    asked = state.remembered("channel")
    left, right = st.columns([1, 1], vertical_alignment="bottom")
    with left:
        index = names.index(asked) + 1 if asked in names else 0
        picked = st.selectbox(
            _("Why believe it?"),
            [ALL, *names],
            index=index,
            format_func=lambda name: name or _("All channels"),
            key=f"why_channel_{index}",
            width=320,
        )
    state.remember("channel", picked or None)
    if (picked or None) != (asked if asked in names else None):
        st.rerun()
    with right:
        words = {"own": _("Each channel large"), "same": _("One scale for all")}
        scaling: Scaling = "same" if components.view("scale", words, _("Scale")) == "same" else "own"
    return picked or None, scaling


def _report(context: Context, curves: CurveSet, info: CurvesInfo) -> None:
    """What stands behind the curves; where nothing does, how to change that."""
    record = record_of(curves)
    if record is not None:
        st.divider()
        st.markdown(f"#### {_('The fit behind these curves')}")
        report.draw(record, context.company, key=f"plan_{info.id}")
        return
    with st.container(border=True):
        st.markdown(
            _(
                "These curves were typed: nothing measured stands behind them. Keep last year's split until "
                "there is."
            )
            if info.source == TYPED
            else _("No history came with these curves, so their forecast cannot be checked here.")
        )
        with st.container(horizontal=True, gap="medium"):
            for label, chosen in (
                (_("Fit curves to your history"), "fit"),
                (_("Which experiment would settle it?"), "experiments"),
            ):
                st.page_link(
                    "pages/curves.py",
                    label=label,
                    icon=":material/arrow_forward:",
                    query_params={"curves_view": chosen},
                )


def finding(now: Evaluation, measure: Measure) -> str:
    """Where the next unit earns most and least."""
    earning = {n: _next(c, measure) for n, c in now.figures.by_channel.items() if c.spend > 0}
    if not earning:
        return _("No channel has money in this plan")
    best, worst = max(earning, key=lambda n: earning[n]), min(earning, key=lambda n: earning[n])
    if len(earning) == 1:
        return _("The next unit on {best} earns {high}").format(best=best, high=formats.ratio(earning[best]))
    return _("The next unit earns most on {best} ({high}) and least on {worst} ({low})").format(
        best=best, high=formats.ratio(earning[best]), worst=worst, low=formats.ratio(earning[worst])
    )


def _next(channel: ChannelFigures, measure: Measure) -> float:
    return channel.next_unit_full if measure == "full" else channel.next_unit


def _provenance(curves: CurveSet, info: CurvesInfo, context: Context) -> str:
    draws = max((len(channel.draws) for channel in curves.channels), default=0)
    period = _("months") if curves.period == "month" else _("weeks")
    doubt = (
        _("ranges from {draws} draws").format(draws=formats.count(draws))
        if draws
        else _("no ranges: typed, not measured")
        if info.source == TYPED
        else _("no ranges")
    )
    parts = (
        info.name,
        _("version {id}, {day}").format(id=info.id, day=formats.day_label(info.created.date())),
        _("source {source}").format(source=info.source or formats.NOTHING),
        _("seen in {period}").format(period=period),
        doubt,
    )
    return "  ·  ".join(parts)


@st.cache_resource(max_entries=16, show_spinner=False)
def _year_curves(
    slug: str, settings: int, version_id: int, revision: int, measure: Measure
) -> dict[str, YearCurve]:
    """Each channel's curve up to half as much again as its plan, or what was seen of it."""
    now = cached.evaluation(slug, settings, version_id, revision)
    model = cached.model(slug, settings, version_id, revision)
    spend = now.grid.spend
    tops = {}
    for name, channel in zip(model.channels, model.curves.channels, strict=True):
        planned = float(spend[model.channels.index(name)].sum())
        seen = channel.observed[1] * PERIODS[model.curves.period] if channel.observed else 0.0
        tops[name] = max(1.5 * planned, 1.15 * seen)
    least = 0.05 * max(tops.values(), default=0.0)
    return {
        name: year_curve(model, spend, name, max(top, least, 1.0), measure=measure)
        for name, top in tops.items()
    }


def _multiples(
    context: Context, curves: CurveSet, now: Evaluation, chosen: str | None, scaling: Scaling
) -> None:
    info = context.info(context.version_id or 0)
    found = _year_curves(context.slug, context.settings, info.id, info.revision, context.measure)
    places = [(_("This plan"), now)]
    if now.forecast.has_ranges:  # without evidence no other split is advised
        best = cached.best_split(context.slug, context.settings, info.id, info.revision, context.measure)
        places.insert(0, (_("Best split"), best))
    unit = formats.scale(context.company).divisor
    shown = {
        name: found[name] for name in by_spend(now) if now.grid.by_channel()[name] > 0 or _known(curves, name)
    }
    if not shown:
        return
    room = domains(
        {name: (float(c.spend[-1]) / unit, float(c.high.max()) / unit) for name, c in shown.items()}, scaling
    )
    axes = (_("Media a year"), _("Media revenue a year"))
    mean = mean_return(now, context.measure)
    grades = grades_of(curves)
    with st.grid(4, min_column_width=150, gap="small"):
        for name, curve in shown.items():
            points = []
            for label, plan in places:
                channel = plan.figures.by_channel[name]
                brought = channel.full if context.measure == "full" else channel.revenue
                points.append((label, channel.spend / unit, brought / unit))
            earns = _("next unit earns {next}").format(
                next=formats.ratio(_next(now.figures.by_channel[name], context.measure))
            )
            small.show(
                small_multiple(
                    small.line_of(
                        curve.spend, curve.outcome, curve.low, curve.high, unit, seen_in_year(curves, name)
                    ),
                    points,
                    name,
                    room[name],
                    axes,
                    components.colours(),
                    mean=mean,
                    chosen=name == chosen,
                ),
                f"{grades[name]}  ·  {earns}" if name in grades else earns,
            )
    points_words = (
        _("Dark point: this plan, green: the best split of its money.")
        if len(places) > 1
        else _("Dark point: this plan.")
    )
    scale_words = (
        _(
            "Each chart fits its channel; the thin line is the plan's mean return of {mean}: a point above "
            "it earns more than the mean."
        ).format(mean=formats.ratio(mean))
        if scaling == "own"
        else _("All charts have one scale; small channels look small.")
    )
    st.caption(
        _("Media a year against what it brings, {unit}. {points} Shaded: what was seen. {scale}").format(
            unit=formats.unit_label(context.company), points=points_words, scale=scale_words
        )
    )


def mean_return(now: Evaluation, measure: Measure) -> float | None:
    """What a unit of the plan's media brings on average."""
    channels = now.figures.by_channel.values()
    spend = sum(channel.spend for channel in channels)
    brought = sum(channel.full if measure == "full" else channel.revenue for channel in channels)
    return brought / spend if spend > 0 else None


def by_spend(now: Evaluation) -> list[str]:
    """Channel names, the largest spend first."""
    held = now.grid.by_channel()
    return sorted(held, key=lambda name: -held[name])


def _known(curves: CurveSet, name: str) -> bool:
    return name in curves.names


def _channel(curves: CurveSet, name: str) -> ChannelCurve | None:
    return curves.channel(name) if _known(curves, name) else None


def seen_in_year(curves: CurveSet, name: str) -> tuple[float, float]:
    """The seen range as yearly spend, currency units; everything where none is stated."""
    channel = _channel(curves, name)
    if channel is None or channel.observed is None:
        return 0.0, float("inf")
    low, high = channel.observed
    return low * PERIODS[curves.period], high * PERIODS[curves.period]


def _beyond(now: Evaluation) -> None:
    outside = [name for name in by_spend(now) if now.figures.by_channel[name].beyond_seen]
    if outside:
        st.warning(
            _("This plan leaves the seen range on {names}; there the curve is not observed.").format(
                names=", ".join(f"{name} ({month_words(_months_beyond(now, name))})" for name in outside)
            ),
            icon=":material/warning:",
        )


def _months_beyond(now: Evaluation, name: str) -> list[Month]:
    row = now.forecast.beyond_seen[now.forecast.channels.index(name)]
    return [month for month, beyond in zip(now.grid.months, row, strict=True) if beyond]


def month_words(months: list[Month]) -> str:
    """ "Mar, Jun–Aug": months in a row are joined."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and month - runs[-1][-1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join("–".join(dict.fromkeys(formats.month_name(m) for m in (r[0], r[-1]))) for r in runs)


def _returns() -> tuple[str, str, str, str]:
    return (
        _("Average return"),
        _("full effect"),
        _("Next unit earns"),
        _("next, full effect"),
    )


def _table(context: Context, curves: CurveSet, now: Evaluation) -> pd.DataFrame:
    company = context.company
    average, average_full, following, following_full = _returns()
    grades = grades_of(curves)
    rows = []
    for name in by_spend(now):
        channel, curve = now.figures.by_channel[name], _channel(curves, name)
        low, high = seen_in_year(curves, name)
        months = _months_beyond(now, name)
        rows.append(
            {
                _("Channel"): name,
                _("Spend"): formats.money(channel.spend, company),
                average: formats.ratio(channel.roas),
                average_full: formats.ratio(channel.full / channel.spend if channel.spend else None),
                following: formats.ratio(channel.next_unit),
                following_full: formats.ratio(channel.next_unit_full),
                _("In-year revenue, P10–P90"): formats.money_range(channel.low, channel.high, company)
                if now.forecast.has_ranges
                else formats.NOTHING,
                _("Carry-over"): _("no curve: brings nothing known")
                if curve is None
                else carryover_words(curve, curves.period),
                _("Long-term factor"): formats.ratio(None if curve is None else curve.long_term_multiplier),
                _("Seen a month"): formats.money_range(low / 12, high / 12, company)
                if np.isfinite(high)
                else formats.NOTHING,
                _("Beyond it in"): month_words(months) or formats.NOTHING,
                **({_("Evidence"): str(grades.get(name, formats.NOTHING))} if grades else {}),
            }
        )
    return pd.DataFrame(rows)
