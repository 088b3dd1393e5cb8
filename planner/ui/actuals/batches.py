"""The files taken over so far; each can be undone, and the figures before it come back."""

from __future__ import annotations

import streamlit as st

from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.language import _
from planner.ui import components, state
from planner.ui.context import Context


def view(context: Context) -> None:
    """A row a file, newest first."""
    found = state.store().batches(context.slug)
    if not found:
        components.empty(_("No file taken over yet. Upload one in the first view."))
        return
    for batch in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            text = _("**{file}**: {rows} figures, {first} – {last}, taken over by {who} on {when}").format(
                file=batch.file_name.replace("*", "\\*"),
                rows=f"{batch.rows:,}",
                first=batch.first_month,
                last=batch.last_month,
                who=batch.who,
                when=formats.moment_label(batch.at),
            )
            st.markdown(f"~~{text}~~" if batch.is_undone else text)
            if batch.is_undone:
                st.badge(_("undone"), color="gray")
            elif st.button(_("Undo"), key=f"undo_{batch.id}"):
                try:
                    state.store().undo_batch(context.slug, batch.id, state.who())
                except PlannerError as problem:
                    st.error(str(problem))
                else:
                    state.say_after_rerun(_("Undone; the figures before it are back"))
                    st.rerun()
