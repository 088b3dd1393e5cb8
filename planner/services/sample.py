"""The sample company: its files, read like any user's, entered into a workspace of their own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from planner.analysis.fit.record import FitRecord
from planner.documents.company import read_company
from planner.documents.curves import read_curves
from planner.domain.actuals import ActualRow, ReadResult
from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.curves import CurveSet
from planner.domain.errors import BadDocument, BadFile, say
from planner.domain.experiment import Experiment
from planner.domain.planning.launches import launch_sales
from planner.services.library import Store
from planner.services.sample_book import book
from planner.services.sample_campaigns import campaigns
from planner.services.unmeasured import carried_on
from planner.storage import audit, batches, closing, curve_sets, experiments, plan_steps, plans, workspaces
from planner.storage.models import WorkspaceRow
from planner.storage.records import Stamp
from planner.storage.workspaces import SAMPLE

FILES = (
    "company.json",
    "curves.json",
    "plan_2026.xlsx",
    "plan_2027.xlsx",
    "actuals_2025.xlsx",
    "actuals_2026.xlsx",
    "experiments.csv",
    "curves_fitted.json",
)
ANSWERS = {"actuals_2026.xlsx": {"channel_map": {"Paid Socal": "Paid social"}}}
"""What a person would answer to the agency's misspelt channel."""

CMO, ANALYST, CONTROLLER = "Mara Lind", "Jana Ortiz", "Tomas Weil"
LOADED = "sample.loaded"
PLANNED = (2026, 2027)
TODAY = date(2026, 11, 5)
"""The day on which the sample's story is told."""


def _on(year: int, month: int, day: int, who: str) -> Stamp:
    # Fixed times: files exported from the sample are the same on every machine.
    return Stamp(who, datetime(year, month, day, 9, 0, tzinfo=UTC))


def load_sample(store: Store, folder: Path) -> str:
    """Enter the files of `folder` as the sample company and return its slug.

    Nothing happens when they are there already, or when newer files meet a sample somebody has worked in:
    `reset_sample` replaces that on purpose.
    """
    files = _bytes(folder)
    digest = _digest(files)
    with store.database.reading() as session:
        if not _needs_loading(session, digest):
            return SAMPLE
    content = _read(files)
    with store.database.writing() as session:
        if _needs_loading(session, digest):  # another program may have been quicker
            _enter(session, content, files, digest)
    return SAMPLE


def reset_sample(store: Store, folder: Path) -> str:
    """The sample as on the first day; whatever was done in it is gone."""
    files = _bytes(folder)
    content = _read(files)
    with store.database.writing() as session:
        _enter(session, content, files, _digest(files))
    return SAMPLE


def grid_of(rows: Iterable[ActualRow], company: Company, year: int) -> BudgetGrid:
    """A plan file's spend rows as the grid of a fiscal year; refuses money outside of it."""
    channels = tuple(channel.name for channel in company.active_channels)
    months = company.fiscal_year(year).months
    cents = np.zeros((len(channels), len(months)), np.int64)
    for row in rows:
        month = Month.parse(row.month)
        if row.channel not in channels or month not in months:
            raise BadDocument(
                say(
                    "{channel} in {month} is no part of the plan of {year}.",
                    channel=row.channel,
                    month=row.month,
                    year=year,
                )
            )
        if row.metric == "spend":
            cents[channels.index(row.channel), months.index(month)] = round(row.value * 100)
    return BudgetGrid(channels, months, cents)


@dataclass(frozen=True)
class _Content:
    company: Company
    curves: CurveSet
    fitted: CurveSet
    experiments: tuple[Experiment, ...]
    plans: dict[int, BudgetGrid]
    actuals: dict[int, tuple[ActualRow, ...]]


def _read(files: dict[str, bytes]) -> _Content:
    from planner.sources.experiments_file import read_experiments  # noqa: PLC0415 - only loading reads files

    curves = read_curves(_json(files, "curves.json"))
    company = _without_launches(read_company(_json(files, "company.json")))
    return _Content(
        company=company,
        curves=curves,
        fitted=carried_on(read_curves(_json(files, "curves_fitted.json")), curves),
        experiments=read_experiments(files["experiments.csv"], "experiments.csv"),
        plans={
            year: grid_of(_rows(files, f"plan_{year}.xlsx", company, year), company, year) for year in PLANNED
        },
        actuals={year: _rows(files, f"actuals_{year}.xlsx", company, year) for year in (2025, 2026)},
    )


def _without_launches(company: Company) -> Company:
    """The files call all sales without media baseline; a launch's part of them stands in the plan book."""
    baselines = dict(company.baselines)
    for year in PLANNED:
        sales = launch_sales(book(year, TODAY).launches, company.fiscal_year(year).months)
        baselines[year] = tuple((np.array(baselines[year]) - sales).tolist())
    return replace(company, baselines=baselines)


def _rows(files: dict[str, bytes], name: str, company: Company, year: int) -> tuple[ActualRow, ...]:
    from planner.sources.actuals_file import read_actuals  # noqa: PLC0415 - only loading reads workbooks

    result: ReadResult = read_actuals(
        files[name],
        name,
        channels=[*(channel.name for channel in company.channels), BASELINE],
        year=year,
        mapping=ANSWERS.get(name),
    )
    if result.rejected:
        first = result.rejected[0]
        raise BadFile(say("{name}: {message}", name=name, message=first.message), file=name)
    return result.rows


