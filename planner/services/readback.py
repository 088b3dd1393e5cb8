"""A changed annual-plan workbook against the plan: what differs, and the plan with what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.domain.budget_plan import Campaign, CampaignStatus, PlanVersion
from planner.domain.company import Company
from planner.domain.errors import BadDocument, BadFile, say
from planner.domain.planning.tasks import Task, TaskStatus
from planner.presentation.plan_words import plan_word
from planner.presentation.words import word
from planner.presentation.workbook.sheet import printable
from planner.services.readback_cells import (
    Wrong,
    amount_of,
    cents_of,
    choice_of,
    day_of,
    name_of,
    same,
    text_of,
    untouched,
)
from planner.sources.grid import Cell
from planner.sources.plan_workbook import (
    CAMPAIGN_COLUMNS,
    TASK_COLUMNS,
    ListRow,
    Place,
    PlanWorkbook,
)
from planner.sources.problem_log import shown


class Kind(StrEnum):
    """Where a difference belongs."""

    BUDGET = "budget"
    CAMPAIGN = "campaign"
    TASK = "task"


@dataclass(frozen=True)
class Difference:
    """One thing that the workbook says otherwise than the plan.

    about   the channel, campaign or task
    field   the month (2027-03) or the property; "added" or "removed" for a whole row
    number  the row's number in the plan's list; None for the budget and for a row that was added
    old     what the plan holds; None for a row that was added, `new` None for one that was removed
    """

    kind: Kind
    place: Place
    about: str
    field: str
    old: Any
    new: Any
    number: int | None = None


@dataclass(frozen=True)
class Unread:
    """A changed cell that cannot be taken over, and why."""

    place: Place
    about: str
    field: str
    why: str


@dataclass(frozen=True)
class Readback:
    """What came back. `is_stale`: the plan was saved since the workbook was made."""

    workbook: PlanWorkbook
    differences: tuple[Difference, ...]
    unread: tuple[Unread, ...]
    is_stale: bool


def read_back(version: PlanVersion, company: Company, workbook: PlanWorkbook) -> Readback:
    """Compare. Raises BadFile for the workbook of another company, year or version, or other channels."""
    _check_belongs(version, company, workbook)
    found: list[Difference] = []
    unread: list[Unread] = []
    for one in (*_budget(version, workbook), *_campaigns(version, workbook), *_tasks(version, workbook)):
        if isinstance(one, Unread):
            unread.append(one)
        else:
            found.append(one)
    return Readback(workbook, tuple(found), tuple(unread), workbook.revision != version.revision)


def _check_belongs(version: PlanVersion, company: Company, workbook: PlanWorkbook) -> None:
    if workbook.company != printable(company.name):
        raise BadFile(
            say(
                "The workbook is of {theirs}, the plan of {ours}. Open that company, or upload this one's.",
                theirs=workbook.company or "another company",
                ours=company.name,
            ),
            reason="other_company",
        )
    if (workbook.year, workbook.version) != (version.year, version.id):
        raise BadFile(
            say(
                "The workbook is of version {theirs} ({their_year}), the plan here is version {ours} "
                "({year}). Choose that version above, or download this one.",
                theirs=workbook.version,
                their_year=workbook.year,
                ours=version.id,
                year=version.year,
            ),
            reason="other_version",
        )
    ours = [printable(name) for name in version.grid.channels]
    theirs = [name for name, _cells in workbook.budget]
    if sorted(ours) != sorted(theirs) or workbook.months != tuple(m.start for m in version.grid.months):
        raise BadFile(
            say(
                "The workbook's budget has other channels or months than the plan. Channels are added and "
                "removed in Setup; download the plan again."
            ),
            reason="structure",
        )


def _budget(version: PlanVersion, workbook: PlanWorkbook) -> Iterator[Difference | Unread]:
    grid = version.grid
    rows = {printable(name): i for i, name in enumerate(grid.channels)}
    for name, cells in workbook.budget:
        i = rows[name]
        for j, written in enumerate(cells):
            old, month = int(grid.cents[i, j]), str(grid.months[j])
            try:
                new = 0 if written.value is None else cents_of(written.value)
            except Wrong as wrong:
                yield Unread(written.place, grid.channels[i], month, wrong.why)
                continue
            if new != old:
                yield Difference(Kind.BUDGET, written.place, grid.channels[i], month, old, new)


def _campaigns(version: PlanVersion, workbook: PlanWorkbook) -> Iterator[Difference | Unread]:
    names = {printable(name): name for name in version.grid.channels}

    def channel(cell: Cell) -> str:
        found = names.get(text_of(cell))
        if found is None:
            raise Wrong(say("The plan has no channel of that name"))
        return found

    readers: dict[str, Callable[[Cell], Any]] = {
        "name": name_of, "channel": channel, "start": day_of, "end": day_of, "owner": text_of,
        "goal": text_of, "status": choice_of(CampaignStatus, word), "money": cents_of,
    }  # fmt: skip

    def made(values: Mapping[str, Any]) -> Campaign:
        rest = {key: value for key, value in values.items() if key != "money"}
        return Campaign(cents=values["money"], **rest)

    if workbook.campaigns is not None:
        held = numbered(version.campaigns)
        cells = {number: _campaign_cells(campaign) for number, campaign in held.items()}
        fields = [name for name in CAMPAIGN_COLUMNS if name]
        yield from _rows(Kind.CAMPAIGN, workbook.campaigns, held, cells, fields, readers, made)


def _tasks(version: PlanVersion, workbook: PlanWorkbook) -> Iterator[Difference | Unread]:
    readers: dict[str, Callable[[Cell], Any]] = {
        "name": name_of, "direction": text_of, "programme": text_of, "owner": text_of, "start": day_of,
        "end": day_of, "status": choice_of(TaskStatus, plan_word), "effort": amount_of,
    }  # fmt: skip
    if workbook.tasks is not None:
        held = dict(enumerate(version.book.tasks, 1))
        cells = {number: _task_cells(task) for number, task in held.items()}
        fields = [name for name in TASK_COLUMNS if name]
        yield from _rows(
            Kind.TASK, workbook.tasks, held, cells, fields, readers, lambda values: Task(**values)
        )


def _rows(
    kind: Kind,
    rows: Sequence[ListRow],
    held: Mapping[int, Any],
    cells: Mapping[int, Mapping[str, Any]],
    fields: Sequence[str],
    readers: Mapping[str, Callable[[Cell], Any]],
    made: Callable[[Mapping[str, Any]], Any],
) -> Iterator[Difference | Unread]:
    """Rows changed, added and removed; `cells` is what the writer put in each row's cells."""
    seen: set[int] = set()
    for row in rows:
        label = shown(row.values["name"].value)
        if row.number is None:
            yield _added(kind, row, label, readers, made)
            continue
        if row.number not in held or row.number in seen:
            why = say("The number is not in the plan, or stands twice; leave it empty for a new row")
            yield Unread(row.place, label, "", why)
            continue
        seen.add(row.number)
        about = held[row.number].name
        for name in fields:
            written, old = row.values[name], cells[row.number][name]
            if untouched(old, written.value):
                continue
            try:
                new = readers[name](written.value)
            except Wrong as wrong:
                yield Unread(written.place, about, name, wrong.why)
                continue
            if not same(old, new):
                yield Difference(kind, written.place, about, name, old, new, row.number)
    last = rows[-1].place if rows else Place("", "")
    for number, one in held.items():
        if number not in seen:
            yield Difference(kind, Place(last.sheet, ""), one.name, "removed", one, None, number)


