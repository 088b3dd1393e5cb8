"""Names carried through: what is called otherwise in one list is called so wherever others speak of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from planner.domain.planning.book import PlanBook

REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "goals": (("targets", "goal"),),
    "targets": (("programmes", "target"),),
    "directions": (
        ("programmes", "direction"),
        ("tasks", "direction"),
        ("people", "direction"),
        ("funds", "direction"),
        ("lines", "direction"),
    ),
    "programmes": (("tasks", "programme"), ("lines", "programme")),
    "campaigns": (("tasks", "campaign"),),
    "channels": (("lines", "channel"), ("risks", "channel"), ("tests", "channel")),
}
"""Which fields of which lists speak of the names of a list; campaigns speak of programmes and launches."""


def renamed(book: PlanBook, what: str, old: str, new: str) -> PlanBook:
    """The book with every mention of `old`, a name in list `what`, as `new`; the list itself stays."""
    for part, field in REFERENCES.get(what, ()):
        rows: tuple[Any, ...] = getattr(book, part)
        if any(getattr(row, field) == old for row in rows):
            changed = tuple(_with(row, field, old, new) for row in rows)
            book = replace(book, **{part: changed})
    return book


def unknown(book: PlanBook, what: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """(list, name) of every mention in the book that `names`, those of list `what`, do not hold."""
    known = {"", *names}
    found = [
        (part, str(getattr(row, field)))
        for part, field in REFERENCES.get(what, ())
        for row in getattr(book, part)
        if getattr(row, field) not in known
    ]
    return list(dict.fromkeys(found))


def _with(row: Any, field: str, old: str, new: str) -> Any:
    return replace(row, **{field: new}) if getattr(row, field) == old else row
