"""Curves before they are kept: what a steady month brings, a small chart a channel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from planner.domain.calendar import Period
from planner.domain.company import Company
from planner.domain.curves import ChannelCurve, CurveSet
from planner.presentation import formats
from planner.presentation.charts.multiples import Domain, domains, small_multiple
from planner.presentation.language import _
from planner.services.typed_curves import SteadyCurve, in_a_month, steady_curve, usual_spend
from planner.ui import components
from planner.ui.curves import small

FURTHER = 1.3
"""How far a chart goes beyond the usual spend."""
MOST = 24
MOST_MONTHS = 4.0
"""Usual months of spend up to which a chart reaches."""


def draw(curves: CurveSet, company: Company, *, at: Mapping[str, float] | None = None) -> None:
    """Small charts of the set's channels, the largest usual spend first.

    at  where the point stands, currency units a month; None: the most seen, or half of the ceiling
    """
    usual = {c.name: usual_spend(c, curves.period) for c in curves.channels}
    if at is not None:
        # A channel in bursts: its largest week, four times over, is no month that anybody plans.
        usual = {name: min(most, MOST_MONTHS * at.get(name, most) or most) for name, most in usual.items()}
    order = sorted(curves.channels, key=lambda c: -usual[c.name])
    shown = {
        c.name: steady_curve(c, curves.period, FURTHER * usual[c.name])
        for c in order[:MOST]
        if usual[c.name] > 0
    }
    if not shown:
        st.caption(_("None of these channels brings anything."))
        return
    unit = formats.scale(company).divisor
    room = domains(
        {name: (float(c.spend[-1]) / unit, float(c.high.max()) / unit) for name, c in shown.items()}, "own"
    )
    points = {name: (at or usual).get(name, 0.0) for name in shown}
    brought = sum(float(np.interp(points[n], c.spend, c.outcome)) for n, c in shown.items())
    mean = brought / sum(points.values()) if sum(points.values()) > 0 else None
    with st.grid(4, min_column_width=150, gap="small"):
        for name, curve in shown.items():
            one(curves.channel(name), curves.period, curve, points[name], room[name], company, mean=mean)
    where = _("the most seen, or half of the ceiling") if at is None else _("the last year's mean month")
    st.caption(
        _(
            "A month's media against what it brings, {unit}. Point: {at}. Thin line: the mean return of all, "
            "{mean}. Shaded and solid: seen, dashed: beyond."
        ).format(unit=formats.unit_label(company), at=where, mean=formats.ratio(mean))
    )


def one(
    channel: ChannelCurve,
    period: Period,
    curve: SteadyCurve,
    at: float,
    domain: Domain,
    company: Company,
    *,
    mean: float | None = None,
) -> None:
    """One channel's chart with the point at `at` a month."""
    unit = formats.scale(company).divisor
    months = in_a_month(period)
    seen = None if channel.observed is None else (channel.observed[0] * months, channel.observed[1] * months)
    brings = float(np.interp(at, curve.spend, curve.outcome))
    said = _("{spend} bring {outcome}").format(
        spend=formats.compact(at, company), outcome=formats.compact(brings, company)
    )
    drawn = small_multiple(
        small.line_of(curve.spend, curve.outcome, curve.low, curve.high, unit, seen),
        [(said, at / unit, brings / unit)],
        channel.name,
        domain,
        (_("Media a month"), _("Media revenue a month")),
        components.colours(),
        mean=mean,
    )
    small.show(drawn, said)


def renamed(curves: CurveSet, names: Mapping[str, str]) -> tuple[ChannelCurve, ...]:
    """The set's channels under the names that the company uses."""
    return tuple(
        ChannelCurve(**{**vars(channel), "name": names.get(channel.name, channel.name)})
        for channel in curves.channels
    )
