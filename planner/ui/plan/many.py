"""Many cells of the grid at once: scale, set, fill or shift whole rows and columns; saved with the rest."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import Month
from planner.domain.errors import PlannerError
from planner.domain.grid_edits import filled, scaled, set_to, shifted
from planner.presentation.language import _, told
from planner.ui import state
from planner.ui.context import Context
from planner.ui.plan import editing


def button(context: Context, saved: BudgetGrid, start: BudgetGrid, key: str, months: list[str]) -> None:
    """The form behind "Change many"; what it does stands in the editor, not yet saved."""
    kinds = {
        "scale": _("Change by %"),
        "set": _("Set the sum"),
        "fill": _("Fill each cell"),
        "shift": _("Shift by months"),
    }
    with st.popover(_("Change many"), icon=":material/table_edit:"), st.form("many", border=False):
        kind = st.segmented_control(
            _("What to do"), list(kinds), default="scale", format_func=lambda k: kinds[k], key="many_kind"
        )
        channels = st.multiselect(
            _("Channels"), list(saved.channels), placeholder=_("all channels"), key="many_channels"
        )
        columns = st.multiselect(_("Months"), months, placeholder=_("all months"), key="many_months")
        amount = st.number_input(
            _("By how much: %, {currency} or months").format(currency=context.company.currency),
            value=10.0,
            step=1.0,
            key="many_amount",
        )
        if not st.form_submit_button(_("Change"), type="primary"):
            return
    chosen = [month for month, name in zip(saved.months, months, strict=True) if name in columns]
    try:
        after = changed(
            _typed(context, start),
            kind or "scale",
            channels or saved.channels,
            chosen or saved.months,
            amount,
        )
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return
    editing.put("grid", context, saved, after)
    state.say_after_rerun(_("Changed, not saved yet"))
    st.rerun()


def changed(
    grid: BudgetGrid, kind: str, channels: Sequence[str], months: Sequence[Month], amount: float
) -> BudgetGrid:
    """`grid` after one of the forms' ways; `amount` in percent, currency units or months."""
    if kind == "scale":
        return scaled(grid, channels, months, amount / 100)
    if kind == "set":
        return set_to(grid, channels, months, round(amount * 100))
    if kind == "fill":
        return filled(grid, channels, months, round(amount * 100))
    return shifted(grid, channels, months, round(amount))


def _typed(context: Context, start: BudgetGrid) -> BudgetGrid:
    """What stands in the editor now, typed cells included."""
    standing = editing.standing("grid", context)
    return start if standing is None else standing
