"""The sample's files say what domain.md section 6 says, and come out the same every time."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from planner.documents.company import company_document, read_company
from planner.documents.curves import curves_document, read_curves
from planner.domain.budget_plan import BudgetGrid
from planner.domain.calendar import FiscalYear
from planner.domain.company import Company
from planner.domain.curves import CurveSet
from planner.domain.forecast import Forecast
from planner.domain.money import FloatArray
from planner.domain.response import respond
from planner.domain.response_model import compile_response

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data"
MADE = (
    "actuals_2025.xlsx",
    "actuals_2026.xlsx",
    "company.json",
    "curves.json",
    "experiments.csv",
    "history_weekly.csv",
    "plan_2026.xlsx",
    "plan_2027.xlsx",
)


@pytest.fixture(scope="module")
def curves() -> CurveSet:
    return read_curves(json.loads((SAMPLE / "curves.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def company() -> Company:
    return read_company(json.loads((SAMPLE / "company.json").read_text("utf-8")))


def rows(name: str) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(SAMPLE / name, data_only=True).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def plan(year: int) -> tuple[tuple[str, ...], FloatArray]:
    """Channels and their months of a plan file; its stated totals are checked on the way."""
    table = rows(f"plan_{year}.xlsx")
    body = [row for row in table[4:] if row[0] != "Total"]
    spend = np.array([row[1:13] for row in body], dtype=float)
    stated = np.array(table[4 + len(body)][1:], dtype=float)
    assert stated == pytest.approx([*spend.sum(axis=0), spend.sum()])
    assert [row[13] for row in body] == pytest.approx(spend.sum(axis=1).tolist())
    return tuple(str(row[0]) for row in body), spend


def draft(curves: CurveSet, times: float = 1.0) -> Forecast:
    return respond(compile_response(curves, FiscalYear(2027).horizon), plan(2027)[1] * times)


def test_the_script_writes_the_same_bytes_again(tmp_path: Path) -> None:
    (tmp_path / "planner").symlink_to(ROOT / "planner")
    shutil.copytree(SAMPLE, tmp_path / "sample_data")
    for name in MADE:
        (tmp_path / "sample_data" / name).unlink()
    subprocess.run([sys.executable, str(tmp_path / "sample_data" / "make_sample.py")], check=True)

    def digest(folder: Path) -> list[str]:
        return [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in MADE]

    assert digest(tmp_path / "sample_data") == digest(SAMPLE)


def test_the_documents_round_trip(curves: CurveSet, company: Company) -> None:
    assert read_curves(json.loads(json.dumps(curves_document(curves)))) == curves
    assert read_company(json.loads(json.dumps(company_document(company)))) == company


def test_the_reference_levels_fall_out(curves: CurveSet, company: Company) -> None:
    """Media 4,717.6k, elasticity .1164 in-year and .2408 full with a +1 % step, CAC 85.6, 18,000 new."""
    now, more = draft(curves), draft(curves, 1.01)
    revenue = float(now.by_period.sum())
    assert now.outcome() == pytest.approx(4_717_600, rel=1e-4)
    assert revenue == pytest.approx(19_500_000, rel=1e-3)
    assert (more.outcome() - now.outcome()) / revenue / 0.01 == pytest.approx(0.1164, abs=5e-5)
    assert (more.outcome("full") - now.outcome("full")) / revenue / 0.01 == pytest.approx(0.2408, abs=5e-5)
    customers = company.customers
    assert customers is not None
    shares = np.array([company.channel(name).new_customer_share for name in now.channels])
    new = customers.new_without_media + float(shares @ now.media.sum(axis=1)) / customers.average_sale
    assert new == pytest.approx(18_000, abs=0.01)
    marketing = float(now.spend.sum()) + sum(line.cost(float(now.spend.sum())) for line in company.lines)
    assert marketing == pytest.approx(1_540_000)
    assert marketing / new == pytest.approx(85.6, abs=0.05)


@pytest.mark.parametrize(
    ("times", "change"), [(0.9, -240_900), (0.8, -510_000), (1.1, 216_800), (1.2, 412_700)]
)
def test_more_or_less_of_everything_brings_the_reference_change(
    times: float, change: float, curves: CurveSet
) -> None:
    """Pro rata cuts and additions of domain.md section 6, 2 % tolerance on gains."""
    assert draft(curves, times).outcome() - draft(curves).outcome() == pytest.approx(change, rel=0.02)


def test_without_tv_revenue_falls_by_700k(curves: CurveSet) -> None:
    now = draft(curves)
    dark = now.spend.copy()
    dark[curves.names.index("TV")] = 0
    without = respond(compile_response(curves, FiscalYear(2027).horizon), dark)
    assert without.outcome() - now.outcome() == pytest.approx(-700_000, rel=0.02)


def test_draws_leave_the_middle_alone_and_give_the_printed_range(curves: CurveSet) -> None:
    """P10/50/90 = 18.9/19.5/20.2M and a 16 % chance of 20M."""
    for channel in curves.channels:
        mean = np.mean([draw["ceiling"] for draw in channel.draws])
        assert mean == pytest.approx(channel.curve.ceiling, rel=1e-12)  # type: ignore[union-attr]
    total = draft(curves).total_draws()
    assert np.percentile(total, [10, 50, 90]) == pytest.approx([18.9e6, 19.5e6, 20.2e6], rel=0.003)
    assert (total >= 20e6).mean() == pytest.approx(0.16, abs=0.01)


def test_plans_hold_their_totals_and_the_channels_of_the_curves(curves: CurveSet) -> None:
    for year, total in ((2026, 1_040_000), (2027, 1_080_000)):
        channels, spend = plan(year)
        assert channels == curves.names
        assert BudgetGrid.from_spend(channels, FiscalYear(year).months, spend).cents.sum() == total * 100
    assert (plan(2026)[1] % 100 == 0).all()


def test_the_plans_stay_inside_the_seen_range_and_half_more_leaves_it_in_places(curves: CurveSet) -> None:
    for year in (2026, 2027):
        model = compile_response(curves, FiscalYear(year).horizon)
        assert not respond(model, plan(year)[1]).beyond_seen.any()
    beyond = draft(curves, 1.5).beyond_seen
    assert beyond.any()
    assert not beyond.all(axis=1).all()


def long_rows(name: str, header: int) -> list[tuple[object, ...]]:
    table = rows(name)
    assert table[header][:3] == ("Month", "Channel", "Spend")
    return [row for row in table[header + 1 :] if row[1]]


def test_actuals_2025_are_complete(curves: CurveSet) -> None:
    table = long_rows("actuals_2025.xlsx", 0)
    assert len(table) == 12 * 13
    assert {row[1] for row in table} == {*curves.names, "Baseline"}
    assert sum(float(str(row[2] or 0)) for row in table) == pytest.approx(1_000_000)


def test_actuals_2026_look_like_an_agencys_and_land_below_plan(curves: CurveSet, company: Company) -> None:
    """With the plan's last two months on top, revenue ends about 1.5 % below plan."""
    table = long_rows("actuals_2026.xlsx", 5)
    assert len(table) == 10 * 13
    assert {str(row[1]) for row in table} - set(curves.names) == {"Paid Socal", "Organic & direct"}
    assert [row[0] for row in table[::13]][:2] == ["Jan-26", "Feb-26"]
    total = next(row for row in rows("actuals_2026.xlsx") if row[0] == "Total")
    for column in range(2, 8):
        assert total[column] == pytest.approx(sum(float(str(row[column] or 0)) for row in table))
    assert str(rows("actuals_2026.xlsx")[-1][0]).startswith("Note")

    model = compile_response(curves, FiscalYear(2026).horizon)
    planned = respond(model, plan(2026)[1]).media.sum(axis=0) + np.array(company.baselines[2026])
    landing = float(str(total[7])) + float(planned[10:].sum())
    assert landing / planned.sum() - 1 == pytest.approx(-0.015, abs=0.002)


def test_weeks_and_months_tell_the_same_years() -> None:
    lines = (SAMPLE / "history_weekly.csv").read_text("utf-8").splitlines()
    assert len(lines) == 157
    weeks = [line.split(",") for line in lines[1:]]
    spend = sum(float(v) for week in weeks if week[0][:4] == "2025" for v in week[2:14])
    revenue = sum(float(week[1]) for week in weeks if week[0][:4] == "2025")
    table = long_rows("actuals_2025.xlsx", 0)
    assert spend == pytest.approx(sum(float(str(row[2] or 0)) for row in table), rel=0.02)
    assert revenue == pytest.approx(sum(float(str(row[7])) for row in table), rel=0.02)
