"""A list of the plan book as a table that can be typed into, pasted into and saved in one step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.budget_plan import PlanVersion, VersionStatus
from planner.domain.errors import PlannerError
from planner.domain.planning.references import carried
from planner.presentation.language import _, told
from planner.ui import once, state
from planner.ui.context import Context
from planner.ui.plan import editing
from planner.ui.plan.columns import Column, Make, config, frame, read, same


def edit(
    context: Context,
    part: str,
    columns: Sequence[Column],
    make: Make,
    *,
    alt: str,
    height: int | None = None,
    read_field: Callable[[Any, str], Any] = getattr,
    table: str | None = None,
    progress: Collection[str] = (),
) -> tuple[Any, ...]:
    """The book's list `part` in an editor; answers the rows as they stand in it, saved or not.

    table     the editor's own name, where a list has two
    progress  columns that may be written in an approved plan too
    """
    return edit_rows(
        context,
        table or part,
        getattr(context.version().book, part),
        columns,
        make,
        lambda version, rows: carried(version, part, rows),
        alt=alt,
        height=height,
        read_field=read_field,
        progress=progress,
    )


def edit_rows(
    context: Context,
    table: str,
    rows: tuple[Any, ...],
    columns: Sequence[Column],
    make: Make,
    changed: Callable[[PlanVersion, tuple[Any, ...]], PlanVersion],
    *,
    alt: str,
    height: int | None = None,
    read_field: Callable[[Any, str], Any] = getattr,
    fixed: bool = False,
    progress: Collection[str] = (),
) -> tuple[Any, ...]:
    """Rows of the version in an editor of the name `table`; answers them as they stand in it, saved or not.

    make        (row before, values by field) -> row; the row before is None where it was added
    changed     (version, rows) -> the version to save
    read_field  (row, field) -> value, where a column is no field of the row
    fixed       no row can be added or taken out
    progress    columns that may be written in an approved plan too; rows too where these are all columns
    """
    version = context.version()
    closed = version.is_frozen and not (progress and version.status is VersionStatus.APPROVED)
    if version.is_frozen and not closed:
        columns = [replace(c, locked=c.locked or c.field not in progress) for c in columns]
        fixed = fixed or any(c.locked for c in columns)
        st.caption(_("The plan is approved and stays. How it goes can still be written here."))
    saved = frame(rows, columns, read_field)
    key, start = editing.opened(table, context, saved, _merged)
    edited = st.data_editor(
        start,
        key=key,
        num_rows="fixed" if closed or fixed else "dynamic",
        disabled=closed,
        hide_index=True,
        width="stretch",
        height=height if height and len(start) > height // 35 else "content",
        alt=alt,
        column_config=config(columns),
        placeholder="",
    )
    if closed:
        return rows
    touched = not same(edited, saved)
    editing.typed(table, context, saved, start, edited if touched else None)
    if not touched:
        return rows
    try:
        typed = read(edited.to_dict("records"), rows, columns, make)
        after = changed(version, typed)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        typed = None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("Not saved yet."), width="content")
        if typed is not None and st.button(_("Save"), type="primary", key=f"save_{table}"):
            save(context, table, after)
        st.button(_("Discard"), on_click=editing.done, args=(table,), key=f"discard_{table}")
    return rows if typed is None else typed


def save(context: Context, table: str, changed: PlanVersion) -> None:
    """Store a version changed in `table`; says what is wrong where it is refused."""
    try:
        once.save_version(context.slug, changed)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return
    editing.done(table)
    state.say_after_rerun(_("Saved"))
    st.rerun()


def add(context: Context, part: str, rows: Sequence[Any]) -> None:
    """Add rows to a list and save at once; refused while something typed would be lost."""
    if part in editing.unsaved(context):
        st.error(_("Save or discard what you are typing first."))
        return
    version = context.version()
    try:
        book = replace(version.book, **{part: (*getattr(version.book, part), *rows)})
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return
    save(context, part, replace(version, book=book))


def _merged(before: pd.DataFrame, typed: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """What was typed, where another table's save left this list as it was."""
    if not same(before, now):
        raise PlannerError(_("The list was changed meanwhile."))
    return typed
