"""What only the sender knows, asked once in one small form and remembered for the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.actuals import METRICS, LabelMatch
from planner.domain.company import Company
from planner.domain.errors import OpenQuestion, PlannerError
from planner.presentation import formats
from planner.presentation.actuals.asking import answer_words, question_words
from planner.presentation.actuals.words import channel_word, role_word
from planner.presentation.language import _, ngettext
from planner.presentation.words import N_
from planner.services.actuals_basis import Ask
from planner.services.actuals_intake import Reading
from planner.ui import components
from planner.ui.actuals.draft import Draft
from planner.ui.actuals.understood import as_text

ROLES = ("month", "channel", *METRICS, "campaign", "state", "order", "invoice")
_UNITS = {
    1: N_("single units"),
    1_000: N_("thousands"),
    10_000: N_("ten thousands"),
    1_000_000: N_("millions"),
}


def ask_first(question: OpenQuestion, draft: Draft) -> None:
    """A question without whose answer nothing can be read."""
    key, about = str(question.params.get("question", "")), str(question.params.get("about", ""))
    st.warning(components.escape(question_words(question)), icon=":material/help:")
    options, labels = _listed(question, "options"), _listed(question, "labels")
    if not key or key == "year":
        return
    with st.form(f"ask_{draft.digest}"):
        told: Any
        if key == "channel_map":
            told = {label: _channel(draft, label, label) for label in labels}
            told = dict(draft.answers.get(key, {})) | {label: name for label, name in told.items() if name}
        elif options:
            told = st.selectbox(_("Answer"), options, index=None, format_func=partial(answer_words, about))
        else:
            told = st.text_input(_("Answer"))
        if st.form_submit_button(_("Read again"), type="primary") and told:
            if key == "column_map":
                told = dict(draft.answers.get(key, {})) | _columns_meant(told, options, labels)
            draft.answer(**{key: told})
            st.rerun()


def ask_after_refusal(problem: PlannerError, draft: Draft) -> None:
    """Where the table or its columns were not found, somebody can point at them."""
    columns = problem.params.get("columns")
    if problem.params.get("reason") == "no_header":
        _ask_header(problem.params.get("rows"), draft)
    elif isinstance(columns, dict) and columns:
        _ask_columns(columns, draft)


def _ask_header(rows: object, draft: Draft) -> None:
    with st.form(f"header_{draft.digest}"):
        if isinstance(rows, list) and rows:
            width = max(len(row) for row in rows)
            lines = [
                {_("Row"): str(number)}
                | {chr(65 + c): as_text(row[c]) if c < len(row) else "" for c in range(width)}
                for number, row in enumerate(rows, 1)
            ]
            frame = pd.DataFrame(lines)
            components.table(frame, alt=_("The first rows of the file"), height="content")
        row = st.number_input(
            _("Row that names the columns"), min_value=1, value=draft.answers.get("header_row"), width=240
        )
        if st.form_submit_button(_("Read again"), type="primary") and row:
            draft.answer(header_row=row)
            st.rerun()


def _ask_columns(columns: Mapping[str, str | None], draft: Draft) -> None:
    given = dict(columns) | dict(draft.answers.get("column_map", {}))
    with st.form(f"columns_{draft.digest}"):
        with st.container(horizontal=True):
            told = {
                name: st.selectbox(
                    components.escape(name),
                    ROLES,
                    index=ROLES.index(given[name]) if given.get(name) in ROLES else None,
                    placeholder=formats.NOTHING,
                    format_func=role_word,
                    key=f"column_{draft.digest}_{name}",
                    width=220,
                )
                for name in columns
            }
        if st.form_submit_button(_("Read again"), type="primary") and any(told.values()):
            before = dict(draft.answers.get("column_map", {}))
            draft.answer(column_map=before | {name: role for name, role in told.items() if role})
            st.rerun()


def ask(reading: Reading, draft: Draft, company: Company) -> None:
    """Labels nobody knows, and what the amounts are; nothing is drawn where all is clear."""
    unknown = reading.as_read.facts.unknown_labels
    if not unknown and not reading.asked:
        return
    with st.form(f"map_{draft.digest}"):
        labels: dict[str, str | None] = {}
        if unknown:
            st.markdown(f"**{_('Which channel is meant?')}**")
            with st.container(horizontal=True):
                labels = _labels(unknown, draft)
        basis: dict[str, Any] = {}
        unit: int | None = None
        if reading.asked:
            st.markdown(f"**{_('What are the amounts?')}**")
            for about in reading.asked:
                if about is Ask.UNIT:
                    unit = _unit(reading, company)
                else:
                    basis |= _amounts(about, reading, company)
        with st.container(horizontal=True, vertical_alignment="center"):
            sent = st.form_submit_button(_("Use these"), type="primary")
            st.caption(
                _("Asked once: the answers are kept for files of this kind when you take this one over.")
            )
        if sent:
            more: dict[str, Any] = {}
            if unknown:
                more["channel_map"] = dict(draft.answers.get("channel_map", {})) | labels
            if unit is not None:
                basis["unit_seen"] = True
                more["unit"] = unit if unit > 1 else None
            if basis:
                more["basis"] = {**draft.answers.get("basis", {}), **basis}
            draft.answer(**more)
            st.rerun()


def _labels(unknown: Sequence[LabelMatch], draft: Draft) -> dict[str, str | None]:
    """A box a label, the likeliest channel chosen; left empty the label is left out for good."""
    chosen: dict[str, str | None] = {}
    for match in unknown:
        text = ngettext("“{label}”, {count} row", "“{label}”, {count} rows", match.lines).format(
            label=match.label, count=match.lines
        )
        guess = match.suggestions[0] if match.suggestions and match.confidence >= 0.5 else None
        chosen[match.label] = _channel(draft, text, match.label, guess)
    return chosen


def _channel(draft: Draft, text: str, label: str, guess: str | None = None) -> str | None:
    options = draft.channels
    return st.selectbox(
        components.escape(text),
        options,
        index=options.index(guess) if guess in options else None,
        placeholder=_("Leave out"),
        format_func=channel_word,
        key=f"label_{draft.digest}_{label}",
        width=300,
    )


def _amounts(about: Ask, reading: Reading, company: Company) -> dict[str, Any]:
    """The answer to one question, empty while nothing is given."""
    match about:
        case Ask.CURRENCY:
            question = _("The file is in {currency}. How much {own} is one {currency}?").format(
                currency=reading.as_read.facts.currency, own=company.currency
            )
            rate = st.number_input(question, min_value=0.0, value=None, format="%.6g", width=420)
            return {"rate": rate, "rate_of": reading.as_read.facts.currency} if rate else {}
        case Ask.VAT:
            if reading.seen.vat == "gross":
                question = _("The file's amounts include VAT, the plan's do not. VAT rate, %")
            else:
                question = _("The file's amounts are without VAT, the plan's include it. VAT rate, %")
            rate = _per_cent(question, None)
            return {} if rate is None else {"vat_basis": reading.seen.vat, "vat_rate": rate}
        case Ask.FEE:
            fee = _per_cent(_("The file's spend includes the agency's fee. Fee, % of the media money"), None)
            return {} if fee is None else {"fee": fee}
        case Ask.ORDERS:
            question = _(
                "The file's revenue counts orders. Share that stays after cancellations and returns, %"
            )
            kept = _per_cent(question, 100.0)
            return {} if not kept else {"kept": kept}
        case _:
            return {}


def _per_cent(question: str, value: float | None) -> float | None:
    share = st.number_input(
        question, min_value=0.0, max_value=100.0 if value else 99.0, value=value, format="%.4g", width=420
    )
    return None if share is None else round(share / 100, 6)


def _unit(reading: Reading, company: Company) -> int | None:
    spend = reading.as_read.actuals.total("spend")
    return st.selectbox(
        _("The file's spend of {amount} is far from the plan's. Its unit").format(
            amount=components.escape(formats.exact(spend, company, currency=True))
        ),
        list(_UNITS),
        index=None,
        format_func=lambda unit: _(_UNITS[unit]),
        width=420,
    )


def _listed(question: OpenQuestion, name: str) -> list[str]:
    found = question.params.get(name)
    return [str(item) for item in found] if isinstance(found, list | tuple) else []


def _columns_meant(told: str, options: list[str], labels: list[str]) -> dict[str, str | None]:
    """Of columns that mean the same, the others are left out; else the column means what was told."""
    if options == labels:
        return {label: None for label in labels if label != told}
    return dict.fromkeys(labels, told)
