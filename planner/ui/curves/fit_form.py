"""The form of a fit: a history, which column is what, lift tests, and whether it prolongs a kept history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import streamlit as st

from planner.analysis.fit.prepare import FEWEST
from planner.domain.actuals import RowProblem
from planner.domain.errors import BadDocument, PlannerError, say
from planner.domain.experiment import Experiment
from planner.domain.history import History
from planner.presentation import formats
from planner.presentation.history_template import history_template
from planner.presentation.language import _, ngettext, told
from planner.services.fitting import start_fit
from planner.services.longer_history import joined
from planner.sources.column_roles import Column, Roles, proposed_roles
from planner.sources.experiments_file import read_experiments
from planner.sources.history_file import read_history
from planner.ui import cached, components, state
from planner.ui.context import Context
from planner.ui.curves import columns as columns_asked
from planner.ui.curves import refresh
from planner.ui.curves.proof import proof_of
from planner.ui.curves.words import periods_words

TYPES = ["csv", "txt", "tsv", "xlsx", "xls", "xlsm", "xlsb", "ods", "parquet"]
SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "history_weekly.csv"
SHOWN_PROBLEMS = 8


def view(context: Context) -> None:
    """Offer what actuals make possible, then take a file."""
    refresh.offer(context)
    refresh.newest(context)
    st.subheader(_("Fit curves to a history"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        file = st.file_uploader(
            _("History: one row a week, day or month"),
            type=TYPES,
            key="history_file",
            help=columns_asked.history_words(),
        )
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Template"),
            data=lambda: history_template(
                [c.name for c in context.company.active_channels], cached.today(), context.company.currency
            ),
            file_name="history.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            icon=":material/download:",
            key="history_template",
        )
        if context.company.is_sample and st.button(
            _("Take the sample's own history"), key="history_sample", icon=":material/science:"
        ):
            st.session_state["_history_sample"] = True
    data, name = _chosen(file, context.company.is_sample)
    if data is None:
        st.caption(_("Nothing is kept before you have seen the report."))
        return
    try:
        columns = columns_asked.file_columns(name, len(data), getattr(file, "file_id", name), data)
    except PlannerError as problem:
        st.error(told(problem), icon=":material/error:")
        return
    _ask(context, data, name, columns)


def _chosen(file: object, is_sample: bool) -> tuple[bytes | None, str]:
    """The uploaded file, else the sample's own history where somebody asked for it."""
    if file is not None:
        st.session_state.pop("_history_sample", None)
        return file.getvalue(), file.name  # type: ignore[attr-defined]
    if is_sample and st.session_state.get("_history_sample") and SAMPLE.exists():
        return SAMPLE.read_bytes(), SAMPLE.name
    return None, ""


def _ask(context: Context, data: bytes, name: str, columns: tuple[Column, ...]) -> None:
    ours = [channel.name for channel in context.company.active_channels]
    found = proposed_roles(columns, ours)
    chosen = columns_asked.column_roles(columns, found, key=name)
    called = _called(context, chosen.channels, found.called)
    with st.expander(_("Lift tests, or an outcome counted in orders"), icon=":material/science:"):
        worth = columns_asked.worth_input(context.company.currency, key="fit_value")
        tests = st.file_uploader(
            _("Lift tests, if there are any (CSV or Excel)"), type=["csv", "xlsx"], key="fit_tests"
        )
        known = [one.experiment for one in state.store().experiments(context.slug)]
        if known:
            st.caption(
                ngettext(
                    "{count} lift test of Experiments enters as well.",
                    "{count} lift tests of Experiments enter as well.",
                    len(known),
                ).format(count=len(known))
            )
    kept = _kept(context, columns)
    ready = bool(chosen.date and chosen.outcome and chosen.channels)
    if not ready:
        st.caption(_("Choose the date, the outcome and at least one channel."))
    if not st.button(
        _("Fit"), key="fit_start", type="primary", icon=":material/insights:", disabled=not ready
    ):
        return
    try:
        _begin(context, data, name, chosen, called, worth, tests, known, kept)
    except PlannerError as problem:
        refused(problem)
        return
    st.session_state.pop("_history_sample", None)
    st.rerun()


