"""Names carried through: what is called otherwise in one list is called so wherever others speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from planner.domain.budget_plan import Campaign, PlanVersion
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


NAMED = {
    "goals": "name",
    "targets": "name",
    "directions": "key",
    "programmes": "name",
    "launches": "name",
}
"""Lists that others refer to, and by which field."""


def renamed(book: PlanBook, what: str, old: str, new: str) -> PlanBook:
    """The book with every mention of `old`, a name in list `what`, as `new`; the list itself stays."""
    for part, field in REFERENCES.get(what, ()):
        rows: tuple[Any, ...] = getattr(book, part)
        if any(getattr(row, field) == old for row in rows):
            changed = tuple(_with(row, field, old, new) for row in rows)
            book = replace(book, **{part: changed})
    return book


def carried(version: PlanVersion, part: str, rows: tuple[Any, ...]) -> PlanVersion:
    """The version with `rows` as the book's list `part`; what was renamed is so wherever it is named.

    Rows count as the same one renamed where the lists are equally long and stand in the same order.
    """
    before: tuple[Any, ...] = getattr(version.book, part)
    renames = []
    if len(before) == len(rows) and part in NAMED:
        field = NAMED[part]
        pairs = [(getattr(a, field), getattr(b, field)) for a, b in zip(before, rows, strict=True)]
        olds = {old for old, _new in pairs}
        # Two rows that changed places are not renamed.
        renames = [(old, new) for old, new in pairs if old != new and new not in olds]
    book, campaigns = version.book, version.campaigns
    for old, new in renames:
        book = renamed(book, part, old, new)
        if mention := {"programmes": "programme", "launches": "launch"}.get(part):
            campaigns = tuple(replace(c, details=_with(c.details, mention, old, new)) for c in campaigns)
    return replace(version, book=replace(book, **{part: rows}), campaigns=campaigns)


def with_campaigns(version: PlanVersion, campaigns: Sequence[Campaign]) -> PlanVersion:
    """The version with other campaigns; tasks of a renamed one speak of its new name.

    A campaign on several channels is renamed when none of its lines keeps the name; tasks go with the first.
    """
    before = {campaign.id: campaign.name for campaign in version.campaigns}
    names = [(before.get(campaign.id, campaign.name), campaign.name) for campaign in campaigns]
    kept = {old for old, new in names if old == new}
    called = {old: new for old, new in reversed(names) if old not in kept}
    tasks = tuple(
        replace(task, campaign=called.get(task.campaign, task.campaign)) for task in version.book.tasks
    )
    return replace(version, campaigns=tuple(campaigns), book=replace(version.book, tasks=tasks))


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
