"""Edits of a table that are not saved yet: kept while other views and pages are open, never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from planner.domain.errors import PlannerError
from planner.presentation.language import _
from planner.ui.context import Context

PARTS = ("edited_rows", "added_rows", "deleted_rows")


@dataclass(frozen=True, eq=False)
class Typed:
    """What stands in an editor and is not saved.

    saved     what was stored when it was typed
    shown     what the editor started from
    value     what stands in it now
    by_us     the store moved on by a save of this tab, not by somebody else's
    """

    version_id: int | None
    revision: int
    saved: Any
    shown: Any
    value: Any
    by_us: bool = False


def opened(
    table: str, context: Context, saved: Any, merge: Callable[[Any, Any, Any], Any] | None = None
) -> tuple[str, Any]:
    """Key of the editor and what to show in it: what was typed there and not saved, else what is saved.

    merge  (saved then, typed, saved now) -> typed, on what is saved now; raises PlannerError where they clash

    Says so when somebody else saved in between: whether the edits stand on that, or were taken away by it.
    """
    version = context.version()
    typed = _typed().get(table)
    if typed is None or typed.version_id != version.id:
        _typed().pop(table, None)
        return editor_key(table, context), saved
    if typed.revision == version.revision:
        key = editor_key(table, context)
        if key in st.session_state:
            return key, typed.shown
        _next_turn()  # the view was left, and the browser's edits with it
        return editor_key(table, context), typed.value
    del _typed()[table]
    if merge is not None:
        try:
            merged = merge(typed.saved, typed.value, saved)
        except PlannerError:
            merged = None
        if merged is not None:
            _next_turn()
            _typed()[table] = Typed(version.id, version.revision, saved, merged, merged)
            if not typed.by_us:
                editor_key(table, context, warn=False)
                st.info(
                    _(
                        "{who} saved {plan} since. What you typed stands on that now and is not saved yet: "
                        "look at both, then save."
                    ).format(who=context.info(version.id or 0).saved_by, plan=version.name),
                    icon=":material/sync:",
                )
            return editor_key(table, context), merged
    if not is_touched(_editors().get(table, (None, ""))[1]):
        st.warning(
            _(
                "{who} saved {plan} since; what you had typed here and not saved does not fit it any more. "
                "Look at the new figures and type it again."
            ).format(who=context.info(version.id or 0).saved_by, plan=version.name),
            icon=":material/sync_problem:",
        )
    return editor_key(table, context), saved


def typed(table: str, context: Context, saved: Any, shown: Any, value: Any | None) -> None:
    """Remember what stands in the editor; `value` None: nothing but what is saved."""
    version = context.version()
    if value is None:
        _typed().pop(table, None)
    else:
        _typed()[table] = Typed(version.id, version.revision, saved, shown, value)


def put(table: str, context: Context, saved: Any, value: Any) -> None:
    """Let `value` stand in the editor from the next run on, not saved yet."""
    _next_turn()
    version = context.version()
    _typed()[table] = Typed(version.id, version.revision, saved, value, value)


def standing(table: str, context: Context) -> Any | None:
    """What stands in the table's editor and is not saved; None where nothing is."""
    version, one = context.version(), _typed().get(table)
    same = one is not None and (one.version_id, one.revision) == (version.id, version.revision)
    return one.value if one is not None and same else None


def unsaved(context: Context) -> tuple[str, ...]:
    """Tables of the version on screen that hold edits nobody saved."""
    version = context.version()
    touched = {
        table for table, (number, key) in _editors().items() if number == version.id and is_touched(key)
    }
    kept = {
        table
        for table, one in _typed().items()
        if one.version_id == version.id and one.revision == version.revision
    }
    return tuple(sorted(touched | kept))


def editor_key(table: str, context: Context, *, warn: bool = True) -> str:
    """The key of the plan's editor, new after every save and discard: no edit meets cells of another state.

    warn  say so when somebody else's save is what took the edits away
    """
    version, shown = context.version(), _editors()
    turn = st.session_state.get("_editor_turn", 0)
    key = f"{table}_{version.id}_{version.revision}_{turn}"
    before_id, before = shown.get(table, (None, key))
    lost = before_id == version.id and before != key and is_touched(before)
    if warn and version.id is not None and lost:
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


def done(table: str | None = None) -> None:
    """The edits on screen were saved or dropped: start from what is stored. None: those of every table.

    What other tables hold is carried over to the revision that this save made.
    """
    if table is None:
        _typed().clear()
    else:
        _typed().pop(table, None)
        for name, one in list(_typed().items()):
            _typed()[name] = Typed(one.version_id, one.revision, one.saved, one.shown, one.value, by_us=True)
    st.session_state["_editors"] = {}
    _next_turn()


def _typed() -> dict[str, Typed]:
    found: dict[str, Typed] = st.session_state.setdefault("_typed", {})
    return found


def _editors() -> dict[str, tuple[int | None, str]]:
    """The version and the key of the editor that each table was last shown with."""
    found: dict[str, tuple[int | None, str]] = st.session_state.setdefault("_editors", {})
    return found


def _next_turn() -> None:
    st.session_state["_editor_turn"] = st.session_state.get("_editor_turn", 0) + 1


def _in_words(key: str) -> str:
    edits: dict[str, Any] = st.session_state.get(key, {})
    rows = {f"{_('row')} {int(row) + 1}": cells for row, cells in edits.get("edited_rows", {}).items()}
    rows |= {_("new row"): cells for cells in edits.get("added_rows", ())}
    said = [f"{where}, {column}: {value}" for where, cells in rows.items() for column, value in cells.items()]
    said += [f"{_('row')} {int(row) + 1} {_('deleted')}" for row in edits.get("deleted_rows", ())]
    return "; ".join(said)[:500]
