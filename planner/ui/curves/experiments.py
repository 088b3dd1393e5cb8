"""Curves, Experiments: what was tested, what it changed, and which test would settle the most."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from planner.domain.errors import PlannerError
from planner.domain.experiment import Experiment
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.sources.experiments_file import read_experiments
from planner.storage.records import KeptExperiment
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves import settling
from planner.ui.curves.proof import proof_of
from planner.ui.curves.words import returns_words

TEMPLATE = "channel,start,end,spend change,outcome lift,standard error\n"
FORM = "form"
"""Source of a test that was typed in."""


def view(context: Context) -> None:
    """What would settle the most on top; then the tests that were made, and room for another."""
    settling.section(context)
    kept = state.store().experiments(context.slug)
    st.markdown(f"#### {_('Lift tests so far')}")
    if kept:
        _list(context, kept)
        _changed(context)
    else:
        st.caption(
            _(
                "None yet. A lift test changes one channel's spend for some weeks, in some regions or at "
                "all, and "
                "measures what that brought."
            )
        )
    left, right = st.columns(2, gap="medium")
    with left:
        _form(context)
    with right:
        _file(context)


def _list(context: Context, kept: list[KeptExperiment]) -> None:
    company = context.company
    read = _read_by_fit(context)
    components.table(
        pd.DataFrame(
            [
                {
                    _("Channel"): one.experiment.channel,
                    _("From"): formats.day_label(one.experiment.start),
                    _("To"): formats.day_label(one.experiment.end),
                    _("Spend changed by"): formats.money(one.experiment.spend_change, company, signed=True),
                    _("Outcome changed by"): formats.money(one.experiment.lift, company, signed=True),
                    _("give or take"): formats.money(one.experiment.standard_error, company),
                    _("Each unit brought"): formats.ratio(one.experiment.lift / one.experiment.spend_change),
                    _("In the fit"): _("yes") if one.experiment in read else _("not yet"),
                    _("Source"): _("form") if one.source == FORM else one.source,
                    _("By"): one.who,
                }
                for one in kept
            ]
        ),
        alt=_("Lift tests"),
        height="content",
        column_config={day: st.column_config.TextColumn(alignment="left") for day in (_("From"), _("To"))},
    )
    if any(one.experiment not in read for one in kept):
        st.page_link(
            "pages/curves.py",
            label=_("Fit again, so that the new tests count"),
            icon=":material/refresh:",
            query_params={"curves_view": "fit"},
        )
    with st.popover(_("Remove a test"), icon=":material/delete:"):
        chosen = st.selectbox(
            _("Test"),
            [one.id for one in kept],
            format_func=lambda i: _name(next(one for one in kept if one.id == i).experiment),
            key="experiment_chosen",
        )
        if st.button(_("Remove"), key="experiment_remove"):
            with components.errors_in_words():
                state.store().remove_experiment(context.slug, chosen, state.who())
                state.say_after_rerun(_("Removed. Curves that were fitted with it stay as they are."))
            st.rerun()


def _name(one: Experiment) -> str:
    return f"{one.channel}, {formats.day_label(one.start)}"


def _read_by_fit(context: Context) -> tuple[Experiment, ...]:
    """The tests that the plan's curves, or the newest fit beside them, were fitted with."""
    proof = proof_of(context)
    return () if proof is None else proof.record.experiments


def _changed(context: Context) -> None:
    """Before and after, for the channels of the fit that tests entered."""
    proof = proof_of(context)
    if proof is None or not proof.record.experiments:
        return
    record = proof.record
    tested = list(dict.fromkeys(one.channel for one in record.experiments))
    lines = [
        _("- **{channel}**: {before} before, {after} with the tests").format(
            channel=components.escape(name),
            before=returns_words(record.channels[name].untested),
            after=returns_words(record.channels[name].returns),
        )
        for name in tested
        if name in record.channels
    ]
    st.markdown(_("What they changed, outcome for each unit spent:") + "\n" + "\n".join(lines))


def _form(context: Context) -> None:
    names = [channel.name for channel in context.company.active_channels]
    day = cached.today()
    with st.form("experiment_form", border=True):
        st.markdown(f"**{_('Add a test')}**")
        channel = st.selectbox(_("Channel"), names, key="experiment_channel")
        with st.grid(2, min_column_width=200, gap="small"):
            start = st.date_input(_("From"), value=day - timedelta(days=34), key="experiment_start")
            end = st.date_input(_("To, included"), value=day - timedelta(days=7), key="experiment_end")
            change = st.number_input(
                _("Spend changed by, {currency}").format(currency=context.company.currency),
                value=None,
                step=1000.0,
                format="%.0f",
                key="experiment_change",
                help=_("Against what would have been spent on these days; below 0 for a cut."),
            )
            lift = st.number_input(
                _("Outcome changed by, {currency}").format(currency=context.company.currency),
                value=None,
                step=1000.0,
                format="%.0f",
                key="experiment_lift",
            )
            error = st.number_input(
                _("give or take, {currency}").format(currency=context.company.currency),
                value=None,
                min_value=0.0,
                step=500.0,
                format="%.0f",
                key="experiment_error",
                help=_(
                    "The standard error that the test reports: half of what a range of 19 in 20 spans to "
                    "each side."
                ),
            )
        pressed = st.form_submit_button(_("Add the test"), key="experiment_add")
    if not pressed:
        return
    if channel is None or change is None or lift is None or error is None:
        st.error(_("Give the channel and all three amounts."), icon=":material/error:")
        return
    _add(context, FORM, lambda: [Experiment(channel, start, end, change, lift, error)])


def _file(context: Context) -> None:
    with st.form("experiments_file_form", border=True, clear_on_submit=True):
        st.markdown(f"**{_('From a file')}**")
        file = st.file_uploader(
            _("CSV or Excel: channel, start, end, spend change, outcome lift, standard error"),
            type=["csv", "xlsx"],
            key="experiments_file",
        )
        pressed = st.form_submit_button(_("Add all tests"), key="experiments_file_add")
    st.download_button(
        _("Template"),
        data=TEMPLATE,
        file_name="lift_tests.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="experiments_template",
    )
    if not pressed:
        return
    if file is None:
        st.error(_("Choose a file first."), icon=":material/error:")
        return
    _add(context, file.name, lambda: list(read_experiments(file.getvalue(), file.name)))


def _add(context: Context, source: str, read: object) -> None:
    """Keep what `read` returns, or say why not."""
    assert callable(read)
    try:
        found = read()
        known = {channel.name for channel in context.company.channels}
        if strange := sorted({one.channel for one in found} - known):
            st.error(
                _("No channel of {company} is called {names}; its channels are {known}.").format(
                    company=context.company.name, names=", ".join(strange), known=", ".join(sorted(known))
                ),
                icon=":material/error:",
                title=_("Nothing was stored"),
            )
            return
        state.store().add_experiments(context.slug, found, source, state.who())
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:", title=_("Nothing was stored"))
        return
    state.say_after_rerun(_("Added. The next fit reads it."))
    st.rerun()