def _enter(session: Session, content: _Content, files: dict[str, bytes], digest: str) -> None:
    if any(info.slug == SAMPLE for info in workspaces.listed(session)):
        workspaces.remove(session, workspaces.find(session, SAMPLE, change=True))
    row = workspaces.start(session, content.company, _on(2025, 12, 1, CMO))
    curves_id = curve_sets.add(
        session,
        row.id,
        content.curves,
        name="Curves of the sample",
        source="curves.json",
        stamp=_on(2025, 12, 1, CMO),
    )
    budget = _plan(session, row, content, 2026, "Budget 2026", curves_id, None, _on(2025, 12, 3, CMO))
    approval = _on(2025, 12, 15, CONTROLLER)
    version = plans.find(session, row.id, budget)
    plan_steps.set_status(session, version, VersionStatus.SUBMITTED, "", _on(2025, 12, 8, ANALYST), None)
    plan_steps.review(session, version, "Split as the board asked in November", _on(2025, 12, 10, CMO), None)
    plan_steps.set_status(session, version, VersionStatus.APPROVED, "Approved by the board", approval, None)
    _actuals(session, row, content, files)
    _evidence(session, row, content)
    _plan(session, row, content, 2027, "Draft 2027", curves_id, budget, _on(2026, 11, 5, CMO))
    audit.note(session, row.id, Stamp("planner"), LOADED, digest=digest)


def _evidence(session: Session, row: WorkspaceRow, content: _Content) -> None:
    """Lift tests, and what a fit of the weekly history says beside the curves that the plans stand on."""
    fitted = FitRecord.read(content.fitted)
    if fitted is None:
        raise BadFile(say("curves_fitted.json holds no report of a fit."), file="curves_fitted.json")
    stamp = _on(2026, 11, 3, ANALYST)
    experiments.add(session, row.id, content.experiments, "experiments.csv", stamp)
    last = fitted.history.horizon.starts()[-1] - timedelta(days=1)
    curve_sets.add(
        session,
        row.id,
        content.fitted,
        name=f"Fitted from {fitted.history.horizon.count} weeks to {last:%d %B %Y}",
        source="fit: history_weekly.csv",
        stamp=stamp,
    )


def _plan(
    session: Session,
    row: WorkspaceRow,
    content: _Content,
    year: int,
    name: str,
    curves_id: int,
    base_id: int | None,
    stamp: Stamp,
) -> int:
    grid = content.plans[year]
    version = PlanVersion(
        year=year,
        name=name,
        kind=VersionKind.BUDGET,
        status=VersionStatus.DRAFT,
        grid=grid,
        curves_id=curves_id,
        lines=content.company.lines,
        campaigns=campaigns(grid, year, TODAY),
        book=book(year, TODAY),
        base_id=base_id,
    )
    stored = plans.save(session, row.id, version, "", stamp)
    assert stored.id is not None
    return stored.id


def _actuals(session: Session, row: WorkspaceRow, content: _Content, files: dict[str, bytes]) -> None:
    """Last year, this year to September, both closed; then the agency's file, which adds October."""

    def take(name: str, rows: Iterable[ActualRow], digest: str, stamp: Stamp) -> None:
        batches.take_over(session, row.id, tuple(rows), file_name=name, digest=digest, note="", stamp=stamp)

    def close(rows: Iterable[ActualRow], stamp: Stamp) -> None:
        for month in sorted({one.month for one in rows}):
            closing.close_month(session, row.id, Month.parse(month), "", stamp)

    last_year, this_year = content.actuals[2025], content.actuals[2026]
    closed = [one for one in this_year if one.month <= "2026-09"]
    take("actuals_2025.xlsx", last_year, _sha256(files["actuals_2025.xlsx"]), _on(2026, 1, 12, CONTROLLER))
    close(last_year, _on(2026, 1, 15, CONTROLLER))
    # The months to September came before, so undoing the latest file takes back October alone.
    take("actuals_2026_to_september.xlsx", closed, "", _on(2026, 10, 5, CONTROLLER))
    close(closed, _on(2026, 10, 8, CONTROLLER))
    take("actuals_2026.xlsx", this_year, _sha256(files["actuals_2026.xlsx"]), _on(2026, 11, 4, CONTROLLER))


def _needs_loading(session: Session, digest: str) -> bool:
    if not any(info.slug == SAMPLE for info in workspaces.listed(session)):
        return True
    workspace_id = workspaces.find(session, SAMPLE).id
    loads = audit.entries(session, workspace_id, 1, LOADED)
    if not loads:
        return False
    untouched = loads[0].id == audit.last_id(session, workspace_id)
    return untouched and loads[0].detail.get("digest") != digest


def _bytes(folder: Path) -> dict[str, bytes]:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise BadFile(
            say(
                "The sample company's files are not all in {folder}: {names} is missing.",
                folder=folder,
                names=", ".join(missing),
            )
        )
    return {name: (folder / name).read_bytes() for name in FILES}


def _json(files: dict[str, bytes], name: str) -> object:
    try:
        return json.loads(files[name])
    except ValueError as problem:
        raise BadFile(say("{name} is not JSON: {problem}.", name=name, problem=problem), file=name) from None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(files: dict[str, bytes]) -> str:
    return _sha256(b"".join(f"{name} {_sha256(files[name])}\n".encode() for name in FILES))