def _added(
    kind: Kind,
    row: ListRow,
    label: str,
    readers: Mapping[str, Callable[[Cell], Any]],
    made: Callable[[Mapping[str, Any]], Any],
) -> Difference | Unread:
    values: dict[str, Any] = {}
    for name, written in row.values.items():
        try:
            values[name] = readers[name](written.value)
        except Wrong as wrong:
            return Unread(written.place, label, name, wrong.why)
    try:
        return Difference(kind, row.place, label, "added", None, made(values))
    except BadDocument as problem:
        return Unread(row.place, label, "added", problem.message)


def numbered(campaigns: Sequence[Campaign]) -> dict[int, Campaign]:
    """Campaigns by the number that the workbook gives them: their own, else their place in the list."""
    return {(one.id if one.id is not None else place): one for place, one in enumerate(campaigns, 1)}


def _campaign_cells(one: Campaign) -> dict[str, Any]:
    return {
        "name": one.name, "channel": one.channel, "start": one.start, "end": one.end, "status": one.status,
        "owner": one.owner, "goal": one.goal, "money": one.cents,
    }  # fmt: skip


def _task_cells(one: Task) -> dict[str, Any]:
    return {
        "name": one.name, "direction": one.direction, "programme": one.programme or one.campaign,
        "owner": one.owner, "status": one.status, "start": one.start, "end": one.end,
        "effort": 0.0 if one.status is TaskStatus.DROPPED else one.effort,
    }  # fmt: skip
