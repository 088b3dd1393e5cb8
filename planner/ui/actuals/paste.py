"""Typed and pasted figures: a grid of months and channels that goes through the same checks as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.actuals import METRICS
from planner.presentation import formats
from planner.presentation.actuals.words import channel_word, role_word
from planner.presentation.language import _
from planner.services.actuals_intake import known_channels
from planner.sources.source_names import TYPED
from planner.ui import state
from planner.ui.actuals.draft import draft_of
from planner.ui.actuals.upload import review
from planner.ui.context import Context

_TURN = "_paste_turn"
LONGEST = 2_000_000


def view(context: Context) -> None:
    """A grid for one figure, or a whole table with its headers; then the same review as an upload."""
    st.subheader(_("Paste or type figures"))
    turn = st.session_state.get(_TURN, 0)
    ways = {"grid": _("Into a grid"), "table": _("A table with its headers")}
    way = st.segmented_control(
        _("How"),
        list(ways),
        default="grid",
        required=True,
        format_func=lambda key: ways[key],
        key="paste_way",
        label_visibility="collapsed",
    )
    found = _table(turn) if way == "table" else _grid(context, turn)
    if found is None:
        return
    name, text, given = found
    if review(draft_of(context, name, text.encode(), source=TYPED, given=given), context):
        st.session_state[_TURN] = turn + 1
        st.session_state.pop(f"_pasted_{turn}", None)
        st.rerun()


def _grid(context: Context, turn: int) -> tuple[str, str, dict[str, Any]] | None:
    """Cells are text, so that numbers pasted in any local form are read as in a file."""
    metric = st.selectbox(_("Figure"), METRICS, format_func=role_word, width=220, key="paste_metric")
    months = context.company.fiscal_year(context.year).months
    names = known_channels(state.store(), context.slug)
    heads = {str(month): formats.month_name(month) for month in months}
    frame = pd.DataFrame("", index=range(len(names)), columns=[_("Channel"), *heads], dtype=object)
    frame[_("Channel")] = [channel_word(name) for name in names]
    config: dict[str, Any] = {
        label: st.column_config.TextColumn(head, width=74, alignment="right") for label, head in heads.items()
    }
    config[_("Channel")] = st.column_config.TextColumn(disabled=True, pinned=True)
    st.caption(
        _("Click a cell and paste from Excel, or type. Empty means not reported. In {basis}.").format(
            basis=f"{context.company.currency}, {formats.vat_label(context.company)}"
        )
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        column_config=config,
        key=f"paste_{metric}_{context.year}_{turn}",
        width="stretch",
        height="content",
    )
    lines = [[str(cell or "").strip() for cell in line] for line in edited.itertuples(index=False, name=None)]
    filled = [line for line in lines if any(line[1:])]
    if not filled:
        return None
    used = [j for j in range(1, len(heads) + 1) if any(line[j] for line in filled)]
    text = _as_tsv(
        [["Channel", *(list(heads)[j - 1] for j in used)]]
        + [[ln[0], *(ln[j] for j in used)] for ln in filled]
    )
    return _("Typed figures") + ".tsv", text, {"metric": metric, "layout": "wide"}


def _table(turn: int) -> tuple[str, str, dict[str, Any]] | None:
    text = st.text_area(
        _("Copy the cells in Excel, headers included, and paste them here"),
        height=180,
        max_chars=LONGEST,
        key=f"paste_text_{turn}",
    )
    return (_("Pasted table") + ".tsv", text, {}) if text.strip() else None


def _as_tsv(lines: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
    return out.getvalue()
