"""The strip's choices show what they hold."""

from __future__ import annotations

import pytest

from planner.ui.context import width_of

ARROW = 48
"""Pixels of a choice beside its words: margins and the arrow."""


@pytest.mark.parametrize(
    "label",
    ["Draft 2027", "Budget 2026 (approved)", "vs Budget 2026 (approved)", "vs 2027 · Scenario: Best mix"],
)
def test_a_choice_has_room_for_its_name(label: str) -> None:
    assert width_of(label) >= ARROW + 6.5 * len(label)


def test_a_choice_is_neither_tiny_nor_a_whole_line() -> None:
    assert width_of("A") == 130
    assert width_of("x" * 200) == 340
    assert width_of("预算预算预算预算") > width_of("budgetbu")