def _called(context: Context, channels: tuple[str, ...], guessed: Mapping[str, str]) -> dict[str, str]:
    """Which of our channels each column is; asked only where a name is not ours."""
    ours = [channel.name for channel in context.company.active_channels]
    unknown = [name for name in channels if name not in ours]
    free = [name for name in ours if name not in channels]
    if not unknown or not free:
        return {}
    st.markdown(_("Which of your channels is it?"))
    own = _("a channel of its own")
    called = {}
    with st.grid(4, min_column_width=150, gap="small"):
        for name in unknown:
            options = [own, *free]
            picked = st.selectbox(
                components.escape(name),
                options,
                index=options.index(guessed[name]) if guessed.get(name) in free else 0,
                key=f"fit_channel_{name}",
            )
            if picked != own:
                called[name] = picked
    return called


def _kept(context: Context, columns: tuple[Column, ...]) -> History | None:
    """The history behind the plan's curves, where the file is to be put behind it."""
    proof = proof_of(context)
    if proof is None:
        return None
    horizon = proof.record.history.horizon
    longer = st.toggle(
        _("Put it behind the history of version {id} ({count}, to {day})").format(
            id=proof.info.number,
            count=periods_words(horizon.period, horizon.count),
            day=formats.day_label(horizon.starts()[-1] - timedelta(days=1)),
        ),
        value=0 < columns[0].rows < FEWEST[horizon.period],
        key="fit_longer",
        help=_("For a file that holds only the new weeks. Where both speak, the file counts."),
    )
    return proof.record.history if longer else None


def _begin(
    context: Context,
    data: bytes,
    name: str,
    chosen: Roles,
    called: Mapping[str, str],
    worth: float | None,
    tests: object,
    known: list[Experiment],
    kept: History | None,
) -> None:
    """Read everything, refuse what cannot be, and hand it to the process that fits."""
    twice = {ours for ours in called.values() if list(called.values()).count(ours) > 1}
    if twice:
        raise BadDocument(
            say("Two columns are called {names}; choose one for each.", names=", ".join(sorted(twice)))
        )
    read = read_history(
        data,
        name,
        channels=chosen.channels,
        controls=chosen.controls,
        outcome=chosen.outcome,
        date_column=chosen.date,
    )
    history = _ours(read.history, called, worth)
    ours = {channel.name for channel in context.company.channels}
    if ours and not ours & set(history.channels):
        raise BadDocument(
            say(
                "None of these columns is a channel of {company}. Say which of your channels they are, or "
                "add them in Setup.",
                company=context.company.name,
            )
        )
    notes = list(read.notes)
    if kept is not None:
        longer = joined(kept, history)
        history, notes = longer.history, [*notes, *longer.notes]
    found = list(known)
    if tests is not None:
        given = read_experiments(tests.getvalue(), tests.name)  # type: ignore[attr-defined]
        places = {(one.channel, one.start, one.end) for one in known}
        fresh = [
            one
            for one in (replace(e, channel=called.get(e.channel, e.channel)) for e in given)
            if (one.channel, one.start, one.end) not in places
        ]
        if fresh:
            state.store().add_experiments(context.slug, fresh, tests.name, state.who())  # type: ignore[attr-defined]
        found += fresh
    start_fit(state.store(), context.slug, history, name, who=state.who(), experiments=found, notes=notes)


def _ours(history: History, called: Mapping[str, str], worth: float | None) -> History:
    """The history under our names, its outcome in money."""
    assert history.outcome is not None
    return replace(
        history,
        channels=tuple(called.get(name, name) for name in history.channels),
        outcome=history.outcome if worth is None else history.outcome * worth,
    )


def refused(problem: PlannerError) -> None:
    """What is wrong with the file, each with its place."""
    problems = [one for one in problem.params.get("problems", ()) if isinstance(one, RowProblem)]  # type: ignore[attr-defined]
    if len(problems) < 2:
        st.error(told(problem), icon=":material/error:", title=_("Nothing was fitted"))
        return
    lines = [f"- {components.escape(told(one.message))}" for one in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        more = len(problems) - SHOWN_PROBLEMS
        lines.append("- " + ngettext("and {count} more", "and {count} more", more).format(count=more))
    st.error("\n".join(lines), icon=":material/error:", title=_("Nothing was fitted"))
