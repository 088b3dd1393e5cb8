"""What needs somebody now: a short list by urgency, each with its amount and the page that settles it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from planner.analysis.variance import Status
from planner.domain.actuals import Metric
from planner.domain.budget_plan import VersionKind, VersionStatus
from planner.domain.calendar import Month
from planner.domain.company import BASELINE
from planner.domain.notes import Tag
from planner.services.results import Results
from planner.services.saving import still_saved
from planner.storage.records import VersionInfo


class Need(StrEnum):
    """Why somebody has to look."""

    MISSING = "missing"
    CLOSE = "close"
    OVERSPENT = "overspent"
    UNDERSPENT = "underspent"
    EFFICIENCY = "efficiency"
    SUBMITTED = "submitted"
    DRAFT = "draft"
    NOTICE = "notice"
    TASK = "task"


FALLEN_SHORT = 0.05
"""Share of its planned revenue that a channel may fall short of its curve before somebody has to look."""
SOON = timedelta(days=30)
"""How long before its last day a line that could be cancelled is brought up."""


@dataclass(frozen=True)
class Attention:
    """One item.

    subject  a channel, a plan, a budget line or a task
    amount   money at stake, currency units
    month    when it is about one; `day` when it is due on one
    owner    whose it is, "" where nobody is named
    """

    need: Need
    subject: str
    amount: float
    month: Month | None = None
    day: date | None = None
    owner: str = ""


def needs_you(
    results: Results,
    versions: Sequence[VersionInfo],
    closed: Collection[str],
    *,
    today: date,
    at_most: int = 3,
) -> list[Attention]:
    """The most urgent items, at most `at_most`, each kind once before any kind twice."""
    found = [
        *_files(results, closed),
        *_notices(results, today),
        *_channels(results),
        *_tasks(results, today),
        *_plans(versions, results.version.year),
    ]
    first: dict[Need, Attention] = {}
    rest = []
    for item in found:
        if item.need in first:
            rest.append(item)
        else:
            first[item.need] = item
    return [*first.values(), *rest][:at_most]


def _notices(results: Results, today: date) -> list[Attention]:
    """Lines whose last day to cancel is near, with what cancelling would still save."""
    version = results.version
    basis = results.company.vat_basis
    found = still_saved(version, results.measured, basis, today, version.grid.months)
    return [
        Attention(Need.NOTICE, one.line.name, one.cents / 100, day=one.line.cancel_by, owner=one.line.owner)
        for one in found
        if one.cents and one.line.cancel_by is not None and one.line.cancel_by <= today + SOON
    ]


def _tasks(results: Results, today: date) -> list[Attention]:
    """Tasks that should be finished, the oldest first."""
    late = [task for task in results.version.book.tasks if task.is_overdue(today)]
    return [
        Attention(Need.TASK, task.name, 0.0, day=task.end, owner=task.owner)
        for task in sorted(late, key=lambda task: task.end)
    ]


def _files(results: Results, closed: Collection[str]) -> list[Attention]:
    found = [Attention(Need.MISSING, name, 0.0, month) for name, month in results.outlook.gaps]
    found += [Attention(Need.MISSING, BASELINE, 0.0, month) for month in results.outlook.holes]
    spend = results.measured.table[Metric.SPEND]
    for j, month in enumerate(results.measured.table.months):
        if month in results.measured.months and str(month) not in closed:
            found.append(Attention(Need.CLOSE, "", float(np.nansum(spend[:, j])), month))
    return found


def _channels(results: Results) -> list[Attention]:
    found = []
    spend = results.variance[Metric.SPEND]
    for name in spend.ranked():
        compared, notes = spend.row(name), results.notes_on(name)
        if notes and notes[0].tag is Tag.TIMING:
            continue  # somebody looked, and the money is still to come
        if compared.status is Status.RED and compared.difference:
            need = Need.OVERSPENT if compared.difference > 0 else Need.UNDERSPENT
            found.append(Attention(need, name, compared.difference))
    if results.bridge is not None:
        worst = min(results.bridge.by_channel, key=lambda part: part.efficiency, default=None)
        if worst is not None and worst.before > 0 and worst.efficiency < -FALLEN_SHORT * worst.before:
            found.append(Attention(Need.EFFICIENCY, worst.channel, worst.efficiency))
    return found


def _plans(versions: Sequence[VersionInfo], year: int) -> list[Attention]:
    """What waits for approval, changes of the running year too, and a later year's budget before that."""
    found = []
    for info in versions:
        if info.year >= year and info.status is VersionStatus.SUBMITTED:
            found.append(Attention(Need.SUBMITTED, info.name, info.total))
        if info.year > year and info.status is VersionStatus.DRAFT and info.kind is VersionKind.BUDGET:
            found.append(Attention(Need.DRAFT, info.name, info.total))
    return found
