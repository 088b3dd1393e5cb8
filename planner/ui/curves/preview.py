"""Curves before they are kept: what a steady month brings, a small chart a channel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.calendar import Period
from planner.domain.company import Company
from planner.domain.curves import ChannelCurve, CurveSet
from planner.presentation import formats
from planner.presentation.charts.response import small_multiple
from planner.presentation.language import _
from planner.services.typed_curves import SteadyCurve, in_a_month, steady_curve, usual_spend
from planner.ui import components

FURTHER = 1.3
"""How far a chart goes beyond the usual spend."""
MOST = 24


def draw(curves: CurveSet, company: Company) -> None:
    """Small charts of the set's channels, the largest usual spend first."""
    usual = {c.name: usual_spend(c, curves.period) for c in curves.channels}
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
    top = max(float(c.high.max()) for c in shown.values()) / unit * 1.04
    with st.grid(4, min_column_width=150, gap="small"):
        for name, curve in shown.items():
            # Each has its own width: small channels would be strokes beside a large one.
            domain = (float(curve.spend[-1]) / unit, top)
            one(curves.channel(name), curves.period, curve, usual[name], domain, company)
    st.caption(
        _(
            "a steady month's media against what it brings, {unit}; solid: seen, dashed: beyond; point: {at}"
        ).format(unit=formats.unit_label(company), at=_("the most seen, or half of the ceiling"))
    )


def one(
    channel: ChannelCurve,
    period: Period,
    curve: SteadyCurve,
    at: float,
    domain: tuple[float, float],
    company: Company,
) -> None:
    """One channel's chart with the point at `at` a month."""
    unit = formats.scale(company).divisor
    low, high = (v * in_a_month(period) for v in channel.observed or (0.0, 0.0))
    frame = pd.DataFrame(
        {
            "spend": curve.spend / unit,
            "outcome": curve.outcome / unit,
            "low": curve.low / unit,
            "high": curve.high / unit,
            "seen": (curve.spend >= low * 0.999) & (curve.spend <= high * 1.001),
        }
    )
    brings = float(np.interp(at, curve.spend, curve.outcome))
    drawn = small_multiple(
        frame,
        (at / unit, brings / unit),
        channel.name,
        _("{spend} bring {outcome}").format(
            spend=formats.compact(at, company), outcome=formats.compact(brings, company)
        ),
        domain,
        (_("Media a month"), _("Media revenue a month")),
        components.colours(),
    )
    with st.container(gap=None):
        components.chart(drawn, alt=_("Response of {channel}").format(channel=channel.name))


def renamed(curves: CurveSet, names: Mapping[str, str]) -> tuple[ChannelCurve, ...]:
    """The set's channels under the names that the company uses."""
    return tuple(
        ChannelCurve(**{**vars(channel), "name": names.get(channel.name, channel.name)})
        for channel in curves.channels
    )
