"""Half sentences and lists take the marks of the language they are said in."""

from __future__ import annotations

import pytest

from planner.presentation.clauses import clauses, listed, sentence
from planner.presentation.language import speaking


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["a; b", "a; b.", "a, b"]),
        ("ru", ["a; b", "a; b.", "a, b"]),
        ("zh_CN", ["a；b", "a；b。", "a、b"]),
    ],
)
def test_parts_are_put_together_as_the_language_does(language: str, said: list[str]) -> None:
    with speaking(language):
        assert [clauses(("a", "b")), sentence(("a", "b")), listed(("a", "b"))] == said
