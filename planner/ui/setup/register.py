"""Setup, KPI register: every key figure with its formula in words."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.kpis import KPIS
from planner.presentation import formats, words
from planner.presentation.language import _
from planner.ui import components
from planner.ui.context import Context


def view(context: Context) -> None:
    """One row a figure: what it is, how it is computed, which way is good, where it comes from."""
    figures = context.evaluation().figures if context.version_id is not None else None
    rows = []
    for key, kpi in KPIS.items():
        hidden = not context.with_margins and ("margin" in kpi.needs)
        value = None if figures is None or hidden else figures[key].value
        rows.append(
            {
                _("Figure"): _(kpi.label),
                _("Formula in words"): _(kpi.formula),
                _("Unit"): words.word(kpi.unit),
                _("Good"): words.better_word(kpi.better),
                _("Source"): _(kpi.source),
                _("Needs"): ", ".join(words.input_word(need) for need in kpi.needs) or formats.NOTHING,
                _("This plan"): formats.figure(kpi, value, context.company),
            }
        )
    components.table(
        pd.DataFrame(rows),
        alt=_("Register of key figures"),
        height="content",
        column_config={
            _("Figure"): st.column_config.TextColumn(pinned=True, width=205),
            _("Formula in words"): st.column_config.TextColumn(width="large"),
            _("This plan"): st.column_config.TextColumn(alignment="right"),
        },
    )
