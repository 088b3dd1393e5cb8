"""Checks that every row of the plan book makes of itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import isfinite

from planner.domain.errors import BadDocument, say

LONGEST_NAME = 5000
LONGEST_TEXT = 20_000
LARGEST_CENTS = 10**13
"""As in a grid's cell: a hundred billion is a slip of the finger."""
MOST_ROWS = 5000


def check_name(name: str) -> None:
    """Refuse an empty name, and one that is a whole book."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadDocument(say("A name needs 1 to 5,000 characters."))


def check_texts(name: str, *texts: str) -> None:
    """Refuse a text beyond what a cell can hold."""
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise BadDocument(say('A text of "{name}" is longer than 20,000 characters.', name=name[:60]))


def check_days(name: str, start: date | None, end: date | None) -> None:
    """Refuse an end before its start."""
    if start is not None and end is not None and end < start:
        raise BadDocument(
            say('"{name}" ends on {end}, before it starts on {start}.', name=name[:60], end=end, start=start)
        )


def check_cents(name: str, *amounts: int) -> None:
    """Refuse amounts below 0 or beyond a hundred billion."""
    if any(not 0 <= cents <= LARGEST_CENTS for cents in amounts):
        raise BadDocument(say('Amounts of "{name}" must be between 0 and 100 billion.', name=name[:60]))


def check_count(name: str, *values: float) -> None:
    """Refuse what is no number of at least 0."""
    if any(not isfinite(value) or value < 0 for value in values):
        raise BadDocument(say('Figures of "{name}" must be numbers of at least 0.', name=name[:60]))


def check_share(name: str, *shares: float) -> None:
    """Refuse what is no share between nothing and all."""
    if any(not (isfinite(share) and 0 <= share <= 1) for share in shares):
        raise BadDocument(say('Shares of "{name}" must be from 0 % to 100 %.', name=name[:60]))


def check_length(what: str, rows: int) -> None:
    """Refuse more rows than a screen or a sheet can show; `what` is the list's word."""
    if rows > MOST_ROWS:
        raise BadDocument(say("{what}: more than 5,000 rows; split the list.", what=what))


def check_distinct(what: str, names: Iterable[str]) -> None:
    """Refuse a name that stands twice where others refer to it by name; `what` is the list's word."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadDocument(
                say(
                    '{what}: "{name}" stands twice; give one of them another name.', what=what, name=name[:60]
                )
            )
        seen.add(name)
