"""What becomes of the sandbox: kept as a scenario, saved into the draft, undone or reset."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.errors import Conflict, PlannerError
from planner.plan.evaluation import Evaluation
from planner.presentation.language import _, told
from planner.ui import sandbox, sharing, state
from planner.ui.context import Context
from planner.ui.onscreen import onscreen
from planner.ui.sandbox import Sandbox

SAVED = "_scenarios_saved"
ANSWERS = "_answers_saved"


def row(context: Context, box: Sandbox, now: Evaluation, *, steps: bool) -> None:
    """Save into the draft, and a badge while there is something to save; `steps`: undo, redo, reset too."""
    version = context.version()
    if steps:
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
            args=(box.version_id, version.locks),
            disabled=box.is_saved(version.locks),
            help=_("Back to the plan as it is saved, its locks too"),
        )
    if st.button(
        _("Save into {plan}").format(plan=version.name),
        disabled=box.is_saved(version.locks) or version.is_frozen,
        help=_("A submitted or approved plan does not change; save a scenario instead.")
        if version.is_frozen
        else None,
    ):
        _save_into(context, box, now, version)
    if not box.is_empty:
        st.badge(
            _("Sandbox: not saved in {plan}").format(plan=version.name),
            icon=":material/edit:",
            color="orange",
        )


@st.fragment
def scenario(context: Context, place: DeltaGenerator) -> None:
    """The form that keeps what is on screen as a scenario, beside the row."""
    state.speak()
    times = int(st.session_state.get(SAVED, 0))
    # A new key after each saving: the popover closes.
    with place.popover(_("Save scenario"), key=f"scenario_{times}"):
        _scenario_form(context)
    with place:
        sharing.button()


def _scenario_form(context: Context) -> None:
    version = context.version()
    with st.form("scenario", border=False, clear_on_submit=True):
        name = st.text_input(_("Name"), max_chars=120)
        note = st.text_input(_("Note"), max_chars=500)
        if not st.form_submit_button(_("Save"), type="primary"):
            return
    if not name.strip():
        st.error(_("Give the scenario a name."))
        return
    shown = onscreen(context)
    made = _as_scenario(version, name.strip(), note.strip(), shown.now.grid, shown.box)
    try:
        saved = state.store().save_version(context.slug, made, who=state.who(), reason=note.strip())
    except PlannerError as problem:
        st.error(told(problem))
        return
    state.remember("vs", str(saved.id))
    st.session_state[SAVED] = int(st.session_state.get(SAVED, 0)) + 1
    state.say_after_rerun(_("Saved as scenario “{name}”").format(name=saved.name))
    st.rerun()


def _save_into(context: Context, box: Sandbox, now: Evaluation, version: PlanVersion) -> None:
    changed = replace(version, grid=now.grid, locks=box.locks)
    try:
        state.store().save_version(context.slug, changed, who=state.who(), reason=_("Simulator"))
    except Conflict as problem:
        ask = st.dialog(_("Somebody else saved this plan"))(_conflict)
        ask(context, box, now, version, told(problem))
        return
    except PlannerError as problem:
        st.error(told(problem))
        return
    sandbox.forget(box.version_id)
    state.say_after_rerun(_("Saved into {plan}").format(plan=version.name))
    st.rerun()


def _conflict(context: Context, box: Sandbox, now: Evaluation, version: PlanVersion, why: str) -> None:
    """Two people on one plan: nothing is merged; the one difference view shows both."""
    state.speak()
    st.markdown(why)
    with st.container(horizontal=True):
        if st.button(_("Keep mine as a scenario and compare"), type="primary"):
            _keep_and_compare(context, box, now, version)
        if st.button(_("Drop mine")):
            sandbox.forget(box.version_id)
            st.rerun()


def _keep_and_compare(context: Context, box: Sandbox, now: Evaluation, version: PlanVersion) -> None:
    taken = {info.name for info in state.store().versions(context.slug)}
    wanted = _("{plan}, {who}").format(plan=version.name, who=state.who())
    name = _free_name(wanted, taken)
    try:
        saved = state.store().save_version(
            context.slug, _as_scenario(version, name, "", now.grid, box), who=state.who()
        )
    except PlannerError as problem:
        st.error(told(problem))
        return
    sandbox.forget(box.version_id)
    _read_against(version.id, saved.id)
    st.switch_page("pages/compare.py")


def _read_against(plan: int | None, scenario: int | None) -> None:
    """On Compare the scenario stands first and the plan it tries second, so that a gain reads as one."""
    state.remember("plan", str(scenario))
    state.remember("vs", str(plan))


def keep_answer(
    context: Context, box: Sandbox, title: str, note: str, grid: BudgetGrid, *, compare: bool = False
) -> None:
    """Keep what an answer proposes as a scenario of its own, once, and go to Compare where that is asked."""
    kept: dict[tuple[int, bytes], int] = st.session_state.setdefault(ANSWERS, {})
    info = context.info(box.version_id)
    key = info.id, grid.cents.tobytes()
    names = {one.id: one.name for one in state.store().versions(context.slug)}
    if kept.get(key) not in names:
        name = _free_name(f"{title}, {info.name}", set(names.values()))
        made = _as_scenario(context.version(), name, note[:500], grid, box)
        try:
            saved = state.store().save_version(context.slug, made, who=state.who(), reason=note[:500])
        except PlannerError as problem:
            st.toast(told(problem), icon=":material/error:")
            return
        assert saved.id is not None
        kept[key], names[saved.id] = saved.id, saved.name
    if compare:
        _read_against(info.id, kept[key])
        st.switch_page("pages/compare.py")
    state.remember("vs", str(kept[key]))
    state.say_after_rerun(_("Saved as scenario “{name}”").format(name=names[kept[key]]))
    st.rerun()


def _free_name(wanted: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    return next(n for i in range(1, 1000) if (n := wanted if i == 1 else f"{wanted} ({i})") not in taken)


def _as_scenario(version: PlanVersion, name: str, note: str, grid: BudgetGrid, box: Sandbox) -> PlanVersion:
    """What is on screen as a scenario of the version it tries, whose launches sell in it too."""
    return replace(
        version,
        id=None,
        revision=0,
        name=name,
        kind=VersionKind.SCENARIO,
        status=VersionStatus.DRAFT,
        grid=grid,
        reason=note,
        base_id=version.id,
        locks=box.locks,
    )
