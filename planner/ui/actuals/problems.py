"""What was left out or wants looking at, cell by cell, and the same file with it written beside each row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pandas as pd
import streamlit as st

from planner.domain.actuals import RowProblem
from planner.presentation import language
from planner.presentation.actuals.words import problem_words
from planner.presentation.language import _, ngettext
from planner.services.actuals_intake import Reading
from planner.ui import components
from planner.ui.actuals.draft import Draft
from planner.ui.actuals.understood import as_text
from planner.ui.downloads import EXCEL

SHOWN = 200


def show(reading: Reading, draft: Draft) -> None:
    """Rejected rows first; notes about the whole file stand under "How the file was understood"."""
    result = reading.as_read
    placed = [problem for problem in result.problems if problem.row or problem.severity == "rejected"]
    if not placed:
        return
    rejected = len(result.rejected)
    title = (
        ngettext("{count} row or figure left out", "{count} rows or figures left out", rejected).format(
            count=rejected
        )
        if rejected
        else _("To look at")
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{title}**", width="content")
        st.download_button(
            _("The file with its problems (Excel)"),
            _marked(reading, draft),
            f"{draft.name.rsplit('.', 1)[0]} - {_('problems')}.xlsx",
            EXCEL,
            on_click="ignore",
            icon=":material/download:",
        )
    placed.sort(key=lambda problem: problem.severity != "rejected")
    lines = []
    for problem in placed[:SHOWN]:
        reason, remedy = problem_words(problem)
        lines.append(
            {
                _("Sheet"): as_text(problem.sheet),
                _("Cell"): as_text(_place(problem, draft)),
                _("What is wrong"): as_text(reason),
                _("What to do"): remedy,
                _("Effect"): _("left out") if problem.severity == "rejected" else _("taken"),
            }
        )
    components.table(
        pd.DataFrame(lines),
        alt=_("Problems in the file"),
        height="content" if len(lines) <= 8 else 300,
        column_config={_("What is wrong"): st.column_config.TextColumn(width="large")},
    )
    if len(placed) > SHOWN:
        st.caption(_("{count} more of them; the download has them all.").format(count=len(placed) - SHOWN))


def _place(problem: RowProblem, draft: Draft) -> str:
    """The cell; of figures typed here, which have no addresses, the label of its row and its column."""
    if not problem.cell:
        return _("row {row}").format(row=problem.row) if problem.row else ""
    if not draft.typed or problem.row is None:
        return problem.cell
    lines = list(csv.reader(io.StringIO(draft.data.decode()), delimiter="\t"))
    column = 0
    for letter in problem.cell.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    try:
        return f"{lines[problem.row - 1][0]}, {lines[0][column - 1]}"
    except IndexError:
        return problem.cell


def _marked(reading: Reading, draft: Draft) -> Callable[[], bytes]:
    # Made on a thread of its own: it brings what it needs along, language included.
    spoken = language.current()

    def make() -> bytes:
        from planner.presentation.actuals.problem_file import problem_file  # noqa: PLC0415 - only for downloads
        from planner.sources.excerpt import plain_sheets  # noqa: PLC0415
        from planner.sources.sandbox import open_book  # noqa: PLC0415

        with language.speaking(spoken):
            result = reading.as_read
            sheets = plain_sheets(open_book(draft.data, draft.name))
            return problem_file(sheets, result.problems, result.facts.header_rows)

    return make
