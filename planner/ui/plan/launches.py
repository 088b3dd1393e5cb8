"""Launches: what they sell, whether support stands in time, and what happens when they slip."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planner.domain.budget_plan import PlanVersion
from planner.domain.planning.launch_template import launch_support
from planner.domain.planning.launches import Launch
from planner.domain.planning.support import Slip, missing_support, slipped, supporting
from planner.plan.evaluation import evaluate, version_model
from planner.presentation import formats, narrative
from planner.presentation.clauses import clauses
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import gap_words
from planner.ui import cached, components
from planner.ui.context import Context
from planner.ui.plan import editing, table
from planner.ui.plan.columns import Column, Kind, built

SLIPS = (-1, 0, 1, 2, 3)


def slip(context: Context) -> PlanVersion:
    """What each launch lacks, and the version with the launches slipped as chosen: not saved before asked."""
    version = context.version()
    for launch in version.book.launches:
        with st.container(border=True):
            months = _control(context, launch)
            if not months:
                _support(version, launch)
                continue
            moved = slipped(version, launch.name, months)
            _effect(context, moved)
            version = moved.version
            _support(version, moved.launch)
    return version


def _control(context: Context, launch: Launch) -> int:
    words = {0: _("as planned")} | {n: _months(n) for n in SLIPS if n}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            _("**Launch: {name}** on {day}").format(
                name=components.escape(launch.name[:60]), day=formats.day_label(launch.day)
            ),
            width="content",
        )
        picked = st.segmented_control(
            _("Slips by"),
            list(SLIPS),
            default=0,
            format_func=lambda n: words[n],
            wrap=True,
            key=f"slip_{context.version().id}_{context.version().revision}_{launch.name}",
            label_visibility="collapsed",
        )
    return picked or 0


def _months(months: int) -> str:
    said = ngettext("{count} month", "{count} months", abs(months)).format(count=abs(months))
    return f"+{said}" if months > 0 else f"{formats.MINUS}{said}"


def _support(version: PlanVersion, launch: Launch) -> None:
    missing = missing_support(launch, version.campaigns, version.book.tasks)
    if not missing:
        st.caption(
            _(":material/check: Support stands: campaigns in pre-heat and launch, their work done in time.")
        )
        return
    said = [
        gap_words(one.gap).format(name=components.escape(one.name[:60]), day=formats.day_label(one.by))
        for one in missing[:5]
    ]
    st.caption(_(":material/warning: Support is missing: {gaps}.").format(gaps=clauses(said)))


def _effect(context: Context, moved: Slip) -> None:
    """What the slip does to forecast and calendar, and the way to keep it."""
    version, before = moved.version, context.evaluation()
    curves = cached.curves(context.slug, version.curves_id)
    model = version_model(context.company, curves, version, before.grid.channels)
    after = evaluate(model, context.company, version.grid, version.lines)
    st.markdown(
        _("It then starts on {day}. {effect}").format(
            day=formats.day_label(moved.launch.day), effect=narrative.effect(before, after, context.company)
        )
    )
    if moved.moved:
        st.caption(
            _("Its campaigns, their tasks and money move along: {names}.").format(
                names=components.escape(", ".join(moved.moved))
            )
        )
    if moved.stayed:
        st.caption(
            _("These would leave the year and stay: {names}.").format(
                names=components.escape(", ".join(moved.stayed))
            )
        )
    if context.version().is_frozen:
        st.caption(_("A look ahead only: this version does not change."))
    elif editing.unsaved(context):
        st.caption(_("Save or discard what you are typing first."))
    elif st.button(_("Keep the new date"), type="primary", key=f"keep_slip_{moved.launch.name}"):
        table.save(context, "launches", version)


def view(context: Context) -> None:
    """Launches as a list with their phases and sales."""
    currency = context.company.currency
    st.caption(
        _(
            "Sales come on top of the baseline from the day of the launch, first at one rate, then at the "
            "sustained one. The forecast on every screen and in every file counts them."
        )
    )
    columns = [
        Column("name", _("Launch"), required=True),
        Column("product", _("Product")),
        Column("day", _("Day"), Kind.DAY, required=True),
        Column("pre_heat", _("Pre-heat, days"), Kind.COUNT, empty=0),
        Column("launch", _("Launch, days"), Kind.COUNT, empty=0),
        Column("sustain", _("Sustain, days"), Kind.COUNT, empty=0),
        Column(
            "at_launch",
            _("Sales a month at launch, {currency}").format(currency=currency),
            Kind.MONEY,
            empty=0,
        ),
        Column(
            "sustained", _("Sales a month after, {currency}").format(currency=currency), Kind.MONEY, empty=0
        ),
        Column("owner", _("Owner")),
    ]
    rows = table.edit(context, "launches", columns, built(Launch), alt=_("Launches"))
    for launch in rows:
        with st.container(border=True):
            st.markdown(f"**{components.escape(launch.name[:60])}**")
            _support(context.version(), launch)
            if launch in context.version().book.launches and not context.version().is_frozen:
                _template(context, launch)
    if not rows:
        components.empty(
            _("No launches yet. Add one, then name it with the campaigns that support it in Campaigns.")
        )


def _template(context: Context, launch: Launch) -> None:
    """Campaigns for the launch's phases and the work before them, where none names it yet."""
    version = context.version()
    if supporting(launch, version.campaigns):
        return
    with st.popover(_("Make its campaigns and tasks"), icon=":material/rocket_launch:"):
        with st.form(f"template_{launch.name}", border=False):
            st.caption(
                _("Pre-heat, launch and sustain on one channel, without money yet; a task before each.")
            )
            channel = st.selectbox(_("Channel"), list(version.grid.channels))
            if not st.form_submit_button(_("Make them"), type="primary"):
                return
        if editing.unsaved(context):
            st.error(_("Save or discard what you are typing first."))
            return
        found = launch_support(launch, channel, version.grid.months, _)
        if not found.campaigns:
            st.error(_("The launch does not touch the plan's year."))
            return
        book = replace(version.book, tasks=(*version.book.tasks, *found.tasks))
        campaigns = (*version.campaigns, *found.campaigns)
        table.save(context, "launches", replace(version, book=book, campaigns=campaigns))
