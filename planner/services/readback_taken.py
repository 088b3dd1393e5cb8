"""Accepted differences of a changed workbook, taken into the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.domain.budget_plan import Campaign, PlanVersion
from planner.domain.planning.references import with_campaigns
from planner.domain.planning.tasks import Task
from planner.services.readback import Difference, Kind, numbered


def accepted(version: PlanVersion, differences: Iterable[Difference]) -> PlanVersion:
    """The version with these differences taken over. Raises BadDocument where they do not fit together."""
    by_kind: dict[Kind, list[Difference]] = {kind: [] for kind in Kind}
    for one in differences:
        by_kind[one.kind].append(one)
    grid = version.grid
    months = {str(month): month for month in grid.months}
    for one in by_kind[Kind.BUDGET]:
        grid = grid.with_cell(one.about, months[one.field], one.new)
    campaigns = _merged(numbered(version.campaigns), by_kind[Kind.CAMPAIGN])
    tasks = _merged(dict(enumerate(version.book.tasks, 1)), by_kind[Kind.TASK])
    book = replace(version.book, tasks=tuple(tasks))
    return with_campaigns(replace(version, grid=grid, book=book), campaigns)


def _merged(held: dict[int, Any], differences: Sequence[Difference]) -> list[Any]:
    changes: dict[int, dict[str, Any]] = {}
    added = []
    for one in differences:
        if one.field == "added":
            added.append(one.new)
        elif one.number is not None:
            changes.setdefault(one.number, {})[one.field] = one.new
    kept = []
    for number, row in held.items():
        changed = changes.get(number, {})
        if "removed" in changed:
            continue
        kept.append(replace(row, **_renamed(row, changed)) if changed else row)
    return [*kept, *added]


def _renamed(row: Any, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the sheet as fields of the row."""
    fields = dict(changed)
    if isinstance(row, Campaign) and "money" in fields:
        fields["cents"] = fields.pop("money")
    if isinstance(row, Task) and "programme" in fields and row.campaign and not row.programme:
        fields["campaign"] = fields.pop(
            "programme"
        )  # the sheet shows the campaign of a task without programme
    return fields
