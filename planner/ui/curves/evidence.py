"""Curves, Evidence: every channel's response on one scale, and what each next unit earns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.calendar import Month
from planner.domain.curves import CurveSet
from planner.domain.forecast import Measure
from planner.plan.evaluation import Evaluation
from planner.presentation import formats
from planner.presentation.carryover import carryover_words
from planner.presentation.charts.multiples import Scaling
from planner.presentation.language import _, ngettext
from planner.services.curve_changes import changes
from planner.services.library import CurvesInfo
from planner.services.starting import TYPED
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves import focus, multiples, report
from planner.ui.curves.multiples import by_spend, curve_of, next_earns, seen_in_year
from planner.ui.curves.proof import Proof, proof_of

ALL = ""
"""The choice of no channel in particular."""


def view(context: Context) -> None:
    """The finding, one channel where somebody asked for it, small multiples, the table, the fit's report."""
    version = context.version()
    curves = cached.curves(context.slug, version.curves_id)
    now = context.evaluation()
    info = next(i for i in state.store().curves_list(context.slug) if i.id == version.curves_id)
    st.subheader(finding(now, curves, context.measure))
    st.caption(_provenance(curves, info, context))
    chosen, scaling = _choices(now)
    proof = proof_of(context)
    grades = {} if proof is None else proof.grades
    if chosen is not None:
        focus.draw(context, curves, now, chosen, proof)
    multiples.draw(context, now, chosen, scaling, grades)
    _beyond(now)
    components.table(
        _table(context, curves, now, grades),
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
    _report(context, curves, info, proof)


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


def _report(context: Context, curves: CurveSet, info: CurvesInfo, proof: Proof | None) -> None:
    """What stands behind the curves or beside them; where nothing does, how to change that."""
    if proof is not None:
        st.divider()
        if proof.own:
            st.markdown(f"#### {_('The fit behind these curves')}")
        else:
            _beside(context, curves, proof)
        report.draw(proof.record, context.company, proof.grades, key=f"plan_{proof.info.id}")
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


def _beside(context: Context, curves: CurveSet, proof: Proof) -> None:
    """Whether a fit that the plan does not stand on says the same as the plan's curves."""
    planned = context.evaluation().grid.by_channel()
    both = [
        one
        for one in changes(proof.curves, curves, {name: total / 12 for name, total in planned.items()})
        if one.before is not None and one.after is not None
    ]
    apart = [one.channel for one in both if one.left_range]
    st.markdown(f"#### {agreement(len(both), apart)}")
    st.caption(
        _(
            "The plan stands on curves that came without a history. Below is the report of version {number}, "
            "{name}. A draft can be moved to it under Versions and files."
        ).format(number=proof.info.number, name=components.escape(proof.info.name))
    )


def agreement(count: int, apart: list[str]) -> str:
    """ "The history bears the plan's curves out on 11 of 12 channels, not on Email"."""
    if not apart:
        return ngettext(
            "The history bears the plan's curve out on its {count} channel",
            "The history bears the plan's curves out on all {count} channels",
            count,
        ).format(count=formats.count(count))
    return _(
        "The history bears the plan's curves out on {agreed} of {count} channels, not on {names}"
    ).format(
        agreed=formats.count(count - len(apart)),
        count=formats.count(count),
        names=", ".join(map(components.escape, apart)),
    )


def finding(now: Evaluation, curves: CurveSet, measure: Measure) -> str:
    """Where the next unit earns most and least, of the channels that have money and a curve."""
    earning = {
        n: next_earns(c, measure)
        for n, c in now.figures.by_channel.items()
        if c.spend > 0 and n in curves.names
    }
    if not earning:
        return _("No channel has money in this plan")
    best, worst = max(earning, key=lambda n: earning[n]), min(earning, key=lambda n: earning[n])
    if len(earning) == 1:
        return _("The next unit on {best} earns {high}").format(best=best, high=formats.ratio(earning[best]))
    return _("The next unit earns most on {best} ({high}) and least on {worst} ({low})").format(
        best=best, high=formats.ratio(earning[best]), worst=worst, low=formats.ratio(earning[worst])
    )


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
        _("version {id}, {day}").format(id=info.number, day=formats.day_label(info.created.date())),
        _("source {source}").format(source=info.source or formats.NOTHING),
        _("seen in {period}").format(period=period),
        doubt,
    )
    return "  ·  ".join(parts)


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


def _table(context: Context, curves: CurveSet, now: Evaluation, grades: Mapping[str, str]) -> pd.DataFrame:
    company = context.company
    average, average_full, following, following_full = _returns()
    rows = []
    for name in by_spend(now):
        channel, curve = now.figures.by_channel[name], curve_of(curves, name)
        low, high = seen_in_year(curves, name)
        months = _months_beyond(now, name)
        rows.append(
            {
                _("Channel"): name,
                _("Spend"): formats.money(channel.spend, company),
                average: formats.ratio(channel.roas),
                average_full: formats.ratio(channel.full / channel.spend if channel.spend else None),
                # At no spend at all the first unit's return is a limit, not a figure to plan with.
                following: formats.ratio(channel.next_unit if channel.spend > 0 else None),
                following_full: formats.ratio(channel.next_unit_full if channel.spend > 0 else None),
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
