"""Small charts of the plan's channels: its point on each curve, and the best split's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from planner.domain.curves import ChannelCurve, CurveSet
from planner.domain.figures import ChannelFigures
from planner.domain.forecast import Measure
from planner.domain.response_model import compile_response
from planner.plan.channel_curve import YearCurve, year_curve
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.charts.multiples import Scaling, domains, small_multiple
from planner.presentation.language import _
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.curves import small

PERIODS = {"month": 12.0, "week": 365.25 / 7}
FURTHEST = 2.5
"""Multiple of a planned year up to which what was seen is drawn: a week in a burst is no year."""


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
        reach = min(1.15 * seen, FURTHEST * planned) if planned > 0 else 1.15 * seen
        tops[name] = max(1.5 * planned, reach)
    least = 0.05 * max(tops.values(), default=0.0)
    found = {}
    for i, (name, top) in enumerate(tops.items()):
        # A channel by itself: walking along its curve need not answer for all the others.
        alone = compile_response(replace(model.curves, channels=(model.curves.channels[i],)), model.horizon)
        found[name] = year_curve(alone, spend[[i]], name, max(top, least, 1.0), measure=measure)
    return found


def draw(
    context: Context, now: Evaluation, chosen: str | None, scaling: Scaling, grades: Mapping[str, str]
) -> None:
    """The plan at once; the best split joins when it is found, the first time after seconds."""
    info = context.info(context.version_id or 0)
    key = f"_best_{context.slug}_{context.settings}_{info.id}_{info.revision}_{context.measure}"
    slot = st.empty()
    # Without evidence no other split is advised, so none is drawn.
    if now.forecast.has_ranges and not st.session_state.get(key):
        with slot.container():
            _draw(context, now, None, chosen, scaling, grades)
    best = None
    if now.forecast.has_ranges:
        best = cached.best_split(context.slug, context.settings, info.id, info.revision, context.measure)
        st.session_state[key] = True
    with slot.container():
        _draw(context, now, best, chosen, scaling, grades)


def _draw(
    context: Context,
    now: Evaluation,
    best: Evaluation | None,
    chosen: str | None,
    scaling: Scaling,
    grades: Mapping[str, str],
) -> None:
    info = context.info(context.version_id or 0)
    curves = cached.curves(context.slug, context.version().curves_id)
    found = _year_curves(context.slug, context.settings, info.id, info.revision, context.measure)
    places = [(_("This plan"), now)]
    if best is not None:
        places.insert(0, (_("Best split"), best))
    unit = formats.scale(context.company).divisor
    held = now.grid.by_channel()
    shown = {name: found[name] for name in by_spend(now) if known_curve(curves, name)}
    if bare := [name for name in by_spend(now) if name not in shown and held[name] > 0]:
        st.caption(
            _("Without a curve: {names}. Their money counts and brings nothing known.").format(
                names=", ".join(bare)
            )
        )
    if not shown:
        return
    room = domains(
        {name: (float(c.spend[-1]) / unit, float(c.high.max()) / unit) for name, c in shown.items()}, scaling
    )
    axes = (_("Media a year"), _("Media revenue a year"))
    mean = mean_return(now, context.measure)
    points_words = (
        _("Point: this plan; green: the best split of its money.")
        if len(places) > 1
        else _("Point: this plan.")
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
    with st.grid(4, min_column_width=150, gap="small"):
        for name, curve in shown.items():
            points = []
            for label, plan in places:
                channel = plan.figures.by_channel[name]
                brought = channel.full if context.measure == "full" else channel.revenue
                points.append((label, channel.spend / unit, brought / unit))
            earns = (
                _("next unit earns {next}").format(
                    next=formats.ratio(next_earns(now.figures.by_channel[name], context.measure))
                )
                if held[name] > 0
                else _("no money in this plan")
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


def known_curve(curves: CurveSet, name: str) -> bool:
    """Whether the set holds a curve of that channel."""
    return name in curves.names


def curve_of(curves: CurveSet, name: str) -> ChannelCurve | None:
    """The channel's curve; None without one."""
    return curves.channel(name) if known_curve(curves, name) else None


def seen_in_year(curves: CurveSet, name: str) -> tuple[float, float]:
    """The seen range as yearly spend, currency units; everything where none is stated."""
    channel = curve_of(curves, name)
    if channel is None or channel.observed is None:
        return 0.0, float("inf")
    low, high = channel.observed
    return low * PERIODS[curves.period], high * PERIODS[curves.period]


def next_earns(channel: ChannelFigures, measure: Measure) -> float:
    """What one more unit of money brings on a channel, in the reading on screen."""
    return channel.next_unit_full if measure == "full" else channel.next_unit
