"""Settings as they were opened, so that a save knows what it would overwrite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import Conflict, PlannerError
from planner.presentation.language import _, told
from planner.ui import state
from planner.ui.context import Context


@dataclass(frozen=True)
class Opened:
    """The settings a view edits. `key` names its widgets: they start anew with every revision.

    wrong  why a table of the view cannot be saved as it stands, by the table's name
    """

    slug: str
    view: str
    company: Company
    revision: int
    wrong: dict[str, PlannerError] = field(default_factory=dict, compare=False)

    def key(self, name: str) -> str:
        """The key of the view's widget `name`."""
        return f"setup_{self.view}_{self.slug}_{self.revision}_{name}"


def opened(context: Context, view: str) -> Opened:
    """What the view was opened on; it stays while its Save button is on screen, whoever saves in between."""
    kept: Opened | None = st.session_state.get("_setup_opened")
    if kept is not None and (kept.slug, kept.view) == (context.slug, view):
        same = kept.revision == context.settings
        if same or kept.key("save") in st.session_state:
            return kept
    fresh = Opened(context.slug, view, context.company, context.settings)
    st.session_state["_setup_opened"] = fresh
    return fresh


def save_button(form: Opened, *, in_form: bool = False) -> bool:
    """The view's Save button; it also marks the view as still open."""
    if in_form:
        return st.form_submit_button(_("Save"), type="primary", key=form.key("save"))
    return st.button(_("Save"), type="primary", key=form.key("save"))


def save(form: Opened, make: Callable[[], Company], said: str) -> None:
    """Store what `make` answers as the next revision, or say in words why not; then nothing changed."""
    try:
        for problem in form.wrong.values():
            raise problem
        changed = make()
        state.store().save_company(form.slug, changed, revision=form.revision, who=state.who())
    except PlannerError as problem:
        refused(problem)
        return
    done(said)


def act(action: Callable[[], object], said: str) -> None:
    """Do one thing in the store, or say in words why not."""
    try:
        action()
    except PlannerError as problem:
        refused(problem)
        return
    done(said)


def done(said: str) -> None:
    """Confirm, and draw the page on what is stored now."""
    reload()
    state.say_after_rerun(said)
    st.rerun()


def reload() -> None:
    """Forget what was opened; the next run opens the latest."""
    st.session_state.pop("_setup_opened", None)


def refused(problem: PlannerError) -> None:
    """Why nothing was saved, and the way on."""
    st.error(told(problem), icon=":material/error:", title=_("Not saved"))
    if isinstance(problem, Conflict):
        st.button(_("Load again"), icon=":material/refresh:", on_click=reload, key="setup_reload")
