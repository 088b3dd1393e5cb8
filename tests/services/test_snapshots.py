"""Outlooks are kept when figures come in, and scored when the months they forecast have passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.budget_plan import VersionStatus
from planner.domain.calendar import Month
from planner.domain.notes import Tag, VarianceNote
from planner.services.library import Store
from planner.services.results import results_of
from planner.services.snapshots import inside_range, scored
from planner.storage.database import Database
from tests.services.test_results import COMPANY, CURVES, PLAN, rows


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(Database(f"sqlite:///{tmp_path / 'p.db'}"))
    yield opened
    opened.close()


@pytest.fixture
def slug(store: Store) -> str:
    """A company with an approved plan of 2026 and all of 2025 reported."""
    made = store.start_company(COMPANY, "Ann")
    curves_id = store.add_curves(made, "First", CURVES, "typed", "Ann")
    version = store.save_version(
        made, replace(PLAN, status=VersionStatus.DRAFT, curves_id=curves_id), who="Ann"
    )
    store.set_status(made, version.id or 0, VersionStatus.APPROVED, "Ann")
    store.take_over(made, rows(2025, 12), "last.csv", "", "Ann")
    return made


def test_every_take_over_undo_and_close_keeps_where_the_year_lands(store: Store, slug: str) -> None:
    assert store.outlooks(slug, 2026) == []
    first = store.take_over(slug, rows(2026, 3), "march.csv", "", "Ann")
    store.take_over(slug, rows(2026, 4), "april.csv", "", "Ann")
    store.close_month(slug, "2026-04", "Con")
    assert [(kept.label, kept.event) for kept in store.outlooks(slug, 2026)] == [
        ("3+9", "actuals"),
        ("4+8", "actuals"),
    ], "closing changed no figure, so the outlook is the one that is kept already"
    kept = store.outlooks(slug, 2026)[0]
    assert kept.months[5].low is not None
    assert store.outlooks(slug, 2025) == [], "a year without a plan has no outlook"
    store.reopen_month(slug, "2026-04", "Con", "late invoice")
    store.undo_batch(slug, first.id, "Ann")
    assert len(store.outlooks(slug, 2026)) == 2, "the later file says the same of those months"


def test_undoing_a_file_of_several_years_keeps_the_outlook_of_each(store: Store, slug: str) -> None:
    later = [replace(row, month=row.month.replace("2025", "2027")) for row in rows(2025, 1)]
    long = store.take_over(slug, [*rows(2025, 12), *rows(2026, 3), *later], "three years.csv", "", "Ann")
    store.undo_batch(slug, long.id, "Ann")
    assert [(kept.label, kept.event) for kept in store.outlooks(slug, 2026)] == [
        ("3+9", "actuals"),
        ("0+12", "undone"),
    ]


def test_past_outlooks_are_scored_against_what_came_and_against_last_year(store: Store, slug: str) -> None:
    """Forecast of each month against 14,900 measured; last year had 14,900 as well, so naive is perfect."""
    store.take_over(slug, rows(2026, 3), "march.csv", "", "Ann")
    assert scored(store.outlooks(slug, 2026), results_of(store, slug, 2026)) == []
    store.take_over(slug, rows(2026, 5), "may.csv", "", "Ann")
    (found,) = scored(store.outlooks(slug, 2026), results_of(store, slug, 2026))
    assert found.months == (Month(2026, 4), Month(2026, 5))
    said = [month.revenue for month in found.kept.months[3:5]]
    assert found.score.wape == pytest.approx(sum(abs(v - 14_900) for v in said) / 29_800)
    assert found.score.bias == pytest.approx((sum(said) - 29_800) / 29_800)
    assert found.score.naive == 0
    hits, count = inside_range(store.outlooks(slug, 2026), results_of(store, slug, 2026))
    assert 0 <= hits <= count == 2


def test_a_figure_tagged_as_timing_moves_the_outlook_and_stays_with_the_number(
    store: Store, slug: str
) -> None:
    store.take_over(slug, rows(2026, 6, spend=900.0), "june.csv", "", "Ann")
    before = results_of(store, slug, 2026)
    assert before.outlook["media"].year.actual == pytest.approx(24_000 - 1_200)
    store.write_note(slug, VarianceNote("TV", Month(2026, 1), Month(2026, 6), Tag.TIMING), "Ann")
    after = results_of(store, slug, 2026)
    assert after.outlook["media"].year.actual == pytest.approx(24_000 - 600)
    assert [note.tag for note in after.notes_on("TV")] == [Tag.TIMING]
    assert after.notes_on("Search") == []
    assert results_of(store, slug, 2026, months=[Month(2026, 7)]).notes_on("TV") == []
