"""Curves, Versions: one channel's curve said by hand, beside what stands there now."""

from __future__ import annotations

import streamlit as st

from planner.domain.curves import ChannelCurve, CurveSet
from planner.domain.errors import BadDocument, PlannerError, say
from planner.presentation import formats
from planner.presentation.charts.multiples import Domain
from planner.presentation.language import _, told
from planner.services.library import CurvesInfo
from planner.services.starting import TYPED
from planner.services.typed_curves import Said, steady_curve, usual_spend, with_typed
from planner.ui import cached, state
from planner.ui.context import Context
from planner.ui.curves import preview
from planner.ui.curves.adding import add

OTHER = ""
"""The choice of a channel that has no curve yet."""


def section(context: Context, listed: list[CurvesInfo]) -> None:
    """Points and a ceiling for one channel of the plan's curves, or of those typed since."""
    with st.expander(_("By hand: what a channel brings"), icon=":material/edit:"):
        newest = _basis(context, listed)
        name = _channel(context, newest)
        said = _said(context, name)
        if said is None:
            return
        try:
            curves = _with(context, newest, said)
        except PlannerError as problem:
            st.error(told(problem), icon=":material/error:")
            return
        _show(context, newest, curves, said)
        title = st.text_input(
            _("Name of the version"),
            key="typed_name",
            max_chars=120,
            placeholder=_("{channel} by hand").format(channel=name),
        )
        if not st.button(_("Keep as a new version"), key="typed_add", type="primary"):
            return
        try:
            stored = add(
                context, curves, title.strip() or _("{channel} by hand").format(channel=name)[:120], TYPED
            )
        except PlannerError as problem:
            st.error(told(problem), icon=":material/error:", title=_("Nothing was stored"))
            return
        st.session_state.pop("curves_chosen", None)
        state.say_after_rerun(stored)
        st.rerun()


def _basis(context: Context, listed: list[CurvesInfo]) -> CurveSet | None:
    """What is edited: the plan's curves, unless some were typed since; without a plan the newest."""
    if not listed:
        return None
    typed = max((info.id for info in listed if info.source == TYPED), default=0)
    planned = listed[0].id if context.version_id is None else context.version().curves_id
    return cached.curves(context.slug, max(typed, planned))


def _channel(context: Context, newest: CurveSet | None) -> str:
    held = () if newest is None else newest.names
    without = [c.name for c in context.company.active_channels if c.name not in held]
    chosen = st.selectbox(
        _("Channel"),
        [*held, *without, OTHER],
        format_func=lambda n: n or _("another channel"),
        key="typed_channel",
        width=280,
    )
    if chosen != OTHER:
        return str(chosen)
    return st.text_input(_("Its name"), key="typed_other", max_chars=80, width=280).strip()


def _said(context: Context, name: str) -> Said | None:
    each = st.number_input(
        _("Counted in units of, {currency}").format(currency=context.company.currency),
        min_value=0.01,
        value=1.0,
        key="typed_each",
        width=280,
        help=_("1 for revenue; the worth of an order if you count orders."),
    )
    with st.grid(5, min_column_width=130, gap="small"):
        amounts = [
            st.number_input(label, min_value=0.0, value=None, step=1000.0, format="%.0f", key=f"typed_{key}")
            for key, label in (
                ("at", _("At this media a month")),
                ("brings", _("we get")),
                ("at_2", _("and at this media")),
                ("brings_2", _("we get then")),
                ("ceiling", _("never more than")),
            )
        ]
    at, brings, at_2, brings_2, ceiling = amounts
    if at is None or brings is None or ceiling is None or not name:
        st.caption(_("One point and the ceiling are enough; a second point says how fast it fills up."))
        return None
    second = None if at_2 is None or brings_2 is None else (at_2, brings_2 * each)
    try:
        if (at_2 is None) != (brings_2 is None):
            raise BadDocument(
                say('"{name}": the second point needs both its media and what it brings.', name=name)
            )
        return Said(name, (at, brings * each), second, ceiling * each)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return None


def _with(context: Context, newest: CurveSet | None, said: Said) -> CurveSet:
    if newest is None:
        return CurveSet("month", context.company.currency, (ChannelCurve(said.name, said.curve),))
    return with_typed(newest, said)


def _show(context: Context, newest: CurveSet | None, curves: CurveSet, said: Said) -> None:
    known = newest is not None and said.name in newest.names
    if known:
        st.warning(
            _(
                "This replaces the curve of {channel}: the evidence no longer stands behind it. It loses its "
                "range, its seen spend and its grade; its carry-over and season stay."
            ).format(channel=said.name),
            icon=":material/warning:",
        )
    else:
        st.caption(_("A typed curve carries no range: nothing measured stands behind it."))
    channel = curves.channel(said.name)
    at = (said.second or said.first)[0] or usual_spend(channel, curves.period)
    after = steady_curve(channel, curves.period, at * 1.5)
    unit = formats.scale(context.company).divisor
    drawn = [(channel, after)]
    if known and newest is not None:
        before = newest.channel(said.name)
        drawn.insert(0, (before, steady_curve(before, newest.period, at * 1.5)))
    domain = Domain(
        at * 1.5 / unit,
        max(1.0, *(float(curve.high.max()) for _channel, curve in drawn)) / unit * 1.04,
    )
    labels = [_("Now"), _("By hand")] if len(drawn) == 2 else [_("By hand")]
    for column, label, (one, curve) in zip(st.columns(2), labels, drawn, strict=False):
        with column:
            st.caption(label)
            preview.one(one, curves.period, curve, at, domain, context.company)
