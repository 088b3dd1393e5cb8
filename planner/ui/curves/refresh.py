"""The fit that is there, and new months after its history: refit in one step, or say what that takes."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from planner.analysis.fit.record import FitRecord
from planner.domain.calendar import Month
from planner.presentation import formats
from planner.presentation.language import _
from planner.services.fitting import start_fit
from planner.services.longer_history import NewMonths, new_months
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves.proof import proof_of
from planner.ui.curves.report import forecast_finding


def newest(context: Context) -> None:
    """How good the fit is that stands behind or beside the plan, and the way to its report."""
    proof = proof_of(context)
    if proof is None or proof.record.held is None:
        return
    with st.container(border=True):
        st.markdown(
            f"**{forecast_finding(proof.record.held, proof.record.history.horizon.period)}**  \n"
            + components.escape(
                _("Version {number}: {name}").format(number=proof.info.number, name=proof.info.name)
            )
        )
        st.page_link(
            "pages/curves.py",
            label=_("See the report"),
            icon=":material/arrow_forward:",
            query_params={"curves_view": "evidence"},
        )


def offer(context: Context) -> None:
    """Nothing where the actuals know no more than the history."""
    found = found_months(context)
    if found is None:
        return
    _record, new = found
    with st.container(border=True):
        st.markdown(
            _("**{months}** came in after the history of these curves ends ({day}).").format(
                months=_span(new.months), day=formats.day_label(new.since - timedelta(days=1))
            )
        )
        if new.history is None:
            st.caption(lacking_words(new))
            return
        if st.button(
            _("Refit with the new months"), key="fit_refresh", type="primary", icon=":material/refresh:"
        ):
            with components.errors_in_words():
                start_fit(
                    state.store(),
                    context.slug,
                    new.history,
                    _("History to {month}").format(month=formats.month_label(new.months[-1])),
                    who=state.who(),
                    experiments=[one.experiment for one in state.store().experiments(context.slug)],
                )
            st.rerun()


def found_months(context: Context) -> tuple[FitRecord, NewMonths] | None:
    """The report of the plan's fit and what came in since; None where either is missing."""
    proof = proof_of(context)
    if proof is None:
        return None
    record = proof.record
    new = new_months(record.history, state.store().actuals(context.slug), as_of=cached.today())
    return None if new is None else (record, new)


def lacking_words(new: NewMonths) -> str:
    """Why figures of months are not enough, and what is."""
    day = formats.day_label(new.since)
    return {
        "weeks": _(
            "The history counts in weeks, and figures of months do not say which week. Upload the weeks from "
            "{day} on: only the new ones are needed."
        ),
        "controls": _(
            "The history holds more than spend and revenue (price, promotions). Upload the months from "
            "{day} on "
            "with these columns: only the new ones are needed."
        ),
        "total": _(
            "The actuals hold no sales without media, so their total is not known. Upload the months from "
            "{day} "
            "on: only the new ones are needed."
        ),
        "channels": _(
            "Spend of a channel is missing in the actuals. Complete it in Actuals, or upload the months from "
            "{day} on."
        ),
    }[new.lacking].format(day=day)


def _span(months: tuple[Month, ...]) -> str:
    first, last = months[0], months[-1]
    if first == last:
        return formats.month_label(first)
    return f"{formats.month_label(first)} – {formats.month_label(last)}"
