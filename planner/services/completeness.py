"""Which channel, month or source is missing among the figures of a year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.actuals import Actuals, Metric
from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import Month
from planner.services.library import BatchInfo
from planner.sources.source_names import source_of


class Presence(StrEnum):
    """Whether a month has figures. `DUE` is missing: others have them, or the plan spends there."""

    IN = "in"
    DUE = "due"
    OPEN = "open"


@dataclass(frozen=True)
class Completeness:
    """A line a channel and a line a source, a month each; `through`: the last month with any figure."""

    months: tuple[Month, ...]
    through: Month | None
    channels: Mapping[str, tuple[Presence, ...]]
    sources: Mapping[str, tuple[Presence, ...]]

    @property
    def reported(self) -> tuple[str, ...]:
        """Months with at least one figure."""
        return tuple(
            str(month)
            for j, month in enumerate(self.months)
            if any(line[j] is Presence.IN for line in self.channels.values())
        )

    @property
    def missing(self) -> tuple[tuple[str, Month], ...]:
        """Channels whose figures are due, by month."""
        return tuple(
            (name, month)
            for j, month in enumerate(self.months)
            for name, line in self.channels.items()
            if line[j] is Presence.DUE
        )


def completeness(
    actuals: Actuals,
    channels: Sequence[str],
    months: Sequence[Month],
    plan: BudgetGrid | None,
    batches: Iterable[BatchInfo],
    coverage: Mapping[int, Collection[str]],
) -> Completeness:
    """Compare what is in with what is due up to the last month that has figures.

    A channel is in with any figure, but only with spend where the plan spends money on it. It is due where
    the plan spends money, or where it reported in a month before and after.
    A source is due in every month between its first one and the last month with figures.
    """
    have = {(row.channel, row.month) for row in actuals}
    paid = {(row.channel, row.month) for row in actuals if row.metric == Metric.SPEND}
    known = [str(month) for month in months]
    last = max((month for _name, month in have if month in known), default=None)
    end = known.index(last) if last is not None else -1
    lines = {}
    for name in channels:
        inside = [j for j, month in enumerate(known) if (name, month) in have]
        planned = _planned(plan, name, months)
        if not inside and not any(planned):
            continue
        first = min(inside, default=len(known))
        due = {j for j in range(end + 1) if planned[j] or j >= first}
        whole = {j for j in inside if not planned[j] or (name, known[j]) in paid}
        lines[name] = tuple(_presence(j in whole, j in due) for j in range(len(known)))
    by_source: dict[str, set[str]] = {}
    for batch in batches:
        if not batch.is_undone:
            source = batch.source or source_of(batch.file_name)
            by_source.setdefault(source, set()).update(set(coverage.get(batch.id, ())) & set(known))
    sources = {}
    for source, covered in sorted(by_source.items()):
        if covered:
            first = known.index(min(covered))
            sources[source] = tuple(
                _presence(month in covered, first <= j <= end) for j, month in enumerate(known)
            )
    return Completeness(tuple(months), None if last is None else Month.parse(last), lines, sources)


def _planned(plan: BudgetGrid | None, name: str, months: Sequence[Month]) -> list[bool]:
    if plan is None or name not in plan.channels:
        return [False] * len(months)
    row = plan.spend[plan.channels.index(name)]
    spend = {month: float(row[j]) for j, month in enumerate(plan.months)}
    return [spend.get(month, 0.0) > 0 for month in months]


def _presence(here: bool, due: bool) -> Presence:
    return Presence.IN if here else Presence.DUE if due else Presence.OPEN
