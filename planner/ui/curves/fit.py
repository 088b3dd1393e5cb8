"""Curves, Fit: a history becomes curves, seen as a report before anybody keeps them."""

from __future__ import annotations

import streamlit as st

from planner.presentation import formats
from planner.presentation.language import _, told
from planner.storage.records import FitRun, FitState
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.curves import fit_form, fit_result

SECONDS_SHOWN = 0.08
"""Share done from which the time left is guessed."""


def view(context: Context) -> None:
    """What runs, what waits to be kept, or the form for the next fit."""
    run = state.store().fit_run(context.slug)
    match None if run is None else run.state:
        case FitState.RUNNING:
            assert run is not None
            st.subheader(_("Fitting {name}").format(name=components.escape(run.name)))
            _running(context.slug, run.id)
            return
        case FitState.DONE:
            assert run is not None
            fit_result.view(context, run)
            return
        case FitState.FAILED:
            assert run is not None
            st.error(
                _("{name} could not be fitted: {why}").format(
                    name=components.escape(run.name), why=components.escape(told(run.message))
                ),
                icon=":material/error:",
            )
        case FitState.STOPPED:
            assert run is not None
            st.warning(
                _(
                    "The fit of {name} that {who} started on {when} was stopped with the server. Start it "
                    "again."
                ).format(name=components.escape(run.name), who=run.who, when=formats.moment_label(run.at)),
                icon=":material/warning:",
            )
        case _:
            pass
    fit_form.view(context)


@st.fragment(run_every=1.0)
def _running(slug: str, run_id: int) -> None:
    """A bar that follows the run; it runs on its own, so nobody else waits."""
    state.speak()
    run = state.store().fit_run(slug)
    if run is None or run.id != run_id or run.state != FitState.RUNNING:
        st.rerun()
    assert run is not None
    st.progress(min(max(run.progress, 0.0), 1.0), progress_words(run))
    if st.button(_("Cancel the fit"), key="fit_cancel", icon=":material/stop_circle:"):
        with components.errors_in_words():
            state.store().cancel_fit(slug, run_id)
        state.say_after_rerun(_("Cancelled; nothing was stored."))
        st.rerun()
    st.caption(_("You may go on working, or close the page: the result waits here."))


def progress_words(run: FitRun) -> str:
    """ "41%, started by Ann at 11:30"."""
    return _("{share} done, started by {who} on {when}").format(
        share=formats.share(run.progress, digits=0), who=run.who, when=formats.moment_label(run.at)
    )
