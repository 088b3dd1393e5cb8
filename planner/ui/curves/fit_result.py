"""A fit that is done: its report and what it changes, kept or thrown away."""

from __future__ import annotations

import numpy as np
import streamlit as st

from planner.analysis.fit.record import FitRecord
from planner.domain.calendar import WEEKS_PER_MONTH
from planner.domain.curves import CurveSet
from planner.domain.errors import PlannerError
from planner.presentation.language import _, told
from planner.services.starting_history import move_to_fit, waiting
from planner.storage.records import FitRun
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves import compare, preview, report
from planner.ui.curves.adding import about
from planner.ui.curves.words import grades_of, record_of

SOURCE = "fit"
"""Start of the source of curves that were fitted here."""


@st.cache_resource(max_entries=4, show_spinner=False, ttl=3600)
def _result(slug: str, run_id: int) -> CurveSet:
    return state.store().fit_curves(slug, run_id)


def view(context: Context, run: FitRun) -> None:
    """Report first; keeping is a decision of its own."""
    with components.errors_in_words():
        curves = _result(context.slug, run.id)
    st.subheader(_("Result of {name}: not kept yet").format(name=components.escape(run.name)))
    _decide(context, run, curves)
    record = record_of(curves)
    if record is not None:
        report.draw(record, context.company, grades_of(curves), key=f"run_{run.id}")
    st.markdown(f"**{_('What a month of media brings, channel by channel')}**")
    preview.draw(curves, context.company, at=usual_month(record))
    listed = state.store().curves_list(context.slug)
    if listed:
        current = context.version().curves_id if context.version_id is not None else listed[0].id
        number = next(info.number for info in listed if info.id == current)
        folded = st.expander(
            _("What it would change against version {id}").format(id=number),
            icon=":material/compare_arrows:",
            # A refit is asked about for what it changes; a first fit is not.
            expanded=record_of(cached.curves(context.slug, current)) is not None,
            key="fit_changes_open",
            on_change="rerun",
        )
        if folded.open:
            with folded:
                compare.draw(context, cached.curves(context.slug, current), curves)


def usual_month(record: FitRecord | None) -> dict[str, float]:
    """Each channel's mean spend a month over the last year of the history."""
    if record is None:
        return {}
    months, year = (WEEKS_PER_MONTH, 52) if record.history.horizon.period == "week" else (1.0, 12)
    return {n: float(np.mean(row[-year:])) * months for n, row in record.history.by_channel().items()}


def _decide(context: Context, run: FitRun, curves: CurveSet) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            _("Name of the version"),
            key=f"fit_name_{run.id}",
            max_chars=120,
            placeholder=proposed_name(run),
            width=320,
        )
        keep = st.button(_("Keep as a new version"), key="fit_keep", type="primary", icon=":material/check:")
        throw = st.button(_("Throw away"), key="fit_discard", icon=":material/delete:")
    waits = waiting(state.store(), context.slug)
    st.caption(
        _("{plans} waits for this fit and moves to it once it is kept.").format(
            plans=components.escape(", ".join(waits))
        )
        if waits
        else _("Plans stay on their curves until somebody moves a draft to the new ones.")
    )
    try:
        if keep:
            kept = state.store().keep_fit(
                context.slug,
                run.id,
                name.strip() or proposed_name(run),
                f"{SOURCE}: {run.name}"[:200],
                state.who(),
            )
            st.session_state.pop("curves_chosen", None)
            if moved := move_to_fit(state.store(), context.slug, kept, who=state.who()):
                state.say_after_rerun(
                    _("Kept: {plans} now stands on what your history says.").format(plans=", ".join(moved))
                )
                st.switch_page("pages/simulator.py")
            state.remember("curves_view", "versions")
            said = _("Kept as version {number}. Choose below which draft uses it.").format(
                number=len(state.store().curves_list(context.slug))
            )
            state.say_after_rerun(" ".join([said, *about(context, curves)]))
            st.rerun()
        if throw:
            state.store().discard_fit(context.slug, run.id)
            state.say_after_rerun(_("Thrown away; nothing was stored."))
            st.rerun()
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:", title=_("Nothing was stored"))


def proposed_name(run: FitRun) -> str:
    """ "Fit of history.csv"."""
    return _("Fit of {name}").format(name=run.name)[:120]
