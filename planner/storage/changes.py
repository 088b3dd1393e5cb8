"""What a save changed in a plan, small enough to keep for ever and whole enough to undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from planner.documents.cost_lines import cost_lines_document, read_cost_lines
from planner.documents.plan_book import read_rows, rows_document
from planner.domain.budget_plan import BudgetGrid, Campaign, PlanVersion
from planner.domain.calendar import Month
from planner.domain.errors import Conflict, say
from planner.domain.planning.book import PlanBook, parts


@lru_cache(maxsize=1)
def _campaign() -> TypeAdapter[Campaign]:
    return TypeAdapter(Campaign)


def between(before: PlanVersion, after: PlanVersion) -> dict[str, Any]:
    """The difference as plain JSON values: totals for people, cells and campaigns for undoing.

    cells      {channel: {month: [cents before, after]}}
    campaigns  how many before and after
    edited     [[campaign before, after], ...]; None where it was added or deleted
    book       {list of the plan book: [first changed row, rows before, rows after]}
    """
    old, new = before.grid.by_channel(), after.grid.by_channel()
    found: dict[str, Any] = {
        "total": [before.grid.total, after.grid.total],
        "channels": {
            name: [old.get(name, 0.0), new.get(name, 0.0)]
            for name in dict.fromkeys((*old, *new))
            if old.get(name, 0.0) != new.get(name, 0.0)
        },
        "campaigns": [len(before.campaigns), len(after.campaigns)],
        "cells": _cells(before.grid, after.grid),
        "edited": _campaigns(before.campaigns, after.campaigns),
    }
    if before.lines != after.lines:
        found["lines"] = [cost_lines_document(lines) for lines in (before.lines, after.lines)]
    if before.book != after.book:
        found["book"] = _book(before.book, after.book)
    if before.name != after.name:
        found["named"] = [before.name, after.name]
    return found


def undone(now: PlanVersion, change: Mapping[str, Any]) -> PlanVersion:
    """`now` without `change`. Raises Conflict where what it changed was changed again since."""
    campaigns = list(now.campaigns)
    at = {campaign.id: i for i, campaign in enumerate(campaigns)}
    removed: list[int] = []
    for old, new in change.get("edited", ()):
        if new is None:
            campaigns.append(replace(_campaign().validate_python(old), id=None))
            continue
        after = _campaign().validate_python(new)
        place = at.get(after.id)
        if place is None or now.campaigns[place] != after:
            raise Conflict(
                say('Campaign "{name}" was changed again since; undo that first.', name=after.name[:60])
            )
        if old is None:
            removed.append(place)
        else:
            campaigns[place] = _campaign().validate_python(old)
    lines = now.lines
    if "lines" in change:
        was, became = (read_cost_lines(part) for part in change["lines"])
        if now.lines != became:
            raise Conflict(say("The cost lines were changed again since; undo that first."))
        lines = was
    kept = tuple(campaign for i, campaign in enumerate(campaigns) if i not in removed)
    name = change["named"][0] if "named" in change and now.name == change["named"][1] else now.name
    return replace(
        now,
        name=name,
        grid=_grid(now.grid, change.get("cells", {})),
        campaigns=kept,
        lines=lines,
        book=_book_undone(now.book, change.get("book", {})),
    )


def _cells(before: BudgetGrid, after: BudgetGrid) -> dict[str, dict[str, list[int]]]:
    channels = tuple(dict.fromkeys((*before.channels, *after.channels)))
    old, new = (_under(grid, channels) for grid in (before, after))
    found: dict[str, dict[str, list[int]]] = {}
    for i, j in np.argwhere(old != new):
        row = found.setdefault(channels[i], {})
        row[str(after.months[j])] = [int(old[i, j]), int(new[i, j])]
    return found


def _under(grid: BudgetGrid, channels: tuple[str, ...]) -> np.ndarray[Any, np.dtype[np.int64]]:
    rows = dict(zip(grid.channels, grid.cents, strict=True))
    empty = np.zeros(len(grid.months), np.int64)
    return np.array([rows.get(name, empty) for name in channels]).reshape(len(channels), len(grid.months))


def _campaigns(before: tuple[Campaign, ...], after: tuple[Campaign, ...]) -> list[list[Any]]:
    old, new = ({campaign.id: campaign for campaign in each} for each in (before, after))
    return [
        [_document(old.get(number)), _document(new.get(number))]
        for number in dict.fromkeys((*old, *new))
        if old.get(number) != new.get(number)
    ]


def _document(campaign: Campaign | None) -> Any:
    return None if campaign is None else _campaign().dump_python(campaign, mode="json")


def _book(before: PlanBook, after: PlanBook) -> dict[str, list[Any]]:
    """Of each list that changed, the stretch of rows between what is equal at its beginning and its end."""
    found = {}
    for part in parts():
        old, new = getattr(before, part), getattr(after, part)
        if old == new:
            continue
        most = min(len(old), len(new))
        head = next((i for i in range(most) if old[i] != new[i]), most)
        tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
        stretch = (rows[head : len(rows) - tail] for rows in (old, new))
        found[part] = [head, *(rows_document(part, rows) for rows in stretch)]
    return found


def _book_undone(now: PlanBook, change: Mapping[str, list[Any]]) -> PlanBook:
    restored: dict[str, Any] = {}
    for part, (head, was, became) in change.items():
        old, new = read_rows(part, was), read_rows(part, became)
        rows = getattr(now, part)
        if rows[head : head + len(new)] != new:
            raise Conflict(say("The list of {part} changed again since; undo that first.", part=part))
        restored[part] = (*rows[:head], *old, *rows[head + len(new) :])
    return replace(now, **restored)


def _grid(now: BudgetGrid, cells: Mapping[str, Mapping[str, list[int]]]) -> BudgetGrid:
    cents = now.cents.copy()
    at_month = {str(month): j for j, month in enumerate(now.months)}
    for channel, months in cells.items():
        for month, (old, new) in months.items():
            known = channel in now.channels and month in at_month
            here = (now.channels.index(channel), at_month[month]) if known else None
            if here is None or cents[here] != new:
                raise Conflict(
                    say(
                        "{channel} in {month} was changed again since; undo that first.",
                        channel=channel,
                        month=Month.parse(month),
                    )
                )
            cents[here] = old
    return BudgetGrid(now.channels, now.months, cents)
