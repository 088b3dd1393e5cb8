"""Any two versions compare: the bridge between them starts at the one, ends at the other, and adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.analysis.bridge import Bridge, Cause
from planner.domain.actuals import Metric
from planner.domain.budget_plan import BudgetGrid, PlanVersion, VersionKind, VersionStatus
from planner.domain.calendar import FiscalYear
from planner.domain.planning.book import PlanBook
from planner.domain.planning.launches import Launch
from planner.domain.response_model import compile_response
from planner.plan.evaluation import evaluate
from planner.services.exports import export_plan
from planner.services.library import Store
from planner.services.results import results_of
from planner.services.standing import bridge_between, standing
from planner.storage.database import Database
from tests.services.test_results import COMPANY, CURVES, PLAN, rows


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, str]:
    store = Store(Database(f"sqlite:///{tmp_path_factory.mktemp('s') / 'p.db'}"))
    slug = store.start_company(COMPANY, "Ann")
    curves_id = store.add_curves(slug, "First", CURVES, "typed", "Ann")
    draft = replace(PLAN, status=VersionStatus.DRAFT, curves_id=curves_id)
    version = store.save_version(slug, draft, who="Ann")
    store.set_status(slug, version.id or 0, VersionStatus.APPROVED, "Ann")
    store.take_over(slug, rows(2026, 10, spend=900.0), "october.csv", "", "Ann")
    return store, slug


def version(store: Store, slug: str, spend: list[float], kind: VersionKind, year: int = 2026) -> PlanVersion:
    approved = store.approved(slug, 2026)
    assert approved is not None
    months = FiscalYear(year).months
    grid = BudgetGrid.from_spend(("Search", "TV"), months, np.array(spend).reshape(2, 12))
    return replace(approved, year=year, grid=grid, kind=kind, id=None)


def adds_up(found: Bridge) -> None:
    assert found.start + sum(bar.amount for bar in found.bars) == pytest.approx(found.end, abs=1e-6)


money = st.lists(st.floats(0, 4000), min_size=24, max_size=24)


@given(money, money, st.booleans())
def test_bridges_between_versions_add_up_and_flip(
    room: tuple[Store, str], one: list[float], two: list[float], forecast: bool
) -> None:
    store, slug = room
    kind = VersionKind.FORECAST if forecast else VersionKind.SCENARIO
    a = standing(store, slug, version(store, slug, one, VersionKind.SCENARIO))
    b = standing(store, slug, version(store, slug, two, kind))
    there, back = bridge_between(store, slug, a, b), bridge_between(store, slug, b, a)
    adds_up(there)
    assert there.start == pytest.approx(a.evaluation.figures["revenue"].value)
    assert there.end == pytest.approx(b.evaluation.figures["revenue"].value)
    for cause in Cause:
        assert back[cause] == pytest.approx(-there[cause], abs=1e-6)


def test_the_same_plan_twice_has_no_bars(room: tuple[Store, str]) -> None:
    store, slug = room
    one = standing(store, slug, version(store, slug, [1000.0] * 24, VersionKind.SCENARIO))
    found = bridge_between(store, slug, one, one)
    assert [bar.amount for bar in found.bars] == pytest.approx([0.0] * len(found.bars))


def test_only_more_money_is_volume(room: tuple[Store, str]) -> None:
    store, slug = room
    one, two = (
        standing(store, slug, version(store, slug, [amount] * 24, VersionKind.SCENARIO))
        for amount in (1000.0, 1200.0)
    )
    found = bridge_between(store, slug, one, two)
    assert found[Cause.VOLUME] == pytest.approx(found.end - found.start)
    assert found[Cause.VOLUME] > 0


def test_a_forecast_stands_where_the_outlook_lands(room: tuple[Store, str]) -> None:
    """The plan's own money for the rest: the forecast is Home's outlook, figure by figure."""
    store, slug = room
    found = standing(store, slug, version(store, slug, [1000.0] * 24, VersionKind.FORECAST))
    outlook = results_of(store, slug, 2026).outlook
    assert found.label == "10+2"
    for key in ("revenue", "profit", "media", "new_customers", "cac_blended"):
        assert found.evaluation.figures[key].value == pytest.approx(outlook[key].year.actual)
    assert found.evaluation.revenue_by_month == pytest.approx(outlook.revenue.outlook)
    contribution = found.evaluation.figures["contribution"].value
    assert contribution == pytest.approx(0.4 * (outlook["revenue"].year.actual or 0))


def test_a_forecast_of_a_year_without_actuals_is_its_curves(room: tuple[Store, str]) -> None:
    store, slug = room
    found = standing(store, slug, version(store, slug, [1000.0] * 24, VersionKind.SCENARIO, 2027))
    assert found.label == ""
    adds_up(bridge_between(store, slug, found, standing(store, slug, replace(PLAN, curves_id=1))))


def test_an_approved_forecast_says_what_the_rest_of_the_year_holds(tmp_path: Path) -> None:
    store = Store(Database(f"sqlite:///{tmp_path / 'p.db'}"))
    slug = store.start_company(COMPANY, "Ann")
    curves_id = store.add_curves(slug, "First", CURVES, "typed", "Ann")
    draft = replace(PLAN, status=VersionStatus.DRAFT, curves_id=curves_id)
    plan = store.save_version(slug, draft, who="Ann")
    store.set_status(slug, plan.id or 0, VersionStatus.APPROVED, "Ann")
    store.take_over(slug, rows(2026, 10), "october.csv", "", "Ann")
    made = version(store, slug, [1000.0] * 10 + [500.0] * 2 + [1000.0] * 12, VersionKind.FORECAST)
    made = store.save_version(slug, replace(made, name="Forecast 10+2"), who="Ann", reason="less search")
    assert results_of(store, slug, 2026).outlook["media"].year.actual == pytest.approx(24_000)
    store.set_status(slug, made.id or 0, VersionStatus.APPROVED, "Bea")
    after = results_of(store, slug, 2026)
    assert after.outlook["media"].year.actual == pytest.approx(23_000)
    assert after.outlook["media"].year.plan == pytest.approx(24_000), "the approved budget stays the measure"
    assert after.version.id == plan.id
    store.close()


def test_every_reader_of_a_forecast_says_one_number(room: tuple[Store, str]) -> None:
    """Its files, and other money on its model, which gives the outlook's revenue of every month."""
    store, slug = room
    drafted = version(store, slug, [900.0] * 10 + [1500.0] * 2 + [900.0] * 12, VersionKind.FORECAST)
    saved = store.save_version(slug, replace(drafted, status=VersionStatus.DRAFT, name="10+2"), who="Ann")
    assert saved.id is not None
    stands = standing(store, slug, saved)
    revenue = stands.evaluation.figures["revenue"].value
    again = evaluate(stands.model, store.company(slug), stands.evaluation.grid, saved.lines)
    assert again.figures["revenue"].value == pytest.approx(revenue, rel=1e-9)
    assert again.revenue_by_month == pytest.approx(stands.side.revenue.sum(axis=0) + stands.side.baseline)
    exported = export_plan(store, slug, saved.id, advised=False)
    assert exported.evaluation.figures["revenue"].value == revenue
    assert compile_response(stands.model.curves, stands.model.horizon).baseline == pytest.approx(
        stands.model.baseline
    )


