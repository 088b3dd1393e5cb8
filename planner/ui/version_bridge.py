"""The bridge from one version's revenue to another's, and the reason the newer one gives."""

from __future__ import annotations

import streamlit as st

from planner.analysis.bridge import Cause
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.causes import cause_bars
from planner.presentation.charts.differences import bridge as bridge_chart
from planner.presentation.language import _, told
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.results.words import bridge_steps


def show(context: Context, versions: tuple[int, int], names: tuple[str, str]) -> None:
    """Bars from the second version to the first; they add up exactly."""
    shown, other = versions
    try:
        found = cached.bridge(context.slug, other, shown)
    except PlannerError as problem:
        st.caption(told(problem))
        return
    company, scale = context.company, formats.scale(context.company)
    label = cached.stands(context.slug, shown).label
    words = cause_bars() | {
        Cause.EFFICIENCY: _("Beyond curves") if label else _("Other curves"),
    }
    steps = bridge_steps(found.bars, words, scale.divisor)
    if not steps:
        return
    decided = sum(found[cause] for cause in (Cause.VOLUME, Cause.MIX, Cause.TIMING))
    change, part, rest = formats.parts_shown(found.end, found.start, decided, company)
    title = _("{change} revenue in-year: {decided} from budget, mix and timing, {rest} from the rest").format(
        change=change, decided=part, rest=rest
    )
    if abs(found.end - found.start - decided) < 0.5:
        title = _("{change} revenue in-year, all from budget, mix and timing").format(change=change)
    components.chart(
        bridge_chart(
            (names[1], found.start / scale.divisor),
            steps,
            (names[0], found.end / scale.divisor),
            title,
            formats.unit_label(company),
            components.colours(),
            height=270,
            digits=scale.digits,
        ),
        alt=_("Revenue from one version to the other, cause by cause"),
    )
    info = context.info(shown)
    if info.reason:
        st.caption(
            _("{who}, {day}: “{reason}”").format(
                who=info.saved_by, day=formats.day_label(info.saved_at.date()), reason=info.reason
            )
        )
