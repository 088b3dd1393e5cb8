"""The strip's choices show what they hold."""

from __future__ import annotations

import pytest

from planner.ui.context import START, width_of
from tests.ui.tabs import Open, chosen, labels, shown

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


def test_a_company_of_one_s_own_is_started_from_the_choice_of_companies(open_page: Open) -> None:
    tab = open_page("home")
    box = next(found for found in tab.selectbox if found.label == "Company")
    assert box.options[-1] == "Start my company …"
    box.set_value(START)
    shown(tab)
    assert "Start my company" in labels(tab)
    assert chosen(tab, "Company") == "sample", "the one on screen stays until there is another"
