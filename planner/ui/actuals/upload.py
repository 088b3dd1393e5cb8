"""Upload: read, ask what is unsure, show what was understood, and only then take over."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from planner.domain.actuals import BASELINE, MONEY_METRICS, ReadResult
from planner.domain.errors import OpenQuestion, PlannerError
from planner.plan.evaluation import plan_channels
from planner.presentation import formats
from planner.presentation.language import _, ngettext
from planner.sources.actuals_file import read_actuals
from planner.ui import components, state
from planner.ui.context import Context

KINDS = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt"]
SHOWN_PROBLEMS = 200


def view(context: Context) -> None:
    """One file at a time, from the drop to "Take over"."""
    st.subheader(_("Bring in what was really spent and earned"))
    file = st.file_uploader(
        _("Excel or CSV file from an agency, an ad platform or the ledger, up to 25 MB"),
        type=KINDS,
        key=f"upload_{st.session_state.get('_upload_turn', 0)}",
    )
    if file is None:
        st.caption(
            _("Any layout: months in rows or columns, one sheet or many. Nothing is stored until you say so.")
        )
        return
    data = file.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    source = source_of(file.name)
    answers = dict(state.store().mapping(context.slug, source) or {})
    answers |= st.session_state.get(f"_answers_{digest}", {})
    try:
        with st.spinner(_("Reading {file} …").format(file=file.name)):
            result = _read(data, digest, file.name, json.dumps(answers, sort_keys=True), context)
    except OpenQuestion as question:
        # What follows says how to answer on the command line; here the form below does.
        st.warning(re.split(r"[ ,]*(?:or a|A)nswer with", str(question))[0], icon=":material/help:")
        _question(question, digest, answers, context)
        return
    except PlannerError as problem:
        st.error(str(problem), icon=":material/error:")
        return
    _understood(result, context)
    _unknown_channels(result, digest, answers, context)
    _problems(result)
    _take_over(result, context, file.name, digest, source, answers)


def source_of(file_name: str) -> str:
    """Files that differ only in dates and numbers come from one source and share its mapping."""
    stem = file_name.rsplit(".", 1)[0]
    return re.sub(r"[\d\W_]+", " ", stem).strip().lower() or stem


@st.cache_data(max_entries=8, show_spinner=False)
def _read_cached(
    _data: bytes, digest: str, name: str, answers: str, channels: tuple[str, ...], year: int
) -> ReadResult:
    return read_actuals(_data, name, channels=channels, year=year, mapping=json.loads(answers))


def _read(data: bytes, digest: str, name: str, answers: str, context: Context) -> ReadResult:
    return _read_cached(data, digest, name, answers, known_channels(context), context.year)


def known_channels(context: Context) -> tuple[str, ...]:
    """The plan's channels and the name for sales without media."""
    names = plan_channels(context.company, state.store().curves(context.slug))
    return (*names, BASELINE)


def _understood(result: ReadResult, context: Context) -> None:
    facts, actuals = result.facts, result.actuals
    months = actuals.months()
    span = f"{months[0]} – {months[-1]}" if months else "–"
    count = len(actuals)
    st.markdown(
        "**"
        + ngettext("{count} figure read", "{count} figures read", count).format(count=f"{count:,}")
        + f"**, {span}. "
        + "; ".join(f"{_metric(m)} {_amount(m, actuals.total(m), context)}" for m in actuals.metrics())
    )
    for total in facts.totals:
        both = {
            "label": f"{total.label} ({total.sheet}!{total.cell})",
            "stated": _amount(total.metric, total.stated, context),
            "read": _amount(total.metric, total.read, context),
        }
        if total.agrees:
            st.success(_("Your total {stated}; read {read}. {label}").format(**both), icon=":material/check:")
        else:
            st.warning(
                _("Your total {stated}; read {read}. {label}").format(**both), icon=":material/warning:"
            )
    with st.expander(_("How the file was understood")):
        where = ", ".join(
            _("{sheet}, header in row {row}").format(sheet=s, row=r) for s, r in facts.header_rows.items()
        )
        st.markdown(where)
        meanings = [
            {_("Column in the file"): column, _("Read as"): _metric(role) if role else _("left out")}
            for column, role in facts.columns.items()
        ]
        components.table(pd.DataFrame(meanings), alt=_("Columns and what they were read as"))
        for note in facts.notes:
            st.caption(note)
        components.table(actuals.to_frame().head(500), alt=_("The figures as read"), height=260)


def _metric(metric: str) -> str:
    return {
        "spend": _("spend"),
        "revenue": _("revenue"),
        "conversions": _("orders"),
        "new_customers": _("new customers"),
        "leads": _("leads"),
        "impressions": _("impressions"),
        "clicks": _("clicks"),
        "month": _("month"),
        "channel": _("channel"),
        "date": _("date"),
    }.get(metric, metric)


def _amount(metric: str, value: float, context: Context) -> str:
    if metric in MONEY_METRICS:
        return formats.exact(value, context.company)
    return formats.count(value)


