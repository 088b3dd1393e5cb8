"""Below a tile's figure: its difference with a true minus, an arrow and a colour that judge it."""

from __future__ import annotations

import pytest

from planner.ui.components import change


@pytest.mark.parametrize(
    ("text", "better", "colour", "arrow"),
    [
        ("−330k", 1, "red", "down"),
        ("+330k", 1, "green", "up"),
        ("−$2.50", -1, "green", "down"),
        ("+$2.50", -1, "red", "up"),
        ("−3.4k", 0, "off", "down"),
        ("0k", 1, "off", "off"),
        ("as planned", 1, "off", "off"),
    ],
)
def test_a_difference_is_coloured_by_what_is_better(text: str, better: int, colour: str, arrow: str) -> None:
    assert change(text, better) == {"delta": text, "delta_color": colour, "delta_arrow": arrow}


def test_no_difference_shows_nothing() -> None:
    assert change(None, 1) == {}
