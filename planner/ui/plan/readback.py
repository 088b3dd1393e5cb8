"""The workbook that came back: what somebody changed in it, to take over one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import PlanVersion
from planner.domain.errors import PlannerError
from planner.plan.evaluation import evaluate_version
from planner.presentation import formats, narrative
from planner.presentation.actuals.asking import refusal_words
from planner.presentation.language import _, ngettext, told
from planner.presentation.readback_words import field_word, value_word
from planner.services.readback import Difference, Readback, read_back
from planner.services.readback_taken import accepted
from planner.sources.plan_workbook import Place, PlanWorkbook, read_plan_workbook
from planner.ui import cached, components, once, state
from planner.ui.actuals.understood import as_text
from planner.ui.context import Context
from planner.ui.plan import editing

_TURN = "_readback_turn"


def panel(context: Context) -> None:
    """Closed until somebody wants it: upload, see the differences, take over what is right."""
    turn = st.session_state.get(_TURN, 0)
    with st.expander(_("Upload changed workbook"), icon=":material/upload_file:", key=f"readback_{turn}"):
        st.caption(
            _(
                "Download the plan as Excel, change budget cells, campaigns or tasks, and upload it here. "
                "Nothing changes before you say so; other sheets are not read."
            )
        )
        file = st.file_uploader(
            _("The changed workbook"),
            type=["xlsx"],
            key=f"readback_file_{turn}",
            label_visibility="collapsed",
        )
        if file is not None:
            try:
                _review(context, file.name, file.getvalue())
            except PlannerError as problem:
                st.error(components.escape(refusal_words(problem)), icon=":material/error:")


def _review(context: Context, name: str, data: bytes) -> None:
    digest = sha256(data).hexdigest()
    found = read_back(context.version(), context.company, _opened(digest, name, data))
    _about(context, found)
    if found.unread:
        _unread(found)
    if not found.differences:
        if not found.unread:
            st.success(_("The workbook says what the plan says."), icon=":material/check:")
        return
    chosen = _chosen(context, found, digest)
    if context.version().is_frozen:
        st.info(
            _("This version no longer changes. Request a change, and upload the workbook of the new draft.")
        )
        return
    _take_over(context, chosen, name)


@st.cache_data(max_entries=4, show_spinner=False)
def _opened(digest: str, name: str, _data: bytes) -> PlanWorkbook:
    return read_plan_workbook(_data, name)


def _about(context: Context, found: Readback) -> None:
    """Who changed the file and when, and whether the plan moved on meanwhile."""
    workbook = found.workbook
    try:
        when = formats.moment_label(datetime.fromisoformat(workbook.when.replace("Z", "+00:00")))
    except ValueError:
        when = ""
    if workbook.who and when:
        st.caption(
            components.escape(_("Workbook saved by {who}, {when}").format(who=workbook.who, when=when))
        )
    if found.is_stale:
        info = context.info(context.version().id or 0)
        st.warning(
            components.escape(
                _(
                    "{who} saved the plan after this workbook was made. What differs may be newer in the "
                    "plan: choose each change you want."
                ).format(who=info.saved_by)
            ),
            icon=":material/sync_problem:",
        )


def _unread(found: Readback) -> None:
    count = len(found.unread)
    st.markdown(
        "**"
        + ngettext(
            "{count} changed cell cannot be taken over", "{count} changed cells cannot be taken over", count
        ).format(count=count)
        + "**"
    )
    rows = [
        {
            _("About"): as_text(one.about),
            _("What"): field_word(one.field),
            _("What is wrong"): told(one.why),
            _("Where"): as_text(_where(one.place)),
        }
        for one in found.unread
    ]
    components.table(pd.DataFrame(rows), alt=_("Cells that cannot be taken over"), height="content")


def _chosen(context: Context, found: Readback, digest: str) -> list[Difference]:
    """The differences with a tick each: all ticked, unless the plan was saved since."""
    count = len(found.differences)
    title = ngettext("{count} difference", "{count} differences", count).format(count=count)
    st.markdown(f"**{title}**")
    rows = [
        {
            _("Take over"): not found.is_stale,
            _("About"): as_text(one.about),
            _("What"): field_word(one.field),
            _("In the plan"): as_text(value_word(one.field, one.old, context.company)),
            _("In the workbook"): as_text(value_word(one.field, one.new, context.company)),
            _("Where"): as_text(_where(one.place)),
        }
        for one in found.differences
    ]
    frame = pd.DataFrame(rows)
    tick = _("Take over")
    version = context.version()
    fixed: bool | list[str] = True if version.is_frozen else [str(name) for name in frame if name != tick]
    edited: pd.DataFrame = st.data_editor(
        frame,
        hide_index=True,
        width="stretch",
        height="content" if count <= 12 else 460,
        disabled=fixed,
        column_config={tick: st.column_config.CheckboxColumn(width=110, pinned=True)},
        key=f"readback_rows_{digest[:12]}_{version.id}_{version.revision}",
        alt=_("Differences between the plan and the workbook"),
    )
    ticks: Sequence[Any] = edited[tick].tolist()
    return [one for one, take in zip(found.differences, ticks, strict=True) if take]


def _where(place: Place) -> str:
    return f"{place.sheet}!{place.cell}" if place.cell else place.sheet


def _take_over(context: Context, chosen: Sequence[Difference], name: str) -> None:
    version = context.version()
    try:
        after = accepted(version, chosen)
    except PlannerError as problem:
        st.error(components.escape(told(problem)), icon=":material/error:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        count = len(chosen)
        text = ngettext("Take over {count} change", "Take over {count} changes", count).format(count=count)
        pressed = st.button(
            text, type="primary", icon=":material/check:", disabled=not chosen, key="readback_take"
        )
        if chosen:
            st.markdown(_brings(context, version, after))
    if not pressed:
        return
    if editing.unsaved(context):
        st.error(_("Save or discard what you are typing first."))
        return
    try:
        once.save_version(context.slug, after, workbook=name)
    except PlannerError as problem:
        st.error(components.escape(told(problem)), icon=":material/error:")
        return
    editing.done()
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    state.say_after_rerun(
        ngettext("Took over {count} change", "Took over {count} changes", len(chosen)).format(
            count=len(chosen)
        )
    )
    st.rerun()


def _brings(context: Context, before: PlanVersion, after: PlanVersion) -> str:
    """The money that the ticked changes move, and what it brings."""
    moved = formats.money(after.grid.total - before.grid.total, context.company, signed=True)
    text = _("{amount} working media.").format(amount=moved)
    if (after.grid.cents == before.grid.cents).all():
        return text
    curves = cached.curves(context.slug, before.curves_id)
    now = evaluate_version(context.company, curves, after)
    return f"{text} {narrative.effect(context.evaluation(), now, context.company)}"
