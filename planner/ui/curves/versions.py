"""Curves, Versions: what is stored, downloads, new ones from files or by hand, and drafts moved to them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.domain.errors import PlannerError
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.services.library import CurvesInfo
from planner.ui import cached, components, state
from planner.ui.context import Context, version_label
from planner.ui.curves import compare, foreign, report, typed, using
from planner.ui.curves.adding import add
from planner.ui.curves.upload import read_upload
from planner.ui.curves.words import grades_of, record_of


def view(context: Context) -> None:
    """The stored sets, then what can be done with them."""
    listed = state.store().curves_list(context.slug)
    if listed:
        st.subheader(finding(context, listed))
        _list(context, listed)
        using.section(context, listed)
        _report(context, listed)
        compare.section(context, listed)
    else:
        with st.container(border=True):
            st.markdown(
                _("No curves yet. Fit them to a history, take them from another tool, or type what you know.")
            )
            st.page_link(
                "pages/curves.py",
                label=_("Fit to a history"),
                icon=":material/arrow_forward:",
                query_params={"curves_view": "fit"},
            )
    _upload(context)
    foreign.section(context)
    typed.section(context, listed)


def finding(context: Context, listed: list[CurvesInfo]) -> str:
    """Which version the plan on screen stands on, and whether a newer one waits."""
    if context.version_id is None:
        return _("No plan stands on these curves yet")
    info = next(info for info in listed if info.id == context.version().curves_id)
    plan = version_label(context.info(context.version_id))
    words = (
        _("{plan} stands on version {number}, the newest")
        if info is listed[0]
        else _("{plan} stands on version {number} of {count}")
    )
    return words.format(plan=plan, number=info.number, count=len(listed))


def _list(context: Context, listed: list[CurvesInfo]) -> None:
    components.table(
        pd.DataFrame(
            [
                {
                    _("Version"): info.number,
                    _("Name of the version"): info.name,
                    _("Source"): info.source,
                    _("Added"): formats.day_label(info.created.date()),
                    _("By"): info.created_by,
                    _("Plans and scenarios on it"): ", ".join(
                        version_label(version) for version in context.versions if version.curves_id == info.id
                    ),
                }
                for info in listed
            ]
        ),
        alt=_("Versions of the curves"),
        height="content",
    )


def _report(context: Context, listed: list[CurvesInfo]) -> None:
    """The report that came with the chosen version."""
    chosen = st.session_state.get("curves_chosen")
    if chosen is None:
        return
    curves = cached.curves(context.slug, chosen)
    record = record_of(curves)
    number = next(info.number for info in listed if info.id == chosen)
    if not st.toggle(_("Report of version {id}").format(id=number), key=f"report_{chosen}"):
        return
    if record is None:
        st.caption(
            _("No history stands behind this version: it was typed, imported or uploaded without one.")
        )
    else:
        report.draw(record, context.company, grades_of(curves), key=f"version_{chosen}")


def _upload(context: Context) -> None:
    with st.form("curves_upload", clear_on_submit=True, border=True):
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        file = left.file_uploader(_("New curves (planner-curves/1, JSON)"), type="json", key="curves_file")
        name = right.text_input(
            _("Name of the version"), key="curves_name", max_chars=120, placeholder=_("the file's name")
        )
        pressed = right.form_submit_button(_("Add as a new version"), key="curves_add", width="stretch")
    st.caption(_("Plans keep their curves until somebody moves a draft to the new ones."))
    if not pressed:
        return
    if file is None:
        st.error(_("Choose a file first."), icon=":material/error:")
        return
    try:
        curves = read_upload(file.getvalue(), file.name)
        said = add(context, curves, name.strip() or file.name.removesuffix(".json"), file.name)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:", title=_("Nothing was stored"))
        return
    st.session_state.pop("curves_chosen", None)
    state.say_after_rerun(said)
    st.rerun()
