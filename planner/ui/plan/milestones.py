"""Days that matter: a country's holidays and selling seasons, and the company's own."""

from __future__ import annotations

import streamlit as st

from planner.domain.errors import PlannerError
from planner.domain.planning.milestones import Milestone, MilestoneKind, sales_days
from planner.presentation import language
from planner.presentation.language import _, told
from planner.presentation.plan_words import choices
from planner.sources.public_holidays import countries, public_holidays
from planner.ui.context import Context
from planner.ui.plan import table
from planner.ui.plan.columns import NAME_WIDTH, Column, Kind, built, choice


def view(context: Context) -> None:
    """Milestones as a list, filled from a country's calendar."""
    if not context.version().is_frozen:
        _load(context)
    columns = [
        Column("name", _("Milestone"), required=True, width=NAME_WIDTH),
        Column("day", _("Day"), Kind.DAY, required=True),
        Column("until", _("Until"), Kind.DAY, empty=None),
        choice("kind", _("Kind"), MilestoneKind, choices(MilestoneKind), MilestoneKind.COMPANY),
        Column("region", _("Country or region")),
    ]
    table.edit(context, "milestones", columns, built(Milestone), alt=_("Milestones"), height=560)


def _load(context: Context) -> None:
    with (
        st.popover(_("Add holidays and sales days"), icon=":material/event:"),
        st.form("holidays", border=False),
    ):
        known = list(countries())
        country = st.selectbox(
            _("Country"),
            known,
            index=known.index("US"),
            format_func=lambda code: language.locale().territories.get(code, code),
            key="holiday_country",
        )
        holidays = st.toggle(_("Public holidays"), value=True)
        sales = st.toggle(_("Selling seasons"), value=True)
        if not st.form_submit_button(_("Add"), type="primary"):
            return
    version = context.version()
    months = version.grid.months
    found: list[Milestone] = []
    try:
        if holidays:
            found += public_holidays(country, months, language.current())
    except PlannerError as problem:
        st.error(told(problem))
        return
    if sales:
        found += [Milestone(_(m.name), m.day, m.until, m.kind, m.region) for m in sales_days(country, months)]
    here = {(m.name, m.day) for m in version.book.milestones}
    new = [m for m in found if (m.name, m.day) not in here]
    if not new:
        st.info(_("All of them are in the calendar already."))
        return
    table.add(context, "milestones", new)
