"""Curves, Versions: which draft stands on which curves, and what a move would do to it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planner.documents.curves import curves_document
from planner.documents.reading import json_bytes
from planner.domain.budget_plan import PlanVersion, VersionStatus
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.plan.evaluation import evaluate_version
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.fitted_year import expected_baseline
from planner.services.library import CurvesInfo
from planner.ui import cached, components, state
from planner.ui.context import Context, version_label


def section(context: Context, listed: list[CurvesInfo]) -> None:
    """Choose a version, download it, move a draft to it."""
    names = {info.id: f"{info.number} · {info.name}" for info in listed}
    drafts = {info.id: version_label(info) for info in context.versions if info.status is VersionStatus.DRAFT}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            _("Curves"), list(names), format_func=lambda i: names[i], key="curves_chosen", width=400
        )
        curves = cached.curves(context.slug, chosen)
        st.download_button(
            _("Download JSON"),
            data=lambda: json_bytes(curves_document(curves)),
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
    company = _with_baseline(context, curves, version.year)
    _preview(context, company, version, moved, curves)
    if pressed:
        with components.errors_in_words():
            if company is not context.company:
                state.store().save_company(context.slug, company, revision=context.settings, who=state.who())
            state.store().save_version(context.slug, moved, who=state.who(), reason=f"Curves {names[chosen]}")
            state.say_after_rerun(
                _("{plan} now stands on {curves}.").format(plan=version.name, curves=names[chosen])
            )
            st.rerun()


def _with_baseline(context: Context, curves: CurveSet, year: int) -> Company:
    """The company, with the fit's sales without media for the year where somebody takes them over."""
    company = context.company
    expected = expected_baseline(curves, company, year)
    if expected is None:
        return company
    given = company.baselines.get(year)
    words = (
        _("Also take its sales without media for {year}: {amount}")
        if given is None
        else _("Also take its sales without media for {year}: {amount} instead of {given}")
    )
    taken = st.checkbox(
        words.format(
            year=year,
            amount=formats.money(sum(expected), company),
            given=formats.money(sum(given or ()), company),
        ),
        value=given is None,
        key=f"curves_baseline_{year}",
        help=_("Trend, season and events of the fit, carried on; price and promotions as in its last year."),
    )
    return replace(company, baselines={**company.baselines, year: expected}) if taken else company


def _preview(
    context: Context, company: Company, version: PlanVersion, moved: PlanVersion, curves: CurveSet
) -> None:
    """What the move would do to the plan's revenue, before anybody presses."""
    before = context.evaluation(version.id).figures["revenue"]
    with components.errors_in_words():
        after = evaluate_version(company, curves, moved).figures["revenue"]
    if before.value is None:
        words = _("On these curves {plan} brings {after} in-year.")
    else:
        words = _("On these curves {plan} brings {after} in-year instead of {before} ({change}).")
    st.caption(
        words.format(
            plan=version.name,
            after=formats.money(after.value, context.company),
            before=formats.money(before.value, context.company),
            change=formats.money((after.value or 0) - (before.value or 0), context.company, signed=True),
        )
    )
