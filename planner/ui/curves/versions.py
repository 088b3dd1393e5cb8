"""Curves, Versions: what is stored, downloads, new ones from files or by hand, and drafts moved to them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from planner.documents.curves import curves_document
from planner.documents.reading import json_bytes
from planner.domain.budget_plan import PlanVersion, VersionStatus
from planner.domain.curves import CurveSet
from planner.domain.errors import PlannerError
from planner.plan.evaluation import evaluate_version
from planner.presentation import formats
from planner.presentation.language import _, told
from planner.services.library import CurvesInfo
from planner.ui import cached, components, state
from planner.ui.context import Context, version_label
from planner.ui.curves import compare, foreign, report, typed
from planner.ui.curves.adding import add
from planner.ui.curves.upload import read_upload
from planner.ui.curves.words import record_of


def view(context: Context) -> None:
    """The stored sets, then what can be done with them."""
    listed = state.store().curves_list(context.slug)
    if listed:
        _list(context, listed)
        _take(context, listed)
        _report(context)
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


def _list(context: Context, listed: list[CurvesInfo]) -> None:
    components.table(
        pd.DataFrame(
            [
                {
                    _("Version"): info.id,
                    _("Name"): info.name,
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


def _take(context: Context, listed: list[CurvesInfo]) -> None:
    names = {info.id: f"{info.id} · {info.name}" for info in listed}
    drafts = {info.id: version_label(info) for info in context.versions if info.status is VersionStatus.DRAFT}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            _("Curves"), list(names), format_func=lambda i: names[i], key="curves_chosen", width=280
        )
        curves = cached.curves(context.slug, chosen)
        st.download_button(
            _("Download JSON"),
            data=json_bytes(curves_document(curves)),
            file_name=f"curves_{chosen}.json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
        )
        if not drafts:
            return
        draft = st.selectbox(
            _("Draft"), list(drafts), format_func=lambda i: drafts[i], key="curves_draft", width=280
        )
        version = context.version(draft)
        pressed = st.button(
            _("Use these curves"), key="curves_use", disabled=version.curves_id == chosen, type="primary"
        )
    if version.curves_id == chosen:
        st.caption(_("{plan} stands on these curves.").format(plan=drafts[draft]))
        return
    moved = replace(version, curves_id=chosen)
    _preview(context, version, moved, curves)
    if pressed:
        with components.errors_in_words():
            state.store().save_version(context.slug, moved, who=state.who(), reason=f"Curves {names[chosen]}")
            state.say_after_rerun(
                _("{plan} now stands on {curves}.").format(plan=version.name, curves=names[chosen])
            )
            st.rerun()


def _report(context: Context) -> None:
    """The report that came with the chosen version."""
    chosen = st.session_state.get("curves_chosen")
    if chosen is None:
        return
    record = record_of(cached.curves(context.slug, chosen))
    with st.expander(_("Report of version {id}").format(id=chosen), icon=":material/fact_check:"):
        if record is None:
            st.caption(
                _("No history stands behind this version: it was typed, imported or uploaded without one.")
            )
        elif st.toggle(_("Show the report"), key=f"report_{chosen}"):
            report.draw(record, context.company, key=f"version_{chosen}")


def _preview(context: Context, version: PlanVersion, moved: PlanVersion, curves: CurveSet) -> None:
    """What the move would do to the plan's revenue, before anybody presses."""
    before = context.evaluation(version.id).figures["revenue"]
    with components.errors_in_words():
        after = evaluate_version(context.company, curves, moved).figures["revenue"]
    st.caption(
        _("On these curves {plan} brings {after} in-year instead of {before} ({change}).").format(
            plan=version.name,
            after=formats.money(after.value, context.company),
            before=formats.money(before.value, context.company),
            change=formats.money((after.value or 0) - (before.value or 0), context.company, signed=True),
        )
    )


def _upload(context: Context) -> None:
    with st.form("curves_upload", clear_on_submit=True, border=True):
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        file = left.file_uploader(_("New curves (planner-curves/1, JSON)"), type="json", key="curves_file")
        name = right.text_input(_("Name"), key="curves_name", max_chars=120, placeholder=_("the file's name"))
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
