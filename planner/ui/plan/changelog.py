"""The change log of the plan on screen: who changed what and when, each save with its undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from planner.domain.budget_plan import PlanVersion
from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.language import _, ngettext, told
from planner.services.library import AuditEntry
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.plan import editing
from planner.ui.setup.people import action_words

SHOWN = 12
MOST_NAMED = 3


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
    left, right = st.columns([5, 1], vertical_alignment="center", gap="small")
    said = what_changed(context, entry)
    left.markdown(
        f"{components.escape(said)}  \n:small[{components.escape(entry.who)}, "
        f"{formats.moment_label(entry.at)}]"
    )
    if is_undone:
        right.caption(_("undone"))
        return
    can_undo = "cells" in entry.detail and not version.is_frozen
    if can_undo and right.button(_("Undo"), key=f"undo_{entry.id}"):
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


def what_changed(context: Context, entry: AuditEntry) -> str:
    """One entry of the trail in words: the deed, then its money, campaigns and lists."""
    detail = entry.detail
    deed = _("Change undone") if "undo_of" in detail else action_words(entry.action)
    parts = [*_money(context, detail), *_lists(detail)]
    if reason := str(detail.get("reason") or ""):
        parts.append(f"“{reason}”")
    return f"{deed}: {'; '.join(parts)}" if parts else deed


def _money(context: Context, detail: Mapping[str, Any]) -> list[str]:
    if "cells" not in detail:
        return []
    moves = sorted(detail.get("channels", {}).items(), key=lambda move: -abs(move[1][1] - move[1][0]))
    named = [
        f"{name} {formats.money(new - old, context.company, signed=True)}"
        for name, (old, new) in moves[:MOST_NAMED]
    ]
    if len(moves) > MOST_NAMED:
        named.append(_("{count} more channels").format(count=len(moves) - MOST_NAMED))
    if not moves and detail["cells"]:
        named.append(_("months moved within {channels}").format(channels=", ".join(detail["cells"])))
    return named


def _lists(detail: Mapping[str, Any]) -> list[str]:
    said = []
    edited = detail.get("edited", ())
    if len(edited) == 1:
        old, new = edited[0]
        pattern = (
            _("campaign “{name}” added")
            if old is None
            else _("campaign “{name}” deleted")
            if new is None
            else _("campaign “{name}” changed")
        )
        said.append(pattern.format(name=str((new or old)["name"])[:40]))
    elif edited:
        said.append(ngettext("{count} campaign", "{count} campaigns", len(edited)).format(count=len(edited)))
    if "lines" in detail:
        said.append(_("cost lines"))
    said += [_(part) for part in detail.get("book", ())]
    return said