def test_a_launch_that_a_forecast_moves_out_of_the_year_is_missing_there_and_only_there(
    tmp_path: Path,
) -> None:
    """Ten months are in; the launch of November sells 1,200 a day, 30 and 31 days, in the plan."""
    launch = Launch(
        "Shelf", date(2026, 11, 1), launch=30, sustain=365, at_launch=36_500_00, sustained=36_500_00
    )
    store = Store(Database(f"sqlite:///{tmp_path / 'p.db'}"))
    slug = store.start_company(COMPANY, "Ann")
    curves_id = store.add_curves(slug, "First", CURVES, "typed", "Ann")
    book = PlanBook(launches=(launch,))
    draft = replace(PLAN, status=VersionStatus.DRAFT, curves_id=curves_id, book=book)
    saved = store.save_version(slug, draft, who="Ann")
    store.set_status(slug, saved.id or 0, VersionStatus.APPROVED, "Ann")
    store.take_over(slug, rows(2026, 10, spend=900.0), "october.csv", "", "Ann")
    before = results_of(store, slug, 2026)
    approved = store.approved(slug, 2026)
    assert approved is not None
    forecast = replace(approved, id=None, name="10+2", kind=VersionKind.FORECAST, status=VersionStatus.DRAFT)
    forecast = replace(forecast, book=PlanBook(launches=(launch.moved(6),)))
    kept = store.save_version(slug, forecast, who="Ann")
    compared = standing(store, slug, kept).evaluation.figures["revenue"].value
    store.set_status(slug, kept.id or 0, VersionStatus.APPROVED, "Ann")
    after = results_of(store, slug, 2026)
    assert after.outlook.plan[Metric.REVENUE] == pytest.approx(before.outlook.plan[Metric.REVENUE])
    lost = before.outlook.revenue.outlook - after.outlook.revenue.outlook
    assert lost[:10] == pytest.approx(np.zeros(10))
    factor = after.outlook.evidence[-1].factor
    assert lost[10:] == pytest.approx(np.array([30, 31]) * 1_200 * factor, rel=1e-3)
    assert compared == pytest.approx(after.outlook["revenue"].year.actual)
    store.close()
