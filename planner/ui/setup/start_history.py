"""A start from a history: its columns are the channels, its last year the first plan, its fit the curves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from planner.domain.company import Company
from planner.domain.errors import BadFile, PlannerError, say
from planner.domain.history import History
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.services.starting_history import LastYear, channel_names, last_year
from planner.sources.column_roles import proposed_roles
from planner.sources.history_file import HistoryFile, read_history
from planner.ui.curves import columns as columns_asked
from planner.ui.curves import fit_form

MOST_ROWS, ROOM = 8, 315
"""Channels that the first plan shows at once, and the pixels they take: the button stands below them."""


@dataclass(frozen=True, eq=False)
class GivenHistory:
    """A history under the names of the new channels, its file, and what was assumed while reading it."""

    history: History
    file: str
    notes: tuple[str, ...]


def view(company: Company) -> GivenHistory | PlannerError:
    """The file, which column is what, and the first plan it gives."""
    # No type: Streamlit would refuse others in English and without a way on.
    file = st.file_uploader(
        _("History: one row a week, day or month"), key="start_history", help=columns_asked.history_words()
    )
    if file is None:
        st.caption(
            _("The first plan spends what the last year of it spent; its fit then says what media brings.")
        )
        return BadFile(say("Choose the history first, or start from a template."))
    try:
        if file.name.rpartition(".")[2].casefold() == "json":
            raise BadFile(say('{name} holds no table. For curves, choose "I have curves".', name=file.name))
        data = file.getvalue()
        columns = columns_asked.file_columns(file.name, len(data), file.file_id, data)
        roles = columns_asked.column_roles(columns, proposed_roles(columns, ()), key=f"start_{file.name}")
        worth = columns_asked.worth_input(company.currency, key="start_worth")
        if not (roles.date and roles.outcome and roles.channels):
            return BadFile(say("Choose the date, the outcome and at least one channel."))
        read = _read(file.name, file.file_id, roles.date, roles.outcome, roles.channels, roles.controls, data)
        called = channel_names(roles.channels)
        outcome = read.history.outcome
        assert outcome is not None
        history = replace(
            read.history,
            channels=tuple(called[name] for name in read.history.channels),
            outcome=outcome if worth is None else outcome * worth,
        )
        before = last_year(history)
    except PlannerError as problem:
        fit_form.refused(problem)
        return problem
    _first_plan(before, history, company)
    return GivenHistory(history, file.name, read.notes)


@st.cache_resource(max_entries=4, show_spinner=False, ttl=3600)
def _read(
    name: str,
    file_id: str,
    date: str,
    outcome: str,
    channels: tuple[str, ...],
    controls: tuple[str, ...],
    _data: bytes,
) -> HistoryFile:
    return read_history(_data, name, channels=channels, controls=controls, outcome=outcome, date_column=date)


def _first_plan(before: LastYear, history: History, company: Company) -> None:
    """The last year as the first plan, and what it stands on."""
    count = (
        ngettext("the last {count} week", "the last {count} weeks", before.periods)
        if history.horizon.period == "week"
        else ngettext("the last {count} month", "the last {count} months", before.periods)
    ).format(count=before.periods)
    st.markdown(
        "**"
        + _("First plan: {amount}, as in {count} to {day}").format(
            amount=f"{formats.count(before.media)} {company.currency}",
            count=count,
            day=formats.day_label(before.until),
        )
        + "**"
    )
    st.dataframe(
        pd.DataFrame(
            {
                _("Channel"): list(before.spend),
                _("Working media, a year"): [row.sum() for row in before.spend.values()],
            }
        ),
        hide_index=True,
        height=ROOM if len(before.spend) > MOST_ROWS else "content",
        alt=_("Channels of the file"),
        column_config={_("Working media, a year"): st.column_config.NumberColumn(format="localized", step=1)},
    )
    st.caption(
        _(
            "Until its fit is kept, the plan expects last year's sales whatever is spent: nothing is guessed "
            "of what media brings. The fit starts at once and takes seconds."
        )
    )
