"""Sentences of the domain, told in the reader's language."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from planner.domain.brand import BrandMetric, BrandStock
from planner.domain.calendar import Month
from planner.domain.company import Channel, Company, Customers, Thresholds
from planner.domain.errors import BadDocument, LabelMismatch, PlannerError, Several, say
from planner.domain.planning.book import PlanBook
from planner.domain.planning.goals import CompanyGoal
from planner.domain.planning.notes import PlanNote
from planner.presentation.language import speaking, told


def test_english_reads_as_the_pattern_filled() -> None:
    sentence = say("{name} needs {count:,d} rows.", name="TV", count=12000)
    assert sentence == "TV needs 12,000 rows."
    assert told(sentence) == "TV needs 12,000 rows."


def test_numbers_are_written_the_readers_way() -> None:
    with speaking("ru"):
        assert told(say("{amount:,.2f}", amount=1234.5)) == "1 234,50".replace(" ", "\u00a0")


def test_a_sentence_inside_a_sentence_is_told_too() -> None:
    inner = say("Budget")
    with speaking("ru"):
        assert told(say("{what}: {names}", what=inner, names=Several([inner, "TV"]))) == "Бюджет: Бюджет; TV"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Nov 2026; Nov 3, 2026; Nov 3, 2026, 9:05 AM UTC; Tuesday"),
        ("ru", "нояб. 2026 г.; 3 нояб. 2026 г.; 3 нояб. 2026 г., 09:05 UTC; вторник"),
        ("zh_CN", "2026年11月; 2026年11月3日; 2026年11月3日 09:05 UTC; 星期二"),
    ],
)
def test_times_in_a_sentence_are_written_the_readers_way(language: str, expected: str) -> None:
    at = datetime(2026, 11, 3, 9, 5, 7, tzinfo=UTC)
    sentence = say("{a}; {b}; {c}; {d:%A}", a=Month(2026, 11), b=at.date(), c=at, d=at.date())
    assert sentence == "2026-11; 2026-11-03; 2026-11-03 09:05 UTC; Tuesday", "the command line keeps one form"
    with speaking(language):
        assert " ".join(told(sentence).split()) == expected
        assert " ".join(told(say("{x}", x=Several([Month(2026, 11)]))).split()) == expected.partition(";")[0]


def test_a_name_with_braces_stays_a_name() -> None:
    assert told(BadDocument(say('"{name}" is unknown.', name="{0} {name}"))) == '"{0} {name}" is unknown.'


@pytest.mark.parametrize(
    "make",
    [
        lambda: Customers(100, 1.5, 0, 3, 80),
        lambda: Company("Дом", margin=1.2),
        lambda: Channel("ТВ", new_customer_share=-1),
        lambda: Thresholds(floor_share=2),
        lambda: BrandStock(BrandMetric.AWARENESS, 0.2, 2.0, 6, 1e4, 0.4),
        lambda: PlanBook(goals=(CompanyGoal("Рост"), CompanyGoal("Рост"))),
        lambda: PlanBook(notes=(PlanNote("а"),) * 5001),
    ],
)
def test_what_setup_and_the_plan_book_refuse_is_told_whole(make: Callable[[], object]) -> None:
    with pytest.raises(BadDocument) as refused, speaking("ru"):
        make()
    with speaking("ru"):
        assert not re.search("[A-Za-z]", told(refused.value).replace("awareness", ""))


def test_an_error_without_a_pattern_stays_english() -> None:
    with speaking("zh_CN"):
        assert told(PlannerError("Plain.")) == "Plain."


def test_a_mismatch_names_the_nearest() -> None:
    problem = LabelMismatch("channel", ["Social"], ["Soical"])
    expected = 'missing channel: Social; "Soical" is not a known channel; the nearest is "Social".'
    assert str(problem) == told(problem) == expected


def test_a_sentence_crosses_processes() -> None:
    sentence = say("{n} rows", n=3)
    copy = pickle.loads(pickle.dumps(sentence))
    assert (copy, copy.pattern, copy.blanks) == (sentence, sentence.pattern, sentence.blanks)
