"""From a file to stored figures: read with what is remembered of its source, checked, taken over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.domain.actuals import MoneyState, ReadResult, RowProblem
from planner.domain.budget_plan import BudgetGrid, VersionStatus
from planner.domain.company import BASELINE, Company
from planner.domain.errors import BadFile, NotFound, OpenQuestion, say
from planner.plan.evaluation import plan_channels
from planner.services.actuals_basis import Ask, Basis, in_company_terms, open_questions
from planner.services.actuals_doubts import Doubts, as_problems, doubts_of
from planner.services.library import BatchInfo, Restated, Store, VersionInfo
from planner.sources.actuals_file import read_book
from planner.sources.basis import BasisSeen, basis_of
from planner.sources.excerpt import Excerpt, excerpts
from planner.sources.grid import Book
from planner.sources.sandbox import open_book
from planner.sources.source_names import source_of

SMALL = 1_500_000
"""Files up to this many bytes come with an excerpt; larger ones when it is asked for."""


@dataclass(frozen=True)
class Reading:
    """A file read and not stored.

    as_read   in the file's own amounts, which tie to its totals
    result    in the company's currency, tax basis and terms: what is taken over
    excerpts  the file with marks, None for a large file
    asked     what is still to be answered about the amounts
    doubts    what wants looking at; among the problems of both results too, as warnings
    """

    as_read: ReadResult
    result: ReadResult
    excerpts: tuple[Excerpt, ...] | None
    seen: BasisSeen
    basis: Basis
    asked: tuple[Ask, ...]
    doubts: Doubts


@dataclass(frozen=True)
class Stored:
    """What a run without a person did. `batch` is None where the same file was taken over before."""

    result: ReadResult
    batch: BatchInfo | None
    before: BatchInfo | None = None
    changed: tuple[Restated, ...] = field(default=())


def digest_of(data: bytes) -> str:
    """SHA-256 of a file, by which it is recognised."""
    return hashlib.sha256(data).hexdigest()


def known_channels(store: Store, slug: str) -> tuple[str, ...]:
    """The plan's channels and the name for sales without media."""
    return (*plan_channels(store.company(slug), store.curves(slug)), BASELINE)


def year_in_flight(versions: Sequence[VersionInfo]) -> int | None:
    """The latest year with an approved plan, else with any."""
    approved = [v.year for v in versions if v.status is VersionStatus.APPROVED]
    return max(approved or [v.year for v in versions], default=None)


def plan_of(store: Store, slug: str, year: int) -> BudgetGrid | None:
    """The money planned for the year."""
    version = store.approved(slug, year) or store.latest_draft(slug, year)
    return None if version is None else version.grid


def same_file(batches: Sequence[BatchInfo], digest: str) -> BatchInfo | None:
    """The batch that counts and came from the very same file."""
    return next((b for b in batches if digest and b.digest == digest and not b.is_undone), None)


def fitting(answers: Mapping[str, Any], channels: Sequence[str]) -> dict[str, Any]:
    """Remembered answers without the channels that are no longer in the plan: those are asked again."""
    known = {*channels, None}
    found = dict(answers)
    if isinstance(labels := found.get("channel_map"), Mapping):
        found["channel_map"] = {label: name for label, name in labels.items() if name in known}
    if found.get("default_channel") not in known:
        del found["default_channel"]
    return found


def read_for(
    company: Company,
    data: bytes,
    name: str,
    *,
    channels: Sequence[str],
    year: int | None,
    answers: Mapping[str, Any],
    today: date,
    plan: BudgetGrid | None = None,
    with_excerpt: bool | None = None,
) -> Reading:
    """Read a file in the company's terms. Raises as `read_actuals` does.

    today         months that end after it have not ended
    with_excerpt  None: for small files only
    """
    told = Basis.of(answers)
    book = open_book(data, name)
    as_read = _read_year(company, book, name, channels, year, answers)
    shown = None
    if with_excerpt or (with_excerpt is None and len(data) <= SMALL):
        shown = excerpts(book, as_read, left_out(answers))
    seen = basis_of(_titles(shown or (), as_read), as_read.facts.columns)
    basis = told.suited(as_read, seen)
    asked = open_questions(as_read, seen, basis, company, plan, answers.get("unit") or 1.0)
    doubts = doubts_of(in_company_terms(as_read, basis, company), plan, today)
    if warnings := tuple(as_problems(doubts, as_read.facts)):
        as_read = replace(as_read, problems=(*as_read.problems, *warnings))
        shown = None if shown is None else excerpts(book, as_read, left_out(answers))
    result = in_company_terms(as_read, basis, company)
    return Reading(as_read, result, shown, seen, basis, asked, doubts)


