"""What speaks against the figures as read: amounts about 1000 times off, months that have not ended."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.presentation import formats
from planner.presentation.actuals.words import amount, channel_word, problem_words, role_word
from planner.presentation.language import _, ngettext
from planner.services.actuals_intake import Reading
from planner.services.actuals_magnitude import FarOff
from planner.ui import components
from planner.ui.context import Context

NAMED = 6
"""Figures that are named; the rest is counted."""


def show(reading: Reading, context: Context) -> None:
    """Doubts before "Take over"; nothing is drawn where there are none."""
    for problem in reading.as_read.warnings:
        if problem.code == "plan_named":
            text = ". ".join(problem_words(problem))
            st.warning(f"{components.escape(text)}.", icon=":material/warning:")
    if far := reading.doubts.far:
        _far_off(far, context.company)
    if early := reading.doubts.early:
        text = ngettext(
            "{months} has not ended yet: a plan or a part of a month is no actual. It cannot be closed "
            "before it ends.",
            "{months} have not ended yet: a plan or a part of a month is no actual. They cannot be closed "
            "before they end.",
            len(early),
        ).format(months=formats.month_runs(early))
        st.warning(components.escape(text), icon=":material/event_upcoming:")


def _far_off(far: Sequence[FarOff], company: Company) -> None:
    head = ngettext(
        "{count} figure is about 1000 times too large or too small. Look at its amount and unit in the file.",
        "{count} figures are about 1000 times too large or too small. "
        "Look at their amounts and units in the file.",
        len(far),
    ).format(count=len(far))
    lines = [_line(one, company) for one in far[:NAMED]]
    if len(far) > NAMED:
        lines.append(_("{count} more of them.").format(count=len(far) - NAMED))
    st.warning("  \n".join(components.escape(line) for line in (head, *lines)), icon=":material/warning:")


def _line(one: FarOff, company: Company) -> str:
    text = _("{channel}, {month}, {figure}: read {read}, other months about {beside}")
    if one.planned:
        text = _("{channel}, {month}, {figure}: read {read}, plan {beside}")
    metric = one.row.metric
    return text.format(
        channel=channel_word(one.row.channel),
        month=formats.month_label(Month.parse(one.row.month)),
        figure=role_word(metric),
        read=amount(metric, one.row.value, company),
        beside=amount(metric, one.beside, company),
    )
