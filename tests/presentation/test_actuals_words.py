"""What the reader of actuals finds and asks has words on screen, in every language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from planner.domain.actuals import METRICS, MoneyState, RowProblem
from planner.domain.errors import BadFile, OpenQuestion, PlannerError
from planner.presentation.actuals.asking import (
    _REFUSALS,
    ANSWERS,
    OPENING,
    QUESTIONS,
    answer_words,
    question_words,
    refusal_words,
)
from planner.presentation.actuals.words import PROBLEMS, problem_words, role_word, state_word
from planner.presentation.language import LANGUAGES, SOURCE, _, speaking
from planner.sources.actuals_file import read_actuals
from planner.sources.problem_log import Code
from planner.sources.questions import About
from planner.ui.actuals.questions import ROLES

TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
FOR_THE_COMMAND_LINE = re.compile(r"mapping file|channel_map|column_map|header_row|--\w|\"\w+_\w+\"")
PLAN = ("TV", "Radio")


def test_every_problem_and_question_of_the_reader_has_words() -> None:
    assert set(PROBLEMS) == set(get_args(Code))
    assert set(QUESTIONS) == set(get_args(About))


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_words_are_translated(language: str) -> None:
    texts = [part for parts in PROBLEMS.values() for part in parts if part]
    texts += [*QUESTIONS.values(), *ANSWERS.values(), *_REFUSALS.values(), *OPENING.values()]
    with speaking(language):
        assert [text for text in texts if _(text) == text] == []
        assert [role for role in (*ROLES, *METRICS) if role_word(role) == role] == []
        assert [state for state in MoneyState if state_word(state) == str(state)] == []


def test_every_reason_of_the_guarded_process_has_words() -> None:
    child = Path(__file__).parents[2] / "planner" / "sources" / "child"
    text = "".join(path.read_text("utf-8") for path in child.glob("*.py"))
    reasons = {*re.findall(r'Refusal\(\s*"(\w+)"', text), *re.findall(r'\("refused", "(\w+)"', text)}
    assert len(reasons) > 10
    assert reasons == set(OPENING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_not_opened_is_said_in_the_reader_s_language(language: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_actuals(b"PK\x03\x04 cut off", "Отчёт.xlsx")
    with speaking(language):
        said = refusal_words(caught.value)
        assert (
            said == str(caught.value)
            if language == SOURCE
            else said == _(OPENING["damaged"]).format(file="Отчёт.xlsx")
        )
    assert "Отчёт.xlsx" in said


def test_no_module_of_the_reader_makes_up_a_problem_of_its_own() -> None:
    """Codes are typed where problems are made; a problem made elsewhere would slip by."""
    sources = Path(__file__).parents[2] / "planner" / "sources"
    made = [p.name for p in sources.glob("*.py") if re.search(r"\bRowProblem\(", p.read_text("utf-8"))]
    assert sorted(name for name in made if not name.startswith("history")) == ["combine.py", "problem_log.py"]


ASKING = {
    "metric": "Channel,2026-01\nTV,5\n",
    "default_channel": "Month,Spend\n2026-01,5\n",
    "channel_map": "Month,Channel,Spend\n2026-01,Blimp,5\n",
    "year": "Month,Channel,Spend\nJan,TV,5\n",
    "date_order": "Date,Channel,Spend\n01/02/2026,TV,5\n",
    "weeks": "Week,Channel,Spend\n2026-W05,TV,5\n",
    "currency": "Month,Channel,Currency,Spend\n2026-01,TV,USD,5\n2026-01,TV,EUR,5\n",
    "column": "Month,Channel,Net spend,Spend\n2026-01,TV,5,6\n",
    "states": "Month,Channel,Status,Spend\n2026-01,TV,Accrued,50\n2026-01,TV,Invoiced,30\n",
    "decimal": "Month;Channel;Revenue\n2026-01;TV;1.234\n2026-02;TV;2.345\n",
    "three_digits": "Month;Channel;Revenue\n2026-01;TV;1.234\n2026-02;TV;2,345\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ASKING)
def test_a_question_is_asked_without_words_of_the_command_line(about: str, language: str) -> None:
    with pytest.raises(OpenQuestion) as caught:
        read_actuals(ASKING[about].encode(), "f.csv", channels=PLAN)
    assert caught.value.params["about"] == about
    assert about == "year" or str(caught.value.params["question"]) in str(caught.value)
    with speaking(language):
        said = question_words(caught.value)
    assert not FOR_THE_COMMAND_LINE.search(said)
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Dear all\nsee attached\n", "no_header"),
        ("Month,Channel,Remark\n2026-01,TV,fine\n", "no_figures"),
        ("Month,Channel,Plan\n2026-01,TV,5\n", "plan_only"),
        ("Month,Channel,Spend\n2026-13,TV,5\n2026-01,,5\n2026-02,TV,x\n", "no_rows"),
    ],
)
def test_a_refusal_says_what_to_do_here(text: str, reason: str, language: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_actuals(text.encode(), "f.csv", channels=PLAN)
    assert caught.value.params["reason"] == reason
    with speaking(language):
        said = refusal_words(caught.value)
    assert not FOR_THE_COMMAND_LINE.search(said)
    if reason == "no_rows":
        assert [place for place in ("A2", "B3", "C4") if place in said] == ["A2", "B3", "C4"]


def test_a_file_full_of_faults_tells_ten_and_counts_the_rest() -> None:
    rows = "".join(f"2026-13,TV,{i}\n" for i in range(40))
    with pytest.raises(BadFile) as caught:
        read_actuals(f"Month,Channel,Spend\n{rows}".encode(), "f.csv", channels=PLAN)
    assert str(caught.value).count("is not a month") == 10
    assert "And 30 more." in str(caught.value)
    assert refusal_words(caught.value).count("is not a month") == 10
    assert "and 30 more" in refusal_words(caught.value)


def test_answers_out_of_the_file_stay_as_they_are() -> None:
    assert answer_words("column", "date") == "date"
    assert answer_words("date_order", "dmy") == "day first"
    assert answer_words("sheet", "*") == "all of them, added up"
    assert answer_words("metric", "conversions") == "orders"


def test_an_error_of_another_room_is_told_as_it_is() -> None:
    assert refusal_words(PlannerError("No more.")) == "No more."
    assert question_words(OpenQuestion("Which?", question="basis")) == "Which?"


def test_a_problem_keeps_the_name_it_is_about() -> None:
    problem = RowProblem("S", "B3", 3, "bad_state", 'S!B3: "Cancelled" is no state of money; ...', "rejected")
    assert problem_words(problem)[0] == "“Cancelled” is no state of money"


def test_a_sheet_that_was_not_read_is_named() -> None:
    problem = RowProblem(
        "", "", None, "sheet_left_out", "These sheets were not read: Notes, Plan 2027.", "warning"
    )
    for language in LANGUAGES:
        with speaking(language):
            assert "Notes, Plan 2027" in problem_words(problem)[0]
