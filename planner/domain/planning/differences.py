"""What differs between two plan books, row by row."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from planner.domain.planning.book import PlanBook, parts


@dataclass(frozen=True)
class Different:
    """A row that differs; `before` or `after` is None where it was added or taken out.

    fields  names of what changed in a row that stayed
    """

    part: str
    name: str
    before: Any
    after: Any
    fields: tuple[str, ...] = ()


def book_differences(before: PlanBook, after: PlanBook) -> tuple[Different, ...]:
    """Rows of `after` that `before` has otherwise or not, then those gone; matched by name in order."""
    found = []
    for part in parts():
        old, new = (list(getattr(book, part)) for book in (before, after))
        waiting: dict[str, list[Any]] = {}
        for row in old:
            waiting.setdefault(_name(row), []).append(row)
        for row in new:
            same = waiting.get(_name(row))
            if not same:
                found.append(Different(part, _name(row), None, row))
                continue
            was = same.pop(0)
            if was != row:
                changed = tuple(f.name for f in fields(row) if getattr(was, f.name) != getattr(row, f.name))
                found.append(Different(part, _name(row), was, row, changed))
        found += [Different(part, name, row, None) for name, rows in waiting.items() for row in rows]
    return tuple(found)


def _name(row: Any) -> str:
    return str(getattr(row, "key", None) or row.name)
