"""The sample company enters through the readers, once, whole, and can be brought back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from planner.analysis.fit.record import FitRecord
from planner.domain.actuals import ActualRow
from planner.domain.budget_plan import BudgetGrid, CampaignStatus, PlanVersion, VersionStatus
from planner.domain.calendar import Month
from planner.domain.company import BASELINE, Company
from planner.domain.errors import BadDocument, BadFile
from planner.services.library import Store
from planner.services.sample import FILES, grid_of, load_sample, reset_sample
from planner.storage.database import Database

FILES_OF_THE_SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(loaded, tmp_path / "planner.db")
    opened = Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))
    yield opened
    opened.close()


def version(found: PlanVersion | None) -> PlanVersion:
    assert found is not None
    return found


def test_two_years_are_planned_and_two_are_reported(store: Store) -> None:
    assert [(i.slug, i.is_sample) for i in store.workspaces()] == [("sample", True)]
    assert {(v.name, v.year, v.status) for v in store.versions("sample")} == {
        ("Budget 2026", 2026, VersionStatus.APPROVED),
        ("Draft 2027", 2027, VersionStatus.DRAFT),
    }
    assert version(store.approved("sample", 2026)).grid.total == 1_040_000
    draft = version(store.latest_draft("sample", 2027))
    assert draft.grid.total == 1_080_000
    assert draft.lines == store.company("sample").lines
    assert set(store.curves("sample").names) == set(draft.grid.channels)
    months = store.actuals("sample").months()
    assert (months[0], months[-1], len(months)) == ("2025-01", "2026-10", 22)
    closed = [one.month for one in store.closed_months("sample")]
    assert (closed[0], closed[-1], len(closed)) == ("2025-01", "2026-09", 21)


def test_every_channel_and_the_sales_without_media_are_reported_every_month(store: Store) -> None:
    company, actuals = store.company("sample"), store.actuals("sample")
    names = [channel.name for channel in company.channels]
    assert set(actuals.channels()) == {*names, BASELINE}
    assert np.isfinite(actuals.grid("spend", names, actuals.months())).all()
    assert np.isfinite(actuals.grid("revenue", [*names, BASELINE], actuals.months())).all()


@pytest.mark.parametrize(("year", "first_row"), [(2025, 2), (2026, 7)])
def test_what_is_stored_is_what_the_files_hold(store: Store, year: int, first_row: int) -> None:
    """Summed straight from the cells: spend stands in column C, revenue in H."""
    sheet = load_workbook(FILES_OF_THE_SAMPLE / f"actuals_{year}.xlsx").active
    rows = [row for row in sheet.iter_rows(first_row, values_only=True) if row[1] is not None]
    actuals = store.actuals("sample", [f"{year}-{month:02d}" for month in range(1, 13)])
    for metric, column in (("spend", 2), ("revenue", 7)):
        assert actuals.total(metric) == pytest.approx(sum(row[column] or 0 for row in rows), abs=0.001)


def test_a_fit_of_the_history_and_its_lift_tests_stand_beside_the_plans_curves(store: Store) -> None:
    fitted, planned = store.curves_list("sample")
    assert fitted.name == "Fitted from 156 weeks to 25 October 2026"
    assert planned.name == "Curves of the sample"
    assert {info.curves_id for info in store.versions("sample")} == {planned.id}
    record = FitRecord.read(store.curves("sample", fitted.id))
    assert record is not None
    assert {one.experiment for one in store.experiments("sample")} == set(record.experiments)
    assert len(record.experiments) == 4


def test_campaigns_stay_inside_their_channel_s_months(store: Store) -> None:
    for plan in (version(store.approved("sample", 2026)), version(store.latest_draft("sample", 2027))):
        assert 6 <= len(plan.campaigns) <= 16
        left = plan.grid.cents.astype(float)
        for campaign in plan.campaigns:
            assert campaign.cents > 0
            days = (campaign.end - campaign.start).days + 1
            for ordinal in range(campaign.start.toordinal(), campaign.end.toordinal() + 1):
                month = Month.of(date.fromordinal(ordinal))
                left[plan.grid.channels.index(campaign.channel), plan.grid.months.index(month)] -= (
                    campaign.cents / days
                )
        assert left.min() >= 0


def test_campaigns_of_the_year_in_flight_have_moved_on(store: Store) -> None:
    status = {c.name: c.status for c in version(store.approved("sample", 2026)).campaigns}
    assert status["Spring refresh on TV"] is CampaignStatus.DONE
    assert status["Christmas on air"] is CampaignStatus.APPROVED
    draft = version(store.latest_draft("sample", 2027))
    assert {c.status for c in draft.campaigns} == {CampaignStatus.PLANNED}


def test_loading_again_changes_nothing(store: Store) -> None:
    before = store.last_change("sample")
    load_sample(store, FILES_OF_THE_SAMPLE)
    assert store.last_change("sample") == before
    draft = version(store.latest_draft("sample", 2027))
    store.save_version("sample", replace(draft, name="Mine"), who="Ann")
    load_sample(store, FILES_OF_THE_SAMPLE)
    assert version(store.latest_draft("sample", 2027)).name == "Mine"


def test_reset_brings_the_first_day_back_and_leaves_own_companies_alone(store: Store) -> None:
    own = store.start_company(Company("Own"), "Ann")
    first = store.actuals("sample")
    old = version(store.latest_draft("sample", 2027))
    store.save_version("sample", replace(old, name="Spoilt"), who="Ann")
    store.rename_channel("sample", "TV", "Telly", "Ann")
    reset_sample(store, FILES_OF_THE_SAMPLE)
    new = version(store.latest_draft("sample", 2027))
    assert (new.name, new.grid.channels[0]) == ("Draft 2027", "TV")
    assert new.id != old.id
    assert store.actuals("sample") == first
    assert store.company(own).name == "Own"


def test_newer_files_replace_an_untouched_sample_only(store: Store, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(FILES_OF_THE_SAMPLE, newer)
    company = newer / "company.json"
    company.write_text(company.read_text("utf-8").replace("Tarnbrook Home", "Tarnbrook House"), "utf-8")
    load_sample(store, newer)
    assert store.company("sample").name == "Tarnbrook House"
    store.save_mapping("sample", "agency", {}, "Ann")
    load_sample(store, FILES_OF_THE_SAMPLE)
    assert store.company("sample").name == "Tarnbrook House"


def test_the_agency_s_latest_file_can_be_taken_back_and_taken_over_again(store: Store) -> None:
    latest = store.batches("sample")[0]
    before = store.actuals("sample")
    store.undo_batch("sample", latest.id, "Ann")
    assert store.actuals("sample").months()[-1] == "2026-09"
    rows = [row for row in before if row.month.startswith("2026")]
    assert store.restated("sample", rows) == []
    store.take_over("sample", rows, latest.file_name, latest.digest, "Ann")
    assert store.actuals("sample") == before


def test_a_broken_folder_leaves_everything_as_it_was(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    with pytest.raises(BadFile, match=r"company\.json, .* is missing"):
        reset_sample(store, broken)
    for name in FILES:
        shutil.copy(FILES_OF_THE_SAMPLE / name, broken / name)
    (broken / "company.json").write_text("{", "utf-8")
    with pytest.raises(BadFile, match=r"company\.json is not JSON"):
        reset_sample(store, broken)
    assert len(store.versions("sample")) == 2


def test_plan_files_become_grids_to_the_cent() -> None:
    company = Company("Acme").with_channel(Company("x").channel("TV"))
    rows = [ActualRow("2027-01", "TV", "spend", 0.29), ActualRow("2027-12", "TV", "spend", 100)]
    grid = grid_of(rows, company, 2027)
    assert isinstance(grid, BudgetGrid)
    assert grid.cents.tolist() == [[29, *[0] * 10, 10_000]]
    with pytest.raises(BadDocument, match="TV in 2027-01 is no part of the plan of 2026"):
        grid_of(rows, company, 2026)
