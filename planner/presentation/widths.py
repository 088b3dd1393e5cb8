"""How much room a text takes."""

from __future__ import annotations

from unicodedata import east_asian_width


def shown_width(text: str) -> int:
    """Columns a text takes: Chinese characters are two wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
