"""The 12-month grid: edited by cell, saved in one step, adding up in both directions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from planner.domain.budget_plan import LARGEST_CELL, BudgetGrid, VersionStatus
from planner.domain.errors import Conflict, PlannerError
from planner.domain.grid_edits import carried_over
from planner.plan.evaluation import evaluate
from planner.presentation import formats, narrative
from planner.presentation.language import _, told
from planner.ui import components, once, state
from planner.ui.context import Context
from planner.ui.plan import builder, editing, many, reconcile
from planner.ui.plan.columns import read_amount


@st.fragment  # a typed cell draws the grid and its totals anew, not the strip and the bar above
def view(context: Context) -> None:
    """Editor, totals, and what unsaved edits would bring."""
    state.speak()
    version = context.version()
    saved = context.evaluation().grid
    key, start = editing.opened("grid", context, saved, carried_over)
    months = [formats.month_name(month) for month in saved.months]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        builder.button(context)
        if not version.is_frozen:
            many.button(context, saved, start, key, months)
        basis = (
            _("Working media in {currency}, {vat}.")
            if version.is_frozen
            else _("Working media in {currency}, {vat}. Type or paste amounts; totals follow.")
        )
        st.caption(
            basis.format(currency=context.company.currency, vat=formats.vat_label(context.company)),
            width="stretch",
        )
    builder.panel(context)
    builder.built_on(context)
    cells, year = st.columns([12, 1.15], gap="xxsmall")
    with cells:
        st.data_editor(
            _frame(start, months),
            key=key,
            hide_index=True,
            width="stretch",
            height="content",
            disabled=True if version.is_frozen else ["channel"],
            column_config=_columns(months, st.column_config.TextColumn, alignment="right"),
            alt=_("Budget by channel and month"),
        )
    try:
        edited = with_edits(start, st.session_state.get(key, {}).get("edited_rows", {}), months)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        st.button(_("Discard"), on_click=editing.done, args=("grid",), key="discard_refused")
        return
    with cells:
        _totals(edited, months)
    with (
        year,
        st.container(key="year_totals"),
    ):  # beside the editor, not in it: what is fed back into an editor undoes the next edit
        _years(edited)
    if version.is_frozen:
        st.caption(_frozen(version.status))
        reconcile.section(context, edited, version.campaigns)
        return
    changed = bool((edited.cents != saved.cents).any())
    editing.typed("grid", context, saved, start, edited if changed else None)
    if changed:
        _not_saved(context, edited)
    reconcile.section(context, edited, version.campaigns)


def _frozen(status: VersionStatus) -> str:
    if status is VersionStatus.SUBMITTED:
        return _("This version is submitted. Send it back to draft to change it.")
    return _("This version is approved and does not change. Request a change to plan on.")


def _not_saved(context: Context, edited: BudgetGrid) -> None:
    """What the edits bring, and the two ways on."""
    version, saved = context.version(), context.evaluation()
    after = evaluate(context.model(), context.company, edited, version.lines)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            _("Not saved yet: {amount} working media. {effect}").format(
                amount=formats.money(edited.total - saved.grid.total, context.company, signed=True),
                effect=narrative.effect(saved, after, context.company),
            )
        )
        # A press belongs to the figures it was made beside: another save in between gives another button.
        if st.button(_("Save"), type="primary", key=f"save_grid_{version.id}_{version.revision}"):
            try:
                once.save_version(context.slug, replace(version, grid=edited))
            except Conflict:
                st.rerun()  # with what the other saved, and these edits on top of it
            except PlannerError as problem:
                st.error(told(problem))
                return
            editing.done("grid")
            state.say_after_rerun(_("Saved"))
            st.rerun()
        st.button(_("Discard"), on_click=editing.done, args=("grid",))


def with_edits(grid: BudgetGrid, edits: Mapping[int, Mapping[str, Any]], months: list[str]) -> BudgetGrid:
    """The grid with the editor's cells; the browser's values are checked again. A cleared cell is 0."""
    cents = grid.cents.copy()
    for row, cells in edits.items():
        for column, value in cells.items():
            if column not in months or not 0 <= int(row) < len(grid.channels):
                continue
            amount = 0.0 if value is None else _amount(value)
            where = f"{grid.channels[int(row)]}, {column}"
            if not np.isfinite(amount) or amount < 0 or amount * 100 > LARGEST_CELL:
                raise PlannerError(
                    _("{where}: {value} is no amount from 0 to 100 billion.").format(where=where, value=value)
                )
            cents[int(row), months.index(column)] = round(amount * 100)
    return BudgetGrid(grid.channels, grid.months, cents)


def _amount(value: Any) -> float:
    """A cell as typed or pasted, in whatever spelling; nan where it is no number."""
    if isinstance(value, str):
        value = read_amount(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return float("nan")
    return float(value) if abs(value) <= LARGEST_CELL else float("inf")


def _frame(grid: BudgetGrid, months: list[str]) -> pd.DataFrame:
    # As texts: the browser reads a pasted "3000,5" as 30,005 and drops "1 234,56" where cells are numbers.
    cells = [[_written(amount, grid) for amount in row] for row in grid.spend.tolist()]
    frame = pd.DataFrame(cells, columns=pd.Index(months))
    frame.insert(0, "channel", grid.channels)
    return frame


def _written(amount: float, grid: BudgetGrid) -> str:
    """An amount of the grid, with cents where any of its cells has some."""
    return formats.ratio(amount, digits=2 if (grid.cents % 100).any() else 0)


def _years(grid: BudgetGrid) -> None:
    column = {"year": st.column_config.TextColumn(_("Year"), alignment="right")}
    rows = pd.DataFrame({"year": [_written(amount, grid) for amount in grid.spend.sum(axis=1)]})
    components.table(rows, alt=_("Year totals by channel"), column_config=column, height="content")
    total = pd.DataFrame({"year": [_written(grid.total, grid)]})
    components.table(total, alt=_("Total of the year"), column_config=column)


def _totals(grid: BudgetGrid, months: list[str]) -> None:
    sums = [_written(cents / 100, grid) for cents in grid.cents.sum(axis=0)]
    row = pd.DataFrame([[_("Total"), *sums]], columns=pd.Index(["channel", *months]))
    columns = _columns(months, st.column_config.TextColumn, alignment="right")
    components.table(row, alt=_("Totals by month"), column_config=columns)


def _columns(months: list[str], kind: Callable[..., Any], **looks: Any) -> dict[str, Any]:
    narrow: dict[str, Any] = {month: kind(month, width=78, **looks) for month in months}
    return {
        "channel": st.column_config.TextColumn(_("Channel"), width=150, pinned=True),
        **narrow,
    }
