"""What needs somebody now: a short list by urgency, each with its amount and the page that settles it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from planner.analysis.variance import Status
from planner.domain.actuals import Metric
from planner.domain.budget_plan import VersionStatus
from planner.domain.calendar import Month
from planner.domain.company import BASELINE
from planner.domain.notes import Tag
from planner.services.results import Results
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


@dataclass(frozen=True)
class Attention:
    """One item. `amount` is money at stake, `subject` a channel or a plan, `month` when it is about one."""

    need: Need
    subject: str
    amount: float
    month: Month | None = None


def needs_you(
    results: Results, versions: Sequence[VersionInfo], closed: Collection[str], *, at_most: int = 3
) -> list[Attention]:
    """The most urgent items, at most `at_most`, each kind once before any kind twice."""
    found = [*_files(results, closed), *_channels(results), *_plans(versions, results.version.year)]
    first: dict[Need, Attention] = {}
    rest = []
    for item in found:
        if item.need in first:
            rest.append(item)
        else:
            first[item.need] = item
    return [*first.values(), *rest][:at_most]


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
        if worst is not None and worst.before > 0 and worst.efficiency < -0.05 * worst.before:
            found.append(Attention(Need.EFFICIENCY, worst.channel, worst.efficiency))
    return found


def _plans(versions: Sequence[VersionInfo], year: int) -> list[Attention]:
    found = []
    for info in versions:
        if info.year > year and info.status is VersionStatus.SUBMITTED:
            found.append(Attention(Need.SUBMITTED, info.name, info.total))
        if info.year > year and info.status is VersionStatus.DRAFT and info.kind.value == "budget":
            found.append(Attention(Need.DRAFT, info.name, info.total))
    return found
