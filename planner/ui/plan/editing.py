"""Edits of a table that are not saved yet, and what becomes of them when somebody else saves first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from planner.presentation.language import _
from planner.ui.context import Context

PARTS = ("edited_rows", "added_rows", "deleted_rows")


def editor_key(table: str, context: Context) -> str:
    """The key of the plan's editor, new after every save and discard: no edit meets cells of another state.

    Says so when somebody else's save is what took the edits away.
    """
    version = context.version()
    shown: dict[str, tuple[int | None, str]] = st.session_state.setdefault("_editors", {})
    turn = st.session_state.get("_editor_turn", 0)
    key = f"{table}_{version.id}_{version.revision}_{turn}"
    before_id, before = shown.get(table, (None, key))
    if version.id is not None and before_id == version.id and before != key and is_touched(before):
        st.warning(
            _(
                "{who} saved {plan} while you were typing; nothing was overwritten and your changes are not "
                "saved: {changes}. Look at the new figures and type them again."
            ).format(who=context.info(version.id).saved_by, plan=version.name, changes=_in_words(before)),
            icon=":material/sync_problem:",
        )
    shown[table] = (version.id, key)
    return key


def is_touched(key: str) -> bool:
    """Whether the editor holds an edit."""
    return any(st.session_state.get(key, {}).get(part) for part in PARTS)


def done() -> None:
    """The edits on screen were saved or dropped: start from what is stored."""
    st.session_state["_editors"] = {}
    st.session_state["_editor_turn"] = st.session_state.get("_editor_turn", 0) + 1


def _in_words(key: str) -> str:
    edits: dict[str, Any] = st.session_state.get(key, {})
    rows = {f"{_('row')} {int(row) + 1}": cells for row, cells in edits.get("edited_rows", {}).items()}
    rows |= {_("new row"): cells for cells in edits.get("added_rows", ())}
    said = [f"{where}, {column}: {value}" for where, cells in rows.items() for column, value in cells.items()]
    said += [f"{_('row')} {int(row) + 1} {_('deleted')}" for row in edits.get("deleted_rows", ())]
    return "; ".join(said)[:500]
