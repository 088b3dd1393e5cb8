"""The sample's stored plans, gathered into files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import copy

import numpy as np
import openpyxl
import pytest

from planner.domain.actuals import Actuals
from planner.domain.errors import NotFound
from planner.presentation.workbook import annual_plan
from planner.services.exports import export_plan, find_plan, plan_json
from planner.services.library import Store
from planner.services.sample import load_sample
from planner.sources.actuals_file import read_actuals
from planner.storage import audit, workspaces
from planner.storage.database import Database
from planner.storage.records import Stamp

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def store(loaded: Path) -> Iterator[Store]:
    opened = Store(Database(f"sqlite:///{loaded}"))
    yield opened
    opened.close()


def test_a_plan_is_found_by_sample_number_and_name(store: Store) -> None:
    approved = find_plan(store, "sample")
    assert approved == find_plan(store, "Budget 2026") == find_plan(store, str(approved[1]))
    with pytest.raises(NotFound, match='There is no plan "Budget 2031"'):
        find_plan(store, "Budget 2031")


def test_the_sample_plan_carries_every_part(store: Store) -> None:
    plan = export_plan(store, *find_plan(store, "sample"))
    assert plan.evaluation.grid.total == 1_040_000
    assert plan.last_year is not None
    assert plan.last_year.label == "2025"
    assert plan.last_year.grid.total == pytest.approx(1_000_000, rel=0.02)
    assert plan.outlook is not None
    assert plan.outlook.label == "10+2"
    assert str(plan.actual_through) == "2026-10"
    assert plan.sign_off.approved.name == "Tomas Weil"
    assert plan.changes[0].what.startswith("Budget 2026: Plan approved")


def test_a_draft_compares_with_a_year_that_still_runs(store: Store) -> None:
    plan = export_plan(store, *find_plan(store, "Draft 2027"))
    assert plan.last_year is not None
    assert plan.last_year.label == "2026 (10+2)"
    assert all(amount is not None and amount > 0 for amount in plan.last_year.revenue)
    assert plan.actual_through is None


def test_files_of_the_same_version_are_the_same_bytes_on_another_machine(
    store: Store, tmp_path: Path
) -> None:
    other = Store(Database(f"sqlite:///{tmp_path / 'planner.db'}"))
    load_sample(other, SAMPLE)
    ours, theirs = (export_plan(s, *find_plan(s, "sample")) for s in (store, other))
    other.close()
    assert annual_plan(ours) == annual_plan(theirs)
    assert plan_json(ours) == plan_json(theirs)


def test_what_else_is_done_in_the_company_pushes_no_change_out_of_a_plan_s_files(
    loaded: Path, tmp_path: Path
) -> None:
    store = Store(Database(f"sqlite:///{copy(loaded, tmp_path)}"))
    slug, version_id = find_plan(store, "Draft 2027")
    before = export_plan(store, slug, version_id, advised=False).changes
    with store.database.writing() as session:
        workspace = workspaces.find(session, slug, change=True)
        for number in range(600):
            audit.note(session, workspace.id, Stamp("Ann"), "mapping.saved", source=str(number))
    assert export_plan(store, slug, version_id, advised=False).changes == before
    assert len({change.what.partition(":")[0] for change in before}) == 3, "plan, its base and their curves"
    store.close()


def test_forecast_in_json_and_workbook_agree(store: Store) -> None:
    plan = export_plan(store, *find_plan(store, "sample"))
    document = json.loads(json.dumps(plan_json(plan), allow_nan=False))
    assert document["format"] == "planner-plan/1"
    sheet = openpyxl.load_workbook(BytesIO(annual_plan(plan)), data_only=True)["Forecast"]
    table = sheet.iter_rows(min_row=7, max_row=21, max_col=13, values_only=True)
    rows = {row[0]: list(row[1:]) for row in table}
    assert rows["Revenue"] == pytest.approx(document["forecast"]["revenue"], rel=1e-12)
    assert rows["TV"] == pytest.approx(document["forecast"]["media"]["TV"], rel=1e-12)
    assert document["figures"]["revenue"]["value"] == pytest.approx(sum(rows["Revenue"]), rel=1e-12)
    assert np.sum(list(document["budget"].values())) == pytest.approx(1_040_000)


def test_json_without_margins_leaves_them_out(store: Store) -> None:
    plan = export_plan(store, *find_plan(store, "sample"), with_margins=False)
    text = json.dumps(plan_json(plan)).lower()
    for word in ('margin"', "profit", "contribution", "clv", "payback"):
        assert word not in text


def test_the_template_comes_back_through_the_reader(store: Store) -> None:
    """Fill two lines as a person would, upload, and find exactly them."""
    plan = export_plan(store, *find_plan(store, "sample"))
    book = openpyxl.load_workbook(BytesIO(annual_plan(plan)))
    for name in book.sheetnames:
        if name != "Actuals template":
            del book[name]
    sheet = book["Actuals template"]
    for row, spend, revenue in ((7, 9000.5, 50000), (8, 0, 1)):
        sheet.cell(row, 3, spend)
        sheet.cell(row, 4, revenue)
    sheet.cell(7, 5, 400)
    buffer = BytesIO()
    book.save(buffer)
    read = read_actuals(buffer.getvalue(), "template.xlsx", channels=plan.channels, year=2026)
    found = {(row.month, row.channel, row.metric): row.value for row in Actuals(read.rows)}
    assert found == {
        ("2026-01", "TV", "spend"): 9000.5,
        ("2026-01", "TV", "revenue"): 50000,
        ("2026-01", "TV", "conversions"): 400,
        ("2026-01", "Online video", "spend"): 0,
        ("2026-01", "Online video", "revenue"): 1,
    }
