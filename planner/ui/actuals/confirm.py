"""The last look before figures are stored: the same file, closed months, restated figures, "Take over"."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.domain.actuals import ReadResult
from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.actuals.closing_words import closing_words
from planner.presentation.language import _, ngettext
from planner.services.actuals_intake import Reading, same_file
from planner.services.library import BatchInfo, Restated
from planner.ui import components, restatements, state
from planner.ui.actuals.draft import Draft
from planner.ui.context import Context


def show(reading: Reading, draft: Draft, context: Context) -> bool:
    """Whether the figures were taken over just now; nothing is stored before that."""
    result = reading.result
    store = state.store()
    try:
        changed = store.restated(context.slug, result.rows)
    except PlannerError as problem:
        st.error(components.escape(closing_words(problem)), icon=":material/error:")
        return False
    result, changed, shut = _without_closed(result, changed, draft, context)
    _restated(changed, context)
    if not changed:
        st.caption(_("No figure that is in already would change."))
    if reading.asked:
        st.info(_("Answer what the amounts are first; then the file can be taken over."))
    with st.container(horizontal=True, vertical_alignment="center"):
        ready = bool(result.rows or result.commits) and not shut and not reading.asked
        pressed = st.button(
            _("Take over"),
            type="primary",
            icon=":material/check:",
            disabled=not ready,
            key=f"take_{draft.digest}",
        )
        st.caption(_("Nothing is stored before this; afterwards it can be undone."))
    return pressed and _take_over(result, draft, context)


def taken_before(draft: Draft, context: Context) -> BatchInfo | None:
    """The batch that the very same file became; typed figures are never the same file."""
    return None if draft.typed else same_file(state.store().batches(context.slug), draft.digest)


def say_same_file(before: BatchInfo, draft: Draft) -> None:
    """Who took the file over, when, and under which name."""
    called = {} if before.file_name == draft.name else {"name": before.file_name}
    text = _("{who} took over this file on {when}; nothing was stored again.")
    if called:
        text = _("{who} took over this file as “{name}” on {when}; nothing was stored again.")
    said = text.format(who=before.who, when=formats.moment_label(before.at), **called)
    more = _("To read it differently, undo it under “Files taken over” first.")
    st.info(components.escape(f"{said} {more}"), icon=":material/file_copy:")


def _without_closed(
    result: ReadResult, changed: list[Restated], draft: Draft, context: Context
) -> tuple[ReadResult, list[Restated], bool]:
    """Offer to leave out what would change closed months, which the store refuses; whether it still would."""
    store = state.store()
    closed = {entry.month: entry for entry in store.closed_months(context.slug)}
    touched = closed.keys() & {row.month for row in result.rows}
    if not touched:
        return result, changed, False
    known = {(row.month, row.channel, row.metric) for row in store.actuals(context.slug, touched)}
    new = {row.month for row in result.rows if (row.month, row.channel, row.metric) not in known}
    hit = sorted(closed.keys() & (new | {one.month for one in changed}))
    if not hit:
        return result, changed, False
    names = ", ".join(formats.month_label(Month.parse(month)) for month in hit)
    who = closed[hit[0]].who
    text = ngettext(
        "{months} is closed (by {who}) and this file would change it.",
        "{months} are closed (the first by {who}) and this file would change them.",
        len(hit),
    ).format(months=names, who=who)
    st.warning(components.escape(text), icon=":material/lock:")
    label = _("Take over the open months only")
    if not st.checkbox(label, key=f"open_only_{draft.digest}"):
        st.caption(_("Or reopen the month under “Months and closing” first."))
        return result, changed, True
    rows = tuple(row for row in result.rows if row.month not in hit)
    details = tuple(detail for detail in result.details if detail.month not in hit)
    open_only = ReadResult(rows, result.problems, result.facts, details)
    return open_only, [c for c in changed if c.month not in hit], False


def _restated(changed: Sequence[Restated], context: Context) -> None:
    """Old against new, as Compare shows it afterwards."""
    if not changed:
        return
    count = ngettext(
        "{count} figure already taken over would change",
        "{count} figures already taken over would change",
        len(changed),
    ).format(count=len(changed))
    st.markdown(f"**{count}**")
    restatements.tables(changed, context.company, (_("Now"), _("In this file")))


def _take_over(result: ReadResult, draft: Draft, context: Context) -> bool:
    try:
        batch = state.store().take_over(
            context.slug,
            result.rows,
            draft.name,
            "" if draft.typed else draft.digest,
            state.who(),
            source=draft.source,
            details=result.details,
            mapping=None if draft.typed or not draft.answers else draft.answers,
        )
    except PlannerError as problem:
        st.error(components.escape(closing_words(problem)), icon=":material/error:")
        return False
    state.say_after_rerun(_("Took over {count} figures of {file}").format(count=batch.rows, file=draft.name))
    return True