def _unknown_channels(result: ReadResult, digest: str, answers: Mapping[str, Any], context: Context) -> None:
    unknown = result.facts.unknown_labels
    if not unknown:
        return
    st.markdown(f"**{_('Which channel is meant?')}**")
    options = known_channels(context)
    with st.form(f"map_{digest}"):
        chosen = {}
        for match in unknown:
            guess = match.suggestions[0] if match.suggestions else None
            chosen[match.label] = st.selectbox(
                ngettext("“{label}”, {count} row", "“{label}”, {count} rows", match.lines).format(
                    label=match.label, count=match.lines
                ),
                options,
                index=options.index(guess) if guess in options and match.confidence >= 0.5 else None,
                placeholder=_("Leave out"),
            )
        if st.form_submit_button(_("Use these"), type="primary"):
            told = dict(answers.get("channel_map", {})) | {k: v for k, v in chosen.items() if v}
            st.session_state[f"_answers_{digest}"] = {**answers, "channel_map": told}
            st.rerun()


def _question(question: OpenQuestion, digest: str, answers: Mapping[str, Any], context: Context) -> None:
    key = str(question.params.get("question", ""))
    options = [str(o) for o in _listed(question, "options")]
    labels = [str(label) for label in _listed(question, "labels")]
    if not key:
        return
    with st.form(f"ask_{digest}"):
        told: Any
        if key == "channel_map":
            told = {label: st.selectbox(label, known_channels(context), index=None) for label in labels}
            told = dict(answers.get(key, {})) | {label: name for label, name in told.items() if name}
        elif options:
            told = st.selectbox(_("Answer"), options, index=None)
        else:
            told = st.text_input(_("Answer"))
        if st.form_submit_button(_("Read again"), type="primary") and told:
            if key == "column_map":
                told = dict(answers.get(key, {})) | _columns_meant(told, options, labels)
            st.session_state[f"_answers_{digest}"] = {**answers, key: told}
            st.rerun()


def _listed(question: OpenQuestion, name: str) -> list[object]:
    found = question.params.get(name)
    return list(found) if isinstance(found, list | tuple) else []


def _columns_meant(told: str, options: list[str], labels: list[str]) -> dict[str, str | None]:
    """Of columns that mean the same, the others are left out; else the column means what was told."""
    if options == labels:
        return {label: None for label in labels if label != told}
    return dict.fromkeys(labels, told)


def _problems(result: ReadResult) -> None:
    if not result.problems:
        return
    rejected = len(result.rejected)
    st.markdown(
        "**"
        + ngettext("{count} row or figure left out", "{count} rows or figures left out", rejected).format(
            count=rejected
        )
        + "**"
        if rejected
        else f"**{_('To look at')}**"
    )
    frame = pd.DataFrame(
        [
            {
                _("Sheet"): p.sheet,
                _("Cell"): p.cell or (str(p.row) if p.row else ""),
                _("What is wrong, and what to do"): p.message,
                _("Effect"): _("left out") if p.severity == "rejected" else _("taken"),
            }
            for p in result.problems[:SHOWN_PROBLEMS]
        ]
    )
    components.table(frame, alt=_("Problems in the file"))
    if len(result.problems) > SHOWN_PROBLEMS:
        st.caption(_("{count} more of them.").format(count=len(result.problems) - SHOWN_PROBLEMS))


def _take_over(
    result: ReadResult,
    context: Context,
    name: str,
    digest: str,
    source: str,
    answers: Mapping[str, Any],
) -> None:
    if not result.rows:
        st.info(_("Nothing to take over yet."))
        return
    try:
        changed = state.store().restated(context.slug, result.rows)
    except PlannerError as problem:
        st.error(str(problem), icon=":material/error:")
        return
    if changed:
        st.markdown(
            "**"
            + ngettext(
                "{count} figure already taken over would change",
                "{count} figures already taken over would change",
                len(changed),
            ).format(count=len(changed))
            + "**"
        )
        components.table(
            pd.DataFrame(
                [
                    {
                        _("Month"): r.month,
                        _("Channel"): r.channel,
                        _("Figure"): _metric(r.metric),
                        _("Now"): _amount(r.metric, r.old, context),
                        _("In this file"): _amount(r.metric, r.new, context),
                    }
                    for r in changed[:SHOWN_PROBLEMS]
                ]
            ),
            alt=_("Restated figures"),
        )
    if not st.button(_("Take over"), type="primary", icon=":material/check:"):
        return
    try:
        batch = state.store().take_over(context.slug, result.rows, name, digest, state.who())
        if answers:
            state.store().save_mapping(context.slug, source, answers, state.who())
    except PlannerError as problem:
        st.error(str(problem), icon=":material/error:")
        return
    st.session_state["_upload_turn"] = st.session_state.get("_upload_turn", 0) + 1
    state.say_after_rerun(_("Took over {count} figures of {file}").format(count=batch.rows, file=name))
    st.rerun()
