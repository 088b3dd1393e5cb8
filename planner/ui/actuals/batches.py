"""The files taken over so far; each can be undone, and the figures before it come back."""

from __future__ import annotations

import streamlit as st

from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.actuals.closing_words import closing_words
from planner.presentation.language import _, ngettext
from planner.services.library import BatchInfo
from planner.ui import components, restatements, state
from planner.ui.actuals import mappings
from planner.ui.context import Context


def view(context: Context) -> None:
    """A row a file, newest first, then how each source is read."""
    found = state.store().batches(context.slug)
    if not found:
        components.empty(_("No file taken over yet. Upload one in the first view."))
        return
    for number, batch in enumerate(found):
        latest = number < restatements.LATEST
        changed = latest and bool(state.store().restatement(context.slug, batch.id))
        _batch(batch, context, changed=changed)
    mappings.view(context)


def _batch(batch: BatchInfo, context: Context, *, changed: bool) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        months = formats.month_span(Month.parse(batch.first_month), Month.parse(batch.last_month))
        text = ngettext(
            "**{file}**: {rows} figure, {months}, taken over by {who} on {when}",
            "**{file}**: {rows} figures, {months}, taken over by {who} on {when}",
            batch.rows,
        ).format(
            file=components.escape(batch.file_name),
            rows=formats.count(batch.rows),
            months=months,
            who=components.escape(batch.who),
            when=formats.moment_label(batch.at),
        )
        st.markdown(f"~~{text}~~" if batch.is_undone else text, width="content")
        if batch.undone_at is not None:
            st.badge(_("undone"), color="gray")
            st.caption(
                _("by {who} on {when}").format(
                    who=components.escape(batch.undone_by), when=formats.moment_label(batch.undone_at)
                )
            )
        if changed:
            st.page_link(
                "pages/compare.py",
                label=_("What it changed"),
                icon=":material/difference:",
                query_params=restatements.query(batch, context.company),
                width="content",
            )
        if batch.undone_at is None and st.button(_("Undo"), key=f"undo_{batch.id}"):
            try:
                state.store().undo_batch(context.slug, batch.id, state.who())
            except PlannerError as problem:
                st.error(components.escape(closing_words(problem)), icon=":material/error:")
            else:
                state.say_after_rerun(_("Undone; the figures before it are back"))
                st.rerun()
