"""Upload: read, ask what is unsure, show what was understood, and only then take over."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from planner.domain.calendar import Month
from planner.domain.errors import OpenQuestion, PlannerError
from planner.presentation import formats, language
from planner.presentation.actuals.asking import refusal_words
from planner.presentation.language import _
from planner.services.actuals_intake import known_channels, plan_of
from planner.sources.source_names import source_of
from planner.ui import components, state
from planner.ui.actuals import confirm, doubts, mappings, problems, questions, understood
from planner.ui.actuals.draft import Draft, draft_of
from planner.ui.context import Context
from planner.ui.downloads import EXCEL

__all__ = ["known_channels", "review", "source_of", "view"]

KINDS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"]
_TURN = "_upload_turn"


def view(context: Context) -> None:
    """One file at a time, from the drop to "Take over"."""
    st.subheader(_("Bring in what was really spent and earned"))
    file = st.file_uploader(
        _("Excel or CSV file from an agency, an ad platform or the ledger, up to 25 MB"),
        type=KINDS,
        key=f"upload_{st.session_state.get(_TURN, 0)}",
    )
    if file is None:
        with st.container(horizontal=True, vertical_alignment="center"):
            _template(context)
            st.caption(
                f"{_('Any layout: months in rows or columns, one sheet or many.')} "
                f"{_('Nothing is stored until you say so.')}"
            )
        _last(context)
        return
    if review(draft_of(context, file.name, file.getvalue()), context):
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.rerun()


def _last(context: Context) -> None:
    """The file taken over last, and where its figures speak: the way on after an upload."""
    taken = [batch for batch in state.store().batches(context.slug) if not batch.is_undone]
    if not taken:
        return
    batch = taken[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            components.escape(
                _("Last taken over: {file}, {months}, by {who} on {when}.").format(
                    file=batch.file_name,
                    months=formats.month_span(Month.parse(batch.first_month), Month.parse(batch.last_month)),
                    who=batch.who,
                    when=formats.moment_label(batch.at),
                )
            ),
            width="content",
        )
        st.page_link(
            "pages/results.py",
            label=_("See where the year stands"),
            icon=":material/arrow_forward:",
            width="content",
            query_params={"results_view": "why"},
        )


def review(draft: Draft, context: Context) -> bool:
    """Everything between a file and its figures; whether they were taken over just now."""
    known = confirm.taken_before(draft, context)
    if known is not None:
        # Not read again: other answers than those it was taken over with would show other figures.
        confirm.say_same_file(known, draft)
        return False
    try:
        reading = draft.read(context)
    except OpenQuestion as question:
        questions.ask_first(question, draft)
        mappings.of_draft(draft)
        return False
    except PlannerError as problem:
        st.error(components.escape(refusal_words(problem)), icon=":material/error:")
        questions.ask_after_refusal(problem, draft)
        mappings.of_draft(draft)
        return False
    understood.headline(reading, context)
    questions.ask(reading, draft, context.company)
    doubts.show(reading, context)
    understood.show(reading, draft, context)
    problems.show(reading, draft)
    taken = confirm.show(reading, draft, context)
    mappings.of_draft(draft)
    return taken


def _template(context: Context) -> None:
    st.download_button(
        _("Template for {year} (Excel)").format(year=context.year),
        _filled_in(context),
        f"{_('actuals')}-{context.year}.xlsx",
        EXCEL,
        on_click="ignore",
        icon=":material/download:",
    )


def _filled_in(context: Context) -> Callable[[], bytes]:
    # Made on a thread of its own: it brings what it needs along, language included.
    store, spoken, company = state.store(), language.current(), context.company
    slug, year = context.slug, context.year

    def make() -> bytes:
        from planner.presentation.actuals.template import actuals_template  # noqa: PLC0415 - only for downloads

        plan = plan_of(store, slug, year)
        months = company.fiscal_year(year).months if plan is None else plan.months
        channels = known_channels(store, slug)[:-1]
        with language.speaking(spoken):
            return actuals_template(company, channels, months)

    return make
