"""What was understood: counts that tie to the file's own totals, and the file beside its reading."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from planner.domain.actuals import MONEY_METRICS, MoneyState, TotalSeen
from planner.domain.calendar import Month
from planner.domain.company import Company
from planner.presentation import formats
from planner.presentation.actuals.words import amount, problem_words, role_word
from planner.presentation.language import _, ngettext
from planner.services.actuals_doubts import CODES
from planner.services.actuals_intake import Reading
from planner.ui import components
from planner.ui.actuals import excerpt
from planner.ui.actuals.draft import Draft
from planner.ui.context import Context

NAMED = 6
"""Totals that differ and are named; the rest is counted."""


def show(reading: Reading, draft: Draft, context: Context) -> None:
    """Totals, then the file on the left and what it gave on the right."""
    _totals(reading, context)
    _left_out_on_purpose(draft)
    with st.expander(_("How the file was understood"), expanded=not draft.typed):
        left, right = st.columns([1.5, 1], gap="medium")
        with left:
            _source(reading, draft, context)
        with right:
            _by_month(reading, context)
            for problem in reading.as_read.problems:
                if problem.row is None and problem.code not in CODES:  # those are said above
                    st.caption(components.escape(problem_words(problem)[0]))


def headline(reading: Reading, context: Context) -> None:
    """How many figures, of which months, and what they add up to."""
    actuals = reading.result.actuals
    months, count = actuals.months(), len(actuals)
    span = formats.month_span(Month.parse(months[0]), Month.parse(months[-1])) if months else formats.NOTHING
    sums = (f"{role_word(m)} {amount(m, actuals.total(m), context.company)}" for m in actuals.metrics())
    read = ngettext("{count} figure read", "{count} figures read", count).format(count=formats.count(count))
    if count:
        st.markdown(f"**{read}**, {span}: {components.escape('; '.join(sums))}")
    _committed(reading, context)
    if reading.result is not reading.as_read:
        before = (
            f"{role_word(m)} {amount(m, reading.as_read.actuals.total(m), context.company)}"
            for m in actuals.metrics()
            if m in MONEY_METRICS
        )
        st.caption(
            components.escape(
                _("Converted into the company's terms; the file itself says {amounts}").format(
                    amounts="; ".join(before)
                )
            )
        )


def _committed(reading: Reading, context: Context) -> None:
    """Money that is ordered and not delivered: kept beside the figures, never counted as spent."""
    ordered = [one for one in reading.result.details if one.state is MoneyState.COMMITTED]
    if not ordered:
        return
    text = ngettext(
        "{count} order of {amount} committed and not delivered yet; it counts as ordered, not as spent.",
        "{count} orders of {amount} committed and not delivered yet; they count as ordered, not as spent.",
        len(ordered),
    ).format(
        count=formats.count(len(ordered)),
        amount=amount("spend", math.fsum(one.value for one in ordered), context.company),
    )
    st.markdown(components.escape(text))


def _totals(reading: Reading, context: Context) -> None:
    """Totals of one row and figure together: twelve months that agree are one line, not twelve."""
    grouped: dict[tuple[str, str, str], list[TotalSeen]] = defaultdict(list)
    for total in reading.as_read.facts.totals:
        grouped[total.sheet, total.label, total.metric].append(total)
    several = len(reading.as_read.facts.sheets) > 1
    good: list[str] = []
    bad: list[str] = []
    for (_sheet, label, metric), totals in grouped.items():
        differing = [total for total in totals if not total.agrees]
        if differing and len(totals) > 1:
            bad += _which_differ(metric, label, differing, len(totals), context.company)
            continue
        shown = totals
        place = shown[0].cell if len(shown) == 1 else f"{shown[0].cell} … {shown[-1].cell}"
        text = _("{figure}: your total {stated}; read {read} ({label}, {place})").format(
            figure=role_word(metric),
            stated=amount(metric, sum(total.stated for total in shown), context.company),
            read=amount(metric, sum(total.read for total in shown), context.company),
            label=label or _("total"),
            place=f"{shown[0].sheet}!{place}" if several else place,
        )
        (bad if differing else good).append(components.escape(text))
    if good:
        st.success("  \n".join(good), icon=":material/check:")
    if bad:
        why = _("What was left out, below, explains it, or the total is wrong.")
        st.warning("  \n".join([*bad, why]), icon=":material/warning:")


def _which_differ(
    metric: str, label: str, differing: Sequence[TotalSeen], of: int, company: Company
) -> list[str]:
    """How many of a row's totals differ, then each with its cell."""
    head = ngettext(
        "{figure}: {count} of {all} totals differs ({label})",
        "{figure}: {count} of {all} totals differ ({label})",
        len(differing),
    ).format(figure=role_word(metric), count=len(differing), all=of, label=label or _("total"))
    lines = [
        _("{place}: your total {stated}; read {read}").format(
            place=total.cell,
            stated=amount(metric, total.stated, company),
            read=amount(metric, total.read, company),
        )
        for total in differing[:NAMED]
    ]
    if len(differing) > NAMED:
        lines.append(_("{count} more of them.").format(count=len(differing) - NAMED))
    return [components.escape(line) for line in (head, *lines)]


def _left_out_on_purpose(draft: Draft) -> None:
    labels = [label for label, name in draft.answers.get("channel_map", {}).items() if name is None]
    if labels:
        names = ", ".join(f"“{label}”" for label in labels)
        st.caption(components.escape(_("Left out, as answered before: {names}").format(names=names)))


def _source(reading: Reading, draft: Draft, context: Context) -> None:
    facts = reading.as_read.facts
    shown = reading.excerpts
    if shown is None:
        if not st.toggle(_("Show the file's cells"), key=f"cells_{draft.digest}"):
            _columns(reading)
            return
        shown = draft.read(context, with_excerpt=True).excerpts or ()
    for piece in shown:
        row = facts.header_rows.get(piece.sheet, 1)
        st.markdown(
            components.escape(
                _("{sheet}, header in row {row}").format(sheet=piece.sheet or draft.name, row=row)
            )
        )
        excerpt.show(piece)


def _columns(reading: Reading) -> None:
    meanings = [
        {_("Column in the file"): as_text(column), _("Read as"): role_word(role) if role else _("left out")}
        for column, role in reading.as_read.facts.columns.items()
    ]
    components.table(pd.DataFrame(meanings), alt=_("Columns and what they were read as"))


def _by_month(reading: Reading, context: Context) -> None:
    """What would be taken over: a line a month, with its sum below."""
    actuals = reading.result.actuals
    if not len(actuals):
        return
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in actuals:
        sums[row.month, row.metric] += row.value
    lines = [
        {_("Month"): formats.month_label(Month.parse(month))}
        | {
            _capital(role_word(metric)): amount(metric, sums[month, metric], context.company)
            if (month, metric) in sums
            else ""
            for metric in actuals.metrics()
        }
        for month in actuals.months()
    ]
    if len(lines) > 1:
        lines.append(
            {_("Month"): _("Total")}
            | {
                _capital(role_word(m)): amount(m, actuals.total(m), context.company)
                for m in actuals.metrics()
            }
        )
    st.markdown(_("What it gave, by month"))
    components.table(pd.DataFrame(lines), alt=_("The figures as read"), height="content")


def as_text(label: str) -> str:
    """A label from a file, harmless where a table is saved as CSV and opened in a spreadsheet."""
    return f"'{label}" if label.startswith(("=", "+", "-", "@", "\t", "\r")) else label


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
