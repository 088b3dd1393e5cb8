"""What becomes of the sandbox: undone, reset, kept as a scenario, saved into the draft."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planner.domain.budget_plan import PlanVersion, VersionKind, VersionStatus
from planner.domain.errors import PlannerError
from planner.plan.evaluation import Evaluation
from planner.presentation.language import _, told
from planner.ui import sandbox, state
from planner.ui.context import Context
from planner.ui.sandbox import Sandbox


def row(context: Context, box: Sandbox, now: Evaluation) -> None:
    """Undo, redo, reset, save as a scenario, send to the draft."""
    version = context.version()
    with st.container(horizontal=True, gap="small", key="keep"):
        for label, back in ((_("Undo"), True), (_("Redo"), False)):
            st.button(
                label,
                on_click=sandbox.step,
                args=(box.version_id, back),
                disabled=not sandbox.can_step(box.version_id, back),
            )
        st.button(
            _("Reset"),
            on_click=sandbox.reset,
            args=(box.version_id,),
            disabled=box.is_empty,
            help=_("Back to the plan as it is saved"),
        )
        with st.popover(_("Save scenario")):
            _scenario_form(context, box, now)
        if st.button(
            _("Save into {plan}").format(plan=version.name),
            disabled=box.is_empty or version.is_frozen,
            help=_("An approved plan does not change; save a scenario instead.")
            if version.is_frozen
            else None,
        ):
            _save_into(context, box, now, version)


def _scenario_form(context: Context, box: Sandbox, now: Evaluation) -> None:
    version = context.version()
    with st.form("scenario", border=False, clear_on_submit=True):
        name = st.text_input(_("Name"), max_chars=120)
        note = st.text_input(_("Note"), max_chars=500)
        if not st.form_submit_button(_("Save"), type="primary"):
            return
    if not name.strip():
        st.error(_("Give the scenario a name."))
        return
    scenario = PlanVersion(
        year=version.year,
        name=name.strip(),
        kind=VersionKind.SCENARIO,
        status=VersionStatus.DRAFT,
        grid=now.grid,
        curves_id=version.curves_id,
        lines=version.lines,
        reason=note.strip(),
        base_id=version.id,
        locks=box.locks,
    )
    try:
        saved = state.store().save_version(context.slug, scenario, who=state.who(), reason=note.strip())
    except PlannerError as problem:
        st.error(told(problem))
        return
    state.remember("vs", str(saved.id))
    state.say_after_rerun(_("Saved as scenario “{name}”").format(name=saved.name))
    st.rerun()


def _save_into(context: Context, box: Sandbox, now: Evaluation, version: PlanVersion) -> None:
    changed = replace(version, grid=now.grid, locks=box.locks)
    try:
        state.store().save_version(context.slug, changed, who=state.who(), reason=_("Simulator"))
    except PlannerError as problem:
        st.error(told(problem))
        return
    sandbox.reset(box.version_id)
    state.say_after_rerun(_("Saved into {plan}").format(plan=version.name))
    st.rerun()
