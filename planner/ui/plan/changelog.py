"""The change log of the plan on screen: who changed what and when, each save with its undo."""

from __future__ import annotations

import streamlit as st

from planner.domain.budget_plan import PlanVersion
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.deeds import what_changed
from planner.presentation.language import _, told
from planner.services.library import AuditEntry
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.plan import editing

SHOWN = 12


def button(context: Context, version: PlanVersion) -> None:
    """The last changes behind one button; the latest save first."""
    assert version.id is not None
    with st.popover(_("Change log"), icon=":material/history:"):
        entries = state.store().trail(context.slug, version.id)
        undone = {entry.detail["undo_of"] for entry in entries if "undo_of" in entry.detail}
        for entry in entries[:SHOWN]:
            _line(context, version, entry, entry.id in undone)
        if len(entries) > SHOWN:
            st.caption(_("{count} earlier changes are in the workbook.").format(count=len(entries) - SHOWN))


def _line(context: Context, version: PlanVersion, entry: AuditEntry, is_undone: bool) -> None:
    said = what_changed(entry.action, entry.detail, context.company)
    # Side by side as wide as each needs: a column of the popover would cut the button's word.
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.markdown(
            f"{components.escape(said)}  \n:small[{components.escape(entry.who)}, "
            f"{formats.moment_label(entry.at)}]"
        )
        if is_undone:
            st.caption(_("undone"), width="content")
            return
        can_undo = "cells" in entry.detail and not version.is_frozen
        if can_undo and st.button(_("Undo"), key=f"undo_{entry.id}", width="content"):
            _undo(context, version, entry)


def _undo(context: Context, version: PlanVersion, entry: AuditEntry) -> None:
    assert version.id is not None
    if editing.unsaved(context):
        st.error(_("Save or discard what you are typing first."))
        return
    try:
        state.store().undo_change(context.slug, version.id, entry.id, state.who())
    except PlannerError as problem:
        st.error(told(problem))
        return
    editing.done()
    state.say_after_rerun(_("Undone"))
    st.rerun()
