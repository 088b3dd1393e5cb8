"""What the reader of actuals asks and refuses, worded for the screen: the answer is given right below."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.actuals import RowProblem
from planner.domain.calendar import Month
from planner.domain.errors import OpenQuestion, PlannerError
from planner.presentation import formats
from planner.presentation.actuals.words import place_of, problem_words, role_word
from planner.presentation.language import SOURCE, _, current, ngettext, told
from planner.presentation.words import N_

TOLD = 10
"""Faults told one by one where nothing of a file can be read."""
QUESTIONS: Mapping[str, str] = {
    "metric": N_("{place}: what do these figures count? Nothing in the file says so."),
    "default_channel": N_("{place}: which channel are these figures for? The file has no channel column."),
    "channel_map": N_("{place}: none of the file's channels is in the plan. Which ones are meant?"),
    "year": N_("{place}: which year are these months in? Choose the year above."),
    "date_order": N_(
        "{place}: is {example} written day first or month first? Every date can be read both ways."
    ),
    "weeks": N_(
        "{place}: column “{column}” counts weeks, and a week may lie in two months. Send months or "
        "days, or count each week to the month of its first day."
    ),
    "currency": N_(
        "{place}: amounts come in several currencies ({currencies}). Which one is the plan's? The "
        "others are then left out and listed."
    ),
    "column": N_("{place}: which column is {metric}?"),
    "states": N_(
        "{place}: {channel}, {month} stands in several states ({states}). Is it the same money on its"
        " way, or are these parts that add up?"
    ),
    "decimal": N_(
        "{place}: in column “{column}”, is the mark in {example} a decimal mark or does it group thousands?"
    ),
    "three_digits": N_(
        "{place}: in column “{column}”, are the three digits in {example} thousands or decimals? Beside it "
        "stands {other}."
    ),
    "sheet": N_("Which sheet holds the actuals?"),
}
"""A sentence for each thing a question can be about."""
ANSWERS: Mapping[str, str] = {
    "dmy": N_("day first"),
    "mdy": N_("month first"),
    ".": N_("a point: 1,234.50"),
    ",": N_("a comma: 1.234,50"),
    "thousands": N_("thousands: 8.100 is 8100"),
    "decimals": N_("decimals: 8.100 is 8.1"),
    "stages": N_("the same money: count it once"),
    "parts": N_("parts: add them up"),
    "date": N_("to the month of its first day"),
    "*": N_("all of them, added up"),
}
_REFUSALS: Mapping[str, str] = {
    "no_header": N_("{place}: no row that names the columns was found. Say below which row it is."),
    "no_figures": N_("{place}: no column of figures was understood. Say below what the columns hold."),
    "plan_only": N_(
        "{place}: plan or forecast figures, no actual ones. Send the actuals, or say below which "
        "column holds them."
    ),
}


_DAMAGED = N_("“{file}” is damaged or cut off. Save it again and send the new copy.")
_NO_TABLE = N_("“{file}” holds no table to read. Save the table as xlsx or CSV.")
_TOO_LARGE = N_("“{file}” is larger than one upload may be. Copy the cells that matter into a new workbook.")
OPENING: Mapping[str, str] = {
    "password": N_("“{file}” is protected by a password. Save it without one and send it again."),
    "damaged": _DAMAGED,
    "entities": N_(
        "“{file}” carries a document type, which no spreadsheet program writes; it was not opened."
    ),
    "no_workbook": _NO_TABLE,
    "no_table": _NO_TABLE,
    "bomb": _TOO_LARGE,
    "memory": _TOO_LARGE,
    "too_many_parts": _TOO_LARGE,
    "too_many_cells": _TOO_LARGE,
    "too_many_columns": _TOO_LARGE,
    "too_many_rows": _TOO_LARGE,
    "too_many_sheets": _TOO_LARGE,
    "far_cell": N_(
        "“{file}” has a cell far from its table. Delete the empty rows and columns around the table and save "
        "again."
    ),
}
"""Why the guarded process did not open a file; in English its own sentence, with its figures, is shown."""


def question_words(question: OpenQuestion) -> str:
    """The question as the screen asks it."""
    about, facts = str(question.params.get("about")), question.params.get("facts")
    if about not in QUESTIONS or not isinstance(facts, Mapping):
        return told(question)
    blanks = {name: role_word(str(text)) if name == "metric" else text for name, text in facts.items()}
    if "month" in blanks:
        blanks["month"] = formats.month_label(Month.parse(str(blanks["month"])))
    if blanks.get("place") == "The file":
        blanks["place"] = _("The file")
    return _(QUESTIONS[about]).format(**blanks)


def answer_words(about: str, answer: str) -> str:
    """A possible answer; names out of the file stay as they are."""
    if about in ("metric", "default_channel", "column", "sheet") and answer != "*":
        return role_word(answer) if about == "metric" else answer
    return _(ANSWERS[answer]) if answer in ANSWERS else answer


def refusal_words(problem: PlannerError) -> str:
    """Why a file cannot be read, and what to do on this screen."""
    reason, faults = problem.params.get("reason"), problem.params.get("problems")
    blanks = getattr(problem.message, "blanks", {})
    if reason == "no_rows" and isinstance(faults, tuple):
        return _nothing_read(str(blanks.get("filename", "")), faults)
    if reason in OPENING and current() != SOURCE and "name" in blanks:
        return _(OPENING[str(reason)]).format(file=blanks["name"])
    answerable = reason == "no_header" or "columns" in problem.params
    if answerable and reason in _REFUSALS and "place" in blanks:
        return _(_REFUSALS[str(reason)]).format(place=blanks["place"])
    return told(problem)


def _nothing_read(filename: str, faults: tuple[RowProblem, ...]) -> str:
    lines = [_("“{file}”: no row could be read.").format(file=filename)]
    for fault in faults[:TOLD]:
        reason, remedy = problem_words(fault)
        lines.append(f"{place_of(fault)}: {reason}" + (f". {remedy}" if remedy else ""))
    more = len(faults) - TOLD
    if more > 0:
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    return "\n\n".join(lines)