def _read_year(
    company: Company,
    book: Book,
    name: str,
    channels: Sequence[str],
    year: int | None,
    answers: Mapping[str, Any],
) -> ReadResult:
    """The fiscal year's figures: one that lies in two calendar years is read once for each.

    So a bare "July" and a bare "January" find the year they belong to.
    """
    answers = {**answers, "first_month": company.first_month}
    if year is None:
        return read_book(book, name, channels=channels, mapping=answers)
    months = {str(month) for month in company.fiscal_year(year).months}
    years = sorted({int(month[:4]) for month in months})
    if years == [year]:
        return read_book(book, name, channels=channels, year=year, mapping=answers)
    found: list[ReadResult] = []
    read: list[int] = []
    empty: BadFile | None = None
    for one in years:
        try:
            found.append(read_book(book, name, channels=channels, year=one, mapping=answers))
        except BadFile as problem:
            if problem.params.get("reason") != "other_year":
                raise
            empty = problem
        else:
            read.append(one)
    rows = {row: None for result in found for row in result.rows if row.month in months}
    details = tuple(
        detail
        for one, result in zip(read, found, strict=True)
        for detail in result.details
        if detail.month in months and detail.month.startswith(f"{one}-")
    )
    if not rows and not any(detail.state is MoneyState.COMMITTED for detail in details):
        if empty is not None and not found:
            raise empty
        raise BadFile(
            say(
                '"{name}" holds no figures of the fiscal year {year}. Choose the year they belong to.',
                name=name,
                year=year,
            ),
            reason="other_year",
        )
    problems = {p: None for result in found for p in result.problems if p.code != "other_year"}
    cells = {figure: place for result in found for figure, place in result.facts.cells.items()}
    # A bare "July" is read in both years, from one cell; what was left out has its cell to itself.
    taken = {place for (month, *_), place in cells.items() if month in months}
    if any(month not in months and place not in taken for (month, *_), place in cells.items()):
        text = f"Figures outside the fiscal year {year} were left out."
        problems[RowProblem("", "", None, "other_year", text, "warning")] = None
    return ReadResult(tuple(rows), tuple(problems), replace(found[0].facts, cells=cells), details)


def store_file(
    store: Store,
    slug: str,
    data: bytes,
    name: str,
    *,
    year: int | None = None,
    answers: Mapping[str, Any] | None = None,
    who: str,
    today: date,
) -> Stored:
    """Read a file with what is remembered of its source and take it over, without a person in between.

    answers  on top of what is remembered, and remembered with it

    Rows at fault are left out and listed; doubts about what was taken are among the
    warnings. Raises OpenQuestion where only a person knows.
    """
    company, channels = store.company(slug), known_channels(store, slug)
    year = year if year is not None else year_in_flight(store.versions(slug))
    source, digest = source_of(name), digest_of(data)
    given = {key: value for key, value in (answers or {}).items() if key not in ("format", "source")}
    told = fitting({**(store.mapping(slug, source) or {}), **given}, channels)
    plan = None if year is None else plan_of(store, slug, year)
    reading = read_for(
        company,
        data,
        name,
        channels=channels,
        year=year,
        answers=told,
        today=today,
        plan=plan,
        with_excerpt=True,
    )
    if before := same_file(store.batches(slug), digest):
        return Stored(reading.result, None, before)
    if reading.asked:
        raise OpenQuestion(
            say(
                '"{name}": the amounts need an answer first ({names}). Take the file over once in '
                'the app, or answer under "basis" in the mapping file.',
                name=name,
                names=", ".join(reading.asked),
            ),
            question="basis",
            options=[],
            labels=list(reading.asked),
        )
    changed = tuple(store.restated(slug, reading.result.rows))
    batch = store.take_over(
        slug,
        reading.result.rows,
        name,
        digest,
        who,
        source=source,
        details=reading.result.details,
        mapping=told or None,
    )
    return Stored(reading.result, batch, None, changed)


def company_named(store: Store, slug: str | None) -> str:
    """The company of that slug, or the only one of the user's own. Raises NotFound naming what there is."""
    found = store.workspaces()
    slugs = [info.slug for info in found]
    if slug is not None:
        store.company(slug)
        return slug
    own = [info.slug for info in found if not info.is_sample] or slugs
    if len(own) != 1:
        listed = ", ".join(slugs) or "none yet"
        raise NotFound(
            say("Say which company the figures are for (--company). Companies: {listed}.", listed=listed)
        )
    return own[0]


def left_out(answers: Mapping[str, Any]) -> list[str]:
    """Labels of the file that somebody chose to leave out."""
    return [label for label, name in (answers.get("channel_map") or {}).items() if name is None]


def _titles(shown: Sequence[Excerpt], result: ReadResult) -> list[str]:
    """Texts above the tables."""
    return [
        cell.text
        for excerpt in shown
        for number, cells in excerpt.rows
        if number <= result.facts.header_rows.get(excerpt.sheet, 0)
        for cell in cells
        if cell.text
    ]
