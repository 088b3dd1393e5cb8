"""Curves, Versions: an import from Robyn, Meridian or PyMC-Marketing, seen before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from planner.domain.curves import CurveSet
from planner.domain.errors import PlannerError
from planner.presentation.language import _, ngettext, told
from planner.sources.foreign import TOOL_NAMES, Terms, Tool, guess_tool, import_curves
from planner.ui import components, state
from planner.ui.context import Context
from planner.ui.curves import preview
from planner.ui.curves.adding import add

TYPES = ["json", "csv", "zip", "xlsx", "nc"]


def section(context: Context) -> None:
    """Choose files, see what they say, name them, keep them."""
    with st.expander(_("From another tool: Robyn, Meridian, PyMC-Marketing"), icon=":material/input:"):
        files = st.file_uploader(
            _("Model files"),
            type=TYPES,
            accept_multiple_files=True,
            key="foreign_files",
            help=_(
                "Robyn: RobynModel-*.json, with its pareto_*.csv where you have them, or a zip of both. "
                "Meridian: response curves as CSV, or the Scenario Planner's sheets as xlsx. "
                "PyMC-Marketing: the saved .nc."
            ),
        )
        if not files:
            st.caption(_("Nothing in a file is run, and nothing is kept before you have seen it."))
            return
        data = {file.name: file.getvalue() for file in files}
        name = files[0].name
        try:
            tool, terms, (curves, notes) = _read(context, data, name)
        except PlannerError as problem:
            st.error(told(problem), icon=":material/error:")
            return
        _show(context, curves, notes)
        _keep(context, curves, tool, terms, name)


def _read(
    context: Context, data: Mapping[str, bytes], name: str
) -> tuple[Tool, Terms, tuple[CurveSet, tuple[str, ...]]]:
    tool = guess_tool(next(iter(data.values())) if len(data) == 1 else data, name)
    st.markdown(_("Read as a file of **{tool}**, by its content.").format(tool=TOOL_NAMES[tool]))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        value = st.number_input(
            _("One unit of the outcome is worth, {currency}").format(currency=context.company.currency),
            min_value=0.0,
            value=None,
            placeholder=_("it is revenue"),
            key="foreign_value",
            width=260,
        )
        periods = None
        if tool == "meridian":
            periods = st.number_input(
                _("Weeks that its totals cover"),
                min_value=1,
                value=None,
                placeholder=_("as the file says"),
                key="foreign_periods",
                width=260,
            )
    terms = Terms(context.company.currency, value, None if periods is None else int(periods))
    return tool, terms, _imported(dict(data), name, tool, terms)


@st.cache_resource(max_entries=4, show_spinner=False, ttl=3600)
def _imported(
    data: dict[str, bytes], name: str, tool: Tool, terms: Terms
) -> tuple[CurveSet, tuple[str, ...]]:
    held = next(iter(data.values())) if len(data) == 1 else data
    return import_curves(held, name, tool, terms)


def _show(context: Context, curves: CurveSet, notes: tuple[str, ...]) -> None:
    st.markdown(
        ngettext("{count} channel", "{count} channels", len(curves.channels)).format(
            count=len(curves.channels)
        )
        + "  ·  "
        + (_("seen in months") if curves.period == "month" else _("seen in weeks"))
    )
    st.markdown("\n".join(f"- {components.escape(note)}" for note in notes))
    preview.draw(curves, context.company)


def _keep(context: Context, curves: CurveSet, tool: Tool, terms: Terms, file: str) -> None:
    names = _names(context, curves)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    title = left.text_input(
        _("Name of the version"), key="foreign_name", max_chars=120, placeholder=f"{TOOL_NAMES[tool]} {file}"
    )
    if not right.button(_("Add as a new version"), key="foreign_add", type="primary", width="stretch"):
        return
    try:
        kept = replace(curves, channels=preview.renamed(curves, names))
        said = add(
            context, kept, title.strip() or f"{TOOL_NAMES[tool]} {file}"[:120], f"{TOOL_NAMES[tool]}: {file}"
        )
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:", title=_("Nothing was stored"))
        return
    st.session_state.pop("curves_chosen", None)
    state.say_after_rerun(said)
    st.rerun()


def _names(context: Context, curves: CurveSet) -> dict[str, str]:
    """What the company calls each channel of the file; asked only where the names differ."""
    ours = [channel.name for channel in context.company.active_channels]
    unknown = [name for name in curves.names if name not in ours]
    free = [name for name in ours if name not in curves.names]
    if not unknown or not free:
        return {}
    st.markdown(_("Which of your channels is it?"))
    chosen: dict[str, str] = {}
    own = _("a channel of its own")
    with st.grid(4, min_column_width=150, gap="small"):
        for name in unknown:
            picked = st.selectbox(components.escape(name), [own, *free], key=f"foreign_channel_{name}")
            if picked != own:
                chosen[name] = picked
    return chosen
